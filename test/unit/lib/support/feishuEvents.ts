/** What the platform sends, as its documents show it. */
import type { JsonObject } from '../../../../lib/http';

export const TOKEN = 'made-up-verification-token';
export const BOT = 'ou_bot00000000000000000000000000000';
export const NOW = Date.parse('2026-11-20T03:00:00Z');

export const ids = (name: string) => ({ union_id: `on_${name}`, user_id: `user_${name}`, open_id: `ou_${name}` });

export const envelope = (type: string, event: JsonObject, createTime = '1608725989000'): JsonObject => ({
	schema: '2.0',
	header: { event_id: `event_${type}`, event_type: type, create_time: createTime, token: TOKEN, app_id: 'cli_9f5343c580712544', tenant_key: '2ca1d211f64f6438' },
	event,
});

export const botMention = (key = '@_user_1'): JsonObject => ({ key, id: { open_id: BOT, union_id: 'on_bot', user_id: '' }, mentioned_type: 'bot', name: 'Night watch', tenant_key: 't' });
export const mention = (key: string, name: string): JsonObject => ({ key, id: ids(name), mentioned_type: 'user', name, tenant_key: 't' });

/** "Receive message". */
export const message = (type: string, content: unknown, more: JsonObject = {}, sender: JsonObject = {}): JsonObject =>
	envelope('im.message.receive_v1', {
		sender: { sender_id: ids('alice'), sender_type: 'user', tenant_key: '736588c9260f175e', ...sender },
		message: {
			message_id: 'om_5ce6d572455d361153b7cb51da133945',
			create_time: '1609073151345',
			update_time: '1687343654666',
			chat_id: 'oc_5ce6d572455d361153b7xx51da133945',
			chat_type: 'group',
			message_type: type,
			content: JSON.stringify(content),
			...more,
		},
	});

/** "Card callback". */
export const click = (action: JsonObject, more: JsonObject = {}): JsonObject =>
	envelope(
		'card.action.trigger',
		{
			operator: { tenant_key: '2df73991750', ...ids('bob') },
			token: 'c-295ee57216a5dc9de90fefd0aadb4b1d7d',
			action: { tag: 'button', ...action },
			host: 'im_message',
			context: { open_message_id: 'om_574d639e4a44e4dd646eaf628e2', open_chat_id: 'oc_e4d2605ca917e695f54f11aaf56' },
			...more,
		},
		'1603977298000000',
	);

/** "Card callback (old)". */
export const oldClick = (action: JsonObject = { value: { key: 'value' }, tag: 'button' }): JsonObject => ({
	open_id: 'ou_sdfimx9948345',
	user_id: 'eu_sd923r0sdf5',
	open_message_id: 'om_abcdefg1234567890',
	tenant_key: 'd32004232',
	token: 'c-xxxxx',
	action,
});

/** The sample of version 1.0 in "Event overview". */
export const oldEvent = (): JsonObject => ({
	ts: '1502199207.7171419',
	uuid: 'bc447199585340d1f3728d26b1c0297a',
	token: TOKEN,
	type: 'event_callback',
	event: {
		app_id: 'cli_9c8609450f78d102',
		chat_id: 'oc_26b66a5eb603162b849f91bcd8815b20',
		operator: { open_id: 'ou_2d2c0399b53d06fd195bb393cd1e38f2', user_id: 'gfa21d92' },
		tenant_key: '736588c9260f175c',
		type: 'p2p_chat_create',
		user: { name: 'user_name', open_id: 'ou_7dede290d6a27698b969a7fd70ca53da', user_id: 'gfa21d92' },
	},
});
