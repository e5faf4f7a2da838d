import type { Answer, EndpointWorld, PlatformRequest, Result, Step } from '../../answer';
import { isObject, parseJson } from '../../json';
import type { App, Person } from '../../organization';
import type { JsonObject, Message } from '../../types';
import { refusal } from './answers';
import type { DingtalkState } from './state';

/** One call of an app, past the gateway. */
export interface Context {
	app: App;
	world: EndpointWorld;
	state: DingtalkState;
	request: PlatformRequest;
	path: string;
	/** The `{name}` parts of the path. */
	parts: Record<string, string>;
	query: URLSearchParams;
	/** JSON, a form or the fields of a multipart body; undefined when it is none of these. */
	json: JsonObject | undefined;
	body: JsonObject;
}

export interface Route {
	method: 'GET' | 'POST' | 'PUT';
	/** `{name}` is any one part. */
	path: string;
	/**
	 * Does not count towards the monthly quota.
	 * https://open.dingtalk.com/document/development/basic-interfaces-such-as-log-off-and-address-book
	 */
	free?: true;
	/** What it refuses, in this order. */
	steps: ReadonlyArray<Step<Context>>;
	/** Copes with whatever a check that is switched off has let through. */
	run(context: Context): Result;
}

export const accept = (answer: Answer, message?: Message): Result => ({ answer, outcome: 'accepted', ...(message && { message }) });

/** A step of the check `name` that refuses with a documented code (or a code and its own text), or lets pass. */
export const refuseWith =
	(find: (context: Context) => number | string | readonly [number | string, string] | undefined) =>
	(context: Context): Answer | undefined => {
		const found = find(context);
		if (found === undefined) return undefined;
		return typeof found === 'object' ? refusal(found[0], context.path, found[1]) : refusal(found, context.path);
	};

/** The first code whose condition holds. */
export const firstOf = <Code extends string | number>(...rules: Array<readonly [boolean, Code]>): Code | undefined =>
	rules.find(([holds]) => holds)?.[1];

/** The old API's documents show forms, but JSON is taken as well. */
export function readBody({ contentType, text, form }: PlatformRequest): JsonObject | undefined {
	if (form) return form.fields;
	if (/^application\/x-www-form-urlencoded/i.test(contentType)) return Object.fromEntries(new URLSearchParams(text));
	const json = parseJson(text);
	return isObject(json) ? json : undefined;
}

/** A field that is not there: absent, null or an empty text. */
export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Lists of texts; anything else is no list. */
export const textList = (value: unknown): string[] | undefined =>
	Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;

/** A number, also when it comes as text (forms have nothing else). */
export function integer(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

export const flag = (value: unknown): boolean => value === true || value === 'true';

/** Somebody of the organization; those who left are not. */
export const personOf = ({ world }: Context, userId: string): Person | undefined =>
	world.organization.person('dingtalk', (person) => person.userId === userId && !person.resigned);

export const isAvailable = ({ app }: Context, userId: string): boolean => app.availableTo === null || app.availableTo.includes(userId);

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
