import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { EngineCredentials } from '../../support/engine/credentials';
import { recorder, type RecordedRequest } from '../../support/engine/recorder';
import type { TriggerTest } from '../../support/engine/trigger';
import { moment, until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { pass, serve } = useTriggers(world);

const AES_KEY = 'x'.repeat(43);

const PLATFORMS = [
	{
		platform: 'feishu, encrypted',
		type: 'feishuAppWebhookTrigger',
		addApp: feishuApp,
		event: { type: 'im.chat.updated_v1', data: { chat_id: 'oc_1', operator_id: { open_id: 'ou_1', union_id: 'on_1', user_id: 'u1' } } },
		credential: { verificationToken: 'made-up-token', encryptKey: 'made-up-key' },
		push: { token: 'made-up-token', encryptKey: 'made-up-key' },
		changed: { credential: { verificationToken: 'another-token', encryptKey: 'another-key' }, push: { token: 'another-token', encryptKey: 'another-key' } },
		without: { verificationToken: '', encryptKey: '' },
		// What kind of a request it is, and so how it is to be signed, stands in the body.
		unreadable: 400,
	},
	{
		platform: 'dingtalk',
		type: 'dingTalkEnterpriseAppWebhookTrigger',
		addApp: dingTalkApp,
		event: { type: 'chat_update_title', data: { openConversationId: 'cid1', title: 'Night shift', operator: 'manager1', timeStamp: '1' } },
		credential: { pushToken: 'madeuptoken', pushAesKey: AES_KEY },
		push: { token: 'madeuptoken', aesKey: AES_KEY },
		changed: { credential: { pushToken: 'anothertoken', pushAesKey: 'y'.repeat(43) }, push: { token: 'anothertoken', aesKey: 'y'.repeat(43) } },
		without: { pushToken: '', pushAesKey: '' },
		// The signature stands outside the body, and is looked for first.
		unreadable: 401,
	},
];

describe.each(PLATFORMS)('$platform, by HTTP', ({ type, addApp, event, credential, push, changed, without, unreadable }) => {
	const closing: Array<{ close(): unknown }> = [];
	afterEach(() => closing.splice(0).forEach((one) => one.close()));

	async function open(parameters: IDataObject = {}, more: Partial<TriggerTest> = {}, data: IDataObject = {}) {
		const app = addApp(world, { push: { ...push, by: 'http' } }, { ...credential, ...data });
		const { id } = app.app;
		const person = app.person({ userId: 'lilei' });
		const served = await serve({ trigger: { type, credential: app.node.credential, parameters: { events: ['message', event.type], ...parameters } }, ...more });
		const recorded = await recorder(served.url);
		closing.push(recorded);
		world.sandbox.changeApp(id, { push: { eventUrl: recorded.url, robotUrl: recorded.url, cardUrl: recorded.url } });
		return {
			...served,
			id,
			/** The credential as it is stored. */
			stored: app.node.credential.data,
			requests: recorded.requests,
			send: recorded.send,
			write: (text: string, where: object = { appId: id }) => world.sandbox.push.write({ userId: person.userId, text, ...where }),
			happens: () => world.sandbox.push.event({ appId: id, type: event.type, event: event.data }),
			outcomes: () => world.sandbox.push.pushes({ appId: id }).map(({ outcome }) => outcome),
			statuses: () => world.sandbox.push.pushes({ appId: id }).map(({ status }) => status),
		};
	}

	test('the check of the address is answered, without an execution', async () => {
		const { activate, id, items } = await open();
		await expect(activate()).resolves.toBeUndefined();
		expect(await world.sandbox.push.checkUrl(id)).toMatchObject({ ok: true });
		expect(items).toEqual([]);
	});

	test('messages and events start the workflow', async () => {
		const { write, happens, items, outcomes, runs } = await open();
		write('Hello');
		const eventId = happens();
		await until(() => outcomes().length === 2 && !outcomes().includes('pending'));
		expect(outcomes()).toEqual(['acknowledged', 'acknowledged']);
		expect(items).toHaveLength(2);
		expect(items).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ kind: 'message', text: 'Hello', sender: expect.objectContaining({ userId: 'lilei' }) }),
				expect.objectContaining({ kind: 'event', type: event.type, eventId }),
			]),
		);
		await until(() => runs.length === 2);
	});

	test('what the filters hold back is acknowledged and starts nothing', async () => {
		const { write, happens, items, outcomes } = await open({ events: ['message'], filters: { senders: 'another' } });
		write('Hello');
		happens();
		await until(() => outcomes().length === 2 && outcomes().every((outcome) => outcome === 'acknowledged'));
		expect(items).toEqual([]);
	});

	test('F16: a request that comes again is refused, at once and hours later', async () => {
		const { happens, items, outcomes, requests, send } = await open();
		happens();
		await until(() => outcomes()[0] === 'acknowledged');
		expect(await send(requests[0]!)).toMatchObject({ status: 401, text: expect.stringContaining('has come before') });
		world.clock.advance(2 * 60 * 60_000);
		expect(await send(requests[0]!)).toMatchObject({ status: 401 });
		expect(items).toHaveLength(1);
	});

	test('F17: a request with another body, or signed with another key, is refused', async () => {
		const { happens, items, outcomes, requests, send } = await open();
		happens();
		await until(() => outcomes()[0] === 'acknowledged');
		const [given] = requests as [RecordedRequest];
		const changed = Buffer.from(given.body.toString().replace(/"encrypt":"./, (start) => `${start.slice(0, -1)}${start.endsWith('A') ? 'B' : 'A'}`));
		expect(changed.equals(given.body)).toBe(false);
		const unsigned = { ...given, path: '/', headers: { 'content-type': 'application/json' } };
		for (const forged of [{ ...given, body: changed }, unsigned]) expect((await send(forged)).status).toBe(401);
		world.sandbox.changeApp(world.sandbox.state().apps[0]!.id, { push: { token: 'anothertoken', encryptKey: 'another-key' } });
		happens();
		await until(() => outcomes().length === 2 && outcomes()[1] !== 'pending');
		expect(outcomes()[1]).toBe('refused');
		expect(items).toHaveLength(1);
	});

	test('in a burst the credential is read once in 5 seconds', async () => {
		const { happens, outcomes } = await open();
		const read = jest.spyOn(EngineCredentials.prototype, 'getDecrypted');
		const readFor = async (events: number): Promise<number> => {
			const before = { reads: read.mock.calls.length, events: outcomes().length };
			for (let event = 0; event < events; event++) happens();
			await until(() => outcomes().length === before.events + events && outcomes().every((outcome) => outcome === 'acknowledged'));
			return read.mock.calls.length - before.reads;
		};
		try {
			expect(await readFor(1)).toBeGreaterThan(0);
			world.clock.advance(4_900);
			expect(await readFor(5)).toBe(0);
			world.clock.advance(200);
			expect(await readFor(1)).toBeGreaterThan(0);
		} finally {
			read.mockRestore();
		}
	});

	test('a credential that was just changed lets in who has the new secret, right away', async () => {
		const { id, stored, happens, items, outcomes } = await open();
		happens();
		await until(() => outcomes()[0] === 'acknowledged');
		Object.assign(stored, changed.credential);
		world.sandbox.changeApp(id, { push: changed.push });
		happens();
		await until(() => outcomes().length === 2 && outcomes()[1] !== 'pending');
		expect(outcomes()[1]).toBe('acknowledged');
		expect(items).toHaveLength(2);
	});

	test.each([15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000])('F18: the same event again after %i ms is acknowledged, and does not run again', async (ms) => {
		const { happens, items, outcomes } = await open();
		const eventId = happens();
		await until(() => outcomes()[0] === 'acknowledged');
		world.clock.advance(ms);
		world.sandbox.push.redeliver(eventId);
		await until(() => outcomes().length === 2 && outcomes()[1] === 'acknowledged');
		expect(items).toHaveLength(1);
	});

	test('a locked database is answered with 503: the platform repeats the event, and it runs once', async () => {
		const { happens, items, outcomes, statuses, storing } = await open();
		storing.fails = true;
		happens();
		await until(() => outcomes()[0] === 'refused');
		expect(statuses()).toEqual([503]);
		storing.fails = false;
		await pass(20_000);
		await until(() => outcomes()[1] === 'acknowledged');
		expect(items).toHaveLength(1);
	});

	test('the very same request may come again if it could not be stored, or if nobody waited for the answer', async () => {
		const { happens, items, statuses, requests, send, storing } = await open();
		storing.fails = true;
		happens();
		await until(() => statuses()[0] === 503);
		storing.fails = false;
		storing.afterMs = 5_000;
		const impatient = new AbortController();
		const given = send(requests[0]!, impatient.signal);
		await moment();
		impatient.abort();
		await expect(given).rejects.toThrow();
		await pass(6_000);
		expect((await send(requests[0]!)).status).toBe(200);
		expect(items).toHaveLength(1);
	});

	test('the very same request is put off as often as it comes, until it is stored', async () => {
		const { happens, items, statuses, requests, send, storing } = await open();
		storing.fails = true;
		happens();
		await until(() => statuses()[0] === 503);
		Object.assign(storing, { fails: false, afterMs: 5_000 });
		await expect(send(requests[0]!, AbortSignal.timeout(30))).rejects.toThrow();
		const again = [await send(requests[0]!), await send(requests[0]!)];
		expect(again.map(({ status }) => status)).toEqual([503, 503]);
		await pass(6_000);
		expect((await send(requests[0]!)).status).toBe(200);
		expect(items).toHaveLength(1);
	});

	test('a repetition while n8n still stores the first is put off, and it runs once', async () => {
		const { happens, items, outcomes, storing } = await open();
		storing.afterMs = 16_000;
		const eventId = happens();
		await until(() => world.sandbox.push.pushes().length === 1);
		await moment();
		world.sandbox.push.redeliver(eventId);
		await until(() => outcomes().length === 2 && outcomes()[1] !== 'pending');
		expect(world.sandbox.push.pushes()[1]).toMatchObject({ outcome: 'refused', status: 503 });
		storing.afterMs = 0;
		await pass(20_000);
		world.sandbox.push.redeliver(eventId);
		await until(() => outcomes().at(-1) === 'acknowledged');
		expect(items).toHaveLength(1);
	});

	test('F24: a workflow that takes a minute is acknowledged in time', async () => {
		const { happens, items, outcomes, runs } = await open({}, { then: [{ name: 'Slow', type: 'pause', parameters: { ms: 60_000 } }] });
		happens();
		await until(() => outcomes()[0] === 'acknowledged');
		expect(runs).toEqual([]);
		expect(items).toHaveLength(1);
		await pass(61_000);
		expect(runs).toHaveLength(1);
	});

	test('activation says what the credential lacks, and without it nobody gets in', async () => {
		const { activate, happens, items, outcomes } = await open({}, {}, without);
		await expect(activate()).rejects.toMatchObject({ message: expect.stringContaining('The credential has n'), description: expect.stringContaining('developer console') });
		happens();
		await until(() => outcomes()[0] === 'refused');
		expect(items).toEqual([]);
	});

	test('without any event the activation says so', async () => {
		const { activate } = await open({ events: [] });
		await expect(activate()).rejects.toThrow('No event is chosen');
	});

	test.each([
		['nothing', '', unreadable],
		['no JSON', '{"encrypt": ', unreadable],
		['a list', '[]', unreadable],
		['a deep body', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, unreadable],
		['what nobody has signed', '{"encrypt": "bm90IHNpZ25lZA=="}', 401],
		['too much', JSON.stringify({ encrypt: 'x'.repeat(2 * 1024 * 1024) }), 413],
	])('bad input: %s is refused, and nothing starts', async (_, body, status) => {
		const { send, items, happens, outcomes } = await open();
		const answer = await send({ path: '/', headers: { 'content-type': 'application/octet-stream' }, body: Buffer.from(body) });
		expect(answer.status).toBe(status);
		expect(items).toEqual([]);
		happens();
		await until(() => outcomes()[0] === 'acknowledged');
		expect(items).toHaveLength(1);
	});
});
