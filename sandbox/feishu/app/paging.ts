import type { JsonObject } from '../../types';
import type { Call } from './call';

const TOKEN = /^page(\d+)$/;

/** One page of a list. `invalid` ends the call when the page token is none of this sandbox. */
export function page<Item>(call: Call, items: readonly Item[], size: number, invalid: () => void): { items: Item[]; rest: JsonObject } {
	const given = call.query('page_token');
	const decoded = Buffer.from(given, 'base64').toString();
	if (given !== '' && !TOKEN.test(decoded)) invalid();
	const from = Number(TOKEN.exec(decoded)?.[1] ?? 0);
	const to = from + (Number(call.query('page_size')) || size);
	const hasMore = to < items.length;
	return {
		items: items.slice(from, to),
		rest: { has_more: hasMore, ...(hasMore && { page_token: Buffer.from(`page${to}`).toString('base64') }) },
	};
}
