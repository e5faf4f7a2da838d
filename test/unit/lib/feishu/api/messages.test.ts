import { listMessages, messagesOf, sentMessage, simpleMessage } from '../../../../../lib/feishu/api/messages';
import { emojiType } from '../../../../../lib/feishu/api/reactions';
import { notAlerted } from '../../../../../lib/feishu/api/urgent';
import { entriesOf } from '../../../../../lib/feishu/pages';
import type { FeishuCall } from '../../../../../lib/feishu/appClient';
import { refusal } from '../../support/refusal';

test('a message in short: what it says is read, times are ISO 8601', () => {
	const message = {
		message_id: 'om_1',
		msg_type: 'text',
		chat_id: 'oc_1',
		create_time: '1615380573411',
		update_time: '1615380573500',
		updated: true,
		deleted: false,
		sender: { id: 'cli_1', sender_type: 'app' },
		body: { content: '{"text":"Hi"}' },
	};
	expect(simpleMessage(message)).toEqual({
		message_id: 'om_1',
		msg_type: 'text',
		chat_id: 'oc_1',
		sender_id: 'cli_1',
		sender_type: 'app',
		content: { text: 'Hi' },
		mentions: [],
		created_at: '2021-03-10T12:49:33.411Z',
		updated_at: '2021-03-10T12:49:33.500Z',
		deleted: false,
	});
	expect(simpleMessage({ body: { content: 'This message was recalled' } })).toMatchObject({ content: 'This message was recalled', updated_at: null });
	expect(simpleMessage({})).toMatchObject({ content: null, created_at: null });
	for (const time of ['soon', '-1', '1e300', {}]) expect(simpleMessage({ create_time: time })).toMatchObject({ created_at: null });
});

test('answers without what they should hold', () => {
	expect(messagesOf({ code: 0 })).toEqual([]);
	expect(messagesOf({ data: { items: [null, { message_id: 'om_1' }] } })).toEqual([{ message_id: 'om_1' }]);
	for (const items of [null, 'none', {}]) expect(messagesOf({ data: { items } })).toEqual([]);
	expect(sentMessage({ code: 0 })).toEqual({});
	expect(notAlerted({ code: 0, data: {} })).toEqual(new Map());
});

test('a thread is asked for without times', () => {
	const query = (container: 'chat' | 'thread') => listMessages({ container, id: 'x', from: 1, to: 2, newestFirst: true }).call.query;
	expect(query('chat')).toMatchObject({ start_time: 1, end_time: 2, sort_type: 'ByCreateTimeDesc' });
	expect(query('thread')).toMatchObject({ start_time: undefined, end_time: undefined });
});

test.each([
	['THUMBSUP', 'THUMBSUP'],
	[' :OK: ', 'OK'],
	['', ''],
])('the emoji %j is %j', (given, emoji) => {
	expect(emojiType(given)).toBe(emoji);
});

test('a picture is no emoji of the platform', () => {
	expect(refusal(() => emojiType('👍')).fix).toContain('THUMBSUP');
});

describe('lists that come in pages', () => {
	/** A list of numbers, as the platform gives it out. */
	const list = (count: number, asked: FeishuCall[] = []) => (call: FeishuCall) => {
		asked.push(call);
		const from = Number(call.query?.page_token ?? 0);
		const to = Math.min(count, from + Number(call.query?.page_size));
		const items = Array.from({ length: to - from }, (_, index) => ({ number: from + index }));
		return Promise.resolve({ code: 0, data: { items, has_more: to < count, page_token: String(to) } });
	};
	const paged = { call: { method: 'GET' as const, path: '/x', query: { kept: 'yes' } }, pageSize: 50 };

	test.each([
		[120, Infinity, 120, [50, 50, 50]],
		[120, 60, 60, [50, 10]],
		[120, 50, 50, [50]],
		[0, 50, 0, [50]],
	])('%s entries, at most %s', async (count, most, got, sizes) => {
		const asked: FeishuCall[] = [];
		expect(await entriesOf(list(count, asked), paged, most)).toHaveLength(got);
		expect(asked.map(({ query }) => query)).toEqual(sizes.map((page_size) => expect.objectContaining({ kept: 'yes', page_size })));
	});

	test.each([[[]], [[{}]]])('that never end by themselves: %j', async (items) => {
		let asked = 0;
		const entries = await entriesOf(
			() => {
				if (++asked > 100) throw new Error('asked without end');
				return Promise.resolve({ code: 0, data: { items, has_more: true, page_token: asked % 2 === 0 ? 'a' : 'b' } });
			},
			paged,
			Infinity,
		);
		expect(entries).toHaveLength(3 * items.length);
	});

	test('that end without a token', async () => {
		expect(await entriesOf(() => Promise.resolve({ code: 0, data: { items: [{}], has_more: true } }), paged, 10)).toHaveLength(1);
		expect(await entriesOf(() => Promise.resolve({ code: 0 }), paged, 10)).toEqual([]);
	});
});
