import { botCard } from '../../../../lib/feishu/botCard';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import type { BotOperation } from '../../../shared/bot';
import { notificationForm, notificationsOf } from '../../../shared/notification';
import { formOf } from '../../../shared/operations';

export const sendNotification: BotOperation<BotMessage> = {
	description: formOf('notification', 'sendNotification', notificationForm),

	build: (context, item, { keywords, language }) =>
		notificationsOf(context, item, language).map((notification) => botCard(notification, keywords)),
};
