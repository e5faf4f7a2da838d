import * as fc from 'fast-check';

import { inOrder } from '../../../../nodes/shared/inOrder';

describe('the order of several lists', () => {
	test.each<[string, string[], string]>([
		['what a later list has before a known entry comes before it', ['bc', 'abc'], 'abc'],
		['what it has behind it comes behind it', ['ab', 'abc'], 'abc'],
		['lists that share nothing follow each other', ['ab', 'cd'], 'abcd'],
		['a later list orders what two earlier ones leave open', ['rl', 'c', 'crl'], 'crl'],
		['an entry that is last in every list comes last', ['tm', 'x', 'ym'], 'txym'],
		['lists that contradict each other keep every entry once', ['ab', 'ba'], 'ab'],
		['nothing', [], ''],
	])('%s', (_what, lists, expected) => {
		expect(inOrder(lists.map((list) => [...list])).join('')).toBe(expected);
	});

	test('every list keeps its own order, if one order of all is possible', () => {
		const entries = [...'abcdefgh'];
		const lists = fc.array(fc.subarray(entries), { maxLength: 6 });
		fc.assert(
			fc.property(lists, (given) => {
				const ordered = inOrder(given);
				expect([...ordered].sort()).toEqual([...new Set(given.flat())].sort());
				for (const list of given) expect(ordered.filter((entry) => list.includes(entry))).toEqual(list);
			}),
		);
	});
});
