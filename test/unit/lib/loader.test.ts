import { Loader } from '../../../lib/loader';

/** Knows what every key but those with an x stands for, and keeps what it was asked. */
function setUp(most: number) {
	const asked: string[][] = [];
	const loader = new Loader<string>(most, async (keys) => {
		asked.push(keys);
		if (keys.includes('bad')) throw new Error('refused');
		return new Map(keys.filter((key) => !key.includes('x')).map((key) => [key, key.toUpperCase()]));
	});
	return { asked, loader };
}

test('what is asked for at one time goes into as few calls as hold it', async () => {
	const { asked, loader } = setUp(50);
	const keys = Array.from({ length: 120 }, (_, n) => `k${n}`);
	expect(await Promise.all(keys.map((key) => loader.get(key)))).toEqual(keys.map((key) => key.toUpperCase()));
	expect(asked.map(({ length }) => length)).toEqual([50, 50, 20]);
	expect(asked.flat()).toEqual(keys);
});

test('also by those who do something else first, as long as all do the same', async () => {
	const { asked, loader } = setUp(50);
	const ask = async (key: string) => {
		await Promise.resolve();
		await Promise.resolve();
		return await loader.get(key);
	};
	await Promise.all(['a', 'b', 'c'].map(ask));
	expect(asked).toEqual([['a', 'b', 'c']]);
});

test('what is asked for twice is looked up once, at one time or later', async () => {
	const { asked, loader } = setUp(50);
	expect(await Promise.all([loader.get('a'), loader.get('b'), loader.get('a')])).toEqual(['A', 'B', 'A']);
	expect(await loader.get('a')).toBe('A');
	expect(asked).toEqual([['a', 'b']]);
});

test('what is not found is undefined, and the others are there', async () => {
	const { loader } = setUp(50);
	expect(await Promise.all([loader.get('x'), loader.get('a')])).toEqual([undefined, 'A']);
});

test('a call that fails fails those who were in it', async () => {
	const { loader } = setUp(2);
	const ends = await Promise.allSettled(['a', 'bad', 'c', 'd'].map((key) => loader.get(key)));
	expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
	expect(await loader.get('e')).toBe('E');
});
