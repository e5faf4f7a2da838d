import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData } from 'n8n-workflow';
import { feishuAppCredentialTest } from '../FeishuApp/credentialTest';
import { feishu, feishuTriggerForm } from '../FeishuAppTrigger/platform';
import { triggerSubtitle } from '../shared/appTriggerForm';
import { receive, webhookDescription, webhookMethodsOf } from '../shared/appWebhook';

export class FeishuAppWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App Webhook Trigger',
		name: 'feishuAppWebhookTrigger',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow on messages, card clicks and other events of a Feishu or Lark app, which the platform sends to its URL',
		defaults: { name: 'Feishu App Webhook Trigger' },
		eventTriggerDescription: 'Waiting for the platform to call the test URL',
		activationMessage: 'What the app hears and sends to the production URL now starts this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true, testedBy: 'feishuAppCredentialTest' }],
		webhooks: webhookDescription('feishu'),
		triggerPanel: {
			header: 'Let Feishu or Lark send its events here',
			executionsHelp: {
				inactive: 'Enter the URL above in the developer console: Events & Callbacks. To try it, click "Listen for test event", and enter the test URL there for as long as that takes.',
				active: 'The workflow runs by itself whenever something comes to the production URL. A test run hears only what is sent to the test URL.',
			},
			activationHint: 'Activate the workflow to use the production URL.',
		},
		properties: feishuTriggerForm(
			'In the developer console: Events & Callbacks > enter the production URL above as <b>request URL</b> of events and of callbacks (while the workflow is active), add the events, and release a version. Verification Token and Encrypt Key stand there, too: copy them into the credential.',
		),
	};

	methods = { credentialTest: { feishuAppCredentialTest } };

	webhookMethods = webhookMethodsOf(feishu);

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, feishu);
	}
}
