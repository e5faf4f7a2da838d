import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import { emptyEvent, type Source } from '../types';
import { asText } from '../values';

/**
 * An item of n8n's Postgres Trigger: `{processId, channel, payload, name: "notification"}`. The payload is
 * the new row (the trigger's own mode), or whatever the NOTIFY carried (listen mode).
 */
export const postgresTrigger: Source = {
	name: 'n8n-postgres',
	recognises: (body) =>
		isObject(body) && typeof body.channel === 'string' && 'payload' in body && 'processId' in body,
	decode: (body: JsonObject) => {
		const { channel, payload } = body;
		const row = isObject(payload) ? payload : undefined;
		const key = `n8n-postgres:${asText(channel)}:${sha256(JSON.stringify(payload) ?? '').slice(0, 32)}`;
		return [
			{
				...emptyEvent(),
				source: 'n8n-postgres',
				kind: 'dbchange',
				summary: row ? '' : asText(payload),
				fields: Object.entries(row ?? {}).map(([name, value]) => ({ name, value: asText(value) })),
				labels: { channel: asText(channel) },
				subjectKey: key,
				dedupeKey: key,
				raw: body,
			},
		];
	},
};
