import type { Failure } from './delivery/types';
import type { AccessToken } from './accessTokens';
import { InputError } from './inputError';

/** What both platforms' app clients need of the web. */

/** Fills values into a path: path`/open-apis/im/v1/messages/${messageId}`. Throws an {@link InputError} for what would lead to another path. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
	parts.map((part, index) => part + (index < values.length ? segment(values[index]!) : '')).join('');

/** No ID of either platform is nearly as long, in characters. */
const LONGEST_ID = 500;

/** However they are encoded, dots are steps between folders: to delete the reaction ".." would be to delete the message. */
function segment(value: string): string {
	if (!/^\.{0,2}$|\p{Surrogate}/u.test(value) && value.length <= LONGEST_ID) return encodeURIComponent(value);
	throw new InputError(`"${value.slice(0, 100)}" is not an ID`, 'Enter the ID as the platform gave it, or check the expression that makes it.');
}

/** What is undefined is left out. */
export type Query = Record<string, string | number | boolean | undefined>;

/** `?a=1&b=2`, or nothing. */
export function queryString(query: Query = {}): string {
	const given = Object.entries(query).flatMap(([name, value]): Array<[string, string]> => (value === undefined ? [] : [[name, String(value)]]));
	return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** What a platform answers to the question for a token. */
export function tokenOf(value: unknown, lifeSeconds: unknown): AccessToken | Failure {
	if (typeof value === 'string' && value !== '' && Number(lifeSeconds) > 0) return { value, lifeMs: Number(lifeSeconds) * 1000 };
	return {
		class: 'transient',
		tokenAtFault: true,
		code: 'NO_TOKEN',
		message: 'The platform answered without an access token',
		fix: 'Check the base URL in the credential; if it is right, try again later.',
	};
}

/** Without a token the call itself was never made, whatever became of the question for it; half an answer may show the token. */
export const notAsked = (failure: Failure): Failure =>
	failure.class === 'ambiguous'
		? {
				...failure,
				tokenAtFault: true,
				class: 'transient',
				message: `The platform gave no readable answer to the question for an access token (${failure.code})`,
				fix: 'Try again later, or raise the Timeout option.',
			}
		: { ...failure, tokenAtFault: true };
