import type { SocketFaultKind } from '../../../sandbox';
import { dingTalkApp, feishuApp } from '../../support/engine/apps';
import { until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate, pass } = useTriggers(world);

const PLATFORMS = [
	{ platform: 'feishu', type: 'feishuAppTrigger', addApp: feishuApp, event: 'im.chat.updated_v1' },
	{ platform: 'dingtalk', type: 'dingTalkEnterpriseAppTrigger', addApp: dingTalkApp, event: 'chat_update_title' },
];

async function open({ type, addApp, event }: (typeof PLATFORMS)[number]) {
	const app = addApp(world);
	const { id } = app.app;
	const { push } = world.sandbox;
	const activateIt = (workflowId?: string) => activate({ trigger: { type, credential: app.node.credential, parameters: { events: ['*'] } }, workflowId });
	return {
		active: await activateIt(),
		open: activateIt,
		/** Something that the platform repeats until it is acknowledged. */
		happens: (data: object = {}) => push.event({ appId: id, type: event, event: { ...data } }),
		fault: (kind: SocketFaultKind, times = 1) => push.addSocketFault({ appId: id, kind, times }),
		sockets: () => push.sockets(id),
		outcomes: () => push.pushes({ appId: id }).map(({ outcome }) => outcome),
	};
}

describe.each(PLATFORMS)('$platform', (platform) => {
	test.each<[string, SocketFaultKind]>([
		['the connection drops before an event', 'drop'],
		['an acknowledgement gets lost', 'loseAck'],
		['an event comes twice at once', 'duplicate'],
	])('%s: the workflow runs once', async (_, kind) => {
		const { active, happens, fault, sockets, outcomes } = await open(platform);
		fault(kind);
		happens();
		await pass(10 * 60_000);
		expect(outcomes().at(-1)).toBe('acknowledged');
		expect(active.items).toHaveLength(1);
		expect(sockets()).toHaveLength(1);
		expect(active.fatal).toEqual([]);
		await active.close();
		await until(() => sockets().length === 0);
	});

	test('F21: a connection that only looks alive is noticed within six minutes, and replaced', async () => {
		const { active, happens, fault, sockets } = await open(platform);
		const [dead] = sockets();
		fault('halfOpen');
		happens();
		await pass(6 * 60_000);
		const [alive] = sockets().filter(({ id }) => id !== dead!.id);
		expect(alive).toBeDefined();
		// The sandbox goes on pushing to the dead one as well, at random.
		const before = active.items.length;
		for (let event = 0; event < 20; event++) happens();
		await until(() => active.items.length > before);
		expect(active.fatal).toEqual([]);
	});

	test.each<[SocketFaultKind]>([['malformed'], ['notJson']])('F23: a frame that makes no sense (%s) harms neither the connection nor what comes after it', async (kind) => {
		const { active, happens, fault, sockets } = await open(platform);
		const [before] = sockets();
		fault(kind, 3);
		for (let event = 0; event < 3; event++) happens();
		await until(() => active.items.length === 3);
		expect(sockets()).toEqual([before]);
	});

	test('something happens while a workflow is saved, and another one listens: each runs once', async () => {
		const { active, open: again, happens, outcomes } = await open(platform);
		const other = await again('another workflow');
		await active.close();
		happens();
		await until(() => other.items.length === 1);
		const saved = await again();
		await pass(60_000);
		expect(outcomes()).toHaveLength(2);
		expect(outcomes()[1]).toBe('acknowledged');
		expect([saved.items.length, other.items.length]).toEqual([1, 1]);
	});

	test('the workflow is saved while the database is locked: the platform goes on repeating, and the workflow runs once', async () => {
		const { active, open: again, happens, outcomes } = await open(platform);
		active.executions.failures = 4;
		happens();
		await until(() => active.executions.failures === 3);
		await active.close();
		const saved = await again();
		// The first one still tries.
		await pass(30_000);
		expect(outcomes()).not.toContain('acknowledged');
		await pass(60 * 60_000);
		expect(outcomes().at(-1)).toBe('acknowledged');
		expect([...active.items, ...saved.items]).toHaveLength(1);
	});

	test('F22: the server hangs up every minute for an hour', async () => {
		const { active, happens, fault, sockets } = await open(platform);
		for (let minute = 0; minute < 60; minute++) {
			fault('drop');
			happens();
			await pass(60_000);
			expect(sockets().length).toBeLessThanOrEqual(1);
		}
		// A busy machine may need the platform's later repetitions, too.
		await pass(2 * 60 * 60_000);
		expect(new Set(active.items.map(({ eventId }) => eventId)).size).toBe(active.items.length);
		expect(active.items).toHaveLength(60);
		await active.close();
		await until(() => sockets().length === 0);
	});
});

describe('feishu, events in parts', () => {
	const [feishu] = PLATFORMS as [(typeof PLATFORMS)[number]];
	const long = { name: 'x'.repeat(5_000) };

	test.each<[SocketFaultKind]>([['reverseParts'], ['repeatParts'], ['wrongTotal'], ['dropBetweenParts']])('F20: %s', async (kind) => {
		const { active, happens, fault, outcomes } = await open(feishu);
		world.sandbox.push.setPartBytes(1_000);
		fault(kind);
		happens(long);
		await pass(10 * 60_000);
		expect(outcomes().at(-1)).toBe('acknowledged');
		expect(active.items).toMatchObject([{ raw: { event: long } }]);
	});
});

test('dingtalk announces that it hangs up: the next connection is there before anything gets lost', async () => {
	const { active, happens, fault, sockets } = await open(PLATFORMS[1]!);
	const [before] = sockets();
	fault('disconnect');
	await pass(20_000);
	expect(sockets()).toHaveLength(1);
	expect(sockets()).not.toEqual([before]);
	happens();
	await until(() => active.items.length === 1);
});
