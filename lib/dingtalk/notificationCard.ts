import { colourOf } from '../notification/appearance';
import { fitNotification } from '../notification/fit';
import { words } from '../notification/language';
import { cutToFit } from '../notification/text';
import type { JsonLike, Outcome } from '../delivery/types';
import type { Notification } from '../notification/types';
import { cardBody, createAndDeliver, lostAnswer, openSpaceId, undelivered } from './api/cards';
import { sentToPeople } from './api/messages';
import type { DingTalkCall } from './appClient';
import { escapeMarkdown, heading, linkTarget } from './botMarkdown';
import { cardErrors } from './errorRows/cards';
import { openedIn, type OpenLinksIn } from './links';

/** "At most 1 KB" for each. https://open.dingtalk.com/document/development/create-and-deliver-cards */
const VALUE_BYTES = 1024;

export interface CardVariables {
	values: Record<string, string>;
	warnings: string[];
}

/**
 * A notification as the variables of a card template:
 * - `title`, `summary`, `footer`: texts;
 * - `status`, `severity`: words in the message's language; `color`: red, orange, blue or green;
 * - `fields`, `lines`: Markdown, a line for each;
 * - `links`: Markdown; `linkText` and `linkUrl`: the first of them, for a button.
 *
 * What is longer than a variable may be is cut; of lists, whole lines.
 */
export function notificationVariables(notification: Notification, openLinksIn: OpenLinksIn): CardVariables {
	const { title, status, severity, summary, fields, lines, links, footer, language } = fitNotification(notification, () => true).notification;
	const { cut, more, status: statuses, severity: severities } = words[language];
	const opened = links.map((link) => ({ ...link, url: openedIn(link.url, openLinksIn) }));
	const [first] = opened;
	const warnings: string[] = [];
	const limited = (name: string, whole: string, shortened: () => string): string => {
		if (fitsIn(whole)) return whole;
		warnings.push(`The card variable "${name}" was longer than the 1 KB that DingTalk takes and has been cut.`);
		return shortened();
	};
	const text = (name: string, value: string) => limited(name, value, () => cutToFit(value, cut, fitsIn));
	const list = (name: string, rows: string[], separator: string) => limited(name, rows.join(separator), () => beginning(rows, separator, more));
	return {
		values: {
			title: text('title', title),
			status: statuses[status],
			severity: severities[severity],
			color: colourOf(status, severity),
			summary: text('summary', summary),
			fields: list('fields', fields.map(fieldLine), '  \n'),
			lines: list('lines', lines.map((line) => `- ${escapeMarkdown(line)}`), '\n'),
			links: list('links', opened.map(({ text: label, url }) => `[${escapeMarkdown(label)}](${linkTarget(url)})`), ' | '),
			// A button that leads nowhere is none: half an address is not kept.
			...(first && fitsIn(first.url) ? { linkText: text('linkText', first.text || first.url), linkUrl: first.url } : { linkText: '', linkUrl: '' }),
			footer: text('footer', footer),
		},
		warnings,
	};
}

const fieldLine = ({ name, value }: { name: string; value: string }): string => `**${escapeMarkdown(name)}:** ${escapeMarkdown(value.replace(/\n/g, ' '))}`;

const fitsIn = (value: string): boolean => Buffer.byteLength(value) <= VALUE_BYTES;

/** As many rows as there is room for, and how many more there are. */
function beginning(rows: string[], separator: string, more: (count: number) => string): string {
	for (let count = rows.length - 1; count > 0; count--) {
		const text = [...rows.slice(0, count), more(rows.length - count)].join(separator);
		if (fitsIn(text)) return text;
	}
	return more(rows.length);
}

/** A card without its ID and its places. */
export type CardBody = JsonLike & { cardTemplateId: string };

export interface NotificationCard {
	notification: Notification;
	templateId: string;
	robotCode: string;
	space: 'group' | 'person';
	links: OpenLinksIn;
}

export function notificationCard({ notification, templateId, robotCode, space, links }: NotificationCard): { body: CardBody; warnings: string[] } {
	const { values, warnings } = notificationVariables(notification, links);
	const card = cardBody({
		templateId,
		space,
		values,
		privateValues: {},
		callback: { type: 'STREAM' },
		robotCode,
		summary: heading({ ...notification, title: values.title! }),
		forwardable: true,
		expiresAt: 0,
	});
	return { body: card as CardBody, warnings };
}

/** A template that DingTalk does not take does not keep the notification from going out without it. */
const isRefused = (code: string) => ({ [code]: { ...cardErrors[code]!, messageAtFault: 'form' as const } });

const errors = { ...isRefused('param.templateNotExist'), ...isRefused('param.templateUnpublished') };

/** @param cardId a new one: a card that has it was made by an earlier attempt */
export const deliverCard = (body: CardBody, space: 'group' | 'person', places: string[], cardId: string, mayHaveArrived = false): DingTalkCall => ({
	...createAndDeliver({ ...body, openSpaceId: openSpaceId(space, places) }, cardId, mayHaveArrived ? 'done' : 'undelivered'),
	errors,
});

/**
 * Who got a card, or a message in its place.
 *
 * @param cardId undefined if it was a message
 */
export const readDelivery = (answer: JsonLike, cardId?: string): Pick<Extract<Outcome, { accepted: true }>, 'messageId' | 'refused' | 'warnings'> =>
	cardId === undefined ? sentToPeople(answer) : { messageId: cardId, refused: undelivered(answer), warnings: lostAnswer(answer) };
