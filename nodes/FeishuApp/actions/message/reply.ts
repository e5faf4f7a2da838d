import { threadOf } from '../../../../lib/feishu/api/messages';
import { booleanParameter } from '../../../../lib/n8n/parameters';
import { messageIdField, readMessageId } from '../../fields';
import { ALL_TYPES, contentFields, readContent } from '../../messageTypes';
import type { FeishuSend } from '../../platform';
import { replyTo } from './sending';

export const reply: FeishuSend = {
	option: { name: 'Reply', value: 'reply', action: 'Reply to a message', description: 'Reply to a message, also in a thread below it' },

	form: [
		messageIdField,
		{
			displayName: 'Reply in Thread',
			name: 'replyInThread',
			type: 'boolean',
			default: false,
			description: 'Whether to reply in a thread below the message; a message in a thread is always answered there',
		},
		...contentFields,
	],

	messages: async (tools) => {
		const messageId = readMessageId(tools);
		const isInThread = booleanParameter(tools.context, 'replyInThread', tools.item, false);
		return [replyTo(tools.app, messageId, await readContent(tools, ALL_TYPES), isInThread)];
	},

	findings: (_item, [result]) => (result && result.status !== 'failed' ? { threadId: threadOf(result.raw) } : {}),
};
