import type { JsonObject } from './types';

/** Deepest nesting a body may have, so that no later step can run out of stack. */
export const MAX_DEPTH = 64;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const isFilled = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** How deep the brackets of a JSON text nest, strings left aside. Runs without recursion. */
export function nesting(json: string): number {
	let depth = 0;
	let deepest = 0;
	let inString = false;
	for (let index = 0; index < json.length; index++) {
		const char = json[index];
		if (inString) {
			if (char === '\\') index++;
			else if (char === '"') inString = false;
		} else if (char === '"') inString = true;
		else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
		else if (char === '}' || char === ']') depth--;
	}
	return deepest;
}

/**
 * The value of a JSON text; undefined when it is none.
 * Unconfirmed: no document names a nesting limit; more than {@link MAX_DEPTH} levels count as malformed here.
 */
export function parseJson(text: string): unknown {
	if (nesting(text) > MAX_DEPTH) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
