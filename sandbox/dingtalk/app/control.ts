import { randomBytes } from 'node:crypto';
import type { EndpointWorld } from '../../answer';
import type { CardTemplate } from './cardRecord';
import { chatIdOf } from './groups';
import { stateOf } from './state';

/** "sessionWebhookExpiredTime": the documents' samples lie 90 minutes after the message. */
const SESSION_MS = 90 * 60_000;
/** Unconfirmed: how long a download code is good for. */
const DOWNLOAD_MS = 24 * 3_600_000;

export interface CardTemplateInput {
	/** `<uuid>.schema` */
	id: string;
	/** Default true. */
	published?: boolean;
	/** The variables that are drawn as Markdown; streaming them needs `isFull`. */
	markdown?: string[];
}

/** What a test does to DingTalk's apps besides what it does to all platforms. */
export interface DingtalkControl {
	/** The next `times` (1) messages of robots to these people are dropped: `flowControlledStaffIdList`. */
	flowControl(userIds: string[], times?: number): void;
	/** All tokens of an app are worth nothing from now on. */
	revokeTokens(appId: string): void;
	/** The reply address of a message that `appId`'s robot got in a group, or from a person; good for 90 minutes. */
	sessionWebhook(appId: string, from: { groupId: string } | { userId: string }): { sessionWebhook: string; sessionWebhookExpiredTime: number };
	/** A file that somebody sent to the robot; returns its downloadCode. */
	receiveFile(appId: string, file: { name: string; contentType: string; bytes: Buffer }): string;
	addCardTemplate(template: CardTemplateInput): CardTemplate;
	addGroupTemplate(id: string): void;
	/** The ID that a group has in the old APIs. */
	chatId(groupId: string): string;
	/** DING messages by SMS or phone that are paid for; null (default) = without end. */
	setDingQuota(left: number | null): void;
}

export const dingtalkControl = (world: EndpointWorld): DingtalkControl => ({
	flowControl: (userIds, times = 1) => userIds.forEach((userId) => stateOf(world).flowControlled.set(userId, times)),
	revokeTokens: (appId) => {
		for (const token of stateOf(world).tokens.values()) if (token.appId === appId) token.expiresAt = 0;
	},
	sessionWebhook: (appId, from) => {
		const id = randomBytes(16).toString('hex');
		const expiresAt = world.now() + SESSION_MS;
		stateOf(world).sessions.set(id, { id, appId, groupId: chatOf(world, appId, from), expiresAt });
		return { sessionWebhook: `${world.baseUrl()}/robot/sendBySession?session=${id}`, sessionWebhookExpiredTime: expiresAt };
	},
	receiveFile: (appId, { name, contentType, bytes }) => {
		const { key } = world.files.add('iAEI', { platform: 'dingtalk', appId, type: 'received', name, contentType, bytes });
		const code = `${randomBytes(48).toString('base64')}==`;
		stateOf(world).downloads.set(code, { code, appId, fileKey: key, expiresAt: world.now() + DOWNLOAD_MS });
		return code;
	},
	addCardTemplate: ({ id, published = true, markdown = [] }) => {
		const template: CardTemplate = { id, published, markdown };
		stateOf(world).templates.set(id, template);
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
});

function chatOf(world: EndpointWorld, appId: string, from: { groupId: string } | { userId: string }): string {
	if ('groupId' in from) return from.groupId;
	const app = world.organization.app(appId);
	const person = world.organization.person('dingtalk', ({ userId }) => userId === from.userId);
	if (!app || !person) throw new Error(`No such app or person: ${appId}, ${from.userId}`);
	return world.directChat(app, person).id;
}
