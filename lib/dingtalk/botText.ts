import { textWithEndings } from '../notification/keyword';
import { words } from '../notification/language';
import { plainText } from '../notification/text';
import { textDigest } from '../notification/textDigest';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { filled, fits, TEXT_CUT, type Room } from './fields';
import { allMentioned, mentionsOf, type Mentions } from './mentions';

export interface BotText extends Mentions {
	text: string;
	keywords: string[];
	language: Language;
	/** Of the webhook by default. */
	room?: Room;
}

/** A text message; cut to the platform's limit, with the mentions and the keyword kept. */
export const botText = (text: BotText): Rendered<BotMessage> => ({ ...write([text]), digest: textDigest(text, write) });

function write(texts: BotText[]): Rendered<BotMessage> {
	const [{ keywords, language, room }] = texts as [BotText];
	const plain = filled('text', plainText(texts.map(({ text }) => text).join('\n\n')));
	const mentions = mentionsOf(allMentioned(texts));
	const message = (content: string): BotMessage => ({ msgtype: 'text', text: { content }, ...mentions.at });
	const composed = textWithEndings(plain, [mentions.text], keywords, words[language].cut, (content) => fits(message(content), room));
	return { body: message(composed.text), warnings: composed.cut ? [TEXT_CUT] : [] };
}
