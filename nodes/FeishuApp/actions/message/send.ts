import { ALL_TYPES, contentFields, readContent } from '../../messageTypes';
import type { FeishuSend } from '../../platform';
import { readRecipients, recipientForm } from '../../recipients';
import { messageTo } from './sending';

export const send: FeishuSend = {
	option: { name: 'Send', value: 'send', action: 'Send a message', description: 'Send a message to people or a group: text, files, cards and more' },

	form: [...recipientForm, ...contentFields],

	messages: async (tools) => {
		const recipients = await readRecipients(tools);
		const content = await readContent(tools, ALL_TYPES);
		return recipients.map((to) => messageTo(tools.app, to, content));
	},
};
