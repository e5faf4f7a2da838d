import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { listParameter } from '../../lib/n8n/parameters';

/** Whom to mention in a DingTalk group. */
export const mentionPeopleForm: INodeProperties[] = [
	{
		displayName: 'Mention by Mobile',
		name: 'mentionMobiles',
		type: 'string',
		default: '',
		placeholder: 'e.g. 13800138000, 13900139000',
		description: 'Mobile numbers of group members, separated by commas',
	},
	{
		displayName: 'Mention by User ID',
		name: 'mentionUserIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. manager4220, 0123456',
		description: 'User IDs of group members, separated by commas',
	},
];

export const mentionedPeople = (context: IExecuteFunctions, item: number) => ({
	mobiles: listParameter(context, 'mentionMobiles', item),
	userIds: listParameter(context, 'mentionUserIds', item),
});
