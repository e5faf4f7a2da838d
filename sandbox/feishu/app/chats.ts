import { randomBytes } from 'node:crypto';
import type { Answer } from '../../answer';
import { isFilled } from '../../json';
import type { Group, JsonObject } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { list, paging, query, text, userIdType } from './fields';
import { consoleHost } from './gateway';
import { asUserIdType } from './ids';
import { invite, MAX_NEW_BOTS, MAX_NEW_PEOPLE, members, texts } from './invited';
import { TENANT_KEY } from './messageData';
import type { Operation } from './operation';
import { page } from './paging';

/**
 * "群组", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/list and its neighbours `search`,
 * `get` and `create`.
 */
const MAX_QUERY = 64;
/** "持有相同 uuid + owner_id（若有） 的请求 10 小时内只可成功创建 1 个群聊" */
const UUID_MS = 36_000_000;

export function checkActive(call: Call): void {
	call.refuseIf(!call.app.botEnabled, 'feishuApp.bot', 232025);
	call.refuseIf(!call.app.published, 'feishuApp.bot', 232034);
}

const avatar = ({ app }: Call): string => `${consoleHost(app)}/group.png`;

const own = (call: Call): Group[] => call.world.groups(call.app.platform).filter(({ apps, direct }) => !direct && apps?.includes(call.app.id));

/** The bot is the owner of every group here, so there is no owner_id. */
const listed = (call: Call, chat: Group): JsonObject => ({
	chat_id: chat.id,
	avatar: avatar(call),
	name: chat.name,
	description: '',
	external: false,
	tenant_key: TENANT_KEY,
	chat_status: chat.dissolved ? 'dissolved' : 'normal',
});

function pageOf(call: Call, chats: Group[]): Answer {
	const { items, rest } = page(call, chats, 20, () => call.refuseIf(true, 'feishuApp.params', 232001, { ext: 'invalid page_token' }));
	return success({ items: items.map((chat) => listed(call, chat)), ...rest });
}

function listChats(call: Call): Answer {
	checkActive(call);
	const chats = own(call).filter(({ dissolved }) => !dissolved);
	if (call.query('sort_type') === 'ByActiveTimeDesc') {
		const active = (chat: Group): number => call.world.messages(chat.id).at(-1)?.sentAt ?? 0;
		chats.sort((one, other) => active(other) - active(one));
	}
	return pageOf(call, chats);
}

/** "关键词为空值或长度超过 64 个字符时将返回空的结果" */
function search(call: Call): Answer {
	checkActive(call);
	const words = call.query('query').toLowerCase();
	const isSearchable = words !== '' && [...words].length <= MAX_QUERY;
	const fits = ({ name, members }: Group): boolean => [name, ...members.map((member) => member.name)].some((part) => part.toLowerCase().includes(words));
	return pageOf(call, isSearchable ? own(call).filter((chat) => !chat.dissolved && fits(chat)) : []);
}

export function chatAt(call: Call): Group {
	checkActive(call);
	const chat = call.world.group(call.params.chat_id ?? '');
	return chat?.platform === call.app.platform ? chat : call.end('feishuApp.recipient', 232006);
}

/** What groups made without more are set to. */
const SETTINGS = {
	add_member_permission: 'all_members',
	share_card_permission: 'allowed',
	edit_permission: 'all_members',
	group_message_type: 'chat',
	chat_type: 'private',
	chat_tag: 'inner',
	join_message_visibility: 'all_members',
	leave_message_visibility: 'all_members',
	membership_approval: 'no_approval_required',
	moderation_permission: 'all_members',
	external: false,
	tenant_key: TENANT_KEY,
	urgent_setting: 'all_members',
	video_conference_setting: 'all_members',
	hide_member_count_setting: 'all_members',
};

/** Whoever is not in the group sees its name, picture, state and size alone. */
function get(call: Call): Answer {
	const chat = chatAt(call);
	const counts = { user_count: String(chat.members.length), bot_count: String(chat.apps?.length ?? 0) };
	const brief = { avatar: avatar(call), name: chat.name, ...counts, chat_status: chat.dissolved ? 'dissolved' : 'normal' };
	if (!chat.apps?.includes(call.app.id)) return success(brief);
	if (chat.direct) return success({ ...brief, chat_mode: 'p2p', external: false, tenant_key: TENANT_KEY });
	return success({ ...brief, description: '', ...SETTINGS, chat_mode: 'group', at_all_permission: chat.allowAtAll ? 'all_members' : 'only_owner' });
}

function create(call: Call): Answer {
	checkActive(call);
	const uuid = call.query('uuid');
	const key = `chat ${call.app.id} ${uuid} ${call.text('owner_id')}`;
	const first = uuid === '' || !call.world.switches.isOn('feishuApp.uuid') ? undefined : call.state.uuids.get(key);
	if (first && call.world.now() - first.at < UUID_MS) return first.result.answer;
	const name = call.text('name');
	const isPublic = call.text('chat_type') === 'public';
	call.refuseIf(isPublic && name === '', 'feishuApp.chatName', 232042);
	call.refuseIf(isPublic && [...name].length < 2, 'feishuApp.chatName', 232020);
	const type = asUserIdType(call.query('user_id_type'));
	const wanted = [...texts(call.body.user_id_list), ...(isFilled(call.body.owner_id) ? [call.body.owner_id] : [])];
	const { people, unknown, hidden, resigned } = invite(call, type, wanted);
	call.refuseIf(resigned.length > 0, 'feishuApp.members', 232022);
	call.refuseIf(unknown.length + hidden.length > 0, 'feishuApp.members', 232043);
	const { bots, unknown: noBots } = invite(call, 'app_id', texts(call.body.bot_id_list));
	call.refuseIf(noBots.length > 0, 'feishuApp.members', 232021);
	const chat = call.world.addGroup({
		id: `oc_${randomBytes(16).toString('hex')}`,
		platform: call.app.platform,
		name: name || '(无主题)',
		members: members(people),
		apps: [...new Set([call.app.id, ...bots.map(({ id }) => id)])],
	});
	const answer = success({
		chat_id: chat.id,
		avatar: avatar(call),
		name: chat.name,
		description: call.text('description'),
		...(isFilled(call.body.owner_id) && { owner_id: call.body.owner_id, owner_id_type: type }),
		...SETTINGS,
		...(isPublic && { chat_type: 'public' }),
		at_all_permission: 'all_members',
		chat_mode: 'group',
	});
	if (uuid !== '') call.state.uuids.set(key, { at: call.world.now(), result: { answer, outcome: 'accepted' } });
	return answer;
}

const READ_SCOPES = ['im:chat', 'im:chat:readonly', 'im:chat:read', 'im:chat.group_info:readonly'];
export const CHAT_OPERATIONS: Operation[] = [
	{
		method: 'GET',
		path: '/im/v1/chats',
		scopes: READ_SCOPES,
		fields: [userIdType, query('sort_type', { oneOf: ['ByCreateTimeAsc', 'ByActiveTimeDesc'] }), ...paging(100)],
		run: listChats,
	},
	{ method: 'GET', path: '/im/v1/chats/search', scopes: READ_SCOPES, fields: [userIdType, ...paging(100)], run: search },
	{
		method: 'POST',
		path: '/im/v1/chats',
		scopes: ['im:chat', 'im:chat:create'],
		fields: [
			userIdType,
			query('uuid', { max: 50 }),
			list('user_id_list', { max: MAX_NEW_PEOPLE }),
			list('bot_id_list', { max: MAX_NEW_BOTS }),
			text('name'),
			text('description'),
			text('owner_id'),
			text('chat_mode', { oneOf: ['group'] }),
			text('chat_type', { oneOf: ['private', 'public'] }),
			text('group_message_type', { oneOf: ['chat', 'thread'] }),
		],
		run: create,
	},
	{ method: 'GET', path: '/im/v1/chats/:chat_id', scopes: ['im:chat', 'im:chat:read', 'im:chat:readonly'], fields: [userIdType], run: get },
];
