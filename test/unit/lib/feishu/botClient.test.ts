import type { Failure } from '../../../../lib/delivery/types';
import { MESSAGE_BYTES, sendBotMessage, type BotMessage } from '../../../../lib/feishu/botClient';
import { botErrors } from '../../../../lib/feishu/errors';
import type { HttpResponse } from '../../../../lib/http';
import { fakeHttp } from '../support/fakeHttp';
import { ServerTime } from '../../../../lib/serverTime';
import { InstantClock } from '../support/instantClock';

const MESSAGE: BotMessage = { msg_type: 'text', content: { text: 'hello 汉' } };
const CONNECTION = { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/0f1e2d3c-4b5a', secret: '', timeoutMs: 5000, ignoreSslIssues: false };

async function send(answer: Partial<HttpResponse> | object, connection: Partial<typeof CONNECTION> = {}, message = MESSAGE, clock = new InstantClock(1_599_360_473_999)) {
	const { http, requests } = fakeHttp('body' in answer || 'status' in answer ? (answer as HttpResponse) : { body: JSON.stringify(answer) });
	const { signal } = new AbortController();
	const outcome = await sendBotMessage(http, new ServerTime(clock), { ...CONNECTION, ...connection }, message, signal);
	return { outcome, request: requests[0]!, signal };
}

async function failureOf(answer: object): Promise<Failure> {
	const { outcome } = await send(answer);
	if (outcome.accepted) throw new Error('accepted');
	return outcome.failure;
}

describe('the call of a Feishu bot', () => {
	test('carries the message as JSON, and nothing more without a secret', async () => {
		const { request, signal } = await send({ code: 0 }, { ignoreSslIssues: true });
		expect(request).toEqual({
			method: 'POST',
			url: CONNECTION.url,
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: '{"msg_type":"text","content":{"text":"hello 汉"}}',
			timeoutMs: 5000,
			secrets: [],
			ignoreSslIssues: true,
			signal,
		});
	});

	test('is signed with the time of sending, in whole seconds, as a text', async () => {
		const { request } = await send({ code: 0 }, { secret: 'demo' });
		expect(JSON.parse(String(request.body))).toEqual({
			timestamp: '1599360473',
			sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=',
			...MESSAGE,
		});
		const later = await send({ code: 0 }, { secret: 'demo' }, MESSAGE, new InstantClock(1_599_364_073_000));
		expect((JSON.parse(String(later.request.body)) as { timestamp: string }).timestamp).toBe('1599364073');
	});

	test('is not given away by an answer that echoes it', async () => {
		const sign = 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=';
		const { outcome } = await send({ status: 400, body: `<pre>{"sign":"${sign}"}</pre>` }, { secret: 'demo' });
		expect(JSON.stringify(outcome)).toContain('<pre>');
		expect(JSON.stringify(outcome)).not.toContain(sign.slice(0, 20));
	});

	test('of the largest message is 20,000 bytes at most, signature and all', async () => {
		const empty = JSON.stringify({ msg_type: 'text', content: { text: '' } }).length;
		const largest: BotMessage = { msg_type: 'text', content: { text: 'x'.repeat(MESSAGE_BYTES - empty) } };
		expect(Buffer.byteLength(JSON.stringify(largest))).toBe(MESSAGE_BYTES);
		const { request } = await send({ code: 0 }, { secret: 'demo' }, largest);
		expect(Buffer.byteLength(request.body!)).toBeLessThanOrEqual(20_000);
	});
});

describe('the answer', () => {
	test.each([{ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }, { code: 0 }, { StatusCode: 0, StatusMessage: 'success' }])(
		'%j is success',
		async (answer) => {
			expect((await send(answer)).outcome).toEqual({ accepted: true, raw: answer });
		},
	);

	test.each([
		{ status: 500, body: '{"code":0}' },
		{ status: 200, body: '{}' },
		{ status: 200, body: '{"msg":"success"}' },
		{ status: 200, body: '{"code":"0"}' },
		{ status: 200, body: '{"code":null}' },
		{ status: 302, body: '' },
	])('%j is none', async (answer) => {
		expect((await send(answer)).outcome.accepted).toBe(false);
	});

	test.each<[{ code: number; msg?: string; data?: object }, string]>([
		[{ code: 9499, msg: 'Bad Request', data: {} }, 'permanent'],
		[{ code: 9499, msg: 'too many request' }, 'rateLimited'],
		[{ code: 9499, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]' }, 'rateLimited'],
		[{ code: 11232, data: {}, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]' }, 'rateLimited'],
		[{ code: 19001, data: {}, msg: 'param invalid: incoming webhook access token invalid' }, 'permanent'],
		[{ code: 19002, msg: 'incorrect input format' }, 'permanent'],
		[{ code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' }, 'permanent'],
		[{ code: 19022, msg: 'Ip Not Allowed' }, 'permanent'],
		[{ code: 19024, msg: 'Key Words Not Found' }, 'permanent'],
		[{ code: 19036, msg: 'The message exceeds the size limit of 30KB' }, 'permanent'],
		[{ code: 99991400, msg: 'request trigger frequency limit' }, 'rateLimited'],
		[{ code: 99991403 }, 'quotaExceeded'],
		[{ code: 77777, msg: 'something new' }, 'permanent'],
		[{ code: 77777, msg: 'rate limit exceeded' }, 'rateLimited'],
	])('%j: %s', async (answer, failureClass) => {
		const failure = await failureOf(answer);
		expect(failure).toMatchObject({ class: failureClass, code: String(answer.code) });
		if (answer.msg) expect(failure.message).toContain(answer.msg);
	});

	test('of HTTP 429 or 400 with a code is judged by the code, and waits as long as the header says', async () => {
		const body = '{"code":99991400,"msg":"too many"}';
		for (const status of [400, 429]) {
			expect(await failureOf({ status, body, headers: { 'x-ogw-ratelimit-reset': '52' } })).toMatchObject({ class: 'rateLimited', retryAfterMs: 52_000 });
		}
	});

	test('of a gateway, without a code, is judged by its status', async () => {
		expect(await failureOf({ status: 504, body: '{"message":"timeout"}' })).toMatchObject({ class: 'ambiguous', code: 'HTTP 504' });
		expect(await failureOf({ status: 429, body: '{}' })).toMatchObject({ class: 'rateLimited', code: 'HTTP 429' });
	});

	test('that is a list is not the platform’s: nobody knows what became of the message', async () => {
		expect(await failureOf({ status: 200, body: '[{"code":0}]' })).toMatchObject({ class: 'ambiguous' });
	});

	test('of the rush hour is waited out for 5 to 30 s', async () => {
		expect(await failureOf({ code: 11232 })).toMatchObject({ retryAfterMs: 5000, jitterMs: 25_000 });
	});

	test('with an unknown code and HTTP 5xx may be better the next time', async () => {
		expect(await failureOf({ status: 500, body: '{"code":77777}' })).toMatchObject({ class: 'transient', code: '77777' });
	});

	test('is quoted, but not without end', async () => {
		expect((await failureOf({ code: 19002, msg: 'x'.repeat(5000) })).message.length).toBeLessThan(600);
	});
});

test('every known refusal says what happened and what to do', () => {
	for (const { message, fix } of Object.values(botErrors)) {
		expect(message).toMatch(/^[A-Z].*[^.]$/);
		expect(fix).toMatch(/^[A-Z].*\.$/);
	}
});
