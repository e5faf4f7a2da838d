import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { booleanParameter, numberParameter } from '../../lib/n8n/parameters';

/** Return All and Limit, of every operation that lists something. */

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

export const listFields: INodeProperties[] = [returnAll, limit];

/** How many entries are wanted. */
export function readLimit({ context, item }: { context: IExecuteFunctions; item: number }): number {
	if (booleanParameter(context, 'returnAll', item, false)) return Infinity;
	return Math.floor(numberParameter(context, 'limit', item, 50, { least: 1, most: 1_000_000 }));
}

/** One page of a list; without `next` it is the last one. */
export interface Page<Entry, Cursor> {
	entries: Entry[];
	next?: Cursor;
}

/** A page may be empty without being the last one, but not so many in a row. */
const MOST_EMPTY = 10;

/** The first `most` entries of a list, page by page, each once its predecessor has told where it begins. */
export async function collect<Entry, Cursor>(most: number, first: Cursor, page: (cursor: Cursor) => Promise<Page<Entry, Cursor>>): Promise<Entry[]> {
	const entries: Entry[] = [];
	let cursor: Cursor | undefined = first;
	let empty = 0;
	while (cursor !== undefined && entries.length < most && empty < MOST_EMPTY) {
		const got: Page<Entry, Cursor> = await page(cursor);
		entries.push(...got.entries);
		empty = got.entries.length === 0 ? empty + 1 : 0;
		cursor = got.next === cursor ? undefined : got.next;
	}
	return entries.slice(0, most);
}
