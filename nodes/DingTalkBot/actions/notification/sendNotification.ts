import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import type { BotOperation } from '../../../shared/bot';
import { notificationForm, notificationsOf } from '../../../shared/notification';
import { formOf } from '../../../shared/operations';

export const sendNotification: BotOperation<BotMessage> = {
	description: formOf('notification', 'sendNotification', notificationForm),

	build: (context, item, { keywords, language }) =>
		notificationsOf(context, item, language).map((notification) => botMarkdown(notification, keywords)),
};
