import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { activateExample, readExample } from '../../host/examples';
import type { Credential, WorkflowNode } from '../../host/n8nApi';

import { storedExecutions } from './support/executions';
import { until } from './support/until';
import { startWorld, type World } from './support/world';

/** Until the platforms repeat what was not acknowledged, plus a little. */
const REPEATED_AFTER_MS = { feishu: 15_500, dingtalk: 10_500 };
/** Longer than n8n takes to give up on a locked database, or to start what it can. */
const SETTLED_MS = 4_000;
const START_TIMEOUT_MS = 300_000;

const ours = (type: string) => `n8n-nodes-lark-dingtalk.${type}`;

type Platform = 'feishu' | 'dingtalk';

const triggers = {
	feishu: { type: 'feishuAppTrigger', credential: 'feishuAppApi', event: 'contact.user.created_v3', text: '={{ $json.raw.event.object.name }}' },
	dingtalk: { type: 'dingTalkEnterpriseAppTrigger', credential: 'dingTalkEnterpriseAppApi', event: 'user_add_org', text: '={{ JSON.stringify($json.raw) }}' },
} as const;

describe('What happens to an event when n8n is killed, or cannot store it', () => {
	let world: World;
	const of = (type: string): Credential => world.demo.credentials.find((credential) => credential.type === type)!;
	const appOf = (platform: Platform) => world.sandbox.state().apps.find((app) => app.platform === platform)!;
	const texts = (): string[] => world.groups.find(({ name }) => name.startsWith('Feishu'))!.texts();

	beforeAll(async () => {
		world = await startWorld();
		for (const credential of world.demo.credentials) await world.api.createOrUpdateCredential(credential);
	}, START_TIMEOUT_MS);

	afterAll(async () => await world?.close());

	/** A trigger, what stands between, and a bot that tells the group of it; resolves with the workflow's ID once it is connected. */
	async function listen(platform: Platform, name: string, between: Array<Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & { typeVersion: number }> = [], settings = {}): Promise<string> {
		const { type, credential, event, text } = triggers[platform];
		const nodes = [
			{ name: 'Trigger', type: ours(type), typeVersion: 1, parameters: { events: [event] }, credential: of(credential) },
			...between,
			{
				name: 'Tell',
				type: ours('larkBot'),
				typeVersion: 1,
				parameters: { resource: 'message', operation: 'sendText', text: text.replace('$json', "$('Trigger').item.json") },
				credential: of('larkBotApi'),
			},
		].map(({ credential: used, ...node }: Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & { typeVersion: number; credential?: Credential }) => ({
			...node,
			position: [0, 0],
			...(used && { credentials: { [used.type]: { id: null, name: used.name } } }),
		}));
		const connections = Object.fromEntries(nodes.slice(1).map((node, index) => [nodes[index]!.name, { main: [[{ node: node.name, type: 'main', index: 0 }]] }]));
		const { id } = await world.api.createWorkflow({ name, nodes, connections, settings: { executionOrder: 'v1', ...settings } });
		await world.api.activate(id);
		await connected(platform);
		return id;
	}

	const connected = async (platform: Platform): Promise<void> => {
		await until(`n8n connected for ${platform}`, () => world.sandbox.push.sockets(appOf(platform).id).length === 1);
	};

	/** Something happens on the platform whose text tells it from everything else. */
	function happens(platform: Platform, text: string): string {
		const event = platform === 'feishu' ? { object: { name: text, open_id: 'ou_new' } } : { userId: [text], timeStamp: String(Date.now()) };
		return world.sandbox.push.event({ appId: appOf(platform).id, type: triggers[platform].event, event });
	}

	const seen = (text: string): number => texts().filter((one) => one.includes(text)).length;
	const pushed = (eventId: string) => world.sandbox.push.pushes({ eventId });
	const repeated = (platform: Platform): void => world.sandbox.clock.advance(REPEATED_AFTER_MS[platform]);
	const statuses = (id: string): string[] => storedExecutions(world.userFolder, id).map(({ status }) => status);

	/** Nobody but us can write into n8n's database until the answer is called. */
	function lockDatabase(): () => void {
		const database = new DatabaseSync(join(world.userFolder, '.n8n', 'database.sqlite'));
		database.exec('BEGIN IMMEDIATE');
		return () => {
			database.exec('ROLLBACK');
			database.close();
		};
	}

	it.each(['feishu', 'dingtalk'] as const)('%s: a locked database leads to a redelivery, and one run', async (platform) => {
		const id = await listen(platform, `Locked ${platform}`);
		const text = `locked-${platform}`;
		const unlock = lockDatabase();
		const eventId = happens(platform, text);
		await until('the first attempt to be over', () => pushed(eventId)[0]?.outcome !== 'pending' && pushed(eventId).length > 0);
		expect(pushed(eventId)[0]!.outcome).not.toBe('acknowledged');
		await sleep(SETTLED_MS);
		unlock();
		expect(seen(text)).toBe(0);
		repeated(platform);
		await until('the repeated event to be acknowledged', () => pushed(eventId).some(({ outcome }) => outcome === 'acknowledged'));
		await until(`one message with ${text}`, () => seen(text) === 1);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(1);
		expect(statuses(id)).toEqual(['success']);
		await world.api.deactivate(id);
	});

	it.each(['feishu', 'dingtalk'] as const)('%s: killed before the execution is stored: the redelivered event runs, once', async (platform) => {
		const id = await listen(platform, `Killed early ${platform}`);
		const text = `early-${platform}`;
		const unlock = lockDatabase();
		const eventId = happens(platform, text);
		await until('the event to have been pushed', () => pushed(eventId).length === 1);
		await sleep(300);
		await world.n8n.kill9();
		unlock();
		expect(statuses(id)).toEqual([]);
		await world.n8n.start();
		await connected(platform);
		repeated(platform);
		await until(`one message with ${text}`, () => seen(text) === 1);
		await until('the repeated event to be acknowledged', () => pushed(eventId).some(({ outcome }) => outcome === 'acknowledged'));
		world.sandbox.push.redeliver(eventId);
		await until('a third delivery to be acknowledged', () => pushed(eventId).filter(({ outcome }) => outcome === 'acknowledged').length === 2);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(1);
		expect(statuses(id)).toEqual(['success']);
		await world.api.deactivate(id);
	});

	it.each(['feishu', 'dingtalk'] as const)('%s: killed while it runs: shown as crashed, reported to a chat, and the redelivery is dropped', async (platform) => {
		const errorWorkflow = await activateExample(world.api, await readExample('failed-runs-to-chat'));
		const wait = { name: 'Slow', type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 40, unit: 'seconds' } };
		const name = `Killed late ${platform}`;
		const id = await listen(platform, name, [wait], { errorWorkflow });
		const text = `late-${platform}`;
		const eventId = happens(platform, text);
		await until('the execution to run', () => statuses(id)[0] === 'running');
		await world.n8n.kill9();
		await world.n8n.start();
		await connected(platform);
		await until('the run to be shown as crashed', () => statuses(id)[0] === 'crashed');
		await until(`the chat to be told of it among:\n${texts().join('\n---\n')}`, () => texts().some((one) => one.includes(name) && one.includes('cut off')));
		const acknowledged = () => pushed(eventId).filter(({ outcome }) => outcome === 'acknowledged').length;
		const before = acknowledged();
		world.sandbox.push.redeliver(eventId);
		await until('the redelivery to be acknowledged', () => acknowledged() === before + 1);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(0);
		expect(statuses(id)).toEqual(['crashed']);
		await world.api.deactivate(id);
	});
});
