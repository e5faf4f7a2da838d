import type { DigestEntry, Digestible } from '../delivery/types';

/** What an event is about; decides the colour before the severity does. */
export const STATUSES = ['firing', 'resolved', 'info', 'pending', 'approved', 'rejected', 'failed'] as const;
export type Status = (typeof STATUSES)[number];

/** The worst first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Language = 'en' | 'zh';

export interface Field {
	name: string;
	value: string;
}

export interface Link {
	text: string;
	url: string;
}

/** Somebody to be notified; a platform takes only the ways that it knows. */
export interface Mention {
	by: 'openId' | 'mobile' | 'userId' | 'all';
	/** Empty for all. */
	id: string;
}

/** A notification before it becomes a platform's message. All texts are plain: renderers escape them. */
export interface Notification {
	/** One line; also what a phone shows. */
	title: string;
	status: Status;
	severity: Severity;
	/** A short text; may have several lines. */
	summary: string;
	fields: Field[];
	/** One line per merged or listed event. */
	lines: string[];
	links: Link[];
	mentions: Mention[];
	/** Small print: source, key, time. */
	footer: string;
	language: Language;
	/** Identity of the event that it tells of, in its present state. */
	dedupeKey: string;
	/** Identity of what the event is about, as a reader knows it: an alert's firing and its end have the same. */
	subjectKey: string;
	/** How many more events the sender left out. */
	leftOut: number;
	/** What it becomes where many share one message. */
	line: {
		/** A word, or empty. */
		severity: string;
		heading: string;
		/** Its instance, host or the like; empty if it is not known, or the heading tells it. */
		where: string;
		details: string;
	};
}

/** A platform's message, and what had to be changed to make it fit. */
export interface Rendered<Body> {
	body: Body;
	/** Simpler forms, for a platform that refuses the better one. */
	simpler?: () => Body[];
	warnings: string[];
	/** How it can share a message with others of its kind. */
	digest?: RenderedDigest<Body>;
}

export type RenderedDigest<Body> = Omit<Digestible, 'kind' | 'merge'> & {
	/** One message for as many of the first entries as it holds. */
	merge(entries: DigestEntry[]): Rendered<Body> & { taken: number };
};
