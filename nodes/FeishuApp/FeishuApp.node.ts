import { NodeConnectionTypes, type IExecuteFunctions, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import type { FeishuApp as App, FeishuCall } from '../../lib/feishu/appClient';
import { appForm, runApp, type Operations } from '../shared/app';
import { deliveryOptions } from '../shared/options';
import { get } from './actions/message/get';
import { platform } from './platform';

const operations: Operations<App, FeishuCall> = {
	message: [get],
};

export class FeishuApp implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Feishu App',
		name: 'feishuApp',
		icon: { light: 'file:../../icons/feishuApp.svg', dark: 'file:../../icons/feishuApp.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"].replace(/[A-Z]/g, (letter) => " " + letter.toLowerCase()) + ": " + $parameter["resource"] }}',
		description: 'Send messages, cards and files to people and groups with a Feishu or Lark app, and manage chats and users',
		defaults: { name: 'Feishu App' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'feishuAppApi', required: true }],
		properties: appForm(
			operations,
			[
				{ name: 'Card', value: 'card' },
				{ name: 'Chat', value: 'chat' },
				{ name: 'File', value: 'file' },
				{ name: 'Message', value: 'message' },
				{ name: 'Notification', value: 'notification' },
				{ name: 'User', value: 'user' },
			].filter(({ value }) => value in operations),
			'message',
			deliveryOptions(),
		),
	};

	async execute(this: IExecuteFunctions) {
		return await runApp(this, platform, operations);
	}
}
