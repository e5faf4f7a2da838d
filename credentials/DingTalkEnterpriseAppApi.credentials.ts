import type { Icon, ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, IHttpRequestOptions, INodeProperties } from 'n8n-workflow';
import { tokenKey, tokenSource } from '../lib/dingtalk/appClient';
import { dingTalkApp } from '../lib/dingtalk/appCredential';
import { n8nHttp } from '../lib/n8n/http';
import { pathsBelow, withHeader, withQuery } from '../lib/n8n/ownRequest';
import { newSession, sessionField, sessionToken, TOKEN_TIMEOUT_MS } from '../lib/n8n/session';

export class DingTalkEnterpriseAppApi implements ICredentialType {
	name = 'dingTalkEnterpriseAppApi';

	displayName = 'DingTalk Enterprise App API';

	icon: Icon = { light: 'file:../icons/dingTalkEnterpriseApp.svg', dark: 'file:../icons/dingTalkEnterpriseApp.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-lark-dingtalk/n8n-nodes-lark-dingtalk/blob/main/docs/dingtalk-enterprise-app.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID (AppKey)',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. dinga1b2c3d4e5f60718',
			description: 'Also called AppKey. In the developer console (open-dev.dingtalk.com): your app > Credentials & Basic Information (凭证与基础信息).',
		},
		{
			displayName: 'Client Secret (AppSecret)',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Also called AppSecret. In the developer console, below the Client ID.',
		},
		{
			displayName: 'Agent ID',
			name: 'agentId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1000000001',
			description: 'Number of the app, in the console beside the Client ID. Work notifications need it.',
		},
		{
			displayName: 'Corp ID',
			name: 'corpId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ding1a2b3c4d5e6f',
			description: 'ID of your organization, on the home page of the console. With the Agent ID: links in messages open in this organization.',
		},
		{
			displayName: 'Robot Code',
			name: 'robotCode',
			type: 'string',
			default: '',
			placeholder: 'The Client ID',
			description: "In the console: your app > Robot. Leave it empty for the app's own robot, whose code is the Client ID.",
		},
		{
			displayName: 'Card Template ID',
			name: 'cardTemplateId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1a2b3c4d-....schema',
			description: 'The card template to use if an operation names none (card platform, "Template ID"). Without one, notifications are sent as markdown.',
		},
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			description: "The Unified App ID of the app, in the console beside the Client ID. Only used by the test of the credential, to find the app's name.",
		},
		{
			displayName: 'HTTP Push Token',
			name: 'pushToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for the DingTalk Enterprise App Webhook Trigger: Event Subscription (事件订阅) > HTTP push > Token',
		},
		{
			displayName: 'HTTP Push AES Key',
			name: 'pushAesKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for the DingTalk Enterprise App Webhook Trigger: the encryption key with 43 characters beside the token',
		},
		{
			displayName: 'Card Callback Secret',
			name: 'cardCallbackSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Only for card clicks by HTTP: the API secret that was registered with the callback address',
		},
		{
			displayName: 'Exclusive Edition',
			name: 'exclusive',
			type: 'boolean',
			default: false,
			description: 'Whether the organization has a DingTalk of its own, with its own addresses',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.dingtalk.com',
			description: 'Address of the new server API',
			displayOptions: { show: { exclusive: [true] } },
		},
		{
			displayName: 'Base URL of the Old API',
			name: 'oldBaseUrl',
			type: 'string',
			default: 'https://oapi.dingtalk.com',
			description: 'Address of the old server API',
			displayOptions: { show: { exclusive: [true] } },
		},
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description: "Whether to connect even if the certificate of the organization's own DingTalk can't be verified",
			displayOptions: { show: { exclusive: [true] } },
		},
		sessionField,
	];

	/** For n8n's HTTP Request node; our own nodes renew tokens themselves. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const app = dingTalkApp(credentials, TOKEN_TIMEOUT_MS);
		return await newSession(credentials.session, tokenSource(n8nHttp(this.helpers), app));
	}

	/** The new API takes the token in a header, the old one in the query; the exclusive edition may have both on one host. */
	async authenticate(credentials: ICredentialDataDecryptedObject, options: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const app = dingTalkApp(credentials, TOKEN_TIMEOUT_MS);
		const [path, oldPath] = pathsBelow([app.baseUrl, app.oldBaseUrl], options);
		const token = sessionToken(credentials.session, tokenKey(app));
		const isNew = path !== undefined && (oldPath === undefined || /^\/v[12]\.0\//.test(path));
		return isNew ? withHeader(options, 'x-acs-dingtalk-access-token', token) : withQuery(options, 'access_token', token);
	}
}
