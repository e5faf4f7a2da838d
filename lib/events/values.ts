import { isObject, type JsonObject } from '../http';
import type { Severity } from '../notification/types';

/** Whatever a body holds, as text for people; nested values as JSON. */
export function asText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Names and texts of an object; anything else is no texts at all. */
export const asTexts = (value: unknown): Record<string, string> =>
	isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, asText(entry)])) : {};

/** The first of the named entries that holds a text or a number. */
export function firstText(object: JsonObject, names: string[]): string {
	for (const name of names) {
		const value = object[name];
		if (typeof value === 'string' && value.trim() !== '') return value;
		if (typeof value === 'number') return String(value);
	}
	return '';
}

/** ISO 8601; empty for what is no time and for Go's zero time, which means "not yet". */
export function asTime(value: unknown): string {
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	const time = new Date(value);
	return Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1 ? '' : time.toISOString();
}

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
