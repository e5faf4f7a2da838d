import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asSeverity, asText, asTexts, asTime } from '../values';

/**
 * Prometheus Alertmanager's webhook body, version 4 (alerting configuration, webhook_config):
 * `{version: "4", groupKey, truncatedAlerts, status, externalURL, alerts: [{status, labels, annotations,
 * startsAt, endsAt, generatorURL, fingerprint}]}`. One event per alert.
 */
export const alertmanager: Source = {
	name: 'alertmanager',
	recognises: (body) => isObject(body) && typeof body.groupKey === 'string' && Array.isArray(body.alerts),
	decode: (body: JsonObject & { alerts: unknown[] }) => {
		const alerts = body.alerts.filter(isObject);
		if (alerts.length === 0 && body.alerts.length > 0) {
			throw new InputError('No entry of alerts is an object', 'Let Alertmanager send its own body (webhook_configs).');
		}
		return alerts.map((alert) => event(alert, body));
	},
};

function event(alert: JsonObject, group: JsonObject): SubscriptionEvent {
	const labels = asTexts(alert.labels);
	const annotations = asTexts(alert.annotations);
	const status = alert.status === 'resolved' ? 'resolved' : 'firing';
	const startsAt = asTime(alert.startsAt);
	const fingerprint = asText(alert.fingerprint) || sha256(JSON.stringify(Object.entries(labels).sort())).slice(0, 16);
	const subjectKey = `alertmanager:${fingerprint}:${startsAt}`;
	return {
		...emptyEvent(),
		source: 'alertmanager',
		kind: 'alert',
		status,
		// An alert without a severity is worth a look.
		severity: asSeverity(labels.severity ?? labels.level ?? labels.priority ?? '') ?? 'warning',
		title: labels.alertname ?? annotations.title ?? annotations.summary ?? '',
		summary: distinct([annotations.summary, annotations.message, annotations.description]).join('\n'),
		labels,
		annotations,
		value: annotations.value ?? '',
		startsAt,
		endsAt: status === 'resolved' ? asTime(alert.endsAt) : '',
		url: asText(alert.generatorURL),
		groupKey: asText(group.groupKey),
		subjectKey,
		dedupeKey: `${subjectKey}:${status}`,
		truncated: Number(group.truncatedAlerts) || 0,
		raw: alert,
	};
}

const distinct = (texts: Array<string | undefined>): string[] => [
	...new Set(texts.filter((text): text is string => text !== undefined && text.trim() !== '')),
];
