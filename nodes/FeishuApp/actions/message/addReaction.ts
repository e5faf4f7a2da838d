import { addReaction as add, emojiType, simpleReaction } from '../../../../lib/feishu/api/reactions';
import { dataOf } from '../../../../lib/feishu/appClient';
import { textParameter } from '../../../../lib/n8n/parameters';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const addReaction: FeishuRequest = {
	option: { name: 'Add Reaction', value: 'addReaction', action: 'Add a reaction to a message', description: 'React to a message with an emoji' },

	form: [
		messageIdField,
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			required: true,
			default: 'THUMBSUP',
			placeholder: 'e.g. THUMBSUP',
			description:
				'Key of the emoji, as the platform <a href="https://open.feishu.cn/document/server-docs/im-v1/message-reaction/emojis-introduce">lists</a> them, for example THUMBSUP, OK, DONE or HEART',
		},
	],

	run: async (tools) => {
		const emoji = emojiType(textParameter(tools.context, 'emoji', tools.item));
		return shown(tools, dataOf(await tools.request(add(readMessageId(tools), emoji))), simpleReaction);
	},
};
