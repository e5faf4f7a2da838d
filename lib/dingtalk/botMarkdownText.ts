import { words } from '../notification/language';
import { plainText } from '../notification/text';
import { textDigest } from '../notification/textDigest';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { filled, fits, TEXT_CUT, titleOf, type Room } from './fields';
import { markdownWithEndings, withoutOpenCode } from './markdown';
import { allMentioned, mentionsOf, type Mentions } from './mentions';

export interface BotMarkdownText extends Mentions {
	/** What the chat list shows; no part of the message itself. */
	title: string;
	/** The user's own markdown, sent as it is. */
	text: string;
	keywords: string[];
	language: Language;
	/** Of the webhook by default. */
	room?: Room;
}

/** A markdown message; cut to the platform's limit, with the mentions and the keyword kept. */
export const botMarkdownText = (text: BotMarkdownText): Rendered<BotMessage> => ({ ...write([text]), digest: textDigest(text, write) });

function write(texts: BotMarkdownText[]): Rendered<BotMessage> {
	const [{ title: heading, keywords, language, room }] = texts as [BotMarkdownText];
	const { title, warnings } = titleOf(texts.length > 1 ? words[language].digest(texts.length) : heading, language);
	// Whatever one of them leaves open (a block of code, a list) ends with it.
	const markdown = texts.map(({ text }) => filled('text', plainText(text))).map((text) => (texts.length > 1 ? withoutOpenCode(text) : text));
	const mentions = mentionsOf(allMentioned(texts));
	const message = (candidate: string): BotMessage => ({ msgtype: 'markdown', markdown: { title, text: candidate }, ...mentions.at });
	const composed = markdownWithEndings(markdown.join('\n\n'), [mentions.text], keywords, words[language].cut, (candidate) => fits(message(candidate), room));
	return { body: message(composed.text), warnings: composed.cut ? [...warnings, TEXT_CUT] : warnings };
}
