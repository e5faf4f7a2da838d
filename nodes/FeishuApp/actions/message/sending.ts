import { forwardMessage, replyToMessage, sendMessage, sentMessage } from '../../../../lib/feishu/api/messages';
import { readerOf } from '../../../../lib/feishu/api/recipients';
import type { FeishuApp } from '../../../../lib/feishu/appClient';
import type { AppBody } from '../../../../lib/feishu/appMessage';
import type { Rendered } from '../../../../lib/notification/types';
import type { FeishuMessage } from '../../platform';
import type { Reader } from '../../recipients';

/** Messages on their way: the platform drops a second one with the same `uuid`. */

export const messageTo = (app: FeishuApp, to: Reader, rendered: Rendered<AppBody>): FeishuMessage => ({
	to: readerOf(app, to),
	rendered,
	call: (body, key) => sendMessage(to, body as AppBody, key),
	idempotent: true,
	read: sentMessage,
	unreachable: to.failure,
});

/** All replies to one message go to the same chat. */
export const replyTo = (app: FeishuApp, messageId: string, rendered: Rendered<AppBody>, isInThread: boolean): FeishuMessage => ({
	to: readerOf(app, { type: 'thread_id', id: messageId }),
	rendered,
	call: (body, key) => replyToMessage(messageId, body as AppBody, isInThread, key),
	idempotent: true,
	read: sentMessage,
});

export const forwardTo = (app: FeishuApp, to: Reader, messageId: string): FeishuMessage => ({
	to: readerOf(app, to),
	rendered: { body: { message_id: messageId }, warnings: [] },
	call: (_body, key) => forwardMessage(messageId, to, key),
	idempotent: true,
	read: sentMessage,
	unreachable: to.failure,
});
