import type { Clock } from '../../../../lib/clock';

interface Sleeper {
	until: number;
	wake: () => void;
}

/**
 * A clock that jumps to the next wake-up as soon as nothing is left to do but to wait. "Nothing left to do"
 * is an empty queue of promise reactions, so it is for code that waits for nothing but this clock.
 */
export class InstantClock implements Clock {
	private time: number;
	/** How far the clock has been set since, in ms. */
	private set = 0;
	private readonly sleepers = new Set<Sleeper>();
	private jumping = false;

	constructor(start = Date.parse('2026-11-20T03:00:00Z')) {
		this.time = start;
	}

	now = (): number => this.time + this.set;

	elapsed = (): number => this.time;

	/** Somebody sets the machine's clock. */
	jump(ms: number): void {
		this.set += ms;
	}

	/** Lets time pass without waking anybody: what a busy process looks like. */
	skip(ms: number): void {
		this.time += ms;
	}

	get sleeping(): number {
		return this.sleepers.size;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (ms <= 0) return;
		await new Promise<void>((resolve, reject) => {
			const sleeper: Sleeper = {
				until: this.time + ms,
				wake: () => {
					signal?.removeEventListener('abort', abort);
					resolve();
				},
			};
			const abort = () => {
				this.sleepers.delete(sleeper);
				reject(signal?.reason);
			};
			signal?.addEventListener('abort', abort, { once: true });
			this.sleepers.add(sleeper);
			this.jumpSoon();
		});
	}

	private jumpSoon(): void {
		if (this.jumping) return;
		this.jumping = true;
		setImmediate(() => {
			this.jumping = false;
			let next: Sleeper | undefined;
			for (const sleeper of this.sleepers) if (!next || sleeper.until < next.until) next = sleeper;
			if (!next) return;
			this.sleepers.delete(next);
			this.time = Math.max(this.time, next.until);
			next.wake();
			if (this.sleepers.size > 0) this.jumpSoon();
		});
	}
}
