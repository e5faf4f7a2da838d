import { botActionCard } from '../../../../lib/dingtalk/botActionCard';
import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import type { BotOperation } from '../../../shared/bot';
import { mentionedPeople, mentionPeopleForm } from '../../../shared/dingTalkMentionForm';
import { buttonFields, chatListTitleField, markdownField, readActionCard } from '../../../shared/dingTalkMessageForm';
import { MENTIONS_BELOW, openLinksIn, openLinksInField } from './fields';

export const sendActionCard: BotOperation<BotMessage> = {
	option: {
		name: 'Send Action Card',
		value: 'sendActionCard',
		action: 'Send an action card',
		description: 'Send a formatted text with one or several buttons that open web pages',
	},

	form: [
		chatListTitleField,
		markdownField(MENTIONS_BELOW),
		...buttonFields({
			buttons: 'At least one. A button opens a link; the robot does not hear of a click.',
			horizontal: 'Side by side; for two short ones',
		}),
		openLinksInField,
		...mentionPeopleForm,
	],

	build: (context, item, { keywords, language }) => [
		botActionCard({
			...readActionCard(context, item),
			openLinksIn: openLinksIn(context, item),
			...mentionedPeople(context, item),
			keywords,
			language,
		}),
	],
};
