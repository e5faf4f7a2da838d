import type { Answer } from '../../answer';
import { asArray, asText } from '../../json';
import { success } from './answers';
import type { Call } from './call';
import { checkBot, checkNoBatch, checkNotRecalled, checkSender, memberIds, messageAt } from './chatAccess';
import { list, userIdType } from './fields';
import { asUserIdType } from './ids';
import type { Operation } from './operation';

/** "加急用户的未读加急总数不能超过 200 条" */
const MAX_UNREAD = 200;

/**
 * "发送应用内加急", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/urgent_app
 * Whoever is not in the chat comes back as invalid. Unconfirmed: that IDs which are nobody's do as well.
 */
const urgent =
	(kind: 'app' | 'sms' | 'phone') =>
	(call: Call): Answer => {
		checkBot(call);
		const { message, chat } = messageAt(call);
		checkSender(call, message);
		checkNoBatch(call, message);
		checkNotRecalled(call, message, 230110);
		const members = memberIds(call, chat, asUserIdType(call.query('user_id_type')));
		const wanted = asArray(call.body.user_id_list).map(asText);
		const told = members.filter(({ id }) => wanted.includes(id));
		for (const { userId } of told) {
			const waiting = call.state.urgent.get(userId) ?? new Set();
			const unread = [...waiting].filter((id) => !call.world.message(id)?.readBy?.includes(userId));
			call.refuseIf(unread.length >= MAX_UNREAD, 'feishuApp.urgent', 230023);
			call.state.urgent.set(userId, new Set([...unread, message.id]));
		}
		call.world.changeMessage(message.id, { urgent: kind });
		return success({ invalid_user_id_list: wanted.filter((id) => !members.some((member) => member.id === id)) });
	};

const operation = (kind: 'app' | 'sms' | 'phone', scopes: string[]): Operation => ({
	method: 'PATCH',
	path: `/im/v1/messages/:message_id/urgent_${kind}`,
	scopes,
	fields: [{ ...userIdType, required: true }, list('user_id_list', { required: true })],
	run: urgent(kind),
});

export const URGENT_OPERATIONS: Operation[] = [
	operation('app', ['im:message.urgent', 'im:message.urgent:app_send']),
	operation('sms', ['im:message.urgent:sms', 'im:message.urgent:sms_send']),
	operation('phone', ['im:message.urgent:phone', 'im:message.urgent:phone_send']),
];
