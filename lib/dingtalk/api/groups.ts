import { path } from '../../apiCall';
import { objectsIn, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import type { DingTalkCall } from '../appClient';
import { filled } from '../fields';

export interface NewGroup {
	name: string;
	/** User ID. */
	owner: string;
	/** User IDs. */
	members: string[];
	settings: GroupSettings;
}

export interface GroupSettings {
	/** Only the owner may mention everybody. */
	onlyOwnerMentionsAll: boolean;
	/** Only the owner manages the group. */
	onlyOwnerManages: boolean;
	/** New members see the last 100 messages. */
	showHistory: boolean;
	searchable: boolean;
	/** Who wants to join needs to be let in. */
	joinApproval: boolean;
}

/** "1 to 20 characters." */
const NAME_LENGTH = 20;

const flag = (on: boolean): number => (on ? 1 : 0);

/**
 * An internal group: the answer is `{ openConversationId, chatid, conversationTag }`. The app's robot does not come
 * along.
 * https://open.dingtalk.com/document/development/create-common-group-new-version-v2
 */
export function groupCreate({ name, owner, members, settings }: NewGroup): DingTalkCall {
	if (filled('group name', name).length > NAME_LENGTH) {
		throw new InputError(`The group name has ${name.length} characters; DingTalk takes at most ${NAME_LENGTH}`, 'Shorten the name.');
	}
	const everybody = [...new Set([filled('owner', owner), ...members])];
	return {
		generation: 'new',
		method: 'POST',
		path: '/v1.0/im/group/create',
		body: {
			name,
			owner,
			ownerType: 'emp',
			useridlist: everybody,
			conversationTag: 2,
			managementOptions: {
				mentionAllAuthority: flag(settings.onlyOwnerMentionsAll),
				managementType: flag(settings.onlyOwnerManages),
				showHistoryType: flag(settings.showHistory),
				searchable: flag(settings.searchable),
				validationType: flag(settings.joinApproval),
			},
		},
	};
}

/**
 * `chat...`, as the client and older APIs name a group -> `{ openConversationId }`.
 * https://open.dingtalk.com/document/development/obtain-group-openconversationid
 */
export function chatConversion(chatId: string): DingTalkCall {
	// Two dots would lead to another API.
	if (!/^(?!cid)[\w-]+$/.test(filled('chat ID', chatId))) {
		const fix = chatId.startsWith('cid')
			? 'This is an open conversation ID already: use it as it is.'
			: 'Enter the chat ID (chat...) of an internal group, as an event or the app on a phone returns it.';
		throw new InputError(`"${chatId.slice(0, 100)}" is not a chat ID`, fix);
	}
	return {
		generation: 'new',
		method: 'POST',
		path: path`/v1.0/im/chat/${chatId}/convertToOpenConversationId`,
		api: '/v1.0/im/chat/{chatId}/convertToOpenConversationId',
		repeatable: true,
	};
}

/**
 * `chatbotInstanceVOList: [{ robotCode, name, downloadIconURL, openRobotType }]`.
 * https://open.dingtalk.com/document/development/obtain-the-list-of-robots-in-the-group
 */
export const groupRobots = (openConversationId: string): DingTalkCall => ({
	generation: 'new',
	method: 'POST',
	path: '/v1.0/robot/groups/robots/query',
	body: { openConversationId },
	repeatable: true,
});

/** 1: of a public template, custom robots too; 2: of an app of the organization; 3: of a maker's app; 4: of a group template. */
const ROBOT_TYPES: Record<string, string> = { '1': 'public', '2': 'internalApp', '3': 'thirdPartyApp', '4': 'groupTemplate' };

export const robotsOf = ({ chatbotInstanceVOList: list }: JsonObject): JsonObject[] => objectsIn(list);

export const simpleRobot = ({ robotCode, name, downloadIconURL, openRobotType }: JsonObject): JsonObject => ({
	robotCode,
	name,
	iconUrl: downloadIconURL,
	type: ROBOT_TYPES[String(openRobotType)] ?? openRobotType,
});
