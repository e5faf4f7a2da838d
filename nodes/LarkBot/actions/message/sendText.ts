import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botText } from '../../../../lib/feishu/botText';
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
		textField('Mentions go into the fields below; tags in the text are shown as they are'),
		{
			displayName: 'Mention People',
			name: 'mentionOpenIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. ou_1f2e3d4c, ou_5b6a7c8d',
			hint: 'A group bot can only mention by open ID, not by phone number or e-mail address',
			description: 'Open IDs of group members, separated by commas',
		},
		mentionAllField,
	],

	build: (context, item, { keywords, language }) => [
		botText({
			text: textParameter(context, 'text', item),
			mentions: listParameter(context, 'mentionOpenIds', item),
			mentionAll: booleanParameter(context, 'mentionAll', item, false),
			keywords,
			language,
		}),
	],
};
