import { path } from '../../apiCall';
import type { JsonObject } from '../../http';
import { dataOf, type FeishuCall } from '../appClient';

/** "Get the content of the specified message"; a card comes as it was sent. */
export const getMessage = (messageId: string): FeishuCall => ({
	method: 'GET',
	path: path`/open-apis/im/v1/messages/${messageId}`,
	api: '/open-apis/im/v1/messages/:message_id',
	query: { card_msg_content_type: 'user_card_content' },
});

/** The message, and those in it if it is a forwarded collection. */
export const messagesOf = (answer: JsonObject): JsonObject[] => dataOf(answer).items as JsonObject[];
