import fc from 'fast-check';
import { botActionCard, type BotActionCard } from '../../../../lib/dingtalk/botActionCard';
import { words } from '../../../../lib/notification/language';
import { MOST_BYTES, wireBytes } from '../support/dingtalkMessages';
import { hostileText } from '../support/hostileText';
import { expectBalanced, expectWholeGraphemes, topParagraphs } from '../support/markdownReader';
import { markdownText } from '../support/markdownTexts';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const OPEN = { text: 'Open', url: 'https://example.com/open' };
const LOG = { text: 'Log', url: 'https://example.com/log' };

const card = (parts: Partial<BotActionCard>) =>
	botActionCard({
		title: 'Title',
		text: '**hello**',
		buttons: [OPEN],
		buttonLayout: 'vertical',
		openLinksIn: 'default',
		mobiles: [],
		userIds: [],
		keywords: [],
		language: 'en',
		...parts,
	});

describe('an action card', () => {
	test('with one button', () => {
		expect(card({ buttonLayout: 'horizontal' })).toEqual({
			body: {
				msgtype: 'actionCard',
				actionCard: { title: 'Title', text: '**hello**', singleTitle: 'Open', singleURL: OPEN.url },
			},
			warnings: [],
		});
	});

	test.each([
		['vertical', '0'],
		['horizontal', '1'],
	] as const)('with two buttons, %s', (buttonLayout, btnOrientation) => {
		expect(card({ buttons: [OPEN, LOG], buttonLayout }).body.actionCard).toEqual({
			title: 'Title',
			text: '**hello**',
			btnOrientation,
			btns: [{ title: 'Open', actionURL: OPEN.url }, { title: 'Log', actionURL: LOG.url }],
		});
	});

	test('gets mentions and keyword into its text: neither its title nor its buttons count', () => {
		const { body } = card({ title: 'alert', buttons: [{ ...OPEN, text: 'alert' }], mobiles: ['13800138000'], userIds: ['lilei'], keywords: ['alert'] });
		expect(body.actionCard!.text).toBe('**hello**\n\n@13800138000 @lilei\n\nalert');
		expect(body.at).toEqual({ atMobiles: ['13800138000'], atUserIds: ['lilei'], isAtAll: false });
	});

	test('of any well-formed text fits, stays well-formed, and keeps buttons, keyword and mentions', () => {
		const texts = fc.oneof(markdownText(0), markdownText(14_000));
		const buttons = fc.array(fc.constantFrom(OPEN, LOG, { text: '长'.repeat(100), url: `https://example.com/${'x'.repeat(2000)}` }), { minLength: 1, maxLength: 5 });
		holds(
			fc.property(texts, buttons, keywords, fc.boolean(), (whole, given, words_, mention) => {
				const people = mention ? { mobiles: ['13800138000'], userIds: ['lilei'] } : {};
				const { body, warnings } = card({ text: whole, buttons: given, keywords: words_, ...people });
				const { text, btns, singleTitle } = body.actionCard!;
				const endings = [...(mention ? ['@13800138000 @lilei'] : []), ...words_.slice(0, 1)];
				const ending = endings.map((part) => `\n\n${part}`).join('');
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(text)).toBe(true);
				expectWholeGraphemes(text);
				expect(btns?.map(({ title }) => title) ?? [singleTitle]).toEqual(given.map((button) => button.text));
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

	test('of any texts at all fits, and keeps keyword and mentions', () => {
		holds(
			fc.property(hostileText(), hostileText(4), fc.integer({ min: 1, max: 3000 }), keywords, (text, button, times, words_) => {
				const { body } = card({ text: `x${text}`.repeat(times), buttons: [{ ...OPEN, text: `x${button}` }, LOG], userIds: ['lilei'], keywords: words_ });
				expect(wireBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(isWellFormed(JSON.stringify(body))).toBe(true);
				expect(body.actionCard!.btns![0]!.title).not.toMatch(/\n/);
				expect(body.actionCard!.text).toMatch(/\n\n@lilei(\n\n|$)/);
				expect(words_.length === 0 || words_.some((word) => body.actionCard!.text.includes(word))).toBe(true);
			}),
			60,
		);
	});

	test.each<[string, Partial<BotActionCard>]>([
		['The card has no button', { buttons: [] }],
		['Button 2: The text is empty', { buttons: [OPEN, { ...LOG, text: '\n' }] }],
		['Button 2: The URL "log" is not complete', { buttons: [OPEN, { ...LOG, url: 'log' }] }],
		['The title is empty', { title: '' }],
		['The text is empty', { text: '' }],
		['What stands beside the text leaves no room for it', { buttons: [{ ...OPEN, url: `https://example.com/${'x'.repeat(20_000)}` }] }],
	])('%s: refused', (message, parts) => {
		const refused = refusal(() => card(parts));
		expect(refused.message).toBe(message);
		expect(refused.fix).toMatch(/\.$/);
	});
});
