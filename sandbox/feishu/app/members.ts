import type { Answer } from '../../answer';
import type { Group } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { memberIds } from './chatAccess';
import { chatAt } from './chats';
import { list, paging, query } from './fields';
import { asUserIdType, unknownId, type UserIdType } from './ids';
import { invite, MAX_NEW_BOTS, MAX_NEW_PEOPLE, members, texts } from './invited';
import { TENANT_KEY } from './messageData';
import type { Operation } from './operation';
import { page } from './paging';

/** "获取群成员列表", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get and `create`. */
const MAX_BOTS = 15;
const MAX_MEMBERS = 5_000;

function getMembers(call: Call): Answer {
	const chat = ownChat(call);
	const type = asUserIdType(call.query('member_id_type'));
	const all = memberIds(call, chat, type);
	const { items, rest } = page(call, all, 20, () => call.refuseIf(true, 'feishuApp.params', 232001, { ext: 'invalid page_token' }));
	return success({
		items: items.map(({ id, name }) => ({ member_id_type: type, member_id: id, name, tenant_key: TENANT_KEY })),
		...rest,
		member_total: all.length,
	});
}

function ownChat(call: Call): Group {
	const chat = chatAt(call);
	call.refuseIf(chat.dissolved === true, 'feishuApp.botInChat', 232009);
	call.refuseIf(!chat.apps?.includes(call.app.id), 'feishuApp.botInChat', 232011);
	return chat;
}

/**
 * `succeed_type` 0: unknown and hidden IDs fail the call, resigned ones don't; 1: whoever can joins; 2: any that can't
 * fails the call.
 */
function addMembers(call: Call): Answer {
	const chat = ownChat(call);
	call.refuseIf(chat.direct !== undefined, 'feishuApp.botInChat', 232090);
	const type = call.query('member_id_type') || 'open_id';
	const ids = texts(call.body.id_list);
	const most = type === 'app_id' ? MAX_NEW_BOTS : MAX_NEW_PEOPLE;
	call.refuseIf(ids.length === 0, 'feishuApp.members', 232027);
	call.refuseIf(ids.length > most, 'feishuApp.params', 232001, { ext: `at most ${most} ids` });
	const { people, bots, unknown, hidden, resigned } = invite(call, type, ids);
	const succeedType = call.query('succeed_type') || '0';
	if (succeedType === '0') {
		checkKnown(call, type, unknown);
		call.refuseIf(hidden.length > 0, 'feishuApp.members', 232024);
	}
	const unusable = [...unknown, ...hidden, ...resigned];
	call.refuseIf(succeedType === '2' && unusable.length > 0, 'feishuApp.members', 232043, { ext: `[${unusable.join(',')}]` });
	const apps = [...new Set([...(chat.apps ?? []), ...bots.map(({ id }) => id)])];
	const joining = members(people).filter(({ userId }) => !chat.members.some((member) => member.userId === userId));
	call.refuseIf(apps.length > MAX_BOTS || chat.members.length + joining.length > MAX_MEMBERS, 'feishuApp.members', 232013);
	call.world.changeGroup(chat.id, { members: [...chat.members, ...joining], apps });
	return success({ invalid_id_list: [...resigned, ...hidden], not_existed_id_list: unknown, pending_approval_id_list: [] });
}

function checkKnown(call: Call, type: string, unknown: string[]): void {
	const [first] = unknown;
	if (first === undefined) return;
	if (type === 'app_id') call.refuseIf(true, 'feishuApp.members', 232021);
	// This page alone has 99992364 for union IDs.
	const { code, detail } = type === 'union_id' ? { code: 99992364, detail: { ext: first } } : unknownId(call.world, call.app, type as UserIdType, first);
	call.refuseIf(true, 'feishuApp.members', code, detail);
}

const memberIdType = (...more: string[]) => query('member_id_type', { oneOf: ['open_id', 'union_id', 'user_id', ...more] });

export const MEMBER_OPERATIONS: Operation[] = [
	{
		method: 'GET',
		path: '/im/v1/chats/:chat_id/members',
		scopes: ['im:chat', 'im:chat:readonly', 'im:chat.members:read', 'im:chat.group_info:readonly'],
		fields: [memberIdType(), ...paging(100)],
		run: getMembers,
	},
	{
		method: 'POST',
		path: '/im/v1/chats/:chat_id/members',
		scopes: ['im:chat', 'im:chat.members:write_only'],
		fields: [memberIdType('app_id'), query('succeed_type', { oneOf: ['0', '1', '2'] }), list('id_list')],
		run: addMembers,
	},
];
