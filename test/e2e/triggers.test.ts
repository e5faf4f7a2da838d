import { setTimeout as sleep } from 'node:timers/promises';

import { activateExample, readExample } from '../../host/examples';
import type { Credential, Workflow } from '../../host/n8nApi';
import type { Message } from '../../sandbox';
import { controlOf } from '../conformance/support/controls';

import { until } from './support/until';
import { startWorld, type World } from './support/world';

const START_TIMEOUT_MS = 300_000;
/** How long the last workflow may take to hang up. */
const CLOSED_WITHIN_MS = 5_000;
/** Whatever comes late has come by then. */
const SETTLED_MS = 1_000;

const ours = (type: string) => `n8n-nodes-lark-dingtalk.${type}`;

type Platform = 'feishu' | 'dingtalk';

const PLATFORMS: Record<Platform, { node: string; person: string; other: string; decided: { clicker: string; everybody: string } }> = {
	feishu: { node: 'feishuApp', person: 'lilei', other: 'hanmeimei', decided: { clicker: '@李雷', everybody: '@李雷' } },
	dingtalk: { node: 'dingTalkEnterpriseApp', person: 'wangfang', other: 'chenchen', decided: { clicker: 'Approved', everybody: 'Approved by 王芳' } },
};
const NAMES = Object.keys(PLATFORMS) as Platform[];

describe('The triggers of the apps in a real n8n', () => {
	let world: World;
	let active: string[] = [];

	const of = (type: string): Credential => world.demo.credentials.find((credential) => credential.type === type)!;
	const appOf = (platform: Platform) => world.sandbox.state().apps.find((app) => app.platform === platform)!;
	const groupOf = (platform: Platform) => world.demo.groups.find((group) => group.platform === platform)!.id;
	const sockets = (platform: Platform): number => world.sandbox.push.sockets(appOf(platform).id).length;
	const connected = (platform: Platform) => until(`a connection of ${platform}`, () => sockets(platform) === 1);

	beforeAll(async () => {
		world = await startWorld();
		for (const credential of world.demo.credentials) await world.api.createOrUpdateCredential(credential);
	}, START_TIMEOUT_MS);

	afterAll(async () => await world?.close());

	/** Somebody writes to the bot, in private or in the group, and gets what the bot sends there next. */
	async function ask(platform: Platform, text: string, inGroup = false): Promise<Message> {
		const { id: appId } = appOf(platform);
		const { person: userId } = PLATFORMS[platform];
		const where = inGroup ? { groupId: groupOf(platform), mentions: [appId] } : { appId };
		const { groupId, id } = world.sandbox.push.write({ userId, text, ...where });
		const later = (): Message[] => {
			const messages = world.sandbox.messages(groupId);
			return messages.slice(messages.findIndex((message) => message.id === id) + 1);
		};
		return await until(`an answer to ${text} on ${platform}`, () => later()[0]);
	}

	async function activate(workflow: Workflow, webhook?: { path: string }): Promise<string> {
		const { id } = await world.api.createWorkflow(workflow);
		await world.api.activate(id, webhook);
		active.push(id);
		return id;
	}

	async function deactivateAll(): Promise<void> {
		for (const id of active) await world.api.deactivate(id);
		active = [];
	}

	const closed = () => until('every connection to be closed', () => NAMES.every((platform) => sockets(platform) === 0), CLOSED_WITHIN_MS);

	/** One trigger, and nothing behind it. */
	const trigger = (platform: Platform, parameters: object, credential = of(`${PLATFORMS[platform].node}Api`), webhookId?: string): Workflow => ({
		name: `Trigger ${platform}`,
		nodes: [
			{
				name: 'Trigger',
				type: ours(`${PLATFORMS[platform].node}${webhookId === undefined ? '' : 'Webhook'}Trigger`),
				typeVersion: 1,
				position: [0, 0],
				parameters: { ...parameters },
				webhookId,
				credentials: { [credential.type]: { id: null, name: credential.name } },
			},
		],
		connections: {},
		settings: { executionOrder: 'v1' },
	});

	/** What the trigger of an execution has put out. */
	async function itemsOf(executionId: string): Promise<Array<{ json: Record<string, unknown>; binary?: Record<string, object> }>> {
		const { data } = await world.api.execution(executionId);
		type Run = { data: { main: Array<Array<{ json: Record<string, unknown> }>> } };
		const { resultData } = data as { resultData: { runData: Record<string, Run[]> } };
		return resultData.runData.Trigger![0]!.data.main[0]!;
	}

	/** The card that the bot has sent is clicked; what everybody sees of it then. */
	async function clickThrough(platform: Platform): Promise<void> {
		const { person, decided } = PLATFORMS[platform];
		const card = await ask(platform, 'A card, please', true);
		expect(card.text).toContain('Restart db-1?');
		const outcome = await world.sandbox.push.click({ messageId: card.id, userId: person, control: controlOf(card, 'Approve') });
		expect(outcome).toMatchObject({ updated: true, ...(platform === 'feishu' && { toast: { type: 'success', content: 'Approved' } }) });
		expect(outcome.message.text).toContain(decided.clicker);
		const now = (): Message => world.sandbox.messages(card.groupId).find(({ id }) => id === card.id)!;
		await until(() => `everybody to see it:\n${now().text}`, () => now().text.includes(decided.everybody));
		expect(() => controlOf(now(), 'Approve')).toThrow();
	}

	describe('over connections: both examples at once', () => {
		beforeAll(async () => {
			for (const example of ['chat-bot-reply', 'card-click-updates-card']) await activate((await readExample(example)).workflow);
			for (const platform of NAMES) await connected(platform);
			// n8n answers before its triggers listen.
			for (const id of active) expect(await world.api.activationError(id)).toBeUndefined();
		});

		it.each(NAMES)('%s: a message is answered, in private and in the group', async (platform) => {
			expect((await ask(platform, 'Hello')).text).toContain('You said: Hello');
			expect((await ask(platform, 'Hello, all', true)).text).toContain('You said: Hello, all');
		});

		it.each(NAMES)('%s: a click updates the card, while the platform waits for it', clickThrough);

		it('two workflows on one app share one connection, and only one of them answers', () => {
			for (const platform of NAMES) expect(sockets(platform)).toBe(1);
			const answers = world.sandbox.messages(groupOf('feishu')).filter(({ appId }) => appId === appOf('feishu').id);
			expect(answers).toHaveLength(2);
		});

		it('leave no connection behind', async () => {
			await deactivateAll();
			await closed();
		});
	});

	describe('by HTTP', () => {
		const url = (webhookId: string, platform: Platform): string => `${world.n8n.url}/webhook/${webhookId}-${platform}/${platform}`;

		const use = async (example: string): Promise<string> => {
			const { workflow } = await readExample(example, 'workflow.http.json');
			const here = JSON.parse(JSON.stringify(workflow).replaceAll('https://n8n.example.com', world.n8n.url)) as Workflow;
			const webhookId = example === 'chat-bot-reply' ? example : 'card-click';
			const id = await activate(here);
			for (const platform of NAMES) {
				const address = url(webhookId, platform);
				await world.api.untilRegistered(new URL(address).pathname);
				world.sandbox.changeApp(appOf(platform).id, { push: { by: 'http', eventUrl: address, robotUrl: address } });
			}
			return id;
		};

		afterAll(async () => {
			await deactivateAll();
			for (const platform of NAMES) world.sandbox.changeApp(appOf(platform).id, { push: { by: 'connection', eventUrl: '', robotUrl: '' } });
		});

		it('a message is answered; the console takes the address', async () => {
			await use('chat-bot-reply');
			for (const platform of NAMES) {
				expect(await world.sandbox.push.checkUrl(appOf(platform).id)).toMatchObject({ ok: true });
				expect((await ask(platform, 'Hello over HTTP')).text).toContain('You said: Hello over HTTP');
				expect((await ask(platform, 'Hello, all, over HTTP', true)).text).toContain('You said: Hello, all, over HTTP');
			}
			await deactivateAll();
		});

		it('a click updates the card, while the platform waits for it', async () => {
			const id = await use('card-click-updates-card');
			// DingTalk is told once where clicks go.
			const { executionId } = await world.api.run(id, 'Once');
			await until('the address to be registered', async () => (await world.api.execution(executionId!)).status === 'success');
			for (const platform of NAMES) await clickThrough(platform);
			expect(NAMES.map(sockets)).toEqual([0, 0]);
		});

		it.each(NAMES)('%s: a test run hears what comes to the test URL, also after the console has checked that', async (platform) => {
			const { id } = await world.api.createWorkflow(trigger(platform, { events: ['message'] }, undefined, `test-${platform}`));
			expect(await world.api.run(id, 'Trigger')).toEqual({ waitingForWebhook: true });
			const address = `${world.n8n.url}/webhook-test/test-${platform}/${platform}`;
			const { id: appId } = appOf(platform);
			world.sandbox.changeApp(appId, { push: { by: 'http', eventUrl: address, robotUrl: address } });
			expect(await world.sandbox.push.checkUrl(appId)).toMatchObject({ ok: true });
			world.sandbox.push.write({ userId: PLATFORMS[platform].person, appId, text: 'Test, please' });
			const [run] = await until('a run', async () => {
				const runs = await world.api.executions(id);
				return runs[0]?.status === 'success' && runs;
			});
			expect((await itemsOf(run!.id))[0]!.json).toMatchObject({ kind: 'message', text: 'Test, please' });
		});
	});

	it('a wrong secret is told when the workflow is activated, with what to do', async () => {
		const failed = async (platform: Platform): Promise<string | undefined> => {
			const { type, data } = of(`${PLATFORMS[platform].node}Api`);
			const secret = platform === 'feishu' ? 'appSecret' : 'clientSecret';
			const wrong = { name: `Wrong ${platform}`, type, data: { ...data, [secret]: 'made-up-and-wrong' } };
			await world.api.createOrUpdateCredential(wrong);
			return await world.api.activationError(await activate(trigger(platform, { events: ['message'] }, wrong)));
		};
		// n8n tries five times.
		for (const shown of await Promise.all(NAMES.map(failed))) {
			expect(shown).toMatch(/can't be connected: .+Copy both again/);
			expect(shown).not.toContain('made-up-and-wrong');
		}
		await deactivateAll();
	});

	it.each(NAMES)('%s: the files of a message are downloaded, if the trigger is to', async (platform) => {
		const id = await activate(trigger(platform, { events: ['message'], options: { download: true } }));
		await connected(platform);
		const bytes = Buffer.from('id,state\n1,open\n');
		const { id: appId } = appOf(platform);
		world.sandbox.push.write({ userId: PLATFORMS[platform].person, appId, file: { kind: 'file', name: 'orders.csv', contentType: 'text/csv', bytes } });
		const [run] = await until('a run', async () => {
			const runs = await world.api.executions(id);
			return runs[0]?.status === 'success' && runs;
		});
		const [item] = await itemsOf(run!.id);
		expect(item!.json).toMatchObject({ message: { attachments: [{ kind: 'file', name: 'orders.csv', field: 'attachment_0' }] } });
		expect(item!.binary!.attachment_0).toMatchObject({ fileName: 'orders.csv' });
		await deactivateAll();
		await closed();
	});

	it.each(NAMES)('%s: switched on and off five times, there is one connection, and then none', async (platform) => {
		const stays = await activate(trigger(platform, { events: ['message'] }));
		await connected(platform);
		const { id } = await world.api.createWorkflow(trigger(platform, { events: ['*'] }));
		const switchOnAndOff = async (): Promise<void> => {
			await world.api.activate(id);
			expect(await world.api.activationError(id)).toBeUndefined();
			expect(sockets(platform)).toBe(1);
			await world.api.deactivate(id);
		};
		for (let cycle = 0; cycle < 5; cycle++) await switchOnAndOff();
		expect(sockets(platform)).toBe(1);
		await world.api.deactivate(stays);
		active = [];
		await closed();
		for (let cycle = 0; cycle < 5; cycle++) await switchOnAndOff();
		await closed();
		await sleep(SETTLED_MS);
		expect(sockets(platform)).toBe(0);
	});

	it.each(NAMES)('%s: a test run hears what the active workflow hears', async (platform) => {
		const id = await activate(trigger(platform, { events: ['message'] }));
		await connected(platform);
		const { executionId } = await world.api.run(id, 'Trigger');
		await until('the test run to listen', async () => (await world.api.execution(executionId!)).status === 'running');
		// Nothing shows from outside that it has joined the connection.
		const { id: appId } = appOf(platform);
		const write = () => world.sandbox.push.write({ userId: PLATFORMS[platform].other, appId, text: 'Test, please' });
		await until('the test run to be over', async () => {
			write();
			return (await world.api.execution(executionId!)).status === 'success';
		});
		expect((await itemsOf(executionId!))[0]!.json).toMatchObject({ kind: 'message', text: 'Test, please' });
		await until('the active workflow to have heard it, too', async () => (await world.api.executions(id)).some(({ mode, status }) => mode === 'trigger' && status === 'success'));
		expect(sockets(platform)).toBe(1);
		await deactivateAll();
		await closed();
	});

	it('a run that fails is reported to a chat, with what to do', async () => {
		const errorWorkflow = await activateExample(world.api, await readExample('failed-runs-to-chat'));
		const workflow = trigger('feishu', { events: ['message'] });
		const reply = { name: 'Reply', type: ours('feishuApp'), typeVersion: 1, position: [200, 0], parameters: { resource: 'message', operation: 'reply', messageId: 'none', text: 'Hello' } };
		await activate({
			name: 'Replies to nothing',
			nodes: [...workflow.nodes, { ...reply, credentials: workflow.nodes[0]!.credentials }],
			connections: { Trigger: { main: [[{ node: 'Reply', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1', errorWorkflow },
		});
		await connected('feishu');
		world.sandbox.push.write({ userId: PLATFORMS.feishu.person, appId: appOf('feishu').id, text: 'Hello' });
		for (const group of world.groups) await group.shows('Replies to nothing', 'the run has failed', 'What to do', 'Reply');
		await deactivateAll();
		await closed();
	});

	it.each(NAMES)('%s: a connection that is lost for good is reported to a chat, with what to do', async (platform) => {
		const errorWorkflow = await activateExample(world.api, await readExample('failed-runs-to-chat'));
		const name = `Deaf on ${platform}`;
		await activate({ ...trigger(platform, { events: ['message'] }), name, settings: { executionOrder: 'v1', errorWorkflow } });
		await connected(platform);
		const { id: appId } = appOf(platform);
		world.sandbox.changeApp(appId, { secret: 'made-up-and-new' });
		world.sandbox.push.addSocketFault({ appId, kind: 'disconnect' });
		for (const group of world.groups) await group.shows(name, 'does not listen', "can't be connected", 'Copy both again');
	});
});
