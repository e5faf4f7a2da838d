import type { Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { tokenKey, tokenSource } from '../lib/feishu/appClient';
import { feishuApp } from '../lib/feishu/appCredential';
import { n8nHttp } from '../lib/n8n/http';
import { pathsBelow, withHeader } from '../lib/n8n/ownRequest';
import { newSession, sessionField, sessionToken, TOKEN_TIMEOUT_MS } from '../lib/n8n/session';

export class FeishuAppApi implements ICredentialType {
	name = 'feishuAppApi';

	displayName = 'Feishu App API';

	icon: Icon = { light: 'file:../icons/feishuApp.svg', dark: 'file:../icons/feishuApp.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/feishu-app.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			default: 'feishu',
			description: 'Where the app was created. An app works on its own platform only.',
			options: [
				{ name: 'Feishu (China)', value: 'feishu', description: 'Created at open.feishu.cn' },
				{ name: 'Lark (International)', value: 'lark', description: 'Created at open.larksuite.com' },
				{ name: 'Private Deployment', value: 'private', description: "Your organization's own platform" },
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://open.feishu.example.com',
			description: 'Address of the open platform of your own deployment, without /open-apis',
			displayOptions: { show: { region: ['private'] } },
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. cli_a1b2c3d4e5f60718',
			description: 'In the developer console: your app > Credentials & Basic Info',
		},
		{
			displayName: 'App Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'In the developer console: your app > Credentials & Basic Info',
		},
		{
			displayName: 'Verification Token',
			name: 'verificationToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for the Feishu App Webhook Trigger: Events & Callbacks > Encryption Strategy',
		},
		{
			displayName: 'Encrypt Key',
			name: 'encryptKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for the Feishu App Webhook Trigger, if one is set there: Events & Callbacks > Encryption Strategy',
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: "Whether to connect even if the certificate of a private deployment can't be verified",
			displayOptions: { show: { region: ['private'] } },
		},
		sessionField,
	];

	/** For n8n's HTTP Request node; our own nodes renew tokens themselves. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const app = feishuApp(credentials, TOKEN_TIMEOUT_MS);
		return await newSession(credentials.session, tokenSource(n8nHttp(this.helpers), app));
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, options: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const app = feishuApp(credentials, TOKEN_TIMEOUT_MS);
		pathsBelow([app.baseUrl], options);
		return withHeader(options, 'authorization', `Bearer ${sessionToken(credentials.session, tokenKey(app))}`);
	}
}
