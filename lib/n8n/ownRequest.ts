import type { IHttpRequestOptions } from 'n8n-workflow';

/** n8n's older helper, which the HTTP Request node uses, has a name of its own for the address. */
type Options = IHttpRequestOptions & { uri?: string };

/**
 * The path of a request below each of the platform's base URLs, undefined where it is not below. Throws for a request
 * that leads anywhere else: no token must ever get there.
 */
export function pathsBelow(baseUrls: string[], options: IHttpRequestOptions): Array<string | undefined> {
	const url = addressOf(options);
	const paths = baseUrls.map((baseUrl) => url && pathBelow(baseUrl, url));
	if (paths.some((path) => path !== undefined)) return paths;
	const belongsTo = [...new Set(baseUrls)].join(' and ');
	const leadsTo = url?.origin ?? 'no complete address';
	// n8n shows nothing of an error but its message.
	throw new Error(`This credential is only for ${belongsTo}, and the request leads to ${leadsTo}. It was not sent: check the URL, or choose another credential for it.`);
}

function addressOf(options: Options): URL | undefined {
	const address = options.url ?? options.uri;
	return URL.canParse(address, options.baseURL) ? new URL(address, options.baseURL) : undefined;
}

/** The same host by another protocol or port is not the platform. */
function pathBelow(baseUrl: string, { origin, pathname }: URL): string | undefined {
	const base = new URL(baseUrl);
	const prefix = base.pathname.replace(/\/$/, '');
	return origin === base.origin && `${pathname}/`.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : undefined;
}

/** A redirect would take the token to another host. */
const NO_REDIRECT = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };

/** The request with a header. The given options stay as they are, since n8n shows them in the editor. */
export function withHeader(options: IHttpRequestOptions, name: string, value: string): IHttpRequestOptions {
	const others = Object.entries(options.headers ?? {}).filter(([other]) => other.toLowerCase() !== name);
	return { ...options, ...NO_REDIRECT, headers: { ...Object.fromEntries(others), [name]: value } };
}

/** The same with a parameter of the query. */
export function withQuery(options: IHttpRequestOptions, name: string, value: string): IHttpRequestOptions {
	const url = addressOf(options);
	const isGiven = url?.searchParams.has(name);
	url?.searchParams.delete(name);
	return { ...options, ...NO_REDIRECT, ...(isGiven && { url: url?.href }), qs: { ...options.qs, [name]: value } };
}
