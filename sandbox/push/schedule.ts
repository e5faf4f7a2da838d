interface Planned {
	at: number;
	act: () => void;
}

/** How often it is looked whether something is due, in real ms: the sandbox clock may be set at any moment. */
const TICK_MS = 10;

/** What happens later on the sandbox clock, which may stand still or jump. */
export class Schedule {
	private readonly planned = new Set<Planned>();
	private ticker: NodeJS.Timeout | undefined;

	constructor(private readonly now: () => number) {}

	/** Runs `act` once the sandbox clock is `ms` later; returns how to call it off. */
	after(ms: number, act: () => void): () => void {
		const planned = { at: this.now() + ms, act };
		this.planned.add(planned);
		this.ticker ??= setInterval(() => this.runDue(), TICK_MS).unref();
		return () => void this.planned.delete(planned);
	}

	private runDue(): void {
		for (const planned of [...this.planned].filter(({ at }) => at <= this.now()).sort((a, b) => a.at - b.at)) {
			if (this.planned.delete(planned)) planned.act();
		}
		if (this.planned.size === 0) this.stop();
	}

	private stop(): void {
		clearInterval(this.ticker);
		this.ticker = undefined;
	}

	clear(): void {
		this.planned.clear();
		this.stop();
	}
}
