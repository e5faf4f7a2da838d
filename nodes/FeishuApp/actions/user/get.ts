import type { IDataObject } from 'n8n-workflow';
import { getUser, USER_FIELDS, userId, userOf } from '../../../../lib/feishu/api/users';
import { textParameter } from '../../../../lib/n8n/parameters';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import type { FeishuRequest } from '../../platform';

export const get: FeishuRequest = {
	option: { name: 'Get', value: 'get', action: 'Get a user', description: "Get a person's entry in the directory, as far as the scopes of the app allow" },

	form: [
		{
			displayName: 'User ID',
			name: 'userId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ou_7d8a6e6df7621556ce0d21922b676706',
			description: 'Open ID (ou_...), union ID (on_...) or user ID of the person; Find gets it from an email or mobile number',
		},
	],

	run: async (tools) => {
		const user = userOf(await tools.request(getUser(userId(textParameter(tools.context, 'userId', tools.item)))));
		return (isSimplified(tools) ? picked(user, USER_FIELDS) : user) as IDataObject;
	},
};
