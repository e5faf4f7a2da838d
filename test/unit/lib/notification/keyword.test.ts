import fc from 'fast-check';
import { InputError } from '../../../../lib/inputError';
import { missingKeyword, splitList, textWithEndings } from '../../../../lib/notification/keyword';
import { jsonBytes, plainText } from '../../../../lib/notification/text';
import { hostileText } from '../support/hostileText';
import { holds } from '../support/property';

describe('the keyword to add', () => {
	test('is the first one, if the text contains none', () => {
		expect(missingKeyword('The disk is full', ['alert', '告警'])).toBe('alert');
	});

	test('is none, if the text contains one of them anywhere', () => {
		expect(missingKeyword('【告警】磁盘满', ['alert', '告警'])).toBeUndefined();
	});

	test('is none for a bot without keywords', () => {
		expect(missingKeyword('The disk is full', [])).toBeUndefined();
	});

	test('is added when the text has it in other letters: the platform may not take that for the same', () => {
		expect(missingKeyword('ALERT', ['alert'])).toBe('alert');
	});
});

describe('a text with mentions and keyword', () => {
	const MARK = '… (cut)';
	const upTo = (most: number) => (candidate: string) => jsonBytes(candidate) <= most;

	test('keeps both whatever is cut, fits, and cuts no more than needed', () => {
		const input = fc.record({
			text: fc.tuple(hostileText(), fc.integer({ min: 1, max: 40 })).map(([text, times]) => plainText(`x${text}`.repeat(times))),
			mentions: fc.array(fc.constantFrom('<at user_id="ou_1"></at>', '@13800138000'), { maxLength: 3 }),
			keyword: fc.constantFrom('alert', '告警', 'x', 'zzz'),
			most: fc.integer({ min: 150, max: 600 }),
		});
		holds(
			fc.property(input, ({ text, mentions, keyword, most }) => {
				const result = textWithEndings(text, [mentions.join(' ')], [keyword], MARK, upTo(most));
				expect(upTo(most)(result.text)).toBe(true);
				expect(result.text).toContain(keyword);
				for (const mention of mentions) expect(result.text.split('\n').slice(1).join('\n')).toContain(mention);
				expect(result.cut).toBe(!result.text.startsWith(text));
				if (result.cut) expect(result.text).toContain(MARK);
			}),
			500,
		);
	});

	test('each stands on a line of its own, after the text', () => {
		expect(textWithEndings('hello', ['@1 @2'], ['alert'], MARK, () => true)).toEqual({ text: 'hello\n@1 @2\nalert', cut: false });
	});

	test('nothing is added to a text that needs nothing', () => {
		expect(textWithEndings('an alert', [''], ['alert'], MARK, () => true)).toEqual({ text: 'an alert', cut: false });
	});

	test('a keyword that was cut away is added again', () => {
		const text = `${'x'.repeat(500)} alert`;
		const result = textWithEndings(text, [], ['alert'], MARK, upTo(100));
		expect(result.text).toMatch(/^x+… \(cut\)\nalert$/);
		expect(jsonBytes(result.text)).toBe(100);
	});

	test('a keyword that only a mention’s ID contains does not count: nobody sees it', () => {
		const { text } = textWithEndings('hello', ['<at user_id="ou_alert"></at>'], ['alert'], MARK, () => true);
		expect(text.endsWith('\nalert')).toBe(true);
	});

	test('mentions that leave no room for the text are refused, with the way out', () => {
		const mentions = Array(500).fill('<at user_id="ou_0123456789"></at>').join(' ');
		expect(() => textWithEndings('hello', [mentions], [], MARK, upTo(2000))).toThrow(InputError);
	});
});

test('a list is read as people write it', () => {
	expect(splitList(' alert, 告警，监控;a b；c\n d ,, ')).toEqual(['alert', '告警', '监控', 'a b', 'c', 'd']);
	expect(splitList('')).toEqual([]);
});
