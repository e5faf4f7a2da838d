import { Clicks } from '../../../../lib/inbound/clicks';
import { InstantClock } from '../support/instantClock';

function setUp() {
	const clock = new InstantClock();
	return { clock, clicks: new Clicks(clock) };
}

test('the answer finds who waits for it, at once', async () => {
	const { clock, clicks } = setUp();
	const waiting = clicks.answerOf('c1', 2000);
	await clock.sleep(500);
	const from = clock.elapsed();
	expect(clicks.answer('c1', { toast: 'done' })).toBe(true);
	expect(await waiting).toEqual({ toast: 'done' });
	expect(clock.elapsed()).toBe(from);
	expect(clicks.answer('c1', {})).toBe(false);
});

test('each click has its own', async () => {
	const { clicks } = setUp();
	const [first, second] = [clicks.answerOf('c1', 2000), clicks.answerOf('c2', 2000)];
	clicks.answer('c2', { n: 2 });
	clicks.answer('c1', { n: 1 });
	expect(await Promise.all([first, second])).toEqual([{ n: 1 }, { n: 2 }]);
});

test('nobody waits longer than that: who answers later is told so', async () => {
	const { clock, clicks } = setUp();
	const from = clock.elapsed();
	expect(await clicks.answerOf('c1', 2000)).toBeUndefined();
	expect(clock.elapsed() - from).toBe(2000);
	expect(clicks.answer('c1', {})).toBe(false);
	expect(await clicks.answerOf('c1', 0)).toBeUndefined();
});

test('when the platform has gone, nobody waits: who answers is told so', async () => {
	const { clock, clicks } = setUp();
	const gone = new AbortController();
	const from = clock.elapsed();
	const waiting = clicks.answerOf('c1', 2000, gone.signal);
	await clock.sleep(500);
	gone.abort();
	expect(await waiting).toBeUndefined();
	expect(clicks.answer('c1', {})).toBe(false);
	expect(clock.elapsed() - from).toBe(500);
	expect(await clicks.answerOf('c2', 2000, gone.signal)).toBeUndefined();
	expect(clock.elapsed() - from).toBe(500);
});

test('two workflows that have heard of one click wait for the same answer', async () => {
	const { clock, clicks } = setUp();
	const both = [clicks.answerOf('c1', 1000), clicks.answerOf('c1', 2000)];
	clicks.answer('c1', { n: 1 });
	expect(await Promise.all(both)).toEqual([{ n: 1 }, { n: 1 }]);

	const [short, long] = [clicks.answerOf('c1', 1000), clicks.answerOf('c1', 2000)];
	await clock.sleep(1500);
	expect(await short).toBeUndefined();
	expect(clicks.answer('c1', { n: 2 })).toBe(true);
	expect(await long).toEqual({ n: 2 });
});
