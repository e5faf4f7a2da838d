import { collect } from '../../../../nodes/shared/lists';

/** Pages of these sizes; the cursor is the number of the page. */
const pagesOf = (...sizes: number[]) => {
	const asked: number[] = [];
	const page = async (cursor: number) => {
		asked.push(cursor);
		const entries = Array.from({ length: sizes[cursor]! }, (_, index) => `${cursor}.${index}`);
		return { entries, next: cursor + 1 < sizes.length ? cursor + 1 : undefined };
	};
	return { asked, page };
};

test('all pages, also behind an empty one', async () => {
	const { asked, page } = pagesOf(2, 0, 1);
	expect(await collect(Infinity, 0, page)).toEqual(['0.0', '0.1', '2.0']);
	expect(asked).toEqual([0, 1, 2]);
});

test('no more pages than are wanted, and no more entries', async () => {
	const { asked, page } = pagesOf(2, 2, 2);
	expect(await collect(3, 0, page)).toEqual(['0.0', '0.1', '1.0']);
	expect(asked).toEqual([0, 1]);
});

test('a list that leads to itself or never ends is not asked for without end', async () => {
	expect(await collect(Infinity, 0, async () => ({ entries: ['a'], next: 0 }))).toEqual(['a']);
	let pages = 0;
	expect(await collect(Infinity, 0, async (cursor) => ({ entries: [], next: (pages++, cursor + 1) }))).toEqual([]);
	expect(pages).toBe(10);
});
