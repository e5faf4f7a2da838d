import fc from 'fast-check';
import { botText, type BotText } from '../../../../lib/feishu/botText';
import { InputError } from '../../../../lib/inputError';
import { plainText } from '../../../../lib/notification/text';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

const text = (parts: Partial<BotText>) => botText({ text: 'hello', mentions: [], mentionAll: false, keywords: [], language: 'en', ...parts });
const shown = (parts: Partial<BotText>) => text(parts).body.content!.text as string;
const SIGNED = { timestamp: '1599360473', sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=' };
const bytes = (parts: Partial<BotText>) => Buffer.byteLength(JSON.stringify({ ...SIGNED, ...text(parts).body }));

/** What the platform takes for a mention in a text message. */
const MENTION = /<\/?at\b[^>]*>/gi;

describe('a text', () => {
	test('is sent as it is', () => {
		expect(text({ text: '  two\r\nlines & <b>"x"</b> ' })).toMatchObject({
			body: { msg_type: 'text', content: { text: '  two\nlines & <b>"x"</b> ' } },
			warnings: [],
		});
	});

	test('is followed by the mentions that were asked for, then by the keyword', () => {
		expect(shown({ mentions: ['ou_1', 'ou_2'], mentionAll: true, keywords: ['alert'] })).toBe(
			'hello\n<at user_id="ou_1"></at> <at user_id="ou_2"></at> <at user_id="all">Everyone</at>\nalert',
		);
		expect(shown({ mentionAll: true, language: 'zh' })).toBe('hello\n<at user_id="all">所有人</at>');
	});

	test('mentions nobody by itself, and is shown as it is but for an invisible space', () => {
		holds(
			fc.property(hostileText(), keywords, (given, words) => {
				fc.pre(plainText(given).trim() !== '');
				const sent = shown({ text: given, keywords: words, mentions: ['ou_1'] });
				expect(sent.match(MENTION)).toEqual(['<at user_id="ou_1">', '</at>']);
				expect(sent.replaceAll('\u200B', '').startsWith(plainText(given).replaceAll('\u200B', ''))).toBe(true);
			}),
			300,
		);
	});

	test.each(['<at user_id="all">', '<AT user_id="all">x</AT>', '</at>', '<at>', '<\u0000at user_id="all">', '<at\nuser_id="all">', '<<at user_id="all">'])(
		'%j in the text is no mention',
		(given) => {
			expect(shown({ text: given }).match(MENTION)).toBeNull();
		},
	);

	test('words that only begin like the tag are left alone', () => {
		expect(shown({ text: '<attribute> <atom>' })).toBe('<attribute> <atom>');
	});

	test('any text fits to the byte, is valid Unicode, and keeps mentions and keyword', () => {
		holds(
			fc.property(hostileText(), fc.integer({ min: 1, max: 4000 }), keywords, (given, times, words) => {
				const parts = { text: `x${given}`.repeat(times), keywords: words, mentions: ['ou_1', 'ou_2'], mentionAll: true };
				const sent = shown(parts);
				expect(bytes(parts)).toBeLessThanOrEqual(20_000);
				expect(isWellFormed(sent)).toBe(true);
				expect(sent).toContain('<at user_id="ou_1"></at> <at user_id="ou_2"></at> <at user_id="all">Everyone</at>');
				if (words.length > 0) expect(words.some((word) => sent.includes(word))).toBe(true);
			}),
			60,
		);
	});

	test('of 100 KB is cut to the last character that fits, with a word about it', () => {
		const parts = { text: '汉'.repeat(34_000), keywords: ['alert'] };
		expect(bytes(parts)).toBeLessThanOrEqual(20_000);
		expect(bytes(parts)).toBeGreaterThan(20_000 - 40);
		expect(shown(parts)).toMatch(/汉… \(cut\)\nalert$/);
		expect(text(parts).warnings).toEqual(['The text was longer than the platform takes and has been cut.']);
	});

	test.each(['', ' \n\t', '\u0000'])('%j is refused: there is nothing to send', (given) => {
		expect(() => text({ text: given })).toThrow(InputError);
	});
});

describe('mentions', () => {
	test.each([
		['13800138000', 'phone number'],
		['+86 138-0013-8000', 'phone number'],
		['li@example.com', 'e-mail address'],
		['lilei', 'is not an open ID'],
		['ou_1"><at user_id="all', 'is not an open ID'],
		['all', 'is not an open ID'],
		['ou_', 'is not an open ID'],
		['ou_1\n', 'is not an open ID'],
	])('by %j are refused with the way out', (mention, says) => {
		const refusal = (() => {
			try {
				return text({ mentions: [mention] });
			} catch (error) {
				return error;
			}
		})();
		expect(refusal).toBeInstanceOf(InputError);
		expect((refusal as InputError).message).toContain(says);
		expect((refusal as InputError).fix).toContain('open ID');
	});

	test('that leave no room for the text are refused', () => {
		const mentions = Array.from({ length: 600 }, (_, index) => `ou_0123456789abcdef${index}`);
		expect(() => text({ mentions })).toThrow(InputError);
	});
});
