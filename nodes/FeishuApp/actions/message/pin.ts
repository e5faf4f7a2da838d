import { pinMessage, pinOf, simplePin } from '../../../../lib/feishu/api/pins';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const pin: FeishuRequest = {
	option: { name: 'Pin', value: 'pin', action: 'Pin a message', description: 'Pin a message in its chat' },

	form: [messageIdField],

	run: async (tools) => shown(tools, pinOf(await tools.request(pinMessage(readMessageId(tools)))), simplePin),
};
