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
			required: true,
			default: '',
			placeholder: 'https://oapi.dingtalk.com/robot/send?access_token=...',
			description:
				"In the group: Group Settings > Bot > Add Robot > Custom. Whoever knows this address can post into the group, so it is kept like a password.",
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
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: 'Whether to connect even if the certificate of a private deployment can\'t be verified',
		},
	];
}
