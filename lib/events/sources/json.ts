import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import type { Status } from '../../notification/types';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asSeverity, asText, asTime, firstText } from '../values';

const NAMES = {
	title: ['title', 'subject', 'name', 'alertname', 'alertName', 'event_name', 'event', 'type'],
	summary: ['summary', 'message', 'text', 'description', 'content', 'body', 'msg'],
	severity: ['severity', 'level', 'priority'],
	status: ['status', 'state'],
	startsAt: ['startsAt', 'starts_at', 'timestamp', 'time', 'created_at', 'createdAt', 'date'],
	url: ['url', 'link', 'href', 'externalURL'],
	id: ['dedupeKey', 'dedupe_key', 'id', 'event_id', 'eventId', 'uuid'],
};
const USED = new Set(Object.values(NAMES).flat());

const statusWords: Array<[RegExp, Status]> = [
	[/^(firing|alerting|alert|alarm|problem|down|open|active|triggered)$/i, 'firing'],
	[/^(resolved|ok|recovered|up|closed|inactive|normal|success|succeeded)$/i, 'resolved'],
	[/^(pending|waiting|todo|submitted|in review)$/i, 'pending'],
	[/^(approved|accepted|agreed)$/i, 'approved'],
	[/^(rejected|declined|denied|refused)$/i, 'rejected'],
	[/^(failed|failure|error)$/i, 'failed'],
];

/** Any JSON object, or a list of them: well-known names become title, summary and so on, the rest fields. */
export const json: Source = {
	name: 'json',
	recognises: (body) => isObject(body) || (Array.isArray(body) && body.length > 0 && body.every(isObject)),
	decode: (body: JsonObject | JsonObject[]) => (Array.isArray(body) ? body : [body]).map(event),
};

function event(body: JsonObject): SubscriptionEvent {
	const severityWord = firstText(body, NAMES.severity);
	const statusWord = firstText(body, NAMES.status);
	const status = statusWords.find(([words]) => words.test(statusWord.trim()))?.[1];
	const severity = asSeverity(severityWord);
	const key = firstText(body, NAMES.id) || sha256(JSON.stringify(body)).slice(0, 32);
	const rest = Object.entries(body).filter(([name]) => !USED.has(name));
	return {
		...emptyEvent,
		source: 'json',
		kind: 'custom',
		status: status ?? 'info',
		severity: severity ?? (status === 'firing' ? 'warning' : 'info'),
		title: firstText(body, NAMES.title),
		summary: firstText(body, NAMES.summary),
		fields: [
			// A word that was not understood must still be seen.
			...(severityWord && !severity ? [{ name: 'severity', value: severityWord }] : []),
			...(statusWord && !status ? [{ name: 'status', value: statusWord }] : []),
			...rest.map(([name, value]) => ({ name, value: asText(value) })),
		].filter(({ value }) => value !== ''),
		startsAt: asTime(NAMES.startsAt.map((name) => body[name]).find((value) => asTime(value) !== '')),
		url: firstText(body, NAMES.url),
		subjectKey: `json:${key}`,
		dedupeKey: `json:${key}:${status ?? 'info'}`,
		raw: body,
	};
}
