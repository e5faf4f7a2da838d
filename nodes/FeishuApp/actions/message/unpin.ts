import { unpinMessage } from '../../../../lib/feishu/api/pins';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const unpin: FeishuRequest = {
	option: { name: 'Unpin', value: 'unpin', action: 'Unpin a message', description: 'Take the pin off a message' },

	form: [messageIdField],

	run: async (tools) => {
		const messageId = readMessageId(tools);
		return shown(tools, await tools.request(unpinMessage(messageId)), () => ({ message_id: messageId, pinned: false }));
	},
};
