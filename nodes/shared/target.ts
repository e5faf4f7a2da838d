import type { INodeProperties } from 'n8n-workflow';

/** Where the messages of an item go: to the group of the credential, or to one that the item names. */
export const targetForm: INodeProperties[] = [
	{
		displayName: 'Send To',
		name: 'sendTo',
		type: 'options',
		default: 'credential',
		description: 'Whose bot posts the message',
		options: [
			{
				name: "The Credential's Group",
				value: 'credential',
				description: 'The bot whose webhook URL stands in the credential',
			},
			{
				name: 'A Group per Item',
				value: 'item',
				description: 'The bot whose webhook URL the item brings along, for example from a table of members',
			},
		],
	},
	{
		displayName: 'Webhook URL',
		name: 'webhookUrl',
		type: 'string',
		typeOptions: { password: true },
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.webhookUrl }}',
		hint: "Only the platform's own hosts are called, the credential's host and those it lists as Allowed Hosts",
		description: "The address of the group's bot",
		displayOptions: { show: { sendTo: ['item'] } },
	},
	{
		displayName: 'Signing Secret',
		name: 'signingSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. {{ $json.secret }}',
		description: 'Of that bot; leave empty if it has no signature check',
		displayOptions: { show: { sendTo: ['item'] } },
	},
	{
		displayName: 'Security Keywords',
		name: 'securityKeywords',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.keyword }}',
		description: 'Of that bot, separated by commas. The first one is added to messages that contain none of them.',
		displayOptions: { show: { sendTo: ['item'] } },
	},
];
