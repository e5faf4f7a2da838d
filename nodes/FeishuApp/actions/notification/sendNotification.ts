import { app } from '../../../../lib/feishu/appMessage';
import { botCard } from '../../../../lib/feishu/botCard';
import type { Mention } from '../../../../lib/notification/types';
import { notificationForm, notificationsOf } from '../../../shared/notification';
import { mentionFields, readMentions } from '../../messageTypes/mentions';
import type { FeishuSend, Tools } from '../../platform';
import { notificationRecipientForm, readRecipients } from '../../recipients';
import { messageTo } from '../message/sending';

export const sendNotification: FeishuSend = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send an alert, a ticket, a changed row or what you fill in as a card',
	},

	form: [...notificationRecipientForm, ...notificationForm, ...mentionFields],

	messages: async (tools) => {
		const recipients = await readRecipients(tools);
		const build = { keywords: [], secrets: [], language: tools.language };
		const notifications = notificationsOf(tools.context, tools.item, build, await mentioned(tools));
		const cards = notifications.map((notification) => botCard(notification, [], app));
		return recipients.flatMap((to) => cards.map((card) => messageTo(tools.app, to, card)));
	},
};

async function mentioned(tools: Tools): Promise<Mention[]> {
	const { mentions, mentionAll } = await readMentions(tools);
	const people = mentions.map((id): Mention => ({ by: id.startsWith('ou_') ? 'openId' : 'userId', id }));
	return [...people, ...(mentionAll ? [{ by: 'all' as const, id: '' }] : [])];
}
