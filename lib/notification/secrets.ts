import type { Notification } from './types';

/** A notification without what nobody in the group is to read: what holds a secret is left out, or blotted out of a text. */
export function withoutSecrets(notification: Notification, secrets: string[]): Notification {
	if (secrets.length === 0) return notification;
	const holds = (text: string) => secrets.some((secret) => text.includes(secret));
	const blot = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '...'), text);
	const { title, summary, fields, lines, links, footer, line } = notification;
	return {
		...notification,
		title: blot(title),
		summary: blot(summary),
		fields: fields.filter(({ name, value }) => !holds(name) && !holds(value)),
		lines: lines.map(blot),
		links: links.filter(({ text, url }) => !holds(text) && !holds(url)),
		footer: blot(footer),
		line: { severity: line.severity, heading: blot(line.heading), where: blot(line.where), details: blot(line.details) },
	};
}
