import { words } from '../notification/language';
import { plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { filled, fits, TEXT_CUT, titleOf } from './fields';
import { markdownWithEndings } from './markdown';
import { mentionsOf, type Mentions } from './mentions';

export interface BotMarkdownText extends Mentions {
	/** What the chat list shows; no part of the message itself. */
	title: string;
	/** The user's own markdown, sent as it is. */
	text: string;
	keywords: string[];
	language: Language;
}

/** A markdown message; cut to the platform's limit, with the mentions and the keyword kept. */
export function botMarkdownText({ title: heading, text, keywords, language, ...people }: BotMarkdownText): Rendered<BotMessage> {
	const { title, warnings } = titleOf(heading, language);
	const markdown = filled('text', plainText(text));
	const mentions = mentionsOf(people);
	const message = (candidate: string): BotMessage => ({ msgtype: 'markdown', markdown: { title, text: candidate }, ...mentions.at });
	const composed = markdownWithEndings(markdown, [mentions.text], keywords, words[language].cut, (candidate) => fits(message(candidate)));
	return { body: message(composed.text), warnings: composed.cut ? [...warnings, TEXT_CUT] : warnings };
}
