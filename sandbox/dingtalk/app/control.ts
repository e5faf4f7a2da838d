import type { EndpointWorld } from '../../answer';
import type { CardTemplate } from './cardTemplates';
import { chatIdOf } from './groups';
import { downloadCodeOf, keepReceived, openSession, type ReceivedFile, type SessionAddress } from './received';
import { stateOf } from './state';

/** The ID is `<uuid>.schema`; released, unless something else is said. Streaming a variable of Markdown needs `isFull`. */
export type CardTemplateInput = Pick<CardTemplate, 'id'> & Partial<CardTemplate>;

/** What a test does to DingTalk's apps besides what it does to all platforms. */
export interface DingtalkControl {
	/** The next `times` (1) messages of robots to these people are dropped: `flowControlledStaffIdList`. */
	flowControl(userIds: string[], times?: number): void;
	/** All tokens of an app are worth nothing from now on. */
	revokeTokens(appId: string): void;
	/** The reply address of a message that `appId`'s robot got in a group, or from a person; good for 90 minutes. */
	sessionWebhook(appId: string, from: { groupId: string } | { userId: string }): SessionAddress;
	/** A file that somebody sent to the robot; returns its downloadCode. */
	receiveFile(appId: string, file: ReceivedFile): string;
	addCardTemplate(template: CardTemplateInput): CardTemplate;
	addGroupTemplate(id: string): void;
	/** The ID that a group has in the old APIs. */
	chatId(groupId: string): string;
	/** DING messages by SMS or phone that are paid for; null (default) = without end. */
	setDingQuota(left: number | null): void;
	/** Which of `count` clients of one app gets a push: an index from 0. Otherwise it is left to chance. */
	chooseClient(choose: (count: number) => number): void;
}

export const dingtalkControl = (world: EndpointWorld): DingtalkControl => ({
	flowControl: (userIds, times = 1) => userIds.forEach((userId) => stateOf(world).flowControlled.set(userId, times)),
	revokeTokens: (appId) => {
		for (const token of stateOf(world).tokens.values()) if (token.appId === appId) token.expiresAt = 0;
	},
	sessionWebhook: (appId, from) => openSession(world, appId, chatOf(world, appId, from)),
	receiveFile: (appId, file) => downloadCodeOf(world, appId, keepReceived(world, appId, file)),
	addCardTemplate: (input) => {
		const template: CardTemplate = { published: true, markdown: [], buttons: [], inputs: [], ...input };
		stateOf(world).templates.set(template.id, template);
		return template;
	},
	addGroupTemplate: (id) => void stateOf(world).groupTemplates.add(id),
	chatId: (groupId) => {
		const group = world.group(groupId);
		if (!group) throw new Error(`No such group: ${groupId}`);
		return chatIdOf(group);
	},
	setDingQuota: (left) => {
		stateOf(world).dingsLeft = left;
	},
	chooseClient: (choose) => {
		stateOf(world).choose = choose;
	},
});

function chatOf(world: EndpointWorld, appId: string, from: { groupId: string } | { userId: string }): string {
	if ('groupId' in from) return from.groupId;
	const app = world.organization.app(appId);
	const person = world.organization.person('dingtalk', ({ userId }) => userId === from.userId);
	if (!app || !person) throw new Error(`No such app or person: ${appId}, ${from.userId}`);
	return world.directChat(app, person).id;
}
