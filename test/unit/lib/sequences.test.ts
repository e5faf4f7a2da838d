import { Sequences } from '../../../lib/sequences';
import { SimulatedClock } from '../../support/simulatedClock';

const HOUR_MS = 3_600_000;
const next = (last: number) => last + 1;
const numberOf = (sequences: Sequences, key: string): Promise<number> => sequences.run(key, next, (number) => Promise.resolve(number));

test('one change of a thing after the other, each with the next number; other things do not wait', async () => {
	const sequences = new Sequences(new SimulatedClock());
	const log: string[] = [];
	const gates = new Map<number, () => void>();
	const change = (key: string) =>
		sequences.run(key, next, async (number) => {
			log.push(`${key}${number} begins`);
			if (key === 'a') await new Promise<void>((resolve) => gates.set(number, resolve));
			log.push(`${key}${number} ends`);
		});
	const all = [change('a'), change('a'), change('b')];
	await all[2];
	expect(log).toEqual(['a1 begins', 'b1 begins', 'b1 ends']);
	gates.get(1)!();
	await all[0];
	gates.get(2)!();
	await all[1];
	expect(log.slice(3)).toEqual(['a1 ends', 'a2 begins', 'a2 ends']);
});

test('a change that fails has used its number up, and the next one goes on', async () => {
	const sequences = new Sequences(new SimulatedClock());
	await expect(sequences.run('a', next, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
	expect(await numberOf(sequences, 'a')).toBe(2);
});

test('the number may come from the time of the change', async () => {
	const clock = new SimulatedClock();
	const sequences = new Sequences(clock);
	expect(await sequences.run('a', (_last, now) => now, (number) => Promise.resolve(number))).toBe(clock.now());
});

test('numbers are kept for an hour, and of at most 10,000 things', async () => {
	const clock = new SimulatedClock();
	const sequences = new Sequences(clock);
	await numberOf(sequences, 'old');
	clock.advance(HOUR_MS / 2);
	expect(await numberOf(sequences, 'old')).toBe(2);
	clock.advance(HOUR_MS + 1);
	expect(await numberOf(sequences, 'new')).toBe(1);
	expect(await numberOf(sequences, 'old')).toBe(1);
	for (let index = 0; index < 10_000; index++) await numberOf(sequences, `thing ${index}`);
	expect(await numberOf(sequences, 'thing 5000')).toBe(2);
	expect(await numberOf(sequences, 'old')).toBe(1);
});
