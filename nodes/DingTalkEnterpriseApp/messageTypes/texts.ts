import type { INodeProperties } from 'n8n-workflow';
import { botActionCard } from '../../../lib/dingtalk/botActionCard';
import type { BotMessage } from '../../../lib/dingtalk/botClient';
import { botLink } from '../../../lib/dingtalk/botLink';
import { botMarkdownText } from '../../../lib/dingtalk/botMarkdownText';
import { botText } from '../../../lib/dingtalk/botText';
import type { Room } from '../../../lib/dingtalk/fields';
import { textParameter } from '../../../lib/n8n/parameters';
import type { Rendered } from '../../../lib/notification/types';
import * as form from '../../shared/dingTalkMessageForm';
import { textField } from '../../shared/textForm';
import { openLinksIn, openLinksInField } from '../fields';
import type { Picture } from '../media';
import type { Tools } from '../platform';
import type { MessageTypes } from './types';

/** What messages of the robot and work notifications have in common: texts in which nobody can be mentioned. */

const NOBODY = { mobiles: [], userIds: [], mentionAll: false, keywords: [] };

const NO_MENTIONS = "DingTalk can't mention anybody here: an \"@\" is plain text. Mentions work in Reply to Session and with the DingTalk Bot node.";

const markdownField = form.markdownField(NO_MENTIONS);

const actionCardForm = [
	form.chatListTitleField,
	markdownField,
	...form.buttonFields({
		buttons: 'One to five below each other, or two side by side. A button opens a link; the app does not hear of a click (for that, use a card).',
		horizontal: 'Two, side by side',
	}),
	openLinksInField,
];
/** @param picture its fields */
export const linkForm = (picture: INodeProperties[]): INodeProperties[] => [...form.linkFields(NO_MENTIONS), ...picture, openLinksInField];

const readText = ({ context, item, language }: Tools, room: Room): Rendered<BotMessage> =>
	botText({ ...NOBODY, text: textParameter(context, 'text', item), language, room });

const readMarkdown = ({ context, item, language }: Tools, room: Room): Rendered<BotMessage> =>
	botMarkdownText({ ...NOBODY, title: textParameter(context, 'title', item), text: textParameter(context, 'text', item), language, room });

const readActionCard = (tools: Tools, room: Room): Rendered<BotMessage> =>
	botActionCard({ ...NOBODY, ...form.readActionCard(tools.context, tools.item), openLinksIn: openLinksIn(tools), language: tools.language, room });

/** The types without files, of what has this much room and is sent in these words. */
export function textTypes<Body>(room: Room, written: (message: Rendered<BotMessage>) => Rendered<Body>): MessageTypes<Body> {
	return [
		{
			option: { name: 'Text', value: 'text', description: 'Plain text' },
			form: [textField(NO_MENTIONS)],
			read: (tools) => written(readText(tools, room)),
		},
		{
			option: { name: 'Markdown', value: 'markdown', description: 'Formatted text with headings, links and pictures' },
			form: [form.chatListTitleField, markdownField],
			read: (tools) => written(readMarkdown(tools, room)),
		},
		{
			option: { name: 'Action Card', value: 'actionCard', description: 'Formatted text with one to five buttons that open web pages' },
			form: actionCardForm,
			read: (tools) => written(readActionCard(tools, room)),
		},
	];
}

export const readLink = (tools: Tools, room: Room, picture: Picture): Rendered<BotMessage> =>
	botLink({
		...form.readLink(tools.context, tools.item),
		pictureUrl: picture.url ?? '',
		mediaId: picture.mediaId,
		openLinksIn: openLinksIn(tools),
		keywords: [],
		language: tools.language,
		room,
	});
