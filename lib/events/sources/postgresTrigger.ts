import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import type { Field } from '../../notification/types';
import { emptyEvent, type Source } from '../types';
import { asText } from '../values';

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
		const change = isObject(payload) && isTableChange(payload) ? payload : undefined;
		const key = `n8n-postgres:${asText(channel)}:${sha256(JSON.stringify(payload) ?? '').slice(0, 32)}`;
		return [
			{
				...emptyEvent(),
				source: 'n8n-postgres',
				kind: 'dbchange',
				title: change ? `${change.operation} ${change.table}` : '',
				summary: isObject(payload) ? '' : asText(payload),
				fields: change ? changedFields(change) : isObject(payload) ? rowFields(payload) : [],
				labels: { channel: asText(channel) },
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

/** The row as it is now, or was; where an update changed a value, both. */
function changedFields({ operation, old, new: now, id }: TableChange): Field[] {
	const [before, after] = [old, now].map((row) => (isObject(row) ? row : {})) as [JsonObject, JsonObject];
	if (operation === 'DELETE') return rowFields(isObject(old) ? before : { id });
	if (operation === 'INSERT' || !isObject(now)) return rowFields(isObject(now) ? after : { id });
	return Object.entries(after).map(([name, value]) => {
		const [from, to] = [asText(before[name]), asText(value)];
		return { name, value: from === to ? to : `${from || '∅'} → ${to || '∅'}` };
	});
}

const rowFields = (row: JsonObject): Field[] =>
	Object.entries(row).map(([name, value]) => ({ name, value: asText(value) }));
