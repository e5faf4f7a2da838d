import type { PushSettings } from '../../sandbox';
import { DINGTALK_SAMPLES } from '../../sandbox/dingtalk/push/samples';
import { clickSign, decrypted, encrypted, pushSign, robotSign } from '../unit/lib/dingtalk/inbound/platform';
import { registerCallback, sentClickable, solved } from './dingtalk/clickable';
import { bodyOf, useCallbackServer } from './support/callbackServer';
import { controlOf } from './support/controls';
import { HeardTypes } from './support/heardTypes';
import { until } from './support/until';
import { useSandbox } from './support/useSandbox';
import { dingtalkWorld, type DingTalkWorld } from './support/worlds';

/**
 * What the sandbox sends over HTTP. There is no official package for Node.js: the judge is a server that does what the
 * documents say, with the ciphers of crypto-js.
 */

const TOKEN = 'madeuptoken';
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const FIRST_RETRY_MS = 10_000;
const ROBOT = 'robot callback';
const CARD = 'card callback';

const list = new HeardTypes('DingTalk over HTTP (crypto-js)', ['server']);
afterAll(() => list.print([...Object.keys(DINGTALK_SAMPLES), ROBOT, CARD]));

const handle = useSandbox();
const server = useCallbackServer();
let world: DingTalkWorld;
let events: Array<Record<string, unknown>>;

/** The plain answer to each push; a push that is not sealed as it should be is not answered with it. */
let answer: () => unknown;

beforeEach(() => {
	events = [];
	subscribe();
	answer = () => sealed('success');
	server.endpoints['/events'] = async (request, response) => {
		const { encrypt } = JSON.parse(await bodyOf(request)) as { encrypt: string };
		const { signature, msg_signature: same, timestamp, nonce } = Object.fromEntries(new URL(request.url!, server.url).searchParams);
		const { message, owner } = decrypted(encrypt, AES_KEY);
		const isGenuine = owner === world.app.id && same === pushSign(TOKEN, timestamp!, nonce!, encrypt) && signature === same;
		if (isGenuine) events.push(JSON.parse(message) as Record<string, unknown>);
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(isGenuine ? answer() : {}));
	};
});

/** An app that is pushed to. */
function subscribe(push: Partial<PushSettings> = {}): void {
	world = dingtalkWorld(handle.sandbox, { push: { by: 'http', eventUrl: `${server.url}/events`, robotUrl: `${server.url}/robot`, token: TOKEN, aesKey: AES_KEY, ...push } });
}

function sealed(message: string) {
	const encrypt = encrypted(message, { owner: world.app.id, aesKey: AES_KEY });
	return { msg_signature: pushSign(TOKEN, '1700000000', 'made-up', encrypt), timeStamp: '1700000000', nonce: 'made-up', encrypt };
}

/** Some fields have names in upper case over HTTP. */
const lowerCased = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name[0]!.toLowerCase() + name.slice(1), value]));

const outcomes = (): string[] => world.sandbox.push.pushes({ appId: world.app.id }).map(({ outcome }) => outcome);

const settled = (count: number): Promise<void> => until(`${count} pushes are over`, () => outcomes().filter((outcome) => outcome !== 'pending').length >= count);

const sendEvent = () => world.sandbox.push.event({ appId: world.app.id, type: 'user_add_org', event: { userId: ['lilei'] } });

describe('an event', () => {
	it('of every type comes sealed, with its type, its identity and its fields', async () => {
		const sent = Object.entries(DINGTALK_SAMPLES).map(([type, event]) => ({ type, id: world.sandbox.push.event({ appId: world.app.id, type, event }), event }));
		await settled(sent.length);
		for (const { EventType } of events) list.note('server', String(EventType));
		for (const { type, id, event } of sent) {
			const { EventType, CorpId, ...fields } = events.find((one) => one.EventType === type)!;
			// The events of meeting rooms tell no CorpId but their own corpId; those of apps have an ID among their own fields,
			// which stands there instead.
			const isOfRoom = type.startsWith('meetingroom_');
			const eventId = isOfRoom || type === 'leave_quota_update' ? undefined : (event.eventId ?? id);
			expect({ eventId: fields.eventId, EventType, CorpId }).toEqual({ eventId, EventType: type, CorpId: isOfRoom ? undefined : world.app.corpId });
			expect(lowerCased(fields)).toMatchObject(lowerCased(event));
		}
		expect(events).toHaveLength(sent.length);
		expect(new Set(outcomes())).toEqual(new Set(['acknowledged']));
	});

	it('of a robot has names in upper case', async () => {
		world.sandbox.push.event({ appId: world.app.id, type: 'robot_msg_read', event: { processQueryKey: 'key', robotCode: 'ding1' } });
		await settled(1);
		expect(events).toEqual([expect.objectContaining({ ProcessQueryKey: 'key', RobotCode: 'ding1' })]);
	});

	it('is padded to blocks of 32 bytes', async () => {
		sendEvent();
		await settled(1);
		const { encrypt } = JSON.parse(server.received[0]!.body.toString()) as { encrypt: string };
		expect(Buffer.from(encrypt, 'base64').length % 32).toBe(0);
	});

	it.each([
		['in clear', () => 'success'],
		['sealed, but another word', () => sealed('failure')],
	])('comes again when the answer is %s', async (_, wrong) => {
		answer = wrong;
		sendEvent();
		await settled(1);
		expect(outcomes()).toEqual(['refused']);
		answer = () => sealed('success');
		world.sandbox.clock.advance(FIRST_RETRY_MS);
		await settled(2);
		expect(outcomes()).toEqual(['refused', 'acknowledged']);
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1);
	});
});

describe('the check of the address', () => {
	it('is an event that is answered like all others', async () => {
		expect(await world.sandbox.push.checkUrl(world.app.id)).toMatchObject({ ok: true, status: 200 });
		expect(events).toEqual([{ EventType: 'check_url' }]);
	});

	it('is not passed without that answer', async () => {
		answer = () => ({ success: true });
		expect(await world.sandbox.push.checkUrl(world.app.id)).toMatchObject({ ok: false });
	});
});

describe('a message to the robot', () => {
	it('is signed with the secret of the app', async () => {
		server.endpoints['/robot'] = async (request, response) => {
			await bodyOf(request);
			response.end('{"msgtype":"empty"}');
		};
		const { sandbox, li, app } = world;
		sandbox.push.write({ userId: li.userId, appId: app.id, text: 'Hello' });
		await settled(1);
		const [{ headers, body }] = server.received as [(typeof server.received)[0]];
		expect(headers.sign).toBe(robotSign(app.secret, String(headers.timestamp)));
		expect(Number(headers.timestamp)).toBe(sandbox.clock.now());
		expect(JSON.parse(body.toString())).toMatchObject({ msgtype: 'text', text: { content: 'Hello' }, senderStaffId: li.userId, robotCode: app.robotCode });
		list.note('server', ROBOT);
	});
});

describe('a click on a card', () => {
	it('is signed with the secret of the address, and changes the card by its answer', async () => {
		const apiSecret = 'made-up-secret';
		server.endpoints['/card'] = async (request, response) => {
			await bodyOf(request);
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(solved));
		};
		await registerCallback(world, { callbackRouteKey: 'approvals', callbackUrl: `${server.url}/card`, apiSecret });
		const { message, outTrackId } = await sentClickable(world, { callbackType: 'HTTP', callbackRouteKey: 'approvals' });
		const outcome = await world.sandbox.push.click({ messageId: message.id, userId: world.li.userId, control: controlOf(message, 'Approve') });
		const [{ headers, body }] = server.received as [(typeof server.received)[0]];
		expect(headers['x-ddpaas-signature']).toBe(clickSign(apiSecret, String(headers['x-ddpaas-signature-timestamp'])));
		const { content, ...rest } = JSON.parse(body.toString()) as { content: string };
		expect(rest).toMatchObject({ type: 'actionCallback', outTrackId, userId: world.li.userId });
		expect(JSON.parse(content)).toMatchObject({ cardPrivateData: { actionIds: ['approve'] } });
		expect(outcome).toMatchObject({ updated: true, message: { text: expect.stringContaining('Approved by Li Lei') } });
		list.note('server', CARD);
	});
});
