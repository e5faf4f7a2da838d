import { Gate } from '../../../lib/gate';
import { InstantClock } from './support/instantClock';

test('at most so many are inside at a time, in the order in which they came', async () => {
	const clock = new InstantClock();
	const gate = new Gate(3);
	let inside = 0;
	let most = 0;
	const began: number[] = [];
	const ends = await Promise.all(
		Array.from({ length: 20 }, (_, n) =>
			gate.run(async () => {
				began.push(n);
				most = Math.max(most, ++inside);
				await clock.sleep(100 * ((n % 4) + 1));
				inside--;
				return n;
			}),
		),
	);
	expect(most).toBe(3);
	expect(began).toEqual(ends);
	expect(ends).toEqual(Array.from({ length: 20 }, (_, n) => n));
});

test('who fails leaves, too', async () => {
	const gate = new Gate(1);
	const failing = () => gate.run(() => Promise.reject(new Error('no')));
	const ends = await Promise.allSettled([failing(), failing(), gate.run(async () => 'in'), failing(), gate.run(async () => 'in too')]);
	expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
	expect(await gate.run(async () => 'later')).toBe('later');
});

test('a place that was handed over is free again afterwards: never more, never fewer', async () => {
	const clock = new InstantClock();
	const gate = new Gate(2);
	let inside = 0;
	const seen: number[] = [];
	const visit = () =>
		gate.run(async () => {
			seen.push(++inside);
			await clock.sleep(10);
			inside--;
		});
	for (let round = 0; round < 3; round++) await Promise.all([visit(), visit(), visit(), visit(), visit()]);
	expect(Math.max(...seen)).toBe(2);
	expect(seen.filter((count) => count === 2).length).toBeGreaterThanOrEqual(6);
});
