import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class DingTalkBotApi implements ICredentialType {
	name = 'dingTalkBotApi';

	displayName = 'DingTalk Bot API';

	icon: Icon = { light: 'file:../icons/dingTalkBot.svg', dark: 'file:../icons/dingTalkBot.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/dingtalk-bot.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'https://oapi.dingtalk.com/robot/send?access_token=...',
			description:
				"In the group: Group Settings > Bot > Add Robot > Custom. Whoever knows this address can post into the group, so it is kept like a password. Leave it empty only if every item brings its own (Send To: A Group per Item).",
		},
		{
			displayName: 'Signing Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: "From the robot's security settings (Additional Signature), it starts with SEC; leave empty if it is switched off there",
		},
		{
			displayName: 'Security Keywords',
			name: 'keywords',
			type: 'string',
			default: '',
			placeholder: 'e.g. alert',
			description:
				"The keywords of the robot's security settings, separated by commas. The first one is added to messages that contain none of them.",
		},
		{
			displayName: 'More Bots of the Same Group',
			name: 'moreBots',
			type: 'string',
			typeOptions: { password: true, rows: 3 },
			default: '',
			placeholder: 'https://oapi.dingtalk.com/robot/send?access_token=... SEC...',
			description:
				'Further robots of the same group, one per line: the webhook URL and, behind a space, the signing secret. Each has its own limit, so that together they carry more messages. The keywords are the same for all.',
		},
		{
			displayName: 'Allowed Hosts',
			name: 'allowedHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. dingtalk.example.com',
			description:
				"Hosts of your own deployment of the platform that webhook URLs given per item may lead to, separated by commas. The platform's own hosts and that of the Webhook URL above are always allowed.",
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: 'Whether to connect even if the certificate of a private deployment can\'t be verified',
		},
	];
}
