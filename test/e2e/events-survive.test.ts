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
/** A trigger goes on trying to store what came over the connection for more than half a minute. */
const OWN_ATTEMPTS_MS = 120_000;
/** So long after n8n has started it asks for everything again, since another workflow may yet come that is to hear it. */
const STARTED_MS = 16_000;
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
const WAYS = ['connection', 'http'] as const;

/** How each platform is told to try again. */
const AGAIN = {
	feishu: { connection: { status: 500 }, http: { status: 503 } },
	dingtalk: { connection: { body: expect.objectContaining({ data: expect.stringContaining('LATER') }) }, http: { status: 503 } },
};

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
		world.sandbox.clock.resume();
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
		world.sandbox.changeApp(appOf(platform).id, { push: { by: way, ...(way === 'http' && { eventUrl: `${world.n8n.url}${path}` }) } });
		await world.api.activate(id, way === 'http' ? { path } : undefined);
		active.push(id);
		// n8n answers before its triggers listen.
		expect(await world.api.activationError(id)).toBeUndefined();
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
	const pushed = (eventId: string, way?: Way) => world.sandbox.push.pushes({ eventId, way });
	const acknowledged = (eventId: string, way?: Way): number => pushed(eventId, way).filter(({ outcome }) => outcome === 'acknowledged').length;
	const statuses = (id: string): string[] => storedExecutions(world.userFolder, id).map(({ status }) => status);

	/** Lets the times come at which the platforms try again by themselves, until each event is acknowledged so often, whichever way it is pushed. */
	async function repeated(eventIds: string[], times = 1): Promise<void> {
		const isPending = (): boolean => eventIds.flatMap((eventId) => pushed(eventId)).some(({ outcome }) => outcome === 'pending');
		const isSafe = (eventId: string): boolean => WAYS.every((way) => pushed(eventId, way).length === 0 || acknowledged(eventId, way) >= times);
		const attempts = () => JSON.stringify(eventIds.map((eventId) => pushed(eventId)), undefined, 1);
		await until(() => `an attempt that is acknowledged among:\n${attempts()}`, () => {
			if (eventIds.every(isSafe)) return true;
			// n8n has as long for its answer as it has in life.
			if (!isPending()) world.sandbox.clock.advance(STEP_MS);
			return false;
		});
	}

	/** The power fails, and comes back before the platforms try again; `opened`: n8n has just connected. */
	async function killed(meanwhile: () => void = () => {}, opened: (platform: Platform) => void = () => {}): Promise<void> {
		world.sandbox.clock.freeze();
		await world.n8n.kill9();
		meanwhile();
		await until('the sockets of the killed n8n to be gone', () => PLATFORMS.every((platform) => sockets(platform) === 0));
		const awaited = new Set<Platform>(PLATFORMS);
		const unsubscribe = world.sandbox.subscribe(() => {
			for (const platform of awaited) if (sockets(platform) > 0 && awaited.delete(platform)) opened(platform);
		});
		await world.n8n.start();
		for (const platform of PLATFORMS) await connected(platform);
		unsubscribe();
		await sleep(STARTED_MS);
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

	it.each(WAYS)('by %s: a locked database leads to a redelivery, and one run', async (way) => {
		const events = [];
		for (const platform of PLATFORMS) {
			const id = await listen(platform, way, `Locked ${platform} ${way}`);
			events.push({ platform, id, text: `locked-${platform}-${way}`, eventId: '' });
		}
		lockDatabase();
		for (const event of events) event.eventId = happens(event.platform, event.text);
		const firsts = events.map(({ eventId }) => eventId);
		await until('the first attempts to be over', () => firsts.every((eventId) => pushed(eventId).length > 0 && pushed(eventId)[0]!.outcome !== 'pending'));
		world.sandbox.clock.freeze();
		for (const { platform, eventId } of events) {
			const [first] = pushed(eventId);
			// n8n may take longer to give up than the platform waits for an answer.
			expect(first).toMatchObject(first!.outcome === 'timeout' ? { attempt: 1 } : { attempt: 1, outcome: 'refused', ...AGAIN[platform][way] });
		}
		// What came over the connection the trigger would store by itself, if it could: only when it has given up is it the redelivery that runs.
		if (way === 'connection') {
			const gaveUp = (eventId: string): boolean => world.n8n.logs.includes(`The event ${eventId} could not be stored`);
			await until('n8n to give up', () => firsts.every(gaveUp), OWN_ATTEMPTS_MS);
		}
		await sleep(SETTLED_MS);
		unlock();
		await sleep(SETTLED_MS);
		for (const { id, text, eventId } of events) {
			expect([statuses(id), seen(text), pushed(eventId).length]).toEqual([[], 0, 1]);
		}
		world.sandbox.clock.resume();
		await repeated(firsts);
		for (const { text } of events) await until(`one message with ${text}`, () => seen(text) === 1);
		await sleep(SETTLED_MS);
		for (const { id, text, eventId } of events) {
			expect([statuses(id), seen(text), acknowledged(eventId)]).toEqual([['success'], 1, 1]);
		}
	});

	it('killed before the execution is stored: the redelivered event runs, once, in each of two workflows by connection and one by HTTP', async () => {
		const events: Array<{ platform: Platform; ids: string[]; text: string; eventId: string }> = [];
		for (const platform of PLATFORMS) {
			const ids = [
				await listen(platform, 'http', `Killed early ${platform} by HTTP`),
				await listen(platform, 'connection', `Killed early ${platform}`),
				await listen(platform, 'connection', `Killed early ${platform}, too`),
			];
			world.sandbox.changeApp(appOf(platform).id, { push: { by: 'both' } });
			events.push({ platform, ids, text: `early-${platform}`, eventId: '' });
		}
		lockDatabase();
		for (const event of events) event.eventId = happens(event.platform, event.text);
		const all = events.map(({ eventId }) => eventId);
		await until('the events to have been pushed', () => all.every((eventId) => pushed(eventId).length === 2));
		await sleep(300);
		for (const eventId of all) expect(pushed(eventId).map(({ outcome }) => outcome)).toEqual(['pending', 'pending']);
		// n8n activates one workflow after the other: the platforms try again when the first has connected.
		await killed(unlock, (platform) => world.sandbox.push.redeliver(events.find((event) => event.platform === platform)!.eventId));
		for (const eventId of all) {
			// Not even a status: nobody was there any more who could have answered.
			const [unanswered] = pushed(eventId, 'http');
			expect([unanswered!.outcome, unanswered!.status]).toEqual([expect.stringMatching(/^(refused|none)$/), undefined]);
		}
		// In life nothing comes again that was acknowledged.
		const isMissed = ({ ids, eventId }: (typeof events)[number]): boolean => acknowledged(eventId, 'connection') > 0 && ids.slice(1).some((id) => statuses(id).length === 0);
		expect(events.filter(isMissed)).toEqual([]);
		// The first attempt comes again as well: whatever is repeated then has run already.
		await repeated(all, 2);
		for (const { ids, text } of events) await until(() => `three messages with ${text}, not ${seen(text)}; runs: ${JSON.stringify(ids.map(statuses))}`, () => seen(text) === 3);
		await sleep(SETTLED_MS);
		for (const { ids, text, eventId } of events) {
			expect(ids.map(statuses)).toEqual([['success'], ['success'], ['success']]);
			expect([seen(text), acknowledged(eventId)]).toEqual([3, 4]);
		}
	});

	it('killed while it runs: shown as crashed, reported to a chat, and the redelivery is dropped', async () => {
		const errorWorkflow = await activateExample(world.api, await readExample('failed-runs-to-chat'));
		const wait = { name: 'Slow', type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: { amount: 40, unit: 'seconds' } };
		const events = [];
		for (const platform of PLATFORMS) {
			const name = `Killed late ${platform}`;
			events.push({ platform, name, id: await listen(platform, 'connection', name, [wait], { errorWorkflow }), text: `late-${platform}`, eventId: '' });
		}
		for (const event of events) event.eventId = happens(event.platform, event.text);
		// Long before the runs end: n8n has stored them.
		for (const { id, eventId } of events) {
			await until('the event to be acknowledged', () => acknowledged(eventId) === 1);
			expect(statuses(id)).toEqual(['running']);
			expect(pushed(eventId)).toHaveLength(1);
		}
		await killed();
		for (const { id, name, eventId } of events) {
			await until('the run to be shown as crashed', () => statuses(id)[0] === 'crashed');
			await until(() => `the chat to be told of it among:\n${texts().join('\n---\n')}`, () => texts().some((one) => one.includes(name) && one.includes('cut off') && one.includes('retry it')));
			world.sandbox.push.redeliver(eventId);
			await until('the redelivery to be acknowledged', () => acknowledged(eventId) === 2);
		}
		await sleep(SETTLED_MS);
		for (const { id, text } of events) {
			expect(seen(text)).toBe(0);
			expect(statuses(id)).toEqual(['crashed']);
		}
	});
});
