import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botMarkdownText } from '../../../../lib/dingtalk/botMarkdownText';
import { booleanParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { mentionedPeople, mentionPeopleForm } from '../../../shared/dingTalkMentionForm';
import { chatListTitleField, markdownField } from '../../../shared/dingTalkMessageForm';
import { mentionAllField } from '../../../shared/textForm';
import { MENTIONS_BELOW } from './fields';

export const sendMarkdown: BotOperation<BotMessage> = {
	option: {
		name: 'Send Markdown',
		value: 'sendMarkdown',
		action: 'Send a markdown message',
		description: 'Send a formatted text with headings, links and pictures, with mentions if you like',
	},

	form: [chatListTitleField, markdownField(MENTIONS_BELOW), ...mentionPeopleForm, mentionAllField],

	build: (context, item, { keywords, language }) => [
		botMarkdownText({
			title: textParameter(context, 'title', item),
			text: textParameter(context, 'text', item),
			...mentionedPeople(context, item),
			mentionAll: booleanParameter(context, 'mentionAll', item, false),
			keywords,
			language,
		}),
	],
};
