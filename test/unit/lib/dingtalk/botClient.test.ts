import type { Failure } from '../../../../lib/delivery/types';
import { MESSAGE_BYTES, sendBotMessage, type BotMessage } from '../../../../lib/dingtalk/botClient';
import { botErrors } from '../../../../lib/dingtalk/errors';
import type { HttpResponse } from '../../../../lib/http';
import { fakeHttp } from '../support/fakeHttp';
import { ServerTime } from '../../../../lib/serverTime';
import { InstantClock } from '../support/instantClock';

const MESSAGE: BotMessage = { msgtype: 'text', text: { content: 'hello 汉' } };
const CONNECTION = { url: 'https://oapi.dingtalk.com/robot/send?access_token=abc', secret: '', timeoutMs: 5000, ignoreSslIssues: false };
const UUID = '0123456789abcdef0123456789abcdef';

async function send(answer: Partial<HttpResponse> | object, message = MESSAGE, ignoreSslIssues = false) {
	const { http, requests } = fakeHttp('body' in answer || 'headers' in answer ? (answer as HttpResponse) : { body: JSON.stringify(answer) });
	const { signal } = new AbortController();
	const outcome = await sendBotMessage(http, new ServerTime(new InstantClock()), { ...CONNECTION, ignoreSslIssues }, message, UUID, signal);
	return { outcome, request: requests[0]!, signal };
}

async function failureOf(answer: object): Promise<Failure> {
	const { outcome } = await send(answer);
	if (outcome.accepted) throw new Error('accepted');
	return outcome.failure;
}

describe('the call of a DingTalk robot', () => {
	test('carries the message as JSON, with the idempotency key', async () => {
		const { request, signal } = await send({ errcode: 0 }, MESSAGE, true);
		expect(request).toEqual({
			method: 'POST',
			url: CONNECTION.url,
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: `{"msgtype":"text","text":{"content":"hello 汉"},"msgUuid":"${UUID}"}`,
			timeoutMs: 5000,
			ignoreSslIssues: true,
			signal,
		});
	});

	test('of the largest message is 20,000 bytes at most, idempotency key and all', async () => {
		const empty = JSON.stringify({ msgtype: 'text', text: { content: '' } }).length;
		const largest: BotMessage = { msgtype: 'text', text: { content: 'x'.repeat(MESSAGE_BYTES - empty) } };
		expect(Buffer.byteLength(JSON.stringify(largest))).toBe(MESSAGE_BYTES);
		expect(Buffer.byteLength((await send({ errcode: 0 }, largest)).request.body!)).toBeLessThanOrEqual(20_000);
	});
});

describe('the answer', () => {
	test.each([{ errcode: 0, errmsg: 'ok' }, { errcode: '0', errmsg: 'ok' }])('%j is success', async (answer) => {
		expect((await send(answer)).outcome).toEqual({ accepted: true, raw: answer });
	});

	test.each([
		{ status: 500, body: '{"errcode":0}' },
		{ status: 200, body: '{}' },
		{ status: 200, body: '{"errmsg":"ok"}' },
		{ status: 200, body: '{"errcode":null}' },
		{ status: 200, body: '' },
	])('%j is none', async (answer) => {
		expect((await send(answer)).outcome.accepted).toBe(false);
	});

	test.each<[string, RegExp]>([
		['keywords not in content', /none of the robot's security keywords/],
		['description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;', /none of the robot's security keywords/],
		['invalid timestamp', /too old or too new/],
		['description:timestamp 已过期', /too old or too new/],
		['sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]', /signature does not match/],
		[
			'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;link:请参考本接口对应文档获得具体要求;',
			/signature does not match/,
		],
		['ip 1.2.3.4 not in whitelist', /not on the robot's IP allow list/],
		['description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段', /not on the robot's IP allow list/],
		['something else', /refused by the robot's security settings/],
	])('310000 %j: its cause is told', async (errmsg, says) => {
		const failure = await failureOf({ errcode: 310000, errmsg });
		expect(failure).toMatchObject({ class: 'permanent', code: '310000' });
		expect(failure.message).toMatch(says);
		expect(failure.message).toContain(errmsg);
	});

	test.each([
		[-1, 'transient'],
		[130101, 'rateLimited'],
		[410100, 'rateLimited'],
		[660026, 'rateLimited'],
		[300001, 'permanent'],
		[300005, 'permanent'],
		[400101, 'permanent'],
		[400106, 'permanent'],
		[400013, 'permanent'],
		[400102, 'permanent'],
		[400105, 'permanent'],
		[430101, 'permanent'],
		[430104, 'permanent'],
		[460101, 'permanent'],
		[40035, 'permanent'],
		[90020, 'quotaExceeded'],
		[77777, 'permanent'],
	])('%d: %s', async (errcode, failureClass) => {
		expect(await failureOf({ errcode, errmsg: 'said' })).toMatchObject({ class: failureClass, code: String(errcode), message: expect.stringContaining('said') });
	});

	test('of a gateway, without a code, is judged by its status', async () => {
		expect(await failureOf({ status: 504, body: '{"message":"timeout"}' })).toMatchObject({ class: 'ambiguous', code: 'HTTP 504' });
		expect(await failureOf({ status: 429, body: '{}' })).toMatchObject({ class: 'rateLimited', code: 'HTTP 429' });
	});

	test('of a throttled robot keeps it quiet for ten minutes', async () => {
		expect(await failureOf({ errcode: 130101, errmsg: 'send too fast' })).toMatchObject({ retryAfterMs: 600_000 });
	});

	test('of the firewall is a wait of five minutes, whatever its HTTP status', async () => {
		for (const status of [200, 403]) {
			expect(await failureOf({ status, body: '{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"}' })).toMatchObject({
				class: 'rateLimited',
				code: 'punish 1111',
				retryAfterMs: 300_000,
			});
		}
	});

	test('with an unknown code and HTTP 5xx may be better the next time', async () => {
		expect(await failureOf({ status: 503, body: '{"errcode":77777}' })).toMatchObject({ class: 'transient', code: '77777' });
	});

	test('is quoted, but not without end', async () => {
		expect((await failureOf({ errcode: 40035, errmsg: 'x'.repeat(5000) })).message.length).toBeLessThan(600);
	});
});

test('every known refusal says what happened and what to do', () => {
	for (const { message, fix } of Object.values(botErrors)) {
		expect(message).toMatch(/^[A-Z].*[^.]$/);
		expect(fix).toMatch(/^[A-Z].*\.$/);
	}
});
