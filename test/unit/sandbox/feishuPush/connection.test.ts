import type { SocketFaultKind } from '../../../../sandbox';
import { closeAll, place, request, type Place } from '../feishuApp/support';
import { closeClients, locate, TestClient, until } from './client';

afterEach(async () => {
	closeClients();
	await closeAll();
});

const say = ({ sandbox, app, ann }: Place, text = 'hi') => sandbox.push.write({ userId: ann.userId, appId: app.id, text });
const outcomes = ({ sandbox }: Place) => sandbox.push.pushes().map(({ outcome }) => outcome);
const settled = (at: Place, ...expected: string[]) => until(() => outcomes(at).join() === expected.join(), `${expected.join()} (${outcomes(at).join()})`);
const connected = async (options: Parameters<typeof place>[0] = {}) => {
	const at = await place(options);
	return { at, client: await TestClient.connect(at.sandbox, at.app) };
};
const errorOf = (promise: Promise<unknown>) => promise.then(() => undefined, (error: { status?: number; headers?: Record<string, string> }) => error);

describe('the address of a long connection', () => {
	it('comes with what the client is to do', async () => {
		const { sandbox, app } = await place();
		const { code, data } = await locate(sandbox, app);
		const url = new URL(data.URL!);
		expect(code).toBe(0);
		expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(`${sandbox.url.replace('http', 'ws')}/ws/v2`);
		expect([...url.searchParams.keys()][0]).not.toBe('device_id');
		expect(url.searchParams.get('device_id')).toMatch(/^\d+$/);
		expect(url.searchParams.get('service_id')).toMatch(/^\d+$/);
		expect(data.ClientConfig).toEqual({ ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 });
	});

	it('has the path prefix of a private deployment', async () => {
		const { at, client } = await connected({ pathPrefix: '/gateway' });
		expect(new URL((await locate(at.sandbox, at.app)).data.URL!).pathname).toBe('/gateway/ws/v2');
		say(at);
		await settled(at, 'acknowledged');
		expect(client.events).toHaveLength(1);
	});

	it('is on record without the secret', async () => {
		const { sandbox, app } = await place();
		await locate(sandbox, app);
		expect(sandbox.calls({ appId: app.id }).at(-1)).toMatchObject({ path: '/callback/ws/endpoint', outcome: 'accepted', requestBody: { AppID: app.id, AppSecret: '****' } });
		expect(JSON.stringify(sandbox.calls())).not.toContain(app.secret);
	});

	it.each([1, 403, 514, 1000040343, 1000040350])('is refused with %i on demand, with an empty `data`', async (code) => {
		const { sandbox, app } = await place();
		sandbox.addFault({ kind: 'refuse', code, match: { appId: app.id, path: '/callback/ws/endpoint' } });
		expect(await locate(sandbox, app)).toEqual({ code, msg: expect.stringMatching(/./) as string, data: {} });
		expect((await locate(sandbox, app)).code).toBe(0);
	});

	it('can tell other intervals', async () => {
		const { at, client } = await connected();
		at.sandbox.push.setClientConfig({ PingInterval: 5 });
		expect((await locate(at.sandbox, at.app)).data.ClientConfig).toMatchObject({ PingInterval: 5, ReconnectNonce: 30 });
		client.ping();
		await until(() => client.frames.length === 1);
		expect(JSON.parse(client.frames[0]!.payload)).toEqual({ ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 5 });
	});
});

describe('a connection', () => {
	it('opens with the ticket alone', async () => {
		const { sandbox, app } = await place();
		const url = (await locate(sandbox, app)).data.URL!;
		const wrong = await errorOf(TestClient.open(url.replace(/ticket=\w+/, 'ticket=made-up')));
		expect(wrong?.headers).toMatchObject({ 'handshake-status': '514' });
		await TestClient.open(url);
		const again = await errorOf(TestClient.open(url));
		expect(again?.headers).toMatchObject({ 'handshake-status': '514' });
		expect(sandbox.push.sockets(app.id)).toHaveLength(1);
	});

	it('is none at another address, however odd', async () => {
		const { sandbox, app } = await place();
		const { search, host } = new URL((await locate(sandbox, app)).data.URL!);
		for (const path of ['/ws/v3', '//', '/%', '/ws/v2/']) expect(await errorOf(TestClient.open(`ws://${host}${path}${search}`))).toBeDefined();
		await TestClient.open(`ws://${host}/ws/v2${search}`);
	});

	it('is refused when the app has been disabled meanwhile', async () => {
		const { sandbox, app } = await place();
		const url = (await locate(sandbox, app)).data.URL!;
		sandbox.changeApp(app.id, { disabled: true });
		expect((await errorOf(TestClient.open(url)))?.headers).toMatchObject({ 'handshake-status': '403' });
	});

	it('is one of 50', async () => {
		const { sandbox, app } = await place();
		const spare = (await locate(sandbox, app)).data.URL!;
		for (let count = 0; count < 50; count++) await TestClient.connect(sandbox, app);
		expect((await locate(sandbox, app)).code).toBe(1000040350);
		expect((await errorOf(TestClient.open(spare)))?.headers).toMatchObject({ 'handshake-status': '514', 'handshake-autherrcode': '1000040350' });
	});

	it('is counted, for the app that asks', async () => {
		const { at, client } = await connected();
		const count = async () => (await at.ask('GET /event/v1/connection')).body;
		expect(await count()).toMatchObject({ code: 0, msg: 'success', data: { online_instance_cnt: 1 } });
		client.socket.close();
		await until(() => at.sandbox.push.sockets().length === 0);
		expect(await count()).toMatchObject({ data: { online_instance_cnt: 0 } });
		expect((await request(at.sandbox, 'GET /event/v1/connection')).code).toBe(99991661);
	});

	it('answers a ping with a pong of the same service', async () => {
		const { client } = await connected();
		client.ping();
		await until(() => client.frames.length === 1);
		const [pong] = client.frames;
		expect(pong!.headers).toEqual({ type: 'pong' });
		expect(pong!.numbers.slice(2)).toEqual([Number(new URL(client.socket.url).searchParams.get('service_id')), 0]);
	});

	it('lives on after what is no frame', async () => {
		const { at, client } = await connected();
		client.socket.send(Buffer.from('ffffff', 'hex'));
		client.socket.send('text');
		client.socket.send(Buffer.from('0800100018002000', 'hex'));
		client.ping();
		await until(() => client.frames.length === 1);
		expect(at.sandbox.push.sockets()).toHaveLength(1);
	});

	it('ends with the sandbox being reset', async () => {
		const { at, client } = await connected();
		at.sandbox.reset();
		await until(() => client.closed);
		expect(at.sandbox.push.sockets()).toEqual([]);
	});
});

describe('a push', () => {
	it('is one frame with the event in clear', async () => {
		const { at, client } = await connected();
		at.sandbox.changeApp(at.app.id, { push: { encryptKey: 'made-up-key', token: 'made-up-token' } });
		say(at);
		await settled(at, 'acknowledged');
		const [frame] = client.frames;
		expect(frame!.headers).toMatchObject({ type: 'event', sum: '1', seq: '0', message_id: expect.stringMatching(/./) as string });
		expect(client.events[0]).toMatchObject({ schema: '2.0', header: { token: 'made-up-token', app_id: at.app.id } });
		expect(at.sandbox.push.pushes()[0]).toMatchObject({ way: 'connection', attempt: 1, status: 200, socketId: at.sandbox.push.sockets()[0]!.id });
	});

	it('comes in parts when it is long, and is acknowledged once', async () => {
		const { at, client } = await connected();
		at.sandbox.push.setPartBytes(100);
		say(at, '值班'.repeat(100));
		await settled(at, 'acknowledged');
		const sum = client.frames.length;
		expect(sum).toBeGreaterThan(5);
		expect(client.frames.map(({ headers }) => [headers.sum, headers.seq])).toEqual(client.frames.map((_, seq) => [String(sum), String(seq)]));
		expect(client.events[0]!.event.message.content).toBe(JSON.stringify({ text: '值班'.repeat(100) }));
	});

	it('comes again after 15 s, 5 min, 1 h and 6 h, and then no more', async () => {
		const { at, client } = await connected();
		client.answering = () => ({ code: 500 });
		say(at);
		await settled(at, 'refused');
		for (const [index, seconds] of [15, 300, 3_600, 21_600].entries()) {
			at.sandbox.clock.advance(seconds * 1_000 - 1);
			await new Promise((resolve) => setTimeout(resolve, 40));
			expect(outcomes(at)).toHaveLength(index + 1);
			at.sandbox.clock.advance(1);
			await settled(at, ...Array.from({ length: index + 2 }, () => 'refused'));
		}
		at.sandbox.clock.advance(100_000_000);
		await new Promise((resolve) => setTimeout(resolve, 40));
		expect(outcomes(at)).toHaveLength(5);
		expect(new Set(client.events.map(({ header }) => header.event_id)).size).toBe(1);
	});

	it('times out after 3 s without an acknowledgement', async () => {
		const { at, client } = await connected();
		client.answering = () => undefined;
		say(at);
		await until(() => client.events.length === 1);
		at.sandbox.clock.advance(2_999);
		await new Promise((resolve) => setTimeout(resolve, 40));
		expect(outcomes(at)).toEqual(['pending']);
		at.sandbox.clock.advance(1);
		await settled(at, 'timeout');
		client.answering = () => ({ code: 200 });
		at.sandbox.clock.advance(15_000);
		await settled(at, 'timeout', 'acknowledged');
	});

	it('waits for a client when there is none', async () => {
		const at = await place();
		say(at);
		await settled(at, 'none');
		const client = await TestClient.connect(at.sandbox, at.app);
		at.sandbox.clock.advance(15_000);
		await settled(at, 'none', 'acknowledged');
		expect(client.events).toHaveLength(1);
	});

	it('goes to one client, by chance', async () => {
		const drawn = [0, 0.99, 0.4];
		const at = await place({ random: () => drawn.shift()! });
		const clients = [await TestClient.connect(at.sandbox, at.app), await TestClient.connect(at.sandbox, at.app)];
		for (const text of ['a', 'b', 'c']) say(at, text);
		await settled(at, 'acknowledged', 'acknowledged', 'acknowledged');
		expect(clients.map(({ events }) => events.map(({ event }) => JSON.parse(event.message.content).text as string))).toEqual([['a', 'c'], ['b']]);
	});

	it('can be repeated under its identity', async () => {
		const { at, client } = await connected();
		const id = at.sandbox.push.event({ appId: at.app.id, type: 'contact.user.updated_v3', event: { object: {} } });
		await settled(at, 'acknowledged');
		at.sandbox.push.redeliver(id);
		await settled(at, 'acknowledged', 'acknowledged');
		expect(client.events.map(({ header }) => header.event_id)).toEqual([id, id]);
	});
});

describe('disturbed', () => {
	const disturbed = async (kind: SocketFaultKind, partBytes = 100) => {
		const { at, client } = await connected();
		at.sandbox.push.setPartBytes(partBytes);
		at.sandbox.push.addSocketFault({ appId: at.app.id, kind });
		return { at, client };
	};
	const seqs = ({ frames }: TestClient) => frames.map(({ headers }) => Number(headers.seq));

	it('drop: the connection is gone before the push', async () => {
		const { at, client } = await disturbed('drop');
		say(at);
		await settled(at, 'none');
		await until(() => client.closed);
		expect(client.frames).toEqual([]);
	});

	it('dropBetweenParts: only the first part comes', async () => {
		const { at, client } = await disturbed('dropBetweenParts');
		say(at);
		await until(() => client.closed);
		expect(seqs(client)).toEqual([0]);
		at.sandbox.clock.advance(3_000);
		await settled(at, 'timeout');
	});

	it('reverseParts: the last part comes first', async () => {
		const { at, client } = await disturbed('reverseParts');
		say(at);
		await settled(at, 'acknowledged');
		expect(seqs(client)).toEqual(seqs(client).slice().sort((a, b) => b - a));
		expect(client.events).toHaveLength(1);
	});

	it('repeatParts: each part comes twice', async () => {
		const { at, client } = await disturbed('repeatParts');
		client.answering = () => undefined;
		say(at);
		await until(() => client.frames.length > 1 && client.frames.at(-1)!.headers.seq === String(Number(client.frames[0]!.headers.sum) - 1) && client.frames.length % 2 === 0);
		expect(seqs(client)).toEqual(Array.from({ length: client.frames.length }, (_, index) => Math.floor(index / 2)));
	});

	it('wrongTotal: each part tells another total', async () => {
		const { at, client } = await disturbed('wrongTotal');
		client.answering = () => undefined;
		say(at);
		await until(() => client.frames.length > 2);
		expect(new Set(client.frames.map(({ headers }) => headers.sum)).size).toBe(client.frames.length);
	});

	it('malformed and notJson: something that can not be read comes before the push', async () => {
		for (const kind of ['malformed', 'notJson'] as const) {
			const { at, client } = await disturbed(kind, 0);
			say(at);
			await settled(at, 'acknowledged');
			expect([client.unreadable, client.events.length]).toEqual([1, 1]);
		}
	});

	it('disconnect: with a close frame, at once', async () => {
		const { at, client } = await connected();
		let code = 0;
		client.socket.on('close', (given) => (code = given));
		at.sandbox.push.addSocketFault({ appId: at.app.id, kind: 'disconnect' });
		await until(() => client.closed);
		expect(code).toBe(1001);
	});

	it('duplicate: twice, under one identity', async () => {
		const { at, client } = await disturbed('duplicate', 0);
		say(at);
		await until(() => client.events.length === 2);
		expect(client.events[0]).toEqual(client.events[1]);
		expect(client.frames[0]!.headers.message_id).not.toBe(client.frames[1]!.headers.message_id);
	});

	it('loseAck: the push comes again', async () => {
		const { at, client } = await disturbed('loseAck', 0);
		say(at);
		await until(() => client.events.length === 1);
		await new Promise((resolve) => setTimeout(resolve, 40));
		at.sandbox.clock.advance(3_000);
		await settled(at, 'timeout');
		at.sandbox.clock.advance(15_000);
		await settled(at, 'timeout', 'acknowledged');
	});

	it('halfOpen: nothing comes and nothing goes, until the client hangs up', async () => {
		const { at, client } = await disturbed('halfOpen', 0);
		client.ping();
		say(at);
		client.socket.ping();
		let pongs = 0;
		client.socket.on('pong', () => (pongs += 1));
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect([client.frames.length, pongs, client.closed, at.sandbox.push.sockets().length]).toEqual([0, 0, false, 1]);
		at.sandbox.clock.advance(3_000);
		await settled(at, 'timeout');
		client.socket.terminate();
		await until(() => at.sandbox.push.sockets().length === 0);
	});
});
