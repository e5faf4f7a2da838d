import { colourOf, iconOf } from '../notification/appearance';
import { fitNotification } from '../notification/fit';
import { jsonBytes } from '../notification/text';
import type { Notification, Rendered } from '../notification/types';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

/** A notification as a markdown message (robot message types: headings, bold, quotes, links and lists). */
export function botMarkdown(notification: Notification, keywords: string[]): Rendered<BotMessage> {
	const fits = (candidate: Notification) => jsonBytes(markdown(candidate, keywords)) <= MESSAGE_BYTES;
	const { notification: fitted, cut } = fitNotification(notification, fits);
	return {
		body: markdown(fitted, keywords),
		warnings: cut ? ['The notification was longer than the platform takes and has been cut.'] : [],
	};
}

function markdown(notification: Notification, keywords: string[]): BotMessage {
	const { title, status, severity, summary, fields, lines, links, footer } = notification;
	const heading = `${iconOf[colourOf(status, severity)]} ${title}`;
	const paragraphs = [
		`### ${escapeMarkdown(heading)}`,
		escapeLines(summary),
		fields.map(({ name, value }) => `**${escapeMarkdown(name)}:** ${escapeLines(value)}`).join(LINE_BREAK),
		lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
		links.map(({ text, url }) => `[${escapeMarkdown(text)}](${linkTarget(url)})`).join(' | '),
		footer && `> ${escapeMarkdown(footer)}`,
	].filter((paragraph) => paragraph !== '');
	const text = paragraphs.join('\n\n');
	// It counts only where a reader sees it (not in a link's address) and as it is (not escaped): nobody knows which
	// of the two the platform searches.
	const visible = [heading, summary, ...fields.flatMap(({ name, value }) => [name, value]), ...lines, ...links.map((link) => link.text), footer];
	const stands = keywords.some((candidate) => text.includes(candidate) && visible.join('\n').includes(candidate));
	const keyword = stands ? undefined : keywords[0];
	return {
		msgtype: 'markdown',
		markdown: { title: heading, text: keyword === undefined ? text : `${text}\n\n${keyword}` },
	};
}

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
const linkTarget = (url: string): string =>
	url.replace(/[()\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
