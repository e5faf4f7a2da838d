import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

const showFor = (authentication: string) => ({ show: { authentication: [authentication] } });

export class SubscriptionTriggerApi implements ICredentialType {
	name = 'subscriptionTriggerApi';

	displayName = 'Subscription Trigger API';

	icon: Icon = {
		light: 'file:../icons/subscriptionTrigger.svg',
		dark: 'file:../icons/subscriptionTrigger.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/subscription-trigger.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'headerAuth',
			description: 'How senders prove that they may start the workflow',
			options: [
				{
					name: 'Secret Header',
					value: 'headerAuth',
					description: 'The sender puts a secret into a header, for example "Authorization: Bearer ..."',
				},
				{
					name: 'Basic Auth',
					value: 'basicAuth',
					description: 'The sender logs in with a user name and a password',
				},
				{
					name: 'Signature (HMAC)',
					value: 'hmac',
					description: 'The sender signs the body with a shared secret',
				},
				{
					name: 'Standard Webhooks',
					value: 'standardWebhooks',
					description: 'The sender signs as the Standard Webhooks specification says, for example Debezium Server',
				},
			],
		},
		{
			displayName: 'Header Name',
			name: 'headerName',
			type: 'string',
			default: 'Authorization',
			displayOptions: showFor('headerAuth'),
		},
		{
			displayName: 'Secret',
			name: 'headerSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The value of the header; "Bearer " may stand before it',
			displayOptions: showFor('headerAuth'),
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			displayOptions: showFor('basicAuth'),
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: showFor('basicAuth'),
		},
		{
			displayName: 'Secret',
			name: 'hmacSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'The key that the sender signs with',
			displayOptions: showFor('hmac'),
		},
		{
			displayName: 'Signature Header',
			name: 'signatureHeader',
			type: 'string',
			default: 'X-Signature',
			description: 'A prefix like "sha256=" before the signature is ignored',
			displayOptions: showFor('hmac'),
		},
		{
			displayName: 'Algorithm',
			name: 'algorithm',
			type: 'options',
			default: 'sha256',
			options: [
				{ name: 'SHA-1', value: 'sha1' },
				{ name: 'SHA-256', value: 'sha256' },
				{ name: 'SHA-512', value: 'sha512' },
			],
			displayOptions: showFor('hmac'),
		},
		{
			displayName: 'Encoding',
			name: 'encoding',
			type: 'options',
			default: 'hex',
			options: [
				{ name: 'Base64', value: 'base64' },
				{ name: 'Hexadecimal', value: 'hex' },
			],
			displayOptions: showFor('hmac'),
		},
		{
			displayName: 'Timestamp Header',
			name: 'timestampHeader',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Timestamp',
			description:
				'If the sender also signs the time: the header with the seconds since 1970. What is signed is then the timestamp, a colon and the body. Requests more than 5 minutes old, and repeated ones, are refused.',
			displayOptions: showFor('hmac'),
		},
		{
			displayName: 'Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. whsec_...',
			description:
				'The key that the sender signs with: "whsec_" and 24 to 64 bytes in Base64. Requests more than 5 minutes old, and repeated ones, are refused.',
			displayOptions: showFor('standardWebhooks'),
		},
	];
}
