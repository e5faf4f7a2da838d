import Robot, { OrgGroupSendHeaders, OrgGroupSendRequest } from '@alicloud/dingtalk/dist/robot_1_0/client';
import { EventAck } from 'dingtalk-stream';
import { DINGTALK_SAMPLES } from '../../sandbox/dingtalk/push/samples';
import { sentClickable, solved } from './dingtalk/clickable';
import { controlOf } from './support/controls';
import { image, pdf } from './support/files';
import { HeardTypes } from './support/heardTypes';
import { CARD_TOPIC, contentOf, ROBOT_TOPIC, streamClient, useStreamClients, type StreamClient } from './support/streamClient';
import { until } from './support/until';
import { useSandbox } from './support/useSandbox';
import { dingtalkWorld, type DingTalkWorld } from './support/worlds';

/** Stream of the sandbox, judged by the official client. */

/** https://open.dingtalk.com/document/development/obtain-the-event-list-of-failed-push-messages */
const FIRST_RETRY_MS = 10_000;
/** How long a connection that is to go stays silent before it is cut, and how long an event waits for its acknowledgement. */
const GOODBYE_MS = 10_000;
const ACK_MS = 3_000;
/** https://open.dingtalk.com/document/development/event-callback-card */
const CLICK_MS = 2_000;

const list = new HeardTypes('dingtalk-stream', ['DWClient']);
afterAll(() => list.print([...Object.keys(DINGTALK_SAMPLES), ROBOT_TOPIC, CARD_TOPIC]));

const handle = useSandbox();
useStreamClients(handle);
let world: DingTalkWorld;
let stream: StreamClient;

beforeEach(() => {
	world = dingtalkWorld(handle.sandbox);
});
afterEach(() => {
	for (const { headers } of stream.events) list.note('DWClient', headers.eventType!);
	for (const { headers } of stream.callbacks) list.note('DWClient', headers.topic);
});

async function connect(answers: Parameters<typeof streamClient>[1] = {}): Promise<void> {
	stream = streamClient(world.app, answers);
	await stream.client.connect();
}

const write = (text: string) => world.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, text });

const sendEvent = () => world.sandbox.push.event({ appId: world.app.id, type: 'user_add_org', event: { userId: ['lilei'] } });

const outcomes = (): string[] => world.sandbox.push.pushes({ appId: world.app.id }).map(({ outcome }) => outcome);

const hears = (kind: 'events' | 'callbacks', count: number): Promise<void> =>
	until(`${count} ${kind} are heard`, () => stream[kind].length >= count && !outcomes().includes('pending'));

const sockets = () => world.sandbox.push.sockets(world.app.id);

describe('Stream', () => {
	it('is open once the client says so, and closed once it hangs up', async () => {
		await connect();
		expect(stream.client.connected).toBe(true);
		expect(sockets()).toHaveLength(1);
		stream.client.disconnect();
		await until('the sandbox sees it', () => sockets().length === 0);
	});

	it('is refused with a wrong secret', async () => {
		stream = streamClient({ id: world.app.id, secret: 'wrong' });
		await expect(stream.client.getEndpoint()).rejects.toMatchObject({ response: { status: 401, data: { code: 'authFailed' } } });
	});

	it('pings', async () => {
		await connect();
		const heard = jest.spyOn(stream.client, 'onSystem');
		world.sandbox.clock.advance(60_000);
		await until('a ping comes', () => heard.mock.calls.length > 0);
		expect(heard.mock.calls[0]![0]).toMatchObject({ type: 'SYSTEM', headers: { topic: 'ping' } });
		expect(contentOf(heard.mock.calls[0]![0])).toEqual({ opaque: expect.any(String) });
	});

	it('brings an event to one of several clients', async () => {
		await connect();
		const first = stream;
		await connect();
		for (const text of ['one', 'two', 'three']) write(text);
		const all = () => [...first.callbacks, ...stream.callbacks];
		await until('all are heard', () => all().length >= 3 && !outcomes().includes('pending'));
		expect(all().map((frame) => (contentOf(frame).text as { content: string }).content).sort()).toEqual(['one', 'three', 'two']);
	});
});

describe('every event that the sandbox can produce', () => {
	it('is heard with its type, its identity and its data', async () => {
		await connect();
		const sent = Object.entries(DINGTALK_SAMPLES).map(([type, event]) => ({ type, id: world.sandbox.push.event({ appId: world.app.id, type, event }), event }));
		await hears('events', sent.length);
		const heard = stream.events.map((frame) => ({ type: frame.headers.eventType, id: frame.headers.eventId, event: contentOf(frame) }));
		expect(heard.sort(byId)).toEqual(sent.sort(byId));
		expect(stream.events.every(({ headers }) => headers.topic === '*' && headers.eventCorpId === world.app.corpId)).toBe(true);
		expect(new Set(outcomes())).toEqual(new Set(['acknowledged']));
	});

	it('tells by itself that a message was read', async () => {
		await connect();
		const { client, headers, runtime, sandbox, app, group, li } = world;
		const request = new OrgGroupSendRequest({ robotCode: app.robotCode, openConversationId: group.id, msgKey: 'sampleText', msgParam: '{"content":"Disk full"}' });
		const { body } = await client(Robot).orgGroupSendWithOptions(request, await headers(OrgGroupSendHeaders), runtime);
		sandbox.readMessage(sandbox.messages(group.id)[0]!.id, li.userId);
		await hears('events', 1);
		expect(stream.events[0]!.headers.eventType).toBe('robot_msg_read');
		const told = contentOf(stream.events[0]!);
		expect(told).toMatchObject({ processQueryKey: body!.processQueryKey, userId: li.userId, openConversationId: group.id });
		expect(Object.keys(told).sort()).toEqual(Object.keys(DINGTALK_SAMPLES.robot_msg_read!).sort());
	});

	it('comes again when it is wanted later', async () => {
		await connect({ event: (_frame, times) => (times === 1 ? EventAck.LATER : EventAck.SUCCESS) });
		const id = sendEvent();
		await hears('events', 1);
		expect(outcomes()).toEqual(['refused']);
		world.sandbox.clock.advance(FIRST_RETRY_MS);
		await hears('events', 2);
		expect(outcomes()).toEqual(['refused', 'acknowledged']);
		expect(stream.events.map(({ headers }) => headers.eventId)).toEqual([id, id]);
	});
});

describe('a message to the robot', () => {
	const heard = () => contentOf(stream.callbacks[0]!);

	it('of a private chat tells who wrote what, and where to answer', async () => {
		await connect();
		const { li, app } = world;
		write('Hello');
		await hears('callbacks', 1);
		expect(stream.callbacks[0]!.headers.topic).toBe(ROBOT_TOPIC);
		expect(heard()).toMatchObject({
			conversationType: '1',
			msgtype: 'text',
			text: { content: 'Hello' },
			senderStaffId: li.userId,
			senderNick: li.name,
			robotCode: app.robotCode,
			chatbotCorpId: app.corpId,
			sessionWebhook: expect.stringContaining('/robot/sendBySession?session='),
		});
		expect(outcomes()).toEqual(['acknowledged']);
	});

	it('of a group tells that it is mentioned', async () => {
		await connect();
		const { sandbox, li, app, group } = world;
		sandbox.push.write({ userId: li.userId, groupId: group.id, text: 'solved?', mentions: [app.id] });
		await hears('callbacks', 1);
		expect(heard()).toMatchObject({ conversationType: '2', conversationId: group.id, conversationTitle: group.name, isInAtList: true });
		expect((heard().text as { content: string }).content).toContain('solved?');
	});

	it.each([
		['picture', { file: { kind: 'image', name: 'pixel.png', contentType: 'image/png', bytes: image.bytes } }, {}],
		['audio', { file: { kind: 'audio', name: 'voice.amr', contentType: 'audio/amr', bytes: pdf.bytes } }, { duration: expect.anything() }],
		['video', { file: { kind: 'video', name: 'film.mp4', contentType: 'video/mp4', bytes: pdf.bytes } }, { videoType: 'mp4' }],
		['file', { file: { kind: 'file', name: 'report.pdf', contentType: 'application/pdf', bytes: pdf.bytes } }, { fileName: 'report.pdf' }],
	] as const)('can be a %s', async (type, what, content) => {
		await connect();
		world.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, ...what });
		await hears('callbacks', 1);
		expect(heard()).toMatchObject({ msgtype: type, content: { ...content, downloadCode: expect.any(String) } });
	});

	it('can be rich text', async () => {
		await connect();
		const content = { richText: [{ text: 'Disk full' }, { type: 'picture', downloadCode: 'made-up' }] };
		world.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, raw: { type: 'richText', content } });
		await hears('callbacks', 1);
		expect(heard()).toMatchObject({ msgtype: 'richText', content });
	});
});

describe('what goes wrong on the way', () => {
	const connectedAnew = (than: string) => until('the client has connected anew', () => sockets().some(({ id }) => id !== than) && stream.client.connected);

	it('drop: the client connects anew, and hears it then', async () => {
		await connect();
		const first = sockets()[0]!.id;
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'drop' });
		const eventId = sendEvent();
		await connectedAnew(first);
		world.sandbox.clock.advance(FIRST_RETRY_MS);
		await hears('events', 1);
		expect(stream.events[0]!.headers.eventId).toBe(eventId);
	});

	it('disconnect: the client is told so, and connects anew once the line is cut', async () => {
		await connect();
		const first = sockets()[0]!.id;
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'disconnect' });
		await until('the client is told', () => !stream.client.connected);
		world.sandbox.clock.advance(GOODBYE_MS);
		await connectedAnew(first);
		write('Hello');
		await hears('callbacks', 1);
	});

	it('notJson: the client hands it on as it is', async () => {
		await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'notJson' });
		sendEvent();
		await hears('events', 2);
		expect(stream.events.map(({ data }) => data)).toEqual(['not JSON', '{"userId":["lilei"]}']);
	});

	it('duplicate: both have the same identity', async () => {
		await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'duplicate' });
		const eventId = sendEvent();
		await hears('events', 2);
		expect(stream.events.map(({ headers }) => headers.eventId)).toEqual([eventId, eventId]);
	});

	it('loseAck: it comes again', async () => {
		await connect();
		world.sandbox.push.addSocketFault({ appId: world.app.id, kind: 'loseAck' });
		sendEvent();
		await until('it is heard', () => stream.events.length === 1);
		world.sandbox.clock.advance(ACK_MS);
		await until('nobody waits any more', () => outcomes()[0] === 'timeout');
		world.sandbox.clock.advance(FIRST_RETRY_MS);
		await hears('events', 2);
		expect(outcomes()).toEqual(['timeout', 'acknowledged']);
	});
});

describe('a click on a card', () => {
	const click = async () => {
		const { message, outTrackId } = await sentClickable(world, { callbackType: 'STREAM' });
		return { outTrackId, outcome: await world.sandbox.push.click({ messageId: message.id, userId: world.li.userId, control: controlOf(message, 'Approve') }) };
	};

	it('fails when no answer comes in time', async () => {
		await connect({ callback: () => undefined });
		const clicked = click();
		await until('it is heard', () => stream.callbacks.length === 1);
		world.sandbox.clock.advance(CLICK_MS);
		const { outcome } = await clicked;
		expect(outcome).toMatchObject({ updated: false, error: expect.any(String), message: { text: expect.stringContaining('Restart db-1?') } });
	});

	it('brings what was clicked, and changes the card by its answer', async () => {
		await connect({ callback: () => solved });
		const { outTrackId, outcome } = await click();
		expect(stream.callbacks[0]!.headers.topic).toBe(CARD_TOPIC);
		const { content, ...rest } = contentOf(stream.callbacks[0]!);
		expect(rest).toMatchObject({ type: 'actionCallback', outTrackId, userId: world.li.userId, corpId: world.app.corpId });
		expect(JSON.parse(content as string)).toMatchObject({ cardPrivateData: { actionIds: ['approve'] } });
		expect(outcome.updated).toBe(true);
		expect(outcome.error).toBeUndefined();
		expect(outcome.message.text).toContain('Approved by Li Lei');
	});
});

const byId = (one: { id: unknown }, other: { id: unknown }): number => String(one.id).localeCompare(String(other.id));
