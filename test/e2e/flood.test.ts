import axios from 'axios';

import { alertmanagerBody, makeAlerts, unrepresented } from './support/alerts';
import { storedExecutions, type StoredExecution } from './support/executions';
import { until } from './support/until';
import { alertHeaders, alertWorkflow } from './support/workflow';
import { startWorld, type Group, type World } from './support/world';

const CLIENTS = 20;
const MINUTE_MS = 60_000;
const PER_MINUTE = 20;
const ENDS_WITHIN_MS = 90_000;
/** n8n's start, about 18 executions per second (half of that on a busy machine), and the wait for their end. */
const HOOK_TIMEOUT_MS = 420_000;

const alerts = makeAlerts(1000);

/** Every alert in a call of its own, from some clients at once. Returns the statuses of the answers. */
async function post(url: string): Promise<number[]> {
	const waiting = [...alerts];
	const statuses: number[] = [];
	const client = async (): Promise<void> => {
		for (let alert = waiting.shift(); alert; alert = waiting.shift()) {
			const options = { headers: alertHeaders, proxy: false as const, validateStatus: () => true };
			statuses.push((await axios.post(url, alertmanagerBody([alert]), options)).status);
		}
	};
	await Promise.all(Array.from({ length: CLIENTS }, client));
	return statuses;
}

/** How often each value occurs: readable when it is not as expected. */
const counts = (values: Array<string | number>): Record<string, number> => {
	const result: Record<string, number> = {};
	for (const value of values) result[value] = (result[value] ?? 0) + 1;
	return result;
};

describe('A thousand alerts, each in an execution of its own, to one DingTalk robot', () => {
	let world: World;
	let group: Group;
	let statuses: number[];
	let lastCallAt: number;
	let executions: StoredExecution[];

	beforeAll(async () => {
		world = await startWorld();
		group = world.groups.find(({ name }) => name.startsWith('DingTalk'))!;
		const credentialOf = (type: string) => world.demo.credentials.find((credential) => credential.type === type)!;
		for (const credential of world.demo.credentials) await world.api.createOrUpdateCredential(credential);
		const { workflow, path } = alertWorkflow('Flood', credentialOf('subscriptionTriggerApi'), {
			name: 'DingTalk Bot',
			type: 'n8n-nodes-lark-dingtalk.dingTalkBot',
			parameters: { resource: 'notification', operation: 'sendNotification', options: {} },
			credential: credentialOf('dingTalkBotApi'),
		});
		const { id } = await world.api.createWorkflow(workflow);
		await world.api.activate(id, { path });

		statuses = await post(`${world.n8n.url}${path}`);
		lastCallAt = Date.now();
		const look = (): StoredExecution[] => (executions = storedExecutions(world.userFolder, id));
		// Some more than allowed, so that the tests below can tell by how much it was too long.
		await until(
			() => `the end of ${executions.filter(({ stoppedAt }) => stoppedAt === null).length} executions`,
			() => look().length === alerts.length && executions.every(({ stoppedAt }) => stoppedAt !== null),
			1.5 * ENDS_WITHIN_MS,
		);
	}, HOOK_TIMEOUT_MS);

	afterAll(async () => await world?.close());

	it('answers every call with 200', () => {
		expect(counts(statuses)).toEqual({ 200: alerts.length });
	});

	it('ends every execution with success, within 90 seconds of the last call', () => {
		expect(counts(executions.map(({ status }) => status))).toEqual({ success: alerts.length });
		expect(Math.max(...executions.map(({ stoppedAt }) => stoppedAt!)) - lastCallAt).toBeLessThanOrEqual(ENDS_WITHIN_MS);
	});

	it('shows every alert', () => {
		const missing = unrepresented(alerts, group.texts());
		expect({ missing: missing.length, forExample: missing.slice(0, 3) }).toEqual({ missing: 0, forExample: [] });
	});

	it('sends at most 20 messages in any minute', () => {
		const sentAt = world.sandbox.messages().map((message) => message.sentAt);
		expect(sentAt.length).toBeGreaterThan(0);
		const spans = sentAt.slice(PER_MINUTE).map((at, index) => at - sentAt[index]!);
		expect(spans.filter((span) => span < MINUTE_MS)).toEqual([]);
	});

	it('sends nothing that the platform refuses', () => {
		expect(world.sandbox.calls().filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
	});
});
