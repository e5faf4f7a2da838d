import { colourOf, iconOf } from '../notification/appearance';
import { render, type Form } from '../notification/render';
import { jsonBytes } from '../notification/text';
import type { Notification, Rendered } from '../notification/types';
import { MESSAGE_BYTES, type BotMessage } from './botClient';
import { mentionsOf } from './mentions';

/** A notification as a markdown message (robot message types), or as a text for a robot that does not take it. */
export const botMarkdown = (notification: Notification, keywords: string[]): Rendered<BotMessage> =>
	render(notification, keywords, [markdown, text], (body) => jsonBytes(body) <= MESSAGE_BYTES);

export const markdown: Form<BotMessage> = {
	// It counts only where a reader sees it (not in a link's address) and as it is (not escaped): nobody knows which
	// of the two the platform searches.
	shows: (notification, keyword) => visible(notification).includes(keyword) && paragraphs(notification).includes(keyword),
	write: (notification, keyword) => {
		const { at, text: mentioned } = peopleOf(notification);
		const parts = [paragraphs(notification), mentioned, keyword ?? ''].filter((part) => part !== '');
		return { msgtype: 'markdown', markdown: { title: heading(notification), text: parts.join('\n\n') }, ...at };
	},
};

export const text: Form<BotMessage> = {
	shows: (notification, keyword) => visible(notification).includes(keyword),
	write: (notification, keyword) => {
		const { at, text: mentioned } = peopleOf(notification);
		const { summary, fields, lines, links, footer } = notification;
		const parts = [
			heading(notification),
			summary,
			...fields.map(({ name, value }) => `${name}: ${value}`),
			...lines,
			...links.map((link) => `${link.text}: ${link.url}`),
			footer,
			mentioned,
			keyword ?? '',
		];
		return { msgtype: 'text', text: { content: parts.filter((part) => part !== '').join('\n') }, ...at };
	},
};

export function paragraphs(notification: Notification): string {
	const { summary, fields, lines, links, footer } = notification;
	return [
		`### ${escapeMarkdown(heading(notification))}`,
		escapeLines(summary),
		fields.map(({ name, value }) => `**${escapeMarkdown(name)}:** ${escapeLines(value)}`).join(LINE_BREAK),
		lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
		links.map((link) => `[${escapeMarkdown(link.text)}](${linkTarget(link.url)})`).join(' | '),
		footer && `> ${escapeMarkdown(footer)}`,
	]
		.filter((paragraph) => paragraph !== '')
		.join('\n\n');
}

function visible(notification: Notification): string {
	const { summary, fields, lines, links, footer } = notification;
	const texts = [...fields.flatMap(({ name, value }) => [name, value]), ...lines, ...links.map((link) => link.text)];
	return [heading(notification), summary, ...texts, footer].join('\n');
}

export const heading = ({ title, status, severity }: Notification): string => `${iconOf[colourOf(status, severity)]} ${title}`;

const peopleOf = ({ mentions }: Notification) => {
	const ids = (by: string) => mentions.filter((mention) => mention.by === by).map(({ id }) => id);
	return mentionsOf({ mobiles: ids('mobile'), userIds: ids('userId'), mentionAll: ids('all').length > 0 });
};

/** The platform wants two spaces around a line break inside a paragraph. */
const LINE_BREAK = '  \n  ';

const escapeLines = (text: string): string =>
	text
		.split('\n')
		.map((line) => escapeMarkdown(line.replace(/^[ \t]+/, nonBreaking)))
		.join(LINE_BREAK);

/** An indentation that is shown, and that makes no code block. */
const nonBreaking = (indentation: string): string => indentation.replace(/\t/g, '    ').replace(/ /g, '\u00A0');

/** Markup characters of one line; `<` and `>` as entities, because the platform also reads some HTML. */
export const escapeMarkdown = (text: string): string =>
	text
		.replace(/[\\`*_[\]#|~]/g, '\\$&')
		// A list item, a line of dashes or equal signs, a numbered item: only at the beginning of a line.
		.replace(/^(\s*)([-+](?=\s|$)|[-=](?=[-=\s]*$))/, '$1\\$2')
		.replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
		.replace(/&(?=#?\w+;)/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');

/** A parenthesis would end the link, a backslash keep its own parenthesis from ending it. */
export const linkTarget = (url: string): string =>
	url.replace(/[()\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
