import { apiTarget, callDingTalk, keyOfApp, type DingTalkApp, type DingTalkCall } from '../../lib/dingtalk/appClient';
import { dingTalkApp } from '../../lib/dingtalk/appCredential';
import { quotaWarning } from '../../lib/dingtalk/quota';
import type { AppMessage, AppPlatform, AppTools, RequestOperation, SendOperation } from '../shared/app';

export const platform: AppPlatform<DingTalkApp, DingTalkCall> = {
	credentialType: 'dingTalkEnterpriseAppApi',
	app: dingTalkApp,
	keyOf: keyOfApp,
	call: callDingTalk,
	target: apiTarget,
	warning: quotaWarning,
};

export type Tools = AppTools<DingTalkApp, DingTalkCall>;
export type DingTalkMessage = AppMessage<DingTalkCall>;
export type DingTalkRequest = RequestOperation<DingTalkApp, DingTalkCall>;
export type DingTalkSend = SendOperation<DingTalkApp, DingTalkCall>;
