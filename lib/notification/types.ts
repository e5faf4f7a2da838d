/** What an event is about; decides the colour before the severity does. */
export type Status =
	| 'firing'
	| 'resolved'
	| 'info'
	| 'pending'
	| 'approved'
	| 'rejected'
	| 'failed';

export type Severity = 'critical' | 'warning' | 'info';

export type Language = 'en' | 'zh';

export interface Field {
	name: string;
	value: string;
}

export interface Link {
	text: string;
	url: string;
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
	/** Small print: source, key, time. */
	footer: string;
	language: Language;
	/** Identity of the event that it tells of. */
	dedupeKey: string;
}

/** A platform's message made from a notification, and what had to be changed to make it fit. */
export interface Rendered<Body> {
	body: Body;
	warnings: string[];
}
