import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { LINK_TARGETS } from '../../../../lib/dingtalk/links';
import { optionParameter } from '../../../../lib/n8n/parameters';

export const chatListTitleField: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Backup finished',
	description: 'What the chat list and the notification show. It is not a part of the message: put a heading into the text as well.',
};

export const markdownField: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 6 },
	required: true,
	default: '',
	placeholder: 'e.g. ### Backup finished\n**12 GB** in 8 minutes, [log](https://example.com/log)',
	hint: 'Mentions go into the fields below; their "@" is added to the text by itself',
	description:
		'Markdown: headings (#), **bold**, *italic*, links, pictures, lists (- or 1.) and quotes (>). Leave a line empty to begin a new paragraph.',
};

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
