import { messageIdField, readMessageId } from '../../fields';
import type { FeishuSend } from '../../platform';
import { forwardRecipientForm, readRecipients } from '../../recipients';
import { forwardTo } from './sending';

export const forward: FeishuSend = {
	option: { name: 'Forward', value: 'forward', action: 'Forward a message', description: 'Forward a message to people, a group or a thread' },

	form: [messageIdField, ...forwardRecipientForm],

	messages: async (tools) => {
		const messageId = readMessageId(tools);
		return (await readRecipients(tools)).map((to) => forwardTo(tools.app, to, messageId));
	},
};
