import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import { booleanParameter } from '../../../../lib/n8n/parameters';
import type { Mention } from '../../../../lib/notification/types';
import type { BotOperation } from '../../../shared/bot';
import { mentionedPeople, mentionPeopleForm } from '../../../shared/dingTalkMentionForm';
import { notificationForm, notificationsOf } from '../../../shared/notification';
import { mentionAllField } from '../../../shared/textForm';

export const sendNotification: BotOperation<BotMessage> = {
	option: {
		name: 'Send Notification',
		value: 'sendNotification',
		action: 'Send a notification',
		description: 'Send an alert, a ticket, a changed row or what you fill in as a formatted message',
	},

	form: [...notificationForm, ...mentionPeopleForm, mentionAllField],

	build(context, item, build) {
		const { mobiles, userIds } = mentionedPeople(context, item);
		const people: Mention[] = [
			...mobiles.map((id) => ({ by: 'mobile' as const, id })),
			...userIds.map((id) => ({ by: 'userId' as const, id })),
			...(booleanParameter(context, 'mentionAll', item, false) ? [{ by: 'all' as const, id: '' }] : []),
		];
		return notificationsOf(context, item, build, people).map((notification) => botMarkdown(notification, build.keywords));
	},
};
