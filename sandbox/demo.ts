import type { App, Bot, Group, Platform, SandboxControl } from './index';

/** Made up; it protects nothing but a sandbox. */
export const DEMO_SECRET = 'made-up-demo-secret';
const KEYWORDS = ['alert', '告警'];
/** What the apps sign and encrypt with when they are told over HTTP; out of the box they hear over a long connection. */
export const DEMO_PUSH = {
	token: 'made-up-demo-push-token',
	/** Feishu and Lark. */
	encryptKey: 'made-up-demo-encrypt-key',
	/** DingTalk: 43 characters, the base64 of 32 bytes without its `=`. */
	aesKey: 'bWFkZS11cC1kZW1vLWFlcy1rZXktb2YtMzItYnl0ZXM',
	/** DingTalk: what clicks on cards are signed with, when their callback address is registered with it. */
	cardCallbackSecret: 'made-up-demo-card-callback-secret',
};

export interface Demo {
	groups: Group[];
	/** One in each group. */
	bots: Bot[];
	/** One in each group, too; everybody of its platform may use it. */
	apps: App[];
}

interface DemoPlatform {
	platform: Platform;
	group: { id: string; name: string };
	people: Array<{ userId: string; name: string; mobile: string }>;
	botToken: string;
	app: Pick<App, 'id' | 'name'> & Partial<App>;
}

const PLATFORMS: DemoPlatform[] = [
	{
		platform: 'feishu',
		group: { id: 'oc_demo_feishu', name: 'Feishu operations' },
		people: [
			{ userId: 'lilei', name: '李雷', mobile: '+8613800000011' },
			{ userId: 'hanmeimei', name: '韩梅梅', mobile: '+8613800000012' },
		],
		botToken: 'demo-feishu-0000-0000-000000000001',
		app: { id: 'cli_de00000000000001', name: '值班助手' },
	},
	{
		platform: 'lark',
		group: { id: 'oc_demo_lark', name: 'Lark operations' },
		people: [
			{ userId: 'alex', name: 'Alex Kim', mobile: '+6580000021' },
			{ userId: 'sam', name: 'Sam Rivera', mobile: '+6580000022' },
		],
		botToken: 'demo-lark-0000-0000-000000000002',
		app: { id: 'cli_de00000000000002', name: 'Duty assistant' },
	},
	{
		platform: 'dingtalk',
		group: { id: 'cid_demo_dingtalk', name: 'DingTalk operations' },
		people: [
			{ userId: 'wangfang', name: '王芳', mobile: '13800000001' },
			{ userId: 'chenchen', name: '陈晨', mobile: '13800000002' },
		],
		botToken: 'demo0dingtalk0000000000000000000000000000000000000000000000000003',
		app: { id: 'dingdemo000000000003', name: '值班助手', agentId: '1000000003', corpId: 'dingdemo0000000000000000000000000000' },
	},
];

function pushOf(platform: Platform): Partial<App['push']> {
	const { token, encryptKey, aesKey } = DEMO_PUSH;
	return platform === 'dingtalk' ? { token, aesKey } : { token, encryptKey };
}

/** On each platform a group of two people with a bot and an app; the IDs are always the same. */
export function addDemo(sandbox: SandboxControl): Demo {
	const demo: Demo = { groups: [], bots: [], apps: [] };
	for (const { platform, group, people, botToken, app } of PLATFORMS) {
		for (const person of people) sandbox.addPerson({ platform, email: `${person.userId}@example.com`, ...person });
		const members = people.map((person) => ({ ...person, ...(platform !== 'dingtalk' && { openId: `ou_${person.userId}` }) }));
		demo.apps.push(sandbox.addApp({ platform, secret: `${DEMO_SECRET}-of-the-app`, push: pushOf(platform), ...app }));
		demo.groups.push(sandbox.addGroup({ ...group, platform, members, apps: [app.id] }));
		demo.bots.push(sandbox.addBot({ groupId: group.id, name: 'Alerts', token: botToken, secret: DEMO_SECRET, keywords: KEYWORDS }));
	}
	return demo;
}
