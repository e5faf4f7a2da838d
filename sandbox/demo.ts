import type { Bot, SandboxControl } from './index';

/** Three groups with one bot each; the secrets are made up and open nothing. */
export function addDemoGroups(sandbox: SandboxControl): Bot[] {
	const feishu = sandbox.addGroup({
		id: 'oc_demo_feishu',
		platform: 'feishu',
		name: '飞书演示群',
		members: [
			{ name: '李雷', openId: 'ou_lilei' },
			{ name: '韩梅梅', openId: 'ou_hanmeimei' },
		],
	});
	const lark = sandbox.addGroup({
		id: 'oc_demo_lark',
		platform: 'lark',
		name: 'Lark demo group',
		members: [
			{ name: 'Alex Kim', openId: 'ou_alex' },
			{ name: 'Sam Rivera', openId: 'ou_sam' },
		],
	});
	const dingtalk = sandbox.addGroup({
		id: 'cid_demo_dingtalk',
		platform: 'dingtalk',
		name: '钉钉演示群',
		members: [
			{ name: '王芳', userId: 'wangfang', mobile: '13800000001' },
			{ name: '陈晨', userId: 'chenchen', mobile: '13800000002' },
		],
	});
	return [
		sandbox.addBot({
			groupId: feishu.id,
			name: '告警机器人',
			token: 'demo-feishu-0000-0000-000000000001',
			secret: 'demo-feishu-secret',
			keywords: ['告警', 'Alert'],
		}),
		sandbox.addBot({
			groupId: lark.id,
			name: 'Alert bot',
			token: 'demo-lark-0000-0000-000000000002',
			secret: 'demo-lark-secret',
			keywords: ['Alert'],
		}),
		sandbox.addBot({
			groupId: dingtalk.id,
			name: '告警机器人',
			token: 'demo0dingtalk0000000000000000000000000000000000000000000000000003',
			secret: 'SECdemodingtalksecret',
			keywords: ['告警', 'Alert'],
		}),
	];
}
