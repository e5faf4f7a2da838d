import fc from 'fast-check';
import { botText, type BotText } from '../../../../lib/dingtalk/botText';
import { InputError } from '../../../../lib/inputError';
import { plainText } from '../../../../lib/notification/text';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

const text = (parts: Partial<BotText>) =>
	botText({ text: 'hello', mobiles: [], userIds: [], mentionAll: false, keywords: [], language: 'en', ...parts });
const bytes = (parts: Partial<BotText>) =>
	Buffer.byteLength(JSON.stringify({ ...text(parts).body, msgUuid: '0123456789abcdef0123456789abcdef' }));

describe('a text', () => {
	test('is sent as it is, mentioning nobody', () => {
		expect(text({ text: '@all @13800138000 <at>\r\nx' })).toMatchObject({
			body: { msgtype: 'text', text: { content: '@all @13800138000 <at>\nx' } },
			warnings: [],
		});
	});

	test('names those to mention, since the platform mentions nobody who is not in the text', () => {
		expect(text({ mobiles: ['13800138000'], userIds: ['lilei'], keywords: ['alert'] }).body).toEqual({
			msgtype: 'text',
			text: { content: 'hello\n@13800138000 @lilei\nalert' },
			at: { atMobiles: ['13800138000'], atUserIds: ['lilei'], isAtAll: false },
		});
	});

	test('to everyone', () => {
		expect(text({ mentionAll: true }).body).toMatchObject({ text: { content: 'hello' }, at: { atMobiles: [], atUserIds: [], isAtAll: true } });
	});

	test('any text mentions only who was asked for, fits to the byte, and keeps mentions and keyword', () => {
		holds(
			fc.property(hostileText(), fc.integer({ min: 1, max: 4000 }), keywords, fc.boolean(), (given, times, words, mention) => {
				const parts = { text: `x${given}`.repeat(times), keywords: words, mobiles: mention ? ['13800138000'] : [], userIds: mention ? ['lilei'] : [] };
				const { body } = text(parts);
				const { content } = body.text!;
				expect(bytes(parts)).toBeLessThanOrEqual(20_000);
				expect(isWellFormed(content)).toBe(true);
				if (mention) {
					expect(body.at).toEqual({ atMobiles: ['13800138000'], atUserIds: ['lilei'], isAtAll: false });
					expect(content).toMatch(/\n@13800138000 @lilei(\n|$)/);
				} else expect(body).not.toHaveProperty('at');
				if (words.length > 0) expect(words.some((word) => content.includes(word))).toBe(true);
				if (times === 1) expect(content.startsWith(plainText(parts.text))).toBe(true);
			}),
			60,
		);
	});

	test('of 100 KB is cut to the last character that fits, with a word about it', () => {
		const parts: Partial<BotText> = { text: '汉'.repeat(34_000), keywords: ['alert'], mobiles: ['13800138000'], language: 'zh' };
		expect(bytes(parts)).toBeLessThanOrEqual(20_000);
		expect(bytes(parts)).toBeGreaterThan(20_000 - 10);
		expect(text(parts).body.text!.content).toMatch(/汉…（已截断）\n@13800138000\nalert$/);
		expect(text(parts).warnings).toHaveLength(1);
	});

	test.each(['', ' \n\t', '\u0000'])('%j is refused: there is nothing to send', (given) => {
		expect(() => text({ text: given })).toThrow(InputError);
	});
});

describe('mentions', () => {
	test.each([
		['13800138000', '13800138000'],
		['+86 138-0013-8000', '13800138000'],
		['+86-13800138000', '13800138000'],
		['0086 138 0013 8000', '13800138000'],
		['(138) 00138000', '13800138000'],
		['+49 151 23456789', '+4915123456789'],
	])('of %s are understood as %s', (given, mobile) => {
		const { body } = text({ mobiles: [given] });
		expect(body.at!.atMobiles).toEqual([mobile]);
		expect(body.text!.content).toBe(`hello\n@${mobile}`);
	});

	test.each(['lilei', 'li@example.com', '123', '', '13800138000@all', '13800138000 and more'])('by %j, which is no mobile number, are refused', (mobile) => {
		expect(() => text({ mobiles: [mobile] })).toThrow(InputError);
	});

	test.each(['all', 'ALL', 'li lei', '@lilei', 'lilei\n@all', '', '李雷', 'x'.repeat(65)])('by %j, which is no user ID, are refused', (userId) => {
		expect(() => text({ userIds: [userId] })).toThrow(InputError);
	});

	test.each(['manager4220', '0123456', 'li.lei-2_x', 'li@example.com'])('by user ID %s are sent', (userId) => {
		expect(text({ userIds: [userId] }).body.at!.atUserIds).toEqual([userId]);
	});

	test('of 50 people are sent, of 51 refused', () => {
		const mobiles = Array.from({ length: 30 }, (_, index) => String(13_800_138_000 + index));
		const userIds = Array.from({ length: 21 }, (_, index) => `user${index}`);
		expect(text({ mobiles, userIds: userIds.slice(1) }).body.at!.atUserIds).toHaveLength(20);
		expect(() => text({ mobiles, userIds })).toThrow(/51 people/);
	});
});
