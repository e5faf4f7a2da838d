import type { Answer } from '../../answer';
import type { Group } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { checkBot, checkNotRecalled, checkSender, memberIds, messageAt, receiver, thread } from './chatAccess';
import { paging, query, userIdType } from './fields';
import { hasScope } from './gateway';
import { asUserIdType } from './ids';
import { messageData, TENANT_KEY } from './messageData';
import type { Operation } from './operation';
import { page } from './paging';

/**
 * Reading messages, and who has read them.
 * https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/get and its neighbours `list` and
 * `read_users`: "发送时间不超过 7 天的消息".
 */
const READ_USERS_MS = 7 * 86_400_000;

const wantsOriginal = (call: Call): boolean => call.query('card_msg_content_type') === 'user_card_content';

/**
 * "获取群聊消息 ... 应用还必须开启 获取群组中所有消息（im:message.group_msg）权限". Unconfirmed: by which code it is refused, and
 * the end of the text.
 */
function checkGroupScope(call: Call, { direct }: Group): void {
	const isMissing = direct === undefined && !hasScope(call.app, ['im:message.group_msg']);
	call.refuseIf(isMissing, 'feishuApp.scope', 230027, { ext: 'requires im:message.group_msg scope.' });
}

function get(call: Call): Answer {
	checkBot(call);
	const { message, chat } = messageAt(call);
	checkGroupScope(call, chat);
	return success({ items: [messageData(call, message, wantsOriginal(call))] });
}

function listMessages(call: Call): Answer {
	checkBot(call);
	const isThread = call.query('container_id_type') === 'thread';
	const id = call.query('container_id');
	const chat = isThread ? thread(call, id).chat : receiver(call, 'chat_id', id);
	checkGroupScope(call, chat);
	const from = Number(call.query('start_time') || 0) * 1_000;
	const to = Number(call.query('end_time') || Infinity) * 1_000;
	const found = call.world
		.messages(chat.id)
		// In a chat a thread is its first message alone.
		.filter((message) => (isThread ? message.threadId === id : message.threadId === undefined || message.replyTo === undefined))
		.filter(({ sentAt }) => isThread || (sentAt >= from && sentAt <= to));
	if (call.query('sort_type') === 'ByCreateTimeDesc') found.reverse();
	const { items, rest } = page(call, found, 20, () => call.refuseIf(true, 'feishuApp.params', 230001, { ext: 'invalid page_token' }));
	return success({ ...rest, items: items.map((message) => messageData(call, message, wantsOriginal(call))) });
}

function readUsers(call: Call): Answer {
	checkBot(call);
	const { message, chat } = messageAt(call);
	checkSender(call, message);
	checkNotRecalled(call, message, 230110);
	call.refuseIf(call.world.now() - message.sentAt > READ_USERS_MS, 'feishuApp.age', 230033);
	const type = asUserIdType(call.query('user_id_type'));
	const readers = memberIds(call, chat, type).filter(({ userId }) => message.readBy?.includes(userId));
	const { items, rest } = page(call, readers, 20, () => call.refuseIf(true, 'feishuApp.params', 230001, { ext: 'invalid page_token' }));
	return success({
		...rest,
		items: items.map(({ id, userId }) => ({
			user_id_type: type,
			user_id: id,
			timestamp: String(message.readAt?.[userId] ?? message.sentAt),
			tenant_key: TENANT_KEY,
		})),
	});
}

export const READING_OPERATIONS: Operation[] = [
	{
		method: 'GET',
		path: '/im/v1/messages',
		scopes: ['im:message', 'im:message:readonly', 'im:message.history:readonly'],
		fields: [
			query('container_id_type', { required: true, oneOf: ['chat', 'thread'] }),
			query('container_id', { required: true }),
			query('sort_type', { oneOf: ['ByCreateTimeAsc', 'ByCreateTimeDesc'] }),
			...paging(50),
		],
		run: listMessages,
	},
	{ method: 'GET', path: '/im/v1/messages/:message_id', scopes: ['im:message', 'im:message:readonly'], fields: [userIdType], run: get },
	{
		method: 'GET',
		path: '/im/v1/messages/:message_id/read_users',
		scopes: ['im:message', 'im:message:readonly', 'im:message:basic'],
		fields: [{ ...userIdType, required: true }, ...paging(100)],
		run: readUsers,
	},
];
