import { isObject, type JsonObject } from '../../http';
import { STATUSES } from '../../notification/types';
import { KINDS, type Source } from '../types';
import { asSeverity, asText, asTexts } from '../values';

/** An event of our own triggers. A workflow may have changed it on the way, so everything is read anew. */
export const ownEvent: Source = {
	name: 'event',
	recognises: (item) =>
		isObject(item) &&
		typeof item.source === 'string' &&
		typeof item.kind === 'string' &&
		typeof item.dedupeKey === 'string' &&
		Array.isArray(item.fields) &&
		isObject(item.labels) &&
		isObject(item.annotations),
	decode: (item: JsonObject & { fields: unknown[] }) => [
		{
			source: asText(item.source),
			kind: KINDS.find((kind) => kind === item.kind) ?? 'custom',
			status: STATUSES.find((status) => status === item.status) ?? 'info',
			severity: asSeverity(asText(item.severity)) ?? 'info',
			title: asText(item.title),
			summary: asText(item.summary),
			fields: item.fields.filter(isObject).map(({ name, value }) => ({ name: asText(name), value: asText(value) })),
			labels: asTexts(item.labels),
			annotations: asTexts(item.annotations),
			value: asText(item.value),
			startsAt: asText(item.startsAt),
			endsAt: asText(item.endsAt),
			url: asText(item.url),
			silenceUrl: asText(item.silenceUrl),
			groupKey: asText(item.groupKey),
			subjectKey: asText(item.subjectKey),
			dedupeKey: asText(item.dedupeKey),
			truncated: Number(item.truncated) || 0,
			recipients: Array.isArray(item.recipients) ? item.recipients.map(asText) : [],
			raw: item.raw,
		},
	],
};
