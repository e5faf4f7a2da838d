import { adaptDefault } from '@larksuiteoapi/node-sdk';
import { AccessTokens } from '../../lib/accessTokens';
import { systemClock } from '../../lib/clock';
import { stream } from '../../lib/dingtalk/connection/stream';
import { dingTalkCallback } from '../../lib/dingtalk/inbound/callback';
import { DINGTALK_EVENTS } from '../../lib/dingtalk/inbound/eventTypes';
import { ReplayGuard } from '../../lib/events/authentication';
import { longConnection } from '../../lib/feishu/connection/longConnection';
import { feishuCallback } from '../../lib/feishu/inbound/callback';
import { FEISHU_EVENTS } from '../../lib/feishu/inbound/eventTypes';
import { sha256 } from '../../lib/hash';
import type { Callback } from '../../lib/inbound/callback';
import type { AppEvent } from '../../lib/inbound/types';
import type { App } from '../../sandbox';
import { DINGTALK_SAMPLES } from '../../sandbox/dingtalk/push/samples';
import { FEISHU_EVENT_TYPES, FEISHU_SAMPLES } from '../../sandbox/feishu/push/samples';
import { decrypted } from '../unit/lib/dingtalk/inbound/platform';
import { clickable } from './feishu/clickable';
import { messageOf, sentCard } from './feishu/sent';
import { bodyOf, useCallbackServer } from './support/callbackServer';
import { controlOf } from './support/controls';
import { closeLarkSockets, identityOf, larkDispatcher, larkHandlers, larkSocket, shownIdentity, type Heard } from './support/larkListener';
import { asCallback, fetchHttp, withOwnConnection } from './support/ownListener';
import { contentOf, ROBOT_TOPIC, streamClient, useStreamClients } from './support/streamClient';
import { until } from './support/until';
import { useSandbox } from './support/useSandbox';
import { dingtalkWorld, feishuWorld } from './support/worlds';

/** The same bytes, read by an SDK and by the nodes: both have to see the same events. */

const MESSAGE = 'im.message.receive_v1';
const KEYS = { encryptKey: 'made-up-encrypt-key', verificationToken: 'made-up-token' };
const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

const handle = useSandbox();
const server = useCallbackServer();
useStreamClients(handle);
afterEach(() => closeLarkSockets());

type Seen = Pick<AppEvent, 'type' | 'eventId' | 'tenant'>;

const seen = ({ type, eventId, tenant }: AppEvent): Seen => ({ type, eventId, tenant });

const sorted = (events: Seen[]): Seen[] => [...events].sort((one, other) => one.eventId.localeCompare(other.eventId));

const settled = (count: number): Promise<void> =>
	until(`${count} pushes are over`, () => handle.sandbox.push.pushes().filter(({ outcome }) => outcome !== 'pending').length >= count);

/** Everything that has been pushed comes once more. */
async function again(): Promise<void> {
	const pushes = handle.sandbox.push.pushes();
	for (const eventId of new Set(pushes.map((push) => push.eventId))) handle.sandbox.push.redeliver(eventId);
	await settled(2 * pushes.length);
}

function events(callbacks: Callback[]): AppEvent[] {
	return callbacks.map((callback) => {
		if (!('event' in callback)) throw new Error(JSON.stringify(callback));
		return callback.event;
	});
}

const clock = () => ({ ...systemClock, now: () => handle.sandbox.clock.now() });

describe('Feishu', () => {
	const types = [...FEISHU_EVENT_TYPES];

	/** A message and a click are known by what is their own, which stays the same when the event comes with another ID. */
	const ownIdentity = ({ type, data }: Heard): unknown => {
		if (type === MESSAGE) return (data.message as { message_id: string }).message_id;
		return type === 'card.action.trigger' ? `click-${sha256(String(data.token)).slice(0, 32)}` : identityOf({ type, data });
	};
	const seenByUs = (event: AppEvent): Seen => ({ ...seen(event), eventId: String(shownIdentity(event.type, event.eventId)) });
	const seenBySdk = ({ type, data }: Heard): Seen => ({
		type,
		eventId: String(ownIdentity({ type, data })),
		tenant: String(data.tenant_key ?? ''),
	});

	/** One event of each type, a message and a click. */
	async function happen(world: ReturnType<typeof feishuWorld>): Promise<void> {
		const { sandbox, app, li } = world;
		for (const [type, event] of Object.entries(FEISHU_SAMPLES)) sandbox.push.event({ appId: app.id, type, event });
		sandbox.push.write({ userId: li.userId, appId: app.id, text: 'Hello' });
		const id = await sentCard(world, clickable('Restart db-1?'));
		await sandbox.push.click({ messageId: id, userId: li.userId, control: controlOf(messageOf(world, id)!, 'Approve') });
		await settled(Object.keys(FEISHU_SAMPLES).length + 2);
	}

	it('over the long connection', async () => {
		const heard: Heard[] = [];
		const world = feishuWorld(handle.sandbox);
		const { client } = await larkSocket(handle.sandbox, world.app, larkDispatcher(larkHandlers(types, heard)));
		await happen(world);
		client.close();
		await until('the SDK is gone', () => handle.sandbox.push.sockets().length === 0);
		const { id: appId, secret: appSecret } = world.app;
		const app = { baseUrl: handle.sandbox.url, appId, appSecret, timeoutMs: 5000, ignoreSslIssues: false };
		const protocol = longConnection(fetchHttp, app, { botOpenId: () => '', tokens: new AccessTokens(systemClock), clock: systemClock });
		await withOwnConnection(protocol, async (own) => {
			await again();
			expect(sorted(own.map(seenByUs))).toEqual(sorted(heard.map(seenBySdk)));
			expect(own).toHaveLength(types.length);
		});
	});

	it.each([
		['encrypted', {}, KEYS],
		['in clear', { encryptKey: '' }, { encryptKey: '', verificationToken: KEYS.verificationToken }],
		['version 1.0', { oldEnvelope: true }, KEYS],
	] as const)('over HTTP, %s', async (_, settings, keys) => {
		const heard: Heard[] = [];
		const push = { by: 'http', eventUrl: `${server.url}/events`, token: KEYS.verificationToken, encryptKey: KEYS.encryptKey, ...settings } as const;
		server.endpoints['/events'] = adaptDefault('/events', larkDispatcher(larkHandlers(types, heard), keys));
		await happen(feishuWorld(handle.sandbox, { push }));
		const replays = new ReplayGuard(clock());
		const settingsOf = { ...keys, trigger: 'made up', platform: 'feishu', botOpenId: '' } as const;
		const own = events(server.received.map((request) => feishuCallback(asCallback(request), settingsOf, clock(), replays)));
		expect(sorted(own.map(seenByUs))).toEqual(sorted(heard.map(seenBySdk)));
		expect(own).toHaveLength(types.length);
	});

	it('knows no event type that the sandbox can not produce', () => {
		expect(FEISHU_EVENTS.map(({ type }) => type).filter((type) => !types.includes(type))).toEqual([]);
	});
});

describe('DingTalk', () => {
	const credential = ({ id: clientId, secret: clientSecret, corpId }: App) => ({ clientId, clientSecret, corpId });

	function happen({ sandbox, app, li }: ReturnType<typeof dingtalkWorld>): Promise<void> {
		for (const [type, event] of Object.entries(DINGTALK_SAMPLES)) sandbox.push.event({ appId: app.id, type, event });
		sandbox.push.write({ userId: li.userId, appId: app.id, text: 'Hello' });
		return settled(Object.keys(DINGTALK_SAMPLES).length + 1);
	}

	it('over Stream', async () => {
		const world = dingtalkWorld(handle.sandbox);
		const sdk = streamClient(world.app);
		await sdk.client.connect();
		await happen(world);
		sdk.client.disconnect();
		await until('the SDK is gone', () => handle.sandbox.push.sockets().length === 0);
		const bySdk: Seen[] = [
			// Events of apps have an ID of their own, which is the only one that they have over HTTP.
			...sdk.events.map((frame) => {
				const { eventType, eventId, eventCorpId } = frame.headers;
				return { type: eventType!, eventId: String(contentOf(frame).eventId ?? eventId), tenant: eventCorpId! };
			}),
			...sdk.callbacks.map(contentOf).map(({ msgId, chatbotCorpId }) => ({ type: ROBOT_TOPIC, eventId: String(msgId), tenant: String(chatbotCorpId) })),
		];
		const { url } = handle.sandbox;
		const app = { ...credential(world.app), baseUrl: url, oldBaseUrl: url, timeoutMs: 5000, ignoreSslIssues: false };
		await withOwnConnection(stream(fetchHttp, app, { clock: systemClock }), async (own) => {
			await again();
			expect(sorted(own.map(seen))).toEqual(sorted(bySdk));
			expect(own).toHaveLength(Object.keys(DINGTALK_SAMPLES).length + 1);
		});
	});

	it('over HTTP', async () => {
		const push = { by: 'http', eventUrl: `${server.url}/events`, robotUrl: `${server.url}/robot`, token: 'madeuptoken', aesKey: AES_KEY } as const;
		for (const path of ['/events', '/robot']) server.endpoints[path] = async (request, response) => void response.end(await bodyOf(request));
		const world = dingtalkWorld(handle.sandbox, { push });
		await happen(world);
		const byJudge = server.received.map(({ path, body }): Seen => {
			const json = JSON.parse(body.toString()) as Record<string, unknown>;
			if (path === '/robot') return { type: ROBOT_TOPIC, eventId: String(json.msgId), tenant: String(json.chatbotCorpId) };
			const { message } = decrypted(String(json.encrypt), AES_KEY);
			// What has no ID is known by all that it tells.
			const { EventType, eventId = sha256(message), CorpId, corpId } = JSON.parse(message) as Record<string, string>;
			return { type: EventType!, eventId, tenant: (CorpId ?? corpId)! };
		});
		const replays = new ReplayGuard(clock());
		const settings = { ...credential(world.app), pushToken: 'madeuptoken', pushAesKey: AES_KEY, cardCallbackSecret: '', trigger: 'made up' };
		const own = events(server.received.map((request) => dingTalkCallback(asCallback(request), settings, clock(), replays)));
		expect(own.map(seen)).toEqual(byJudge);
		expect(own).toHaveLength(Object.keys(DINGTALK_SAMPLES).length + 1);
	});

	it('is the same event by both ways', async () => {
		const push = { by: 'both', eventUrl: `${server.url}/events`, robotUrl: `${server.url}/robot`, token: 'madeuptoken', aesKey: AES_KEY } as const;
		for (const path of ['/events', '/robot']) server.endpoints[path] = async (request, response) => void response.end(await bodyOf(request));
		const world = dingtalkWorld(handle.sandbox, { push });
		const { url } = handle.sandbox;
		const app = { ...credential(world.app), baseUrl: url, oldBaseUrl: url, timeoutMs: 5000, ignoreSslIssues: false };
		const told = ({ type, eventId, sender, chat, text, data }: AppEvent) => ({ type, eventId, sender, chat, text, data });
		// Those without an ID over HTTP can't be known again there.
		const known = ({ type, eventId, ...rest }: ReturnType<typeof told>) => ({ type, ...rest, ...(!/^(leave_quota_update|meetingroom_.*)$/.test(type) && { eventId }) });
		const byType = (one: { type: string }, other: { type: string }) => one.type.localeCompare(other.type);
		await withOwnConnection(stream(fetchHttp, app, { clock: systemClock }), async (own) => {
			for (const [type, event] of Object.entries(DINGTALK_SAMPLES)) handle.sandbox.push.event({ appId: world.app.id, type, event });
			handle.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, text: 'Hello' });
			await settled(2 * (Object.keys(DINGTALK_SAMPLES).length + 1));
			const settings = { ...credential(world.app), pushToken: 'madeuptoken', pushAesKey: AES_KEY, cardCallbackSecret: '', trigger: 'made up' };
			const replays = new ReplayGuard(clock());
			const byHttp = events(server.received.map((request) => dingTalkCallback(asCallback(request), settings, clock(), replays)));
			expect(byHttp.map(told).map(known).sort(byType)).toEqual(own.map(told).map(known).sort(byType));
			expect(byHttp).toHaveLength(Object.keys(DINGTALK_SAMPLES).length + 1);
		});
	});

	it('knows no event type that the sandbox can not produce', () => {
		expect(DINGTALK_EVENTS.map(({ type }) => type).filter((type) => !(type in DINGTALK_SAMPLES))).toEqual([]);
	});
});
