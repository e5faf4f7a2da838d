import type { IDataObject } from 'n8n-workflow';
import { groupCreate } from '../../../../lib/dingtalk/api/groups';
import { booleanParameter, listParameter, textParameter } from '../../../../lib/n8n/parameters';
import { isSimplified } from '../../../shared/app';
import type { DingTalkRequest } from '../../platform';
import { peopleByField, readUserIds } from '../../recipients';

export const create: DingTalkRequest = {
	option: { name: 'Create', value: 'create', action: 'Create a group', description: 'Create an internal group with an owner and members' },

	form: [
		{
			displayName: "The app's robot does not come along: add it in DingTalk (Group Settings > Group Management > Robots) before you send messages to the group",
			name: 'robotNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. On call',
			description: 'Name of the group, at most 20 characters',
		},
		peopleByField,
		{
			displayName: 'Owner',
			name: 'owner',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 13800138000',
			description: 'Who owns the group, and becomes a member too',
		},
		{
			displayName: 'Members',
			name: 'members',
			type: 'string',
			default: '',
			placeholder: 'e.g. 13800138000, +85212345678',
			description: 'The other members: one or several, separated by commas, or a list from an expression',
		},
		{
			displayName: 'Settings',
			name: 'settings',
			type: 'collection',
			placeholder: 'Add setting',
			default: {},
			options: [
				{
					displayName: 'Approve New Members',
					name: 'joinApproval',
					type: 'boolean',
					default: false,
					description: 'Whether somebody who wants to join needs to be let in',
				},
				{
					displayName: 'Only the Owner Manages',
					name: 'onlyOwnerManages',
					type: 'boolean',
					default: false,
					description: 'Whether only the owner can change the group',
				},
				{
					displayName: 'Only the Owner Mentions Everybody',
					name: 'onlyOwnerMentionsAll',
					type: 'boolean',
					default: false,
					description: 'Whether only the owner can mention all members at once',
				},
				{
					displayName: 'Searchable',
					name: 'searchable',
					type: 'boolean',
					default: false,
					description: 'Whether people of the organization can find the group',
				},
				{
					displayName: 'Show History',
					name: 'showHistory',
					type: 'boolean',
					default: false,
					description: 'Whether new members see the last 100 messages',
				},
			],
		},
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const setting = (name: string) => booleanParameter(context, `settings.${name}`, item, false);
		const [owner = '', ...members] = await readUserIds(tools, [textParameter(context, 'owner', item).trim(), ...listParameter(context, 'members', item)]);
		const call = groupCreate({
			name: textParameter(context, 'name', item).trim(),
			owner,
			members,
			settings: {
				onlyOwnerMentionsAll: setting('onlyOwnerMentionsAll'),
				onlyOwnerManages: setting('onlyOwnerManages'),
				showHistory: setting('showHistory'),
				searchable: setting('searchable'),
				joinApproval: setting('joinApproval'),
			},
		});
		const answer = await request(call);
		return (isSimplified(tools) ? { openConversationId: answer.openConversationId, chatId: answer.chatid } : answer) as IDataObject;
	},
};
