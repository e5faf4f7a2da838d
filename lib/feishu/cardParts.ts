/** The elements of card structure 1.0, the one documented for custom bots, as far as the cards here use them. */
import type { JsonObject } from '../http';
import type { Field } from '../notification/types';
import type { BotMessage } from './botClient';

export const HEADER_COLORS = [
	'blue',
	'wathet',
	'turquoise',
	'green',
	'yellow',
	'orange',
	'red',
	'carmine',
	'violet',
	'purple',
	'indigo',
	'grey',
] as const;
export type HeaderColor = (typeof HEADER_COLORS)[number];

export const BUTTON_STYLES = ['default', 'primary', 'danger'] as const;
export type ButtonStyle = (typeof BUTTON_STYLES)[number];

export interface ShownButton {
	text: string;
	style: ButtonStyle;
	/** One of both. */
	url?: string;
	answer?: string;
}

export const plain = (content: string) => ({ tag: 'plain_text', content });
const markdown = (content: string) => ({ tag: 'lark_md', content });

export const plainBlock = (text: string): JsonObject => ({ tag: 'div', text: plain(text) });
export const markdownBlock = (text: string): JsonObject => ({ tag: 'div', text: markdown(text) });
export const note = (text: string): JsonObject => ({ tag: 'note', elements: [plain(text)] });
export const fieldBlock = (fields: Field[]): JsonObject => ({ tag: 'div', fields: fields.map(field) });
export const buttonBlock = (buttons: ShownButton[]): JsonObject => ({
	tag: 'action',
	actions: buttons.map(({ text, style, ...button }) => ({ tag: 'button', text: plain(text), type: style, ...whenClicked(button) })),
});

/** Opens a link, or tells the app of the click, which gets `{ answer }` as the value of the button. */
const whenClicked = (button: Pick<ShownButton, 'url' | 'answer'>): JsonObject =>
	button.answer === undefined ? { url: button.url } : { value: { answer: button.answer } };

const field = ({ name, value }: Field) => ({
	// Two columns on a phone hold about this much.
	is_short: value.length <= 30 && !value.includes('\n'),
	text: markdown(`**${escapeMarkdown(name)}**\n${escapeMarkdown(value)}`),
});

/** @param title empty for a card without a heading */
export const cardMessage = (title: string, color: HeaderColor, elements: JsonObject[]): BotMessage => ({
	msg_type: 'interactive',
	card: {
		config: { wide_screen_mode: true },
		...(title === '' ? {} : { header: { title: plain(title), template: color } }),
		// A card needs at least one element.
		elements: elements.length > 0 ? elements : [{ tag: 'hr' }],
	},
});

/** Characters with a meaning in the platform's markdown, written as HTML entities (card markdown guide). */
export const escapeMarkdown = (text: string): string =>
	// A colon only where it begins an emoji (":OK:"): times and addresses are full of them.
	text.replace(/[&<>*_~`[\]()#|\\]|:(?=\p{L}[\p{L}\p{N}_]*:)/gu, (character) => `&#${character.charCodeAt(0)};`);

/** What surely shows of markdown: no tags, no addresses of links, no characters that may be markup. */
export const shownOfMarkdown = (text: string): string =>
	text.replace(/<[^<>]*>|&#?\w+;|\]\(\S*/g, ' ').replace(/\*+|_{2,}|~~|`/g, ' ');
