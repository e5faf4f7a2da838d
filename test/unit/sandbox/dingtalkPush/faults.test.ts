import type { Sandbox, SocketFaultKind } from '../../../../sandbox';
import { closeAll, open } from '../support';
import { dingApp } from '../dingtalkApp/support';
import { aMoment, connect, dataOf, settled, until, type Client } from './support';

afterEach(closeAll);

const start = async (kind: SocketFaultKind, times = 1): Promise<{ sandbox: Sandbox; client: Client; appId: string; tell(): string }> => {
	const sandbox = await open();
	const app = dingApp(sandbox);
	const client = await connect(sandbox, app);
	sandbox.push.addSocketFault({ appId: app.id, kind, times });
	return { sandbox, client, appId: app.id, tell: () => sandbox.push.event({ appId: app.id, type: 'org_change', event: {} }) };
};

it('drop hangs up before the next push, which is tried again', async () => {
	const { sandbox, client, appId, tell } = await start('drop');
	tell();
	expect(await client.closed).toBe(1006);
	expect(client.frames).toEqual([]);
	await until(() => sandbox.push.sockets().length === 0);
	const next = await connect(sandbox, sandbox.state().apps.find(({ id }) => id === appId)!);
	sandbox.clock.advance(10_000);
	await next.next();
	expect((await settled(sandbox, 2)).map(({ outcome }) => outcome)).toEqual(['none', 'acknowledged']);
});

it('halfOpen: nothing comes and nothing is heard, but the connection stands', async () => {
	const { sandbox, client, tell } = await start('halfOpen');
	tell();
	sandbox.push.ping(sandbox.state().apps[0]!.id);
	expect(await client.ping()).toBe(false);
	expect([client.frames, client.isClosed(), sandbox.push.sockets().length]).toEqual([[], false, 1]);
	sandbox.clock.advance(3_000);
	expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'timeout' }]);
	client.terminate();
	await until(() => sandbox.push.sockets().length === 0);
});

it('a connection that is not half open answers a ping', async () => {
	const { client } = await start('drop');
	expect(await client.ping()).toBe(true);
});

it('disconnect is announced, and the connection ends 10 seconds later', async () => {
	const { sandbox, client, tell } = await start('disconnect');
	const frame = await client.next('SYSTEM');
	expect(frame.headers).toMatchObject({ topic: 'disconnect' });
	expect(frame.headers).not.toHaveProperty('messageId');
	expect(dataOf(frame)).toEqual({ reason: 'connection is expired' });
	tell();
	expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
	sandbox.clock.advance(9_999);
	await aMoment();
	expect(client.isClosed()).toBe(false);
	sandbox.clock.advance(1);
	await client.closed;
});

it('malformed: something that can’t be read comes before the push', async () => {
	const { client, tell } = await start('malformed');
	tell();
	await client.next('EVENT');
	expect(client.texts).toHaveLength(2);
	expect(() => JSON.parse(client.texts[0]!) as unknown).toThrow();
});

it('notJson: a frame with no JSON in it comes before the push', async () => {
	const { sandbox, client, tell } = await start('notJson');
	const eventId = tell();
	const [odd, good] = [await client.next('EVENT'), await client.next('EVENT')];
	expect(() => JSON.parse(odd.data) as unknown).toThrow();
	expect(odd.headers.messageId).not.toBe(good.headers.messageId);
	expect(dataOf(good)).toEqual({});
	expect(await settled(sandbox, 1)).toMatchObject([{ eventId, outcome: 'acknowledged' }]);
});

it('duplicate: the push comes twice at once', async () => {
	const { sandbox, client, tell } = await start('duplicate');
	tell();
	expect(await client.next()).toEqual(await client.next());
	await aMoment();
	expect(sandbox.push.pushes()).toHaveLength(1);
});

it('loseAck: the push is repeated though it was acknowledged', async () => {
	const { sandbox, client, tell } = await start('loseAck');
	const eventId = tell();
	await client.next();
	await aMoment();
	sandbox.clock.advance(3_000);
	await settled(sandbox, 1);
	sandbox.clock.advance(10_000);
	expect((await client.next()).headers.eventId).toBe(eventId);
	expect((await settled(sandbox, 2)).map(({ outcome }) => outcome)).toEqual(['timeout', 'acknowledged']);
});

it('a fault strikes as often as it is told, and only this app', async () => {
	const { sandbox, client, tell } = await start('duplicate', 2);
	const other = dingApp(sandbox);
	const theirs = await connect(sandbox, other);
	sandbox.push.event({ appId: other.id, type: 'org_change', event: {} });
	for (let count = 0; count < 3; count++) tell();
	await settled(sandbox, 4);
	await aMoment();
	expect([client.frames.length, theirs.frames.length]).toEqual([5, 1]);
	expect(() => sandbox.push.addSocketFault({ appId: 'ding0', kind: 'drop' })).toThrow('No such app');
});
