import { emojiType, listReactions, simpleReaction } from '../../../../lib/feishu/api/reactions';
import { textParameter } from '../../../../lib/n8n/parameters';
import { listFields } from '../../../shared/lists';
import { messageIdField, readList, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const getReactions: FeishuRequest = {
	option: { name: 'Get Reactions', value: 'getReactions', action: 'Get the reactions to a message', description: 'List who has reacted to a message, and how' },

	form: [
		messageIdField,
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			default: '',
			placeholder: 'e.g. THUMBSUP',
			description: 'Only reactions with this emoji; empty for all',
		},
		...listFields,
	],

	run: async (tools) => {
		const emoji = emojiType(textParameter(tools.context, 'emoji', tools.item));
		return (await readList(tools, listReactions(readMessageId(tools), emoji))).map((one) => shown(tools, one, simpleReaction));
	},
};
