import { apiTarget, callDingTalk, type DingTalkApp, type DingTalkCall } from '../../lib/dingtalk/appClient';
import { dingTalkApp } from '../../lib/dingtalk/appCredential';
import { quotaWarning } from '../../lib/dingtalk/quota';
import { sha256 } from '../../lib/hash';
import type { AppMessage, AppPlatform, AppTools, RequestOperation, SendOperation } from '../shared/app';

export const platform: AppPlatform<DingTalkApp, DingTalkCall> = {
	credentialType: 'dingTalkEnterpriseAppApi',
	app: dingTalkApp,
	// Items that share a call or a look-up share everything about the app: the credential may differ from item to item.
	keyOf: (app) => sha256(JSON.stringify(app)),
	call: callDingTalk,
	target: apiTarget,
	warning: quotaWarning,
};

export type Tools = AppTools<DingTalkApp, DingTalkCall>;
export type DingTalkMessage = AppMessage<DingTalkCall>;
export type DingTalkRequest = RequestOperation<DingTalkApp, DingTalkCall>;
export type DingTalkSend = SendOperation<DingTalkApp, DingTalkCall>;
