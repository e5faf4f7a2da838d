import type { IDataObject, IRun } from 'n8n-workflow';
import { sharedState } from '../../../lib/n8n/state';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { outputOf } from '../../support/engine/run';
import { Executions, TRIGGER, type TriggerTest } from '../../support/engine/trigger';
import { moment, until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate, listenInEditor, pass, passing, restart, serve } = useTriggers(world);

const NOT_ACKNOWLEDGED = /^(refused|timeout)$/;

const PLATFORMS = [
	{
		platform: 'feishu',
		type: 'feishuAppTrigger',
		webhook: 'feishuAppWebhookTrigger',
		addApp: feishuApp,
		event: { type: 'im.chat.updated_v1', data: { chat_id: 'oc_1', operator_id: { open_id: 'ou_1', union_id: 'on_1', user_id: 'u1' } } },
		credential: { verificationToken: 'made-up-token' },
		push: { token: 'made-up-token' },
	},
	{
		platform: 'dingtalk',
		type: 'dingTalkEnterpriseAppTrigger',
		webhook: 'dingTalkEnterpriseAppWebhookTrigger',
		addApp: dingTalkApp,
		event: { type: 'chat_update_title', data: { openConversationId: 'cid1', title: 'Night shift', operator: 'manager1', timeStamp: '1' } },
		credential: { pushToken: 'madeuptoken', pushAesKey: 'x'.repeat(43) },
		push: { token: 'madeuptoken', aesKey: 'x'.repeat(43) },
	},
];

describe.each(PLATFORMS)('$platform, over the connection', ({ type, webhook, addApp, event, credential, push }) => {
	function open(settings = {}) {
		const app = addApp(world, settings, credential);
		const { id } = app.app;
		const person = app.person({ userId: 'lilei' });
		const group = app.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }] });
		const trigger = (parameters: IDataObject = {}) => ({ type, credential: app.node.credential, parameters: { events: ['message', event.type], ...parameters } });
		return {
			app,
			id,
			group,
			trigger,
			activate: (parameters: IDataObject = {}, more: Partial<TriggerTest> = {}) => activate({ trigger: trigger(parameters), ...more }),
			write: (text: string, more: object = { appId: id }) => world.sandbox.push.write({ userId: person.userId, text, ...more }),
			/** Something that the platform repeats until it is acknowledged. */
			happens: () => world.sandbox.push.event({ appId: id, type: event.type, event: event.data }),
			outcomes: () => world.sandbox.push.pushes({ appId: id }).map(({ outcome }) => outcome),
			sockets: () => world.sandbox.push.sockets(id),
		};
	}

	test('a message starts the workflow, and is acknowledged', async () => {
		const { activate, write, outcomes, id } = open();
		const active = await activate();
		write('Hello');
		await until(() => outcomes()[0] === 'acknowledged');
		expect(active.items).toMatchObject([
			{ kind: 'message', text: 'Hello', appId: id, chat: { type: 'private' }, sender: { isBot: false }, message: { type: 'text', attachments: [] }, raw: expect.any(Object) },
		]);
		expect(active.runs).toHaveLength(1);
		await pass(60_000);
		expect(outcomes()).toEqual(['acknowledged']);
	});

	test('any other event that was chosen, also by its name alone; and no other', async () => {
		const { activate, happens, outcomes } = open();
		const listening = [
			await activate({ events: [event.type] }, { workflowId: 'by type' }),
			await activate({ events: [], options: { otherEvents: `other, ${event.type}` } }, { workflowId: 'by name' }),
			await activate({ events: ['*'] }, { workflowId: 'any' }),
		];
		const deaf = await activate({ events: ['message'] }, { workflowId: 'deaf' });
		const eventId = happens();
		await until(() => outcomes()[0] === 'acknowledged');
		for (const { items } of listening) expect(items).toMatchObject([{ kind: 'event', type: event.type, eventId }]);
		expect(deaf.items).toEqual([]);
	});

	test('filters: chats, senders, mentions', async () => {
		const { activate, write, group, id, outcomes } = open();
		const inGroup = { groupId: group.id, mentions: [id] };
		const everything = await activate();
		write('in private');
		write('in the group', inGroup);
		await until(() => everything.items.length === 2);
		const [, there] = everything.items as Array<{ chat: IDataObject; sender: IDataObject }>;
		const sender = String(there!.sender.userId || there!.sender.unionId);
		const filtered = (filters: IDataObject) => activate({ filters }, { workflowId: JSON.stringify(filters) });
		const passing = [await filtered({ chats: `x, ${String(there!.chat.id)}` }), await filtered({ senders: sender }), await filtered({ mentionedOnly: true })];
		const others = [await filtered({ chats: 'another' }), await filtered({ senders: 'another' })];
		write('again', inGroup);
		await until(() => everything.items.length === 3);
		for (const { items } of passing) expect(items).toMatchObject([{ message: { mentionsBot: true }, chat: { type: 'group' } }]);
		for (const { items } of others) expect(items).toEqual([]);
		await until(() => outcomes().every((outcome) => outcome === 'acknowledged'));
	});

	test('F24: a workflow that takes a minute is acknowledged in time, and runs once', async () => {
		const { activate, happens, outcomes } = open();
		const active = await activate({}, { then: [{ name: 'Slow', type: 'pause', parameters: { ms: 60_000 } }] });
		happens();
		await until(() => active.items.length === 1);
		await pass(2_600);
		await until(() => outcomes()[0] !== 'pending');
		expect(outcomes()).toEqual(['acknowledged']);
		expect(active.runs).toEqual([]);
		await pass(60_000);
		expect(active.runs).toHaveLength(1);
		expect(outcomes()).toEqual(['acknowledged']);
	});

	test('where nothing is seen of the run (queue mode), the platform repeats, and the workflow runs once', async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		executions.elsewhere = true;
		const active = await activate({}, { executions, then: [{ name: 'Slow', type: 'pause', parameters: { ms: 8_000 } }] });
		happens();
		await pass(25_000);
		await until(() => outcomes().length === 2 && outcomes()[1] === 'acknowledged');
		expect(outcomes()[0]).toMatch(NOT_ACKNOWLEDGED);
		expect(active.items).toHaveLength(1);
	});

	test('a database that is locked for a moment loses nothing', async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		executions.failures = 2;
		const active = await activate({}, { executions });
		happens();
		await pass(20_000);
		expect(active.items).toHaveLength(1);
		expect(outcomes().at(-1)).toBe('acknowledged');
	});

	test('a database that is locked for longer: the platform repeats the event, and it runs once', async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		// Until our own attempts have come to nothing as well.
		executions.failures = 4;
		const active = await activate({}, { executions });
		happens();
		await pass(20 * 60_000);
		expect(outcomes()[0]).toMatch(NOT_ACKNOWLEDGED);
		expect(outcomes().at(-1)).toBe('acknowledged');
		expect(active.items).toHaveLength(1);
	});

	test('a repetition that comes while n8n still stores the first is not acknowledged either', async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		executions.storesAfterMs = 60_000;
		const active = await activate({}, { executions });
		happens();
		await pass(20_000);
		await pass(5_000);
		// On a busy machine the refusal may come after the platform has stopped waiting, which is the same to it.
		expect(outcomes().slice(0, 2)).toEqual([expect.stringMatching(NOT_ACKNOWLEDGED), expect.stringMatching(NOT_ACKNOWLEDGED)]);
		expect(active.items).toEqual([]);
		await pass(10 * 60_000);
		expect(active.items).toHaveLength(1);
	});

	test("n8n's new engine, which tells nothing of a run", async () => {
		const { activate, write, outcomes } = open();
		const executions = new Executions();
		executions.isEngine2 = true;
		const active = await activate({}, { executions });
		write('one');
		write('two');
		await expect(until(() => outcomes().length === 2 && outcomes().every((outcome) => outcome === 'acknowledged'))).resolves.toBeUndefined();
		expect(active.items.map(({ text }) => text)).toEqual(['one', 'two']);
	});

	test("F18: n8n's new engine knows an event again as well, after a restart", async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		executions.isEngine2 = true;
		const before = await activate({}, { executions });
		const eventId = happens();
		await until(() => outcomes()[0] === 'acknowledged');
		expect(before.items).toHaveLength(1);
		await before.close();
		restart();
		const after = await activate({}, { executions });
		world.sandbox.push.redeliver(eventId);
		await until(() => outcomes().length === 2 && outcomes()[1] === 'acknowledged');
		await moment();
		expect(after.items).toEqual([]);
	});

	test.each([15_000, 5 * 60_000, 60 * 60_000, 6 * 60 * 60_000])('F18: the same event again after %i ms does not run again, nor after a restart', async (ms) => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		const before = await activate({}, { executions });
		const eventId = happens();
		world.sandbox.push.redeliver(eventId);
		await until(() => outcomes().length === 2 && outcomes().every((outcome) => outcome === 'acknowledged'));
		world.clock.advance(ms);
		await moment();
		world.sandbox.push.redeliver(eventId);
		await pass(20_000);
		expect(before.items).toHaveLength(1);
		await before.close();
		restart();
		const after = await activate({}, { executions });
		world.sandbox.push.redeliver(eventId);
		await pass(20_000);
		await until(() => outcomes().at(-1) === 'acknowledged');
		expect(after.items).toEqual([]);
		// It is the stored key that knows it.
		const other = await activate({}, { workflowId: 'another' });
		world.sandbox.push.redeliver(eventId);
		await until(() => other.items.length === 1);
	});

	test('F19: over the connection and by HTTP, a workflow hears it once', async () => {
		const { app, id, trigger, activate, happens, outcomes } = open({ push: { ...push, by: 'both' } });
		const active = await activate();
		const served = await serve({ trigger: { ...trigger(), type: webhook } });
		world.sandbox.changeApp(id, { push: { eventUrl: served.url, robotUrl: served.url } });
		happens();
		await until(() => outcomes().length === 2 && outcomes().every((outcome) => outcome === 'acknowledged'));
		expect([...active.items, ...served.items]).toHaveLength(1);
		expect(app).toBeDefined();
	});

	test('two workflows on one app share one connection, and hear the same', async () => {
		const { activate, write, sockets, outcomes } = open();
		const executions = new Executions();
		const [one, two] = [await activate({}, { workflowId: 'one', executions }), await activate({}, { workflowId: 'two', executions })];
		expect(sockets()).toHaveLength(1);
		write('Hello');
		await until(() => outcomes()[0] === 'acknowledged');
		expect([one.items.length, two.items.length]).toEqual([1, 1]);
		await one.close();
		expect(sockets()).toHaveLength(1);
		write('Still there?');
		await until(() => two.items.length === 2);
		expect(one.items).toHaveLength(1);
	});

	test('two triggers of one workflow start it once each: the keys that n8n stores are of the trigger', async () => {
		const { trigger, happens, outcomes } = open();
		const executions = new Executions();
		const [one, two] = [await activate({ trigger: { ...trigger(), id: 'one' }, executions }), await activate({ trigger: { ...trigger(), id: 'two' }, executions })];
		const eventId = happens();
		await until(() => outcomes()[0] === 'acknowledged');
		for (const { items } of [one, two]) expect(items).toMatchObject([{ eventId }]);
	});

	test('a run that somebody has stopped is not repeated, also where n8n knows no keys', async () => {
		const { activate, happens, outcomes } = open();
		const executions = new Executions();
		executions.knowsNoKeys = true;
		const active = await activate({}, { executions, then: [{ name: 'Slow', type: 'pause', parameters: { ms: 60_000 } }] });
		happens();
		await until(() => active.items.length === 1);
		await moment();
		active.stop();
		await expect(until(() => outcomes()[0] === 'acknowledged')).resolves.toBeUndefined();
		await pass(2 * 60_000);
		expect(active.items).toHaveLength(1);
		expect(outcomes()).toEqual(['acknowledged']);
	});

	test('n8n starts, and activates one workflow after the other: what comes before the second is there is repeated for it', async () => {
		const { activate, happens, outcomes } = open();
		const start = (workflowId: string) => activate({}, { workflowId, activation: 'init' });
		const one = await start('one');
		happens();
		await until(() => outcomes()[0] !== 'pending');
		const two = await start('two');
		await pass(6 * 60_000);
		expect(outcomes()[0]).toMatch(NOT_ACKNOWLEDGED);
		expect(outcomes().at(-1)).toBe('acknowledged');
		expect([one.items.length, two.items.length]).toEqual([1, 1]);
	});

	test('F25: on and off five times, two workflows on one app: one connection, then none within 5 s', async () => {
		const { activate, sockets } = open();
		for (let cycle = 0; cycle < 5; cycle++) {
			const [one, two] = await Promise.all([activate({}, { workflowId: 'one' }), activate({}, { workflowId: 'two' })]);
			expect(sockets()).toHaveLength(1);
			await one.close();
			expect(sockets()).toHaveLength(1);
			await two.close();
		}
		await pass(5_000);
		expect(sockets()).toEqual([]);
	});

	test('a wrong secret is an error of the activation, with its fix', async () => {
		const { app, trigger } = open();
		const data = app.node.credential.data;
		const [secret] = Object.keys(data).filter((name) => /secret$/i.test(name) && data[name] === app.app.secret);
		const wrong = { ...trigger(), credential: { ...app.node.credential, data: { ...data, [secret!]: 'another-secret-of-another-app' } } };
		await expect(activate({ trigger: wrong })).rejects.toMatchObject({ message: expect.stringContaining("can't be connected"), description: expect.stringContaining('Copy both again') });
		// Also when nobody is there to read it.
		await expect(activate({ trigger: wrong, activation: 'init' })).rejects.toThrow("can't be connected");
	});

	test('n8n starts while the platform can not be reached: it goes on trying', async () => {
		const { app, trigger, happens } = open();
		const data = { ...app.node.credential.data, baseUrl: 'http://127.0.0.1:9', oldBaseUrl: 'http://127.0.0.1:9' };
		const unreachable = { ...trigger(), credential: { ...app.node.credential, data } };
		await expect(activate({ trigger: unreachable })).rejects.toMatchObject({ description: expect.any(String) });
		const active = await activate({ trigger: unreachable, activation: 'init' });
		happens();
		await pass(60_000);
		expect(active.fatal).toEqual([]);
	});

	test('the secret is changed while the app is connected: n8n is told what to do, once the connection has to be made anew', async () => {
		const { id, activate, happens } = open();
		const active = await activate();
		world.sandbox.changeApp(id, { secret: 'a-new-secret' });
		world.sandbox.push.addSocketFault({ appId: id, kind: 'drop' });
		happens();
		await pass(60_000);
		expect(active.fatal).toMatchObject([{ message: expect.stringContaining("can't be connected"), description: expect.stringContaining('Copy both again') }]);
		expect(JSON.stringify(active.fatal)).not.toContain('a-new-secret');
	});

	test('a test run gets the next event, while the active workflow hears it as well', async () => {
		const { activate, trigger, write, sockets } = open();
		const active = await activate();
		const { run } = listenInEditor({ trigger: trigger() });
		const results: IRun[] = [];
		void run.then((result) => results.push(result));
		await moment(100);
		expect(sockets()).toHaveLength(1);
		write('Test');
		await expect(passing(until(() => results.length === 1))).resolves.toBeUndefined();
		expect(outputOf(results[0]!, TRIGGER).map(({ json }) => json)).toMatchObject([{ text: 'Test' }]);
		await until(() => active.items.length === 1);
		await active.close();
		await until(() => sockets().length === 0);
	});

	test('a test run acknowledges the event at once, however long it takes', async () => {
		const { trigger, write, sockets, outcomes } = open();
		const { run } = listenInEditor({ trigger: trigger(), then: [{ name: 'Slow', type: 'pause', parameters: { ms: 60_000 } }] });
		await until(() => sockets().length === 1);
		await moment();
		write('Test');
		await expect(until(() => outcomes()[0] === 'acknowledged')).resolves.toBeUndefined();
		const result = await passing(run);
		expect(outputOf(result, 'Slow').map(({ json }) => json)).toMatchObject([{ text: 'Test' }]);
	});

	test('a test run that is stopped lets go of the connection', async () => {
		const { trigger, sockets } = open();
		const { stop } = listenInEditor({ trigger: trigger() });
		await until(() => sockets().length === 1);
		stop();
		await pass(100);
		await expect(until(() => sockets().length === 0)).resolves.toBeUndefined();
	});

	test('several messages at once, none lost and in no way mixed up', async () => {
		const { activate, write, outcomes } = open();
		const active = await activate();
		const texts = Array.from({ length: 50 }, (_, index) => `message ${index}`);
		for (const text of texts) write(text);
		await until(() => outcomes().filter((outcome) => outcome === 'acknowledged').length === 50);
		expect(active.items.map(({ text }) => text).sort()).toEqual([...texts].sort());
		expect(sharedState().connections).toBeDefined();
	});
});

describe('feishu', () => {
	const opened = (credential: IDataObject = {}) => {
		const app = feishuApp(world, {}, credential);
		return { app, id: app.app.id, test: { trigger: { type: 'feishuAppTrigger', credential: app.node.credential, parameters: { events: ['message'] } } } };
	};

	test('another client of the same app is reported once, among the executions', async () => {
		const { test } = opened();
		await activate(test);
		// As another n8n would.
		restart();
		const { warnings, fatal } = await activate({ ...test, workflowId: 'of the other n8n' });
		await pass(60 * 60_000);
		expect(warnings).toMatchObject([{ message: expect.stringContaining('2 clients'), description: expect.stringContaining('Stop the other program') }]);
		expect(fatal).toEqual([]);
	});

	test('another client of the same app does not end a test run', async () => {
		const { id, test } = opened();
		await activate(test);
		restart();
		const { run } = listenInEditor(test);
		const ends: unknown[] = [];
		run.then(
			(result) => ends.push(result),
			(error) => ends.push(error),
		);
		await until(() => world.sandbox.push.sockets(id).length === 2);
		// It would be reported after one.
		await pass(5 * 60_000);
		expect(ends).toEqual([]);
	});

	test('a message to two bots, heard over the connection of one and by HTTP of the other, is an event of each', async () => {
		const credential = { verificationToken: 'made-up-token' };
		const [one, other] = [opened(credential), opened(credential)];
		const person = one.app.person({ userId: 'lilei' });
		const group = one.app.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }], apps: [one.id, other.id] });
		const { items } = await activate(one.test);
		const served = await serve({ trigger: { ...other.test.trigger, type: 'feishuAppWebhookTrigger' } });
		world.sandbox.changeApp(other.id, { push: { by: 'http', token: 'made-up-token', eventUrl: served.url } });
		world.sandbox.push.write({ userId: person.userId, groupId: group.id, text: 'Hello', mentions: [one.id, other.id] });
		const outcomes = () => world.sandbox.push.pushes().map(({ outcome }) => outcome);
		await until(() => outcomes().length === 2 && outcomes().every((outcome) => outcome === 'acknowledged'));
		expect([...items, ...served.items].map(({ appId }) => appId)).toEqual([one.id, other.id]);
	});

	test('what does not come from the platform makes no calls to it', async () => {
		const { test } = opened({ verificationToken: 'made-up-token' });
		const { url } = await serve({ trigger: { ...test.trigger, type: 'feishuAppWebhookTrigger' } });
		const answers = await Promise.all(Array.from({ length: 5 }, () => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x":1}' })));
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
		expect(world.sandbox.calls()).toEqual([]);
	});

	test('who the bot is can be found out later; until then any bot is taken for it', async () => {
		const { app, id, test } = opened();
		const person = app.person({ userId: 'lilei' });
		const { app: other } = feishuApp(world, { name: 'Another bot' });
		const group = app.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }], apps: [id, other.id] });
		world.sandbox.addFault({ kind: 'reset', match: { path: '/open-apis/bot/v3/info' } });
		const { items } = await activate(test);
		const write = () => world.sandbox.push.write({ userId: person.userId, groupId: group.id, text: 'Hello', mentions: [other.id] });
		const asked = () => world.sandbox.calls({ appId: id }).filter(({ path }) => path.startsWith('/open-apis/bot/')).length;
		write();
		await until(() => items.length === 1);
		await moment();
		// What has just failed is not asked for with every event.
		expect(asked()).toBe(1);
		await pass(5 * 60_000);
		write();
		await until(() => items.length === 2);
		await until(() => asked() === 2);
		await moment(100);
		write();
		await until(() => items.length === 3);
		items.splice(1, 1);
		expect(items).toMatchObject([{ message: { mentionsBot: true } }, { message: { mentionsBot: false } }]);
	});
});
