import { closeAll, place, type Place } from '../feishuApp/support';
import { closeClients, locate, read, TestClient, until, write } from './client';

afterEach(async () => {
	closeClients();
	await closeAll();
});

const say = ({ sandbox, app, ann }: Place, text = 'hi') => sandbox.push.write({ userId: ann.userId, appId: app.id, text });

describe('the address of a long connection', () => {
	it('comes with what the client is to do', async () => {
		const { sandbox, app } = await place();
		const { code, data } = await locate(sandbox, app);
		expect(code).toBe(0);
		const url = new URL(data.URL!);
		expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(`${sandbox.url.replace('http', 'ws')}/ws/v2`);
		expect([...url.searchParams.keys()][0]).not.toBe('device_id');
		expect(url.searchParams.get('device_id')).toMatch(/^\d+$/);
		expect(url.searchParams.get('service_id')).toMatch(/^\d+$/);
		expect(data.ClientConfig).toEqual({ ReconnectCount: -1, ReconnectInterval: 120, ReconnectNonce: 30, PingInterval: 120 });
	});
});

describe('a connection', () => {
	it('is open for who has the ticket, and tells of a message', async () => {
		const at = await place();
		const client = await TestClient.connect(at.sandbox, at.app);
		expect(at.sandbox.push.sockets(at.app.id)).toHaveLength(1);
		const message = say(at);
		await until(() => at.sandbox.push.pushes({ outcome: 'acknowledged' }).length === 1);
		expect(client.events[0]).toMatchObject({
			schema: '2.0',
			header: { event_type: 'im.message.receive_v1', app_id: at.app.id },
			event: { sender: { sender_type: 'user', sender_id: { user_id: 'lilei' } }, message: { message_id: message.id, chat_type: 'p2p', content: '{"text":"hi"}' } },
		});
		expect(read(write({ numbers: [0, 300, 1, 0], headers: { a: 'b' }, payload: 'x' }))).toMatchObject({ numbers: [0, 300, 1, 0], headers: { a: 'b' } });
	});
});
