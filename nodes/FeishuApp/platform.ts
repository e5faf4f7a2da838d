import { apiTarget, callFeishu, tokenKey, type FeishuApp, type FeishuCall } from '../../lib/feishu/appClient';
import { feishuApp } from '../../lib/feishu/appCredential';
import type { AppMessage, AppPlatform, AppTools, RequestOperation, SendOperation } from '../shared/app';

export const platform: AppPlatform<FeishuApp, FeishuCall> = {
	credentialType: 'feishuAppApi',
	app: feishuApp,
	keyOf: tokenKey,
	call: callFeishu,
	target: apiTarget,
};

export type Tools = AppTools<FeishuApp, FeishuCall>;
export type FeishuMessage = AppMessage<FeishuCall>;
export type FeishuRequest = RequestOperation<FeishuApp, FeishuCall>;
export type FeishuSend = SendOperation<FeishuApp, FeishuCall>;
