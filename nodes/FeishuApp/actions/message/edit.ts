import { dataOf } from '../../../../lib/feishu/appClient';
import { editMessage, simpleMessage } from '../../../../lib/feishu/api/messages';
import { messageIdField, readMessageId, shown } from '../../fields';
import { contentForm, EDITABLE_TYPES, readContent } from '../../messageTypes';
import type { FeishuRequest } from '../../platform';

export const edit: FeishuRequest = {
	option: { name: 'Edit', value: 'edit', action: 'Edit a message', description: 'Change a text or rich text that the app has sent, up to 20 times' },

	form: [messageIdField, ...contentForm(EDITABLE_TYPES)],

	run: async (tools) => {
		const messageId = readMessageId(tools);
		const { body, warnings } = await readContent(tools, EDITABLE_TYPES);
		return shown(tools, dataOf(await tools.request(editMessage(messageId, body))), (message) => ({ ...simpleMessage(message), warnings }));
	},
};
