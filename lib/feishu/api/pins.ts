import { path } from '../../apiCall';
import { objectOf, type JsonObject } from '../../http';
import { dataOf, type FeishuCall } from '../appClient';
import type { Paged } from '../pages';
import { isoTime, oneMessage } from './messages';

const PINS = '/open-apis/im/v1/pins';

/** "Pin message"; one that is pinned already stays as it is. https://open.feishu.cn/document/server-docs/im-v1/pin/create */
export const pinMessage = (messageId: string): FeishuCall => ({
	method: 'POST',
	path: PINS,
	body: { message_id: messageId },
	own: oneMessage(messageId),
	repeatable: true,
});

/** "Unpin message". https://open.feishu.cn/document/server-docs/im-v1/pin/delete */
export const unpinMessage = (messageId: string): FeishuCall => ({
	method: 'DELETE',
	path: path`/open-apis/im/v1/pins/${messageId}`,
	api: `${PINS}/:message_id`,
	own: oneMessage(messageId),
});

/** "Get pinned messages in a group"; times in ms since the epoch. https://open.feishu.cn/document/server-docs/im-v1/pin/list */
export const listPins = (chatId: string, from?: number, to?: number): Paged => ({
	call: { method: 'GET', path: PINS, query: { chat_id: chatId, start_time: from, end_time: to } },
	pageSize: 50,
});

export function pinOf(answer: JsonObject): JsonObject {
	const { pin } = dataOf(answer);
	return objectOf(pin);
}

export const simplePin = ({ message_id: id, chat_id: chat, operator_id: by, operator_id_type: type, create_time: time }: JsonObject): JsonObject => ({
	message_id: id,
	chat_id: chat,
	pinned_by: by,
	pinned_by_type: type,
	pinned_at: isoTime(time),
});
