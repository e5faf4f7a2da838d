import { InputError } from '../inputError';
import type { JsonObject } from '../http';
import type { Language } from '../notification/types';

/** Whom a message mentions. */
export interface Mentions {
	/** Their IDs: open IDs (`ou_...`), if a custom bot sends it. */
	mentions: string[];
	mentionAll: boolean;
}

/** An open ID, the only thing that a custom bot knows people by (usage guide); throws an {@link InputError} with the way out for anything else. */
export function openId(id: string): string {
	if (/^ou_\w+$/.test(id)) return id;
	const kind = id.includes('@') ? 'e-mail address' : /^\+?[\d -]{5,}$/.test(id) ? 'phone number' : undefined;
	throw new InputError(
		kind
			? `A custom bot can't mention a person by ${kind} (${id}): the platform takes nothing but open IDs`
			: `"${id}" is not an open ID`,
		"Enter the person's open ID (ou_...). An app of your organization can look it up by e-mail or mobile; a custom bot can't.",
	);
}

const everyone: Record<Language, string> = { en: 'Everyone', zh: '所有人' };

type Checked = (id: string) => string;

/** For a text message; empty without mentions. */
export const textMentions = ({ mentions, mentionAll }: Mentions, language: Language, person: Checked = openId): string =>
	[
		...mentions.map((id) => `<at user_id="${person(id)}"></at>`),
		...(mentionAll ? [`<at user_id="all">${everyone[language]}</at>`] : []),
	].join(' ');

/** For a card's markdown; empty without mentions. */
export const cardMentions = ({ mentions, mentionAll }: Mentions, person: Checked = openId): string =>
	[...mentions.map(person), ...(mentionAll ? ['all'] : [])].map((id) => `<at id=${id}></at>`).join(' ');

/** One person in a post. */
export const postMention = (id: string, person: Checked = openId): JsonObject => ({ tag: 'at', user_id: person(id) });

/** A paragraph of a post; empty without mentions. */
export const postMentions = ({ mentions, mentionAll }: Mentions, language: Language, person: Checked = openId): JsonObject[] =>
	[
		...mentions.map((id) => postMention(id, person)),
		...(mentionAll ? [{ tag: 'at', user_id: 'all', user_name: everyone[language] }] : []),
	].flatMap((mention, index) => (index === 0 ? [mention] : [{ tag: 'text', text: ' ' }, mention]));

const ZERO_WIDTH_SPACE = '\u200B';

/** User text must not mention anybody by itself: the platform's tag is broken up invisibly. */
export const withoutTags = (text: string): string => text.replace(/<(?=\/?at\b)/gi, `<${ZERO_WIDTH_SPACE}`);

/**
 * The same in a card's markdown, which has an entity for the character. What only begins like the tag is
 * taken too, which nobody sees: so a text that is cut there does not become longer.
 */
export const escapeTags = (markdown: string): string => markdown.replace(/<(?=\/?at)/gi, '&#60;');
