import { getEventListeners } from 'node:events';
import { systemClock } from '../../../lib/clock';

const reason = new Error('stopped');

describe('the clock of the system', () => {
	test('tells the time', () => {
		const before = Date.now();
		const now = systemClock.now();
		expect(now).toBeGreaterThanOrEqual(before);
		expect(now).toBeLessThanOrEqual(Date.now());
	});

	test('sleeps as long as asked, and no longer than it must', async () => {
		const before = performance.now();
		await systemClock.sleep(30);
		const slept = performance.now() - before;
		expect(slept).toBeGreaterThanOrEqual(28);
		expect(slept).toBeLessThan(1000);
	});

	test.each([0, -1, -Infinity])('does not wait for %d ms', async (ms) => {
		let done = false;
		void systemClock.sleep(ms).then(() => (done = true));
		await Promise.resolve();
		await Promise.resolve();
		expect(done).toBe(true);
	});

	test('sleeps for parts of a millisecond', async () => {
		await expect(systemClock.sleep(0.3)).resolves.toBeUndefined();
	});

	test('is woken at once by an abort, with its reason', async () => {
		const { signal, abort } = stoppable();
		const before = performance.now();
		const sleep = systemClock.sleep(60_000, signal);
		setImmediate(abort);
		await expect(sleep).rejects.toBe(reason);
		expect(performance.now() - before).toBeLessThan(1000);
	});

	test('does not fall asleep when it is aborted already', async () => {
		await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
		await expect(systemClock.sleep(0, AbortSignal.abort(reason))).rejects.toBe(reason);
	});

	test('leaves nothing behind on the signal, neither after sleeping nor after an abort', async () => {
		const { signal, abort } = stoppable();
		await systemClock.sleep(5, signal);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
		const sleep = systemClock.sleep(60_000, signal);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		abort();
		await expect(sleep).rejects.toBe(reason);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
	});
});

function stoppable() {
	const controller = new AbortController();
	return { signal: controller.signal, abort: () => controller.abort(reason) };
}
