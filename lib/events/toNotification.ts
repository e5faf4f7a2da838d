import { words, type Words } from '../notification/language';
import type { Field, Language, Link, Notification } from '../notification/types';
import type { SubscriptionEvent } from './types';
import { asSeverity } from './values';

export interface NotificationOptions {
	language: Language;
	/** IANA name; times are shown in it, with its name. */
	timeZone: string;
}

/** Labels that the title tells already, or that nobody reads. */
const SAID = new Set(['alertname', '__name__']);
/** Labels that the severity tells, if it is a word that it was made from. */
const SEVERITY_LABELS = new Set(['severity', 'level', 'priority']);

/** What a reader calls the source; that something was JSON tells a reader nothing. */
const SOURCE_NAMES = new Map([
	['alertmanager', 'Alertmanager'],
	['n8n-postgres', 'PostgreSQL'],
	['json', ''],
]);

/** The only bridge from events to notifications: which fields, links and texts a reader gets. */
export function toNotification(event: SubscriptionEvent, { language, timeZone }: NotificationOptions): Notification {
	const say = words[language];
	const fields: Field[] = [
		...(event.kind === 'alert' ? [{ name: say.fields.severity, value: say.severity[event.severity] }] : []),
		{ name: say.fields.value, value: event.value },
		...event.fields,
		...labelFields(event),
		{ name: say.fields.started, value: time(event.startsAt, timeZone) },
		{ name: say.fields.ended, value: time(event.endsAt, timeZone) },
		{ name: say.fields.duration, value: duration(event.startsAt, event.endsAt, say.units) },
	];
	return {
		title: title(event, language),
		status: event.status,
		severity: event.severity,
		summary: event.summary === event.title ? '' : event.summary,
		fields: fields.filter(({ value }) => value !== ''),
		lines: [],
		links: links(event, language),
		footer: [SOURCE_NAMES.get(event.source) ?? event.source, event.truncated > 0 ? say.truncatedBySender(event.truncated) : '']
			.filter((text) => text !== '')
			.join(' · '),
		language,
		dedupeKey: event.dedupeKey,
	};
}

function title(event: SubscriptionEvent, language: Language): string {
	const say = words[language];
	switch (event.kind) {
		case 'dbchange':
			return event.title || say.rowChange(event.labels.channel ?? '');
		case 'alert':
			return `[${say.status[event.status]}] ${event.title || say.alert}`;
		default: {
			const name = event.title || say.message;
			return event.status === 'info' ? name : `[${say.status[event.status]}] ${name}`;
		}
	}
}

const labelFields = (event: SubscriptionEvent): Field[] =>
	event.kind === 'dbchange'
		? []
		: Object.entries(event.labels)
				.filter(([name, value]) => !SAID.has(name) && !(SEVERITY_LABELS.has(name) && asSeverity(value)))
				.map(([name, value]) => ({ name, value }));

function links({ kind, url, silenceUrl, annotations }: SubscriptionEvent, language: Language): Link[] {
	const say = words[language].links;
	return [
		{ text: kind === 'alert' ? say.source : say.open, url },
		{ text: say.runbook, url: annotations.runbook_url ?? annotations.runbook ?? '' },
		{ text: say.dashboard, url: annotations.dashboard_url ?? annotations.dashboard ?? '' },
		{ text: say.silence, url: silenceUrl },
	].filter((link) => link.url !== '');
}

/** `2026-11-20 11:04:16 (Asia/Shanghai)`; empty for an empty time. */
function time(iso: string, timeZone: string): string {
	const date = new Date(iso);
	if (iso === '' || Number.isNaN(date.getTime())) return '';
	const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
	// Sweden writes times as ISO 8601 does.
	return `${new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(date)} (${zone})`;
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}

/** `1 d 2 h`, `5 min`, `12 s`: the two largest units. */
function duration(from: string, to: string, [day, hour, minute, second]: Words['units']): string {
	const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
	if (!(seconds >= 0)) return '';
	const units: Array<[number, string]> = [
		[Math.floor(seconds / 86_400), day],
		[Math.floor(seconds / 3600) % 24, hour],
		[Math.floor(seconds / 60) % 60, minute],
		[seconds % 60, second],
	];
	const first = units.findIndex(([count]) => count > 0);
	if (first < 0) return `0 ${second}`;
	return units.slice(first, first + 2).filter(([count]) => count > 0).map((unit) => unit.join(' ')).join(' ');
}
