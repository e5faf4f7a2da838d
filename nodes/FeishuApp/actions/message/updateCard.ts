import { updateCard as update } from '../../../../lib/feishu/api/messages';
import { messageIdField, readMessageId, shown } from '../../fields';
import { CARD_TYPES, contentForm, readContent } from '../../messageTypes';
import type { FeishuRequest } from '../../platform';

export const updateCard: FeishuRequest = {
	option: {
		name: 'Update Card',
		value: 'updateCard',
		action: 'Update a card',
		description: 'Replace a card that the app has sent in the last 14 days, for everybody who has got it',
	},

	form: [messageIdField, ...contentForm(CARD_TYPES)],

	run: async (tools) => {
		const messageId = readMessageId(tools);
		const { body, warnings } = await readContent(tools, CARD_TYPES);
		return shown(tools, await tools.request(update(messageId, body)), () => ({ message_id: messageId, updated: true, warnings }));
	},
};
