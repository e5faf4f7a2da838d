import { userDetails } from '../../../../lib/dingtalk/api/users';
import type { DingTalkRequest } from '../../platform';
import { readUserId, userField } from '../../methods/people';
import { userOutput } from './output';

export const get: DingTalkRequest = {
	option: { name: 'Get', value: 'get', action: 'Get a user', description: 'Get the name, title, departments and manager of somebody' },

	form: [
		userField,
		{
			displayName: 'Mobile number and email are returned only if the app has the permissions for these fields',
			name: 'fieldsNotice',
			type: 'notice',
			default: '',
		},
	],

	run: async (tools) => userOutput(tools, await tools.request(userDetails(readUserId(tools)))),
};
