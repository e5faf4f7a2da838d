import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { activateExample, readExample } from '../../host/examples';
import type { Credential, WorkflowNode } from '../../host/n8nApi';

import { storedExecutions } from './support/executions';
import { until } from './support/until';
import { startWorld, type World } from './support/world';

/** Longer than n8n takes to give up on a locked database, or to start what it can. */
const SETTLED_MS = 4_000;
const START_TIMEOUT_MS = 300_000;
/** Shorter than any pause of the platforms between two attempts. */
const STEP_MS = 5_000;

const ours = (type: string) => `n8n-nodes-lark-dingtalk.${type}`;

type Platform = 'feishu' | 'dingtalk';
type Way = 'connection' | 'http';
type Step = Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & { typeVersion: number };

const triggers = {
	feishu: { name: 'feishuApp', event: 'contact.user.created_v3', text: "={{ $('Trigger').item.json.raw.event.object.name }}" },
	dingtalk: { name: 'dingTalkEnterpriseApp', event: 'user_add_org', text: "={{ JSON.stringify($('Trigger').item.json.raw) }}" },
} as const;

const PLATFORMS = ['feishu', 'dingtalk'] as const;
const WAYS = PLATFORMS.flatMap((platform) => (['connection', 'http'] as const).map((way) => ({ platform, way })));

describe('What happens to an event when n8n is killed, or cannot store it', () => {
	let world: World;
	let active: string[] = [];
	let unlock: () => void = () => {};
	const of = (type: string): Credential => world.demo.credentials.find((credential) => credential.type === type)!;
	const appOf = (platform: Platform) => world.sandbox.state().apps.find((app) => app.platform === platform)!;
	const texts = (): string[] => world.groups.find(({ name }) => name.startsWith('Feishu'))!.texts();
	const sockets = (platform: Platform): number => world.sandbox.push.sockets(appOf(platform).id).length;

	beforeAll(async () => {
		world = await startWorld();
		for (const credential of world.demo.credentials) await world.api.createOrUpdateCredential(credential);
	}, START_TIMEOUT_MS);

	afterAll(async () => await world?.close());

	afterEach(async () => {
		unlock();
		for (const id of active) await world.api.deactivate(id);
		active = [];
		await until('nobody to be connected', () => PLATFORMS.every((platform) => sockets(platform) === 0));
	});

	/** A trigger, what stands between, and a bot that tells the group of it; resolves with the workflow's ID once it listens. */
	async function listen(platform: Platform, way: Way, name: string, between: Step[] = [], settings = {}): Promise<string> {
		const { name: node, event, text } = triggers[platform];
		const type = way === 'connection' ? `${node}Trigger` : `${node}WebhookTrigger`;
		const webhookId = name.toLowerCase().replace(/\W+/g, '-');
		const steps: Array<Step & { credential?: Credential; webhookId?: string }> = [
			{ name: 'Trigger', type: ours(type), typeVersion: 1, parameters: { events: [event] }, credential: of(`${node}Api`), webhookId },
			...between,
			{ name: 'Tell', type: ours('larkBot'), typeVersion: 1, parameters: { resource: 'message', operation: 'sendText', text }, credential: of('larkBotApi') },
		];
		const nodes = steps.map(({ credential, ...step }) => ({
			...step,
			position: [0, 0],
			...(credential && { credentials: { [credential.type]: { id: null, name: credential.name } } }),
		}));
		const connections = Object.fromEntries(nodes.slice(1).map((step, index) => [nodes[index]!.name, { main: [[{ node: step.name, type: 'main', index: 0 }]] }]));
		const { id } = await world.api.createWorkflow({ name, nodes, connections, settings: { executionOrder: 'v1', ...settings } });
		const path = `/webhook/${webhookId}/${platform}`;
		world.sandbox.changeApp(appOf(platform).id, { push: { by: way, eventUrl: `${world.n8n.url}${path}` } });
		await world.api.activate(id, way === 'http' ? { path } : undefined);
		active.push(id);
		if (way === 'connection') await connected(platform);
		return id;
	}

	const connected = async (platform: Platform): Promise<void> => void (await until(`n8n connected for ${platform}`, () => sockets(platform) === 1));

	/** Something happens on the platform whose text tells it from everything else. */
	function happens(platform: Platform, text: string): string {
		const event = platform === 'feishu' ? { object: { name: text, open_id: 'ou_new' } } : { userId: [text], timeStamp: String(Date.now()) };
		return world.sandbox.push.event({ appId: appOf(platform).id, type: triggers[platform].event, event });
	}

	const seen = (text: string): number => texts().filter((one) => one.includes(text)).length;
	const pushed = (eventId: string) => world.sandbox.push.pushes({ eventId });
	const acknowledged = (eventId: string): number => pushed(eventId).filter(({ outcome }) => outcome === 'acknowledged').length;
	const statuses = (id: string): string[] => storedExecutions(world.userFolder, id).map(({ status }) => status);

	/** Lets the time come at which the platform tries again by itself. */
	async function repeated(eventId: string): Promise<void> {
		const before = pushed(eventId).length;
		await until('another attempt', () => {
			if (pushed(eventId).length > before) return true;
			world.sandbox.clock.advance(STEP_MS);
			return false;
		});
	}

	/** The power fails, and comes back before the platform tries again. */
	async function killed(platform: Platform, meanwhile: () => void = () => {}): Promise<void> {
		world.sandbox.clock.freeze();
		await world.n8n.kill9();
		meanwhile();
		await world.n8n.start();
		await connected(platform);
		world.sandbox.clock.resume();
	}

	/** Nobody but us can write into n8n's database until it is unlocked. */
	function lockDatabase(): void {
		const database = new DatabaseSync(join(world.userFolder, '.n8n', 'database.sqlite'));
		// n8n may be writing at this moment.
		database.exec('PRAGMA busy_timeout = 10000');
		database.exec('BEGIN IMMEDIATE');
		unlock = () => {
			unlock = () => {};
			database.exec('ROLLBACK');
			database.close();
		};
	}

	it.each(WAYS)('$platform by $way: a locked database leads to a redelivery, and one run', async ({ platform, way }) => {
		const id = await listen(platform, way, `Locked ${platform} ${way}`);
		const text = `locked-${platform}-${way}`;
		lockDatabase();
		const eventId = happens(platform, text);
		const [first] = await until('the first attempt to be over', () => pushed(eventId).length > 0 && pushed(eventId)[0]!.outcome !== 'pending' && pushed(eventId));
		expect(first!.outcome).not.toBe('acknowledged');
		// n8n may take longer to give up than the platform waits.
		if (way === 'http' && first!.outcome !== 'timeout') expect(first!.status).toBe(503);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(0);
		unlock();
		await repeated(eventId);
		await until('the repeated event to be acknowledged', () => acknowledged(eventId) > 0);
		await until(`one message with ${text}`, () => seen(text) === 1);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(1);
		expect(statuses(id)).toEqual(['success']);
	});

	it.each(PLATFORMS)('%s: killed before the execution is stored: the redelivered event runs, once', async (platform) => {
		const id = await listen(platform, 'connection', `Killed early ${platform}`);
		const text = `early-${platform}`;
		lockDatabase();
		const eventId = happens(platform, text);
		await until('the event to have been pushed', () => pushed(eventId).length === 1);
		await sleep(300);
		await killed(platform, () => unlock());
		expect(statuses(id)).toEqual([]);
		await repeated(eventId);
		await until(`one message with ${text}`, () => seen(text) === 1);
		await until('the repeated event to be acknowledged', () => acknowledged(eventId) === 1);
		world.sandbox.push.redeliver(eventId);
		await until('a third delivery to be acknowledged', () => acknowledged(eventId) === 2);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(1);
		expect(statuses(id)).toEqual(['success']);
	});

	it.each(PLATFORMS)('%s: killed while it runs: shown as crashed, reported to a chat, and the redelivery is dropped', async (platform) => {
		const errorWorkflow = await activateExample(world.api, await readExample('failed-runs-to-chat'));
		const wait = { name: 'Slow', type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 40, unit: 'seconds' } };
		const name = `Killed late ${platform}`;
		const id = await listen(platform, 'connection', name, [wait], { errorWorkflow });
		const text = `late-${platform}`;
		const eventId = happens(platform, text);
		// Long before the run ends: n8n has stored it.
		await until('the event to be acknowledged', () => acknowledged(eventId) === 1);
		expect(statuses(id)).toEqual(['running']);
		expect(pushed(eventId)).toHaveLength(1);
		await killed(platform);
		await until('the run to be shown as crashed', () => statuses(id)[0] === 'crashed');
		await until(() => `the chat to be told of it among:\n${texts().join('\n---\n')}`, () => texts().some((one) => one.includes(name) && one.includes('cut off') && one.includes('retry it')));
		world.sandbox.push.redeliver(eventId);
		await until('the redelivery to be acknowledged', () => acknowledged(eventId) === 2);
		await sleep(SETTLED_MS);
		expect(seen(text)).toBe(0);
		expect(statuses(id)).toEqual(['crashed']);
	});
});
