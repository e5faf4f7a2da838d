import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { BUTTON_LAYOUTS, type BotActionCard } from '../../lib/dingtalk/botActionCard';
import type { BotLink } from '../../lib/dingtalk/botLink';
import { optionParameter, rowsParameter, textParameter } from '../../lib/n8n/parameters';

/** Parts of DingTalk's messages, which webhook robots and apps have alike; who can be mentioned in them, and where links open, is each node's own. */

export const chatListTitleField: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Backup finished',
	description: 'What the chat list and the notification show. It is not a part of the message: put a heading into the text as well.',
};

/** The hint says what becomes of mentions in it. */
export const markdownField = (hint: string): INodeProperties => ({
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 6 },
	required: true,
	default: '',
	placeholder: 'e.g. ### Backup finished\n**12 GB** in 8 minutes, [log](https://example.com/log)',
	hint,
	description:
		'Markdown: headings (#), **bold**, *italic*, links, pictures, lists (- or 1.) and quotes (>). Leave a line empty to begin a new paragraph.',
});

/** The buttons of an action card. */
export const buttonFields = (own: { buttons: string; horizontal: string }): INodeProperties[] => [
	{
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		required: true,
		default: {},
		placeholder: 'Add Button',
		description: own.buttons,
		options: [
			{
				name: 'button',
				displayName: 'Button',
				values: [
					{
						displayName: 'Text',
						name: 'text',
						type: 'string',
						default: '',
						placeholder: 'e.g. Open',
						description: 'What stands on the button',
					},
					{
						displayName: 'URL',
						name: 'url',
						type: 'string',
						default: '',
						placeholder: 'e.g. https://example.com/ticket/42',
						description: 'The page that the button opens',
					},
				],
			},
		],
	},
	{
		displayName: 'Button Layout',
		name: 'buttonLayout',
		type: 'options',
		default: 'vertical',
		description: 'How several buttons are arranged',
		options: [
			{ name: 'Horizontal', value: 'horizontal', description: own.horizontal },
			{ name: 'Vertical', value: 'vertical', description: 'One below the other' },
		],
	},
];

export const readActionCard = (context: IExecuteFunctions, item: number): Pick<BotActionCard, 'title' | 'text' | 'buttons' | 'buttonLayout'> => ({
	title: textParameter(context, 'title', item),
	text: textParameter(context, 'text', item),
	buttons: rowsParameter(context, 'buttons.button', item).map(({ text = '', url = '' }) => ({ text, url })),
	buttonLayout: optionParameter(context, 'buttonLayout', item, [...BUTTON_LAYOUTS]),
});

/** A link message without its picture. */
export const linkFields = (hint: string): INodeProperties[] => [
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Report of the week',
		description: 'First line of the tile',
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. 1,204 orders, 3% more than last week',
		hint,
		description: 'Plain text below the title; the chat shows its first lines',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/report',
		description: 'The page that a click opens',
	},
];

export const readLink = (context: IExecuteFunctions, item: number): Pick<BotLink, 'title' | 'text' | 'url'> => ({
	title: textParameter(context, 'title', item),
	text: textParameter(context, 'text', item),
	url: textParameter(context, 'url', item),
});
