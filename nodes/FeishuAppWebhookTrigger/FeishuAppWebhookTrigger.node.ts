import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { feishuAppCredentialTest } from '../FeishuApp/credentialTest';
import { feishu, feishuTriggerForm } from '../FeishuAppTrigger/platform';
import { triggerPanel, triggerSubtitle } from '../shared/appTriggerForm';
import { receive, WEBHOOK_VERSION, webhookDescription, webhookMethodsOf } from '../shared/appWebhook';

export class FeishuAppWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App Webhook Trigger',
		name: 'feishuAppWebhookTrigger',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['trigger'],
		version: WEBHOOK_VERSION,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow when somebody writes to the bot of your Feishu or Lark app, clicks a card, or something else happens. The platform calls a public URL of n8n.',
		defaults: { name: 'Feishu App Webhook Trigger' },
		eventTriggerDescription: 'Waiting for the platform to call the test URL',
		activationMessage: 'What the app hears and sends to the production URL now starts this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true, testedBy: 'feishuAppCredentialTest' }],
		webhooks: webhookDescription('feishu'),
		triggerPanel: triggerPanel({
			header: 'Let Feishu or Lark send its events here',
			inactive: 'click "Execute step", and enter the test URL (under Webhook URLs) as request URL in the developer console for as long as you test. Then write to the bot or click a card.',
			active: 'The test run hears only what is sent to the test URL.',
			activationHint: 'to use the production URL.',
		}),
		properties: feishuTriggerForm([
			'In the developer console, your app > Events & Callbacks > Encryption Strategy: copy Verification Token and Encrypt Key into the credential',
			'Publish (activate) this workflow. Then enter its production URL (under Webhook URLs above) in the console as request URL, for events and for callbacks',
			'Add the events (messages: im.message.receive_v1; card clicks: card.action.trigger), and publish a version of the app',
		]),
	};

	methods = { credentialTest: { feishuAppCredentialTest } };

	webhookMethods = webhookMethodsOf(feishu);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, feishu);
	}
}
