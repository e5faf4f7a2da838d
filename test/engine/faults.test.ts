import type { FaultInput } from '../../sandbox';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

/** Real time: the request's own timeout is axios's. */
const send = (bot: TestBot, options = {}) =>
	runNode([{}], {
		...bot.node,
		parameters: { resource: 'message', operation: 'sendText', text: 'the message', options: { timeout: 1, ...options } } as never,
		onError: 'continueRegularOutput',
	});
const strike = (bot: TestBot, fault: Omit<FaultInput, 'match'>) =>
	world.sandbox.addFault({ ...fault, match: { token: bot.token } });
const result = async (run: ReturnType<typeof send>) => outputOf(await run, 'Node')[0]!.json;

describe('F07, F08: no answer, or half of one, after the message was taken', () => {
	test.each(['timeoutAfterAccept', 'resetAfterAccept', 'truncatedBody'] as const)('DingTalk, %s: repeated with the same msgUuid, one message', async (kind) => {
		const bot = world.dingtalk();
		strike(bot, { kind });
		expect(await result(send(bot))).toMatchObject({ status: 'sent', attempts: 2, warnings: [] });
		expect(bot.texts()).toEqual(['the message']);
		const [first, second] = world.sandbox.calls({ token: bot.token });
		expect((second!.requestBody as { msgUuid: string }).msgUuid).toBe((first!.requestBody as { msgUuid: string }).msgUuid);
		expect(second!.outcome).toBe('duplicate');
	});

	test.each(['timeoutAfterAccept', 'resetAfterAccept', 'truncatedBody'] as const)('Feishu, %s: sent again by default, and the result says that it may show twice', async (kind) => {
		const bot = world.feishu();
		strike(bot, { kind });
		expect(await result(send(bot))).toMatchObject({
			status: 'sent',
			attempts: 2,
			warnings: [expect.stringMatching(/may show this message twice/)],
		});
		expect(bot.texts()).toEqual(['the message', 'the message']);
	});

	test("Feishu with Don't Send Again: one message, and the item says that it may have arrived", async () => {
		const bot = world.feishu();
		strike(bot, { kind: 'timeoutAfterAccept' });
		expect(await result(send(bot, { onAmbiguousTimeout: 'giveUp' }))).toMatchObject({
			status: 'failed',
			attempts: 1,
			error: { class: 'ambiguous', message: expect.stringMatching(/may or may not have arrived/) },
		});
		expect(bot.texts()).toEqual(['the message']);
	});
});

describe('F08: an answer that somebody on the way has cut', () => {
	test('DingTalk: repeated', async () => {
		const bot = world.dingtalk();
		strike(bot, { kind: 'body', body: '{"errcode":0,"err' });
		expect(await result(send(bot))).toMatchObject({ status: 'sent', attempts: 2 });
	});

	test("Feishu with Don't Send Again: the item says that it may have arrived", async () => {
		const bot = world.feishu();
		strike(bot, { kind: 'body', body: '{"code":0,"da' });
		expect(await result(send(bot, { onAmbiguousTimeout: 'giveUp' }))).toMatchObject({
			status: 'failed',
			attempts: 1,
			error: { class: 'ambiguous', message: expect.stringMatching(/may or may not have arrived/) },
		});
	});
});

describe.each(['feishu', 'dingtalk'] as const)('F06: the platform is down (%s)', (platform) => {
	test.each([
		['a 502 page', { kind: 'html', status: 502 }],
		['a 503', { kind: 'status', status: 503, body: 'Service Unavailable' }],
		['a connection reset', { kind: 'reset' }],
	] as const)('%s is tried again', async (_, fault) => {
		const bot = world[platform]();
		strike(bot, { ...fault, times: 2 });
		expect(await result(send(bot))).toMatchObject({ status: 'sent', attempts: 3 });
		expect(bot.texts()).toEqual(['the message']);
	});

	test('after five attempts the item fails with the page’s beginning', async () => {
		const bot = world[platform]();
		strike(bot, { kind: 'html', status: 502, times: 9 });
		expect(await result(send(bot, { maxWait: 600 }))).toMatchObject({
			status: 'failed',
			attempts: 5,
			error: { class: 'transient', code: 'HTTP 502', message: expect.stringContaining('<html') },
		});
		expect(bot.received()).toEqual([]);
	});
});

describe('F01 to F05: throttled', () => {
	test.each([
		['F01: HTTP 429 with x-ogw-ratelimit-reset', { code: 99991400, status: 429, headers: { 'x-ogw-ratelimit-reset': '52' } }, 52_000],
		['F02: HTTP 400 with 99991400', { code: 99991400, status: 400, headers: { 'x-ogw-ratelimit-reset': '52' } }, 52_000],
		['F04: 9499 "too many request"', { code: 9499 }, 17_500],
		['F05: 11232', { code: 11232 }, 17_500],
	])('Feishu, %s: waited out, then sent', async (_, fault, waitMs) => {
		const bot = world.feishu();
		const before = world.clock.now();
		strike(bot, { kind: 'throttle', ...fault });
		expect(await result(send(bot))).toMatchObject({ status: 'sent', attempts: 2 });
		expect(world.clock.now() - before).toBe(waitMs);
		expect(bot.texts()).toEqual(['the message']);
	});

	test('F04: 9499 "Bad Request" is permanent', async () => {
		const bot = world.feishu();
		strike(bot, { kind: 'body', body: { code: 9499, msg: 'Bad Request', data: {} } });
		expect(await result(send(bot))).toMatchObject({ status: 'failed', attempts: 1, error: { class: 'permanent', code: '9499' } });
	});

	test.each([130101, 410100, 660026])('F03: DingTalk, %d: blocked for 10 minutes, this robot only', async (code) => {
		const [bot, other] = [world.dingtalk(), world.dingtalk()];
		strike(bot, { kind: 'throttle', code });
		expect(await result(send(bot))).toMatchObject({
			status: 'failed',
			error: { class: 'rateLimited', code: String(code), retryAt: '2026-11-20T03:10:00.000Z' },
		});
		expect(await result(send(other))).toMatchObject({ status: 'sent' });
		expect(await result(send(bot, { maxWait: 660 }))).toMatchObject({ status: 'sent' });
		expect(world.clock.now()).toBeGreaterThanOrEqual(Date.parse('2026-11-20T03:10:00Z'));
	});

	test('F09: the ban page of the firewall is a wait of 5 minutes', async () => {
		const bot = world.dingtalk();
		strike(bot, { kind: 'body', body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' } });
		expect(await result(send(bot))).toMatchObject({
			status: 'failed',
			error: { class: 'rateLimited', retryAt: '2026-11-20T03:05:00.000Z', message: expect.stringMatching(/banned this machine/) },
		});
	});

	test.each([200, 403, 503])('F09: the same as an HTML page with status %d', async (status) => {
		const bot = world.dingtalk();
		strike(bot, { kind: 'body', status, body: '<html><body><pre>{"status":1111,"wait":5,"source":"x5","punish":"deny","uuid":"u"}</pre></body></html>' });
		expect(await result(send(bot))).toMatchObject({ status: 'failed', error: { class: 'rateLimited', retryAt: '2026-11-20T03:05:00.000Z' } });
	});

	test('F09: until it is over no robot is used, and who is elsewhere sends on', async () => {
		const [banned, known, fresh] = [world.dingtalk(), world.dingtalk(), world.dingtalk()];
		const elsewhere = world.feishu();
		// The sandbox is one server for both platforms, but has two names.
		elsewhere.node.credential.data.webhookUrl = elsewhere.webhookUrl.replace('127.0.0.1', 'localhost');
		for (const bot of [known, elsewhere]) expect(await result(send(bot))).toMatchObject({ status: 'sent' });
		strike(banned, { kind: 'body', body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' } });
		await send(banned);
		for (const bot of [known, fresh]) {
			const calls = world.sandbox.calls({ token: bot.token }).length;
			expect(await result(send(bot))).toMatchObject({
				status: 'failed',
				attempts: 0,
				error: { class: 'rateLimited', code: 'LIMIT', retryAt: '2026-11-20T03:05:00.000Z' },
			});
			expect(world.sandbox.calls({ token: bot.token })).toHaveLength(calls);
		}
		expect(await result(send(elsewhere))).toMatchObject({ status: 'sent' });
		world.clock.advance(5 * 60_000);
		for (const bot of [banned, known, fresh]) expect(await result(send(bot))).toMatchObject({ status: 'sent' });
	});

	test.each([
		['dingtalk', { errcode: 90020, errmsg: 'quota' }],
		['feishu', { code: 99991403, msg: 'quota' }],
	] as const)('F10: a used-up monthly quota is not tried again (%s)', async (platform, body) => {
		const bot = world[platform]();
		strike(bot, { kind: 'body', body, times: 9 });
		expect(await result(send(bot))).toMatchObject({ status: 'failed', attempts: 1, error: { class: 'quotaExceeded' } });
	});
});

test.each([
	['feishu', { msg: 'success' }],
	['feishu', { code: 1, msg: 'success' }],
	['dingtalk', { errmsg: 'ok' }],
	['dingtalk', { errcode: 1, errmsg: 'ok' }],
] as const)('success is the platform’s own code, not HTTP 200: %s %j', async (platform, body) => {
	const bot = world[platform]();
	strike(bot, { kind: 'body', status: 200, body, times: 9 });
	expect(await result(send(bot))).toMatchObject({ status: 'failed' });
});
