import type { Failure } from '../delivery/types';

/**
 * The address of a WebSocket that a platform has given; undefined for anything else. Whoever is asked over TLS must not
 * lead to where everybody on the way could read what is said, and the ticket in the address.
 *
 * @param askedAt the URL that gave it
 */
export function socketAddress(given: unknown, askedAt: string): URL | undefined {
	const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
	const allowed = new URL(askedAt).protocol === 'https:' ? ['wss:'] : ['wss:', 'ws:'];
	return url && allowed.includes(url.protocol) ? url : undefined;
}

/** The failure of asking for the address: to ask twice does no harm, whatever became of the first time. */
export const notLocated = (failure: Failure, platform: string): Failure =>
	failure.class === 'ambiguous'
		? {
				...failure,
				class: 'transient',
				message: `${platform} gave no readable answer to the question where to connect to (${failure.code})`,
				fix: 'Nothing is to be done if it passes; if it stays, check the network and proxy of the machine that runs n8n.',
			}
		: failure;
