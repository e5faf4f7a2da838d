import { userByUnionId } from '../../../../lib/dingtalk/api/users';
import { filled } from '../../../../lib/dingtalk/fields';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { DingTalkRequest } from '../../platform';
import { userOutput } from './output';

export const getByUnionId: DingTalkRequest = {
	option: { name: 'Get by Union ID', value: 'getByUnionId', action: 'Get a user by union ID', description: 'Find the user ID of somebody by union ID' },

	form: [
		{
			displayName: 'Union ID',
			name: 'unionId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. xlMiSTRPnxxxiE',
			description: 'The ID that is the same for all apps of one maker, as events and single sign-on return it',
		},
	],

	run: async (tools) => {
		const unionId = filled('union ID', textParameter(tools.context, 'unionId', tools.item).trim());
		return userOutput(tools, await tools.request(userByUnionId(unionId)));
	},
};
