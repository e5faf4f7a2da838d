import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import { emptyEvent, type Source } from '../types';
import { asText, asTime } from '../values';
import { asRow, rowEvent, rowFields, type RowChange } from './rows';

/**
 * An item of n8n's Postgres Trigger: `{processId, channel, payload, name: "notification"}`. The payload is
 * the new row (the trigger's own mode), what our notify_table_change() sends (examples/database-change-to-chat),
 * or whatever else a NOTIFY carried (listen mode).
 */
export const postgresTrigger: Source = {
	name: 'n8n-postgres',
	recognises: (body) =>
		isObject(body) && typeof body.channel === 'string' && 'payload' in body && 'processId' in body,
	decode: (body: JsonObject) => {
		const { channel, payload } = body;
		const change = isObject(payload) && isTableChange(payload) ? rowEvent(rowChange(payload)) : undefined;
		const key = `n8n-postgres:${asText(channel)}:${sha256(JSON.stringify(payload) ?? '').slice(0, 32)}`;
		return [
			{
				...emptyEvent(),
				kind: 'dbchange',
				summary: isObject(payload) ? '' : asText(payload),
				fields: isObject(payload) ? rowFields(payload) : [],
				...change,
				source: 'n8n-postgres',
				labels: { channel: asText(channel), ...change?.labels },
				startsAt: change && isObject(payload) ? asTime(payload.timestamp) : '',
				subjectKey: key,
				dedupeKey: key,
				raw: body,
			},
		];
	},
};

/** What notify_table_change() sends; without `old` and `new`, but with the row's `id`, if the row was too large. */
interface TableChange extends JsonObject {
	operation: string;
	table: string;
}

/** A row may have columns of these names, too, but not with a row in them. */
const isTableChange = (payload: JsonObject): payload is TableChange =>
	typeof payload.operation === 'string' &&
	typeof payload.table === 'string' &&
	(isObject(payload.old) || isObject(payload.new) || payload.truncated === true);

const rowChange = ({ operation, schema, table, old, new: now, id }: TableChange): RowChange => ({
	operation,
	schema: asText(schema),
	table,
	before: asRow(old),
	after: asRow(now),
	key: { id },
});
