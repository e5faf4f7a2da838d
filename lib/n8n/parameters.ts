import type { IExecuteFunctions } from 'n8n-workflow';
import { asText } from '../events/values';
import { isObject, type JsonObject } from '../http';
import { InputError } from '../inputError';
import { splitList } from '../notification/keyword';

/**
 * Parameters as the nodes need them. n8n checks the type of what is typed in, but not of what an expression
 * gives; a value that can't be meant is an error of its item.
 */
type Context = Pick<IExecuteFunctions, 'getNodeParameter'>;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** `options.maxWait` -> "Max Wait", much as the form calls it. */
const labelOf = (name: string): string =>
	name
		.split('.')[name.startsWith('options.') ? 1 : 0]!
		.replace(/[A-Z]/g, (letter) => ` ${letter}`)
		.replace(/^[a-z]/, (letter) => letter.toUpperCase())
		.replace(/ Json$/, ' (JSON)')
		.replace(/\b(Json|Url)\b/g, (word) => word.toUpperCase());

const unusable = (name: string, value: unknown, wanted: string): InputError =>
	new InputError(
		`${labelOf(name)}: ${asText(value).slice(0, 100)} is not ${wanted}`,
		'Check the expression that makes it.',
	);

/** An expression without a value gives an empty text, not the word "undefined". */
export const textParameter = (context: Context, name: string, item: number): string =>
	asText(context.getNodeParameter(name, item, ''));

/** A field that holds several values, separated by commas; an expression may also give a list. */
export function listParameter(context: Context, name: string, item: number): string[] {
	const value: unknown = context.getNodeParameter(name, item, '');
	return splitList(Array.isArray(value) ? value.map(asText).join(',') : asText(value));
}

/** The words "true" and "false" count as what they say; they come from forms and sheets. */
export function booleanParameter(context: Context, name: string, item: number, fallback: boolean): boolean {
	const value: unknown = context.getNodeParameter(name, item, fallback);
	if (isEmpty(value)) return fallback;
	const word = String(value).toLowerCase();
	if (word !== 'true' && word !== 'false') throw unusable(name, value, 'true or false');
	return word === 'true';
}

/** At least `least` and at most `most`. */
export function numberParameter(
	context: Context,
	name: string,
	item: number,
	fallback: number,
	{ least, most }: { least: number; most: number },
): number {
	const value: unknown = context.getNodeParameter(name, item, fallback);
	if (isEmpty(value)) return fallback;
	const number = typeof value === 'object' ? NaN : Number(value);
	if (!Number.isFinite(number)) throw unusable(name, value, 'a number');
	return Math.min(most, Math.max(least, number));
}

export function optionParameter<Option extends string>(
	context: Context,
	name: string,
	item: number,
	[fallback, ...others]: [Option, ...Option[]],
): Option {
	const value: unknown = context.getNodeParameter(name, item, fallback);
	if (isEmpty(value)) return fallback;
	const chosen = [fallback, ...others].find((option) => option === value);
	if (chosen === undefined) throw unusable(name, value, `one of ${[fallback, ...others].join(', ')}`);
	return chosen;
}

/**
 * A field of the type `json`: a text that is typed in, or an object that an expression gives.
 *
 * @param label what the form calls it, if its name does not tell
 */
export function jsonParameter(context: Context, name: string, item: number, label = labelOf(name)): JsonObject {
	const value: unknown = context.getNodeParameter(name, item, '');
	const parsed = typeof value === 'string' ? parsedJson(value) : value;
	if (isObject(parsed)) return parsed;
	throw new InputError(
		isEmpty(value) ? `${label}: the JSON is empty` : `${label}: ${asText(value).slice(0, 100)} is not a JSON object`,
		'Enter one JSON object ({ ... }), or check the expression that makes it.',
	);
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The rows of a `fixedCollection`, by its name and the name of its rows (`buttons.button`); each value as text. */
export function rowsParameter(context: Context, name: string, item: number): Array<Record<string, string>> {
	const value: unknown = context.getNodeParameter(name, item, []);
	if (isEmpty(value)) return [];
	if (!Array.isArray(value)) throw unusable(name, value, 'a list');
	return value.map((row) => {
		if (!isObject(row)) throw unusable(name, row, 'a row with named values');
		return Object.fromEntries(Object.entries(row).map(([key, entry]) => [key, asText(entry)]));
	});
}
