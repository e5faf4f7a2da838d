import { botText } from '../../../lib/feishu/botText';
import { textParameter } from '../../../lib/n8n/parameters';
import { textField } from '../../shared/textForm';
import { mentionFields, readMentions } from './mentions';
import type { MessageType } from './types';

export const text: MessageType = {
	option: { name: 'Text', value: 'text', description: 'A text, with mentions if you like' },

	form: [textField('Mentions go into the fields below; mention tags in the text are shown as they are'), ...mentionFields],

	read: async (tools, medium) => {
		const { context, item, language } = tools;
		return botText({ text: textParameter(context, 'text', item), ...(await readMentions(tools)), keywords: [], language, medium });
	},
};
