import type { Credential, N8nApi, WorkflowNode } from '../../host/n8nApi';
import type { Platform, Sandbox } from '../../sandbox';

import { aligned, decimal, type Target } from './report';
import { SENDER, timed, type Run } from './run';

const PEOPLE = 1000;

/** What a job took. */
export interface AppResult extends Run {
	job: string;
	contender: string;
	/** People to reach, or to find. */
	wanted: number;
	/** Those who were. */
	done: number;
	calls: number;
	refused: number;
	/** From the first to the last call. */
	callSeconds: number;
	/** The best that the limits allow. */
	optimumSeconds: number;
	targets: Target[];
}

interface Host {
	sandbox: Sandbox;
	api: N8nApi;
	n8nUrl: string;
	credentials: Credential[];
}

interface Job {
	name: string;
	contender: string;
	platform: Platform;
	/** The calls that count. */
	path: RegExp;
	/** What stands behind a list of people, one item each: `userId`, `email`. */
	node: (host: Host) => Pick<WorkflowNode, 'type' | 'parameters'> & { typeVersion?: number };
	credential: string;
	optimumSeconds: number;
	/** How many people got what they were to get. */
	done: (sandbox: Sandbox, people: Person[], result: Run & { output: unknown[] }) => number;
	targets: (result: Omit<AppResult, 'targets'>) => Record<string, boolean>;
}

interface Person {
	userId: string;
	email: string;
}

const ours = (name: string) => `n8n-nodes-lark-dingtalk.${name}`;

const reached = (sandbox: Sandbox, people: Person[]): number => {
	const chats = new Map(sandbox.state().groups.flatMap(({ id, direct }) => (direct ? [[id, direct.userId]] : [])));
	const ids = new Set(people.map(({ userId }) => userId));
	return new Set(sandbox.messages().flatMap(({ groupId }) => (ids.has(chats.get(groupId) ?? '') ? [groupId] : []))).size;
};

const oneEach: Pick<Job, 'name' | 'platform' | 'path' | 'optimumSeconds' | 'done' | 'credential'> = {
	name: 'a Feishu message each to 1,000 people',
	platform: 'feishu',
	path: /\/im\/v1\/messages/,
	credential: 'feishuAppApi',
	// 50 a second, the first 50 at once.
	optimumSeconds: 19,
	done: reached,
};

const jobs: Job[] = [
	{
		...oneEach,
		contender: 'this package',
		node: () => ({
			type: ours('feishuApp'),
			parameters: {
				...{ resource: 'message', operation: 'send', sendTo: 'email', emails: '={{ $json.email }}' },
				...{ messageType: 'text', text: '=Hello {{ $json.userId }}', options: {} },
			},
		}),
		targets: ({ done, wanted, refused, callSeconds, optimumSeconds }) => ({
			'everybody has it': done === wanted,
			'nothing refused': refused === 0,
			'within 15 % of the optimum': callSeconds <= 1.15 * optimumSeconds,
		}),
	},
	{
		...oneEach,
		contender: 'HTTP Request node',
		node: ({ sandbox }) => ({
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				...{ method: 'POST', url: `${sandbox.url}/open-apis/im/v1/messages?receive_id_type=email` },
				...{ authentication: 'predefinedCredentialType', nodeCredentialType: 'feishuAppApi', sendBody: true, specifyBody: 'json' },
				jsonBody: "={{ JSON.stringify({ receive_id: $json.email, msg_type: 'text', content: JSON.stringify({ text: 'Hello ' + $json.userId }) }) }}",
				options: {},
			},
		}),
		targets: () => ({}),
	},
	{
		name: 'the same DingTalk message to 1,000 people',
		contender: 'this package',
		platform: 'dingtalk',
		path: /batchSend/,
		credential: 'dingTalkEnterpriseAppApi',
		// 20 people a call, 20 calls a second.
		optimumSeconds: 2,
		node: () => ({
			type: ours('dingTalkEnterpriseApp'),
			parameters: {
				...{ resource: 'message', operation: 'sendToPeople', sendTo: 'userId', recipients: '={{ $json.userId }}' },
				...{ messageType: 'text', text: 'The canteen is closed today', options: {} },
			},
		}),
		done: reached,
		targets: ({ done, wanted, calls, refused, callSeconds }) => ({
			'everybody has it': done === wanted,
			'50 calls': calls === 50,
			'nothing refused': refused === 0,
			'at most 4 s': callSeconds <= 4,
		}),
	},
	{
		name: '1,000 people found by email',
		contender: 'this package',
		platform: 'feishu',
		path: /batch_get_id/,
		credential: 'feishuAppApi',
		optimumSeconds: 0,
		node: () => ({
			type: ours('feishuApp'),
			parameters: { resource: 'user', operation: 'find', findBy: 'email', email: '={{ $json.email }}', options: {} },
		}),
		done: (_sandbox, _people, { output }) => output.filter((json) => JSON.stringify(json).includes('ou_')).length,
		targets: ({ done, wanted, calls, refused }) => ({
			'everybody is found': done === wanted,
			'20 calls': calls === 20,
			'nothing refused': refused === 0,
		}),
	},
];

/** Each job has people of its own, and the whole of the app's limits. */
export const appJobs = jobs.map((job, index) => async (host: Host): Promise<AppResult> => {
	const { sandbox, api, n8nUrl, credentials } = host;
	const people = Array.from({ length: PEOPLE }, (_, person): Person => {
		const userId = `bench${index}n${person}`;
		return { userId, email: `${userId}@example.com` };
	});
	for (const person of people) sandbox.addPerson({ platform: job.platform, name: person.userId, ...person });
	const credential = credentials.find(({ type }) => type === job.credential)!;
	// What an earlier job used up is not to count against this one.
	sandbox.clock.advance(2 * 60_000);
	const seen = sandbox.calls().length;
	const made = peopleWorkflow(`${job.name}, ${job.contender}`, { ...job.node(host), credential });
	const run = await timed(api, n8nUrl, made, { people });

	const calls = sandbox.calls().slice(seen).filter(({ path }) => job.path.test(path));
	const result = {
		...run,
		job: job.name,
		contender: job.contender,
		wanted: PEOPLE,
		done: job.done(sandbox, people, run),
		calls: calls.length,
		refused: calls.filter(({ outcome }) => outcome === 'refused').length,
		callSeconds: calls.length === 0 ? 0 : (calls.at(-1)!.at - calls[0]!.at) / 1000,
		optimumSeconds: job.optimumSeconds,
	};
	const targets = Object.entries(job.targets(result)).map(([what, met]) => ({ name: `${job.name}: ${what}`, met }));
	return { ...result, targets };
});

/** Webhook -> an item per person -> the node. */
function peopleWorkflow(name: string, { credential, ...step }: ReturnType<Job['node']> & { credential: Credential }) {
	const path = name.toLowerCase().replace(/\W+/g, '-');
	const at = { typeVersion: 1, position: [0, 0] };
	const nodes = [
		{ ...at, name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: path, parameters: { httpMethod: 'POST', path } },
		{ ...at, name: 'People', type: 'n8n-nodes-base.splitOut', parameters: { fieldToSplitOut: 'body.people', options: {} } },
		{ ...at, ...step, name: SENDER, credentials: { [credential.type]: { id: null, name: credential.name } } },
	];
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		path: `/webhook/${path}`,
		workflow: { name, nodes, connections: { Webhook: to('People'), People: to(SENDER) }, settings: { executionOrder: 'v1' } },
	};
}

export const appTargetsOf = ({ targets }: AppResult): Target[] => targets;

export const appTable = (results: AppResult[]): string =>
	aligned([
		['job', 'contender', 'done', 'calls', 'refused', 'calling', 'optimum', 'seconds', 'node', 'n8n shows'],
		...results.map(({ job, contender, wanted, done, calls, refused, callSeconds, optimumSeconds, seconds, nodeSeconds, status }) => [
			...[job, contender, `${done} of ${wanted}`, String(calls), String(refused)],
			...[decimal(callSeconds), decimal(optimumSeconds), decimal(seconds), decimal(nodeSeconds), status ?? ''],
		]),
	]);
