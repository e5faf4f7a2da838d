import { TriggerContext, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	ManualExecutionCancelledError,
	UserError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type ITriggerFunctions,
	type ITriggerResponse,
	type Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { sharedState } from '../../../lib/n8n/state';
import type { EngineCredentials } from './credentials';
import { loadWorkflow, ofExecution, registry, type TestNode, type TestWorkflow } from './run';

/** A workflow that begins with a trigger. */
export interface TriggerTest {
	trigger: Omit<TestNode, 'name'>;
	/** What comes behind it, one after the other. */
	then?: TestNode[];
	workflowId?: string;
	/** Where its executions are stored; share it between two triggers to let them outlive a restart. */
	executions?: Executions;
	activation?: WorkflowActivateMode;
}

export const TRIGGER = 'Trigger';

/** n8n's database, as far as triggers depend on it. */
export class Executions {
	/** How long it takes to store one, in ms on the simulated clock. */
	storesAfterMs = 0;
	/** How many of the next ones can't be stored: the database is locked. */
	failures = 0;
	/** Workflows run in another process, so that nothing of the run is seen here. */
	elsewhere = false;
	/** n8n's new engine. */
	isEngine2 = false;
	/** An older n8n, which stores what comes whether it has come before or not. */
	knowsNoKeys = false;
	private readonly keys = new Set<string>();

	/** @returns undefined if the key has been used before */
	async store(data: unknown, key?: string): Promise<true | undefined> {
		if (this.storesAfterMs > 0) await sharedState().clock.sleep(this.storesAfterMs);
		if (this.failures > 0) {
			this.failures--;
			throw new Error('SQLITE_BUSY: database is locked');
		}
		if (key !== undefined && !this.knowsNoKeys) {
			if (this.keys.has(key)) return undefined;
			this.keys.add(key);
		}
		JSON.stringify(data);
		return true;
	}
}

/** The test workflow of a trigger. */
export function workflowOf({ trigger, then = [], workflowId: id = 'trigger-test' }: TriggerTest) {
	const nodes = [{ name: TRIGGER, ...trigger }, ...then];
	const connections = then.map(({ name }, index): TestWorkflow['connections'][number] => [nodes[index]!.name, name]);
	return loadWorkflow({ nodes, connections }, { id, active: true });
}

/** Runs a workflow with what its trigger has put out, by n8n's own engine. */
export async function runFrom(workflow: Workflow, credentials: EngineCredentials, data: INodeExecutionData[][], mode: WorkflowExecuteMode): Promise<IRun> {
	const node = workflow.getNode(TRIGGER)!;
	const runData = createRunExecutionData({ executionData: { nodeExecutionStack: [{ node, data: { main: data }, source: null }] } });
	return await new WorkflowExecute(ofExecution(credentials, mode), mode, runData).processRunExecutionData(workflow);
}

export interface ActiveTrigger {
	/** What has started the workflow. */
	items: IDataObject[];
	/** The same with files. */
	started: INodeExecutionData[];
	/** The runs that have ended. */
	runs: IRun[];
	/** What the node has told n8n: that it can't go on, or that something is to be seen. */
	fatal: Error[];
	warnings: Error[];
	executions: Executions;
	/** Somebody stops the runs that have begun: who waits for their end is told so at once. */
	stop(): void;
	close(): Promise<void>;
}

/** Activates a workflow with a connection trigger, as n8n does. */
export async function activateTrigger(test: TriggerTest): Promise<ActiveTrigger> {
	const { workflow, credentials } = workflowOf(test);
	const executions = test.executions ?? new Executions();
	const active: ActiveTrigger = { items: [], started: [], runs: [], fatal: [], warnings: [], executions, stop: () => {}, close: async () => {} };
	const stops = new Set<() => void>();
	active.stop = () => stops.forEach((stop) => stop());
	const execute = async (data: INodeExecutionData[][], key?: string): Promise<IRun | undefined> => {
		if (!(await executions.store(data, key))) return undefined;
		const items = data.flat();
		active.started.push(...items);
		active.items.push(...items.map(({ json }) => json));
		// A worker has but the text of it.
		const given = executions.elsewhere ? (JSON.parse(JSON.stringify(data)) as typeof data) : data;
		let stop = () => {};
		const stopped = new Promise<never>((_, reject) => (stop = () => reject(new ManualExecutionCancelledError('of a test'))));
		stops.add(stop);
		const run = await Promise.race([runFrom(workflow, credentials, given, 'trigger'), stopped]).finally(() => stops.delete(stop));
		active.runs.push(run);
		return run;
	};
	const emit: ITriggerFunctions['emit'] = (data, _response, done, key) => {
		const running =
			executions.isEngine2 && done
				? Promise.reject(new UserError('Engine 2.0 cannot run a trigger that waits for its execution to finish yet. Set the node to hand off without waiting.'))
				: execute(data, key);
		running.then(
			(run) => done?.resolve(run as IRun),
			(error: Error) => done?.reject(error),
		);
	};
	const node = workflow.getNode(TRIGGER) as INode;
	const context = new TriggerContext(
		workflow,
		node,
		ofExecution(credentials, 'trigger'),
		'trigger',
		test.activation ?? 'activate',
		emit,
		(error) => active.fatal.push(error),
		(error) => active.warnings.push(error),
	);
	const response = (await registry.getByNameAndVersion(node.type, 1).trigger!.call(context)) as ITriggerResponse;
	active.close = async () => await response.closeFunction?.();
	return active;
}

/** What the editor does when somebody listens for a test event: the workflow runs once, with the first event. */
export function listenInEditor(test: TriggerTest): { run: Promise<IRun>; stop(): void } {
	const { workflow, credentials } = workflowOf(test);
	const startNode = workflow.getNode(TRIGGER)!;
	const additionalData = ofExecution(credentials, 'manual');
	const run = new WorkflowExecute(additionalData, 'manual', createRunExecutionData()).run({ workflow, startNode });
	return { run, stop: () => run.cancel() };
}

