import type { IDataObject } from 'n8n-workflow';
import { listMembers, MEMBER_FIELDS } from '../../../../lib/feishu/api/chats';
import { USER_ID_TYPES } from '../../../../lib/feishu/api/users';
import { optionParameter } from '../../../../lib/n8n/parameters';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { userIdTypeField } from '../user/userIdTypeField';
import { listFields } from '../../../shared/lists';
import { readList } from '../../fields';
import { chatField, readChat } from '../../methods/chats';
import type { FeishuRequest } from '../../platform';

export const getMembers: FeishuRequest = {
	option: { name: 'Get Members', value: 'getMembers', action: 'Get the members of a chat', description: 'List the people in a group; bots are left out' },

	form: [chatField, userIdTypeField, ...listFields],

	run: async (tools) => {
		const idType = optionParameter(tools.context, 'userIdType', tools.item, [...USER_ID_TYPES]);
		const members = await readList(tools, listMembers(readChat(tools), idType));
		return (isSimplified(tools) ? members.map((member) => picked(member, MEMBER_FIELDS)) : members) as IDataObject[];
	},
};
