import { HttpFailure, type HttpRequest } from '../../../../lib/http';
import { n8nHttp } from '../../../../lib/n8n/http';

const REQUEST: HttpRequest = {
	method: 'POST',
	url: 'https://oapi.dingtalk.com/robot/send?access_token=t0ken',
	headers: { 'content-type': 'application/json' },
	body: '{}',
	timeoutMs: 5000,
};

type Helper = Parameters<typeof n8nHttp>[0]['httpRequest'];

/** n8n's helper as it is for us: it answers, or fails with an error that knows far too much. */
const callWith = (helper: (options: unknown) => unknown, request = REQUEST) =>
	n8nHttp({ httpRequest: (async (options: unknown) => helper(options)) as unknown as Helper })(request);
const fails = (error: object) => (): never => {
	throw Object.assign(new Error(`connect to ${REQUEST.url}`), { config: { url: REQUEST.url } }, error);
};

test('the answer comes as it is, with header names in lower case', async () => {
	const answer = { statusCode: 429, headers: { 'Retry-After': 5, 'set-cookie': ['a', 'b'] }, body: '{"code":1' };
	expect(await callWith(() => answer)).toEqual({ status: 429, headers: { 'retry-after': '5', 'set-cookie': 'a,b' }, body: '{"code":1' });
	expect((await callWith(() => ({ statusCode: 200, headers: {}, body: { code: 0 } }))).body).toBe('{"code":0}');
	expect((await callWith(() => ({ statusCode: 204, headers: {}, body: undefined }))).body).toBe('""');
});

test('the request asks for the answer as it is: any status, no redirect, no parsing', async () => {
	let asked: object = {};
	await callWith((options) => {
		asked = options as object;
		return { statusCode: 200, headers: {}, body: '' };
	}, { ...REQUEST, ignoreSslIssues: true });
	expect(asked).toMatchObject({
		...{ method: 'POST', url: REQUEST.url, headers: REQUEST.headers, body: '{}', timeout: 5000 },
		...{ skipSslCertificateValidation: true, ignoreHttpStatusErrors: true, disableFollowRedirect: true, returnFullResponse: true, encoding: 'text' },
	});
});

test.each([
	[{ code: 'ECONNREFUSED', request: {} }, 'notSent', 'ECONNREFUSED'],
	[{ code: 'ENOTFOUND', request: {} }, 'notSent', 'ENOTFOUND'],
	[{ cause: { code: 'EAI_AGAIN' }, request: {} }, 'notSent', 'EAI_AGAIN'],
	[{ code: 'ECONNABORTED', request: {} }, 'unanswered', 'ECONNABORTED'],
	[{ code: 'ETIMEDOUT', request: {} }, 'unanswered', 'ETIMEDOUT'],
	[{ code: 'ECONNRESET', request: {} }, 'unanswered', 'ECONNRESET'],
	[{ code: 'CERT_HAS_EXPIRED', request: {} }, 'untrusted', 'CERT_HAS_EXPIRED'],
	[{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', request: {} }, 'untrusted', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	[{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', request: {} }, 'untrusted', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	[{}, 'notSent', 'NOT_SENT'],
])('an error with %j is %s, and nothing of it but the code is kept', async (error, kind, code) => {
	const failure: unknown = await callWith(fails(error)).catch((thrown: unknown) => thrown);
	expect(failure).toBeInstanceOf(HttpFailure);
	expect(failure).toMatchObject({ kind, code, message: code });
	expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('t0ken');
});

test('a stop is a stop, not a failure of the platform', async () => {
	const stopped = new Error('stopped');
	await expect(callWith(fails({ code: 'ERR_CANCELED' }), { ...REQUEST, signal: AbortSignal.abort(stopped) })).rejects.toBe(stopped);
});
