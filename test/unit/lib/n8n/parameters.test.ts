import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../../../../lib/inputError';
import { booleanParameter, listParameter, numberParameter, optionParameter, textParameter } from '../../../../lib/n8n/parameters';

/** n8n as it gives one parameter: the value, or the fallback for one that is not there. */
const giving = (value: unknown) =>
	({ getNodeParameter: (_: string, __: number, fallback: unknown) => (value === undefined ? fallback : value) }) as unknown as Pick<
		IExecuteFunctions,
		'getNodeParameter'
	>;
const NOTHING = [undefined, null, ''];

test.each([
	['text', 'text'],
	[5, '5'],
	[null, ''],
	[undefined, ''],
	[{ a: 1 }, '{"a":1}'],
])('a text that is %j is %j', (value, text) => {
	expect(textParameter(giving(value), 'text', 0)).toBe(text);
});

test.each([
	['a, b；c', ['a', 'b', 'c']],
	[['a', 5], ['a', '5']],
	[13_800_138_000, ['13800138000']],
	[null, []],
])('a list that is %j is %j', (value, list) => {
	expect(listParameter(giving(value), 'list', 0)).toEqual(list);
});

describe('yes or no', () => {
	test.each<[unknown, boolean]>([
		[true, true],
		[false, false],
		['true', true],
		['False', false],
	])('%j is %j', (value, expected) => {
		expect(booleanParameter(giving(value), 'mentionAll', 0, !expected)).toBe(expected);
	});

	test.each(NOTHING)('%j is the default', (value) => {
		expect(booleanParameter(giving(value), 'mentionAll', 0, true)).toBe(true);
	});

	test.each([1, 'yes', {}, [true, false]])('%j is refused', (value) => {
		expect(() => booleanParameter(giving(value), 'mentionAll', 0, false)).toThrow(InputError);
	});
});

describe('a number', () => {
	const read = (value: unknown) => numberParameter(giving(value), 'options.maxWait', 0, 60, { least: 0, most: 100 });

	test.each([
		[5, 5],
		['7.5', 7.5],
		[-1, 0],
		[1e9, 100],
		...NOTHING.map((value) => [value, 60]),
	])('%j is %j', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	test.each(['soon', NaN, Infinity, {}, [5]])('%j is refused, with the name of the option', (value) => {
		expect(() => read(value)).toThrow(InputError);
		expect(() => read(value)).toThrow(/^Max Wait: .* is not a number$/);
	});
});

describe('a choice', () => {
	const read = (value: unknown) => optionParameter(giving(value), 'options.overLimit', 0, ['wait', 'fail']);

	test.each([['wait', 'wait'], ['fail', 'fail'], ...NOTHING.map((value) => [value, 'wait'])])('%j is %j', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	test.each(['digest', 'Wait', true, 5])('%j is refused, with what may be chosen', (value) => {
		expect(() => read(value)).toThrow(/is not one of wait, fail$/);
	});
});
