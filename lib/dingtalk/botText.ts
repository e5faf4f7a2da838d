import { InputError } from '../inputError';
import { textWithEndings } from '../notification/keyword';
import { words } from '../notification/language';
import { jsonBytes, plainText } from '../notification/text';
import type { Language, Rendered } from '../notification/types';
import { MESSAGE_BYTES, type BotMessage } from './botClient';

export interface BotText {
	text: string;
	mobiles: string[];
	userIds: string[];
	mentionAll: boolean;
	keywords: string[];
	language: Language;
}

/** "At most 50 people per message" (custom robots send group messages). */
const MOST_MENTIONS = 50;

/** A text message; cut to the platform's limit, with the mentions and the keyword kept. */
export function botText({ text, mobiles, userIds, mentionAll, keywords, language }: BotText): Rendered<BotMessage> {
	const plain = plainText(text);
	if (plain.trim() === '') {
		throw new InputError('The text is empty', 'Enter a text, or check the expression that makes it.');
	}
	const atMobiles = mobiles.map(mobileNumber);
	const atUserIds = userIds.map(userId);
	const people = [...atMobiles, ...atUserIds];
	if (people.length > MOST_MENTIONS) {
		throw new InputError(
			`The message mentions ${people.length} people; the platform takes at most ${MOST_MENTIONS}`,
			'Mention fewer people, or everyone.',
		);
	}
	const message = (content: string): BotMessage => ({
		msgtype: 'text',
		text: { content },
		...(people.length > 0 || mentionAll ? { at: { atMobiles, atUserIds, isAtAll: mentionAll } } : {}),
	});
	const fits = (candidate: string) => jsonBytes(message(candidate)) <= MESSAGE_BYTES;
	// Without its "@..." in the text, a mention does nothing.
	const composed = textWithEndings(
		plain,
		[people.map((person) => `@${person}`).join(' ')],
		keywords,
		words[language].cut,
		fits,
	);
	return {
		body: message(composed.text),
		warnings: composed.cut ? ['The text was longer than the platform takes and has been cut.'] : [],
	};
}

/** "+86 138-0013-8000" as people write it -> what the platform compares: digits, another country's with "+". */
function mobileNumber(text: string): string {
	const digits = text.replace(/[\s()-]/g, '').replace(/^(\+|00)86-?(?=1\d{10}$)/, '');
	if (/^\+?\d{5,20}$/.test(digits)) return digits;
	throw new InputError(`"${text}" is not a mobile number`, 'Enter the mobile numbers of group members, separated by commas.');
}

/** Letters, digits and `_-@.`; "all" would read as a mention of everyone. */
function userId(text: string): string {
	if (/^[\w.-][\w.@-]{0,63}$/.test(text) && text.toLowerCase() !== 'all') return text;
	throw new InputError(`"${text}" is not a user ID`, 'Enter the user IDs of group members, separated by commas; for everyone, switch on Mention Everyone.');
}
