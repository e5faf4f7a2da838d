import type { Frame, SessionContext } from '../../../../../lib/connection/types';
import type { DingTalkApp } from '../../../../../lib/dingtalk/appClient';
import { stream } from '../../../../../lib/dingtalk/connection/stream';
import { HttpFailure, type HttpResponse } from '../../../../../lib/http';
import type { Reply } from '../../../../../lib/inbound/taking';
import type { AppEvent } from '../../../../../lib/inbound/types';
import { fakeHttp } from '../../support/fakeHttp';
import { InstantClock } from '../../support/instantClock';
import { click, CLIENT_ID, CLIENT_SECRET, message, streamEvent } from '../inbound/platform';

const app: DingTalkApp = { baseUrl: 'https://api.dingtalk.com', oldBaseUrl: 'https://oapi.dingtalk.com', clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, timeoutMs: 10_000, ignoreSslIssues: false };

const TICKET = '7724109a-ea43+4aa2/b803=';

function locating(answer: Partial<HttpResponse> | Error, of = app) {
	const { http, requests } = fakeHttp(answer);
	const protocol = stream(http, of, { clock: new InstantClock() });
	return { requests, located: () => protocol.locate(new AbortController().signal) };
}

const answering = (body: object, status = 200) => locating({ status, body: JSON.stringify(body) });

describe('where to connect to', () => {
	const found = { endpoint: 'wss://wss-open-connection.dingtalk.com:443/connect', ticket: TICKET };

	test('is asked as the documents have it', async () => {
		const { located, requests } = answering(found);
		await located();
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({ method: 'POST', url: 'https://api.dingtalk.com/v1.0/gateway/connections/open', headers: { accept: 'application/json' }, timeoutMs: 10_000 });
		expect(JSON.parse(String(requests[0]!.body))).toEqual({
			clientId: CLIENT_ID,
			clientSecret: CLIENT_SECRET,
			subscriptions: [
				{ type: 'EVENT', topic: '*' },
				{ type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
				{ type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
			],
			ua: 'n8n-nodes-lark-dingtalk',
		});
	});

	test('is the endpoint with the ticket, which is encoded', async () => {
		const located = (await answering(found).located()) as { url: string };
		expect(located.url).toBe(`wss://wss-open-connection.dingtalk.com/connect?ticket=${encodeURIComponent(TICKET)}`);
		expect(new URL(located.url).searchParams.get('ticket')).toBe(TICKET);
		const ownServer = { ...app, baseUrl: 'http://127.0.0.1:1234' };
		const { located: toOwnServer } = locating({ body: JSON.stringify({ ...found, endpoint: 'ws://127.0.0.1:1234/connect?a=1' }) }, ownServer);
		expect(await toOwnServer()).toEqual({ url: `ws://127.0.0.1:1234/connect?a=1&ticket=${encodeURIComponent(TICKET)}` });
	});

	test('does not leave TLS', async () => {
		expect(await answering({ ...found, endpoint: 'ws://wss-open-connection.dingtalk.com/connect' }).located()).toMatchObject({ failure: { code: 'NO_ENDPOINT' } });
	});

	test.each([{}, { endpoint: found.endpoint }, { ticket: TICKET }, { ...found, ticket: '' }, { ...found, endpoint: 'https://dingtalk.com' }, { ...found, endpoint: 'connect' }, { endpoint: 1, ticket: 2 }])(
		'is not told by %j, which may pass',
		async (body) => {
			expect(await answering(body).located()).toMatchObject({ failure: { class: 'transient', code: 'NO_ENDPOINT', fix: expect.stringMatching(/base URL/) } });
		},
	);

	test('is told to nobody with a wrong secret: that does not pass', async () => {
		const { failure } = (await answering({ requestid: 'x', code: 'authFailed', message: '鉴权失败' }, 401).located()) as { failure: object };
		expect(failure).toMatchObject({ class: 'permanent', code: 'authFailed', message: expect.stringMatching(/does not accept the Client ID and the Client Secret/), fix: expect.stringMatching(/Credentials & Basic Information/) });
	});

	test.each<[string, number, object, string]>([
		['too many calls', 403, { code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', message: '被暂时禁用' }, 'rateLimited'],
		['the quota of the month', 403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', message: 'x' }, 'quotaExceeded'],
		['an address that is not allowed', 403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList', message: 'x' }, 'permanent'],
		['a busy platform', 500, { code: 'system.error', message: 'x' }, 'transient'],
		['a ban', 200, { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' }, 'rateLimited'],
	])('%s', async (_, status, body, expected) => {
		expect(await answering(body, status).located()).toMatchObject({ failure: { class: expected, message: expect.stringMatching(/^[A-Z]/), fix: expect.stringMatching(/\.$/) } });
	});

	test('no answer, or half of one, passes: nothing was sent that could have arrived', async () => {
		for (const answer of [new HttpFailure('unanswered', 'ETIMEDOUT'), { body: '{"endpoint"' }, { status: 504, body: 'gateway' }]) {
			const { failure } = (await locating(answer).located()) as { failure: { message: string } };
			expect(failure).toMatchObject({ class: 'transient', message: expect.stringMatching(/where to connect to/) });
		}
		expect(await locating(new HttpFailure('notSent', 'ECONNREFUSED')).located()).toMatchObject({ failure: { class: 'transient' } });
	});

	test('what went wrong never shows the secret', async () => {
		const { located } = answering({ code: 'whatever', message: `wrong secret ${CLIENT_SECRET}` }, 400);
		const shown = JSON.stringify(await located());
		expect(shown).toContain('wrong secret');
		expect(shown).not.toContain(CLIENT_SECRET);
	});

	test('there is one connection for each app and secret', () => {
		const protocol = (change: object) => stream(fakeHttp().http, { ...app, ...change }, { clock: new InstantClock() });
		const key = (change: object) => protocol(change).key;
		expect(new Set([key({}), key({}), key({ timeoutMs: 1 })]).size).toBe(1);
		expect(new Set([key({}), key({ clientId: 'x' }), key({ clientSecret: 'x' }), key({ baseUrl: 'https://x' })]).size).toBe(4);
		expect(key({})).not.toContain(CLIENT_SECRET);
		expect(protocol({ clientSecret: 'x' }).app).toBe(protocol({}).app);
		expect(new Set([{}, { clientId: 'x' }, { baseUrl: 'https://x' }].map((change) => protocol(change).app)).size).toBe(3);
	});
});

/** A conversation, and what came of it. */
function conversation(reply: Reply | Error | Promise<Reply> = { accepted: true }) {
	const clock = new InstantClock();
	const sent: Array<Record<string, unknown>> = [];
	const handled: Array<{ event: AppEvent; withinMs: number }> = [];
	const logged: string[] = [];
	const reconnects: string[] = [];
	const line: SessionContext = {
		send: (frame) => sent.push(JSON.parse(frame as string) as Record<string, unknown>) > 0,
		reconnect: (reason) => void reconnects.push(reason),
		handle: async (event, withinMs) => {
			handled.push({ event, withinMs });
			if (reply instanceof Error) throw reply;
			return await reply;
		},
		log: { info: (text) => void logged.push(text), warn: (text) => void logged.push(text) },
	};
	const session = stream(fakeHttp().http, app, { clock }).begin(line);
	return {
		clock,
		session,
		sent,
		handled,
		logged,
		reconnects,
		hear: async (frame: Frame | object) => {
			session.receive(typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
			await new Promise((resolve) => setImmediate(resolve));
		},
	};
}

const frame = (type: string, headers: object, data: object | string) => ({
	specVersion: '1.0',
	type,
	headers: { messageId: 'm1', contentType: 'application/json', time: '1795143600000', ...headers },
	data: typeof data === 'string' ? data : JSON.stringify(data),
});
const ping = frame('SYSTEM', { topic: 'ping' }, '{"opaque" : "123-dsfs"}');
const eventFrame = frame('EVENT', streamEvent.headers, streamEvent.data);
const messageFrame = frame('CALLBACK', { topic: '/v1.0/im/bot/messages/get' }, message);
const clickFrame = frame('CALLBACK', { topic: '/v1.0/card/instances/callback' }, click);

const ack = (messageId: string, data: unknown, code = 200) => ({ code, message: expect.any(String), headers: { messageId, contentType: 'application/json' }, data: typeof data === 'string' ? data : JSON.stringify(data) });

describe('the system', () => {
	test('gets its ping back as it was', async () => {
		const { hear, sent, handled } = conversation();
		await hear(ping);
		expect(sent).toEqual([ack('m1', '{"opaque" : "123-dsfs"}')]);
		expect(handled).toEqual([]);
	});

	test('says when it hangs up, which wants no answer: the connection is made anew at once', async () => {
		const { hear, sent, reconnects } = conversation();
		await hear({ type: 'SYSTEM', headers: { topic: 'disconnect', contentType: 'application/json' }, data: '{"reason":"connection is expired"}' });
		expect(reconnects).toEqual([expect.stringMatching(/connection is expired/)]);
		expect(sent).toEqual([]);
	});

	test.each(['CONNECTED', 'REGISTERED', 'KEEPALIVE'])('says %s, which wants no answer', async (topic) => {
		const { hear, sent, logged, reconnects } = conversation();
		await hear(frame('SYSTEM', { topic }, {}));
		expect([sent, logged, reconnects]).toEqual([[], [], []]);
	});
});

describe('an event', () => {
	test('is handed on, and acknowledged once it is safe', async () => {
		let settle: (reply: Reply) => void = () => {};
		const { hear, sent, handled } = conversation(new Promise<Reply>((resolve) => (settle = resolve)));
		await hear(eventFrame);
		expect(handled).toEqual([{ event: expect.objectContaining({ type: 'chat_add_member', eventId: streamEvent.headers.eventId, appId: CLIENT_ID }), withinMs: 2_500 }]);
		expect(sent).toEqual([]);
		settle({ accepted: true });
		await new Promise((resolve) => setImmediate(resolve));
		expect(sent).toEqual([ack(streamEvent.headers.messageId, { status: 'SUCCESS', message: 'success' })]);
	});

	test.each<[string, Reply | Error]>([
		['could not be stored', { accepted: false }],
		['could not even be handed on', new Error('database is locked')],
	])('that %s is to come later', async (_, reply) => {
		const { hear, sent } = conversation(reply);
		await hear(eventFrame);
		expect(sent).toEqual([{ ...ack(streamEvent.headers.messageId, ''), data: expect.stringContaining('"status":"LATER"') }]);
	});

	test('may have its headers in `header`, as one sample of the documents has', async () => {
		const { hear, handled } = conversation();
		const { headers, ...rest } = eventFrame;
		await hear({ ...rest, header: headers });
		expect(handled).toHaveLength(1);
	});
});

describe('a message', () => {
	test('is handed on, and acknowledged', async () => {
		const { hear, sent, handled } = conversation();
		await hear(messageFrame);
		expect(handled).toEqual([{ event: expect.objectContaining({ kind: 'message', eventId: message.msgId, text: '磁盘满了吗' }), withinMs: 2_500 }]);
		expect(sent).toEqual([ack('m1', { response: null })]);
	});

	test('that could not be stored is said to have failed', async () => {
		const { hear, sent } = conversation({ accepted: false });
		await hear(messageFrame);
		expect(sent).toEqual([ack('m1', { response: null }, 500)]);
	});

	test('beyond the quota says so in the log', async () => {
		const { hear, handled, logged } = conversation();
		await hear(frame('CALLBACK', { topic: '/v1.0/im/bot/messages/get' }, { ...message, text: undefined, errorCode: 20001 }));
		expect(handled).toHaveLength(1);
		expect(logged).toEqual([expect.stringMatching(/quota.*Ask an administrator/)]);
	});
});

describe('a click', () => {
	test('is answered with the card', async () => {
		const answer = { cardData: { cardParamMap: { status: '已处理' } } };
		const { hear, sent, handled, clock } = conversation({ accepted: true, answer });
		await hear(clickFrame);
		const answerBy = new Date(clock.now() + 2_000).toISOString();
		expect(handled).toEqual([{ event: expect.objectContaining({ kind: 'cardAction', eventId: 'm1', card: expect.objectContaining({ click: 'm1', answerBy }) as unknown }), withinMs: 1_500 }]);
		expect(sent).toEqual([ack('m1', { response: answer })]);
	});

	test('without an answer leaves the card as it is', async () => {
		const { hear, sent } = conversation();
		await hear(clickFrame);
		expect(sent).toEqual([ack('m1', { response: {} })]);
	});

	test('that could not be stored is said to have failed', async () => {
		const { hear, sent } = conversation({ accepted: false, answer: { cardData: {} } });
		await hear(clickFrame);
		expect(sent).toEqual([ack('m1', { response: null }, 500)]);
	});
});

describe('what makes no sense', () => {
	test('is a topic that nobody asked for', async () => {
		const { hear, sent, handled } = conversation();
		await hear(frame('CALLBACK', { topic: '/v1.0/graph/api/invoke' }, {}));
		expect(sent).toEqual([ack('m1', {}, 404)]);
		expect(handled).toEqual([]);
	});

	test.each<[string, Frame | object]>([
		['bytes', Buffer.from('x')],
		['no JSON', '{"type":'],
		['another type', frame('GREETING', { topic: '*' }, {})],
		['data that is no JSON', frame('EVENT', streamEvent.headers, 'x')],
		['an event without a type', frame('EVENT', { topic: '*' }, {})],
		['a message without an ID', frame('CALLBACK', { topic: '/v1.0/im/bot/messages/get' }, {})],
		['a click on nothing', frame('CALLBACK', { topic: '/v1.0/card/instances/callback' }, {})],
	])('is dropped and logged, and the conversation goes on: %s', async (_, nonsense) => {
		const { hear, sent, handled, logged, reconnects } = conversation();
		await hear(nonsense);
		expect([sent, handled, reconnects]).toEqual([[], [], []]);
		expect(logged).toEqual([expect.stringMatching(/^a frame was dropped: it/)]);
		await hear(messageFrame);
		expect(handled).toHaveLength(1);
	});
});

describe('silence', () => {
	const pinged = async (gaps: number[]) => {
		const { hear, clock, session } = conversation();
		await hear(ping);
		for (const gap of gaps) {
			clock.skip(gap);
			await hear(ping);
		}
		return session.silenceMs / 1000;
	};

	test('is death after 5 minutes, as long as it is not known how often DingTalk pings', async () => {
		expect(conversation().session.silenceMs).toBe(300_000);
		expect(await pinged([])).toBe(300);
	});

	test.each([
		[[30_000], 90],
		[[30_000, 40_000, 30_000], 120],
		[[8_000], 90],
		[[10], 90],
		[[60_000], 180],
		[[240_000], 300],
	])('after pings with pauses of %j ms is death after %d s', async (gaps, seconds) => {
		expect(await pinged(gaps)).toBe(seconds);
	});

	test('goes by the steady time: somebody may set the clock', async () => {
		const { hear, clock, session } = conversation();
		await hear(ping);
		clock.skip(40_000);
		clock.jump(70 * 60_000);
		await hear(ping);
		expect(session.silenceMs).toBe(120_000);
	});
});
