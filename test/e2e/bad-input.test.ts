import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';

import axios, { type AxiosResponse } from 'axios';

import { ALERT_TOKEN, DEMO_SECRET } from '../../host/demo';
import { alertmanagerBody } from '../../host/firstAlert';

import { peakMemory } from './support/processes';
import { startWorld, type World } from './support/world';

const MB = 1024 * 1024;
const NESTING = 100_000;
const MEMORY_GROWTH = 400 * MB;

describe('Bad input at the trigger', () => {
	let world: World;
	let url: string;
	let memoryVariable: string;
	const answers: string[] = [];

	const post = async (data: string | Buffer, headers: Record<string, string> = {}): Promise<AxiosResponse<unknown>> => {
		const answer = await axios.post<unknown>(url, data, {
			headers: { 'content-type': 'application/json', authorization: `Bearer ${ALERT_TOKEN}`, ...headers },
			validateStatus: () => true,
			proxy: false,
			// A connection per request: n8n answers some of these before it has read them.
			httpAgent: new Agent({ keepAlive: false }),
			maxBodyLength: Infinity,
			transformRequest: (body: unknown) => body,
		});
		answers.push(JSON.stringify(answer.data) + JSON.stringify(answer.headers));
		return answer;
	};
	const alert = (changes: object = {}): string =>
		JSON.stringify({ ...alertmanagerBody(new Date().toISOString()), ...changes });

	beforeAll(async () => {
		world = await startWorld();
		url = `${world.n8n.url}${(await world.activate('alertmanager-to-chat')).webhook}`;
		memoryVariable = `N8N_PORT=${new URL(world.n8n.url).port}`;
	});

	afterAll(async () => await world?.close());

	it.each([
		['malformed JSON (n8n answers)', '{"alerts": [', {}, 422],
		['a wrong secret', '{}', { authorization: 'Bearer wrong' }, 401],
		['no secret', '{}', { authorization: '' }, 401],
		['a body of 10 MB', JSON.stringify({ text: 'x'.repeat(10 * MB) }), {}, 413],
	])('refuses %s', async (_name, body, headers, status) => {
		expect((await post(body, headers)).status).toBe(status);
	});

	it('refuses a gzip bomb (n8n answers) without inflating it', async () => {
		const before = peakMemory(memoryVariable);
		const answer = await post(gzipSync(Buffer.alloc(500 * MB, ' ')), { 'content-encoding': 'gzip' });
		expect(answer.status).toBe(500);
		expect(peakMemory(memoryVariable) - before).toBeLessThan(MEMORY_GROWTH);
	});

	it('survives 100,000 levels of nesting', async () => {
		const before = peakMemory(memoryVariable);
		const answer = await post('['.repeat(NESTING) + ']'.repeat(NESTING));
		expect(answer.status).toBe(400);
		expect(peakMemory(memoryVariable) - before).toBeLessThan(MEMORY_GROWTH);
	});

	it('takes an alert without labels', async () => {
		const bare = { status: 'firing', annotations: { summary: 'Nobody labelled this' }, startsAt: new Date().toISOString() };
		const body = alert({ alerts: [bare], commonLabels: {}, groupLabels: {}, commonAnnotations: {} });
		expect((await post(body)).status).toBe(200);
		await Promise.all(world.groups.map(async (group) => await group.shows('Nobody labelled this')));
	});

	it('still takes a normal alert', async () => {
		expect((await post(alert())).status).toBe(200);
		await Promise.all(world.groups.map(async (group) => await group.shows('DiskAlmostFull')));
	});

	it('tells no secret, neither in an answer nor in the log', () => {
		const tokens = world.demo.credentials.map(({ data }) => data.webhookUrl).filter((secret) => secret !== undefined);
		for (const secret of [ALERT_TOKEN, DEMO_SECRET, ...tokens.map(String)]) {
			expect(answers.join()).not.toContain(secret);
			expect(world.n8n.logs).not.toContain(secret);
		}
	});
});
