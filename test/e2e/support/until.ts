import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until the answer is neither undefined nor false, and returns it; else fails with `what` was missing. */
export async function until<T>(
	what: string | (() => string),
	ask: () => T | Promise<T>,
	timeoutMs = 60_000,
): Promise<Exclude<T, undefined | false>> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer as Exclude<T, undefined | false>;
		if (Date.now() > deadline) {
			throw new Error(`Not within ${timeoutMs / 1000} s: ${typeof what === 'string' ? what : what()}`);
		}
		await sleep(200);
	}
}
