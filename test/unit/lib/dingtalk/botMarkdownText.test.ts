import fc from 'fast-check';
import { botMarkdownText, type BotMarkdownText } from '../../../../lib/dingtalk/botMarkdownText';
import { words } from '../../../../lib/notification/language';
import { MOST_BYTES, wireBytes } from '../support/dingtalkMessages';
import { hostileText } from '../support/hostileText';
import { expectBalanced, expectWholeGraphemes, topParagraphs } from '../support/markdownReader';
import { markdownText } from '../support/markdownTexts';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const PEOPLE = { mobiles: ['13800138000'], userIds: ['lilei'] };
const given = (parts: Partial<BotMarkdownText>): BotMarkdownText => ({
	title: 'Title',
	text: '**hello**',
	mobiles: [],
	userIds: [],
	mentionAll: false,
	keywords: [],
	language: 'en',
	...parts,
});
const markdown = (parts: Partial<BotMarkdownText>) => botMarkdownText(given(parts));

describe('a markdown message', () => {
	test('is sent as it is, mentioning nobody', () => {
		expect(markdown({ title: ' A\nB ', text: '# h\r\n@all  ' })).toMatchObject({
			body: { msgtype: 'markdown', markdown: { title: 'A B', text: '# h\n@all  ' } },
			warnings: [],
		});
		expect(markdown({}).body).not.toHaveProperty('at');
	});

	test('has mentions and keyword in paragraphs of their own', () => {
		expect(markdown({ ...PEOPLE, mentionAll: true, keywords: ['alert'] }).body).toEqual({
			msgtype: 'markdown',
			markdown: { title: 'Title', text: '**hello**\n\n@13800138000 @lilei\n\nalert' },
			at: { atMobiles: ['13800138000'], atUserIds: ['lilei'], isAtAll: true },
		});
	});

	test('of any well-formed text fits, stays well-formed, and keeps keyword and mentions', () => {
		const texts = fc.oneof(markdownText(0), markdownText(14_000));
		holds(
			fc.property(texts, keywords, fc.boolean(), (whole, words_, mention) => {
				const { body, warnings } = markdown({ text: whole, keywords: words_, ...(mention ? PEOPLE : {}) });
				const { text } = body.markdown!;
				const endings = [...(mention ? ['@13800138000 @lilei'] : []), ...words_.slice(0, 1)];
				const ending = endings.map((part) => `\n\n${part}`).join('');
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(text)).toBe(true);
				expectWholeGraphemes(text);
				expect(text.endsWith(ending)).toBe(true);
				expect(topParagraphs(text).slice(topParagraphs(text).length - endings.length)).toEqual(endings);
				const beginning = text.slice(0, text.length - ending.length);
				if (warnings.length === 0) expect(beginning).toBe(whole);
				else {
					expect(beginning).toContain(words.en.cut);
					expectBalanced(beginning, whole);
				}
			}),
			40,
		);
	});

	test('of any text at all fits, and keeps keyword and mentions', () => {
		holds(
			fc.property(hostileText(), fc.integer({ min: 1, max: 4000 }), keywords, (text, times, words_) => {
				const { body } = markdown({ text: `x${text}`.repeat(times), keywords: words_, ...PEOPLE });
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(body.markdown!.text)).toBe(true);
				expect(body.markdown!.text).toMatch(/\n\n@13800138000 @lilei(\n\n|$)/);
				expect(words_.length === 0 || words_.some((word) => body.markdown!.text.includes(word))).toBe(true);
			}),
			60,
		);
	});

	test('of 100 KB is cut to the last character that fits, with a word about it', () => {
		const { body, warnings } = markdown({ text: '汉'.repeat(34_000), language: 'zh', ...PEOPLE });
		expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(wireBytes(body)).toBeGreaterThan(MOST_BYTES - 10);
		expect(body.markdown!.text).toMatch(/汉…（已截断）\n\n@13800138000 @lilei$/);
		expect(warnings).toEqual(['The text was longer than the platform takes and has been cut.']);
	});

	test.each([
		['title', { title: ' \n' }],
		['text', { text: '\u0000' }],
	])('without a %s is refused', (noun, parts) => {
		expect(refusal(() => markdown(parts))).toMatchObject({ message: `The ${noun} is empty`, fix: expect.stringMatching(new RegExp(`^Enter a ${noun}`)) });
	});
});

describe('several in one message', () => {
	const merge = (...texts: BotMarkdownText[]) => markdown({}).digest!.merge(texts.map((entry) => ({ entry })) as never);

	test('stand one below the other, with the mentions of all', () => {
		const merged = merge(given({ text: '**one**', mobiles: ['13800138000'] }), given({ text: 'two', userIds: ['lilei'], keywords: ['alert'] }));
		expect(merged).toMatchObject({
			taken: 2,
			body: {
				markdown: { title: '2 notifications', text: '**one**\n\ntwo\n\n@13800138000 @lilei' },
				at: { atMobiles: ['13800138000'], atUserIds: ['lilei'], isAtAll: false },
			},
			warnings: [],
		});
	});

	test('what one leaves open ends with it', () => {
		expect(merge(given({ text: '```\ncode' }), given({ text: 'two' })).body.markdown!.text).toBe('```\ncode\n```\n\n\ntwo');
	});

	test('no more are taken than fit uncut', () => {
		const merged = merge(...Array<BotMarkdownText>(30).fill(given({ text: 'x'.repeat(1_000) })));
		expect(merged.taken).toBe(19);
		expect(wireBytes(merged.body)).toBeLessThanOrEqual(MOST_BYTES);
	});

	test('no more are taken than people can be mentioned', () => {
		const texts = Array.from({ length: 60 }, (_, index) => given({ userIds: [`user${index}`] }));
		expect(merge(...texts)).toMatchObject({ taken: 50, warnings: [] });
	});
});
