import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { asText } from '../../../lib/events/values';
import { dataOf } from '../../../lib/feishu/appClient';
import { listChats, searchChats as findChats } from '../../../lib/feishu/api/chats';
import { recipientsOf } from '../../../lib/feishu/api/recipients';
import { objectsIn } from '../../../lib/http';
import { ask } from '../../shared/pickers';
import { platform, type Tools } from '../platform';

export const chatField: INodeProperties = {
	displayName: 'Chat',
	name: 'chat',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: "The group; the app's bot must be in it",
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a group...',
			typeOptions: { searchListMethod: 'searchChats', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. oc_f5b1a7eb27ae2c7b6adc2a74faf339ff',
			hint: 'The chat ID is at the bottom of the settings of the group',
		},
	],
};

/** `oc_...`; throws an InputError for anything else. */
export const readChat = ({ context, item }: Tools): string =>
	recipientsOf('chat_id', [asText(context.getNodeParameter('chat', item, '', { extractValue: true }))])[0]!.id;

/** The groups that the bot is in, page by page, or those that fit. */
export async function searchChats(this: ILoadOptionsFunctions, filter = '', paginationToken?: string): Promise<INodeListSearchResult> {
	const { call, pageSize } = filter.trim() === '' ? listChats() : findChats(filter);
	const data = dataOf(await ask(this, platform, { ...call, query: { ...call.query, page_size: pageSize, page_token: paginationToken || undefined } }));
	const items = objectsIn(data.items);
	return {
		results: items.map(({ chat_id: id, name }) => ({ name: asText(name) || asText(id), value: asText(id) })),
		...(data.has_more === true && { paginationToken: asText(data.page_token) }),
	};
}
