import { sha256 } from '../../hash';
import { isObject, type JsonObject } from '../../http';
import type { Status } from '../../notification/types';
import { emptyEvent, type Source, type SubscriptionEvent } from '../types';
import { asSeverity, asText, asTime } from '../values';

const NAMES = {
	title: ['title', 'subject', 'name', 'alertname', 'alertName', 'event_name', 'event', 'type'],
	summary: ['summary', 'message', 'text', 'description', 'content', 'body', 'msg'],
	severity: ['severity', 'level', 'priority'],
	status: ['status', 'state'],
	startsAt: ['startsAt', 'starts_at', 'timestamp', 'time', 'created_at', 'createdAt', 'date'],
	url: ['url', 'link', 'href', 'externalURL'],
	id: ['dedupeKey', 'dedupe_key', 'id', 'event_id', 'eventId', 'uuid'],
};

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
	decode: (body: JsonObject | JsonObject[], { receivedAt }) =>
		(Array.isArray(body) ? body : [body]).map((one, index) => event(one, `${receivedAt} ${index}`)),
};

function event(body: JsonObject, received: string): SubscriptionEvent {
	const understood = new Set<string>();
	/** The first of the named entries that can be read. */
	const first = <T extends string>(names: string[], read: (text: string) => T | undefined): T | undefined => {
		for (const name of names) {
			const value = read(asWord(body[name]));
			if (!value) continue;
			understood.add(name);
			return value;
		}
		return undefined;
	};
	const status = first(NAMES.status, asStatus);
	const severity = first(NAMES.severity, asSeverity);
	const title = first(NAMES.title, notBlank) ?? '';
	const summary = first(NAMES.summary, notBlank) ?? '';
	const startsAt = first(NAMES.startsAt, asTime) ?? '';
	const url = first(NAMES.url, asUrl) ?? '';
	// A reader may want the ID as well, so it is not taken out of the fields.
	const id = NAMES.id.map((name) => asWord(body[name])).find(notBlank);
	// Without an ID or a time of its own, the same text tomorrow is another event.
	const key = id ?? sha256(JSON.stringify([body, startsAt === '' ? received : ''])).slice(0, 32);
	return {
		...emptyEvent(),
		source: 'json',
		kind: 'custom',
		status: status ?? 'info',
		severity: severity ?? (status === 'firing' ? 'warning' : 'info'),
		title,
		summary,
		// All that found no other place must still be seen.
		fields: Object.entries(body)
			.filter(([name]) => !understood.has(name))
			.map(([name, value]) => ({ name, value: asText(value) }))
			.filter(({ value }) => value !== ''),
		startsAt,
		url,
		subjectKey: `json:${key}`,
		dedupeKey: `json:${key}:${status ?? 'info'}`,
		raw: body,
	};
}

const asWord = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' || value instanceof Date ? asText(value) : '';
const notBlank = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
const asUrl = (text: string): string | undefined => (/^https?:/i.test(text) && URL.canParse(text) ? text : undefined);
const asStatus = (word: string): Status | undefined => statusWords.find(([words]) => words.test(word.trim()))?.[1];
