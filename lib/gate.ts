/** Lets at most `places` in at a time, the others in the order in which they came. */
export class Gate {
	private inside = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(private readonly places: number) {}

	async run<Value>(act: () => Promise<Value>): Promise<Value> {
		if (this.inside >= this.places) await new Promise<void>((resolve) => this.waiting.push(resolve));
		else this.inside++;
		try {
			return await act();
		} finally {
			const next = this.waiting.shift();
			// Its place goes straight to the next one.
			if (next) next();
			else this.inside--;
		}
	}
}
