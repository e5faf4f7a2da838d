import { removeReaction as remove, simpleReaction } from '../../../../lib/feishu/api/reactions';
import { dataOf } from '../../../../lib/feishu/appClient';
import { textParameter } from '../../../../lib/n8n/parameters';
import { messageIdField, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const removeReaction: FeishuRequest = {
	option: {
		name: 'Remove Reaction',
		value: 'removeReaction',
		action: 'Remove a reaction from a message',
		description: 'Take back a reaction that the app has added',
	},

	form: [
		messageIdField,
		{
			displayName: 'Reaction ID',
			name: 'reactionId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.reaction_id }}',
			description: 'The reaction_id that Add Reaction or Get Reactions returned',
		},
	],

	run: async (tools) => {
		const reactionId = textParameter(tools.context, 'reactionId', tools.item).trim();
		return shown(tools, dataOf(await tools.request(remove(readMessageId(tools), reactionId))), simpleReaction);
	},
};
