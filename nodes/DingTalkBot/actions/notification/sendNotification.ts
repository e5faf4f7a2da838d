import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import type { BotOperation } from '../../../shared/bot';
import { notificationForm, notificationsOf } from '../../../shared/notification';

export const sendNotification: BotOperation<BotMessage> = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send what the incoming item tells (an alert, a ticket, a changed row) as a formatted message',
	},

	form: notificationForm,

	build: (context, item, { keywords, language }) =>
		notificationsOf(context, item, language).map((notification) => botMarkdown(notification, keywords)),
};
