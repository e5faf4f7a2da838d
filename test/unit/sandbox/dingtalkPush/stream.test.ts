import type { Sandbox } from '../../../../sandbox';
import { closeAll, NOW, open, send } from '../support';
import { dingApp } from '../dingtalkApp/support';
import { aMoment, CARDS, connect, dataOf, dial, EVENTS, JSON_HEADERS, openConnection, ROBOT, settled, ticketOf, until, type Client } from './support';

afterEach(closeAll);

const EVENT = { timeStamp: '1685501863357', userId: ['015227'] };
const hired = (sandbox: Sandbox, appId: string): string => sandbox.push.event({ appId, type: 'user_add_org', event: EVENT });
const outcomes = (sandbox: Sandbox) => sandbox.push.pushes().map(({ attempt, at, outcome }) => [attempt, at - NOW, outcome]);

describe('connections/open', () => {
	it('tells the endpoint and a ticket', async () => {
		const sandbox = await open({ pathPrefix: '/dingtalk' });
		const app = dingApp(sandbox);
		const { status, json } = await openConnection(sandbox, app);
		expect([status, json]).toEqual([200, { endpoint: `${sandbox.url.replace('http', 'ws')}/connect`, ticket: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
		const client = await dial(json as never);
		expect(sandbox.push.sockets(app.id)).toEqual([{ id: 'stream_1', appId: app.id, openedAt: NOW }]);
		client.close();
		await until(() => sandbox.push.sockets().length === 0);
	});

	it.each([
		['another secret', { clientSecret: 'other' }],
		['an unknown app', { clientId: 'ding0' }],
		['no secret', { clientSecret: undefined }],
	])('%s is refused', async (_name, wrong) => {
		const sandbox = await open();
		const { status, text } = await openConnection(sandbox, dingApp(sandbox), wrong);
		expect([status, text]).toEqual([401, '{"requestid":"sandbox","code":"authFailed","message":"鉴权失败"}']);
	});

	it('an app that has been switched off is refused, and so is one of Feishu', async () => {
		const sandbox = await open();
		expect((await openConnection(sandbox, dingApp(sandbox, { disabled: true }))).status).toBe(401);
		expect((await openConnection(sandbox, sandbox.addApp({ platform: 'feishu', name: 'x' }))).status).toBe(401);
	});

	it.each([
		['none', []],
		['an event by name', [{ type: 'EVENT', topic: 'user_add_org' }]],
		['an unknown type', [{ type: 'MESSAGE', topic: '*' }]],
		['no list', 'EVENT'],
	])('subscriptions: %s is refused', async (_name, subscriptions) => {
		const sandbox = await open();
		expect((await openConnection(sandbox, dingApp(sandbox), { subscriptions })).status).toBe(400);
	});

	it.each([[{}], [{ accept: '*/*' }]])('answers in XML who does not accept JSON: %j', async (headers: Record<string, string>) => {
		const sandbox = await open();
		const { status, text, headers: answered } = await openConnection(sandbox, dingApp(sandbox), {}, headers);
		expect([status, answered['content-type']]).toEqual([200, 'application/xml']);
		expect(text).toMatch(/<endpoint>ws:.*<\/endpoint><ticket>.*<\/ticket>/);
	});

	it('is recorded without the secret, under the app, also when it is refused', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		await openConnection(sandbox, app);
		await openConnection(sandbox, app, { clientSecret: 'tell-nobody' });
		const calls = sandbox.calls({ appId: app.id });
		expect(calls.map(({ status, check }) => [status, check])).toEqual([
			[200, undefined],
			[401, 'dingtalkPush.secret'],
		]);
		expect(JSON.stringify(calls)).not.toContain(app.secret);
		expect(JSON.stringify(calls)).not.toContain('tell-nobody');
	});

	it('faults strike it like any call', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		sandbox.addFault({ kind: 'status', status: 503, match: { appId: app.id, path: '/v1.0/gateway' } });
		expect((await openConnection(sandbox, app)).status).toBe(503);
		expect((await openConnection(sandbox, app)).status).toBe(200);
	});
});

describe('the ticket', () => {
	it('opens one connection', async () => {
		const sandbox = await open();
		const ticket = await ticketOf(sandbox, dingApp(sandbox));
		await dial(ticket);
		await expect(dial(ticket)).rejects.toThrow('401');
	});

	it('is good for 90 seconds', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const [late, early] = [await ticketOf(sandbox, app), await ticketOf(sandbox, app)];
		sandbox.clock.advance(89_999);
		await dial(early);
		sandbox.clock.advance(1);
		await expect(dial(late)).rejects.toThrow('401');
	});

	it('has to be one, and the path that of the endpoint', async () => {
		const sandbox = await open();
		const { endpoint, ticket } = await ticketOf(sandbox, dingApp(sandbox));
		await expect(dial({ endpoint, ticket: 'x' })).rejects.toThrow('401');
		await expect(dial({ endpoint: `${endpoint}s`, ticket })).rejects.toThrow();
		expect((await send(`${sandbox.url}/connect?ticket=${ticket}`, { method: 'GET', headers: JSON_HEADERS })).status).toBe(404);
	});
});

describe('an event', () => {
	it('comes as documented', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app);
		const eventId = hired(sandbox, app.id);
		const frame = await client.next();
		expect(frame).toEqual({
			specVersion: '1.0',
			type: 'EVENT',
			headers: {
				topic: '*',
				messageId: expect.stringMatching(/^[0-9a-f]{8}_[0-9a-f]{4}_[0-9a-f]{12}_[0-9a-f]{4}$/),
				contentType: 'application/json',
				time: String(NOW),
				eventId,
				eventType: 'user_add_org',
				eventCorpId: app.corpId,
				eventBornTime: String(NOW),
				eventUnifiedAppId: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
			},
			data: JSON.stringify(EVENT),
		});
		expect(await settled(sandbox, 1)).toMatchObject([
			{ appId: app.id, eventId, type: 'user_add_org', way: 'connection', attempt: 1, at: NOW, outcome: 'acknowledged', status: 200, socketId: 'stream_1' },
		]);
	});

	it('is repeated after 10 and after 30 more seconds when nobody answers within 3', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app, {}, false);
		hired(sandbox, app.id);
		await client.next();
		sandbox.clock.advance(2_999);
		await aMoment();
		expect(outcomes(sandbox)).toEqual([[1, 0, 'pending']]);
		for (const ms of [1, 10_000, 3_000, 30_000, 3_000, 3_600_000]) {
			sandbox.clock.advance(ms);
			await aMoment();
		}
		expect(outcomes(sandbox)).toEqual([
			[1, 0, 'timeout'],
			[2, 13_000, 'timeout'],
			[3, 46_000, 'timeout'],
		]);
		const [first, second, third] = client.frames.filter(({ type }) => type === 'EVENT');
		expect(second?.headers.eventId).toBe(first?.headers.eventId);
		expect(third?.headers.eventBornTime).toBe(String(NOW));
		expect(new Set([first, second, third].map((frame) => frame?.headers.messageId)).size).toBe(3);
	});

	it.each([
		['LATER', 200, { status: 'LATER' }],
		['an error', 500, { status: 'SUCCESS' }],
		['an unknown topic', 404, {}],
		['no status', 200, {}],
	])('is repeated after %s', async (_name, code, data) => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app, {}, false);
		hired(sandbox, app.id);
		client.answer(await client.next(), code, data);
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'refused', status: code }]);
		sandbox.clock.advance(10_000);
		client.answer(await client.next());
		await settled(sandbox, 2);
		sandbox.clock.advance(3_600_000);
		await aMoment();
		expect(outcomes(sandbox)).toEqual([
			[1, 0, 'refused'],
			[2, 10_000, 'acknowledged'],
		]);
	});

	it.each([{}, { contentType: 'text/plain' }])('is not acknowledged by an answer without the documented headers: %j', async (headers) => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app, {}, false);
		hired(sandbox, app.id);
		const { messageId } = (await client.next()).headers;
		client.sendText(JSON.stringify({ code: 200, message: 'OK', headers: { messageId, ...headers }, data: '{"status":"SUCCESS"}' }));
		await aMoment();
		sandbox.clock.advance(3_000);
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'timeout' }]);
	});

	it('finds who has connected meanwhile', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		hired(sandbox, app.id);
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
		const client = await connect(sandbox, app);
		sandbox.clock.advance(10_000);
		expect((await client.next()).headers.eventType).toBe('user_add_org');
	});

	it('does not come to an app that has been switched off', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		await connect(sandbox, app);
		sandbox.changeApp(app.id, { disabled: true });
		hired(sandbox, app.id);
		expect(sandbox.push.pushes()).toEqual([]);
	});

	it('does not come unless it is ticked in the console', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox, { push: { events: ['org_dept_create'] } });
		const client = await connect(sandbox, app);
		hired(sandbox, app.id);
		sandbox.push.event({ appId: app.id, type: 'org_dept_create', event: { deptId: [1] } });
		expect((await client.next()).headers.eventType).toBe('org_dept_create');
		expect(sandbox.push.pushes()).toHaveLength(1);
	});

	it('comes again when somebody asks for it', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app);
		const eventId = hired(sandbox, app.id);
		await client.next();
		await settled(sandbox, 1);
		sandbox.push.redeliver(eventId);
		expect((await client.next()).headers.eventId).toBe(eventId);
		expect(await settled(sandbox, 2, { eventId })).toHaveLength(2);
	});

	it('goes to nobody else', async () => {
		const sandbox = await open();
		const [app, other] = [dingApp(sandbox), dingApp(sandbox)];
		const [mine, theirs] = [await connect(sandbox, app), await connect(sandbox, other)];
		hired(sandbox, app.id);
		await mine.next();
		await aMoment();
		expect(theirs.frames).toEqual([]);
	});
});

describe('several clients', () => {
	const clients = async (sandbox: Sandbox, appId: string, count: number): Promise<Client[]> =>
		await Promise.all(Array.from({ length: count }, () => connect(sandbox, sandbox.state().apps.find(({ id }) => id === appId)!)));

	it('each push goes to one of them, at random', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const three = await clients(sandbox, app.id, 3);
		for (let count = 0; count < 60; count++) hired(sandbox, app.id);
		await settled(sandbox, 60);
		expect(three.map(({ frames }) => frames.length > 0)).toEqual([true, true, true]);
		expect(three.reduce((sum, { frames }) => sum + frames.length, 0)).toBe(60);
	});

	it('a test says which', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const two = await clients(sandbox, app.id, 2);
		sandbox.dingtalk.chooseClient((count) => count - 1);
		for (let count = 0; count < 5; count++) hired(sandbox, app.id);
		await settled(sandbox, 5);
		expect(sandbox.push.pushes().every(({ socketId }) => socketId === 'stream_2')).toBe(true);
		expect(two.map(({ frames }) => frames.length).sort()).toEqual([0, 5]);
	});

	it('only those count that have subscribed', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const robots = await connect(sandbox, app, { subscriptions: [ROBOT] });
		const events = await connect(sandbox, app, { subscriptions: [EVENTS, CARDS] });
		for (let count = 0; count < 10; count++) hired(sandbox, app.id);
		await settled(sandbox, 10);
		expect([robots.frames.length, events.frames.length]).toEqual([0, 10]);
	});
});

describe('the connection', () => {
	it('is pinged every minute, and when a test says so', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app);
		sandbox.push.ping(app.id);
		const frame = await client.next('SYSTEM');
		expect(frame).toMatchObject({ type: 'SYSTEM', headers: { topic: 'ping', time: String(NOW) } });
		expect(dataOf(frame)).toEqual({ opaque: expect.any(String) });
		client.answer(frame, 200, dataOf(frame));
		sandbox.clock.advance(60_000);
		await client.next('SYSTEM');
		sandbox.clock.advance(60_000);
		await client.next('SYSTEM');
	});

	it('survives what makes no sense', async () => {
		const sandbox = await open();
		const app = dingApp(sandbox);
		const client = await connect(sandbox, app);
		for (const text of ['', 'x', '[]', '{}', '{"headers":1}', '{"headers":{"messageId":"nobody"},"code":200}']) client.sendText(text);
		hired(sandbox, app.id);
		await client.next();
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'acknowledged' }]);
	});

	it('that is asked for in an odd way is refused', async () => {
		const sandbox = await open();
		for (const path of ['/', '//', '/%', '/connect/', '/connect?%', '/open-apis/']) {
			await expect(dial({ endpoint: `${sandbox.url.replace('http', 'ws')}${path}`, ticket: '' })).rejects.toThrow();
		}
		await connect(sandbox, dingApp(sandbox));
	});

	it('ends when the sandbox is reset or closed', async () => {
		const sandbox = await open();
		const client = await connect(sandbox, dingApp(sandbox));
		sandbox.reset();
		await client.closed;
		const other = await connect(sandbox, dingApp(sandbox));
		await sandbox.close();
		await other.closed;
	});
});
