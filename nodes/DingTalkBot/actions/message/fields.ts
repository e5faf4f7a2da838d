import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { LINK_TARGETS } from '../../../../lib/dingtalk/links';
import { optionParameter } from '../../../../lib/n8n/parameters';

export const MENTIONS_BELOW = 'Mentions go into the fields below; their "@" is added to the text by itself';

export const openLinksInField: INodeProperties = {
	displayName: 'Open Links In',
	name: 'openLinksIn',
	type: 'options',
	default: 'default',
	description: 'Where DingTalk on a computer opens a link when somebody clicks on it',
	options: [
		{ name: 'Browser', value: 'browser' },
		{ name: 'DingTalk Decides', value: 'default', description: 'The links are sent as they are' },
		{ name: 'Side Panel', value: 'sidePanel', description: 'Beside the chat, inside DingTalk' },
	],
};

export const openLinksIn = (context: IExecuteFunctions, item: number) => optionParameter(context, 'openLinksIn', item, [...LINK_TARGETS]);
