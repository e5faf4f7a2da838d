import { InputError } from '../inputError';
import { words } from './language';
import { cutToFit, cutToLength, oneLine, plainText } from './text';
import type { Notification } from './types';

/** Ever smaller allowances; the last one fits every platform whatever the texts are. */
const ALLOWANCES = [
	{ title: 200, field: 1500, fields: 30, lines: 100, line: 500, links: 10, link: 1500 },
	{ title: 120, field: 300, fields: 20, lines: 30, line: 200, links: 5, link: 600 },
	{ title: 80, field: 60, fields: 12, lines: 10, line: 80, links: 2, link: 300 },
	{ title: 40, field: 20, fields: 5, lines: 5, line: 20, links: 0, link: 0 },
] as const;

type Allowance = (typeof ALLOWANCES)[number];

/**
 * Cuts a notification until `fits` holds: the summary as little as possible, the rest by steps.
 * Tells whether anything a reader could miss was cut. Links are never cut, only left out.
 */
export function fitNotification(
	notification: Notification,
	fits: (candidate: Notification) => boolean,
): { notification: Notification; cut: boolean } {
	const clean = cleaned(notification);
	const mark = words[notification.language].cut;
	for (const allowance of ALLOWANCES) {
		const reduced = reduce(clean, allowance, mark);
		if (!fits({ ...reduced, summary: '' })) continue;
		const summary = cutToFit(reduced.summary, mark, (candidate) => fits({ ...reduced, summary: candidate }));
		const fitted = { ...reduced, summary };
		return { notification: fitted, cut: JSON.stringify(fitted) !== JSON.stringify(clean) };
	}
	throw new InputError('The mentions leave no room for the notification', 'Mention fewer people, or everyone.');
}

function cleaned(notification: Notification): Notification {
	return {
		...notification,
		title: oneLine(notification.title),
		summary: plainText(notification.summary).trim(),
		fields: notification.fields
			.map(({ name, value }) => ({ name: oneLine(name) || '-', value: plainText(value).trim() }))
			.filter(({ value }) => value !== ''),
		lines: notification.lines.map(oneLine).filter((line) => line !== ''),
		links: notification.links.flatMap(({ text, url }) => {
			const address = webAddress(url);
			return address === undefined ? [] : [{ text: oneLine(text), url: address }];
		}),
		footer: oneLine(notification.footer),
	};
}

/** A complete and encoded http(s) URL; undefined for anything else, which the platforms would refuse the message for. */
function webAddress(url: string): string | undefined {
	if (!URL.canParse(url)) return undefined;
	const { protocol, href } = new URL(url);
	return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

function reduce(notification: Notification, allowance: Allowance, mark: string): Notification {
	const { more } = words[notification.language];
	const limited = (values: string[], most: number) =>
		values.length <= most ? values : [...values.slice(0, most - 1), more(values.length - most + 1)];
	const left = notification.fields.length - allowance.fields;
	return {
		...notification,
		title: cutToLength(notification.title, allowance.title, mark),
		fields: [
			...notification.fields.slice(0, allowance.fields).map(({ name, value }) => ({
				name: cutToLength(name, allowance.field, mark),
				value: cutToLength(value, allowance.field, mark),
			})),
			...(left > 0 ? [{ name: '…', value: more(left) }] : []),
		],
		lines: limited(notification.lines, allowance.lines).map((line) => cutToLength(line, allowance.line, mark)),
		links: notification.links.filter(({ url }) => url.length <= allowance.link).slice(0, allowance.links),
		footer: cutToLength(notification.footer, allowance.field, mark),
	};
}
