import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { dingTalkEnterpriseAppCredentialTest } from '../DingTalkEnterpriseApp/credentialTest';
import { dingTalk, dingTalkTriggerForm } from '../DingTalkEnterpriseAppTrigger/platform';
import { triggerSubtitle } from '../shared/appTriggerForm';
import { receive, webhookDescription, webhookMethodsOf } from '../shared/appWebhook';

export class DingTalkEnterpriseAppWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App Webhook Trigger',
		name: 'dingTalkEnterpriseAppWebhookTrigger',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow on robot messages, card clicks and events of a DingTalk app, which DingTalk sends to its URL',
		defaults: { name: 'DingTalk Enterprise App Webhook Trigger' },
		eventTriggerDescription: 'Waiting for DingTalk to call the test URL',
		activationMessage: 'What the app hears and sends to the production URL now starts this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true, testedBy: 'dingTalkEnterpriseAppCredentialTest' }],
		webhooks: webhookDescription('dingtalk'),
		triggerPanel: {
			header: 'Let DingTalk send its events here',
			executionsHelp: {
				inactive: 'Enter the URL above in the developer console. To try it, click "Listen for test event", and enter the test URL there for as long as that takes.',
				active: 'The workflow runs by itself whenever something comes to the production URL. A test run hears only what is sent to the test URL.',
			},
			activationHint: 'Activate the workflow to use the production URL.',
		},
		properties: dingTalkTriggerForm(
			'The production URL above takes everything: messages (developer console > your app > Robot > <b>HTTP mode</b>), events (Events & Callbacks > <b>HTTP push</b>, with token and AES key as in the credential), and clicks (Card > Register Callback of the DingTalk Enterprise App). Activate the workflow before you enter it.',
		),
	};

	methods = { credentialTest: { dingTalkEnterpriseAppCredentialTest } };

	webhookMethods = webhookMethodsOf(dingTalk);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, dingTalk);
	}
}
