import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';
import { dingTalkEnterpriseAppCredentialTest } from '../DingTalkEnterpriseApp/credentialTest';
import { listen } from '../shared/appTrigger';
import { triggerSubtitle } from '../shared/appTriggerForm';
import { dingTalk, dingTalkTriggerForm } from './platform';

export class DingTalkEnterpriseAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App Trigger',
		name: 'dingTalkEnterpriseAppTrigger',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow on robot messages, card clicks and events of a DingTalk app, over its Stream connection: no public URL is needed',
		defaults: { name: 'DingTalk Enterprise App Trigger' },
		eventTriggerDescription: 'Waiting for a message, a click or an event of the app',
		activationMessage: 'The app is connected: its events now start this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true, testedBy: 'dingTalkEnterpriseAppCredentialTest' }],
		triggerPanel: {
			header: 'Write to the robot, or click a card of the app',
			executionsHelp: {
				inactive: 'Click "Listen for test event", then write to the robot or click a card.',
				active: 'The workflow runs by itself whenever the app hears something. While a workflow with this app is active, it hears the same events as your test run: both share one connection.',
			},
			activationHint: 'Activate the workflow to keep the app connected.',
		},
		properties: dingTalkTriggerForm(
			'In the developer console: choose <b>Stream mode</b> for the robot (your app > Robot) and for events (your app > Events & Callbacks, where the events are ticked), and release a version. Cards tell their clicks here if they were made with Clicks Go To: Connection (Stream).',
		),
	};

	methods = { credentialTest: { dingTalkEnterpriseAppCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, dingTalk);
	}
}
