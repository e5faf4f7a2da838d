import { AccessTokens } from '../../../../../lib/accessTokens';
import type { Frame, Session } from '../../../../../lib/connection/types';
import type { FeishuApp } from '../../../../../lib/feishu/appClient';
import { CONTROL, DATA, decodeFrame, encodeFrame, type ConnectionFrame } from '../../../../../lib/feishu/connection/frame';
import { longConnection } from '../../../../../lib/feishu/connection/longConnection';
import { HttpFailure, type Http, type JsonObject } from '../../../../../lib/http';
import type { Reply } from '../../../../../lib/inbound/taking';
import type { AppEvent } from '../../../../../lib/inbound/types';
import { fakeHttp } from '../../support/fakeHttp';
import { BOT, botMention, click, envelope, message } from '../../support/feishuEvents';
import { InstantClock } from '../../support/instantClock';

const SECRET = 'made-up-app-secret';
const app: FeishuApp = { baseUrl: 'https://open.feishu.cn', appId: 'cli_a000000000000001', appSecret: SECRET, timeoutMs: 5_000, ignoreSslIssues: false };
const lark: FeishuApp = { ...app, baseUrl: 'https://open.larksuite.com' };
const signal = new AbortController().signal;

function protocol(http: Http, of = app, clock = new InstantClock()) {
	return longConnection(http, of, { botOpenId: () => BOT, tokens: new AccessTokens(clock), clock });
}

const located = (data: unknown) => fakeHttp({ body: JSON.stringify({ code: 0, msg: 'ok', data }) });
const ADDRESS = 'wss://msg-frontier.feishu.cn/ws/v2?fpid=493&device_id=7&service_id=33554678&ticket=made-up';

describe('the question where to connect to', () => {
	test('is asked with App ID and App Secret', async () => {
		const { http, requests } = located({ URL: ADDRESS });
		expect(await protocol(http).locate(signal)).toEqual({ url: ADDRESS });
		expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://open.feishu.cn/callback/ws/endpoint', timeoutMs: 5_000, signal });
		expect(JSON.parse(String(requests[0]?.body))).toEqual({ AppID: app.appId, AppSecret: SECRET });
	});

	test.each<[number, number, string, RegExp, RegExp]>([
		[200, 1, 'transient', /busy/, /later/],
		[200, 1000040343, 'transient', /failed to open/, /later/],
		[200, 514, 'permanent', /App ID or App Secret is wrong/, /Copy both again/],
		[200, 403, 'permanent', /may not connect/, /on Lark not every organization.*Feishu App Webhook Trigger/],
		[200, 1000040350, 'permanent', /too many connections.*50/, /Stop other programs/],
		[503, 77, 'transient', /failing at the moment/, /later/],
		[200, 77, 'permanent', /refused/, /./],
	])('with HTTP %d and code %d is a failure of the class %s', async (status, code, kind, text, fix) => {
		const { http } = fakeHttp({ status, body: JSON.stringify({ code, msg: `no ${SECRET}`, data: {} }) });
		const answer = await protocol(http).locate(signal);
		expect(answer).toEqual({ failure: expect.objectContaining({ class: kind, code: String(code), message: expect.stringMatching(text), fix: expect.stringMatching(fix) }) });
		expect(JSON.stringify(answer)).not.toContain(SECRET);
	});

	test.each<[string, Partial<Awaited<ReturnType<Http>>> | Error, string]>([
		['no connection', new HttpFailure('notSent', 'ECONNREFUSED'), 'transient'],
		['no answer', new HttpFailure('unanswered', 'ETIMEDOUT'), 'transient'],
		['half an answer', { body: '{"code":0,"da' }, 'transient'],
		['a gateway that fails', { status: 502, body: 'Bad Gateway' }, 'transient'],
		['a certificate that nobody knows', new HttpFailure('untrusted', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'permanent'],
		['a page', { status: 404, body: '<html>' }, 'permanent'],
	])('that gets %s is a failure', async (_, answer, kind) => {
		expect(await protocol(fakeHttp(answer).http).locate(signal)).toEqual({ failure: expect.objectContaining({ class: kind }) });
	});

	test.each([undefined, '', 'msg-frontier.feishu.cn', 'https://msg-frontier.feishu.cn/ws', 'file:///etc/passwd', 7])('may not lead to %j', async (URL) => {
		expect(await protocol(located({ URL }).http).locate(signal)).toEqual({ failure: expect.objectContaining({ class: 'permanent', code: 'NO_ADDRESS' }) });
	});

	test('leads from TLS to nothing but TLS', async () => {
		const address = ADDRESS.replace('wss:', 'ws:');
		expect(await protocol(located({ URL: address }).http).locate(signal)).toMatchObject({ failure: { code: 'NO_ADDRESS' } });
		expect(await protocol(located({ URL: address }).http, { ...app, baseUrl: 'http://127.0.0.1:8080' }).locate(signal)).toEqual({ url: address });
	});

	test('stops with who asks', async () => {
		const stop = new AbortController();
		const http: Http = async () => {
			stop.abort(new Error('stopped'));
			throw stop.signal.reason;
		};
		await expect(protocol(http).locate(stop.signal)).rejects.toThrow('stopped');
	});
});

describe('the app', () => {
	test('is named, and its secret is part of its key', () => {
		const { http } = located({});
		expect(protocol(http).name).toBe('Feishu app cli_a000000000000001');
		expect(protocol(http, lark).name).toBe('Lark app cli_a000000000000001');
		const keys = [app, lark, { ...app, appSecret: 'x' }, { ...app, appId: 'y' }].map((of) => protocol(http, of).key);
		expect(new Set(keys).size).toBe(4);
		expect(keys.join()).not.toContain(SECRET);
		expect(protocol(http, { ...app, timeoutMs: 1 }).key).toBe(keys[0]);
		expect(protocol(http, { ...app, appSecret: 'x' }).app).toBe(protocol(http).app);
		expect(new Set([app, lark, { ...app, appId: 'y' }].map((of) => protocol(http, of).app)).size).toBe(3);
	});

	test.each<[object, number | undefined]>([
		[{ code: 0, data: { online_instance_cnt: 2 } }, 2],
		[{ code: 0, data: {} }, undefined],
		[{ code: 99991672, msg: 'no scope' }, undefined],
	])('that is answered %j has so many clients: %j', async (answer, count) => {
		const http: Http = async ({ url }) => ({
			status: 200,
			headers: {},
			body: JSON.stringify(url.endsWith('/internal') ? { code: 0, tenant_access_token: 't-made-up', expire: 7200 } : answer),
		});
		expect(await protocol(http).countClients?.()).toBe(count);
	});
});

interface Talk {
	session: Session;
	sent: ConnectionFrame[];
	logged: string[];
	heard: AppEvent[];
	receive(frame: Partial<ConnectionFrame>): Promise<void>;
}

async function talk(config: unknown = undefined, reply: (event: AppEvent, withinMs: number) => Promise<Reply> = async () => ({ accepted: true }), clock = new InstantClock(), of = app): Promise<Talk> {
	const client = protocol(located({ URL: ADDRESS, ClientConfig: config }).http, of, clock);
	await client.locate(signal);
	const [sent, logged, heard]: [ConnectionFrame[], string[], AppEvent[]] = [[], [], []];
	const session = client.begin({
		send: (frame: Frame) => sent.push(decodeFrame(frame as Uint8Array)) > 0,
		reconnect: (reason) => void logged.push(`reconnect: ${reason}`),
		handle: async (event, withinMs) => {
			heard.push(event);
			return await reply(event, withinMs);
		},
		log: { info: (text) => void logged.push(text), warn: (text) => void logged.push(text) },
	});
	const receive = async (frame: Partial<ConnectionFrame>) => {
		expect(() => session.receive(encodeFrame({ seqId: 9n, logId: 2n ** 63n, service: 33554678, method: DATA, headers: [], ...frame }))).not.toThrow();
		await new Promise((resolve) => setImmediate(resolve));
	};
	return { session, sent, logged, heard, receive };
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const headers = (type: string, more: Record<string, string> = {}): Array<[string, string]> => Object.entries({ type, message_id: 'm1', sum: '1', seq: '0', trace_id: 'tr', ...more });
const hello = message('text', { text: '@_user_1 hello' }, { mentions: [botMention()] });
const eventFrame = (body: JsonObject = hello, more: Partial<ConnectionFrame> = {}) => ({ headers: headers('event'), payload: json(body), ...more });
const payloadOf = (frame: ConnectionFrame | undefined) => JSON.parse(Buffer.from(frame?.payload ?? []).toString()) as JsonObject;

describe('the conversation', () => {
	test('is kept alive by pings, which name the service', async () => {
		const { session } = await talk();
		const ping = { seqId: 0n, logId: 0n, service: 33554678, method: CONTROL, headers: [['type', 'ping']] };
		expect(decodeFrame(session.heartbeat!.frame() as Uint8Array)).toEqual(ping);
	});

	test.each<[unknown, number]>([
		[undefined, 120_000],
		[{ PingInterval: 30 }, 30_000],
		[{ PingInterval: 0.001 }, 5_000],
		[{ PingInterval: 1e9 }, 600_000],
		[{ PingInterval: 0 }, 120_000],
		[{ PingInterval: -5 }, 120_000],
		[{ PingInterval: 'often' }, 120_000],
		[[], 120_000],
	])('with the configuration %j pings every %d ms', async (config, everyMs) => {
		const { session } = await talk(config);
		expect(session.heartbeat?.everyMs).toBe(everyMs);
		expect(session.silenceMs).toBe(2 * everyMs + 15_000);
	});

	test('changes its pace as a pong says', async () => {
		const { session, receive, sent } = await talk({ PingInterval: 30 });
		await receive({ method: CONTROL, headers: [['type', 'pong']], payload: json({ PingInterval: 90, ReconnectCount: -1 }) });
		expect(session.heartbeat?.everyMs).toBe(90_000);
		await receive({ method: CONTROL, headers: [['type', 'pong']] });
		await receive({ method: CONTROL, headers: [['type', 'pong']], payload: json({}) });
		expect(session.heartbeat?.everyMs).toBe(90_000);
		expect(session.silenceMs).toBe(195_000);
		expect(sent).toEqual([]);
	});

	test('hands an event on and acknowledges it with its own frame', async () => {
		const clock = new InstantClock();
		const { receive, sent, heard } = await talk(
			undefined,
			async (_, withinMs) => {
				expect(withinMs).toBe(2_500);
				clock.skip(42);
				return { accepted: true };
			},
			clock,
		);
		await receive(eventFrame(hello, { payloadEncoding: 'none', payloadType: 'json', logIdNew: 'x' }));
		expect(heard).toEqual([expect.objectContaining({ platform: 'feishu', kind: 'message', text: 'hello' })]);
		expect(sent[0]).toEqual({
			seqId: 9n,
			logId: 2n ** 63n,
			service: 33554678,
			method: DATA,
			headers: [...headers('event'), ['biz_rt', '42']],
			payloadEncoding: 'none',
			payloadType: 'json',
			logIdNew: 'x',
			payload: Buffer.from('{"code":200}'),
		});
	});

	test('of Lark says so', async () => {
		const { receive, heard } = await talk(undefined, undefined, undefined, lark);
		await receive(eventFrame());
		expect(heard[0]?.platform).toBe('lark');
	});

	test.each<[string, () => Promise<Reply>]>([
		['was not stored', async () => ({ accepted: false, answer: { toast: {} } })],
		['broke', async () => await Promise.reject(new Error('locked'))],
	])('asks for an event that %s once more', async (_, reply) => {
		const { receive, sent } = await talk(undefined, reply);
		await receive(eventFrame());
		expect(payloadOf(sent[0])).toEqual({ code: 500 });
	});

	test('answers a click', async () => {
		const answer = { toast: { type: 'success', content: '已批准' } };
		const { receive, sent, heard } = await talk(undefined, async () => ({ accepted: true, answer }));
		await receive(eventFrame(click({ value: { ok: true } })));
		expect(heard[0]?.kind).toBe('cardAction');
		const { code, data } = payloadOf(sent[0]);
		expect(code).toBe(200);
		expect(JSON.parse(Buffer.from(String(data), 'base64').toString())).toEqual(answer);
	});

	test.each([
		[[0, 1, 2]],
		[[2, 1, 0]],
		[[0, 0, 1, 1, 2]],
	])('joins the parts of an event, which come as %j, and acknowledges the last', async (order) => {
		const whole = json(hello);
		const { receive, sent, heard } = await talk();
		for (const seq of order) await receive({ headers: headers('event', { sum: '3', seq: String(seq) }), payload: whole.subarray(seq * 100, seq === 2 ? undefined : (seq + 1) * 100) });
		expect(heard.map(({ text }) => text)).toEqual(['hello']);
		expect(sent).toHaveLength(1);
		expect(sent[0]?.headers).toContainEqual(['seq', String(order.at(-1))]);
	});

	test('knows no parts of an earlier connection', async () => {
		const client = protocol(located({ URL: ADDRESS }).http);
		await client.locate(signal);
		const heard: AppEvent[] = [];
		const line = { send: () => true, reconnect: () => {}, handle: async (event: AppEvent) => ({ accepted: heard.push(event) > 0 }), log: { info: () => {}, warn: () => {} } };
		const part = (seq: number, payload: Buffer) => encodeFrame({ seqId: 0n, logId: 0n, service: 1, method: DATA, headers: headers('event', { sum: '2', seq: String(seq) }), payload });
		const whole = json(hello);
		client.begin(line).receive(part(0, whole.subarray(0, 50)));
		client.begin(line).receive(part(1, whole.subarray(50)));
		expect(heard).toEqual([]);
	});

	test('leaves frames of the type card alone, as the SDKs do', async () => {
		const { receive, sent, heard, logged } = await talk();
		await receive({ headers: headers('card'), payload: json(click({})) });
		expect([heard, logged, sent.length]).toEqual([[], [], 0]);
	});

	test.each<[string, Partial<ConnectionFrame>, RegExp]>([
		['of no JSON', { headers: headers('event'), payload: Buffer.from('{') }, /not valid JSON/],
		['of bytes that are not UTF-8', { headers: headers('event'), payload: Buffer.from(JSON.stringify(message('text', { text: 'déjà vu' })), 'latin1') }, /not UTF-8/],
		['of a list', { headers: headers('event'), payload: json([]) }, /no event/],
		['of no event', { headers: headers('event'), payload: json({ hello: 1 }) }, /no event/],
		['of nothing', { headers: headers('event') }, /JSON/],
		['nested too deeply', { headers: headers('event'), payload: Buffer.from('['.repeat(5_000)) }, /nested/],
		['of an unknown type', { headers: headers('other'), payload: json(hello) }, /"other"/],
		['of an unknown method', { method: 7, headers: headers('event'), payload: json(hello) }, /method 7/],
		['of a part that can not be', { headers: headers('event', { sum: '2', seq: '2' }), payload: json(hello) }, /part 2 of 2/],
		['of a part without a number', { headers: headers('event', { sum: 'x' }), payload: json(hello) }, /part 0 of NaN/],
		['of a pong that is none', { method: CONTROL, headers: [['type', 'pong']], payload: Buffer.from('x') }, /JSON/],
	])('drops a frame %s, and goes on', async (_, frame, text) => {
		const { receive, sent, heard, logged } = await talk();
		await receive(frame);
		expect(logged).toEqual([expect.stringMatching(text)]);
		expect([heard, sent.length]).toEqual([[], 0]);
		await receive(eventFrame());
		expect(heard).toHaveLength(1);
	});

	test('joins parts that are UTF-8 only together', async () => {
		const whole = json(message('text', { text: '值班' }));
		const middle = whole.indexOf('值') + 1;
		const { receive, heard, logged } = await talk();
		for (const [seq, payload] of [whole.subarray(0, middle), whole.subarray(middle)].entries()) await receive({ headers: headers('event', { sum: '2', seq: String(seq) }), payload });
		expect([heard.map(({ text }) => text), logged]).toEqual([['值班'], []]);
	});

	test.each<[string, Frame]>([
		['text', 'hello'],
		['nothing', new Uint8Array()],
		['bytes of another kind', Buffer.from('GET / HTTP/1.1')],
	])('drops %s', async (_, frame) => {
		const { session, logged, heard } = await talk();
		session.receive(frame);
		expect(logged).toEqual([expect.stringMatching(/^a frame was dropped: /)]);
		expect(heard).toEqual([]);
	});

	test('does not mind that the connection is over when an event has been stored', async () => {
		const client = protocol(located({ URL: ADDRESS }).http);
		const logged: string[] = [];
		const session = client.begin({
			send: () => false,
			reconnect: () => {},
			handle: async () => ({ accepted: true }),
			log: { info: () => {}, warn: (text) => void logged.push(text) },
		});
		session.receive(encodeFrame({ seqId: 0n, logId: 0n, service: 1, method: DATA, ...eventFrame(envelope('x.y_v1', {})) }));
		await new Promise((resolve) => setImmediate(resolve));
		expect(logged).toEqual([expect.stringMatching(/x\.y_v1 could not be acknowledged/)]);
	});
});
