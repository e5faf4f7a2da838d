import { botCard } from '../../../../lib/feishu/botCard';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import { app, appCardJson, cardEntity, contentOf, file, image, shareChat, shareUser, type AppBody } from '../../../../lib/feishu/appMessage';
import { sendMessage } from '../../../../lib/feishu/api/messages';
import { botPost } from '../../../../lib/feishu/botPost';
import { botTemplate } from '../../../../lib/feishu/botReferences';
import { botText } from '../../../../lib/feishu/botText';
import { composedCard } from '../../../../lib/feishu/composedCard';
import { hostileNotification, notification } from '../support/notifications';
import { holds } from '../support/property';
import { refusal } from '../support/refusal';
import fc from 'fast-check';

const MOST = { text: 150_000, post: 30_000, interactive: 30_000 } as Record<string, number>;

/** The whole request, with the longest names that there are. */
const wireBytes = (body: AppBody) =>
	Buffer.byteLength(JSON.stringify(sendMessage({ type: 'chat_id', id: `oc_${'x'.repeat(60)}` }, body, 'k'.repeat(50)).body));

const nobody = { mentions: [], mentionAll: false, keywords: [], language: 'en' as const, medium: app };

describe('content, as the message API takes it', () => {
	test.each<[string, AppBody, object]>([
		['a text as it is', { msg_type: 'text', content: { text: 'Hi' } }, { text: 'Hi' }],
		['a post without "post"', { msg_type: 'post', content: { post: { en_us: { title: '', content: [] } } } }, { en_us: { title: '', content: [] } }],
		['a group under another name', { msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } }, { chat_id: 'oc_1' }],
		['a template', { msg_type: 'interactive', card: { type: 'template', data: { template_id: 'AAq1' } } }, { type: 'template', data: { template_id: 'AAq1' } }],
		['a card of schema 2.0', { msg_type: 'interactive', card: { schema: '2.0', body: {} } }, { schema: '2.0', body: {} }],
		['an older card, which all readers share', { msg_type: 'interactive', card: { elements: [] } }, { elements: [], config: { update_multi: true } }],
		['... with its other settings', { msg_type: 'interactive', card: { config: { wide_screen_mode: true } } }, { config: { wide_screen_mode: true, update_multi: true } }],
		['... unless it says otherwise', { msg_type: 'interactive', card: { config: { update_multi: false } } }, { config: { update_multi: false } }],
	])('%s', (_, body, content) => {
		expect(contentOf(body)).toEqual(content);
	});
});

describe('nothing is larger than what the platform takes', () => {
	test('whatever a notification says, in any of its forms', () => {
		holds(
			fc.property(hostileNotification, (given) => {
				const { body, simpler } = botCard(given, [], app);
				for (const form of [body, ...simpler!()]) expect(wireBytes(form)).toBeLessThanOrEqual(MOST[form.msg_type]!);
			}),
		);
	});

	test.each<[string, (long: string) => { body: BotMessage; warnings: string[] }]>([
		['text', (text) => botText({ text, ...nobody })],
		['post', (text) => botPost({ title: '', parts: [{ type: 'text', text }], ...nobody })],
		['interactive', (text) => composedCard({ title: '', color: 'blue', text, fields: [], buttons: [], imageKey: '', footer: '', ...nobody })],
	])('a long %s is cut, and by no more than needed', (type, make) => {
		const { body, warnings } = make('汉字 "quoted" \\ line\n'.repeat(20_000));
		expect(body.msg_type).toBe(type);
		expect(warnings).toEqual([expect.stringContaining('has been cut')]);
		expect(wireBytes(body)).toBeLessThanOrEqual(MOST[type]!);
		expect(wireBytes(body)).toBeGreaterThan(MOST[type]! - 500);
	});

	test('a template whose variables are too long, which nobody can cut', () => {
		const { message } = refusal(() => botTemplate({ templateId: 'AAq1', version: '', variables: { a: 'x'.repeat(31_000) } }, [], app));
		expect(message).toMatch(/the platform takes at most 30 KB/);
	});

	test('a card in JSON', () => {
		const card = (length: number) => ({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'x'.repeat(length) }] } });
		expect(appCardJson(card(29_000)).body.card).toEqual(card(29_000));
		expect(refusal(() => appCardJson(card(30_000))).fix).toMatch(/Shorten/);
	});
});

describe('mentions', () => {
	test('by open ID, union ID and user ID, in each form', () => {
		const mentions = [{ by: 'openId' as const, id: 'ou_1' }, { by: 'userId' as const, id: '3e3cf96b' }, { by: 'all' as const, id: '' }];
		const { body, simpler } = botCard(notification({ mentions }), [], app);
		for (const form of [body, ...simpler!()]) {
			for (const id of ['ou_1', '3e3cf96b', 'all']) expect(JSON.stringify(form)).toContain(id);
		}
	});

	test.each(['li@example.com', '', 'ou_1></at><at id=all'])('%j is no ID', (id) => {
		expect(refusal(() => app.person(id)).fix).toMatch(/open ID/);
	});
});

describe('references', () => {
	test('are what they look like', () => {
		expect(image(' img_1 ').body).toEqual({ msg_type: 'image', content: { image_key: 'img_1' } });
		expect(file('file', 'file_1').body).toEqual({ msg_type: 'file', content: { file_key: 'file_1' } });
		expect(file('media', 'file_1', 'img_1').body).toEqual({ msg_type: 'media', content: { file_key: 'file_1', image_key: 'img_1' } });
		expect(shareChat('oc_1').body).toEqual({ msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } });
		expect(shareUser('ou_1').body).toEqual({ msg_type: 'share_user', content: { user_id: 'ou_1' } });
		expect(cardEntity('7371713483664506900').body).toEqual({ msg_type: 'interactive', card: { type: 'card', data: { card_id: '7371713483664506900' } } });
	});

	test.each<[() => unknown, RegExp]>([
		[() => image(''), /image key is empty/],
		[() => image('ou_1'), /a person's open ID, not an image key/],
		[() => file('audio', ' '), /file key is empty/],
		[() => file('file', 'img_1'), /"img_1" is not a file key/],
		[() => file('media', 'file_1', 'file_2'), /not an image key/],
		[() => shareUser('lilei'), /not an open ID/],
		[() => cardEntity('om-1'), /not the ID of a card/],
		[() => cardEntity(''), /card ID is empty/],
	])('and nothing else %#', (make, says) => {
		expect(refusal(make).message).toMatch(says);
	});
});

describe('a card in JSON', () => {
	test('of 200 elements, but not of 201; texts in an element are not counted', () => {
		const card = (count: number, element: object = { tag: 'div', text: { tag: 'plain_text', content: 'x' } }) => ({ elements: Array.from({ length: count }, () => element) });
		expect(() => appCardJson(card(200))).not.toThrow();
		expect(refusal(() => appCardJson(card(201))).message).toContain('201 elements');
		const columns = { tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'hr' }] }] };
		expect(refusal(() => appCardJson(card(67, columns))).message).toContain('201 elements');
	});

	test.each<[object, RegExp]>([
		[{ msg_type: 'interactive', card: {} }, /whole message/],
		[{ card: { elements: [] } }, /whole message/],
		[{ text: 'x' }, /not a card/],
		[{ schema: '2.0', elements: [] }, /"body"/],
		[{ schema: '2.0', body: [] }, /"body" is not an object/],
		[{ elements: {} }, /not a list/],
		[{}, /card is empty/],
		[{ elements: [] }, /card is empty/],
		[{ schema: '2.0', body: { elements: [] } }, /card is empty/],
		[{ i18n_elements: { zh_cn: [] } }, /card is empty/],
	])('%j is none', (json, says) => {
		expect(refusal(() => appCardJson(json as never)).message).toMatch(says);
	});

	test.each<object>([{ i18n_elements: { zh_cn: [{ tag: 'hr' }] } }, { type: 'card', data: { card_id: '1' } }, { type: 'template', data: { template_id: 'AAq1' } }, { header: {} }])('%j is one', (json) => {
		expect(appCardJson(json as never).body.card).toBe(json);
	});
});

test('a card that is nested without end is refused before anything breaks', () => {
	const json = (depth: number): string => `{"schema":"2.0","body":{"elements":[${'{"tag":"div","x":['.repeat(depth)}${']}'.repeat(depth)}]}}`;
	expect(refusal(() => appCardJson(JSON.parse(json(20_000)) as Record<string, unknown>)).message).toBe('The card is nested too deeply');
	expect(appCardJson(JSON.parse(json(100)) as Record<string, unknown>).warnings).toEqual([]);
});
