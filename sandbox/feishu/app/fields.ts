import type { JsonObject } from '../../types';
import type { Call } from './call';

/** A parameter as the page of an operation describes it. */
export interface Field {
	in: 'query' | 'body';
	name: string;
	type: 'string' | 'int' | 'boolean' | 'list' | 'object';
	required?: true;
	oneOf?: readonly string[];
	/** Characters of a text, entries of a list. */
	max?: number;
	/** The largest number. */
	most?: number;
}

type Options = Omit<Field, 'in' | 'name' | 'type'>;
type Maker = (name: string, options?: Options) => Field;

const maker =
	(place: Field['in'], type: Field['type']): Maker =>
	(name, options = {}) => ({ in: place, name, type, ...options });

export const query = maker('query', 'string');
export const queryInt = maker('query', 'int');
export const text = maker('body', 'string');
export const int = maker('body', 'int');
export const flag = maker('body', 'boolean');
export const list = maker('body', 'list');
export const object = maker('body', 'object');

const USER_ID_TYPES = ['open_id', 'union_id', 'user_id'];
export const userIdType = query('user_id_type', { oneOf: USER_ID_TYPES });
/** Pages of at most `most` entries. */
export const paging = (most: number): Field[] => [queryInt('page_size', { most }), query('page_token')];

/**
 * `field_violations` of 99992402.
 * "调用 API", https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/get-
 * Unconfirmed: the words of the descriptions.
 */
export function violations(fields: readonly Field[], call: Call): JsonObject[] {
	return fields.flatMap((field) => {
		const value = field.in === 'query' ? (call.request.url.searchParams.get(field.name) ?? undefined) : call.body[field.name];
		const description = problem(field, value);
		return description === undefined ? [] : [{ field: field.name, value: shown(value), description }];
	});
}

const shown = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value.slice(0, 200) : JSON.stringify(value).slice(0, 200));

function problem({ in: place, name, type, required, oneOf, max, most }: Field, value: unknown): string | undefined {
	if (value === undefined || value === null || value === '') return required ? `${name} is required` : undefined;
	if (oneOf && !oneOf.includes(String(value))) return `${name} is not in the options [${oneOf.join(',')}]`;
	switch (type) {
		case 'string':
			if (typeof value !== 'string') return `${name} is not a string`;
			return max !== undefined && [...value].length > max ? `the max length is ${max}` : undefined;
		case 'int': {
			const number = place === 'query' ? Number(value) : value;
			if (typeof number !== 'number' || !Number.isInteger(number)) return `${name} is not an int`;
			return number < 1 || (most !== undefined && number > most) ? `the range of ${name} is 1 to ${most ?? 2147483647}` : undefined;
		}
		case 'boolean':
			return typeof value === 'boolean' ? undefined : `${name} is not a boolean`;
		case 'list':
			if (!Array.isArray(value)) return `${name} is not a list`;
			return max !== undefined && value.length > max ? `the max length is ${max}` : undefined;
		default:
			return typeof value === 'object' && !Array.isArray(value) ? undefined : `${name} is not an object`;
	}
}
