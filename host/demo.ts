import type { startSandbox } from '../sandbox';

import type { Credential } from './n8nApi';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** Made up; they protect nothing but the local demo. */
export const DEMO_SECRET = 'made-up-demo-secret';
export const ALERT_TOKEN = 'made-up-alertmanager-token';

const KEYWORD = 'alert';

export interface Demo {
	groups: Array<{ platform: string; name: string; id: string }>;
	/** By the names the examples use. */
	credentials: Credential[];
}

const platforms = [
	{ platform: 'feishu', name: 'Feishu operations', credential: 'Feishu bot (sandbox)', type: 'larkBotApi' },
	{ platform: 'dingtalk', name: 'DingTalk operations', credential: 'DingTalk bot (sandbox)', type: 'dingTalkBotApi' },
] as const;

/** A group with a bot on each platform, and the credentials through which the example workflows reach them. */
export function createDemo(sandbox: Sandbox): Demo {
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
	for (const { platform, name, credential, type } of platforms) {
		const { id } = sandbox.addGroup({ platform, name });
		const { webhookUrl } = sandbox.addBot({ groupId: id, name: 'Alerts', secret: DEMO_SECRET, keywords: [KEYWORD] });
		demo.groups.push({ platform, name, id });
		demo.credentials.push({ name: credential, type, data: { webhookUrl, secret: DEMO_SECRET, keywords: KEYWORD } });
	}
	return demo;
}
