import { isObject, type JsonObject } from '../../http';
import type { Field } from '../../notification/types';
import type { SubscriptionEvent } from '../types';
import { asText } from '../values';

/** One change in a table, whichever way a database tells of it. */
export interface RowChange {
	/** `INSERT`, `UPDATE`, `DELETE`, `TRUNCATE`; any other word is shown as it is. */
	operation: string;
	database?: string;
	schema?: string;
	table: string;
	/** The row before and after, by its columns; undefined for what was not told. */
	before?: JsonObject;
	after?: JsonObject;
	/** What is shown where no row was told: the columns that identify it. */
	key?: JsonObject;
}

/** Where tables are if nobody says otherwise; it tells a reader nothing. */
const DEFAULT_SCHEMAS = new Set(['public', 'dbo']);

/** `shop.orders`: with the schema (PostgreSQL, SQL Server), else with the database (MySQL). */
export function tableName({ schema, database, table }: Pick<RowChange, 'schema' | 'database' | 'table'>): string {
	const home = schema || database || '';
	return [DEFAULT_SCHEMAS.has(home) ? '' : home, table].filter((name) => name !== '').join('.');
}

/**
 * What an event tells of a changed row. Its fields are for people; a rule or an expression finds the bare values of
 * the columns in `annotations`, as `new.<column>` and `old.<column>`.
 */
export function rowEvent(change: RowChange): Pick<SubscriptionEvent, 'kind' | 'title' | 'fields' | 'labels' | 'annotations'> {
	const { operation, database = '', schema = '', table, before, after } = change;
	return {
		kind: 'dbchange',
		title: `${operation} ${tableName(change)}`.trim(),
		fields: changedFields(change),
		labels: filled({ operation, table, schema, database }),
		annotations: { ...columns('old', before), ...columns('new', after) },
	};
}

const columns = (prefix: string, row: JsonObject = {}): Record<string, string> =>
	Object.fromEntries(Object.entries(row).map(([name, value]) => [`${prefix}.${name}`, asText(value)]));

/** The row as it is now, or was; where an update changed a value, both. */
function changedFields({ operation, before, after, key = {} }: RowChange): Field[] {
	if (operation !== 'UPDATE' || !before || !after) return rowFields((operation === 'DELETE' ? before : (after ?? before)) ?? key);
	return Object.entries(after).map(([name, value]) => {
		const now = asText(value);
		// Of some rows only a part is told as it was before.
		const was = Object.hasOwn(before, name) ? asText(before[name]) : now;
		return { name, value: was === now ? now : `${was || '∅'} → ${now || '∅'}` };
	});
}

export const rowFields = (row: JsonObject): Field[] =>
	Object.entries(row).map(([name, value]) => ({ name, value: asText(value) }));

/** A row, if it is one. */
export const asRow = (value: unknown): JsonObject | undefined => (isObject(value) ? value : undefined);

const filled = (labels: Record<string, string>): Record<string, string> =>
	Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
