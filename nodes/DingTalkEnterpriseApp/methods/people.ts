import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { resultOf, userDetails, userSearch } from '../../../lib/dingtalk/api/users';
import { filled } from '../../../lib/dingtalk/fields';
import { asText } from '../../../lib/events/values';
import { ask } from '../../shared/pickers';
import { platform, type Tools } from '../platform';

export const userField: INodeProperties = {
	displayName: 'User',
	name: 'user',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'Whom to get',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Type a name to search...',
			typeOptions: { searchListMethod: 'searchPeople', searchable: true, searchFilterRequired: true },
		},
		{ displayName: 'By User ID', name: 'id', type: 'string', placeholder: 'e.g. manager4220' },
	],
};

export const readUserId = ({ context, item }: Tools): string =>
	filled('user ID', asText(context.getNodeParameter('user', item, '', { extractValue: true })).trim());

/** Each name is a call of its own, since the search returns IDs only. */
const MOST_SHOWN = 20;

/** People by name. */
export async function searchPeople(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	if (filter.trim() === '') return { results: [] };
	const { list } = await ask(this, platform, userSearch(filter.trim(), false, 0));
	const userIds = Array.isArray(list) ? list.slice(0, MOST_SHOWN).map(String) : [];
	const results = await Promise.all(
		userIds.map(async (userId) => {
			const { name, title } = resultOf(await ask(this, platform, userDetails(userId)));
			return { name: `${asText(name) || userId}${title ? ` (${asText(title)})` : ''}`, value: userId };
		}),
	);
	return { results };
}
