import type { Failure, Outcome } from '../../../lib/delivery/types';
import { exchange, HttpFailure, retryAfterMs, type HttpRequest, type HttpResponse, type JudgeAnswer } from '../../../lib/http';
import { fakeHttp } from './support/fakeHttp';

const TOKEN = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const SIGN = 'jbNuYAHcXiEEFnVr8QEVVEVmXZ3vG2rWMBYAKxZz0mg=';
const REQUEST: HttpRequest = {
	method: 'POST',
	url: `https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}&timestamp=1700000000000&sign=${encodeURIComponent(SIGN)}`,
	headers: { 'content-type': 'application/json' },
	body: '{}',
	timeoutMs: 1000,
};

/** A platform whose answers carry `code`. */
const judge: JudgeAnswer = (answer) => {
	if (answer.code === undefined) return undefined;
	if (answer.code === 0) return { accepted: true, raw: answer };
	return { accepted: false, failure: { class: 'permanent', code: String(answer.code), message: String(answer.msg), fix: 'none' } };
};

const outcomeOf = (answer: Partial<HttpResponse> | Error): Promise<Outcome> => exchange(fakeHttp(answer).http, REQUEST, judge);

async function failureOf(answer: Partial<HttpResponse> | Error): Promise<Failure> {
	const outcome = await outcomeOf(answer);
	if (outcome.accepted) throw new Error('accepted');
	return outcome.failure;
}

describe('a JSON answer', () => {
	test('is judged by the platform’s code', async () => {
		expect(await outcomeOf({ body: '{"code":0,"data":{}}' })).toEqual({ accepted: true, raw: { code: 0, data: {} } });
		expect(await failureOf({ body: '{"code":19001,"msg":"no such bot"}' })).toMatchObject({ code: '19001', message: 'no such bot' });
	});

	test.each([400, 401, 403, 429, 500, 502])('also under HTTP %d', async (status) => {
		expect(await failureOf({ status, body: '{"code":99991400,"msg":"too many request"}' })).toMatchObject({ code: '99991400' });
	});

	test('without a code is a gateway’s: it is judged by its status', async () => {
		expect(await failureOf({ status: 502, body: '{"message":"Bad Gateway"}' })).toMatchObject({ class: 'transient', code: 'HTTP 502' });
		expect(await failureOf({ status: 504, body: '{"message":"timeout"}' })).toMatchObject({ class: 'ambiguous', code: 'HTTP 504' });
		expect(await failureOf({ status: 429, body: '{}', headers: { 'retry-after': '7' } })).toMatchObject({ class: 'rateLimited', retryAfterMs: 7000 });
	});
});

describe('what an unreadable answer shows', () => {
	test.each([
		['a token that nobody knows of yet', '{"access_token":"t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234"}'],
		['a part of one', '<html>Authorization: Bearer t-g1044qeGEDXTB6NDJOGV'],
	])('is never %s', async (_what, body) => {
		for (const status of [200, 403, 500]) {
			const { message } = await failureOf({ status, body });
			expect(message).toContain('...');
			expect(message).not.toContain('qeGEDXTB6');
		}
	});
});

describe('any other answer', () => {
	const html = '<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>';

	test.each<[string, Partial<HttpResponse>, Partial<Failure>]>([
		['HTML with 502', { status: 502, body: html }, { class: 'transient', code: 'HTTP 502' }],
		['HTML with 503', { status: 503, body: html }, { class: 'transient', code: 'HTTP 503' }],
		['HTML with 500', { status: 500, body: html }, { class: 'transient', code: 'HTTP 500' }],
		['HTML with 504: the gateway gave up waiting', { status: 504, body: html }, { class: 'ambiguous', code: 'HTTP 504' }],
		['JSON that was cut off, with 200', { body: '{"code":0,"da' }, { class: 'ambiguous', code: 'HTTP 200' }],
		['nothing, with 200', { body: '' }, { class: 'ambiguous', code: 'HTTP 200' }],
		['nothing, with 204', { status: 204, body: '' }, { class: 'ambiguous', code: 'HTTP 204' }],
		['HTML with 200', { body: html }, { class: 'ambiguous', code: 'HTTP 200' }],
		['JSON that is no object, with 200', { body: '[{"code":0}]' }, { class: 'ambiguous', code: 'HTTP 200' }],
		['JSON null, with 200', { body: 'null' }, { class: 'ambiguous', code: 'HTTP 200' }],
		['429', { status: 429, body: 'slow down' }, { class: 'rateLimited', code: 'HTTP 429', retryAfterMs: undefined }],
		['429 with a time', { status: 429, body: html, headers: { 'retry-after': '30' } }, { class: 'rateLimited', retryAfterMs: 30_000 }],
		['a redirect', { status: 302, body: '', headers: { location: 'https://evil.example.com/' } }, { class: 'permanent', code: 'HTTP 302' }],
		['a redirect with a body', { status: 308, body: html }, { class: 'permanent', code: 'HTTP 308' }],
		['404', { status: 404, body: '404 page not found' }, { class: 'permanent', code: 'HTTP 404' }],
		['407 of a proxy', { status: 407, body: html }, { class: 'permanent', code: 'HTTP 407' }],
	])('%s', async (_, answer, expected) => {
		const failure = await failureOf(answer);
		expect(failure).toMatchObject(expected);
		expect(failure.fix).not.toBe('');
	});

	test('is shown, but only its beginning, on one line', async () => {
		const { message } = await failureOf({ status: 502, body: `<html>\n  <body>Bad\tGateway ${'xxx '.repeat(10_000)}` });
		expect(message).toContain('<html> <body>Bad Gateway xxx');
		expect(message.length).toBeLessThan(250);
		expect(message).not.toContain('\n');
	});

	test('a redirect is never followed, and does not tell where to', async () => {
		const { http, requests } = fakeHttp({ status: 301, headers: { location: 'https://evil.example.com/' } });
		const outcome = await exchange(http, REQUEST, judge);
		expect(requests).toHaveLength(1);
		expect(JSON.stringify(outcome)).toMatch(/redirect/);
		expect(JSON.stringify(outcome)).not.toContain('evil');
	});
});

describe('no answer', () => {
	test.each([
		['notSent', 'ECONNREFUSED', 'transient', /can't be reached/],
		['untrusted', 'CERT_HAS_EXPIRED', 'permanent', /certificate of oapi\.dingtalk\.com can't be verified/],
		['unanswered', 'ETIMEDOUT', 'ambiguous', /may or may not have arrived/],
	] as const)('%s', async (kind, code, failureClass, says) => {
		const failure = await failureOf(new HttpFailure(kind, code));
		expect(failure).toMatchObject({ class: failureClass, code });
		expect(failure.message).toMatch(says);
		expect(failure.message).toContain('oapi.dingtalk.com');
	});

	test('names where the user has the address from', async () => {
		const fixOf = async (answer: Parameters<typeof fakeHttp>[0], request: object) => {
			const outcome = await exchange(fakeHttp(answer).http, { ...REQUEST, ...request }, judge);
			return 'failure' in outcome ? outcome.failure.fix : '';
		};
		for (const answer of [new HttpFailure('notSent', 'ECONNREFUSED'), { status: 404, body: 'page' }, { status: 302 }]) {
			expect(await fixOf(answer, {})).toContain('Check the ');
			expect(await fixOf(answer, {})).toContain('the webhook URL');
			expect(await fixOf(answer, { addressFrom: 'the Base URL' })).toMatch(/^Check .*the Base URL/);
			expect(await fixOf(answer, { addressFrom: 'the Base URL' })).not.toContain('webhook');
		}
	});

	test('because of a defect or a stop is thrown on', async () => {
		await expect(outcomeOf(new TypeError('defect'))).rejects.toThrow('defect');
	});
});

describe('secrets', () => {
	const spilled = [
		`The requested URL /robot/send?access_token=${TOKEN} was not found`,
		`${' '.repeat(60)}/robot/send?access_token=${TOKEN.slice(0, 40)}${TOKEN.slice(40)}`,
		`<a href="${REQUEST.url.replaceAll('&', '&amp;')}">`,
		`{"code":1,"msg":"no route: ${REQUEST.url}"}`,
		`{"code":1,"msg":"sign ${SIGN} and ${encodeURIComponent(SIGN)}"}`,
		`{"message":"Cannot POST ${REQUEST.url}"}`,
	];

	test.each(spilled)('of the address never get into a failure, even when the answer shows them: %j', async (body) => {
		for (const status of [200, 404, 500, 504]) {
			const text = JSON.stringify(await outcomeOf({ status, body }));
			for (const secret of [TOKEN, TOKEN.slice(0, 20), SIGN, SIGN.slice(0, 20), encodeURIComponent(SIGN)]) expect(text).not.toContain(secret);
		}
	});

	test('are not in the raw answer either', async () => {
		const outcome = await outcomeOf({ body: `{"code":0,"echo":"${REQUEST.url}"}` });
		expect(JSON.stringify(outcome)).not.toContain(TOKEN.slice(0, 20));
	});

	test('nor what the request names as secret: a signature in its body', async () => {
		const outcome = await exchange(fakeHttp({ status: 400, body: `bad request: {"sign":"${SIGN}"}` }).http, { ...REQUEST, url: 'https://open.feishu.cn/', secrets: [SIGN] }, judge);
		expect(JSON.stringify(outcome)).toContain('bad request');
		expect(JSON.stringify(outcome)).not.toContain(SIGN.slice(0, 20));
	});

	test('nor is a token that is a part of the path', async () => {
		const url = `https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}`;
		const outcome = await exchange(fakeHttp({ status: 404, body: `Cannot POST /open-apis/bot/v2/hook/${TOKEN}` }).http, { ...REQUEST, url }, judge);
		expect(JSON.stringify(outcome)).not.toContain(TOKEN.slice(0, 20));
		expect(JSON.stringify(outcome)).toContain('Cannot POST /open-apis/bot/v2/hook/...');
	});

	test.each(['notSent', 'untrusted', 'unanswered'] as const)('nor in a failure without an answer (%s)', async (kind) => {
		expect(JSON.stringify(await outcomeOf(new HttpFailure(kind, 'E')))).not.toMatch(/access_token|sign=|0123456789/);
	});
});

describe('the time after which to try again', () => {
	test.each<[Record<string, string>, number | undefined]>([
		[{ 'retry-after': '30' }, 30_000],
		[{ 'x-ogw-ratelimit-reset': '52' }, 52_000],
		[{ 'x-ogw-ratelimit-reset': '52', 'retry-after': '1' }, 52_000],
		[{ 'retry-after': '0.5' }, 500],
		[{}, undefined],
		[{ 'retry-after': '' }, undefined],
		[{ 'retry-after': '0' }, undefined],
		[{ 'retry-after': '-5' }, undefined],
		[{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
		[{ 'retry-after': '1e300' }, 86_400_000],
		[{ 'retry-after': 'Infinity' }, 86_400_000],
	])('of %j is %s ms', (headers, ms) => {
		expect(retryAfterMs(headers)).toBe(ms);
	});
});
