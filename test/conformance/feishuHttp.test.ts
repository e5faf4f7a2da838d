import { adaptDefault, adaptExpress, CardActionHandler, LoggerLevel } from '@larksuiteoapi/node-sdk';
import express from 'express';
import type { PushSettings } from '../../sandbox';
import { FEISHU_EVENT_TYPES, FEISHU_SAMPLES } from '../../sandbox/feishu/push/samples';
import { clickable } from './feishu/clickable';
import { messageOf, sentCard } from './feishu/sent';
import { useCallbackServer } from './support/callbackServer';
import { controlOf } from './support/controls';
import { HeardTypes } from './support/heardTypes';
import { identityOf, larkDispatcher, larkHandlers, shownIdentity, type Heard, type Keys } from './support/larkListener';
import { until } from './support/until';
import { useSandbox } from './support/useSandbox';
import { feishuWorld, QUIET, type FeishuWorld } from './support/worlds';

/** What the sandbox sends to request URLs, judged by the dispatchers of the official SDK. */

const MESSAGE = 'im.message.receive_v1';
const CLICK = 'card.action.trigger';
const TYPES = [...FEISHU_EVENT_TYPES];
const KEYS = { encryptKey: 'made-up-encrypt-key', verificationToken: 'made-up-token' };
const WRONG = { encryptKey: 'another-encrypt-key', verificationToken: 'another-token' };

const list = new HeardTypes('@larksuiteoapi/node-sdk', ['EventDispatcher, encrypted', 'in clear', 'version 1.0']);
afterAll(() => list.print(TYPES));

const handle = useSandbox();
const server = useCallbackServer();
let heard: Heard[];
let world: FeishuWorld;

beforeEach(() => {
	heard = [];
});

/** An app whose events and clicks go to the server. */
function subscribe(push: Partial<PushSettings> = {}): void {
	world = feishuWorld(handle.sandbox, { push: { by: 'http', eventUrl: `${server.url}/events`, token: KEYS.verificationToken, encryptKey: KEYS.encryptKey, ...push } });
}

const dispatcher = (keys: Keys = KEYS, answer?: (heard: Heard) => unknown) => larkDispatcher(larkHandlers(TYPES, heard, answer), keys);

const cardHandler = (keys: Keys, answer: (data: Heard['data']) => unknown) =>
	new CardActionHandler({ ...keys, loggerLevel: LoggerLevel.fatal, logger: QUIET }, (data: Heard['data']) => {
		heard.push({ type: 'card', data });
		return answer(data);
	});

const write = (text: string) => handle.sandbox.push.write({ userId: world.li.userId, appId: world.app.id, text });

const pushes = () => handle.sandbox.push.pushes({ appId: world.app.id });

const settled = (count: number): Promise<void> => until(`${count} pushes are over`, () => pushes().filter(({ outcome }) => outcome !== 'pending').length >= count);

async function click(label: string, form?: Record<string, unknown>) {
	const id = await sentCard(world, clickable('Restart db-1?'));
	return await handle.sandbox.push.click({ messageId: id, userId: world.li.userId, control: controlOf(messageOf(world, id)!, label), form });
}

describe('every event that the sandbox can produce', () => {
	it.each([
		['EventDispatcher, encrypted', {}, KEYS],
		['in clear', { encryptKey: '' }, { verificationToken: KEYS.verificationToken }],
		['version 1.0', { oldEnvelope: true }, KEYS],
	] as const)('%s: is heard with its type and its identity', async (way, settings, keys) => {
		subscribe(settings);
		server.endpoints['/events'] = adaptDefault('/events', dispatcher(keys), { autoChallenge: true });
		const sent = Object.entries(FEISHU_SAMPLES).map(([type, event]) => ({ type, id: handle.sandbox.push.event({ appId: world.app.id, type, event }) }));
		await settled(sent.length);
		write('Hello');
		await click('Approve');
		await settled(sent.length + 2);
		for (const { type } of heard) list.note(way, type);
		expect(heard.map((event) => ({ type: event.type, id: identityOf(event) })).sort(byId)).toEqual(pushes().map(({ type, eventId }) => ({ type, id: shownIdentity(type, eventId) })).sort(byId));
		expect(pushes().slice(0, sent.length).map(({ type, eventId: id }) => ({ type, id }))).toEqual(sent);
		expect(new Set(pushes().map(({ outcome }) => outcome))).toEqual(new Set(['acknowledged']));
	});

	it('is heard behind Express as well', async () => {
		subscribe();
		const app = express();
		app.post('/events', express.json(), adaptExpress(dispatcher(), { autoChallenge: true }));
		server.endpoints['/events'] = app;
		write('Hello');
		await settled(1);
		expect(heard).toEqual([{ type: MESSAGE, data: expect.objectContaining({ event_id: pushes()[0]!.eventId }) }]);
	});
});

describe('the check of the address', () => {
	it.each([
		['encrypted', {}, KEYS],
		['in clear', { encryptKey: '' }, {}],
	] as const)('%s: is answered by the SDK', async (_, settings, keys) => {
		subscribe(settings);
		server.endpoints['/events'] = adaptDefault('/events', dispatcher(keys), { autoChallenge: true });
		expect(await handle.sandbox.push.checkUrl(world.app.id)).toMatchObject({ ok: true, status: 200 });
		expect(heard).toEqual([]);
	});

	it('is not passed with another key', async () => {
		subscribe();
		server.endpoints['/events'] = adaptDefault('/events', dispatcher(WRONG), { autoChallenge: true });
		expect(await handle.sandbox.push.checkUrl(world.app.id)).toMatchObject({ ok: false });
	});
});

describe('a signature', () => {
	it('with another encrypt key is not accepted by the SDK', async () => {
		subscribe();
		server.endpoints['/events'] = adaptDefault('/events', dispatcher(WRONG));
		write('Hello');
		await settled(1);
		expect(server.received).toHaveLength(1);
		expect(heard).toEqual([]);
	});
});

describe('a click on a card', () => {
	const toast = { type: 'success', content: 'Approved' };
	const after = JSON.parse(clickable('Approved by Li Lei')) as Record<string, unknown>;
	const newAnswer = { toast, card: { type: 'raw', data: after } };
	const shown = { toast, updated: true, message: { text: expect.stringContaining('Approved by Li Lei') } };

	it.each([
		['encrypted', {}, KEYS],
		['in clear', { encryptKey: '' }, { verificationToken: KEYS.verificationToken }],
	] as const)('%s: is answered with toast and card by the CardActionHandler', async (_, settings, keys) => {
		subscribe({ cardUrl: `${server.url}/card`, ...settings });
		server.endpoints['/card'] = adaptDefault('/card', cardHandler(keys, () => newAnswer));
		expect(await click('Refuse', { reason: 'It works' })).toMatchObject(shown);
		expect(heard).toMatchObject([{ data: { event_type: CLICK, action: { name: 'refuse', value: { decision: 'refuse' }, form_value: { reason: 'It works' } } } }]);
	});

	it('is answered by the EventDispatcher', async () => {
		subscribe();
		server.endpoints['/events'] = adaptDefault('/events', dispatcher(KEYS, () => newAnswer));
		expect(await click('Approve')).toMatchObject(shown);
	});

	it('can be told by the old callback as well, to which the card is the answer', async () => {
		subscribe({ cardUrl: `${server.url}/card`, oldCardCallback: true });
		server.endpoints['/card'] = adaptDefault('/card', cardHandler(KEYS, ({ schema }) => (schema === undefined ? { toast, ...after } : {})));
		expect(await click('Approve')).toMatchObject(shown);
		const old = heard.find(({ data }) => data.schema === undefined)!;
		expect(heard).toHaveLength(2);
		expect(old.data).toMatchObject({ open_id: world.openId(world.li), open_message_id: expect.stringMatching(/^om_/), action: { value: { decision: 'approve' } } });
	});

	it('with another token is not accepted by the SDK', async () => {
		subscribe({ cardUrl: `${server.url}/card`, oldCardCallback: true });
		server.endpoints['/card'] = adaptDefault('/card', cardHandler(WRONG, () => newAnswer));
		expect(await click('Approve')).toMatchObject({ updated: false });
		expect(heard).toEqual([]);
	});
});

const byId = (one: { id: unknown }, other: { id: unknown }): number => String(one.id).localeCompare(String(other.id));
