import type { CardTemplateInput, DingtalkControl } from '../dingtalk/app/control';
import { asText } from '../json';
import type { JsonObject } from '../types';
import { filled, list, numberIn, OK } from './fields';

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
