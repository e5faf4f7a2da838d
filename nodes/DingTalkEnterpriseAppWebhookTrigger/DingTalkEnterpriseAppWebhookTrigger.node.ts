import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { dingTalkEnterpriseAppCredentialTest } from '../DingTalkEnterpriseApp/credentialTest';
import { dingTalk, dingTalkTriggerForm } from '../DingTalkEnterpriseAppTrigger/platform';
import { triggerPanel, triggerSubtitle } from '../shared/appTriggerForm';
import { receive, WEBHOOK_VERSION, webhookDescription, webhookMethodsOf } from '../shared/appWebhook';

export class DingTalkEnterpriseAppWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App Webhook Trigger',
		name: 'dingTalkEnterpriseAppWebhookTrigger',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['trigger'],
		version: WEBHOOK_VERSION,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow when somebody writes to the robot of your DingTalk app, clicks a card, or something else happens. DingTalk calls a public URL of n8n.',
		defaults: { name: 'DingTalk Enterprise App Webhook Trigger' },
		eventTriggerDescription: 'Waiting for DingTalk to call the test URL',
		activationMessage: 'What the app hears and sends to the production URL now starts this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true, testedBy: 'dingTalkEnterpriseAppCredentialTest' }],
		webhooks: webhookDescription('dingtalk'),
		triggerPanel: triggerPanel({
			header: 'Let DingTalk send its events here',
			inactive: 'click "Execute step", and enter the test URL (under Webhook URLs) in the developer console for as long as you test. Then write to the robot or click a card.',
			active: 'The test run hears only what is sent to the test URL.',
			activationHint: 'to use the production URL.',
		}),
		properties: dingTalkTriggerForm([
			'Publish (activate) this workflow: its production URL (under Webhook URLs above) takes everything',
			'Messages: in the developer console, your app > Robot (机器人), choose HTTP mode and enter the URL',
			'Events of the organization: your app > Event Subscription (事件订阅): HTTP push, with the URL, and token and AES key as in the credential',
			'Card clicks: run Card > Register Callback of the DingTalk Enterprise App once, with the URL',
			'Publish a version of the app (版本管理与发布)',
		]),
	};

	methods = { credentialTest: { dingTalkEnterpriseAppCredentialTest } };

	webhookMethods = webhookMethodsOf(dingTalk);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, dingTalk);
	}
}
