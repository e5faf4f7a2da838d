import type { IDataObject } from 'n8n-workflow';
import { CHAT_FIELDS, listChats } from '../../../../lib/feishu/api/chats';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { listFields } from '../../../shared/lists';
import { readList } from '../../fields';
import type { FeishuRequest } from '../../platform';

export const getMany: FeishuRequest = {
	option: { name: 'Get Many', value: 'getMany', action: 'Get many chats', description: 'List the groups that the bot is in' },

	form: listFields,

	run: async (tools) => {
		const chats = await readList(tools, listChats());
		return (isSimplified(tools) ? chats.map((chat) => picked(chat, CHAT_FIELDS)) : chats) as IDataObject[];
	},
};
