import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';
import { feishuAppCredentialTest } from '../FeishuApp/credentialTest';
import { listen } from '../shared/appTrigger';
import { triggerSubtitle } from '../shared/appTriggerForm';
import { feishu, feishuTriggerForm } from './platform';

export class FeishuAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App Trigger',
		name: 'feishuAppTrigger',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow on messages, card clicks and other events of a Feishu or Lark app, over a long connection: no public URL is needed',
		defaults: { name: 'Feishu App Trigger' },
		eventTriggerDescription: 'Waiting for a message, a click or an event of the app',
		activationMessage: 'The app is connected: its events now start this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true, testedBy: 'feishuAppCredentialTest' }],
		triggerPanel: {
			header: 'Write to the bot, or click a card of the app',
			executionsHelp: {
				inactive: 'Click "Listen for test event", then write to the bot or click a card. The developer console accepts the long connection only while this node listens, or the workflow is active.',
				active: 'The workflow runs by itself whenever the app hears something. While a workflow with this app is active, it hears the same events as your test run: both share one connection.',
			},
			activationHint: 'Activate the workflow to keep the app connected.',
		},
		properties: feishuTriggerForm(
			'In the developer console: Events & Callbacks > choose <b>long connection</b> for events and for callbacks (which is accepted while this runs), add the events, and release a version. Not every organization on Lark has long connections: there, take the Feishu App Webhook Trigger.',
		),
	};

	methods = { credentialTest: { feishuAppCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, feishu);
	}
}
