import fc from 'fast-check';
import { composedCard, type ComposedCard } from '../../../../lib/feishu/composedCard';
import { plainText } from '../../../../lib/notification/text';
import { read, MOST_BYTES, signedBytes } from '../support/feishuReader';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const card = (parts: Partial<ComposedCard>) =>
	composedCard({
		title: '',
		color: 'blue',
		text: '',
		fields: [],
		buttons: [],
		imageKey: '',
		footer: '',
		mentions: [],
		mentionAll: false,
		keywords: [],
		language: 'en',
		...parts,
	});

const button = (text: string, url = 'https://example.com/', style = 'default') => ({ text, url, style });
const CUT = ['The card was longer than the platform takes and has been cut.'];

describe('a card', () => {
	test('a button tells the app of a click, if it has an answer instead of a link', () => {
		const { body } = card({ buttons: [{ text: 'Take it', answer: ' take ', style: 'primary' }] });
		expect((body.card as { elements: unknown[] }).elements).toEqual([
			{ tag: 'action', actions: [{ tag: 'button', text: { tag: 'plain_text', content: 'Take it' }, type: 'primary', value: { answer: 'take' } }] },
		]);
	});

	test('shows what was entered, from title to small print', () => {
		const { body, warnings } = card({
			title: 'Release 2.4',
			color: 'green',
			text: '**Done**, see [the notes](https://example.com/notes)',
			fields: [
				{ name: 'Env', value: 'prod' },
				{ name: 'Log', value: 'two\nlines' },
			],
			imageKey: 'img_1',
			mentions: ['ou_1'],
			mentionAll: true,
			buttons: [button('Open', 'https://example.com/open', 'primary'), button('Roll back', 'https://example.com/back', 'danger')],
			footer: 'From the pipeline',
		});
		expect(body).toEqual({
			msg_type: 'interactive',
			card: {
				config: { wide_screen_mode: true },
				header: { title: { tag: 'plain_text', content: 'Release 2.4' }, template: 'green' },
				elements: [
					{ tag: 'div', text: { tag: 'lark_md', content: '**Done**, see [the notes](https://example.com/notes)' } },
					{
						tag: 'div',
						fields: [
							{ is_short: true, text: { tag: 'lark_md', content: '**Env**\nprod' } },
							{ is_short: false, text: { tag: 'lark_md', content: '**Log**\ntwo\nlines' } },
						],
					},
					{ tag: 'img', img_key: 'img_1', alt: { tag: 'plain_text', content: '' } },
					{ tag: 'div', text: { tag: 'lark_md', content: '<at id=ou_1></at> <at id=all></at>' } },
					{
						tag: 'action',
						actions: [
							{ tag: 'button', text: { tag: 'plain_text', content: 'Open' }, type: 'primary', url: 'https://example.com/open' },
							{ tag: 'button', text: { tag: 'plain_text', content: 'Roll back' }, type: 'danger', url: 'https://example.com/back' },
						],
					},
					{ tag: 'note', elements: [{ tag: 'plain_text', content: 'From the pipeline' }] },
				],
			},
		});
		expect(warnings).toEqual([]);
		expect(read(body)).toMatchObject({ mentions: ['ou_1', 'all'], problem: undefined });
		expect(read(body).text).toContain('Done, see the notes');
	});

	test.each<[string, Partial<ComposedCard>]>([
		['a title', { title: 'x' }],
		['a text', { text: 'x' }],
		['a field', { fields: [{ name: 'n', value: 'x' }] }],
		['a button', { buttons: [button('x')] }],
		['a picture', { imageKey: 'img_x' }],
		['small print', { footer: 'x' }],
	])('may have nothing but %s', (_, parts) => {
		expect(read(card(parts).body).problem).toBeUndefined();
	});

	test('without a title has no heading', () => {
		expect(card({ text: 'x', color: 'red' }).body.card).not.toHaveProperty('header');
	});

	test('fields are shown as they are, and left out when they are empty', () => {
		const { body } = card({
			fields: [
				{ name: 'a*b', value: '**x** [l](http://x) <at id=all></at>' },
				{ name: 'empty', value: ' ' },
				{ value: 'no name' },
				{ name: 'no value' },
			],
		});
		expect(read(body)).toMatchObject({ text: 'a*b\n**x** [l](http://x) <at id=all></at>\n-\nno name', mentions: [] });
	});
});

describe('keywords', () => {
	const noteOf = (parts: Partial<ComposedCard>) => read(card({ keywords: ['alert', '告警'], ...parts }).body).text.split('\n').at(-1);

	test('the first one joins the small print when the card shows none', () => {
		expect(noteOf({ text: 'x', footer: 'foot' })).toBe('foot · alert');
		expect(noteOf({ text: 'x' })).toBe('alert');
	});

	test.each<Partial<ComposedCard>>([
		{ title: 'an alert' },
		{ text: 'an **alert**' },
		{ text: 'x', footer: 'an alert' },
		{ buttons: [button('an alert')] },
		{ text: '[an alert](https://example.com)' },
	])('none is added to %j', (parts) => {
		expect(read(card({ keywords: ['alert'], ...parts }).body).text.match(/alert/g)).toHaveLength(1);
	});

	test.each<Partial<ComposedCard>>([
		{ text: '[x](https://example.com/alert)' },
		{ text: '[x [y]](https://example.com/(z)alert)' },
		{ text: "<font color='alert'>x</font>" },
		{ text: `${'x'.repeat(40_000)} alert` },
		{ buttons: [button('x', 'https://example.com/alert')] },
		{ fields: [{ name: 'alert', value: 'x' }] },
	])('one that a reader may not find is added (%#)', (parts) => {
		expect(noteOf({ ...parts, keywords: ['alert'] })).toBe('alert');
	});
});

describe('what is refused, and with what', () => {
	test.each<[string, Partial<ComposedCard>, RegExp]>([
		['an empty card', { text: ' \n', fields: [{ name: 'n', value: '' }], mentionAll: true }, /^The card is empty$/],
		['a button without a text', { buttons: [button('x'), button(' ')] }, /^Button 2: The text is empty$/],
		['a button without a link', { buttons: [button('x', '')] }, /^Button 1: The link has no address$/],
		['a button with a wrong link', { buttons: [button('x', 'example.com/x')] }, /^Button 1: "example.com\/x" is not a complete link$/],
		['a button with a link and an answer', { buttons: [{ ...button('x'), answer: 'yes' }] }, /^Button 1: It has a URL and an answer$/],
		['a style that does not exist', { buttons: [button('x', 'https://example.com', 'huge')] }, /^Button 1: "huge" is not a style$/],
		['a picture by path', { imageKey: '/tmp/cat.png' }, /is a file path, not an image key/],
		['a mention by e-mail', { text: 'x', mentions: ['li@example.com'] }, /e-mail address/],
		['201 buttons', { buttons: Array(201).fill(button('x')) }, /0 fields and 201 buttons; the platform takes at most 200/],
		['buttons that do not fit', { buttons: Array(199).fill(button('x', `https://example.com/${'x'.repeat(60)}`)) }, /has \d+ bytes as JSON; a custom bot takes at most 19900/],
	])('%s', (_, parts, says) => {
		const { message, fix } = refusal(() => card(parts));
		expect(message).toMatch(says);
		expect(fix.length).toBeGreaterThan(10);
	});
});

describe('size', () => {
	test('a text of 100 KB is cut to the last character that fits; nothing else is', () => {
		const { body, warnings } = card({
			title: 'Title',
			text: '汉'.repeat(34_000),
			fields: [{ name: 'n', value: 'v'.repeat(3000) }],
			buttons: [button('Open')],
			footer: 'foot',
			mentions: ['ou_1'],
			keywords: ['alert'],
		});
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(warnings).toEqual(CUT);
		const seen = read(body);
		expect(seen.text).toMatch(/^Title\n汉+… \(cut\)\nn\nv+… \(cut\)\n@Member ou_1\nOpen\nfoot · alert$/);
		expect(seen.mentions).toEqual(['ou_1']);
	});

	test('the text fills the message to the last character', () => {
		const { body } = card({ text: '汉'.repeat(34_000), keywords: ['alert'] });
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(signedBytes(body)).toBeGreaterThan(MOST_BYTES - 40);
	});

	test('long fields are cut by steps, none is left out, and the beginning of the text stays', () => {
		const fields = Array.from({ length: 60 }, (_, index) => ({ name: `field ${index}`, value: '值'.repeat(2000) }));
		const { body, warnings } = card({ text: `begin ${'x'.repeat(1000)}`, fields });
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(warnings).toEqual(CUT);
		const { text } = read(body);
		expect(text).toMatch(/^begin x{200}/);
		for (const { name } of fields) expect(text).toContain(`${name}\n`);
	});

	test('the beginning of the text is worth more than the ends of the fields', () => {
		const fields = Array.from({ length: 20 }, (_, index) => ({ name: `n${index}`, value: '值'.repeat(2000) }));
		const { text } = read(card({ text: '汉'.repeat(1000), fields }).body);
		expect(text).toMatch(/^汉{290}/);
		expect(text).toMatch(/值{50}… \(cut\)$/);
	});

	test.each(['<', '[', '](', '<at ', '&', '**', '汉\n'])('10 MB of %j', (text) => {
		const { body, warnings } = card({ text: text.repeat(10_000_000 / text.length), keywords: ['alert'] });
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(warnings).toEqual(CUT);
	});

	test('a text on a button is cut to what the platform takes, and the result says so', () => {
		const { body, warnings } = card({ buttons: [button('汉'.repeat(101))] });
		expect(read(body).problem).toBeUndefined();
		expect(warnings).toEqual(CUT);
		expect(card({ buttons: [button('汉'.repeat(100))] }).warnings).toEqual([]);
	});
});

const hostileCard: fc.Arbitrary<Partial<ComposedCard>> = fc.record({
	title: hostileText(),
	color: fc.constantFrom('red', 'grey'),
	text: fc.oneof({ weight: 3, arbitrary: hostileText(30) }, hostileText().map((text) => `x${text}`.repeat(3000).slice(0, 100_000))),
	fields: fc.oneof(
		{ weight: 5, arbitrary: fc.array(fc.record({ name: hostileText(4), value: hostileText() }), { maxLength: 8 }) },
		{ weight: 1, arbitrary: fc.record({ name: hostileText(4), value: hostileText() }).map((field) => Array<typeof field>(20).fill({ ...field, value: field.value.repeat(100) })) },
	),
	buttons: fc.array(fc.record({ text: hostileText(3).map((text) => `b${text}`), url: fc.webUrl({ withQueryParameters: true }), style: fc.constantFrom('default', 'primary', 'danger') }), { maxLength: 4 }),
	imageKey: fc.constantFrom('', 'img_1'),
	footer: hostileText(5),
	language: fc.constantFrom('en', 'zh'),
});

describe('any card, however hostile', () => {
	test('fits to the byte, is valid, rings those who are meant and nobody else, and keeps the keyword', () => {
		holds(
			fc.property(hostileCard, keywords, fc.boolean(), (given, words, everyone) => {
				const { body, warnings } = card({ ...given, title: `t${given.title}`, keywords: words, mentions: ['ou_1', 'ou_2'], mentionAll: everyone });
				expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				const seen = read(body);
				expect(seen.problem).toBeUndefined();
				expect(isWellFormed(seen.text)).toBe(true);
				expect(seen.mentions).toEqual(everyone ? ['ou_1', 'ou_2', 'all'] : ['ou_1', 'ou_2']);
				if (words.length > 0) expect(words.some((word) => seen.text.includes(word))).toBe(true);
				if (plainText(given.text!).trim().length > 20_000) expect(warnings).toEqual(CUT);
				if (warnings.length > 0) expect(seen.text).toMatch(given.language === 'zh' ? /…（已截断）/ : /… \(cut\)/);
			}),
			200,
		);
	});

	test('nothing is cut and nothing is said of a cut where there is room', () => {
		holds(
			fc.property(hostileText(10), hostileText(4), (text, title) => {
				const { warnings } = card({ text: `x${text}`, title });
				expect(warnings).toEqual([]);
			}),
			100,
		);
	});

	test('no character that a reader sees as one is cut', () => {
		holds(
			fc.property(fc.integer({ min: 0, max: 60 }), fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', 'e\u0301\u0323', '👍🏽'), (before, character) => {
				const { body } = card({ text: `${'x'.repeat(before)}${character.repeat(5000)}` });
				const shown = read(body).text.replace(/… \(cut\)$/, '').slice(before);
				expect(shown).toBe(character.repeat(shown.length / character.length));
			}),
			40,
		);
	});
});
