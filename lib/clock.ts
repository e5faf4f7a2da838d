/**
 * The one reader of time. Everything that asks for the time or waits gets a Clock, so that tests can
 * let an hour pass in a millisecond.
 */
export interface Clock {
	/** Milliseconds since the Unix epoch. Jumps when the machine's clock is set. */
	now(): number;
	/** Milliseconds since some beginning. Never jumps: what limits and waits go by. */
	elapsed(): number;
	/** Waits `ms` milliseconds; rejects with the signal's reason as soon as `signal` is aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** When (ms since the epoch) something is that the steady time tells of. */
export const wallTime = (clock: Clock, elapsed: number): number => Math.round(clock.now() + elapsed - clock.elapsed());

export const systemClock: Clock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),

	async sleep(ms, signal) {
		signal?.throwIfAborted();
		if (ms <= 0) return;
		// AbortSignal.timeout is the timer: the timer globals are closed to verified n8n packages.
		const timer = AbortSignal.timeout(Math.ceil(ms));
		await new Promise<void>((resolve, reject) => {
			const cancelled = () => reject(signal?.reason);
			timer.addEventListener(
				'abort',
				() => {
					signal?.removeEventListener('abort', cancelled);
					resolve();
				},
				{ once: true },
			);
			signal?.addEventListener('abort', cancelled, { once: true });
		});
	},
};
