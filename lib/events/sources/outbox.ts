import { isObject, type JsonObject } from '../../http';
import { parsedText } from '../body';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asText, asTime } from '../values';
import { asRow, rowEvent, rowFields, tableName, type RowChange } from './rows';

/**
 * A row of the outbox table (examples/outbox-to-chat), read by n8n's Postgres or MySQL node: `{event_id, table_schema,
 * table_name, operation, row_key, old_row, new_row, changed_at}`. `row_key`, `old_row` and `new_row` are JSON; some
 * drivers hand it over as text.
 */
export const outbox: Source = {
	name: 'outbox',
	recognises: (body) => (Array.isArray(body) ? body.length > 0 && body.every(isOutboxRow) : isOutboxRow(body)),
	decode: (body: JsonObject | JsonObject[]) => (Array.isArray(body) ? body : [body]).map(event),
};

const isOutboxRow = (row: unknown): row is JsonObject =>
	isObject(row) &&
	asText(row.event_id).trim() !== '' &&
	typeof row.table_name === 'string' &&
	/^(insert|update|delete|truncate)$/i.test(asText(row.operation)) &&
	('old_row' in row || 'new_row' in row);

function event(row: JsonObject): SubscriptionEvent {
	const [key, before, after] = [row.row_key, row.old_row, row.new_row].map(parsedText);
	const change: RowChange = {
		operation: asText(row.operation).toUpperCase(),
		schema: asText(row.table_schema),
		table: asText(row.table_name),
		before: asRow(before),
		after: asRow(after),
		key: asRow(key),
	};
	const told = rowEvent(change);
	const dedupeKey = `outbox:${asText(row.event_id)}`;
	const identity = identityOf(key);
	return {
		...emptyEvent(),
		...told,
		// What is no row must still be seen.
		fields: [...told.fields, ...rowFields({ old_row: unreadable(before), new_row: unreadable(after) }).filter(({ value }) => value !== '')],
		source: 'outbox',
		startsAt: asTime(row.changed_at),
		subjectKey: identity === '' ? dedupeKey : `outbox:${tableName(change)}:${identity}`,
		dedupeKey,
		raw: row,
	};
}

/** `id=17`, whatever the order of the columns; what is no object counts as it is. */
const identityOf = (key: unknown): string =>
	isObject(key)
		? Object.entries(key)
				.map(([name, value]) => `${name}=${asText(value)}`)
				.sort()
				.join(',')
		: asText(key);

const unreadable = (value: unknown): unknown => (isObject(value) ? undefined : value);
