/**
 * HTTP as the platform clients see it: a port (the adapter for n8n's helper is lib/n8n/http.ts) and the
 * one judgement that every JSON API of both platforms shares.
 */
import type { Failure, Outcome } from './delivery/types';

export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Complete and already encoded: nothing may encode a signature a second time. */
	url: string;
	headers: Record<string, string>;
	body?: string | Buffer;
	/** The answer may be a file, which no text could hold. */
	download?: boolean;
	timeoutMs: number;
	signal?: AbortSignal;
	/** What must not be shown. By default what looks like a token or a signature in the address; an app's addresses hold IDs instead. */
	secrets?: string[];
	/** Where the user has the address from, for errors; {@link WEBHOOK_URL} by default. */
	addressFrom?: string;
	/** Accept a certificate that can't be verified (private deployments). */
	ignoreSslIssues?: boolean;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Empty for a file. */
	body: string;
	/** A file, as it came. */
	bytes?: Buffer;
}

/** Resolves with whatever answer came, rejects with an {@link HttpFailure} when none came. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/**
 * No answer:
 * - `notSent`: the server can't have got the request (no connection);
 * - `untrusted`: it was not sent, because the server's certificate can't be verified;
 * - `unanswered`: the server may have got it (timeout, connection lost).
 */
export type NoAnswer = 'notSent' | 'untrusted' | 'unanswered';

export class HttpFailure extends Error {
	constructor(
		readonly kind: NoAnswer,
		/** `ECONNREFUSED`, `ETIMEDOUT`, ... */
		readonly code: string,
	) {
		super(code);
	}
}

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is no object is an empty one. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The objects of a list; none of what is no list, as which platforms may write an empty one. */
export const objectsIn = (list: unknown): JsonObject[] => (Array.isArray(list) ? list.filter(isObject) : []);

/** What a platform makes of a JSON answer, by its own code; undefined for one that a gateway has made. */
export type JudgeAnswer = (answer: JsonObject, response: HttpResponse) => Outcome | undefined;

/**
 * Sends a request and settles what became of it. Success is HTTP 2xx and the platform's own code; an
 * answer that can't be read is a failure, because both platforms refuse with HTTP 200.
 *
 * @param judgeOther what an answer that is no JSON object means on this platform: a page of its own, or a file
 */
export async function exchange(
	http: Http,
	request: HttpRequest,
	judge: JudgeAnswer,
	judgeOther: (response: HttpResponse) => Outcome | undefined = () => undefined,
): Promise<Outcome> {
	let response: HttpResponse;
	try {
		response = withoutSecrets(await http(request), request);
	} catch (error) {
		if (error instanceof HttpFailure) return refused(noAnswer(error, request));
		throw error;
	}
	const answer = parseObject(response.body);
	// A JSON answer carries the platform's own code, also under HTTP 4xx and 429.
	return (answer && judge(answer, response)) ?? judgeOther(response) ?? refused(unreadable(response, request));
}

export const refused = (failure: Failure): Outcome => ({ accepted: false, failure });

/** Tokens and signatures are longer than this, the fixed parts of the addresses are not. */
const SHORTEST_SECRET = 16;

/** The parts of an address that are long enough to be a token or a signature. */
export function secretsOf(url: string): string[] {
	const { pathname, search, searchParams } = new URL(url);
	const parts = [...pathname.split('/'), ...search.split(/[?&=]/), ...searchParams.values()];
	return parts.filter((part) => part.length >= SHORTEST_SECRET);
}

/** An answer may show what was called and sent, and with it the token and the signature. */
function withoutSecrets(response: HttpResponse, request: HttpRequest): HttpResponse {
	const secrets = request.secrets ?? secretsOf(request.url);
	return { ...response, body: secrets.reduce((body, secret) => body.replaceAll(secret, '...'), response.body) };
}

/** A part of a token that a cut-off page shows, or a token that nobody has asked for, is not known as a secret. */
const withoutLongWords = (text: string): string => text.replace(new RegExp(`[\\w-]{${SHORTEST_SECRET},}`, 'g'), '...');

function parseObject(body: string): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(body);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

const WEBHOOK_URL = 'the webhook URL';

function noAnswer({ kind, code }: HttpFailure, { url, addressFrom = WEBHOOK_URL }: HttpRequest): Failure {
	const { host } = new URL(url);
	switch (kind) {
		case 'notSent':
			return {
				class: 'transient',
				code,
				message: `${host} can't be reached`,
				fix: `Check the host in ${addressFrom}, and the network, proxy and firewall of the machine that runs n8n.`,
			};
		case 'untrusted':
			return {
				class: 'permanent',
				code,
				message: `The certificate of ${host} can't be verified`,
				fix: 'Install the certificate authority on the machine that runs n8n, or switch on Ignore SSL Issues in the credential if this is your own private deployment.',
			};
		case 'unanswered':
			return {
				class: 'ambiguous',
				code,
				message: `No complete answer from ${host}: the message may or may not have arrived`,
				fix: 'Look into the chat before you send it again, or raise the Timeout option.',
			};
	}
}

/** An answer that isn't a JSON object: a gateway's page, a cut-off body, a redirect. */
function unreadable({ status, headers, body }: HttpResponse, { addressFrom = WEBHOOK_URL }: HttpRequest): Failure {
	const code = `HTTP ${status}`;
	const excerpt = withoutLongWords(body.slice(0, 1_000)).replace(/\s+/g, ' ').slice(0, 120);
	if (status === 429) {
		return {
			class: 'rateLimited',
			code,
			message: 'The platform refused the call because too many were made (HTTP 429)',
			fix: 'Make fewer calls at a time, or let the node wait longer (Max Wait).',
			retryAfterMs: retryAfterMs(headers),
		};
	}
	if (status >= 300 && status < 400) {
		return {
			class: 'permanent',
			code,
			message: `The platform answered with a redirect (${code}), which is never followed because it would hand what is secret in the call to another host`,
			fix: `Check ${addressFrom} (copy it again); it must not redirect.`,
		};
	}
	if (status === 504 || (status >= 200 && status < 300)) {
		return {
			class: 'ambiguous',
			code,
			message: `The answer could not be read (${code}: "${excerpt}"): the message may or may not have arrived`,
			fix: 'Look into the chat before you send it again.',
		};
	}
	if (status >= 500) {
		return {
			class: 'transient',
			code,
			message: `The platform is failing at the moment (${code}: "${excerpt}")`,
			fix: 'Try again later; the platform, or a proxy on the way, has a problem.',
		};
	}
	return {
		class: 'permanent',
		code,
		message: `The answer is not the platform's (${code}: "${excerpt}")`,
		fix: `Check the host and path in ${addressFrom}.`,
	};
}

/** No limit of either platform holds longer: a broken header must not silence a bot for good. */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/** `Retry-After` and Feishu's `x-ogw-ratelimit-reset`, both in seconds. */
export function retryAfterMs(headers: Record<string, string>): number | undefined {
	const seconds = Number(headers['x-ogw-ratelimit-reset'] ?? headers['retry-after']);
	return seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : undefined;
}
