/** Delayed answers; all of them are dropped when the sandbox closes. */
export class Timers {
	private readonly pending = new Set<NodeJS.Timeout>();

	/** Runs `action` after `ms` real milliseconds; at once when there is nothing to wait for. */
	after(ms: number, action: () => void): void {
		if (!(ms > 0)) return action();
		const timer = setTimeout(() => {
			this.pending.delete(timer);
			action();
		}, ms);
		this.pending.add(timer);
	}

	clear(): void {
		for (const timer of this.pending) clearTimeout(timer);
		this.pending.clear();
	}
}
