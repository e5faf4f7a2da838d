import { InputError } from '../inputError';
import { words } from '../notification/language';
import { oneLine, plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import type { ActionCard, BotMessage } from './botClient';
import { filled, fits, rows, TEXT_CUT, titleOf, type Room } from './fields';
import { linkUrl, type OpenLinksIn } from './links';
import { markdownWithEndings } from './markdown';
import { mentionsOf, type Mentions } from './mentions';

export const BUTTON_LAYOUTS = ['vertical', 'horizontal'] as const;

export interface BotActionCard extends Omit<Mentions, 'mentionAll'> {
	/** What the chat list shows; no part of the card itself. */
	title: string;
	/** The user's own markdown, sent as it is. */
	text: string;
	buttons: Array<{ text: string; url: string }>;
	/** Of several buttons. */
	buttonLayout: (typeof BUTTON_LAYOUTS)[number];
	openLinksIn: OpenLinksIn;
	keywords: string[];
	language: Language;
	/** Of the webhook by default. */
	room?: Room;
}

/** An action card: markdown with one button or several; cut to the platform's limit, with mentions and keyword kept. */
export function botActionCard(card: BotActionCard): Rendered<BotMessage> {
	const { language, keywords, mobiles, userIds, room } = card;
	const { title, warnings } = titleOf(card.title, language);
	const markdown = filled('text', plainText(card.text));
	const buttons = buttonsOf(card);
	const mentions = mentionsOf({ mobiles, userIds, mentionAll: false });
	const message = (text: string): BotMessage => ({ msgtype: 'actionCard', actionCard: { title, text, ...buttons }, ...mentions.at });
	const composed = markdownWithEndings(markdown, [mentions.text], keywords, words[language].cut, (text) => fits(message(text), room));
	return { body: message(composed.text), warnings: composed.cut ? [...warnings, TEXT_CUT] : warnings };
}

function buttonsOf({ buttons, buttonLayout, openLinksIn }: BotActionCard): Partial<ActionCard> {
	const [first, ...others] = rows('Button', buttons, ({ text, url }) => ({
		title: filled('text', oneLine(text)),
		actionURL: linkUrl(url, openLinksIn),
	}));
	if (!first) throw new InputError('The card has no button', 'Add a button, or use Send Markdown for a message without one.');
	if (others.length === 0) return { singleTitle: first.title, singleURL: first.actionURL };
	return { btnOrientation: buttonLayout === 'horizontal' ? '1' : '0', btns: [first, ...others] };
}
