import type { IDataObject } from 'n8n-workflow';
import { CHAT_FIELDS, chatOf, getChat } from '../../../../lib/feishu/api/chats';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { chatField, readChat } from '../../methods/chats';
import type { FeishuRequest } from '../../platform';

export const get: FeishuRequest = {
	option: { name: 'Get', value: 'get', action: 'Get a chat', description: 'Get a group: its name, kind, owner and how many are in it' },

	form: [chatField],

	run: async (tools) => {
		const chatId = readChat(tools);
		const chat = chatOf(await tools.request(getChat(chatId)), chatId);
		return (isSimplified(tools) ? picked(chat, CHAT_FIELDS) : chat) as IDataObject;
	},
};
