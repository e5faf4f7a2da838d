import { NodeConnectionTypes, type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow';
import { dingTalkEnterpriseAppCredentialTest } from '../DingTalkEnterpriseApp/credentialTest';
import { listen } from '../shared/appTrigger';
import { triggerPanel, triggerSubtitle } from '../shared/appTriggerForm';
import { dingTalk, dingTalkTriggerForm } from './platform';

export class DingTalkEnterpriseAppTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App Trigger',
		name: 'dingTalkEnterpriseAppTrigger',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: triggerSubtitle,
		description: 'Starts the workflow when somebody writes to the robot of your DingTalk app, clicks a card, or something else happens. Connects by itself: no public URL is needed.',
		defaults: { name: 'DingTalk Enterprise App Trigger' },
		eventTriggerDescription: 'Waiting for a message, a click or an event of the app',
		activationMessage: 'The app is connected: its events now start this workflow.',
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true, testedBy: 'dingTalkEnterpriseAppCredentialTest' }],
		triggerPanel: triggerPanel({
			header: 'Write to the robot, or click a card of the app',
			inactive: 'click "Execute step", then write to the robot or click a card.',
			active: 'While a workflow with this app is published, it hears the same as your test run: both share one connection.',
			activationHint: 'to keep the app connected.',
		}),
		properties: dingTalkTriggerForm([
			'Messages: in the developer console, your app > Robot (机器人), choose Stream mode',
			'Events of the organization: click Execute step, so that n8n is connected. Then your app > Event Subscription (事件订阅): Stream mode, and tick the events',
			'Card clicks: send the cards with Clicks Go To: Connection (Stream)',
			'Publish a version of the app (版本管理与发布)',
		]),
	};

	methods = { credentialTest: { dingTalkEnterpriseAppCredentialTest } };

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await listen(this, dingTalk);
	}
}
