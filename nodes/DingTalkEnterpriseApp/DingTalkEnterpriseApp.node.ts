import { NodeConnectionTypes, type IExecuteFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { DingTalkApp, DingTalkCall } from '../../lib/dingtalk/appClient';
import { appForm, runApp, type Operations } from '../shared/app';
import { deliveryOptions } from '../shared/options';
import { getByMobile } from './actions/user/getByMobile';
import { platform } from './platform';

const operations: Operations<DingTalkApp, DingTalkCall> = {
	user: [getByMobile],
};

export class DingTalkEnterpriseApp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'DingTalk Enterprise App',
		name: 'dingTalkEnterpriseApp',
		icon: { light: 'file:../../icons/dingTalkEnterpriseApp.svg', dark: 'file:../../icons/dingTalkEnterpriseApp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) + ": " + $parameter["resource"] }}',
		description: 'Send messages, work notifications, cards and DINGs to people and groups with a DingTalk app, and find users, groups and files',
		defaults: { name: 'DingTalk Enterprise App' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'dingTalkEnterpriseAppApi', required: true }],
		properties: appForm(
			operations,
			[
				{ name: 'Card', value: 'card' },
				{ name: 'DING', value: 'ding' },
				{ name: 'File', value: 'file' },
				{ name: 'Group', value: 'group' },
				{ name: 'Message', value: 'message' },
				{ name: 'Notification', value: 'notification' },
				{ name: 'User', value: 'user' },
				{ name: 'Work Notification', value: 'workNotification' },
			].filter(({ value }) => value in operations),
			'user',
			deliveryOptions(['onAmbiguousTimeout']),
		),
	};

	async execute(this: IExecuteFunctions) {
		return await runApp(this, platform, operations);
	}
}
