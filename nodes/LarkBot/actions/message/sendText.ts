import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botText } from '../../../../lib/feishu/botText';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';
import { mentionFields, readMentions } from '../../../shared/larkForm';
import { textField } from '../../../shared/textForm';

export const sendText: BotOperation<BotMessage> = {
	option: {
		name: 'Send Text',
		value: 'sendText',
		action: 'Send a text',
		description: 'Send a text, with mentions if you like',
	},

	form: [textField('Mentions go into the fields below; tags in the text are shown as they are'), ...mentionFields],

	build: (context, item, { keywords, language }) => [
		botText({
			text: textParameter(context, 'text', item),
			...readMentions(context, item),
			keywords,
			language,
		}),
	],
};
