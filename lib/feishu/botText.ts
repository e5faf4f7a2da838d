import { InputError } from '../inputError';
import { textWithEndings } from '../notification/keyword';
import { words } from '../notification/language';
import { plainText } from '../notification/text';
import { textDigest } from '../notification/textDigest';
import type { Language, Rendered } from '../notification/types';
import type { BotMessage } from './botClient';
import { customBot, type Medium } from './medium';
import { textMentions, withoutTags, type Mentions } from './mentions';
import { fits } from './size';

export interface BotText extends Mentions {
	text: string;
	keywords: string[];
	language: Language;
	medium?: Medium;
}

/** A text message; cut to the platform's limit, with the mentions and the keyword kept. */
export const botText = (text: BotText): Rendered<BotMessage> => ({ ...write([text]), digest: textDigest(text, write) });

function write(texts: BotText[]): Rendered<BotMessage> {
	const [{ keywords, language, medium = customBot }] = texts as [BotText];
	const plain = withoutTags(texts.map(({ text }) => plainText(text)).join('\n\n'));
	if (plain.trim() === '') {
		throw new InputError('The text is empty', 'Enter a text, or check the expression that makes it.');
	}
	const message = (candidate: string): BotMessage => ({ msg_type: 'text', content: { text: candidate } });
	const mentions: Mentions = {
		mentions: [...new Set(texts.flatMap((text) => text.mentions))],
		mentionAll: texts.some(({ mentionAll }) => mentionAll),
	};
	const endings = [textMentions(mentions, language, medium.person)];
	const composed = textWithEndings(plain, endings, keywords, words[language].cut, (candidate) => fits(message(candidate), medium));
	return {
		body: message(composed.text),
		warnings: composed.cut ? ['The text was longer than the platform takes and has been cut.'] : [],
	};
}
