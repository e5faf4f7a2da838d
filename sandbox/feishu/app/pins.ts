import type { Answer } from '../../answer';
import type { JsonObject, Message } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { checkBot, checkNoBatch, checkNotRecalled, messageAt, openChat, takeMessageTurn } from './chatAccess';
import { paging, query, text } from './fields';
import type { Operation } from './operation';
import { page } from './paging';

/** "Pin 消息", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/create */
const shown = ({ id, groupId, pin }: Message): JsonObject => ({
	message_id: id,
	chat_id: groupId,
	operator_id: pin?.by ?? '',
	operator_id_type: 'app_id',
	create_time: String(pin?.at ?? 0),
});

/** "如果消息已经被 Pin，则该接口会返回该 Pin 的操作信息" */
function add(call: Call): Answer {
	checkBot(call);
	const { message } = messageAt(call, call.text('message_id'));
	checkNoBatch(call, message);
	checkNotRecalled(call, message, 230011);
	takeMessageTurn(call, message, 'pin', 230047);
	const pin = message.pin ?? { by: call.app.id, at: call.world.now() };
	return success({ pin: shown(call.world.changeMessage(message.id, { pinned: true, pin })) });
}

function remove(call: Call): Answer {
	checkBot(call);
	const { message } = messageAt(call);
	takeMessageTurn(call, message, 'pin', 230047);
	call.world.changeMessage(message.id, { pinned: false, pin: undefined });
	return success();
}

/** Times are milliseconds here. */
function listPins(call: Call): Answer {
	checkBot(call);
	const chat = call.world.group(call.query('chat_id'));
	if (chat?.platform !== call.app.platform) return call.end('feishuApp.recipient', 99992356, { ext: call.query('chat_id') });
	openChat(call, chat);
	const from = Number(call.query('start_time') || 0);
	const to = Number(call.query('end_time') || Infinity);
	const pinned = call.world
		.messages(chat.id)
		.filter(({ pin }) => pin && pin.at >= from && pin.at <= to)
		.sort((one, other) => (other.pin?.at ?? 0) - (one.pin?.at ?? 0));
	const { items, rest } = page(call, pinned, 20, () => call.refuseIf(true, 'feishuApp.params', 230001, { ext: 'invalid page_token' }));
	return success({ ...rest, items: items.map(shown) });
}

const WRITE_SCOPES = ['im:message', 'im:message.pins:write_only', 'im:message:send_as_bot'];

export const PIN_OPERATIONS: Operation[] = [
	{ method: 'POST', path: '/im/v1/pins', scopes: WRITE_SCOPES, fields: [text('message_id', { required: true })], run: add },
	{ method: 'DELETE', path: '/im/v1/pins/:message_id', scopes: WRITE_SCOPES, run: remove },
	{
		method: 'GET',
		path: '/im/v1/pins',
		scopes: ['im:message', 'im:message.pins:read', 'im:message:readonly'],
		fields: [query('chat_id', { required: true }), ...paging(50)],
		run: listPins,
	},
];
