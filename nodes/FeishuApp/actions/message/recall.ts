import { recallMessage } from '../../../../lib/feishu/api/messages';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const recall: FeishuRequest = {
	option: { name: 'Recall', value: 'recall', action: 'Recall a message', description: 'Take a message back, so that nobody can read it any more' },

	form: [messageIdField],

	run: async (tools) => {
		const messageId = readMessageId(tools);
		return shown(tools, await tools.request(recallMessage(messageId)), () => ({ message_id: messageId, recalled: true }));
	},
};
