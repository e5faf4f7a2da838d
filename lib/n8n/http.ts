import type { ICredentialTestFunctions, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { HttpFailure, type Http, type HttpResponse, type NoAnswer } from '../http';

const NOT_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'EPROTO',
]);
const UNTRUSTED = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/;

/** n8n's HTTP helper (its proxy, its protection of internal addresses) as the clients' port. */
export const n8nHttp =
	(helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>): Http =>
	async ({ method, url, headers, body, download, timeoutMs, signal, ignoreSslIssues }) => {
		const response = await answered(
			helpers.httpRequest({
				method,
				url,
				headers,
				body,
				timeout: timeoutMs,
				abortSignal: signal,
				skipSslCertificateValidation: ignoreSslIssues,
				// The answer as it came: the platforms refuse with any status, and a cut-off body must show.
				encoding: download ? 'arraybuffer' : 'text',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// A redirect would hand the address, which is a secret, to another host.
				disableFollowRedirect: true,
			}),
			signal,
		);
		return plainResponse(response);
	};

/** The same for credential tests, to which n8n gives nothing but its older helper. */
export const credentialTestHttp =
	({ request: olderHelper }: ICredentialTestFunctions['helpers']): Http =>
	async ({ method, url, headers, body, timeoutMs, ignoreSslIssues }) =>
		plainResponse(
			await answered(
				olderHelper({
					method,
					uri: url,
					headers,
					body,
					timeout: timeoutMs,
					rejectUnauthorized: !ignoreSslIssues,
					resolveWithFullResponse: true,
					simple: false,
					followRedirect: false,
				}),
			),
		);

async function answered(call: Promise<IN8nHttpFullResponse>, signal?: AbortSignal): Promise<IN8nHttpFullResponse> {
	try {
		return await call;
	} catch (error) {
		signal?.throwIfAborted();
		throw new HttpFailure(kindOf(error), codeOf(error));
	}
}

function plainResponse({ statusCode, headers, body }: IN8nHttpFullResponse): HttpResponse {
	const plain = {
		status: statusCode,
		headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
	};
	const bytes = bytesOf(body);
	if (!bytes) return { ...plain, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') };
	// A refusal is a text also where a file was asked for; a file, which may be JSON itself, says what it is called.
	const looksLikeAnswer = /json|text\/html/.test(plain.headers['content-type'] ?? '') && !plain.headers['content-disposition'];
	const isText = statusCode >= 300 || looksLikeAnswer;
	return isText ? { ...plain, body: bytes.toString() } : { ...plain, body: '', bytes };
}

const bytesOf = (body: unknown): Buffer | undefined => {
	if (Buffer.isBuffer(body)) return body;
	return body instanceof ArrayBuffer ? Buffer.from(body) : undefined;
};

const property = (error: unknown, name: string): unknown =>
	typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;

/** Nothing but the code is taken from the error: its text and its request hold the secret address. */
function codeOf(error: unknown): string {
	const code = property(error, 'code') ?? property(property(error, 'cause'), 'code');
	return typeof code === 'string' ? code : 'NOT_SENT';
}

function kindOf(error: unknown): NoAnswer {
	const code = codeOf(error);
	if (UNTRUSTED.test(code)) return 'untrusted';
	// Without a request n8n refused to make the call (its protection of internal addresses, a bad URL).
	return NOT_SENT.has(code) || property(error, 'request') === undefined ? 'notSent' : 'unanswered';
}
