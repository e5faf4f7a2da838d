import type { Answer, Result } from '../../answer';
import { asObject, asText } from '../../json';
import type { Group, Message } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { isShared } from './cardUpdate';
import {
	checkBot,
	checkNoBatch,
	checkNotRecalled,
	checkSender,
	messageAt,
	receiver,
	takeChatTurn,
	takeMessageTurn,
	thread,
} from './chatAccess';
import { checkedContent, MESSAGE_TYPES } from './content';
import { flag, query, text } from './fields';
import { contentOf } from './mentionKeys';
import { messageData } from './messageData';
import type { Operation } from './operation';
import { render } from './render';

/**
 * Sending, replying, editing, updating, recalling and forwarding.
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create and its neighbours `reply`,
 * `update`, `patch`, `delete` and `forward`.
 */
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** "持有相同 uuid 的请求，在 1 小时内至多成功发送一条消息" */
const UUID_MS = HOUR_MS;
/** "一条消息最多可编辑 20 次" */
const MAX_EDITS = 20;
/** The administrator sets both. Unconfirmed: what they are unless set; a day here. */
const EDIT_MS = DAY_MS;
const RECALL_MS = DAY_MS;
/** "仅支持更新 14 天内发送的消息" */
const CARD_UPDATE_MS = 14 * DAY_MS;

/** Unconfirmed: that a repeated uuid is answered with the message of the first time. */
function once(call: Call, uuid: string, send: () => Result): Result {
	const { state, world, app } = call;
	if (uuid === '' || !world.switches.isOn('feishuApp.uuid')) return send();
	const key = `${app.id} ${uuid}`;
	const first = state.uuids.get(key);
	if (first && world.now() - first.at < UUID_MS) return { ...first.result, outcome: 'duplicate' };
	const result = send();
	state.uuids.set(key, { at: world.now(), result });
	return result;
}

/** Delivers the content of the body. */
function deliver(call: Call, chat: Group, links: Pick<Message, 'replyTo' | 'threadId'> = {}): Result {
	const msgType = call.text('msg_type');
	const content = checkedContent(call, msgType, chat);
	const entity = content.type === 'card' ? call.state.cards.get(asText(asObject(content.data).card_id)) : undefined;
	const rendered = render(call.world, call.app, chat, { msgType, content: entity?.card ?? content, body: call.body });
	checkAtAll(call, chat, rendered.mentions);
	takeChatTurn(call, chat);
	const message = call.world.deliverFrom(call.app, chat, { ...rendered, ...links });
	if (entity) entity.messageId = message.id;
	return { answer: success(messageData(call, message)), outcome: 'accepted', message };
}

/** "需要注意所在群必须开启了 @ 所有人功能" */
function checkAtAll(call: Call, chat: Group, mentions: Message['mentions']): void {
	const mentionsAll = mentions.some(({ type }) => type === 'all');
	call.refuseIf(mentionsAll && !chat.allowAtAll && !chat.direct, 'feishuApp.atAll', 230018);
}

function send(call: Call): Result {
	checkBot(call);
	return once(call, call.text('uuid'), () => deliver(call, receiver(call, call.query('receive_id_type'), call.text('receive_id'))));
}

function reply(call: Call): Result {
	checkBot(call);
	return once(call, call.text('uuid'), () => {
		const { message, chat } = messageAt(call);
		checkNoBatch(call, message);
		checkNotRecalled(call, message, 230011);
		const threadId = message.threadId ?? (call.body.reply_in_thread === true ? `omt_${message.id.slice(3)}` : undefined);
		// "如果要回复的消息已经是话题形式的消息，则默认以话题形式进行回复": the root becomes part of the thread as well.
		if (threadId !== undefined && message.threadId === undefined) call.world.changeMessage(message.id, { threadId });
		return deliver(call, chat, { replyTo: message.id, ...(threadId !== undefined && { threadId }) });
	});
}

function edit(call: Call): Result {
	checkBot(call);
	const { message, chat } = messageAt(call);
	checkSender(call, message, 230071);
	checkNoBatch(call, message);
	checkNotRecalled(call, message, 230011);
	const isText = ['text', 'post'].includes(message.msgType);
	call.refuseIf(!isText || message.msgType !== call.text('msg_type'), 'feishuApp.messageType', 230054);
	call.refuseIf(call.world.now() - message.sentAt > EDIT_MS, 'feishuApp.age', 230075);
	call.refuseIf((message.edits ?? 0) >= MAX_EDITS, 'feishuApp.edits', 230072);
	const content = checkedContent(call, message.msgType, chat);
	const rendered = render(call.world, call.app, chat, { msgType: message.msgType, content, body: { ...message.body, content: call.body.content } });
	checkAtAll(call, chat, rendered.mentions);
	const changed = call.world.changeMessage(message.id, { ...rendered, editedAt: call.world.now(), edits: (message.edits ?? 0) + 1 });
	return { answer: success(messageData(call, changed)), outcome: 'accepted', message: changed };
}

function updateCard(call: Call): Answer {
	checkBot(call);
	const { message, chat } = messageAt(call);
	// "调用该接口的身份需与发送卡片的身份一致". Unconfirmed: the code of another one.
	checkSender(call, message, 230027);
	checkNoBatch(call, message);
	checkNotRecalled(call, message, 230011);
	// Unconfirmed: the codes of a message that is no card, and of a card that is not shared before and after.
	call.refuseIf(message.msgType !== 'interactive', 'feishuApp.messageType', 230001, { ext: 'the message is not a card' });
	call.refuseIf(call.world.now() - message.sentAt > CARD_UPDATE_MS, 'feishuApp.age', 230031);
	const content = checkedContent(call, 'interactive', chat);
	const before = contentOf(message);
	call.refuseIf(!isShared(before) || !isShared(content), 'feishuApp.updateMulti', 230001, { ext: 'update_multi must be true' });
	const isDowngrade = before.schema === '2.0' && content.type === undefined && content.schema !== '2.0';
	call.refuseIf(isDowngrade, 'feishuApp.card', 230099, { ext: 'ErrCode: 200830; ErrMsg: schemaV2 card can not be updated to schemaV1; ' });
	takeMessageTurn(call, message, 'update', 230020);
	const rendered = render(call.world, call.app, chat, { msgType: 'interactive', content, body: { ...message.body, content: call.body.content } });
	call.world.changeMessage(message.id, { ...rendered, editedAt: call.world.now() });
	return success();
}

function recall(call: Call): Answer {
	checkBot(call);
	const { message } = messageAt(call);
	checkSender(call, message, 230026);
	checkNoBatch(call, message);
	checkNotRecalled(call, message, 230110);
	call.refuseIf(call.world.now() - message.sentAt > RECALL_MS, 'feishuApp.age', 230009);
	call.world.changeMessage(message.id, { recalledAt: call.world.now() });
	return success();
}

const NOT_FORWARDED = ['audio', 'system'];

function forward(call: Call): Result {
	checkBot(call);
	const uuid = call.query('uuid');
	return once(call, uuid && `${uuid} ${call.text('receive_id')}`, () => {
		const { message } = messageAt(call);
		checkNoBatch(call, message);
		checkNotRecalled(call, message, 230065);
		call.refuseIf(NOT_FORWARDED.includes(message.msgType), 'feishuApp.messageType', 230061);
		const type = call.query('receive_id_type');
		const { chat, threadId } = type === 'thread_id' ? thread(call, call.text('receive_id')) : { chat: receiver(call, type, call.text('receive_id')), threadId: undefined };
		takeChatTurn(call, chat);
		const { msgType, body, text: shown, view, mentions } = message;
		const copy = call.world.deliverFrom(call.app, chat, { msgType, body, text: shown, view, mentions, ...(threadId !== undefined && { threadId }) });
		return { answer: success(messageData(call, copy)), outcome: 'accepted', message: copy };
	});
}

const SEND_SCOPES = ['im:message', 'im:message:send_as_bot', 'im:message:send'];
const UPDATE_SCOPES = ['im:message', 'im:message:send_as_bot', 'im:message:update'];
const RECEIVE_ID_TYPES = ['open_id', 'user_id', 'union_id', 'email', 'chat_id'];
const receiveIdType = (...more: string[]) => query('receive_id_type', { required: true, oneOf: [...RECEIVE_ID_TYPES, ...more] });
const MAX_UUID = 50;
const uuid = text('uuid', { max: MAX_UUID });
const msgType = text('msg_type', { required: true, oneOf: MESSAGE_TYPES });
const content = text('content', { required: true });

export const MESSAGE_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/im/v1/messages',
		scopes: SEND_SCOPES,
		fields: [receiveIdType(), text('receive_id', { required: true }), msgType, content, uuid],
		run: send,
	},
	{
		method: 'POST',
		path: '/im/v1/messages/:message_id/reply',
		scopes: SEND_SCOPES,
		fields: [msgType, content, flag('reply_in_thread'), uuid],
		run: reply,
	},
	{
		method: 'PUT',
		path: '/im/v1/messages/:message_id',
		scopes: UPDATE_SCOPES,
		fields: [text('msg_type', { required: true, oneOf: ['text', 'post'] }), content],
		run: edit,
	},
	{ method: 'PATCH', path: '/im/v1/messages/:message_id', scopes: UPDATE_SCOPES, fields: [content], run: updateCard },
	{
		method: 'DELETE',
		path: '/im/v1/messages/:message_id',
		scopes: ['im:message', 'im:message:recall', 'im:message:send_as_bot'],
		run: recall,
	},
	{
		method: 'POST',
		path: '/im/v1/messages/:message_id/forward',
		scopes: ['im:message', 'im:message:send_as_bot'],
		fields: [receiveIdType('thread_id'), query('uuid', { max: MAX_UUID }), text('receive_id', { required: true })],
		run: forward,
	},
];
