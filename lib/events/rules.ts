import { isObject, objectOf } from '../http';
import { InputError } from '../inputError';
import { SEVERITIES, STATUSES } from '../notification/types';
import { compileExpression } from './regularExpression';
import { valueOf } from './template';
import { KINDS, type SubscriptionEvent } from './types';
import { asText } from './values';

const OPERATORS = ['equal', 'notEqual', 'matches', 'notMatches'] as const;

type Condition = (event: SubscriptionEvent) => boolean;

/** How much of a value a regular expression looks at: nobody writes rules for more. */
const LONGEST_VALUE = 1000;

/**
 * The rules of a trigger -> whether an event may start the workflow. They come as the form gives them: `{kinds,
 * statuses, severities, matchers: {matcher: [{name, operator, value}]}}`. All that is filled in must hold, as with
 * Alertmanager's matchers; what is left empty holds always. Throws an {@link InputError} for rules that can't be meant.
 */
export function compileRules(rules: unknown): Condition {
	if (!isObject(rules)) {
		if (isEmpty(rules)) return () => true;
		throw new InputError(`Rules: ${asText(rules).slice(0, 100)} are no rules`, 'Fill in the form, or check the expression that makes them.');
	}
	const conditions = [
		oneOf('Kinds', rules.kinds, KINDS, ({ kind }) => kind),
		oneOf('Statuses', rules.statuses, STATUSES, ({ status }) => status),
		oneOf('Severities', rules.severities, SEVERITIES, ({ severity }) => severity),
		...matchersOf(rules.matchers).map(matcher),
	].filter((condition) => condition !== undefined);
	return (event) => conditions.every((holds) => holds(event));
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

function oneOf(
	name: string,
	value: unknown,
	known: readonly string[],
	read: (event: SubscriptionEvent) => string,
): Condition | undefined {
	if (isEmpty(value)) return undefined;
	// An expression may give one word in the place of a list.
	const wanted = (Array.isArray(value) ? value : [value]).map(asText);
	const unknown = wanted.find((word) => !known.includes(word));
	if (unknown !== undefined) {
		throw new InputError(`Rules, ${name}: ${unknown.slice(0, 100)} is none of ${known.join(', ')}`, 'Choose from the list, or check the expression that makes it.');
	}
	return wanted.length === 0 ? undefined : (event) => wanted.includes(read(event));
}

function matchersOf(matchers: unknown): unknown[] {
	const rows = isObject(matchers) ? matchers.matcher : matchers;
	if (isEmpty(rows)) return [];
	if (Array.isArray(rows)) return rows;
	throw new InputError(`Rules, Matchers: ${asText(rows).slice(0, 100)} is not a list of matchers`, 'Fill in the form, or check the expression that makes it.');
}

function matcher(row: unknown, index: number): Condition {
	const { name: given, operator, value } = objectOf(row);
	const name = asText(given).trim();
	if (name === '') {
		throw new InputError(`Rules: the matcher number ${index + 1} has no name`, 'Enter the name of a label, a field or another part of the event, or remove the matcher.');
	}
	const wanted = asText(value);
	switch (operator ?? 'equal') {
		case 'equal':
			return (event) => lookUp(event, name) === wanted;
		case 'notEqual':
			return (event) => lookUp(event, name) !== wanted;
		case 'matches':
			return expression(name, wanted);
		case 'notMatches': {
			const matches = expression(name, wanted);
			return (event) => !matches(event);
		}
		default:
			throw new InputError(`Rules: the matcher on ${name} has the unknown operator ${asText(operator).slice(0, 100)}`, `Use one of ${OPERATORS.join(', ')}.`);
	}
}

function expression(name: string, source: string): Condition {
	try {
		const matches = compileExpression(source);
		return (event) => matches(lookUp(event, name).slice(0, LONGEST_VALUE));
	} catch (error) {
		if (error instanceof InputError) throw new InputError(`Rules: the matcher on ${name}: ${error.message}`, error.fix);
		throw error;
	}
}

/**
 * What a name of a rule stands for: the first that is not empty among the event's labels, annotations, fields, and
 * its own properties (`source`, `title`, `raw.customer.name`). Empty if there is none: as with Alertmanager, what is
 * absent and what is empty are the same.
 */
function lookUp(event: SubscriptionEvent, name: string): string {
	return (
		own(event.labels, name) ||
		own(event.annotations, name) ||
		event.fields.find((field) => field.name === name && field.value !== '')?.value ||
		valueOf(event, name)
	);
}

const own = (texts: Record<string, string>, name: string): string => (Object.hasOwn(texts, name) ? texts[name]! : '');
