import type { Answer } from '../../answer';
import { asObject, asText } from '../../json';
import type { JsonObject, Message } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { checkNotRecalled } from './chatAccess';
import { EMOJI_TYPES } from './emojis';
import { object, paging, query, userIdType } from './fields';
import { findPerson, isAvailable } from './ids';
import type { Operation } from './operation';
import { page } from './paging';

/** "添加消息表情回复", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/create */
function messageOf(call: Call): Message {
	const message = call.world.message(call.params.message_id ?? '');
	const chat = message && call.world.group(message.groupId);
	if (!message || chat?.platform !== call.app.platform) return call.end('feishuApp.message', 231003);
	call.refuseIf(chat.dissolved === true, 'feishuApp.botInChat', 232009);
	call.refuseIf(!chat.apps?.includes(call.app.id), 'feishuApp.botInChat', 231008);
	const person = chat.direct && findPerson(call.world, call.app, 'user_id', chat.direct.userId);
	call.refuseIf(person !== undefined && !isAvailable(person, call.app), 'feishuApp.availability', 231022);
	checkNotRecalled(call, message, 231003);
	return message;
}

type Reaction = NonNullable<Message['reactions']>[number];

const shown = ({ id, emoji, by, at }: Reaction): JsonObject => ({
	reaction_id: id,
	operator: { operator_id: by, operator_type: by.startsWith('cli_') ? 'app' : 'user' },
	action_time: String(at ?? 0),
	reaction_type: { emoji_type: emoji },
});

/** Unconfirmed: that the bot ability is wanted here (no code of its own); 231002 stands for it. */
function add(call: Call): Answer {
	call.refuseIf(!call.app.botEnabled || !call.app.published, 'feishuApp.bot', 231002);
	const message = messageOf(call);
	call.refuseIf(message.msgType === 'system', 'feishuApp.messageType', 231017);
	const emoji = asText(asObject(call.body.reaction_type).emoji_type);
	call.refuseIf(!EMOJI_TYPES.has(emoji), 'feishuApp.emoji', 231001);
	const reactions = message.reactions ?? [];
	// Unconfirmed: that the same emoji twice is one reaction.
	const known = reactions.find((reaction) => reaction.emoji === emoji && reaction.by === call.app.id);
	if (known) return success(shown(known));
	const reaction = { id: call.world.nextId('reaction'), emoji, by: call.app.id, at: call.world.now() };
	call.world.changeMessage(message.id, { reactions: [...reactions, reaction] });
	return success(shown(reaction));
}

function remove(call: Call): Answer {
	const message = messageOf(call);
	const id = call.params.reaction_id ?? '';
	const reaction = message.reactions?.find((candidate) => candidate.id === id);
	if (!reaction) {
		const isElsewhere = call.world.messages().some((other) => other.reactions?.some((candidate) => candidate.id === id));
		return call.end('feishuApp.reaction', isElsewhere ? 231010 : 231011);
	}
	call.refuseIf(reaction.by !== call.app.id, 'feishuApp.reaction', 231007);
	call.world.changeMessage(message.id, { reactions: message.reactions?.filter((candidate) => candidate !== reaction) });
	return success(shown(reaction));
}

function listReactions(call: Call): Answer {
	const message = messageOf(call);
	const type = call.query('reaction_type');
	call.refuseIf(type !== '' && !EMOJI_TYPES.has(type), 'feishuApp.emoji', 231001);
	const all = (message.reactions ?? []).filter(({ emoji }) => type === '' || emoji === type);
	const { items, rest } = page(call, all, 20, () => call.refuseIf(true, 'feishuApp.params', 231012));
	return success({ ...rest, items: items.map(shown) });
}

const WRITE_SCOPES = ['im:message', 'im:message.reactions:write_only'];

export const REACTION_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/im/v1/messages/:message_id/reactions',
		scopes: WRITE_SCOPES,
		fields: [object('reaction_type', { required: true })],
		run: add,
	},
	{ method: 'DELETE', path: '/im/v1/messages/:message_id/reactions/:reaction_id', scopes: WRITE_SCOPES, run: remove },
	{
		method: 'GET',
		path: '/im/v1/messages/:message_id/reactions',
		scopes: ['im:message.reactions:read', 'im:message:readonly'],
		fields: [query('reaction_type'), userIdType, ...paging(50)],
		run: listReactions,
	},
];
