import fc from 'fast-check';
import { botJson } from '../../../../lib/feishu/botJson';
import type { JsonObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { read } from '../support/feishuReader';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';

const plain = (content: string) => ({ tag: 'plain_text', content });
const div = (content: string) => ({ tag: 'div', text: plain(content) });
const text = { msg_type: 'text', content: { text: 'hello' } };
const post = { msg_type: 'post', content: { post: { zh_cn: { title: 't', content: [[{ tag: 'text', text: 'hello' }]] } } } };
const card1 = { header: { title: plain('Title') }, elements: [div('hello')] };
const card2 = { schema: '2.0', header: { title: plain('Title') }, body: { elements: [{ tag: 'markdown', content: 'hello' }] } };
const template = { type: 'template', data: { template_id: 'AAq1', template_variable: {} } };

describe('JSON', () => {
	test.each<[string, JsonObject]>([
		['a text', text],
		['a post', post],
		['a picture', { msg_type: 'image', content: { image_key: 'img_1' } }],
		["a group's card", { msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } }],
		['a card', { msg_type: 'interactive', card: card1 }],
		['a card 2.0', { msg_type: 'interactive', card: card2 }],
		['a card template', { msg_type: 'interactive', card: template }],
		['something that is not known here', { ...text, update_multi: true }],
	])('of %s is sent as it is', (_, json) => {
		expect(botJson(json, [])).toEqual({ body: json, warnings: [] });
	});

	test.each([[card1], [card2], [template], [{ elements: [] }], [{ schema: '2.0' }], [{ i18n_elements: { zh_cn: [div('x')] } }]])(
		'of a bare card is wrapped: %j',
		(card) => {
			const { body } = botJson(card, []);
			expect(body).toEqual({ msg_type: 'interactive', card });
			expect(read(body).problem).toBeUndefined();
		},
	);

	test('loses a signature, which would be refused', () => {
		expect(botJson({ timestamp: '1', sign: 'x', ...text }, []).body).toEqual(text);
		expect(botJson({ timestamp: '1', sign: 'x', ...card1 }, []).body.card).toEqual(card1);
	});
});

describe('a keyword', () => {
	test.each<[string, JsonObject]>([
		['a text', text],
		['a post', post],
		['a card', card1],
		['a card of nothing but a heading', { header: { title: plain('Title') } }],
		['a card 2.0', card2],
		['a card 2.0 without a body', { schema: '2.0' }],
		['a card in several languages', { i18n_elements: { zh_cn: [div('你好')], en_us: [div('hello')] } }],
		['a card with a keyword in a link', { elements: [{ tag: 'markdown', content: '[x](https://example.com/alert)' }] }],
		['a text with a keyword in a mention', { msg_type: 'text', content: { text: 'x <at user_id="alert">y</at>' } }],
	])('is added to %s', (_, json) => {
		const { body, warnings } = botJson(json, ['alert']);
		expect(warnings).toEqual([]);
		for (const platform of ['feishu', 'lark'] as const) {
			expect(read(body, platform).text).toContain('alert');
			expect(read(body, platform).problem).toBeUndefined();
		}
		expect(read(botJson(json, []).body).text).not.toContain('alert');
	});

	test.each<[string, JsonObject]>([
		['a text', { msg_type: 'text', content: { text: 'an alert' } }],
		['a post', { msg_type: 'post', content: { post: { en_us: { title: 'an alert', content: [[]] } } } }],
		['a card', { header: { title: plain('an alert') }, elements: [] }],
		['a card 2.0', { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'an **alert**' }] } }],
		['a button', { elements: [{ tag: 'action', actions: [{ tag: 'button', text: plain('an alert'), url: 'https://example.com' }] }] }],
		['a template', { type: 'template', data: { template_id: 'AAq1', template_variable: { a: 'an alert' } } }],
	])('that %s holds is not added again', (_, json) => {
		expect(botJson(json, ['x', 'alert'])).toEqual({ body: botJson(json, []).body, warnings: [] });
	});

	test.each([
		['a picture', { msg_type: 'image', content: { image_key: 'img_1' } }],
		["a group's card", { msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } }],
		['a card template', template],
	])('has no place in %s: a warning says what may happen', (what, json) => {
		const { body, warnings } = botJson(json, ['alert']);
		expect(body).toEqual(botJson(json, []).body);
		expect(warnings).toEqual([expect.stringContaining(`${what} has no place`)]);
	});

	test('is added to every language of a post that shows none', () => {
		const body = { title: '', content: [[{ tag: 'text', text: 'x' }]] };
		const json = { msg_type: 'post', content: { post: { zh_cn: { ...body, title: 'alert' }, en_us: body } } };
		expect(botJson(json, ['alert']).body.content!.post).toEqual({
			zh_cn: { ...body, title: 'alert' },
			en_us: { title: '', content: [...body.content, [{ tag: 'text', text: 'alert' }]] },
		});
	});
});

describe('what is refused, and with what', () => {
	test.each<[JsonObject, RegExp]>([
		[{}, /neither a message .* nor a card/],
		[{ content: { text: 'x' } }, /no msg_type/],
		[{ type: 'template' }, /neither/],
		[{ msg_type: 'file', content: { file_key: 'x' } }, /msg_type "file" is none/],
		[{ msg_type: 'constructor' }, /is none/],
		[{ msg_type: ['text'], content: { text: 'x' } }, /is none/],
		[{ msg_type: 'text' }, /"content" is missing/],
		[{ msg_type: 'text', content: '{"text":"x"}' }, /"content" is not an object/],
		[{ msg_type: 'text', content: { text: ' ' } }, /content\.text is not a text, or empty/],
		[{ msg_type: 'text', content: { text: 1 } }, /content\.text/],
		[{ msg_type: 'post', content: { zh_cn: {} } }, /content\.post is missing/],
		[{ msg_type: 'post', content: { post: {} } }, /content\.post is missing/],
		[{ msg_type: 'post', content: { post: { zh_cn: { content: [{ tag: 'text', text: 'x' }] } } } }, /content\.post\.zh_cn\.content is not a list of paragraphs/],
		[{ msg_type: 'post', content: { post: { zh_cn: null } } }, /is not a list of paragraphs/],
		[{ msg_type: 'image', content: { image_key: 'https://example.com/x.png' } }, /is a URL, not an image key/],
		[{ msg_type: 'share_chat', content: {} }, /chat ID is empty/],
		[{ msg_type: 'interactive', content: {} }, /The card stands in "content"/],
		[{ msg_type: 'interactive', card: '{}' }, /"card" is not an object/],
		[{ msg_type: 'interactive', card: { elements: {} } }, /"elements" of the card is not a list/],
		[{ schema: '2.0', elements: [] }, /has its elements in "body"/],
		[{ schema: '2.0', body: [] }, /"body" is not an object/],
		[{ schema: '2.0', body: { elements: 'x' } }, /"elements" of body is not a list/],
	])('%j', (json, says) => {
		const { message, fix } = refusal(() => botJson(json, ['alert']));
		expect(message).toMatch(says);
		expect(fix.length).toBeGreaterThan(10);
	});

	test('what is too large, with size and limit', () => {
		const { message } = refusal(() => botJson({ msg_type: 'text', content: { text: 'x'.repeat(100_000) } }, []));
		expect(message).toBe('The message has 100041 bytes as JSON; a custom bot takes at most 19900 bytes beside the signature (20 KB in all)');
	});
});

test.each(['<', '[', '](', '&'])('a card of 10 MB of %j is refused at once', (content) => {
	const elements = [{ tag: 'markdown', content: content.repeat(10_000_000 / content.length) }];
	expect(refusal(() => botJson({ elements }, ['alert'])).message).toMatch(/bytes as JSON/);
});

test('whatever the JSON, it is a message or an input error', () => {
	const names = fc.constantFrom('msg_type', 'content', 'card', 'schema', 'body', 'elements', 'header', 'post', 'zh_cn', 'title', 'text', 'tag', 'type', 'data', 'i18n_elements', 'x');
	const leaf = fc.oneof(fc.constantFrom('text', 'post', 'image', 'interactive', 'template', '2.0', 'plain_text', 'markdown', null, 0, true), fc.string());
	const { json } = fc.letrec<{ json: JsonObject; value: unknown }>((tie) => ({
		json: fc.dictionary(names, tie('value') as fc.Arbitrary<unknown>, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>,
		value: fc.oneof({ maxDepth: 4 }, leaf, tie('json'), fc.array(tie('value'), { maxLength: 3 })),
	}));
	holds(
		fc.property(json, fc.constantFrom<string[][]>([], ['alert']), (given, words) => {
			try {
				expect(typeof botJson(given, words).body.msg_type).toBe('string');
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
		2000,
	);
});
