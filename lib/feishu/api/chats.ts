import { path } from '../../apiCall';
import type { Failure } from '../../delivery/types';
import type { JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { dataOf, type FeishuCall } from '../appClient';
import type { Paged } from '../pages';
import type { UserIdType } from './users';

const CHATS = '/open-apis/im/v1/chats';
const PAGE = 100;

/** "List chats": the groups that the bot is in. https://open.feishu.cn/document/server-docs/group/chat/list */
export const listChats = (): Paged => ({ call: { method: 'GET', path: CHATS }, pageSize: PAGE });

/** "If the keyword is empty or longer than 64 characters, the result is empty." */
const QUERY_LENGTH = 64;

/**
 * "Search for groups": by the name of the group or of a member.
 * https://open.feishu.cn/document/server-docs/group/chat/search
 */
export function searchChats(query: string): Paged {
	const words = query.trim();
	if (words === '') throw new InputError('The search text is empty', 'Enter a part of the name of the group or of a member.');
	if ([...words].length > QUERY_LENGTH) {
		throw new InputError(`The search text has ${[...words].length} characters`, `Enter at most ${QUERY_LENGTH}: the platform finds nothing for a longer one.`);
	}
	return { call: { method: 'GET', path: `${CHATS}/search`, query: { query: words } }, pageSize: PAGE };
}

/** "Get group information": little of a group that the bot is not in. https://open.feishu.cn/document/server-docs/group/chat/get-2 */
export const getChat = (chatId: string): FeishuCall => ({ method: 'GET', path: path`/open-apis/im/v1/chats/${chatId}`, api: `${CHATS}/:chat_id` });

/** What people look for in a group. */
export const CHAT_FIELDS = ['chat_id', 'name', 'description', 'chat_mode', 'chat_type', 'chat_status', 'owner_id', 'user_count', 'bot_count', 'external'];

/** The group of an answer that does not repeat which one was asked for. */
export const chatOf = (answer: JsonObject, chatId: string): JsonObject => ({ chat_id: chatId, ...dataOf(answer) });

export interface NewChat {
	name: string;
	description: string;
	isPublic: boolean;
	/** Messages stand in topics instead of one after the other. */
	isTopics: boolean;
	/** Empty for the bot itself. */
	owner: string;
	members: string[];
	/** App IDs (`cli_...`); the bot that creates the group is in it anyway. */
	bots: string[];
	idType: UserIdType;
	/** Makes no second group for the same key within 10 hours; at most 50 characters. */
	key: string;
}

const NEW_MEMBERS = 50;
const NEW_BOTS = 5;

/** "Create a group". https://open.feishu.cn/document/server-docs/group/chat/create */
export function createChat({ name, description, isPublic, isTopics, owner, members, bots, idType, key }: NewChat): FeishuCall {
	const people = [...new Set(members)];
	if (isPublic && [...name.trim()].length < 2) throw new InputError('A public group needs a name', 'Enter a name of at least 2 characters.');
	if (people.length > NEW_MEMBERS) {
		throw new InputError(`The group would begin with ${people.length} members`, `Name at most ${NEW_MEMBERS} here, and add the others with Chat > Add Members.`);
	}
	if (bots.length > NEW_BOTS) throw new InputError(`The group would begin with ${bots.length} other bots`, `Name at most ${NEW_BOTS} here.`);
	return {
		method: 'POST',
		path: CHATS,
		query: { user_id_type: idType, set_bot_manager: owner === '' ? undefined : true, uuid: key },
		body: {
			name: name.trim(),
			description,
			chat_type: isPublic ? 'public' : 'private',
			group_message_type: isTopics ? 'thread' : 'chat',
			...(owner !== '' && { owner_id: owner }),
			user_id_list: people,
			bot_id_list: [...new Set(bots)],
		},
		// The same key makes no second group.
		repeatable: true,
	};
}

const memberPath = (chatId: string) => ({ path: path`/open-apis/im/v1/chats/${chatId}/members`, api: `${CHATS}/:chat_id/members` });

/** "Obtain group member list": people only, no bots. https://open.feishu.cn/document/server-docs/group/chat-member/get */
export const listMembers = (chatId: string, idType: UserIdType): Paged => ({
	call: { method: 'GET', ...memberPath(chatId), query: { member_id_type: idType } },
	pageSize: PAGE,
});

export const MEMBER_FIELDS = ['member_id', 'member_id_type', 'name'];

export type MemberIdType = UserIdType | 'app_id';

/**
 * "Add users or bots to a group", 50 people or 5 bots a call, one call of a group at a time. Whoever can be added
 * is (`succeed_type` 1); the answer tells who is not.
 * https://open.feishu.cn/document/server-docs/group/chat-member/create
 */
export function addMembers(chatId: string, ids: string[], idType: MemberIdType): FeishuCall[] {
	const most = idType === 'app_id' ? NEW_BOTS : NEW_MEMBERS;
	const unique = [...new Set(ids)];
	return Array.from({ length: Math.ceil(unique.length / most) }, (_, index) => ({
		method: 'POST',
		...memberPath(chatId),
		query: { member_id_type: idType, succeed_type: 1 },
		body: { id_list: unique.slice(index * most, (index + 1) * most) },
		// Who is in the group already stays in it.
		repeatable: true,
	}));
}

/** What became of the people and bots that were to be added. */
export interface Added {
	added: string[];
	/** Wait for the approval of the owner or a manager. */
	pending: string[];
	/** Why somebody was not added, by ID. */
	refused: Map<string, string>;
}

/** @param unknown emails or mobile numbers that nobody was found with */
export function addedOf(calls: FeishuCall[], answers: JsonObject[], unknown: string[]): Added {
	const listed = (name: string): string[] =>
		answers.flatMap((answer) => {
			const list = dataOf(answer)[name];
			return Array.isArray(list) ? list.map(String) : [];
		});
	const refused = new Map([
		...unknown.map((value): [string, string] => [value, 'was not found']),
		...listed('invalid_id_list').map((id): [string, string] => [id, "outside of the app's availability, or has left"]),
		...listed('not_existed_id_list').map((id): [string, string] => [id, 'does not exist']),
	]);
	const pending = listed('pending_approval_id_list');
	const asked = calls.flatMap(({ body }) => (body as { id_list: string[] }).id_list);
	return { added: asked.filter((id) => !refused.has(id) && !pending.includes(id)), pending, refused };
}

/** For an item of which not all could be added. */
export function notAdded({ added, pending, refused }: Added): Failure {
	const named = [...refused].map(([id, reason]) => `${id} (${reason})`).join(', ');
	const total = added.length + pending.length + refused.size;
	return {
		class: 'permanent',
		code: 'NOT_ADDED',
		message: `${refused.size} of ${total} could not be added to the group: ${named}`,
		fix: `${total > refused.size ? 'The others are done. ' : ''}Check these IDs and their kind, add the people to the availability of the app in the developer console and publish a new version, or take out who has left.`,
	};
}
