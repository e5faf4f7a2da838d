import type { BotMessage } from '../../../../lib/dingtalk/botClient';
import { botText } from '../../../../lib/dingtalk/botText';
import { booleanParameter, listParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { mentionAllField, textField } from '../../../shared/textForm';

export const sendText: BotOperation<BotMessage> = {
	option: {
		name: 'Send Text',
		value: 'sendText',
		action: 'Send a text',
		description: 'Send a text, with mentions if you like',
	},

	form: [
		textField('Mentions go into the fields below; their "@" is added to the text by itself'),
		{
			displayName: 'Mention by Mobile',
			name: 'mentionMobiles',
			type: 'string',
			default: '',
			placeholder: 'e.g. 13800138000, 13900139000',
			description: 'Mobile numbers of group members, separated by commas',
		},
		{
			displayName: 'Mention by User ID',
			name: 'mentionUserIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. manager4220, 0123456',
			description: 'User IDs of group members, separated by commas',
		},
		mentionAllField,
	],

	build: (context, item, { keywords, language }) => [
		botText({
			text: textParameter(context, 'text', item),
			mobiles: listParameter(context, 'mentionMobiles', item),
			userIds: listParameter(context, 'mentionUserIds', item),
			mentionAll: booleanParameter(context, 'mentionAll', item, false),
			keywords,
			language,
		}),
	],
};
