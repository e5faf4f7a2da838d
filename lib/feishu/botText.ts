import { InputError } from '../inputError';
import { textWithEndings } from '../notification/keyword';
import { words } from '../notification/language';
import { jsonBytes, plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

export interface BotText {
	text: string;
	/** Open IDs (`ou_...`). */
	mentions: string[];
	mentionAll: boolean;
	keywords: string[];
	language: Language;
}

const ZERO_WIDTH_SPACE = '\u200B';

/** User text must not mention anybody by itself: the platform's tag is broken up invisibly. */
const withoutTags = (text: string): string => text.replace(/<(?=\/?at\b)/gi, `<${ZERO_WIDTH_SPACE}`);

/** A text message; cut to the platform's limit, with the mentions and the keyword kept. */
export function botText({ text, mentions, mentionAll, keywords, language }: BotText): Rendered<BotMessage> {
	const plain = withoutTags(plainText(text));
	if (plain.trim() === '') {
		throw new InputError('The text is empty', 'Enter a text, or check the expression that makes it.');
	}
	const tags = [
		...mentions.map((id) => `<at user_id="${openId(id)}"></at>`),
		...(mentionAll ? [`<at user_id="all">${language === 'zh' ? '所有人' : 'Everyone'}</at>`] : []),
	];
	const message = (candidate: string): BotMessage => ({ msg_type: 'text', content: { text: candidate } });
	const fits = (candidate: string) => jsonBytes(message(candidate)) <= MESSAGE_BYTES;
	const composed = textWithEndings(plain, [tags.join(' ')], keywords, words[language].cut, fits);
	return {
		body: message(composed.text),
		warnings: composed.cut ? ['The text was longer than the platform takes and has been cut.'] : [],
	};
}

function openId(id: string): string {
	if (/^ou_\w+$/.test(id)) return id;
	const kind = id.includes('@') ? 'e-mail address' : /^\+?[\d -]{5,}$/.test(id) ? 'phone number' : undefined;
	throw new InputError(
		kind
			? `A custom bot can't mention a person by ${kind} (${id}): the platform takes nothing but open IDs`
			: `"${id}" is not an open ID`,
		"Enter the person's open ID (ou_...). An app of your organization can look it up by e-mail or mobile; a custom bot can't.",
	);
}
