import type { startSandbox } from '../sandbox';
import { addDemo, DEMO_PUSH, DEMO_SECRET } from '../sandbox/demo';

import type { Credential } from './n8nApi';

export { DEMO_SECRET };

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** Made up; it protects nothing but the local demo. */
export const ALERT_TOKEN = 'made-up-alertmanager-token';

export interface Demo {
	groups: Array<{ platform: string; name: string; id: string }>;
	/** By the names the examples use. */
	credentials: Credential[];
}

/** The platforms that the example workflows send to. */
const platforms = [
	{ platform: 'feishu', credential: 'Feishu bot (sandbox)', type: 'larkBotApi' },
	{ platform: 'dingtalk', credential: 'DingTalk bot (sandbox)', type: 'dingTalkBotApi' },
] as const;

/** The demo of the sandbox, and the credentials through which the example workflows reach its groups. */
export function createDemo(sandbox: Sandbox): Demo {
	const { groups, bots, apps } = addDemo(sandbox);
	const demo: Demo = {
		groups: [],
		credentials: [
			{
				name: 'Alert source (sandbox)',
				type: 'subscriptionTriggerApi',
				data: { authentication: 'headerAuth', headerName: 'Authorization', headerSecret: ALERT_TOKEN },
			},
		],
	};
	for (const { platform, credential, type } of platforms) {
		const group = groups.find((one) => one.platform === platform)!;
		const { webhookUrl, keywords } = bots.find(({ groupId }) => groupId === group.id)!;
		demo.groups.push(group);
		demo.credentials.push({ name: credential, type, data: { webhookUrl, secret: DEMO_SECRET, keywords: keywords[0] } });
	}
	const appOf = (platform: string) => apps.find((app) => app.platform === platform)!;
	const { id: appId, secret: appSecret } = appOf('feishu');
	const { token, encryptKey, aesKey, cardCallbackSecret } = DEMO_PUSH;
	demo.credentials.push({
		name: 'Feishu app (sandbox)',
		type: 'feishuAppApi',
		data: { region: 'private', baseUrl: sandbox.url, appId, appSecret, verificationToken: token, encryptKey },
	});
	const { id: clientId, secret: clientSecret, agentId, corpId } = appOf('dingtalk');
	demo.credentials.push({
		name: 'DingTalk app (sandbox)',
		type: 'dingTalkEnterpriseAppApi',
		data: {
			...{ clientId, clientSecret, agentId, corpId, pushToken: token, pushAesKey: aesKey, cardCallbackSecret },
			...{ cardTemplateId: 'alert.schema', exclusive: true, baseUrl: sandbox.url, oldBaseUrl: sandbox.url },
		},
	});
	return demo;
}
