import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botText } from '../../../../lib/dingtalk/botText';
import { booleanParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { mentionedPeople, mentionPeopleForm } from '../../../shared/dingTalkMentionForm';
import { mentionAllField, textField } from '../../../shared/textForm';
import { MENTIONS_BELOW } from './fields';

export const sendText: BotOperation<BotMessage> = {
	option: {
		name: 'Send Text',
		value: 'sendText',
		action: 'Send a text',
		description: 'Send a text, with mentions if you like',
	},

	form: [
		textField(MENTIONS_BELOW),
		...mentionPeopleForm,
		mentionAllField,
	],

	build: (context, item, { keywords, language }) => [
		botText({
			text: textParameter(context, 'text', item),
			...mentionedPeople(context, item),
			mentionAll: booleanParameter(context, 'mentionAll', item, false),
			keywords,
			language,
		}),
	],
};
