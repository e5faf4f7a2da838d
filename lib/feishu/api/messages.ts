import { path, type Query } from '../../apiCall';
import { isObject, objectOf, objectsIn, type JsonObject } from '../../http';
import type { SharedLimit } from '../../delivery/types';
import { dataOf, type FeishuCall } from '../appClient';
import { contentOf, type AppBody } from '../appMessage';
import { editErrors, forwardErrors, listErrors, readErrors, replyErrors, sendErrors } from '../errorRows/messages';
import type { Paged } from '../pages';
import { recipientErrors, type Recipient } from './recipients';
import type { UserIdType } from './users';

const MESSAGES = '/open-apis/im/v1/messages';
const MESSAGE = `${MESSAGES}/:message_id`;

/** `msg_type` and `content`, which is JSON as a text. */
const wire = (body: AppBody): JsonObject => ({ msg_type: body.msg_type, content: JSON.stringify(contentOf(body)) });

/**
 * "Send message". The same `uuid` (at most 50 characters) is sent once within an hour.
 * https://open.feishu.cn/document/server-docs/im-v1/message/create
 */
export const sendMessage = (to: Recipient, body: AppBody, uuid: string): FeishuCall => ({
	method: 'POST',
	path: MESSAGES,
	query: { receive_id_type: to.type },
	body: { receive_id: to.id, ...wire(body), uuid },
	errors: { ...sendErrors, ...recipientErrors(to) },
});

/** "Reply message", to a message or, in its thread, to the thread. https://open.feishu.cn/document/server-docs/im-v1/message/reply */
export const replyToMessage = (messageId: string, body: AppBody, isInThread: boolean, uuid: string): FeishuCall => ({
	method: 'POST',
	path: path`/open-apis/im/v1/messages/${messageId}/reply`,
	api: `${MESSAGE}/reply`,
	body: { ...wire(body), reply_in_thread: isInThread, uuid },
	errors: replyErrors,
});

/**
 * "Edit message": a text or a rich text of the app's own, at most 20 times.
 * https://open.feishu.cn/document/server-docs/im-v1/message/update
 */
export const editMessage = (messageId: string, body: AppBody): FeishuCall => ({
	method: 'PUT',
	path: path`/open-apis/im/v1/messages/${messageId}`,
	api: MESSAGE,
	body: wire(body),
	// It counts as another edit.
	repeatable: false,
	errors: editErrors,
});

/** "5 QPS for a single message": of changes to cards, and of pins. */
export const oneMessage = (messageId: string): SharedLimit => ({ key: messageId, limits: [{ max: 5, windowMs: 1_000 }] });

/**
 * "Update message card": a card of the app's own, for 14 days.
 * https://open.feishu.cn/document/server-docs/im-v1/message-card/patch
 */
export const updateCard = (messageId: string, body: AppBody): FeishuCall => ({
	method: 'PATCH',
	path: path`/open-apis/im/v1/messages/${messageId}`,
	api: MESSAGE,
	body: { content: wire(body).content },
	own: oneMessage(messageId),
});

/** "Recall message". https://open.feishu.cn/document/server-docs/im-v1/message/delete */
export const recallMessage = (messageId: string): FeishuCall => ({
	method: 'DELETE',
	path: path`/open-apis/im/v1/messages/${messageId}`,
	api: MESSAGE,
	doneCodes: ['230011', '230110'],
});

/** "Forward message"; `uuid` as in sending. https://open.feishu.cn/document/server-docs/im-v1/message/forward-message */
export const forwardMessage = (messageId: string, to: Recipient, uuid: string): FeishuCall => ({
	method: 'POST',
	path: path`/open-apis/im/v1/messages/${messageId}/forward`,
	api: `${MESSAGE}/forward`,
	query: { receive_id_type: to.type, uuid },
	body: { receive_id: to.id },
	errors: { ...forwardErrors, ...recipientErrors(to) },
});

/** A card comes as it was sent. */
const AS_SENT: Query = { card_msg_content_type: 'user_card_content' };

/** "Get the content of the specified message". https://open.feishu.cn/document/server-docs/im-v1/message/get */
export const getMessage = (messageId: string): FeishuCall => ({
	method: 'GET',
	path: path`/open-apis/im/v1/messages/${messageId}`,
	api: MESSAGE,
	query: AS_SENT,
	errors: readErrors,
});

/** The message, and those in it if it is a forwarded collection. */
export const messagesOf = (answer: JsonObject): JsonObject[] => objectsIn(dataOf(answer).items);

export interface MessageList {
	/** A chat (`oc_...`) or a thread (`omt_...`). */
	container: 'chat' | 'thread';
	id: string;
	/** In seconds since the epoch; a thread takes no times. */
	from?: number;
	to?: number;
	newestFirst: boolean;
}

/** "Get chat history". https://open.feishu.cn/document/server-docs/im-v1/message/list */
export const listMessages = ({ container, id, from, to, newestFirst }: MessageList): Paged => ({
	call: {
		method: 'GET',
		path: MESSAGES,
		query: {
			...AS_SENT,
			container_id_type: container,
			container_id: id,
			start_time: container === 'chat' ? from : undefined,
			end_time: container === 'chat' ? to : undefined,
			sort_type: newestFirst ? 'ByCreateTimeDesc' : 'ByCreateTimeAsc',
		},
		errors: listErrors,
	},
	pageSize: 50,
});

/** "Query message read information": the app's own messages, for 7 days. https://open.feishu.cn/document/server-docs/im-v1/message/read_users */
export const listReadUsers = (messageId: string, idType: UserIdType): Paged => ({
	call: {
		method: 'GET',
		path: path`/open-apis/im/v1/messages/${messageId}/read_users`,
		api: `${MESSAGE}/read_users`,
		query: { user_id_type: idType },
	},
	pageSize: 100,
});

/** Who, and when. */
export const simpleReader = ({ user_id: id, user_id_type: type, timestamp }: JsonObject): JsonObject => ({
	user_id: id,
	user_id_type: type,
	read_at: isoTime(timestamp),
});

/** ID of the answer to sending, replying or forwarding. */
export const sentMessage = (answer: JsonObject): { messageId?: string } => {
	const { message_id: id } = dataOf(answer);
	return typeof id === 'string' ? { messageId: id } : {};
};

/** ID of the thread that the message of the answer stands in, if it does. */
export function threadOf(answer: JsonObject): string | null {
	const { thread_id: id } = dataOf(answer);
	return typeof id === 'string' && id !== '' ? id : null;
}

/** What a message is and says, with its times in ISO 8601. */
export function simpleMessage(message: JsonObject): JsonObject {
	const { message_id: id, msg_type: type, chat_id: chat, thread_id: thread, root_id: root, parent_id: parent, sender, body, mentions } = message;
	const { id: senderId, sender_type: senderType } = objectOf(sender);
	return {
		message_id: id,
		msg_type: type,
		chat_id: chat,
		...(thread !== undefined && { thread_id: thread }),
		...(root !== undefined && { root_id: root }),
		...(parent !== undefined && { parent_id: parent }),
		sender_id: senderId,
		sender_type: senderType,
		content: contentIn(body),
		mentions: (Array.isArray(mentions) ? mentions : []).filter(isObject).map(({ key, id: person, name }) => ({ key, id: person, name })),
		created_at: isoTime(message.create_time),
		updated_at: message.updated === true ? isoTime(message.update_time) : null,
		deleted: message.deleted === true,
	};
}

/** `content` is JSON as a text, but for messages that were recalled. */
function contentIn(body: unknown): unknown {
	const content = isObject(body) ? body.content : undefined;
	try {
		return typeof content === 'string' ? (JSON.parse(content) as unknown) : null;
	} catch {
		return content;
	}
}

/** The last moment that a date can be, in ms since the epoch. */
const END_OF_TIME = 8.64e15;

/** From milliseconds since the epoch, which come as a text. */
export const isoTime = (ms: unknown): string | null => (Number(ms) > 0 && Number(ms) <= END_OF_TIME ? new Date(Number(ms)).toISOString() : null);
