import fc from 'fast-check';
import { botPost, type BotPost, type PostPart } from '../../../../lib/feishu/botPost';
import { read, MOST_BYTES, signedBytes } from '../support/feishuReader';
import { hostileText } from '../support/hostileText';
import { keywords } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import { isWellFormed } from '../support/unicode';

const post = (parts: PostPart[], rest: Partial<BotPost> = {}) =>
	botPost({ title: '', parts, mentions: [], mentionAll: false, keywords: [], language: 'en', ...rest });
const text = (content: string): PostPart => ({ type: 'text', text: content });
const link = (content: string, url: string): PostPart => ({ type: 'link', text: content, url });
const image: PostPart = { type: 'image', imageKey: 'img_1' };
const lineBreak: PostPart = { type: 'lineBreak' };

/** The paragraphs of a message, whatever their language. */
const paragraphs = (parts: PostPart[], rest: Partial<BotPost> = {}) => {
	const { post: locales } = post(parts, rest).body.content as { post: Record<string, { title: string; content: object[][] }> };
	return Object.values(locales)[0]!.content;
};

const CUT = ['The message was longer than the platform takes and has been cut.'];

describe('a rich text', () => {
	test('has a title, and its parts one after the other', () => {
		const { body, warnings } = post([text('See '), link('the notes', 'https://example.com/notes'), text(', '), { type: 'mention', openId: 'ou_1' }], {
			title: 'Release\n2.4 ',
		});
		expect(body).toEqual({
			msg_type: 'post',
			content: {
				post: {
					en_us: {
						title: 'Release 2.4',
						content: [
							[
								{ tag: 'text', text: 'See ' },
								{ tag: 'a', text: 'the notes', href: 'https://example.com/notes' },
								{ tag: 'text', text: ', ' },
								{ tag: 'at', user_id: 'ou_1' },
							],
						],
					},
				},
			},
		});
		expect(warnings).toEqual([]);
		expect(read(body)).toMatchObject({ text: 'Release 2.4\nSee the notes, @Member ou_1', mentions: ['ou_1'], problem: undefined });
	});

	test('is written in the language of the message', () => {
		expect(post([text('x')], { language: 'zh' }).body.content!.post).toHaveProperty('zh_cn');
	});

	test('line breaks, typed or as a part, begin a paragraph; blank lines stay, but not around the message', () => {
		expect(paragraphs([text('\n\na\nb'), lineBreak, text('c\r\n\nd\n'), lineBreak])).toEqual([
			[{ tag: 'text', text: 'a' }],
			[{ tag: 'text', text: 'b' }],
			[{ tag: 'text', text: 'c' }],
			[{ tag: 'text', text: '' }],
			[{ tag: 'text', text: 'd' }],
		]);
	});

	test('a picture has a paragraph of its own; a line break beside it leaves no blank line', () => {
		const picture = [{ tag: 'img', image_key: 'img_1' }];
		expect(paragraphs([text('a'), image, lineBreak, image, text('b')])).toEqual([[{ tag: 'text', text: 'a' }], picture, picture, [{ tag: 'text', text: 'b' }]]);
		expect(paragraphs([image])).toEqual([picture]);
	});

	test('mentions stand in a line of their own, the keyword in another', () => {
		const { body } = post([text('hello')], { mentions: ['ou_1', 'ou_2'], mentionAll: true, keywords: ['alert'] });
		expect(read(body)).toMatchObject({ text: 'hello\n@Member ou_1 @Member ou_2 @Everyone\nalert', mentions: ['ou_1', 'ou_2', 'all'] });
	});

	test.each([
		[[text('an alert')], ''],
		[[link('an alert', 'https://example.com')], ''],
		[[text('x')], 'an alert'],
	])('a keyword that stands in it is not added again (%#)', (parts, title) => {
		expect(read(post(parts, { title, keywords: ['alert'] }).body).text.match(/alert/g)).toHaveLength(1);
	});

	test('a keyword in an address or in a mention does not count', () => {
		expect(read(post([link('x', 'https://example.com/alert')], { keywords: ['alert'] }).body).text).toBe('x\nalert');
		expect(read(post([text('x')], { mentions: ['ou_1'], keywords: ['ou_1'] }).body).text).toBe('x\n@Member ou_1\nou_1');
	});

	test('a link without a text shows its address', () => {
		expect(read(post([link(' ', 'https://example.com/x')]).body).text).toBe('https://example.com/x');
	});

	test('mention tags in a text are broken up, whatever a client makes of them', () => {
		const tag = '<at user_id="all"></at>';
		expect(JSON.stringify(post([text(tag), link(tag, 'https://example.com')], { title: tag }).body)).not.toMatch(/<\/?at/);
	});

	test('empty texts are no content, but do no harm beside it', () => {
		expect(paragraphs([text(''), text('a'), {}])).toEqual([[{ tag: 'text', text: 'a' }]]);
	});
});

describe('what is refused, and with what', () => {
	test.each<[string, PostPart[], RegExp]>([
		['no part', [], /no content/],
		['empty parts', [text(''), text('\n'), lineBreak, text('\u0000')], /no content/],
		['a link without an address', [text('x'), link('y', '')], /^Part 2: The link has no address/],
		['a wrong link', [link('y', 'example.com')], /^Part 1: "example.com" is not a complete link/],
		['a picture by URL', [{ type: 'image', imageKey: 'https://example.com/x.png' }], /^Part 1: .* is a URL, not an image key/],
		['a mention by phone', [{ type: 'mention', openId: '13800138000' }], /^Part 1: .*phone number/],
		['an unknown type', [{ type: 'video' }], /^Part 1: "video" is not a type of part/],
	])('%s', (_, parts, says) => {
		const { message, fix } = refusal(() => post(parts));
		expect(message).toMatch(says);
		expect(fix.length).toBeGreaterThan(10);
	});

	test('mentions that leave no room, and an address that does not fit', () => {
		const mentions = Array.from({ length: 800 }, (_, index) => `ou_0123456789abcdef${index}`);
		expect(refusal(() => post([text('x')], { mentions })).message).toMatch(/leave no room/);
		expect(refusal(() => post([link('x', `https://example.com/${'x'.repeat(20_000)}`)])).message).toMatch(/leave no room/);
	});
});

describe('size', () => {
	test('a text of 100 KB is cut to the last character that fits', () => {
		const { body, warnings } = post([text('汉'.repeat(34_000))], { keywords: ['alert'], mentionAll: true });
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(signedBytes(body)).toBeGreaterThan(MOST_BYTES - 40);
		expect(warnings).toEqual(CUT);
		expect(read(body).text).toMatch(/^汉+… \(cut\)\n@Everyone\nalert$/);
	});

	test('what comes after the cut is left out; what comes before stays whole', () => {
		const { body } = post([text('first '), link('second', 'https://example.com/2'), text('x'.repeat(30_000)), link('last', 'https://example.com/3')]);
		expect(read(body).text).toMatch(/^first secondx+… \(cut\)$/);
		expect(JSON.stringify(body)).toContain('https://example.com/2');
	});

	test('a long title is cut before the text, and only if it has to be', () => {
		expect(post([text('x')], { title: 't'.repeat(2000) }).warnings).toEqual([]);
		const { body, warnings } = post([text('the text')], { title: 't'.repeat(50_000) });
		expect(warnings).toEqual(CUT);
		expect(read(body).text).toMatch(/^t{150,200}… \(cut\)\nthe text$/);
	});

	test.each(['<at ', '汉\n', 'x'])('10 MB of %j', (content) => {
		const { body, warnings } = post([text(`x${content.repeat(10_000_000 / content.length)}`)], { keywords: ['alert'] });
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(warnings).toEqual(CUT);
	});

	test('thousands of parts', () => {
		const { body, warnings } = post(Array(5000).fill(link('x', 'https://example.com/')));
		expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
		expect(read(body).problem).toBeUndefined();
		expect(warnings).toEqual(CUT);
	});
});

const anyPart: fc.Arbitrary<PostPart> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ type: fc.constant('text'), text: hostileText() }) },
	{ weight: 2, arbitrary: fc.record({ type: fc.constant('link'), text: hostileText(4), url: fc.webUrl({ withQueryParameters: true }) }) },
	fc.constantFrom<PostPart>(image, lineBreak, { type: 'mention', openId: 'ou_3' }),
);

describe('any rich text, however hostile', () => {
	test('fits to the byte, is valid, rings those who are meant and nobody else, and keeps the keyword', () => {
		holds(
			fc.property(fc.array(anyPart, { maxLength: 8 }), hostileText(4), keywords, fc.constantFrom(1, 50, 1000), (parts, title, words, times) => {
				const many = [text('x'), ...Array<PostPart[]>(times).fill(parts).flat()];
				const { body, warnings } = post(many, { title, keywords: words, mentions: ['ou_1', 'ou_2'], mentionAll: true });
				expect(signedBytes(body)).toBeLessThanOrEqual(MOST_BYTES);
				const seen = read(body);
				expect(seen.problem).toBeUndefined();
				expect(isWellFormed(seen.text)).toBe(true);
				expect(seen.mentions.filter((id) => id !== 'ou_3').sort()).toEqual(['all', 'ou_1', 'ou_2']);
				if (!parts.some(({ type }) => type === 'mention')) expect(seen.mentions).not.toContain('ou_3');
				if (words.length > 0) expect(words.some((word) => seen.text.includes(word))).toBe(true);
				expect(seen.text.includes('… (cut)')).toBe(warnings.length > 0);
			}),
			150,
		);
	});

	test('no character that a reader sees as one is cut', () => {
		const family = '👨‍👩‍👧‍👦';
		holds(
			fc.property(fc.integer({ min: 0, max: 60 }), fc.constantFrom(family, '🇨🇳', 'e\u0301\u0323', '👍🏽'), (before, character) => {
				const { body } = post([text(`${'x'.repeat(before)}${character.repeat(5000)}`)]);
				const shown = read(body).text.replace(/… \(cut\)$/, '').slice(before);
				expect(shown).toBe(character.repeat(shown.length / character.length));
			}),
			40,
		);
	});
});
