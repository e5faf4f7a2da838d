import { colourOf, iconOf } from '../notification/appearance';
import { fitNotification } from '../notification/fit';
import { missingKeyword } from '../notification/keyword';
import { jsonBytes } from '../notification/text';
import type { Notification, Rendered } from '../notification/types';
import type { JsonObject } from '../http';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

/**
 * A notification as a message card (card structure 1.0, the one documented for custom bots).
 * Everything a user wrote stands in `plain_text`, which knows no markup; only the field values share an
 * element with their bold names and are escaped.
 */
export function botCard(notification: Notification, keywords: string[]): Rendered<BotMessage> {
	const fits = (candidate: Notification) => jsonBytes(card(candidate, keywords)) <= MESSAGE_BYTES;
	const { notification: fitted, cut } = fitNotification(notification, fits);
	return {
		body: card(fitted, keywords),
		warnings: cut ? ['The notification was longer than the platform takes and has been cut.'] : [],
	};
}

function card(notification: Notification, keywords: string[]): BotMessage {
	const { title, status, severity, summary, fields, lines, links, footer } = notification;
	const colour = colourOf(status, severity);
	const heading = `${iconOf[colour]} ${title}`;
	// Only what stands in plain text counts as shown: an escaped keyword would not be recognised.
	const keyword = missingKeyword([heading, summary, ...lines, footer].join('\n'), keywords);
	const smallPrint = [footer, keyword ?? ''].filter((text) => text !== '').join(' · ');
	const elements: JsonObject[] = [
		...[summary, lines.join('\n')].filter((text) => text !== '').map((text) => ({ tag: 'div', text: plain(text) })),
		...(fields.length > 0 ? [{ tag: 'div', fields: fields.map(field) }] : []),
		...(links.length > 0 ? [{ tag: 'action', actions: links.map(button) }] : []),
		...(smallPrint ? [{ tag: 'note', elements: [plain(smallPrint)] }] : []),
	];
	return {
		msg_type: 'interactive',
		card: {
			config: { wide_screen_mode: true },
			header: { title: plain(heading), template: colour },
			// A card needs at least one element.
			elements: elements.length > 0 ? elements : [{ tag: 'hr' }],
		},
	};
}

const plain = (content: string) => ({ tag: 'plain_text', content });

const field = ({ name, value }: Notification['fields'][number]) => ({
	// Two columns on a phone hold about this much.
	is_short: value.length <= 30 && !value.includes('\n'),
	text: { tag: 'lark_md', content: `**${escapeMarkdown(name)}**\n${escapeMarkdown(value)}` },
});

const button = ({ text, url }: Notification['links'][number], index: number) => ({
	tag: 'button',
	text: plain(text),
	type: index === 0 ? 'primary' : 'default',
	url,
});

/** Characters with a meaning in the platform's markdown, written as HTML entities (card markdown guide). */
export const escapeMarkdown = (text: string): string =>
	// A colon only where it begins an emoji (":OK:"): times and addresses are full of them.
	text.replace(/[&<>*_~`[\]()#|\\]|:(?=\p{L}[\p{L}\p{N}_]*:)/gu, (character) => `&#${character.charCodeAt(0)};`);
