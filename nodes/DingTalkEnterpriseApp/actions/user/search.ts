import type { IDataObject } from 'n8n-workflow';
import { attempt } from '../../../../lib/apiFailure';
import { userDetails, userSearch } from '../../../../lib/dingtalk/api/users';
import { filled } from '../../../../lib/dingtalk/fields';
import { booleanParameter, textParameter } from '../../../../lib/n8n/parameters';
import { FailedOutput } from '../../../../lib/n8n/runItems';
import { collect, listFields, readLimit } from '../../../shared/lists';
import type { DingTalkRequest } from '../../platform';
import { userOutput } from './output';

export const search: DingTalkRequest = {
	option: { name: 'Search', value: 'search', action: 'Search users', description: 'Find people by name' },

	form: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Wang Fang',
			description: 'The name of the person, or a part of it: in Chinese, in pinyin or the English name',
		},
		{
			displayName: 'Exact Match',
			name: 'exactMatch',
			type: 'boolean',
			default: false,
			description: 'Whether the whole name must be the same',
		},
		{
			displayName: 'Include Details',
			name: 'includeDetails',
			type: 'boolean',
			default: false,
			description: 'Whether to also get the name, title and departments of each person, which is one more call each',
		},
		...listFields,
	],

	run: async (tools) => {
		const { context, item, request } = tools;
		const name = filled('name', textParameter(context, 'name', item).trim());
		const isExact = booleanParameter(context, 'exactMatch', item, false);
		const userIds = await collect(readLimit(tools), 0, async (page) => {
			const { list, hasMore } = await request(userSearch(name, isExact, page));
			return { entries: Array.isArray(list) ? list.map(String) : [], next: hasMore === true ? page + 1 : undefined };
		});
		if (!booleanParameter(context, 'includeDetails', item, false)) return userIds.map((userId) => ({ userId }));
		return await Promise.all(
			userIds.map(async (userId): Promise<IDataObject | FailedOutput> => {
				const answer = await attempt(async () => ({ user: await request(userDetails(userId)) }));
				return 'user' in answer ? userOutput(tools, answer.user) : new FailedOutput({ userId }, answer.failure);
			}),
		);
	},
};
