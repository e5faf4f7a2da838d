import { userByMobile } from '../../../../lib/dingtalk/api/users';
import { filled } from '../../../../lib/dingtalk/fields';
import { textParameter } from '../../../../lib/n8n/parameters';
import type { DingTalkRequest } from '../../platform';
import { userOutput } from './output';

export const getByMobile: DingTalkRequest = {
	option: { name: 'Get by Mobile', value: 'getByMobile', action: 'Get a user by mobile', description: 'Find the user ID of somebody by mobile number' },

	form: [
		{
			displayName: 'Mobile',
			name: 'mobile',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 13800138000',
			description: 'Mobile number, with the country code (+85212345678) outside of mainland China',
		},
	],

	run: async (tools) => {
		const mobile = filled('mobile number', textParameter(tools.context, 'mobile', tools.item).trim());
		return userOutput(tools, await tools.request(userByMobile(mobile)));
	},
};
