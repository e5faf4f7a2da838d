import type { IDataObject } from 'n8n-workflow';
import { USER_ID_TYPES } from '../../../../lib/feishu/api/users';
import { optionParameter, textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import { lookUp, notFound } from '../../people';
import type { FeishuRequest } from '../../platform';
import { userIdTypeField } from './userIdTypeField';

export const find: FeishuRequest = {
	option: {
		name: 'Find',
		value: 'find',
		action: 'Find a user by email or mobile',
		description: 'Find the ID of a person by email address or mobile number; 50 people take one call',
	},

	// Email and mobile are not required: where an expression makes the choice, n8n would want both.
	form: [
		{
			displayName: 'Find By',
			name: 'findBy',
			type: 'options',
			default: 'email',
			description: 'What is known of the person',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'Mobile', value: 'mobile' },
			],
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. li.lei@example.com',
			description: "The address in the person's details in the directory; an enterprise mailbox does not count",
			displayOptions: { show: { findBy: ['email'] } },
		},
		{
			displayName: 'Mobile',
			name: 'mobile',
			type: 'string',
			default: '',
			placeholder: 'e.g. 13800138000',
			description: 'Mobile number, with the country code (+85212345678) outside of mainland China',
			displayOptions: { show: { findBy: ['mobile'] } },
		},
		userIdTypeField,
		{
			displayName: 'If Not Found',
			name: 'ifNotFound',
			type: 'options',
			default: 'error',
			description: 'What to do with an item whose person is not found',
			options: [
				{ name: 'Empty Output', value: 'empty', description: 'The item goes on, with null as the ID' },
				{ name: 'Error', value: 'error', description: 'The item fails, with the usual causes' },
			],
		},
	],

	allAtOnce: true,

	run: async (tools) => {
		const { context, item } = tools;
		const by = optionParameter(context, 'findBy', item, ['email', 'mobile']);
		const value = textParameter(context, by, item);
		const idType = optionParameter(context, 'userIdType', item, [...USER_ID_TYPES]);
		const isRequired = optionParameter(context, 'ifNotFound', item, ['error', 'empty']) === 'error';
		const person = await lookUp(tools, by, value, idType);
		if (!person && isRequired) throw notFound(by, value);
		if (person && !isSimplified(tools)) return person as IDataObject;
		return { [idType]: (person?.user_id as string | undefined) ?? null, [by]: value.trim(), ...(person?.status as IDataObject | undefined) };
	},
};
