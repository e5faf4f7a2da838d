import { asObject, asText, isObject, parseJson } from '../../json';
import type { JsonObject, Message } from '../../types';
import type { Call } from './call';
import { findByAnyId, idOf } from './ids';

/** Of the sandbox's one organization per platform. */
export const TENANT_KEY = '736588c9260f175e';

/** The content of a message of an app; a group's own bots send it as an object. */
export const contentOf = ({ body }: Message): JsonObject =>
	isObject(body.content) ? body.content : asObject(parseJson(asText(body.content)));

const AT_TAG = /<at\s+user_id\s*=\s*"([^"<>]*)"\s*>[^<]*<\/at>/g;

/** A message as sending, reading and listing answer it. Unconfirmed: what stands for the content of a recalled one. */
export function messageData(call: Call, message: Message, original = false): JsonObject {
	const { content, mentions } = shownContent(call, message, original);
	const root = rootOf(call, message);
	return {
		message_id: message.id,
		...(root && { root_id: root.id, parent_id: message.replyTo }),
		...(message.threadId !== undefined && { thread_id: message.threadId }),
		msg_type: message.msgType,
		create_time: String(message.sentAt),
		update_time: String(message.editedAt ?? message.sentAt),
		deleted: message.recalledAt !== undefined,
		updated: message.editedAt !== undefined,
		chat_id: message.groupId,
		sender: { id: message.appId ?? '', id_type: 'app_id', sender_type: 'app', tenant_key: TENANT_KEY },
		body: { content: message.recalledAt === undefined ? content : 'This message was recalled' },
		...(mentions.length > 0 && { mentions }),
	};
}

/** The first message of a chain of replies. */
function rootOf(call: Call, message: Message): Message | undefined {
	let root: Message | undefined;
	for (let id = message.replyTo; id !== undefined; id = root?.replyTo) {
		const next = call.world.message(id);
		if (!next) break;
		root = next;
	}
	return root;
}

/**
 * A text has `@_user_1` where its mentions were; a card comes back as the plain text it shows, unless the original is
 * asked for.
 * "接收消息内容", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
 */
function shownContent(call: Call, message: Message, original: boolean): { content: string; mentions: JsonObject[] } {
	const sent = contentOf(message);
	if (message.msgType === 'interactive') {
		const lines = message.text.split('\n').map((text) => [{ tag: 'text', text }]);
		return { content: JSON.stringify(original ? sent : { title: null, elements: lines }), mentions: [] };
	}
	if (message.msgType !== 'text') return { content: JSON.stringify(sent), mentions: [] };
	const mentions: JsonObject[] = [];
	const text = asText(sent.text).replace(AT_TAG, (whole, id: string) => {
		if (id === 'all') return '@_all';
		const person = findByAnyId(call.world, call.app, id);
		if (!person) return whole.replace(/<[^>]*>/g, '');
		const key = `@_user_${mentions.length + 1}`;
		mentions.push({ key, id: idOf(person, 'open_id', call.app), id_type: 'open_id', name: person.name, tenant_key: TENANT_KEY });
		return key;
	});
	return { content: JSON.stringify({ ...sent, text }), mentions };
}
