import type { Clock } from '../../lib/clock';

interface Sleeper {
	until: number;
	wake: () => void;
}

/** Real milliseconds of quiet after which nothing but time can bring the code on. */
const QUIET_MS = 4;
/** How often a late timer is set again. */
const MOST_LATE = 5;

/**
 * A clock that stands still while anything happens and jumps to the next wake-up when everything waits.
 * "Everything waits" is taken from a few real milliseconds without a new sleeper, so that HTTP calls over
 * loopback may lie between two sleeps.
 */
export class SimulatedClock implements Clock {
	private time: number;
	private readonly sleepers = new Set<Sleeper>();
	private timer: NodeJS.Timeout | undefined;
	private held = false;

	constructor(private readonly start = Date.parse('2026-11-20T03:00:00Z')) {
		this.time = start;
	}

	/** Back to the start; whoever still sleeps sleeps on for ever. */
	rewind(): void {
		clearTimeout(this.timer);
		this.held = false;
		this.sleepers.clear();
		this.time = this.start;
	}

	now = (): number => this.time;

	elapsed = (): number => this.time;

	advance(ms: number): void {
		this.time += ms;
		this.wake();
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		if (ms <= 0) return;
		await new Promise<void>((resolve, reject) => {
			const sleeper = { until: this.time + ms, wake: resolve };
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers.delete(sleeper);
				reject(signal.reason);
			});
			this.jumpSoon();
		});
	}

	/** Keeps time from jumping until the answer is called: for what has to happen while somebody waits. */
	hold(): () => void {
		this.held = true;
		clearTimeout(this.timer);
		return () => {
			this.held = false;
			this.jumpSoon();
		};
	}

	private jumpSoon(late = 0): void {
		clearTimeout(this.timer);
		if (this.held) return;
		const armed = performance.now();
		this.timer = setTimeout(() => {
			// A timer that comes late tells of a busy machine, on which an answer may still be under way.
			const isLate = performance.now() - armed > 2 * QUIET_MS;
			if (isLate && late < MOST_LATE) return this.jumpSoon(late + 1);
			const next = Math.min(...[...this.sleepers].map(({ until }) => until));
			if (Number.isFinite(next)) this.advance(Math.max(0, next - this.time));
		}, QUIET_MS);
	}

	private wake(): void {
		for (const sleeper of this.sleepers) {
			if (sleeper.until > this.time) continue;
			this.sleepers.delete(sleeper);
			sleeper.wake();
		}
		if (this.sleepers.size > 0) this.jumpSoon();
	}
}
