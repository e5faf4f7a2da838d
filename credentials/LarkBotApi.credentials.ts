import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class LarkBotApi implements ICredentialType {
	name = 'larkBotApi';

	displayName = 'Lark Bot API';

	icon: Icon = { light: 'file:../icons/larkBot.svg', dark: 'file:../icons/larkBot.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/lark-bot.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'https://open.larksuite.com/open-apis/bot/v2/hook/...',
			description:
				"In the group: Settings > Bots > Add Bot > Custom Bot. Whoever knows this address can post into the group, so it is kept like a password. Leave it empty only if every item brings its own (Send To: A Group per Item).",
		},
		{
			displayName: 'Signing Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: "From the bot's security settings (Signature Verification); leave empty if it is switched off there",
		},
		{
			displayName: 'Security Keywords',
			name: 'keywords',
			type: 'string',
			default: '',
			placeholder: 'e.g. alert',
			description:
				"The keywords of the bot's security settings, separated by commas. The first one is added to messages that contain none of them.",
		},
		{
			displayName: 'More Bots of the Same Group',
			name: 'moreBots',
			type: 'string',
			typeOptions: { password: true, rows: 3 },
			default: '',
			placeholder: 'https://open.larksuite.com/open-apis/bot/v2/hook/... SECRET',
			description:
				'Further bots of the same group, one per line: the webhook URL and, behind a space, the signing secret. Each has its own limit, so that together they carry more messages. The keywords are the same for all.',
		},
		{
			displayName: 'Allowed Hosts',
			name: 'allowedHosts',
			type: 'string',
			default: '',
			placeholder: 'e.g. open.feishu.example.com',
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
