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
