/** Cards that a user has as JSON, for example from the card builder. */
import { isObject, objectOf, type JsonObject } from '../http';
import { InputError } from '../inputError';

const SHAPE_1 = 'Write "elements": [{"tag": "div", "text": {"tag": "plain_text", "content": "..."}}].';
const SHAPE_2 = 'Write {"schema": "2.0", "body": {"elements": [...]}}.';

export const isTemplate = (card: JsonObject): boolean => card.type === 'template' && isObject(card.data);

/** A card that was created before it is sent: `{"type": "card", "data": {"card_id": "..."}}`. */
export const isEntity = (card: JsonObject): boolean => card.type === 'card' && isObject(card.data);

export const isCard = (json: JsonObject): boolean =>
	isTemplate(json) || ['schema', 'header', 'elements', 'i18n_elements', 'body'].some((name) => name in json);

/**
 * Throws an {@link InputError} for a card that has its elements in the wrong place; the rest is left to the platform,
 * which names the element at fault.
 */
export function checkCard(card: JsonObject): void {
	if (isTemplate(card)) return;
	if (card.schema === '2.0' && 'elements' in card) throw new InputError('A card of schema 2.0 has its elements in "body"', SHAPE_2);
	const place = card.schema === '2.0' ? 'body' : 'the card';
	const holder = card.schema === '2.0' ? (card.body ?? {}) : card;
	if (!isObject(holder)) throw new InputError(`"${place}" is not an object`, SHAPE_2);
	if (holder.elements === undefined || Array.isArray(holder.elements)) return;
	throw new InputError(`"elements" of ${place} is not a list`, SHAPE_1);
}

/** Throws an {@link InputError} for a card that shows nothing, like the one that the form begins with. */
export function checkContent(card: JsonObject): void {
	if (isTemplate(card) || isObject(card.header) || isObject(card.i18n_header)) return;
	const { elements } = card.schema === '2.0' ? objectOf(card.body) : card;
	const lists = [elements, ...(isObject(card.i18n_elements) ? Object.values(card.i18n_elements) : [])];
	if (lists.some((list) => Array.isArray(list) && list.length > 0)) return;
	throw new InputError('The card is empty: it has no elements and no header', `Enter a card as the card builder copies it. ${SHAPE_2}`);
}

/** "At most 200 elements" (card JSON 2.0 structure; error 11310). */
const MOST_ELEMENTS = 200;

/** Texts and icons belong to an element: nobody knows for sure which of them the platform counts. */
const PARTS = new Set(['plain_text', 'lark_md', 'standard_icon', 'custom_icon', 'text_tag']);

/** Throws an {@link InputError} for a card that the platform surely counts too many elements in. */
export function checkElementCount(card: JsonObject): void {
	const count = elementsIn(card.schema === '2.0' ? card.body : card.elements);
	if (count <= MOST_ELEMENTS) return;
	throw new InputError(
		`The card has ${count} elements; the platform takes at most ${MOST_ELEMENTS} in a card`,
		'Join texts, use a table for long lists, or send several cards.',
	);
}

/** Far more than the card builder makes, far fewer than would be too many for JSON. */
const DEEPEST = 500;

function elementsIn(value: unknown, depth = 0): number {
	if (depth > DEEPEST) throw new InputError('The card is nested too deeply', 'Check the expression that makes it: elements stand in elements without end.');
	if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + elementsIn(one, depth + 1), 0);
	if (!isObject(value)) return 0;
	const own = typeof value.tag === 'string' && !PARTS.has(value.tag) ? 1 : 0;
	return own + elementsIn(Object.values(value), depth + 1);
}
