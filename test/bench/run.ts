import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { Execution, N8nApi, Workflow } from '../../host/n8nApi';

/** Times in seconds; only workflows have the last two. */
export interface Run {
	/** From the start until the run has ended. */
	seconds: number;
	/** n8n's own time for the execution. */
	executionSeconds?: number;
	/** n8n's own time for the sending node. */
	nodeSeconds?: number;
	/** Whether n8n shows it as `success` or `error`. */
	status?: string;
}

export const since = (start: number): number => (performance.now() - start) / 1000;

/** The node of a workflow that sends. */
export const SENDER = 'Sender';
/** No contender takes as long; what still runs then hangs. */
const TIMEOUT_SECONDS = 600;

/** Makes a workflow listen at a path, posts a body to it, and waits until its execution has ended. */
export async function timed(api: N8nApi, n8nUrl: string, { workflow, path }: { workflow: Workflow; path: string }, body: object, headers = {}): Promise<Run & { output: unknown[] }> {
	const { id } = await api.createWorkflow(workflow);
	await api.activate(id, { path });

	const start = performance.now();
	await axios.post(n8nUrl + path, body, { headers, proxy: false });
	const execution = await ended(api, id, start);
	const seconds = since(start);
	return { seconds, status: execution.status, ...(await n8nTimes(api, execution.id)) };
}

async function ended(api: N8nApi, workflowId: string, start: number): Promise<Execution> {
	for (;;) {
		const [execution] = await api.executions(workflowId);
		if (execution && !['new', 'running', 'waiting'].includes(execution.status)) return execution;
		if (since(start) > TIMEOUT_SECONDS) throw new Error(`Execution ${execution?.id} has not ended in ${TIMEOUT_SECONDS} s`);
		await sleep(50);
	}
}

async function n8nTimes(api: N8nApi, executionId: string): Promise<Pick<Run, 'executionSeconds' | 'nodeSeconds'> & { output: unknown[] }> {
	const execution = (await api.execution(executionId)) as unknown as {
		startedAt: string;
		stoppedAt: string;
		data: { resultData: { runData: Record<string, Array<{ executionTime: number; data?: { main?: Array<Array<{ json: unknown }> | null> } }>> } };
	};
	return {
		executionSeconds: (Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt)) / 1000,
		nodeSeconds: execution.data.resultData.runData[SENDER]?.[0] && execution.data.resultData.runData[SENDER][0].executionTime / 1000,
		output: (execution.data.resultData.runData[SENDER]?.[0]?.data?.main?.[0] ?? []).map(({ json }) => json),
	};
}
