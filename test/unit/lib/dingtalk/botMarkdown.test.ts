import fc from 'fast-check';
import MarkdownIt, { type Token } from 'markdown-it';
import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import { words } from '../../../../lib/notification/language';
import { plainText } from '../../../../lib/notification/text';
import { hostileNotification, keywords, notification } from '../support/notifications';
import { holds } from '../support/property';
import { isWellFormed } from '../support/unicode';

/** "message too long, exceed 20000 bytes", the idempotency key included. */
const MOST_BYTES = 20_000;
const bytes = (body: BotMessage) => Buffer.byteLength(JSON.stringify({ ...body, msgUuid: '0123456789abcdef0123456789abcdef' }));

/** More than the platform's own subset: what no rule of a full reader finds, none of the platform's does. */
const readers = {
	commonmark: new MarkdownIt('commonmark', { html: false }),
	'the extended one': new MarkdownIt('default', { html: false, linkify: false, typographer: false }),
};

type Reader = InstanceType<typeof MarkdownIt>;

/** Every token of a text, also those inside lines. */
const tokensOf = (reader: Reader, text: string): Token[] => reader.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

/** What a reader sees, line ends as spaces. */
const shown = (reader: Reader, text: string): string =>
	tokensOf(reader, text)
		.filter(({ type }) => type !== 'inline')
		.map(({ type, content }) => (/break|_close$/.test(type) && !/^(strong|link)/.test(type) ? ' ' : content))
		.join('')
		.replace(/\s+/g, ' ')
		.trim();

const textOf = (body: BotMessage) => body.markdown!.text;
const line = (text: string) => plainText(text).replace(/\s+/g, ' ').trim();

/** What our own layout is made of; anything else could only have come from somebody's text. */
const LAYOUT = [
	'heading_open',
	'heading_close',
	'paragraph_open',
	'paragraph_close',
	'inline',
	'text',
	'text_special',
	'strong_open',
	'strong_close',
	'hardbreak',
	'bullet_list_open',
	'bullet_list_close',
	'list_item_open',
	'list_item_close',
	'link_open',
	'link_close',
	'blockquote_open',
	'blockquote_close',
];

const MARKUP = [
	'**bold** __bold__ *i* _i_ ~~gone~~ `code`',
	'[x](javascript:alert(1)) ![x](http://img.example.com/x.png) <http://auto.example.com> <b>x</b>',
	'# heading',
	'heading\n===',
	'heading\n---',
	'- item\n+ item\n* item\n-\n+\n*',
	'1. item\n2) item\n3.\n4)',
	'> quote',
	'text\n\n    code\n\n\tcode',
	'```\ncode\n```\n~~~\ncode\n~~~',
	'***\n---\n___\n- - -\n* * *',
	'|a|b|\n|---|---|\n|1|2|',
	'a|b\n-|-\n1|2',
	'&#42;x&#42; &lt;b&gt; &amp;copy; &copy; &nbsp;',
	'\\*x\\* \\\\ end\\\nnext',
	'[ref]: http://ref.example.com\n[ref]',
	'  leading\n      deeper',
	'trailing  \nspaces   ',
	'{{ $json.secret }} "q" \'q\' @all @13800138000',
];

describe.each(Object.keys(readers) as Array<keyof typeof readers>)('read by %s', (name) => {
	const reader = readers[name];

	test.each(MARKUP)('%j is shown as it is, wherever it stands', (markup) => {
		const given = notification({
			title: markup,
			summary: markup,
			fields: [
				{ name: markup, value: markup },
				{ name: 'second', value: `x\n${markup}` },
			],
			lines: [markup, markup],
			footer: markup,
		});
		const text = textOf(botMarkdown(given, []).body);
		expect([...new Set(tokensOf(reader, text).map(({ type }) => type))].filter((type) => !LAYOUT.includes(type))).toEqual([]);
		const all = ['🔴', markup, markup, markup, ':', markup, 'second:', 'x', markup, markup, markup, 'Source', markup].join(' ');
		expect(shown(reader, text).replace(/ (?=:)/g, '')).toBe(line(all).replace(/ (?=:)/g, ''));
	});

	test('any notification: our own layout and nothing else, every text as it is', () => {
		holds(
			fc.property(hostileNotification, (given) => {
				const { body, warnings } = botMarkdown(given, []);
				const text = textOf(body);
				const tokens = tokensOf(reader, text);
				const count = (type: string) => tokens.filter((token) => token.type === type).length;
				expect([...new Set(tokens.map(({ type }) => type))].filter((type) => !LAYOUT.includes(type))).toEqual([]);
				expect(tokens.filter(({ type }) => type === 'heading_open').map(({ tag }) => tag)).toEqual(['h3']);
				expect(count('bullet_list_open')).toBeLessThanOrEqual(1);
				expect(count('blockquote_open')).toBeLessThanOrEqual(1);
				for (const token of tokens) {
					if (token.type === 'link_open') expect(token.attrGet('href')).toMatch(/^https?:\/\//);
				}
				if (warnings.length > 0) return;
				expect(count('list_item_open')).toBe(given.lines.filter((text) => line(text) !== '').length);
				const fields = given.fields.filter(({ value }) => line(value) !== '');
				expect(count('strong_open')).toBe(fields.length);
				// The second opinion on what is shown: the texts, one after the other.
				const texts = [
					given.title,
					given.summary,
					...fields.flatMap((field) => [`${line(field.name) || '-'}:`, field.value]),
					...given.lines,
				].map(line);
				expect(shown(reader, text).replace(/\s/g, '')).toContain(texts.join('').replace(/\s/g, ''));
			}),
			150,
		);
	});

	test('links lead where they should, and no link arises elsewhere', () => {
		holds(
			fc.property(hostileNotification, (given) => {
				const { body, warnings } = botMarkdown(given, []);
				const hrefs = tokensOf(reader, textOf(body))
					.filter(({ type }) => type === 'link_open')
					.map((token) => String(token.attrGet('href')));
				const addresses = given.links.filter(({ url }) => URL.canParse(url) && /^https?:/i.test(url)).map(({ url }) => new URL(url).href);
				if (warnings.length === 0) expect(hrefs).toHaveLength(addresses.length);
				for (const href of hrefs) expect(addresses.map(readable)).toContain(readable(href));
			}),
			150,
		);
	});
});

/** An address without its encoding, which every reader does a little differently. */
const readable = (url: string) => url.replace(/&amp;/g, '&').replace(/(%[0-9a-f]{2})+/gi, (codes) => Buffer.from(codes.replace(/%/g, ''), 'hex').toString());

describe('any notification, however hostile', () => {
	test('is a valid message within the limit to the byte, with a keyword, mentioning nobody', () => {
		holds(
			fc.property(hostileNotification, keywords, (given, words) => {
				const { body } = botMarkdown(given, words);
				expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				expect(Object.keys(body)).toEqual(['msgtype', 'markdown']);
				expect(body.msgtype).toBe('markdown');
				expect(Object.keys(body.markdown!)).toEqual(['title', 'text']);
				expect(body.markdown!.title.trim()).not.toBe('');
				for (const part of Object.values(body.markdown!)) expect(isWellFormed(part)).toBe(true);
				if (words.length > 0) expect(words.some((word) => textOf(body).includes(word))).toBe(true);
				expect(body).not.toHaveProperty('at');
				// The platform reads some tags of HTML.
				expect(textOf(body)).not.toContain('<');
			}),
			200,
		);
	});
});

describe('size', () => {
	test('a long text fills the message to the last character', () => {
		const { body, warnings } = botMarkdown(notification({ summary: '汉'.repeat(30_000) }), ['alert']);
		expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(bytes(body)).toBeGreaterThan(MOST_BYTES - 10);
		expect(textOf(body)).toContain(words.en.cut);
		expect(warnings).toEqual(['The notification was longer than the platform takes and has been cut.']);
	});

	test('a text of characters that all need a backslash', () => {
		const { body } = botMarkdown(notification({ summary: '*\n'.repeat(50_000) }), ['alert']);
		expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
	});

	test('500 fields and 500 lines of a kilobyte each', () => {
		const text = '值*_&'.repeat(200);
		const { body } = botMarkdown(notification({ fields: Array(500).fill({ name: 'field', value: text }), lines: Array(500).fill(text) }), ['alert']);
		expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(textOf(body).endsWith('\n\nalert')).toBe(true);
	});
});

test('the layout: title, summary, fields, lines, links, small print', () => {
	const { body, warnings } = botMarkdown(
		notification({
			summary: 'Memory above 90 %\nfor 5 min',
			lines: ['one', 'two'],
			links: [
				{ text: 'Source', url: 'https://a.example.com/x_(y)' },
				{ text: 'Runbook', url: 'https://b.example.com/' },
			],
		}),
		['alert'],
	);
	expect(body).toEqual({
		msgtype: 'markdown',
		markdown: {
			title: '🔴 [FIRING] HighMemory',
			text: [
				'### 🔴 \\[FIRING\\] HighMemory',
				'Memory above 90 %  \n  for 5 min',
				'**Severity:** Critical  \n  **instance:** 10.0.0.1:9100',
				'- one\n- two',
				'[Source](https://a.example.com/x_%28y%29) | [Runbook](https://b.example.com/)',
				'> Alertmanager',
				'alert',
			].join('\n\n'),
		},
	});
	expect(warnings).toEqual([]);
});

test('a keyword stands as it is, since the platform would not recognise an escaped one', () => {
	expect(textOf(botMarkdown(notification({ summary: 'a_b' }), ['a_b']).body).endsWith('\n\na_b')).toBe(true);
	expect(textOf(botMarkdown(notification({ summary: 'alert' }), ['alert']).body).endsWith('> Alertmanager')).toBe(true);
});

test('a keyword that only the address of a link holds does not count: no reader sees it', () => {
	const links = [{ text: 'Source', url: 'https://alert.example.com/' }];
	expect(textOf(botMarkdown(notification({ links }), ['alert']).body).endsWith('\n\nalert')).toBe(true);
	expect(textOf(botMarkdown(notification({ links: [{ ...links[0]!, text: 'The alert' }] }), ['alert']).body)).not.toMatch(/\nalert$/);
});
