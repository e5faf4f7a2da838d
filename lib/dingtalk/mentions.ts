import { InputError } from '../inputError';
import type { BotMessage } from './botClient';

/** Whom a message mentions; only members of the group can be mentioned. */
export interface Mentions {
	/** As people write them: "+86 138-0013-8000". */
	mobiles: string[];
	userIds: string[];
	mentionAll: boolean;
}

/** "At most 50 people per message" (custom robots send group messages). */
const MOST_MENTIONS = 50;

/**
 * The `at` of a message, empty if it mentions nobody, and the "@..." without which a mention does nothing: it has to
 * stand in the message's text. Throws an {@link InputError} for what is no mobile number, no user ID, or too many.
 */
export function mentionsOf({ mobiles, userIds, mentionAll }: Mentions): { at: Pick<BotMessage, 'at'>; text: string } {
	const atMobiles = [...new Set(mobiles.map(mobileNumber))];
	const atUserIds = [...new Set(userIds.map(userId))];
	const people = [...atMobiles, ...atUserIds];
	checkCount(people.length);
	return {
		at: people.length > 0 || mentionAll ? { at: { atMobiles, atUserIds, isAtAll: mentionAll } } : {},
		text: people.map((person) => `@${person}`).join(' '),
	};
}

/** Everybody whom one of several messages mentions. */
export const allMentioned = (messages: Mentions[]): Mentions => ({
	mobiles: messages.flatMap(({ mobiles }) => mobiles),
	userIds: messages.flatMap(({ userIds }) => userIds),
	mentionAll: messages.some(({ mentionAll }) => mentionAll),
});

export function checkCount(people: number): void {
	if (people <= MOST_MENTIONS) return;
	throw new InputError(
		`The message mentions ${people} people; the platform takes at most ${MOST_MENTIONS}`,
		'Mention fewer people, or everyone.',
	);
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
