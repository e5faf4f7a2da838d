/**
 * Gathers what is asked for at one time into as few calls as hold it. What is asked for twice is looked up once.
 */
export class Loader<Value> {
	private readonly known = new Map<string, Promise<Value | undefined>>();
	private waiting: Array<{ key: string; resolve(value: Value | undefined): void; reject(error: unknown): void }> = [];

	/**
	 * @param most how many keys a call takes
	 * @param load what is found, by key; what is not found is left out
	 */
	constructor(
		private readonly most: number,
		private readonly load: (keys: string[]) => Promise<Map<string, Value>>,
	) {}

	get(key: string): Promise<Value | undefined> {
		let value = this.known.get(key);
		if (!value) {
			value = new Promise((resolve, reject) => {
				this.waiting.push({ key, resolve, reject });
			});
			this.known.set(key, value);
			// Everybody who asks in the same breath comes along.
			if (this.waiting.length === 1) void Promise.resolve().then(() => this.flush());
		}
		return value;
	}

	private async flush(): Promise<void> {
		const waiting = this.waiting;
		this.waiting = [];
		const groups = Array.from({ length: Math.ceil(waiting.length / this.most) }, (_, index) =>
			waiting.slice(index * this.most, (index + 1) * this.most),
		);
		await Promise.all(
			groups.map(async (group) => {
				try {
					const found = await this.load(group.map(({ key }) => key));
					for (const { key, resolve } of group) resolve(found.get(key));
				} catch (error) {
					for (const { reject } of group) reject(error);
				}
			}),
		);
	}
}
