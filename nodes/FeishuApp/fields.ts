import type { INodeProperties } from 'n8n-workflow';
import { entriesOf, type Paged } from '../../lib/feishu/pages';
import type { JsonObject } from '../../lib/http';
import { InputError } from '../../lib/inputError';
import { booleanParameter, numberParameter, textParameter } from '../../lib/n8n/parameters';
import type { Tools } from './platform';

/** Fields that several operations have. */

export const messageIdField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. om_dc13264520392913993dd051dba21dcf',
	description: 'ID of the message (om_...), as Send Message returns it',
};

export function readMessageId({ context, item }: Tools): string {
	const id = textParameter(context, 'messageId', item).trim();
	if (/^om_\w+$/.test(id)) return id;
	throw new InputError(
		id === '' ? 'The message ID is empty' : `"${id.slice(0, 100)}" is not a message ID`,
		'Enter the ID of a message (om_...): Send Message returns it as messageId, and so do the triggers.',
	);
}

/** How much of a list is wanted. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** As many entries of a list as the item wants. */
export function readList({ context, item, request }: Tools, paged: Paged): Promise<JsonObject[]> {
	const isAll = booleanParameter(context, 'returnAll', item, false);
	const most = isAll ? Infinity : Math.floor(numberParameter(context, 'limit', item, 50, { least: 1, most: Infinity }));
	return entriesOf(request, paged, most);
}
