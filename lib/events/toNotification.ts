import { words, type Words } from '../notification/language';
import type { Field, Language, Link, Mention, Notification } from '../notification/types';
import { fillTemplate, valueOf } from './template';
import type { SubscriptionEvent } from './types';
import { asSeverity } from './values';

export interface NotificationOptions {
	language: Language;
	/** IANA name; times are shown in it, with its name. */
	timeZone: string;
	layout?: Layout;
	mentions?: Mention[];
}

export const LINK_NAMES = ['source', 'runbook', 'dashboard', 'silence'] as const;
export type LinkName = (typeof LINK_NAMES)[number];

/** What a reader gets to see of an event; what is not given is as usual. */
export interface Layout {
	/** Templates: `{labels.instance}` is replaced by the event's value. */
	title?: string;
	summary?: string;
	/** The fields to show, in this order; a label may stand for a field's own name. */
	fields?: Array<{ name: string; label: string }>;
	/** The event's own links to show. */
	links?: LinkName[];
	/** More links, with templates as text and address; after the event's own. */
	moreLinks?: Link[];
}

/** Labels that the title tells already, or that nobody reads. */
const SAID = new Set(['alertname', '__name__']);
/** Labels that the severity tells, if it is a word that it was made from. */
const SEVERITY_LABELS = new Set(['severity', 'level', 'priority']);

/** What a reader calls the source; that something was JSON tells a reader nothing. */
const SOURCE_NAMES = new Map([
	['alertmanager', 'Alertmanager'],
	['debezium', 'Debezium'],
	['n8n-postgres', 'PostgreSQL'],
	['json', ''],
	['outbox', ''],
]);

/** The only bridge from events to notifications: which fields, links and texts a reader gets. */
export function toNotification(event: SubscriptionEvent, options: NotificationOptions): Notification {
	const { language, layout = {}, mentions = [] } = options;
	const say = words[language];
	// A template that gives nothing must not hide what the event is.
	const heading = (layout.title && fillTemplate(layout.title, event).trim()) || title(event, language);
	const summary = layout.summary ? fillTemplate(layout.summary, event) : event.summary;
	const usual = usualFields(event, options);
	return {
		title: heading,
		status: event.status,
		severity: event.severity,
		summary: summary === event.title ? '' : summary,
		fields: (layout.fields ? chosenFields(layout.fields, event, usual) : usual).map(({ name, value }) => ({ name, value })),
		lines: [],
		links: links(event, language, layout),
		mentions,
		footer: [SOURCE_NAMES.get(event.source) ?? event.source, event.truncated > 0 ? say.truncatedBySender(event.truncated) : '']
			.filter((text) => text !== '')
			.join(' · '),
		language,
		dedupeKey: event.dedupeKey,
		// Other systems number their events, too: the same number is the same only under the same name, in the same place.
		subjectKey: event.subjectKey && JSON.stringify([event.subjectKey, event.title, placeOf(event)]),
		leftOut: event.truncated,
		line: line(event, heading, summary, language),
	};
}

/** A field by the name that it has in the event, beside the one that a reader sees. */
interface NamedField extends Field {
	key: string;
}

function usualFields(event: SubscriptionEvent, { language, timeZone }: NotificationOptions): NamedField[] {
	const say = words[language];
	const fields: NamedField[] = [
		...(event.kind === 'alert' ? [{ key: 'severity', name: say.fields.severity, value: say.severity[event.severity] }] : []),
		{ key: 'value', name: say.fields.value, value: event.value },
		...event.fields.map((field) => ({ key: field.name, ...field })),
		...labelFields(event),
		{ key: 'startsAt', name: say.fields.started, value: time(event.startsAt, timeZone) },
		{ key: 'endsAt', name: say.fields.ended, value: time(event.endsAt, timeZone) },
		{ key: 'duration', name: say.fields.duration, value: duration(event.startsAt, event.endsAt, say.units) },
	];
	return fields.filter(({ value }) => value !== '');
}

/** By the name in the event or the one that a reader sees, or anything else that the event holds. */
function chosenFields(chosen: Array<{ name: string; label: string }>, event: SubscriptionEvent, usual: NamedField[]): Field[] {
	return chosen
		.map(({ name, label }) => {
			const field = usual.find(({ key, name: shown }) => key === name || shown.toLowerCase() === name.toLowerCase());
			return { name: label || field?.name || name, value: field?.value ?? valueOf(event, name) };
		})
		.filter(({ value }) => value !== '');
}

/** Labels and fields that tell where something is, the most telling first. */
const WHERE = ['instance', 'pod', 'pod_name', 'node', 'host', 'hostname', 'device', 'service', 'job', 'cluster'];

function line(event: SubscriptionEvent, heading: string, summary: string, language: Language): Notification['line'] {
	const where = placeOf(event);
	const tellsSeverity = event.kind === 'alert' || event.status === 'firing' || event.status === 'resolved' || event.severity !== 'info';
	const row = event.kind === 'dbchange' ? event.fields.map(({ name, value }) => `${name}: ${value}`).join(', ') : '';
	const [firstLine = ''] = summary.split('\n');
	return {
		severity: tellsSeverity ? words[language].severity[event.severity] : '',
		heading,
		where: tells(heading, where) ? '' : where,
		details: [event.value, firstLine === heading ? '' : firstLine, row].filter((text) => text !== '').join(' · '),
	};
}

const placeOf = ({ labels, fields }: SubscriptionEvent): string =>
	WHERE.map((name) => labels[name] ?? fields.find((field) => field.name === name)?.value).find(Boolean) ?? '';

/** Whether a text holds the name as a word of its own: "Node10 is down" does not tell of Node1. */
function tells(text: string, name: string): boolean {
	const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return new RegExp(`(?<![\\w.-])${escaped}(?![\\w.-])`).test(text);
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

const labelFields = (event: SubscriptionEvent): NamedField[] =>
	event.kind === 'dbchange'
		? []
		: Object.entries(event.labels)
				.filter(([name, value]) => !SAID.has(name) && !(SEVERITY_LABELS.has(name) && asSeverity(value)))
				.map(([name, value]) => ({ key: name, name, value }));

function links(event: SubscriptionEvent, language: Language, { links: shown = [...LINK_NAMES], moreLinks = [] }: Layout): Link[] {
	const { kind, url, silenceUrl, annotations } = event;
	const say = words[language].links;
	const known: Record<LinkName, Link> = {
		source: { text: kind === 'alert' ? say.source : say.open, url },
		runbook: { text: say.runbook, url: annotations.runbook_url ?? annotations.runbook ?? '' },
		dashboard: { text: say.dashboard, url: annotations.dashboard_url ?? annotations.dashboard ?? '' },
		silence: { text: say.silence, url: silenceUrl },
	};
	return [
		...LINK_NAMES.filter((name) => shown.includes(name)).map((name) => known[name]),
		...moreLinks.map((link) => ({ text: fillTemplate(link.text, event), url: fillTemplate(link.url, event) })),
	].filter((link) => link.url !== '');
}

/** `2026-11-20 11:04:16 (Asia/Shanghai)`; empty for an empty time. */
function time(iso: string, timeZone: string): string {
	const date = new Date(iso);
	if (iso === '' || Number.isNaN(date.getTime())) return '';
	const { format, zone } = timesIn(timeZone);
	return `${format.format(date)} (${zone})`;
}

/** A format takes longer to make than a thousand times to use; n8n has few time zones. */
const formats = new Map<string, { format: Intl.DateTimeFormat; zone: string }>();

function timesIn(timeZone: string): { format: Intl.DateTimeFormat; zone: string } {
	const known = formats.get(timeZone);
	if (known) return known;
	const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
	// Sweden writes times as ISO 8601 does.
	const made = { format: new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }), zone };
	if (formats.size < 1000) formats.set(timeZone, made);
	return made;
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
