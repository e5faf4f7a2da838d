import type { CardTemplateInput, DingtalkControl } from '../dingtalk/app/control';
import { asText } from '../json';
import type { JsonObject } from '../types';

const OK = { ok: true };

const numberIn = (value: unknown): number => {
	const number = Number(value);
	if (!Number.isFinite(number)) throw new Error(`Not a number: ${String(value)}`);
	return number;
};

const filled = (name: string, value: unknown): string => {
	if (asText(value) === '') throw new Error(`${name} must be a text`);
	return asText(value);
};

function list(name: string, value: unknown): string[] {
	if (!Array.isArray(value)) throw new Error(`${name} must be a list`);
	return value.map((entry) => filled(name, entry));
}

/** What only DingTalk's apps have, by the last part of the path. */
export const DINGTALK_CALLS: Record<string, (dingtalk: DingtalkControl, body: JsonObject) => unknown> = {
	cardTemplates: (dingtalk, body) => {
		filled('id', body.id);
		return dingtalk.addCardTemplate(body as unknown as CardTemplateInput);
	},
	chatId: (dingtalk, body) => ({ chatId: dingtalk.chatId(asText(body.groupId)) }),
	dingQuota: (dingtalk, { left }) => {
		dingtalk.setDingQuota(left === null ? null : numberIn(left));
		return OK;
	},
	flowControl: (dingtalk, { userIds, times = 1 }) => {
		dingtalk.flowControl(list('userIds', userIds), numberIn(times));
		return OK;
	},
	groupTemplates: (dingtalk, { id }) => {
		dingtalk.addGroupTemplate(filled('id', id));
		return OK;
	},
	receivedFiles: (dingtalk, { appId, name, contentType, base64 }) => {
		const file = { name: filled('name', name), contentType: asText(contentType), bytes: Buffer.from(filled('base64', base64), 'base64') };
		return { downloadCode: dingtalk.receiveFile(filled('appId', appId), file) };
	},
	revokeTokens: (dingtalk, { appId }) => {
		dingtalk.revokeTokens(filled('appId', appId));
		return OK;
	},
	sessionWebhook: (dingtalk, { appId, groupId, userId }) =>
		dingtalk.sessionWebhook(filled('appId', appId), userId === undefined ? { groupId: filled('groupId', groupId) } : { userId: asText(userId) }),
};
