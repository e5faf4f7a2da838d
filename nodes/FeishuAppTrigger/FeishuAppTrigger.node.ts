import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';
import { feishuAppCredentialTest } from '../FeishuApp/credentialTest';
import { listen } from '../shared/appTrigger';
import { triggerPanel, triggerSubtitle } from '../shared/appTriggerForm';
import { feishu, feishuTriggerForm } from './platform';

export class FeishuAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App Trigger',
		name: 'feishuAppTrigger',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow when somebody writes to the bot of your Feishu or Lark app, clicks a card, or something else happens. Connects by itself: no public URL is needed.',
		defaults: { name: 'Feishu App Trigger' },
		eventTriggerDescription: 'Waiting for a message, a click or an event of the app',
		activationMessage: 'The app is connected: its events now start this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true, testedBy: 'feishuAppCredentialTest' }],
		triggerPanel: triggerPanel({
			header: 'Write to the bot, or click a card of the app',
			inactive: 'click "Execute step", then write to the bot or click a card.',
			active: 'While a workflow with this app is published, it hears the same as your test run: both share one connection.',
			activationHint: 'to keep the app connected.',
		}),
		properties: feishuTriggerForm([
			'Click Execute step: n8n connects. The next step can be saved only while it is connected',
			'In the developer console, your app > Events & Callbacks: choose long connection, for events and for callbacks (not there? Use the Feishu App Webhook Trigger)',
			'Add the events (messages: im.message.receive_v1; card clicks: card.action.trigger), and publish a version of the app',
		]),
	};

	methods = { credentialTest: { feishuAppCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, feishu);
	}
}
