import type { EndpointWorld } from '../../answer';
import { openIdOf } from '../../organization';
import type { JsonObject, Message } from '../../types';
import { botOpenId } from './bot';
import type { Call } from './call';
import { contentOf, contentWithKeys } from './mentionKeys';

/** Of the sandbox's one organization per platform. */
export const TENANT_KEY = '736588c9260f175e';

/** A message as sending, reading and listing answer it. Unconfirmed: what stands for the content of a recalled one. */
export function messageData(call: Call, message: Message, original = false): JsonObject {
	const { content, mentions } = shownContent(call, message, original);
	const root = rootOf(call.world, message);
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
		sender: senderOf(call, message),
		body: { content: message.recalledAt === undefined ? content : 'This message was recalled' },
		...(mentions.length > 0 && { mentions }),
	};
}

function senderOf({ world, app }: Call, { appId = '', from, platform }: Message): JsonObject {
	const person = from === undefined ? undefined : world.organization.person(platform, ({ userId }) => userId === from);
	const sender = person ? { id: openIdOf(person, app), id_type: 'open_id', sender_type: 'user' } : { id: appId, id_type: 'app_id', sender_type: 'app' };
	return { ...sender, tenant_key: TENANT_KEY };
}

/** The first message of a chain of replies. */
export function rootOf(world: EndpointWorld, message: Message): Message | undefined {
	let root: Message | undefined;
	for (let id = message.replyTo; id !== undefined; id = root?.replyTo) {
		const next = world.message(id);
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
	if (message.msgType === 'interactive') {
		const sent = contentOf(message);
		const lines = message.text.split('\n').map((text) => [{ tag: 'text', text }]);
		return { content: JSON.stringify(original ? sent : { title: null, elements: lines }), mentions: [] };
	}
	const { content, mentioned } = contentWithKeys(call.world, call.app, message);
	const mentions = mentioned.map(({ key, name, person, bot }) => {
		const id = person ? openIdOf(person, call.app) : bot ? botOpenId(bot) : '';
		return { key, id, id_type: 'open_id', name, tenant_key: TENANT_KEY };
	});
	return { content: JSON.stringify(content), mentions };
}
