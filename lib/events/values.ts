import { isObject } from '../http';
import type { Severity } from '../notification/types';

/** Whatever a body holds, as text for people; nested values as JSON, a date (of a database's driver) as ISO 8601. */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === undefined || value === null) return '';
	if (isDate(value)) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const isDate = (value: unknown): value is Date => value instanceof Date;

/** Names and texts of an object; anything else is no texts at all. */
export const asTexts = (value: unknown): Record<string, string> =>
	isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asText(entry)])) : {};

const EPOCH_TIME = /^\d{9,13}(\.\d+)?$/;
const DATE = /^(\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2}, \d)/;

/**
 * ISO 8601, from a date or from seconds or milliseconds since the epoch; empty for what is no time and for
 * Go's zero time, which means "not yet".
 */
export function asTime(value: unknown): string {
	const text = asText(value);
	const time = EPOCH_TIME.test(text) ? fromEpoch(Number(text)) : new Date(DATE.test(text) ? text : NaN);
	return Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1 ? '' : time.toISOString();
}

/** Seconds have ten digits in our time, milliseconds thirteen. */
const fromEpoch = (time: number): Date => new Date(time < 1e11 ? time * 1000 : time);

const severityWords: Record<Severity, RegExp> = {
	critical: /^(critical|crit|fatal|emergency|emerg|disaster|page|high|error|err|p0|p1|sev0|sev1|s1)$/i,
	warning: /^(warning|warn|major|medium|moderate|average|p2|p3|sev2|sev3|s2|s3)$/i,
	info: /^(info|information|informational|notice|low|minor|debug|ok|none|p4|p5|sev4|sev5)$/i,
};

/** Reads the many words for a severity; undefined for a word that is none of them. */
export function asSeverity(value: string): Severity | undefined {
	const word = value.trim();
	return (Object.keys(severityWords) as Severity[]).find((severity) => severityWords[severity].test(word));
}
