import { isObject } from '../../json';
import type { JsonObject } from '../../types';

/** Changes inside a card 2.0. Each returns a new card, or undefined when the element is not there. */

/** The element with this ID, wherever it stands. */
export function elementOf(value: unknown, id: string): JsonObject | undefined {
	if (Array.isArray(value)) return value.reduce<JsonObject | undefined>((found, entry) => found ?? elementOf(entry, id), undefined);
	if (!isObject(value)) return undefined;
	return value.element_id === id ? value : elementOf(Object.values(value), id);
}

/** `by` gives what stands in place of the element: nothing, itself changed, or neighbours too. */
function replaced(value: unknown, id: string, by: (element: JsonObject) => JsonObject[]): unknown {
	if (Array.isArray(value)) {
		return value.flatMap((entry: unknown): unknown[] => (isObject(entry) && entry.element_id === id ? by(entry) : [replaced(entry, id, by)]));
	}
	if (!isObject(value)) return value;
	const one = (part: unknown): unknown => (isObject(part) && part.element_id === id ? by(part)[0] : replaced(part, id, by));
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, one(part)]));
}

export const withElement = (card: JsonObject, id: string, by: (element: JsonObject) => JsonObject[]): JsonObject | undefined =>
	elementOf(card, id) ? (replaced(card, id, by) as JsonObject) : undefined;

/** Behind the last element of the card, or of a container. */
export function withAppended(card: JsonObject, container: string, elements: JsonObject[]): JsonObject | undefined {
	const extended = (owner: JsonObject): JsonObject => ({ ...owner, elements: [...(Array.isArray(owner.elements) ? (owner.elements as JsonObject[]) : []), ...elements] });
	if (container === '') return { ...card, body: extended(isObject(card.body) ? card.body : {}) };
	return withElement(card, container, (owner) => [extended(owner)]);
}
