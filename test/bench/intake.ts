/**
 * Events that come in over HTTP: how many executions a second a real n8n starts through our webhook trigger and through
 * its own Webhook node, and what reading one costs beside the official SDK's dispatcher. In turn and paired, so that a
 * machine that gets slower meanwhile slows both.
 */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';

import * as lark from '@larksuiteoapi/node-sdk';
import axios from 'axios';

import type { Credential, N8nApi, WorkflowNode } from '../../host/n8nApi';
import { feishuCallback } from '../../lib/feishu/inbound/callback';
import { createState } from '../../lib/n8n/state';
import { systemClock } from '../../lib/clock';
import type { Sandbox } from '../../sandbox';
import { storedExecutions } from '../e2e/support/executions';
import { until } from '../e2e/support/until';

import { aligned, type Target } from './report';

const ROUNDS = 5;
const EVENTS = 200;
const CLIENTS = 20;
const READ_ROUNDS = 7;
const READS = 3_000;

const APP = { appId: 'cli_be00000000000001', appSecret: 'made-up-bench-secret', verificationToken: 'made-up-bench-token', encryptKey: 'made-up-bench-key' };

/** What n8n's own node is called with. */
const HEADER = { name: 'x-bench', value: 'made-up' };

export interface Paired {
	what: string;
	unit: string;
	/** Ours and theirs, round by round. */
	rounds: Array<{ ours: number; theirs: number }>;
	/** Median of the rounds' ratios, ours to theirs. */
	ratio: number;
	/** Undefined: only to be seen. */
	target?: Target;
}

/** A message as Feishu posts it: encrypted and signed. */
function signedEvent(number: number): { body: string; headers: Record<string, string> } {
	const event = {
		schema: '2.0',
		header: {
			event_id: `bench-${process.pid}-${number}-${randomBytes(4).toString('hex')}`,
			event_type: 'im.message.receive_v1',
			create_time: String(Date.now()),
			token: APP.verificationToken,
			app_id: APP.appId,
			tenant_key: 'bench',
		},
		event: {
			sender: { sender_id: { open_id: 'ou_bench', union_id: 'on_bench', user_id: 'bench' }, sender_type: 'user', tenant_key: 'bench' },
			message: {
				message_id: `om_bench_${process.pid}_${number}_${randomBytes(4).toString('hex')}`,
				create_time: String(Date.now()),
				chat_id: 'oc_bench',
				chat_type: 'group',
				message_type: 'text',
				content: JSON.stringify({ text: `@_user_1 the disk of db-${number} is 97 % full, 请看一下` }),
				mentions: [{ key: '@_user_1', id: { open_id: 'ou_bot', union_id: 'on_bot' }, mentioned_type: 'bot', name: 'Bench', tenant_key: 'bench' }],
			},
		},
	};
	const iv = randomBytes(16);
	const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(APP.encryptKey).digest(), iv);
	const encrypt = Buffer.concat([iv, cipher.update(JSON.stringify(event)), cipher.final()]).toString('base64');
	const body = JSON.stringify({ encrypt });
	const timestamp = String(Math.floor(Date.now() / 1000));
	const nonce = randomBytes(8).toString('hex');
	const signature = createHash('sha256').update(timestamp + nonce + APP.encryptKey + body).digest('hex');
	return {
		body,
		headers: {
			'content-type': 'application/json',
			'x-lark-request-timestamp': timestamp,
			'x-lark-request-nonce': nonce,
			'x-lark-signature': signature,
		},
	};
}

interface Host {
	sandbox: Sandbox;
	api: N8nApi;
	n8nUrl: string;
	userFolder: string;
}

/**
 * When n8n makes a sandbox for expressions: for each request, which its own Webhook node alone may do without, or when one
 * is evaluated (`N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE`).
 */
export type Sandboxes = 'for each request' | 'when needed';

/**
 * Executions a second, from the first request until the last execution has ended; beside n8n's Webhook node as it has to
 * be if not everybody may start the workflow, and as it is by default. With a sandbox for each request most of the time
 * goes into them; without, it shows what the trigger itself takes.
 */
export async function measureIntake(host: Host, sandboxes: Sandboxes): Promise<Paired[]> {
	host.sandbox.addApp({ platform: 'feishu', name: 'Bench', id: APP.appId, secret: APP.appSecret });
	const credential: Credential = { name: 'Bench app', type: 'feishuAppApi', data: { region: 'private', baseUrl: host.sandbox.url, ...APP } };
	const header: Credential = { name: 'Bench header', type: 'httpHeaderAuth', data: HEADER };
	for (const one of [credential, header]) await host.api.createOrUpdateCredential(one);
	const ours = await listening(host, 'Intake ours', 'intake-ours/feishu', {
		type: 'n8n-nodes-lark-dingtalk.feishuAppWebhookTrigger',
		typeVersion: 1.1,
		webhookId: 'intake-ours',
		parameters: { events: ['message'], filters: { chats: 'oc_bench' } },
		credentials: { feishuAppApi: { id: null, name: credential.name } },
	});
	const webhook = (name: string, parameters: object, credentials?: WorkflowNode['credentials']) =>
		listening(host, name, name, {
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: name,
			parameters: { httpMethod: 'POST', path: name, responseMode: 'onReceived', ...parameters },
			credentials,
		});
	const guarded = await webhook('intake-guarded', { authentication: 'headerAuth' }, { httpHeaderAuth: { id: null, name: header.name } });
	const open = await webhook('intake-open', {});
	// Not counted: what n8n does for the first time.
	for (const start of [ours, guarded, open]) await start();
	const toGuarded: Paired['rounds'] = [];
	const toOpen: Paired['rounds'] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const rate = await ours();
		toGuarded.push({ ours: rate, theirs: await guarded() });
		toOpen.push({ ours: rate, theirs: await open() });
	}
	const what = `executions started by an event over HTTP, with signature, decryption, dedupe and a filter; sandboxes ${sandboxes}`;
	const isEnough = (ratio: number): boolean => ratio >= 0.85;
	return [
		paired(`${what} (theirs: Webhook node with Header Auth)`, 'a second', toGuarded, isEnough, 'at least 85 %'),
		paired(`${what} (theirs: Webhook node that anybody may call)`, 'a second', toOpen, sandboxes === 'when needed' ? isEnough : undefined, 'at least 85 %'),
	];
}

/** A trigger with nothing behind it; the answer sends it all events and resolves with executions a second. */
async function listening({ api, n8nUrl, userFolder }: Host, name: string, path: string, trigger: Omit<WorkflowNode, 'name'>): Promise<() => Promise<number>> {
	const nodes = [
		{ ...trigger, name: 'Trigger', position: [0, 0] },
		{ name: 'Nothing', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
	] as WorkflowNode[];
	const connections = { Trigger: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } };
	const { id } = await api.createWorkflow({ name, nodes, connections, settings: { executionOrder: 'v1' } });
	await api.activate(id, { path: `/webhook/${path}` });
	const ended = (): number => storedExecutions(userFolder, id).filter(({ status }) => status === 'success').length;
	return async () => {
		const events = Array.from({ length: EVENTS }, (_, number) => signedEvent(number));
		const before = ended();
		const start = performance.now();
		const client = async (): Promise<void> => {
			for (let event = events.pop(); event; event = events.pop()) {
				await axios.post(`${n8nUrl}/webhook/${path}`, event.body, { headers: { ...event.headers, [HEADER.name]: HEADER.value }, proxy: false });
			}
		};
		await Promise.all(Array.from({ length: CLIENTS }, client));
		await until(
			() => `${EVENTS} executions of ${name}; ${ended() - before} have ended`,
			() => (ended() - before >= EVENTS ? true : undefined),
		);
		return EVENTS / ((performance.now() - start) / 1000);
	};
}

/** CPU time of verifying, decrypting and decoding one event, in µs. */
export async function measureReading(): Promise<Paired> {
	const dispatcher = new lark.EventDispatcher({ encryptKey: APP.encryptKey, verificationToken: APP.verificationToken, loggerLevel: lark.LoggerLevel.fatal });
	dispatcher.register({ 'im.message.receive_v1': async () => {} });
	const { clock, callbackReplays } = createState(systemClock);
	const settings = { ...APP, trigger: 'bench', platform: 'feishu' as const, botOpenId: 'ou_bot' };
	const ours = async (events: ReturnType<typeof signedEvent>[]): Promise<void> => {
		for (const { body, headers } of events) {
			const result = feishuCallback({ headers, rawBody: Buffer.from(body), query: {} }, settings, clock, callbackReplays);
			if (!('event' in result)) throw new Error(`Refused: ${JSON.stringify(result)}`);
		}
	};
	const theirs = async (events: ReturnType<typeof signedEvent>[]): Promise<void> => {
		// The SDK looks for the headers in the prototype of the body.
		for (const { body, headers } of events) await dispatcher.invoke(Object.assign(Object.create({ headers }) as object, JSON.parse(body)));
	};
	const cost = async (read: typeof ours): Promise<number> => {
		const events = Array.from({ length: READS }, (_, number) => signedEvent(number));
		const start = process.cpuUsage();
		await read(events);
		const { user, system } = process.cpuUsage(start);
		return (user + system) / READS;
	};
	for (const read of [ours, theirs]) await cost(read);
	const rounds = [];
	for (let round = 0; round < READ_ROUNDS; round++) rounds.push({ ours: await cost(ours), theirs: await cost(theirs) });
	return paired("reading an event: verify, decrypt, decode (theirs: the official SDK's EventDispatcher)", 'µs of CPU', rounds, (ratio) => ratio <= 1, 'at most as much');
}

function paired(what: string, unit: string, rounds: Paired['rounds'], isMet?: (ratio: number) => boolean, wanted = ''): Paired {
	const ratio = median(rounds.map(({ ours, theirs }) => ours / theirs));
	return { what, unit, rounds, ratio, ...(isMet && { target: { name: `${what}: ${wanted} (x ${ratio.toFixed(2)})`, met: isMet(ratio) } }) };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

export const pairedTable = (results: Paired[]): string =>
	aligned([
		['compared', 'unit', 'ours', 'theirs', 'ours / theirs'],
		...results.map(({ what, unit, rounds, ratio }) => [
			what,
			unit,
			median(rounds.map(({ ours }) => ours)).toFixed(1),
			median(rounds.map(({ theirs }) => theirs)).toFixed(1),
			ratio.toFixed(2),
		]),
	]);
