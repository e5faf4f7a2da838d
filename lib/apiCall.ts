import type { Failure } from './delivery/types';
import type { AccessToken } from './accessTokens';

/** What both platforms' app clients need of the web. */

/** Fills values into a path: path`/open-apis/im/v1/messages/${messageId}`. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
	parts.map((part, index) => part + (index < values.length ? encodeURIComponent(values[index]!) : '')).join('');

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
				class: 'transient',
				message: `The platform gave no readable answer to the question for an access token (${failure.code})`,
				fix: 'Try again later, or raise the Timeout option.',
			}
		: failure;
