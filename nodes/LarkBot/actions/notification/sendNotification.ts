import { botCard } from '../../../../lib/feishu/botCard';
import type { BotMessage } from '../../../../lib/feishu/botClient';
import type { BotOperation } from '../../../shared/bot';
import { mentionFields, readMentions } from '../../../shared/larkForm';
import { notificationForm, notificationsOf } from '../../../shared/notification';

export const sendNotification: BotOperation<BotMessage> = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send an alert, a ticket, a changed row or what you fill in as a card',
	},

	form: [...notificationForm, ...mentionFields],

	build(context, item, build) {
		const { mentions, mentionAll } = readMentions(context, item);
		const people = [...mentions.map((id) => ({ by: 'openId' as const, id })), ...(mentionAll ? [{ by: 'all' as const, id: '' }] : [])];
		return notificationsOf(context, item, build, people).map((notification) => botCard(notification, build.keywords));
	},
};
