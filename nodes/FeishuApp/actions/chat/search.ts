import type { IDataObject } from 'n8n-workflow';
import { CHAT_FIELDS, searchChats } from '../../../../lib/feishu/api/chats';
import { textParameter } from '../../../../lib/n8n/parameters';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { listFields } from '../../../shared/lists';
import { readList } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const search: FeishuRequest = {
	option: {
		name: 'Search',
		value: 'search',
		action: 'Search chats',
		description: 'Find groups that the bot is in by their name or the name of a member',
	},

	form: [
		{
			displayName: 'Search Text',
			name: 'query',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. On call',
			hint: 'Put a text with a - into quotation marks: "Example-0"',
			description: 'Part of the name of the group or of a member, at most 64 characters',
		},
		...listFields,
	],

	run: async (tools) => {
		const chats = await readList(tools, searchChats(textParameter(tools.context, 'query', tools.item)));
		return (isSimplified(tools) ? chats.map((chat) => picked(chat, CHAT_FIELDS)) : chats) as IDataObject[];
	},
};
