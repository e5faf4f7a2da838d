import type { Field, Severity, Status } from '../notification/types';

export const KINDS = ['alert', 'ticket', 'dbchange', 'custom'] as const;

/** What triggers emit and Send Notification reads: one event, whatever system it came from. */
export interface SubscriptionEvent {
	/** The system that told of it: `alertmanager`, `debezium`, `json`, `n8n-postgres`, `outbox`. */
	source: string;
	kind: (typeof KINDS)[number];
	status: Status;
	severity: Severity;
	title: string;
	summary: string;
	fields: Field[];
	labels: Record<string, string>;
	annotations: Record<string, string>;
	value: string;
	/** ISO 8601; empty when not known or not over. */
	startsAt: string;
	endsAt: string;
	/** Where to look at it in the source. */
	url: string;
	silenceUrl: string;
	/** The sender's group that it came in. */
	groupKey: string;
	/** What it is about: the same for an alert's firing and its end, and for all changes of one row. */
	subjectKey: string;
	/** The subject in this state: the same for a repeated delivery, different once the state changes. */
	dedupeKey: string;
	/** How many more events the sender left out of the same delivery. */
	truncated: number;
	recipients: string[];
	/** What was received for this event. */
	raw: unknown;
}

/** Reads one inbound format. Pure: body in, events out. */
export interface Source {
	name: string;
	/** Whether the body has this source's shape. */
	recognises(body: unknown): boolean;
	/**
	 * One event per alert, row or ticket; none for what is no news. Only called with a body that it recognises.
	 */
	decode(body: never, reception: Reception): SubscriptionEvent[];
}

/** What a source may want to know besides the body. */
export interface Reception {
	/** In ms; tells events apart that nothing in them does. */
	receivedAt: number;
	/** Whether rows that were there before (Debezium's snapshots) are news. */
	snapshotRows: boolean;
}

/** What an event holds that says nothing more; new every time, because a workflow may change it. */
export const emptyEvent = (): Omit<SubscriptionEvent, 'source' | 'kind' | 'dedupeKey' | 'subjectKey' | 'raw'> => ({
	status: 'info',
	severity: 'info',
	title: '',
	summary: '',
	fields: [],
	labels: {},
	annotations: {},
	value: '',
	startsAt: '',
	endsAt: '',
	url: '',
	silenceUrl: '',
	groupKey: '',
	truncated: 0,
	recipients: [],
});
