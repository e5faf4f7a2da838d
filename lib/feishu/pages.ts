import { objectsIn, type JsonObject } from '../http';
import { dataOf, type FeishuCall } from './appClient';

/** A list that comes in pages: `data.items`, and `page_token` as long as `has_more`. */
export interface Paged {
	call: FeishuCall;
	/** How many entries a page takes at most. */
	pageSize: number;
}

/** The first `most` entries of a list, from as many pages as it takes. */
export async function entriesOf(request: (call: FeishuCall) => Promise<JsonObject>, { call, pageSize }: Paged, most: number): Promise<JsonObject[]> {
	const entries: JsonObject[] = [];
	const tokens = new Set<string>();
	let token: string | undefined;
	do {
		const size = Math.min(pageSize, most - entries.length);
		const data = dataOf(await request({ ...call, query: { ...call.query, page_size: size, page_token: token } }));
		entries.push(...objectsIn(data.items));
		token = data.has_more === true && typeof data.page_token === 'string' && data.page_token !== '' ? data.page_token : undefined;
		// A page that names one that has been there would be asked for without end.
		if (token === undefined || tokens.has(token)) break;
		tokens.add(token);
	} while (entries.length < most);
	return entries.slice(0, most);
}
