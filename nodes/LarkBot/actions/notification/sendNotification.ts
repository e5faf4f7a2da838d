import { botCard } from '../../../../lib/feishu/botCard';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import type { BotOperation } from '../../../shared/bot';
import { notificationForm, notificationsOf } from '../../../shared/notification';

export const sendNotification: BotOperation<BotMessage> = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send what the incoming item tells (an alert, a ticket, a changed row) as a card',
	},

	form: notificationForm,

	build: (context, item, { keywords, language }) =>
		notificationsOf(context, item, language).map((notification) => botCard(notification, keywords)),
};
