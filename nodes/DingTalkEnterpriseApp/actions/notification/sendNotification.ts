import type { INodeProperties } from 'n8n-workflow';
import { textsOf } from '../../../../lib/credentialTexts';
import { robotNotification } from '../../../../lib/dingtalk/robotNotification';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { Notification } from '../../../../lib/notification/types';
import { notificationForm, notificationsOf } from '../../../shared/notification';
import { cardToGroup, cardToPerson } from '../../cards';
import { groupField, openLinksIn, openLinksInField, readGroup } from '../../fields';
import type { DingTalkMessage, DingTalkSend, Tools } from '../../platform';
import { notRequired, readRecipients, recipientFields, sendToField, type Recipient } from '../../recipients';
import { toGroup, toPerson } from '../../robot';

const receiversForm: INodeProperties[] = [
	sendToField({
		places: [{ name: 'Group', value: 'group', description: 'An internal group that the robot is in. DingTalk can mention nobody there; the DingTalk Bot node can.' }],
	}),
	...[...recipientFields, { ...groupField, displayOptions: { show: { sendTo: ['group'] } } }].map(notRequired),
];

const appearanceForm: INodeProperties[] = [
	{
		displayName: 'Send As',
		name: 'sendAs',
		type: 'options',
		default: 'card',
		description: 'What the notification looks like',
		options: [
			{
				name: 'Card if There Is a Template',
				value: 'card',
				description: 'A card by the template below or that of the credential; markdown without one, if DingTalk refuses it, and for what is merged',
			},
			{ name: 'Markdown', value: 'markdown', description: 'A formatted text; with links, an action card with a button for each' },
		],
	},
	{
		displayName: 'Card Template ID',
		name: 'cardTemplateId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1a2b3c4d-....schema',
		hint: 'Variables: title, status, severity, color, summary, fields, lines, links, linkText, linkUrl, footer',
		description: "Template of DingTalk's card platform; empty for that of the credential",
		displayOptions: { show: { sendAs: ['card'] } },
	},
	openLinksInField,
];

export const sendNotification: DingTalkSend = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send an alert, a ticket, a changed row or what you fill in to people or a group',
	},

	form: [...receiversForm, ...notificationForm, ...appearanceForm],

	messages: async (tools) => {
		const { context, item, app, language } = tools;
		const isToGroup = optionParameter(context, 'sendTo', item, ['mobile', 'userId', 'unionId', 'group']) === 'group';
		const notifications = notificationsOf(context, item, { language, keywords: [], secrets: [app.clientSecret] }, []);
		if (isToGroup) {
			const group = readGroup(tools);
			return notifications.map((notification) => message(tools, notification, group));
		}
		const recipients = await readRecipients(tools);
		return notifications.flatMap((notification) => recipients.map((recipient) => message(tools, notification, recipient)));
	},
};

function message(tools: Tools, notification: Notification, to: Recipient | string): DingTalkMessage {
	const links = openLinksIn(tools);
	const plain = robotNotification(notification, links);
	const templateId = templateOf(tools);
	if (templateId === '') return typeof to === 'string' ? toGroup(tools, to, plain) : toPerson(tools, to, plain);
	const card = { templateId, notification, links, plain };
	return typeof to === 'string' ? cardToGroup(tools, to, card) : cardToPerson(tools, to, card);
}

function templateOf({ context, item, credential }: Tools): string {
	if (optionParameter(context, 'sendAs', item, ['card', 'markdown']) === 'markdown') return '';
	return textParameter(context, 'cardTemplateId', item).trim() || textsOf(credential)('cardTemplateId');
}
