import type { IDataObject } from 'n8n-workflow';
import { chatConversion } from '../../../../lib/dingtalk/api/groups';
import { textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';

export const convertChatId: DingTalkRequest = {
	option: {
		name: 'Convert Chat ID',
		value: 'convertChatId',
		action: 'Convert a chat ID',
		description: 'Get the open conversation ID (cid...), which messages and cards need, for a chat ID (chat...)',
	},

	form: [
		{
			displayName: 'Chat ID',
			name: 'chatId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. chatfaabe59a460527f5fb72fbbdfe3f061e',
			description: 'As events, older APIs and the DingTalk client return it',
		},
	],

	run: async (tools) => {
		const chatId = textParameter(tools.context, 'chatId', tools.item).trim();
		const answer = await tools.request(chatConversion(chatId));
		return (isSimplified(tools) ? { chatId, openConversationId: answer.openConversationId } : answer) as IDataObject;
	},
};
