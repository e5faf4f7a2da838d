import { openIdOf, type App, type Person } from '../../organization';
import type { Group, JsonObject, Message } from '../../types';
import type { World } from '../../world';
import { hasScope } from '../app/gateway';
import { contentWithKeys, type Mentioned } from '../app/mentionKeys';
import { rootOf, TENANT_KEY } from '../app/messageData';
import { botOpenId } from '../app/bot';

/** "获取用户 user ID": without it the field is missing. */
const USER_ID_SCOPE = ['contact:user.employee_id:readonly'];

/** How an event names somebody. */
export const userIds = (person: Person, app: App): JsonObject => ({
	union_id: person.unionId,
	...(hasScope(app, USER_ID_SCOPE) && { user_id: person.userId }),
	open_id: openIdOf(person, app),
});

/** Unconfirmed: which IDs a bot has here. */
const mentionIds = ({ person, bot }: Mentioned, app: App): JsonObject =>
	person ? userIds(person, app) : { union_id: '', user_id: '', open_id: bot ? botOpenId(bot) : '' };

/**
 * `im.message.receive_v1`.
 * "接收消息", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/events/receive
 */
export function messageEvent(world: World, app: App, person: Person, chat: Group, message: Message): JsonObject {
	const { content, mentioned } = contentWithKeys(world, app, message);
	const root = rootOf(world, message);
	return {
		sender: { sender_id: userIds(person, app), sender_type: 'user', tenant_key: TENANT_KEY },
		message: {
			message_id: message.id,
			...(root && { root_id: root.id, parent_id: message.replyTo }),
			create_time: String(message.sentAt),
			update_time: String(message.editedAt ?? message.sentAt),
			chat_id: chat.id,
			...(message.threadId !== undefined && { thread_id: message.threadId }),
			chat_type: chat.direct ? 'p2p' : 'group',
			message_type: message.msgType,
			content: JSON.stringify(content),
			...(mentioned.length > 0 && {
				mentions: mentioned.map((one) => ({
					key: one.key,
					id: mentionIds(one, app),
					mentioned_type: one.bot ? 'bot' : 'user',
					name: one.name,
					tenant_key: TENANT_KEY,
				})),
			}),
			...(hasScope(app, ['im:user_agent:read']) && { user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Lark/7.28.0' }),
		},
	};
}

const PRIVATE = ['im:message.p2p_msg', 'im:message.p2p_msg:readonly'];
const EVERYTHING = ['im:message.group_msg', 'im:message.group_msg:readonly'];
const MENTIONED = ['im:message.group_at_msg', 'im:message.group_at_msg:readonly', 'im:message.group_at_msg.include_bot:readonly'];

/** "系统会根据应用接收消息相关权限，判断可推送的信息". Unconfirmed: that a mention of everybody is none of the bot. */
export function hears(world: World, app: App, chat: Group, message: Message): boolean {
	if (!app.botEnabled) return false;
	if (!world.switches.isOn('feishuPush.hearing')) return true;
	if (chat.direct) return hasScope(app, PRIVATE);
	const isMentioned = contentWithKeys(world, app, message).mentioned.some(({ bot }) => bot?.id === app.id);
	return hasScope(app, isMentioned ? [...EVERYTHING, ...MENTIONED] : EVERYTHING);
}
