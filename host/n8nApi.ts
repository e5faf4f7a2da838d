import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import axios, { type AxiosInstance } from 'axios';

export interface Owner {
	email: string;
	password: string;
}

export interface Credential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface WorkflowNode {
	name: string;
	type: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string | null; name: string }>;
	webhookId?: string;
	[field: string]: unknown;
}

export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	meta?: Record<string, unknown> | null;
}

export interface SavedWorkflow extends Workflow {
	id: string;
	versionId: string;
	active: boolean;
}

export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	mode: string;
}

const REQUEST_TIMEOUT_MS = 30_000;

/** A webhook call that starts nothing: n8n answers 404 to any method but the registered one, with a hint that says so. */
const registered = /not registered for (\w+) requests/i;

/** What a signed-in browser does with n8n, by n8n's internal REST API (the public one lacks half of it). */
export class N8nApi {
	private readonly http: AxiosInstance;

	constructor(private readonly url: string) {
		this.http = axios.create({
			baseURL: `${url}/rest`,
			// n8n ties the session cookie to this header.
			headers: { 'browser-id': randomUUID() },
			timeout: REQUEST_TIMEOUT_MS,
			proxy: false,
			validateStatus: () => true,
		});
	}

	/** Signs in; on a fresh database it first makes that person the owner. */
	async signIn({ email, password }: Owner): Promise<void> {
		const setup = await this.http.post('/owner/setup', { email, password, firstName: 'Demo', lastName: 'Owner' });
		const answer =
			setup.status === 200 ? setup : await this.http.post('/login', { emailOrLdapLoginId: email, password });
		if (answer.status !== 200) throw refusal('sign-in', answer);
		const cookies = answer.headers['set-cookie'] ?? [];
		this.http.defaults.headers.common.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
	}

	/** A credential is known by its name and type. Returns its ID. */
	async createOrUpdateCredential(credential: Credential): Promise<string> {
		const existing = await this.request<Array<{ id: string; name: string; type: string }>>('GET', '/credentials');
		const same = existing.find(({ name, type }) => name === credential.name && type === credential.type);
		if (!same) return (await this.request<{ id: string }>('POST', '/credentials', credential)).id;
		await this.request('PATCH', `/credentials/${same.id}`, credential);
		return same.id;
	}

	/** What the editor shows after saving a credential: whether it works, and why not. */
	async testCredential(credential: Credential): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const id = await this.createOrUpdateCredential(credential);
		return await this.request('POST', '/credentials/test', { credentials: { id, ...credential } });
	}

	async workflows(): Promise<Array<{ id: string; name: string; active: boolean }>> {
		return await this.request('GET', '/workflows');
	}

	async workflow(id: string): Promise<SavedWorkflow> {
		return await this.request('GET', `/workflows/${id}`);
	}

	async createWorkflow(workflow: Workflow): Promise<SavedWorkflow> {
		return await this.request('POST', '/workflows', workflow);
	}

	async updateWorkflow(id: string, workflow: Workflow): Promise<SavedWorkflow> {
		return await this.request('PATCH', `/workflows/${id}`, workflow);
	}

	/** n8n answers before the trigger is registered; pass the webhook's path to wait for that too. */
	async activate(id: string, webhook?: { path: string; timeoutMs?: number }): Promise<void> {
		const { versionId } = await this.workflow(id);
		await this.request('POST', `/workflows/${id}/activate`, { versionId });
		if (webhook) await this.untilRegistered(webhook.path, webhook.timeoutMs);
	}

	/** Why n8n could not make an active workflow listen, which it tries several times; undefined when it could. */
	async activationError(id: string, timeoutMs = REQUEST_TIMEOUT_MS): Promise<string | undefined> {
		type Publication = { status: string; triggers: Array<{ errorMessage: string | null }> };
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, triggers } = await this.request<Publication>('GET', `/workflows/${id}/publication-status`);
			if (status === 'published') return undefined;
			if (status === 'failed' || status === 'partial') return triggers.flatMap(({ errorMessage }) => errorMessage ?? []).join('\n');
			if (Date.now() > deadline) throw new Error(`n8n is still at the activation of ${id}: ${status}`);
			await sleep(200);
		}
	}

	async deactivate(id: string): Promise<void> {
		await this.request('POST', `/workflows/${id}/deactivate`, {});
	}

	/** Waits until the production webhook at this path exists, without calling it. */
	async untilRegistered(path: string, timeoutMs = REQUEST_TIMEOUT_MS): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, data } = await this.http.request<unknown>({ method: 'DELETE', baseURL: this.url, url: path });
			if (status !== 404 || registered.test(JSON.stringify(data))) return;
			if (Date.now() > deadline) throw new Error(`n8n did not register ${path}: ${JSON.stringify(data)}`);
			await sleep(200);
		}
	}

	/** Starts a workflow as the editor's button does, from the named trigger (a webhook trigger then listens for a test event). */
	async run(id: string, trigger: string): Promise<{ executionId?: string; waitingForWebhook?: boolean }> {
		return await this.request('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** The latest executions, newest first. */
	async executions(workflowId?: string): Promise<Execution[]> {
		const filter = workflowId ? { filter: JSON.stringify({ workflowId }) } : {};
		return (await this.request<{ results: Execution[] }>('GET', '/executions', undefined, filter)).results;
	}

	/** One execution with its data: resultData.runData holds what each node put out. */
	async execution(id: string): Promise<Execution & { data: unknown }> {
		const execution = await this.request<Execution & { data: string }>('GET', `/executions/${id}`);
		return { ...execution, data: unflatten(execution.data) };
	}

	private async request<T>(method: string, url: string, data?: unknown, params?: object): Promise<T> {
		const answer = await this.http.request<{ data: T }>({ method, url, data, params });
		if (answer.status >= 400) throw refusal(`${method} ${url}`, answer);
		return answer.data.data;
	}
}

/** n8n stores execution data flattened: a list of values whose strings inside objects and arrays are list indexes. */
function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const value = (index: number): unknown => {
		const flat = values[index];
		if (typeof flat !== 'object' || flat === null) return flat;
		if (done.has(index)) return done.get(index);
		const full: Record<string, unknown> | unknown[] = Array.isArray(flat) ? [] : {};
		done.set(index, full);
		for (const [key, item] of Object.entries(flat)) {
			Object.assign(full, { [key]: typeof item === 'string' ? value(Number(item)) : item });
		}
		return full;
	};
	return value(0);
}

const refusal = (what: string, { status, data }: { status: number; data: unknown }): Error =>
	new Error(`n8n refused ${what} with ${status}: ${JSON.stringify(data).slice(0, 500)}`);
