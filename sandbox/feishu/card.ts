import { isFilled, isObject } from '../json';
import type { JsonObject } from '../types';
import { malformed, type CardProblem } from './cardRules';
import { cardV1Problem } from './cardV1';
import { cardV2Problem } from './cardV2';
import { mentionedIds } from './larkMd';
import { isMentionable } from './people';

export const isTemplate = (card: JsonObject): boolean => card.type === 'template';

/** What is wrong with the `card` of an interactive message, or nothing. */
export function cardProblem(card: unknown): CardProblem | undefined {
	if (!isObject(card)) return malformed('card');
	if (isTemplate(card)) return templateProblem(card);
	if (card.schema === undefined || card.schema === '1.0') return cardV1Problem(card);
	return card.schema === '2.0' ? cardV2Problem(card) : malformed('schema');
}

/**
 * A card template made in the card builder.
 * Unconfirmed: whether the webhook finds a given template; the sandbox knows none and accepts every well-formed one.
 */
function templateProblem(card: JsonObject): CardProblem | undefined {
	const data = card.data;
	if (!isObject(data) || !isFilled(data.template_id)) return malformed('data.template_id');
	if (data.template_version_name !== undefined && !isFilled(data.template_version_name)) {
		return malformed('data.template_version_name');
	}
	return data.template_variable === undefined || isObject(data.template_variable)
		? undefined
		: malformed('data.template_variable');
}

/** Every text of a card in which an `<at>` tag works: lark_md objects and markdown components. */
function markedTexts(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(markedTexts);
	if (!isObject(value)) return [];
	const isMarked = value.tag === 'lark_md' || value.tag === 'markdown';
	const own = isMarked && typeof value.content === 'string' ? [value.content] : [];
	return [...own, ...Object.values(value).flatMap(markedTexts)];
}

/**
 * Custom bots mention people in cards by open_id only; e-mail and user_id do not work.
 * "自定义机器人使用指南", https://open.larksuite.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 * Unconfirmed: that such a card is refused, and with this sub-code (documented for other ways to send a card).
 */
export function cardMentionProblem(card: unknown): CardProblem | undefined {
	const ids = markedTexts(card).flatMap(mentionedIds);
	if (ids.every((id) => id !== undefined && isMentionable(id))) return undefined;
	const wrong = ids.find((id) => id !== undefined && !isMentionable(id));
	return { code: 100290, message: 'There is an invalid user resource(at/person) in your card', value: wrong ?? 'at' };
}
