import { listReadUsers, simpleReader } from '../../../../lib/feishu/api/messages';
import { USER_ID_TYPES } from '../../../../lib/feishu/api/users';
import { optionParameter } from '../../../../lib/n8n/parameters';
import { listFields } from '../../../shared/lists';
import { messageIdField, readList, readMessageId, shown } from '../../fields';
import type { FeishuRequest } from '../../platform';
import { userIdTypeField } from '../user/userIdTypeField';

export const getReadUsers: FeishuRequest = {
	option: {
		name: 'Get Read Users',
		value: 'getReadUsers',
		action: 'Get who has read a message',
		description: 'List who has read a message that the app has sent in the last 7 days',
	},

	form: [messageIdField, userIdTypeField, ...listFields],

	run: async (tools) => {
		const idType = optionParameter(tools.context, 'userIdType', tools.item, [...USER_ID_TYPES]);
		const readers = await readList(tools, listReadUsers(readMessageId(tools), idType));
		return readers.map((reader) => shown(tools, reader, simpleReader));
	},
};
