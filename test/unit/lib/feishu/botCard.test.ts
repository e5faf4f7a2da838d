import fc from 'fast-check';
import { botCard } from '../../../../lib/feishu/botCard';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import { plainText } from '../../../../lib/notification/text';
import type { Notification, Severity, Status } from '../../../../lib/notification/types';
import { hostileNotification, keywords, notification } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

/** "The request body must not exceed 20 KB", timestamp and signature included. */
const MOST_BYTES = 20_000;
const SIGNED = { timestamp: '1599360473', sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=' };
const bytes = (body: BotMessage) => Buffer.byteLength(JSON.stringify({ ...SIGNED, ...body }));

/** The elements of card structure 1.0 that are in use, as documented. */
interface Text {
	tag: 'plain_text' | 'lark_md';
	content: string;
}
type Element =
	| { tag: 'div'; text: Text }
	| { tag: 'div'; fields: Array<{ is_short: boolean; text: Text }> }
	| { tag: 'action'; actions: Array<{ tag: 'button'; text: Text; type: string; url: string }> }
	| { tag: 'note'; elements: Text[] }
	| { tag: 'hr' };
interface Card {
	config: { wide_screen_mode: boolean };
	header: { title: Text; template: string };
	elements: Element[];
}

const TEMPLATES = ['blue', 'wathet', 'turquoise', 'green', 'yellow', 'orange', 'red', 'carmine', 'violet', 'purple', 'indigo', 'grey', 'default'];

const cardOf = (given: Notification, words: string[] = []): Card => botCard(given, words).body.card as unknown as Card;
const fieldsOf = ({ elements }: Card) => elements.flatMap((element) => ('fields' in element ? element.fields : []));
const buttonsOf = ({ elements }: Card) => elements.flatMap((element) => ('actions' in element ? element.actions : []));
const noteOf = ({ elements }: Card) => elements.flatMap((element) => (element.tag === 'note' ? element.elements.map(({ content }) => content) : [])).join();
const plainTextsOf = ({ header, elements }: Card): string[] => [
	header.title.content,
	...elements.flatMap((element) => {
		if ('text' in element) return [element.text.content];
		if ('actions' in element) return element.actions.map(({ text }) => text.content);
		return element.tag === 'note' ? element.elements.map(({ content }) => content) : [];
	}),
];

function expectValid({ config, header, elements }: Card): void {
	const text = (given: Text, tag: Text['tag']) => {
		expect(Object.keys(given)).toEqual(['tag', 'content']);
		expect(given.tag).toBe(tag);
		expect(isWellFormed(given.content)).toBe(true);
		expect(given.content.trim()).not.toBe('');
	};
	expect(config).toEqual({ wide_screen_mode: true });
	expect(TEMPLATES).toContain(header.template);
	text(header.title, 'plain_text');
	expect(elements.length).toBeGreaterThan(0);
	for (const element of elements) {
		if (element.tag === 'hr') {
			expect(element).toEqual({ tag: 'hr' });
		} else if (element.tag === 'note') {
			expect(element.elements.length).toBeGreaterThan(0);
			element.elements.forEach((part) => text(part, 'plain_text'));
		} else if (element.tag === 'action') {
			expect(element.actions.length).toBeGreaterThan(0);
			element.actions.forEach((action, index) => {
				expect(action).toMatchObject({ tag: 'button', type: index === 0 ? 'primary' : 'default' });
				expect(new URL(action.url).protocol).toMatch(/^https?:$/);
				expect(action.text.tag).toBe('plain_text');
			});
		} else if ('fields' in element) {
			expect(element.fields.length).toBeGreaterThan(0);
			for (const field of element.fields) {
				expect(typeof field.is_short).toBe('boolean');
				text(field.text, 'lark_md');
			}
		} else {
			expect(element.tag).toBe('div');
			text(element.text, 'plain_text');
		}
	}
}

const line = (text: string) => plainText(text).replace(/\s+/g, ' ').trim();

/** What the client shows of escaped text. */
const decoded = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

describe('any notification, however hostile', () => {
	test('is a valid card within the limit to the byte, with a keyword, and says when it was cut', () => {
		holds(
			fc.property(hostileNotification, keywords, (given, words) => {
				const { body, warnings } = botCard(given, words);
				expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(Object.keys(body)).toEqual(['msg_type', 'card']);
				expect(body.msg_type).toBe('interactive');
				const card = body.card as unknown as Card;
				expectValid(card);
				if (words.length > 0) expect(words.some((word) => plainTextsOf(card).some((text) => text.includes(word)))).toBe(true);
				if (given.fields.filter(({ value }) => plainText(value).trim() !== '').length > 30) expect(warnings).toHaveLength(1);
			}),
			200,
		);
	});

	test('shows every text as it is: names and values hold no markup, no mention, and nothing is lost', () => {
		holds(
			fc.property(hostileNotification, (given) => {
				const { body, warnings } = botCard(given, []);
				const card = body.card as unknown as Card;
				for (const { text } of fieldsOf(card)) {
					const [, name, value] = /^\*\*([^\n]*)\*\*\n(.*)$/s.exec(text.content)!;
					for (const part of [name!, value!]) {
						expect(part.replace(/&#\d+;/g, ' ')).not.toMatch(/[&<>*_~`[\]()#|\\]|:\p{L}+:/u);
					}
				}
				if (warnings.length > 0) return;
				const shown = fieldsOf(card).map(({ text }) => decoded(text.content));
				expect(shown).toEqual(
					given.fields
						.map(({ name, value }) => ({ name: line(name) || '-', value: plainText(value).trim() }))
						.filter(({ value }) => value !== '')
						.map(({ name, value }) => `**${name}**\n${value}`),
				);
				expect(card.header.title.content).toContain(line(given.title));
				const summary = plainText(given.summary).trim();
				if (summary) expect(plainTextsOf(card)).toContain(summary);
			}),
			200,
		);
	});
});

describe('size', () => {
	test('a long text fills the message to the last character', () => {
		const { body, warnings } = botCard(notification({ summary: '汉'.repeat(30_000) }), ['alert']);
		expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		// The sign takes a little less than what is kept free for it.
		expect(bytes(body)).toBeGreaterThan(MOST_BYTES - 40);
		expect(warnings).toEqual(['The notification was longer than the platform takes and has been cut.']);
	});

	test('a short one is not cut and raises no warning', () => {
		expect(botCard(notification(), []).warnings).toEqual([]);
	});

	test('500 fields and 500 lines of a kilobyte each', () => {
		const text = '值*_&'.repeat(200);
		const { body } = botCard(notification({ fields: Array(500).fill({ name: 'field', value: text }), lines: Array(500).fill(text) }), ['alert']);
		expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(noteOf(body.card as unknown as Card)).toBe('Alertmanager · alert');
	});
});

describe('keywords', () => {
	test('the first one stands in the small print when the card shows none', () => {
		expect(noteOf(cardOf(notification(), ['alert', '告警']))).toBe('Alertmanager · alert');
		expect(noteOf(cardOf(notification({ footer: '' }), ['alert']))).toBe('alert');
	});

	test('none is added when title, summary, lines or small print show one', () => {
		for (const part of [{ title: 'an alert' }, { summary: 'an alert' }, { lines: ['an alert'] }, { footer: 'an alert' }]) {
			expect(noteOf(cardOf(notification(part), ['alert']))).toBe(part.footer ?? 'Alertmanager');
		}
	});

	test('one that only an escaped field shows is added: the platform may not recognise it there', () => {
		const fields = [{ name: 'rule', value: '[ops]' }];
		expect(noteOf(cardOf(notification({ fields }), ['[ops]']))).toBe('Alertmanager · [ops]');
	});

	test('one that was cut away is added', () => {
		const card = cardOf(notification({ summary: `${'x'.repeat(40_000)} alert` }), ['alert']);
		expect(noteOf(card)).toBe('Alertmanager · alert');
	});
});

describe('how it looks', () => {
	test.each<[Status, Severity, string, string]>([
		['firing', 'critical', 'red', '🔴'],
		['firing', 'warning', 'orange', '🟠'],
		['firing', 'info', 'blue', '🔵'],
		['resolved', 'critical', 'green', '🟢'],
		['approved', 'warning', 'green', '🟢'],
		['rejected', 'info', 'red', '🔴'],
		['failed', 'info', 'red', '🔴'],
		['pending', 'critical', 'blue', '🔵'],
		['info', 'critical', 'red', '🔴'],
		['info', 'info', 'blue', '🔵'],
	])('%s, %s: %s', (status, severity, template, icon) => {
		const { header } = cardOf(notification({ status, severity, title: 'red alert resolved' }));
		expect(header).toEqual({ title: { tag: 'plain_text', content: `${icon} red alert resolved` }, template });
	});

	test('short values stand side by side, long ones and those with lines by themselves', () => {
		const fields = ['short', 'x'.repeat(31), 'two\nlines'].map((value) => ({ name: 'n', value }));
		expect(fieldsOf(cardOf(notification({ fields }))).map((field) => field.is_short)).toEqual([true, false, false]);
	});

	test('the first link is the main button', () => {
		const links = [
			{ text: 'Source', url: 'https://a.example.com/' },
			{ text: 'Runbook', url: 'https://b.example.com/' },
		];
		expect(buttonsOf(cardOf(notification({ links }))).map(({ text, type, url }) => [text.content, type, url])).toEqual([
			['Source', 'primary', 'https://a.example.com/'],
			['Runbook', 'default', 'https://b.example.com/'],
		]);
	});

	test('a notification of nothing but a title is a valid card', () => {
		const card = cardOf(notification({ summary: '', fields: [], links: [], footer: '' }));
		expectValid(card);
		expect(card.elements).toEqual([{ tag: 'hr' }]);
	});

	test('empty fields and lines are left out, a field without a name is shown', () => {
		const fields = [
			{ name: 'empty', value: ' \n' },
			{ name: ' ', value: 'x' },
		];
		const card = cardOf(notification({ fields, lines: ['', ' \t '], summary: ' \u0000 ', links: [], footer: '' }));
		expect(card.elements).toEqual([{ tag: 'div', fields: [{ is_short: true, text: { tag: 'lark_md', content: '**-**\nx' } }] }]);
	});

	test('times and addresses are not taken for emoji, emoji codes are shown as they are written', () => {
		const fields = [{ name: 'at', value: '11:04:16 10.0.0.1:9100 :OK: http://x' }];
		expect(fieldsOf(cardOf(notification({ fields })))[0]!.text.content).toBe('**at**\n11:04:16 10.0.0.1:9100 &#58;OK: http://x');
	});
});
