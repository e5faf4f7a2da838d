import { InputError } from '../inputError';
import { words } from '../notification/language';
import { cutToFit, cutToLength, oneLine, plainText } from '../notification/text';
import type { Field, Language, Rendered } from '../notification/types';
import type { JsonObject } from '../http';
import type { BotMessage } from './botClient';
import {
	buttonBlock,
	BUTTON_STYLES,
	cardMessage,
	fieldBlock,
	markdownBlock,
	note,
	plain,
	shownOfMarkdown,
	type HeaderColor,
	type ShownButton,
} from './cardParts';
import { imageKey, inRow, webLink } from './keys';
import { keepingKeyword } from './keywords';
import { customBot, type Medium } from './medium';
import { cardMentions, escapeTags, type Mentions } from './mentions';
import { fits, tooLarge } from './size';

/** A row of the form. */
export type CardButton = Partial<Record<'text' | 'url' | 'style' | 'answer', string>>;

/** A card as a user composes it; everything but `color` may be empty. */
export interface ComposedCard extends Mentions {
	title: string;
	color: HeaderColor;
	/** In the platform's markdown (`lark_md`). */
	text: string;
	/** Plain texts; one without a value is left out. */
	fields: Array<Partial<Field>>;
	buttons: CardButton[];
	imageKey: string;
	/** Plain small print. */
	footer: string;
	keywords: string[];
	language: Language;
	medium?: Medium;
}

/** "At most 200 elements" (error 11310). */
const MAX_PARTS = 200;
/** "At most 100 characters" (button guide). */
const BUTTON_TEXT_LENGTH = 100;
/** How long title, fields and small print may be if the card is too large, step by step. */
const ALLOWANCES = [1500, 300, 60, 20];
/** Of a longer text at least this much is kept. */
const LEAST_TEXT = 300;

/**
 * A message card. Cut to the platform's limit: the text first, then the other texts by steps. Buttons, picture,
 * mentions and keyword are never cut; throws an {@link InputError} when they leave no room.
 */
export function composedCard({ keywords, language, medium = customBot, ...card }: ComposedCard): Rendered<BotMessage> {
	const mark = words[language].cut;
	const clean = cleaned(card, mark, medium);
	const { made, keyword } = keepingKeyword(keywords, (added) => fitted(clean, added, mark, medium), shownIn);
	const cut = clean.buttonsCut || JSON.stringify(made) !== JSON.stringify(clean);
	return {
		body: message(made, keyword),
		warnings: cut ? ['The card was longer than the platform takes and has been cut.'] : [],
	};
}

interface Clean {
	title: string;
	color: HeaderColor;
	text: string;
	fields: Field[];
	buttons: ShownButton[];
	buttonsCut: boolean;
	imageKey: string;
	mentions: string;
	footer: string;
}

function cleaned({ fields, buttons, ...card }: Omit<ComposedCard, 'keywords' | 'language' | 'medium'>, mark: string, medium: Medium): Clean {
	const count = fields.length + buttons.length;
	if (count > MAX_PARTS) {
		throw new InputError(
			`The card has ${fields.length} fields and ${buttons.length} buttons; the platform takes at most ${MAX_PARTS} elements in a card`,
			'Use fewer of them, or send several cards.',
		);
	}
	const links = buttons.map((button, index) => inRow(`Button ${index + 1}`, () => cleanButton(button)));
	const clean: Clean = {
		title: oneLine(card.title),
		color: card.color,
		text: plainText(card.text).trim(),
		fields: fields
			.map(({ name = '', value = '' }) => ({ name: oneLine(name) || '-', value: plainText(value).trim() }))
			.filter(({ value }) => value !== ''),
		buttons: links.map((link) => ({ ...link, text: cutToLength(link.text, BUTTON_TEXT_LENGTH, mark) })),
		buttonsCut: links.some(({ text }) => text.length > BUTTON_TEXT_LENGTH),
		imageKey: card.imageKey.trim() === '' ? '' : imageKey(card.imageKey, medium.pictures),
		mentions: cardMentions(card, medium.person),
		footer: oneLine(card.footer),
	};
	const { title, text, footer } = clean;
	if ([title, text, footer, clean.imageKey].every((part) => part === '') && clean.fields.length + links.length === 0) {
		throw new InputError('The card is empty', 'Enter a title, a text or fields, or check the expressions that make them.');
	}
	return clean;
}

function cleanButton({ text = '', url = '', style = 'default', answer: given = '' }: CardButton): ShownButton {
	const shown = oneLine(text);
	if (shown === '') throw new InputError('The text is empty', 'Enter what stands on the button.');
	const known = BUTTON_STYLES.find((candidate) => candidate === style);
	if (known === undefined) throw new InputError(`"${style.slice(0, 100)}" is not a style`, `Use one of ${BUTTON_STYLES.join(', ')}.`);
	const answer = given.trim();
	if (answer === '') return { text: shown, style: known, url: webLink(url) };
	if (url.trim() === '') return { text: shown, style: known, answer };
	throw new InputError('It has a URL and an answer', 'Leave one of them empty: a button opens a link, or tells the workflow.');
}

function fitted(card: Clean, keyword: string | undefined, mark: string, medium: Medium): Clean {
	const isFit = (candidate: Clean) => fits(message(candidate, keyword), medium);
	if (isFit(card)) return card;
	const beginning = cutToLength(card.text, LEAST_TEXT, mark);
	const reduced = ALLOWANCES.map((most) => shortened(card, most, mark)).find((candidate) => isFit({ ...candidate, text: beginning }));
	if (reduced === undefined) {
		const smallest = shortened({ ...card, text: beginning }, ALLOWANCES.at(-1)!, mark);
		throw tooLarge('The card, with its texts cut,', message(smallest, keyword), 'Use fewer fields, buttons and mentions, or shorter links.', medium);
	}
	return { ...reduced, text: cutToFit(card.text, mark, (text) => isFit({ ...reduced, text })) };
}

function shortened(card: Clean, most: number, mark: string): Clean {
	const short = (text: string) => cutToLength(text, most, mark);
	return {
		...card,
		title: short(card.title),
		fields: card.fields.map(({ name, value }) => ({ name: short(name), value: short(value) })),
		footer: short(card.footer),
	};
}

function message(card: Clean, keyword: string | undefined): BotMessage {
	const smallPrint = [card.footer, keyword ?? ''].filter((text) => text !== '').join(' · ');
	const elements: JsonObject[] = [
		...(card.text ? [markdownBlock(escapeTags(card.text))] : []),
		...(card.fields.length > 0 ? [fieldBlock(card.fields)] : []),
		...(card.imageKey ? [{ tag: 'img', img_key: card.imageKey, alt: plain('') }] : []),
		...(card.mentions ? [markdownBlock(card.mentions)] : []),
		...(card.buttons.length > 0 ? [buttonBlock(card.buttons)] : []),
		...(smallPrint ? [note(smallPrint)] : []),
	];
	return cardMessage(card.title, card.color, elements);
}

/** Where a keyword is sure to be recognised: not in the fields, which are escaped. */
const shownIn = ({ title, text, buttons, footer }: Clean): string =>
	[title, shownOfMarkdown(text), ...buttons.map((button) => button.text), footer].join('\n');
