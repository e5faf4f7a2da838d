import type { INodeProperties } from 'n8n-workflow';
import { botActionCard, BUTTON_LAYOUTS, type BotActionCard } from '../../../lib/dingtalk/botActionCard';
import { botLink, type BotLink } from '../../../lib/dingtalk/botLink';
import { botMarkdownText, type BotMarkdownText } from '../../../lib/dingtalk/botMarkdownText';
import { botText, type BotText } from '../../../lib/dingtalk/botText';
import type { BotMessage } from '../../../lib/dingtalk/botClient';
import type { Room } from '../../../lib/dingtalk/fields';
import { optionParameter, rowsParameter, textParameter } from '../../../lib/n8n/parameters';
import type { Rendered } from '../../../lib/notification/types';
import { openLinksIn, openLinksInField } from '../fields';
import type { Picture } from '../media';
import type { Tools } from '../platform';

/** What messages of the robot and work notifications have in common: texts in which nobody can be mentioned. */

const NOBODY = { mobiles: [], userIds: [], mentionAll: false, keywords: [] };

const NO_MENTIONS = "DingTalk can't mention anybody here: an \"@\" is plain text. Mentions work in Reply to Session and with the DingTalk Bot node.";

const textField = (more: Partial<INodeProperties>): INodeProperties => ({
	displayName: 'Text',
	name: 'text',
	type: 'string',
	typeOptions: { rows: 5 },
	required: true,
	default: '',
	placeholder: 'e.g. The backup has finished',
	hint: NO_MENTIONS,
	...more,
});

const plainField = textField({ description: 'What the chat shows' });

const markdownField = textField({
	placeholder: 'e.g. ### Backup finished\n**12 GB** in 8 minutes, [log](https://example.com/log)',
	description:
		'Markdown: headings (#), **bold**, *italic*, links, pictures, lists (- or 1.) and quotes (>). Leave a line empty to begin a new paragraph.',
});

const titleField: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Backup finished',
	description: 'What the chat list and the notification show. It is not a part of the message: put a heading into the text as well.',
};

const linkTitleField: INodeProperties = { ...titleField, description: 'First line of the tile' };

const urlField: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://example.com/report',
	description: 'The page that a click opens',
};

const buttonsField: INodeProperties = {
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	required: true,
	default: {},
	placeholder: 'Add Button',
	description: 'One to five below each other, or two side by side. A button opens a link; the app does not hear of a click (for that, use a card).',
	options: [
		{
			name: 'button',
			displayName: 'Button',
			values: [
				{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Open', description: 'What stands on the button' },
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
};

const buttonLayoutField: INodeProperties = {
	displayName: 'Button Layout',
	name: 'buttonLayout',
	type: 'options',
	default: 'vertical',
	description: 'How several buttons are arranged',
	options: [
		{ name: 'Horizontal', value: 'horizontal', description: 'Two, side by side' },
		{ name: 'Vertical', value: 'vertical', description: 'One below the other' },
	],
};

export const textForm = [plainField];
export const markdownForm = [titleField, markdownField];
export const actionCardForm = [titleField, markdownField, buttonsField, buttonLayoutField, openLinksInField];
export const linkForm = (picture: INodeProperties[]): INodeProperties[] => [linkTitleField, plainField, urlField, ...picture, openLinksInField];

export const readText = ({ context, item, language }: Tools, room: Room): Rendered<BotMessage> =>
	botText({ ...NOBODY, text: textParameter(context, 'text', item), language, room } satisfies BotText);

export const readMarkdown = ({ context, item, language }: Tools, room: Room): Rendered<BotMessage> =>
	botMarkdownText({
		...NOBODY,
		title: textParameter(context, 'title', item),
		text: textParameter(context, 'text', item),
		language,
		room,
	} satisfies BotMarkdownText);

export const readActionCard = (tools: Tools, room: Room): Rendered<BotMessage> => {
	const { context, item, language } = tools;
	return botActionCard({
		...NOBODY,
		title: textParameter(context, 'title', item),
		text: textParameter(context, 'text', item),
		buttons: rowsParameter(context, 'buttons.button', item).map(({ text = '', url = '' }) => ({ text, url })),
		buttonLayout: optionParameter(context, 'buttonLayout', item, [...BUTTON_LAYOUTS]),
		openLinksIn: openLinksIn(tools),
		language,
		room,
	} satisfies BotActionCard & typeof NOBODY);
};

export const readLink = (tools: Tools, room: Room, picture: Picture): Rendered<BotMessage> => {
	const { context, item, language } = tools;
	return botLink({
		title: textParameter(context, 'title', item),
		text: textParameter(context, 'text', item),
		url: textParameter(context, 'url', item),
		pictureUrl: picture.url ?? '',
		mediaId: picture.mediaId,
		openLinksIn: openLinksIn(tools),
		keywords: [],
		language,
		room,
	} satisfies BotLink);
};
