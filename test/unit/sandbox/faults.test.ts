import type { FaultInput, FaultKind, Sandbox } from '../../../sandbox';
import {
	answerOf,
	closeAll,
	dingBot,
	DING_OK,
	dingText,
	feishuBot,
	FEISHU_OK,
	feishuText,
	open,
	send,
	type Place,
} from './support';

let sandbox: Sandbox;
let feishu: Place;
let ding: Place;

beforeEach(async () => {
	sandbox = await open();
	feishu = feishuBot(sandbox);
	ding = dingBot(sandbox);
});
afterEach(closeAll);

const toFeishu = async () => answerOf(await send(feishu.bot.webhookUrl, { body: feishuText('hi') }));
const toDing = async () => answerOf(await send(ding.bot.webhookUrl, { body: dingText('hi') }));
const calls = () => sandbox.calls().map(({ outcome, fault, status }) => [outcome, fault, status]);
const texts = () => sandbox.messages().map(({ text }) => text);

/** Resolves when the sandbox has recorded the next call. */
const nextCall = (): Promise<void> =>
	new Promise((resolve) => {
		const stop = sandbox.subscribe(({ type }) => {
			if (type !== 'call') return;
			stop();
			resolve();
		});
	});

describe('before the platform looks', () => {
	it('status: answers with it and accepts nothing', async () => {
		sandbox.addFault({ kind: 'status', status: 503, body: { any: 'thing' }, headers: { 'retry-after': '7' } });
		const reply = await send(feishu.bot.webhookUrl, { body: feishuText('hi') });
		expect([reply.status, reply.json, reply.headers['retry-after']]).toEqual([503, { any: 'thing' }, '7']);
		expect(texts()).toEqual([]);
		expect(await toFeishu()).toEqual(FEISHU_OK);
		expect(calls()).toEqual([
			['faulted', 'status', 503],
			['accepted', undefined, 200],
		]);
	});

	it('html: answers with a gateway’s page', async () => {
		sandbox.addFault({ kind: 'html' });
		const reply = await send(ding.bot.webhookUrl, { body: dingText('hi') });
		expect([reply.status, reply.headers['content-type']]).toEqual([502, 'text/html']);
		expect(reply.text).toContain('502 Bad Gateway');
		expect(texts()).toEqual([]);
	});

	it('body: answers 200 with any body', async () => {
		sandbox.addFault({ kind: 'body', body: { status: 1111, wait: 5, punish: 'deny' } });
		sandbox.addFault({ kind: 'body', body: 'not JSON' });
		expect(await toDing()).toEqual([200, { status: 1111, wait: 5, punish: 'deny' }]);
		expect(await toDing()).toEqual([200, 'not JSON']);
		expect(texts()).toEqual([]);
	});

	it('reset: breaks the connection', async () => {
		sandbox.addFault({ kind: 'reset' });
		await expect(toFeishu()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(texts()).toEqual([]);
		expect(calls()).toEqual([['faulted', 'reset', null]]);
	});
});

describe('throttle', () => {
	it.each([
		[undefined, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }],
		[130101, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }],
		[410100, { errcode: 410100, errmsg: '发送速度太快而限流' }],
		[660026, { errcode: 660026, errmsg: 'sending too many messages per minute' }],
	])('DingTalk %s', async (code, body) => {
		sandbox.addFault({ kind: 'throttle', code, match: { platform: 'dingtalk' } });
		expect(await toDing()).toEqual([200, body]);
		expect(await toDing()).toEqual(DING_OK);
	});

	it.each([
		[undefined, undefined, [200, { code: 11232, data: {}, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]' }]],
		[9499, undefined, [400, { code: 9499, msg: 'too many request', data: {} }]],
		[9499, 200, [200, { code: 9499, msg: 'too many request', data: {} }]],
		[99991400, 429, [429, { code: 99991400, msg: 'request trigger frequency limit' }]],
		[99991400, 400, [400, { code: 99991400, msg: 'request trigger frequency limit' }]],
	])('Feishu %s with status %s', async (code, status, answer) => {
		sandbox.addFault({ kind: 'throttle', code, status });
		expect(await toFeishu()).toEqual(answer);
	});

	it('tells when to come back with 429 only', async () => {
		sandbox.addFault({ kind: 'throttle', code: 99991400, headers: { 'x-ogw-ratelimit-reset': '52' } });
		sandbox.addFault({ kind: 'throttle', code: 99991400 });
		sandbox.addFault({ kind: 'throttle', code: 99991400, status: 400 });
		const resets: unknown[] = [];
		for (let sent = 0; sent < 3; sent++) {
			resets.push((await send(feishu.bot.webhookUrl, { body: feishuText('hi') })).headers['x-ogw-ratelimit-reset']);
		}
		expect(resets).toEqual(['52', '5', undefined]);
	});

	it('knows each platform’s codes', () => {
		expect(() => sandbox.addFault({ kind: 'throttle', code: 11232, match: { platform: 'dingtalk' } })).toThrow('11232');
		expect(() => sandbox.addFault({ kind: 'throttle', code: 1 })).toThrow('no throttle code 1');
	});
});

describe('after the platform accepted', () => {
	it('timeoutAfterAccept: never answers', async () => {
		sandbox.addFault({ kind: 'timeoutAfterAccept' });
		const client = new AbortController();
		const called = nextCall();
		const answer = send(feishu.bot.webhookUrl, { body: feishuText('hi'), signal: client.signal });
		const outcome = answer.then(
			() => 'answered',
			() => 'gave up',
		);
		await called;
		expect(texts()).toEqual(['hi']);
		client.abort();
		expect(await outcome).toBe('gave up');
		expect(calls()).toEqual([['faulted', 'timeoutAfterAccept', null]]);
		expect(sandbox.calls()[0]?.messageId).toBe(sandbox.messages()[0]?.id);
	});

	it('resetAfterAccept: breaks the connection', async () => {
		sandbox.addFault({ kind: 'resetAfterAccept' });
		await expect(toDing()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(texts()).toEqual(['hi']);
	});

	it('truncatedBody: sends half of the answer', async () => {
		sandbox.addFault({ kind: 'truncatedBody' });
		await expect(toFeishu()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(texts()).toEqual(['hi']);
		expect(calls()).toEqual([['faulted', 'truncatedBody', 200]]);
	});

	it.each<FaultKind>(['timeoutAfterAccept', 'resetAfterAccept', 'truncatedBody'])('%s waits for an accepted message', async (kind) => {
		sandbox.addFault({ kind });
		sandbox.disableBot(ding.bot.token);
		expect(((await toDing()) as [number, { errcode: number }])[1].errcode).toBe(400102);
		expect(sandbox.state().faults.length).toBe(1);
	});

	it('lets the same msgUuid find its message', async () => {
		sandbox.addFault({ kind: 'resetAfterAccept' });
		const body = { ...dingText('hi'), msgUuid: 'u-1' };
		await expect(send(ding.bot.webhookUrl, { body })).rejects.toThrow();
		expect(answerOf(await send(ding.bot.webhookUrl, { body }))).toEqual(DING_OK);
		expect(texts()).toEqual(['hi']);
		expect(calls().map(([outcome]) => outcome)).toEqual(['faulted', 'duplicate']);
	});
});

describe('delay', () => {
	it('answers as usual, but later', async () => {
		sandbox.addFault({ kind: 'delay', delayMs: 30 });
		const started = performance.now();
		expect(await toFeishu()).toEqual(FEISHU_OK);
		expect(performance.now() - started).toBeGreaterThanOrEqual(28);
		expect(calls()).toEqual([['accepted', 'delay', 200]]);
	});

	it('is what the latency does to every answer', async () => {
		sandbox.setLatency(30);
		const started = performance.now();
		await toFeishu();
		await toDing();
		expect(performance.now() - started).toBeGreaterThanOrEqual(56);
		sandbox.setLatency(0);
		expect(() => sandbox.setLatency(-1)).toThrow();
		expect(sandbox.state().latencyMs).toBe(0);
	});
});

describe('the order of faults', () => {
	it('follows match and times', async () => {
		sandbox.addFault({ kind: 'status', status: 500, match: { token: ding.bot.token }, times: 2 });
		sandbox.addFault({ kind: 'status', status: 501, match: { platform: 'feishu' } });
		const statuses = async (act: () => Promise<unknown>) => ((await act()) as [number])[0];
		expect(await statuses(toFeishu)).toBe(501);
		expect(await statuses(toFeishu)).toBe(200);
		expect(await statuses(toDing)).toBe(500);
		expect(await statuses(toDing)).toBe(500);
		expect(await statuses(toDing)).toBe(200);
	});

	it('ends when they are cleared', async () => {
		sandbox.addFault({ kind: 'reset', times: 100 });
		sandbox.clearFaults();
		expect(await toFeishu()).toEqual(FEISHU_OK);
	});

	it.each<[string, FaultInput]>([
		['an unknown kind', { kind: 'nothing' as FaultKind }],
		['no times', { kind: 'reset', times: 0 }],
		['a delay without time', { kind: 'delay' }],
		['an impossible status', { kind: 'status', status: 99 }],
	])('takes no %s', (_what, fault) => {
		expect(() => sandbox.addFault(fault)).toThrow();
	});
});

describe('closing', () => {
	it('ends held and delayed answers at once', async () => {
		sandbox.addFault({ kind: 'timeoutAfterAccept' });
		sandbox.addFault({ kind: 'delay', delayMs: 600_000 });
		const outcomes: Array<Promise<string>> = [];
		for (let sent = 0; sent < 2; sent++) {
			const called = nextCall();
			outcomes.push(
				toFeishu().then(
					() => 'answered',
					() => 'broken',
				),
			);
			await called;
		}
		await sandbox.close();
		expect(await Promise.all(outcomes)).toEqual(['broken', 'broken']);
	});
});
