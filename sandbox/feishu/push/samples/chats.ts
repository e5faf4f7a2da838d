import type { JsonObject } from '../../../types';
import { APP, CHAT, HAN, LI, MESSAGE, TENANT } from './parts';

/** Messages, groups and bots: https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/introduction */
const reaction: JsonObject = {
	message_id: MESSAGE,
	reaction_type: { emoji_type: 'SMILE' },
	operator_type: 'user',
	user_id: LI,
	action_time: '1627641418803',
};

const NAMES = { name: 'On call', i18n_names: { zh_cn: '值班群', en_us: 'On call', ja_jp: '当番' } };
const inGroup: JsonObject = { chat_id: CHAT, operator_id: LI, external: false, operator_tenant_key: TENANT };
const members: JsonObject = { ...inGroup, users: [{ name: '韩梅梅', tenant_key: TENANT, user_id: HAN }], ...NAMES };

const settings = (name: string): JsonObject => ({
	avatar: 'default-avatar_made-up',
	name,
	description: 'Alerts',
	i18n_names: NAMES.i18n_names,
	add_member_permission: 'all_members',
	share_card_permission: 'allowed',
	at_all_permission: 'only_owner',
	edit_permission: 'all_members',
	membership_approval: 'approval_required',
	join_message_visibility: 'all_members',
	leave_message_visibility: 'all_members',
	moderation_permission: 'all_members',
	owner_id: LI,
	group_message_type: 'chat',
});

export const CHAT_SAMPLES: Record<string, JsonObject> = {
	'im.message.message_read_v1': { reader: { reader_id: LI, read_time: '1609484183000', tenant_key: TENANT }, message_id_list: [MESSAGE] },
	'im.message.recalled_v1': { message_id: MESSAGE, chat_id: CHAT, recall_time: '1615380573411', recall_type: 'message_owner' },
	'im.message.reaction.created_v1': reaction,
	'im.message.reaction.deleted_v1': reaction,
	'im.chat.access_event.bot_p2p_chat_entered_v1': {
		chat_id: CHAT,
		operator_id: LI,
		last_message_id: MESSAGE,
		last_message_create_time: '1615380573411',
	},
	'im.chat.member.bot.added_v1': { ...inGroup, ...NAMES },
	'im.chat.member.bot.deleted_v1': { ...inGroup, ...NAMES },
	'im.chat.member.user.added_v1': members,
	'im.chat.member.user.deleted_v1': members,
	'im.chat.member.user.withdrawn_v1': members,
	'im.chat.updated_v1': {
		...inGroup,
		after_change: settings('On call'),
		before_change: settings('Operations'),
		moderator_list: { added_member_list: [{ tenant_key: TENANT, user_id: HAN }], removed_member_list: [] },
	},
	'im.chat.disbanded_v1': { ...inGroup, ...NAMES },
	'application.bot.menu_v6': { operator: { operator_name: '李雷', operator_id: LI }, event_key: 'who_is_on_call', timestamp: 1669364458 },
	// Versions 1.0, of the old envelope.
	p2p_chat_create: {
		app_id: APP,
		chat_id: CHAT,
		operator: { open_id: LI.open_id, user_id: LI.user_id },
		tenant_key: TENANT,
		type: 'p2p_chat_create',
		user: { name: '李雷', open_id: LI.open_id, user_id: LI.user_id },
	},
	app_ticket: { app_id: APP, app_ticket: 'made-up-ticket', type: 'app_ticket' },
	// A callback, like clicks on cards.
	'url.preview.get': {
		operator: { tenant_key: TENANT, user_id: LI.user_id, open_id: LI.open_id },
		host: 'im_message',
		context: { url: 'https://example.com/alerts/1', preview_token: 'made-up-preview-token', open_message_id: MESSAGE, open_chat_id: CHAT },
	},
};
