import { filled, fits, rows, titleOf, tooLarge } from '../../../../lib/dingtalk/fields';
import { InputError } from '../../../../lib/inputError';
import { MOST_BYTES, wireBytes } from '../support/dingtalkMessages';
import { refusal } from '../support/refusal';

const text = (content: string) => ({ msgtype: 'text' as const, text: { content } });

test("a message fits up to the platform's limit in bytes, with room for the key of the call", () => {
	const largest = 19_950 - JSON.stringify(text('')).length;
	expect(fits(text('x'.repeat(largest)))).toBe(true);
	expect(wireBytes(text('x'.repeat(largest)))).toBeLessThanOrEqual(MOST_BYTES);
	expect(fits(text('x'.repeat(largest + 1)))).toBe(false);
	expect(fits(text('汉'.repeat(largest / 2)))).toBe(false);
});

test('what is too large is told in bytes, with the way out that was given', () => {
	expect(tooLarge(text('汉汉'), 'Do this.')).toMatchObject({
		message: `The message has ${JSON.stringify(text('汉汉')).length + 4} bytes; the robot takes at most 19950`,
		fix: 'Do this.',
	});
});

test('a value that holds anything is left as it is', () => {
	expect(filled('text', ' x\n')).toBe(' x\n');
	expect(refusal(() => filled('text', ' \n'))).toMatchObject({ message: 'The text is empty', fix: 'Enter a text, or check the expression that makes it.' });
});

describe('a title', () => {
	test.each([
		[' two\r\nlines\u0000 ', 'two lines'],
		['x'.repeat(200), 'x'.repeat(200)],
	])('%j is %j', (given, title) => {
		expect(titleOf(given, 'en')).toEqual({ title, warnings: [] });
	});

	test('of more than 200 characters is cut, with a word about it', () => {
		const { title, warnings } = titleOf('汉'.repeat(201), 'zh');
		expect(title).toBe(`${'汉'.repeat(194)}…（已截断）`);
		expect(warnings).toEqual([expect.stringMatching(/^The title .* has been cut/)]);
	});

	test('is needed', () => {
		expect(refusal(() => titleOf('\n', 'en')).message).toBe('The title is empty');
	});
});

describe('rows', () => {
	test('are read in their order', () => {
		expect(rows('Row', [1, 2], (row) => row * 2)).toEqual([2, 4]);
	});

	test('an input error says in which row it is; any other error is left alone', () => {
		const failing = (error: Error) => () =>
			rows('Row', [1, 2], (row) => {
				if (row === 2) throw error;
			});
		expect(refusal(failing(new InputError('It is bad', 'Better it.')))).toMatchObject({ message: 'Row 2: It is bad', fix: 'Better it.' });
		expect(failing(new TypeError('a defect'))).toThrow(new TypeError('a defect'));
	});
});
