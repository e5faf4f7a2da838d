import fc from 'fast-check';
import { botJson } from '../../../../lib/dingtalk/botJson';
import type { JsonObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { refusal } from '../support/refusal';
import { holds } from '../support/property';

const text = { msgtype: 'text', text: { content: 'hello' } };
const markdown = { msgtype: 'markdown', markdown: { title: 't', text: 'hello' } };
const link = { msgtype: 'link', link: { title: 't', text: 'hello', messageUrl: 'https://example.com' } };
const card = { msgtype: 'actionCard', actionCard: { title: 't', text: 'hello', singleTitle: 'x', singleURL: 'https://example.com' } };
const feed = (title: string) => ({ msgtype: 'feedCard', feedCard: { links: [{ title, messageURL: 'https://example.com', picURL: 'https://example.com' }] } });

describe('JSON', () => {
	test.each<[string, JsonObject]>([
		['text', text],
		['markdown', markdown],
		['link', link],
		['actionCard', card],
		['feedCard', feed('x')],
		['something that is not known here', { msgtype: 'hologram', hologram: { x: 1 }, extra: true }],
		['people that stand in the text', { ...text, text: { content: 'hi @lilei' }, at: { atUserIds: ['lilei'], isAtAll: false } }],
	])('of %s is sent as it is', (_, json) => {
		expect(botJson(json, [])).toEqual({ body: json, warnings: [] });
	});

	test("loses a msgUuid, with a word about it: it would have the platform drop the next run's message", () => {
		expect(botJson({ ...text, msgUuid: 'x' }, [])).toEqual({ body: text, warnings: [expect.stringMatching(/^The msgUuid in the JSON was left out/)] });
	});

	test('is not changed in place', () => {
		const json = { ...text, msgUuid: 'x' };
		const copy = structuredClone(json);
		botJson(json, ['alert']);
		expect(json).toEqual(copy);
	});

	test.each<[RegExp, JsonObject]>([
		[/^The JSON has no "msgtype"$/, {}],
		[/^The JSON has no "msgtype"$/, { msgtype: 1, text: {} }],
		[/msgtype "text" but no object of that name/, { msgtype: 'text', text: 'hello' }],
		[/msgtype "toString" but no object of that name/, { msgtype: 'toString' }],
		[/msgtype "__proto__" but no object of that name/, { msgtype: '__proto__' }],
		[/mentions 51 people/, { ...text, at: { atMobiles: Array(30).fill('1'), atUserIds: Array(21).fill('x') } }],
		[/has \d{5} bytes; the robot takes at most 19950$/, { msgtype: 'text', text: { content: 'x'.repeat(20_000) } }],
	])('%s: refused', (says, json) => {
		const refused = refusal(() => botJson(json, []));
		expect(refused.message).toMatch(says);
		expect(refused.fix).toMatch(/\.$/);
	});

	test('that holds itself, or is nested too deeply, is refused', () => {
		const endless: JsonObject = { ...text };
		endless.self = endless;
		const deep = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`) as JsonObject;
		for (const json of [endless, { ...text, deep }]) expect(refusal(() => botJson(json, [])).message).toMatch(/nested too deeply, or holds itself/);
	});

	test('of any shape is a message or an input error', () => {
		const json = fc.record(
			{ msgtype: fc.oneof(fc.constantFrom('text', 'markdown', 'link', 'actionCard', 'feedCard'), fc.jsonValue()), at: fc.jsonValue() },
			{ requiredKeys: ['msgtype'] },
		);
		const parts = fc.dictionary(fc.constantFrom('text', 'content', 'title', 'links', 'x'), fc.jsonValue());
		holds(
			fc.property(json, parts, fc.boolean(), (outer, content, named) => {
				const given = { ...outer, ...(named ? { [String(outer.msgtype)]: content } : {}) } as JsonObject;
				try {
					expect(botJson(given, ['alert']).body.msgtype).toBe(given.msgtype);
				} catch (error) {
					if (!(error instanceof InputError)) throw error;
				}
			}),
			300,
		);
	});
});

describe('a keyword', () => {
	test.each<[string, JsonObject, JsonObject]>([
		['text', text, { text: { content: 'hello\nalert' } }],
		['markdown', markdown, { markdown: { title: 't', text: 'hello\n\nalert' } }],
		['markdown with an open block of code', { msgtype: 'markdown', markdown: { title: 't', text: '```\nx' } }, { markdown: { text: '```\nx\n```\n\n\nalert' } }],
		['markdown with a keyword in its title and in an address', { msgtype: 'markdown', markdown: { title: 'alert', text: '[x](https://alert.example)' } }, { markdown: { text: '[x](https://alert.example)\n\nalert' } }],
		['link', link, { link: { text: 'hello\nalert' } }],
		['actionCard', card, { actionCard: { text: 'hello\n\nalert' } }],
	])('is added to %s', (_, json, expected) => {
		const { body, warnings } = botJson(json, ['alert', '告警']);
		expect(body).toMatchObject(expected);
		expect(warnings).toEqual([]);
	});

	test.each<[string, JsonObject]>([
		['a text', { msgtype: 'text', text: { content: '磁盘告警' } }],
		['markdown', { msgtype: 'markdown', markdown: { title: 't', text: '**告警**' } }],
		['the title of a link', { msgtype: 'link', link: { ...link.link, title: 'alert' } }],
		['the title of a feedCard', feed('alert')],
	])('that stands in %s is enough', (_, json) => {
		expect(botJson(json, ['alert', '告警'])).toEqual({ body: json, warnings: [] });
	});

	test.each<[string, JsonObject]>([
		['a feedCard', feed('x')],
		['a type that is not known here', { msgtype: 'hologram', hologram: { text: 'hello' } }],
		['a text that is none', { msgtype: 'text', text: { content: 1 } }],
	])('has no place in %s: sent as it is, with a word about it', (_, json) => {
		expect(botJson(json, ['alert'])).toEqual({ body: json, warnings: [expect.stringMatching(/no text that a security keyword \("alert"\) could be added to/)] });
	});

	test('counts towards the size', () => {
		const room = (length: number) => ({ msgtype: 'text', text: { content: 'x'.repeat(length) } });
		const most = 19_950 - JSON.stringify(room(0)).length;
		expect(botJson(room(most), []).warnings).toEqual([]);
		expect(refusal(() => botJson(room(most), ['alert'])).message).toMatch(/has 19957 bytes/);
	});
});

describe('people', () => {
	test('who are not in the text are named in a warning', () => {
		const at = { atMobiles: ['13800138000'], atUserIds: ['lilei', 'hanmeimei'] };
		expect(botJson({ msgtype: 'markdown', markdown: { title: 't', text: '@lilei' }, at }, []).warnings).toEqual([
			'Not everybody under "at" is mentioned: the message\'s text has to hold @13800138000 @hanmeimei.',
		]);
	});

	test('can not be mentioned in a link', () => {
		expect(botJson({ ...link, at: { atUserIds: ['lilei'] } }, []).warnings).toEqual([
			'Not everybody under "at" is mentioned: a message of the type link can\'t mention anybody.',
		]);
	});
});
