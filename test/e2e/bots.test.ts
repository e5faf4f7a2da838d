import axios from 'axios';

import { ALERT_TOKEN } from '../../host/demo';
import type { Credential } from '../../host/n8nApi';

import { until } from './support/until';
import { startWorld, type World } from './support/world';

const TURNS = 25;

const node = (name: string, type: string, parameters: object, credential?: Credential) => ({
	name,
	type,
	typeVersion: type.endsWith('splitInBatches') ? 3 : 1,
	position: [0, 0],
	parameters: parameters as Record<string, unknown>,
	...(credential ? { credentials: { [credential.type]: { id: null, name: credential.name } } } : {}),
});

const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

/** Trigger -> Loop Over Items -> the bot, with the same text in every turn. */
function loopWorkflow(bot: 'larkBot' | 'dingTalkBot', trigger: Credential, credential: Credential) {
	const path = `loop-${bot}`;
	return {
		path: `/webhook/${path}/subscription`,
		workflow: {
			name: `Loop ${bot}`,
			nodes: [
				{ ...node('Trigger', 'n8n-nodes-lark-dingtalk.subscriptionTrigger', { source: 'json' }, trigger), webhookId: path },
				node('Loop', 'n8n-nodes-base.splitInBatches', { options: {} }),
				node(
					'Bot',
					`n8n-nodes-lark-dingtalk.${bot}`,
					{ resource: 'message', operation: 'sendText', text: 'alert: the same text', options: { maxWait: 120 } },
					credential,
				),
			],
			connections: {
				Trigger: { main: [to('Loop')] },
				Loop: { main: [[], to('Bot')] },
				Bot: { main: [to('Loop')] },
			},
		},
	};
}

describe('The bots in a real n8n', () => {
	let world: World;
	let credentials: Credential[];
	const of = (type: string): Credential => credentials.find((credential) => credential.type === type)!;

	beforeAll(async () => {
		world = await startWorld();
		credentials = world.demo.credentials;
		for (const credential of credentials) await world.api.createOrUpdateCredential(credential);
	});

	afterAll(async () => await world?.close());

	it.each(['larkBotApi', 'dingTalkBotApi', 'subscriptionTriggerApi'])('says that a good %s credential works', async (type) => {
		expect(await world.api.testCredential(of(type))).toMatchObject({ status: 'OK' });
	});

	it.each(['larkBotApi', 'dingTalkBotApi'])('says that the bot of a %s credential does not exist', async (type) => {
		const { data } = of(type);
		const webhookUrl = String(data.webhookUrl).replace(/[\w-]{8}$/, 'unknown0');
		const tested = await world.api.testCredential({ name: 'Removed bot', type, data: { ...data, webhookUrl } });
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringContaining('does not exist') });
	});

	it('says what an empty trigger credential lacks', async () => {
		const tested = await world.api.testCredential({ name: 'Empty', type: 'subscriptionTriggerApi', data: { authentication: 'basicAuth', user: 'a' } });
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringContaining('Password is empty') });
	});

	it('posts nothing while it tests credentials', () => {
		expect(world.groups.flatMap((group) => group.texts())).toEqual([]);
	});

	it('delivers the same text 25 times from a loop of 25 turns, through both bots', async () => {
		const body = Array.from({ length: TURNS }, (_, turn) => ({ turn }));
		for (const [bot, type] of [['larkBot', 'larkBotApi'], ['dingTalkBot', 'dingTalkBotApi']] as const) {
			const { workflow, path } = loopWorkflow(bot, of('subscriptionTriggerApi'), of(type));
			const { id } = await world.api.createWorkflow(workflow);
			await world.api.activate(id, { path });
			await axios.post(`${world.n8n.url}${path}`, body, { headers: { authorization: `Bearer ${ALERT_TOKEN}` }, proxy: false });
		}
		for (const group of world.groups) {
			await until(`${TURNS} messages in ${group.name}`, () => group.texts().length >= TURNS, 150_000);
		}
		await until('both executions have ended', async () => {
			const executions = await world.api.executions();
			return executions.length === 2 && executions.every(({ status }) => status === 'success');
		});
		for (const group of world.groups) expect(group.texts()).toEqual(Array(TURNS).fill('alert: the same text'));
		expect(world.sandbox.calls({ outcome: 'refused' }).filter(({ check }) => /rate/i.test(check ?? ''))).toEqual([]);
	});
});
