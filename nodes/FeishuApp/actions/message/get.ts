import { getMessage, messagesOf, simpleMessage } from '../../../../lib/feishu/api/messages';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const get: FeishuRequest = {
	option: { name: 'Get', value: 'get', action: 'Get a message', description: 'Get a message: who sent it, what it says, what became of it' },

	form: [{ ...messageIdField, hint: 'Needs the scope im:message:readonly, and for a message of a group im:message.group_msg as well' }],

	run: async (tools) => messagesOf(await tools.request(getMessage(readMessageId(tools)))).map((message) => shown(tools, message, simpleMessage)),
};
