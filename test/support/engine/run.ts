import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	createRunExecutionData,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { EngineCredentials } from './credentials';
import { packageCredentials, packageNodes } from './package';
import { testNodes } from './testNodes';

const nodeTypes: Map<string, INodeType> = new Map([
	...packageNodes().map((type): [string, INodeType] => [type.description.name, type]),
	...Object.entries(testNodes),
]);

export const registry: INodeTypes = {
	getByName: (name) => nodeTypes.get(name)!,
	getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(nodeTypes.get(name)!, version),
	getKnownTypes: () => ({}),
};

export interface TestNode {
	/** Where it matters. */
	id?: string;
	name: string;
	type: string;
	parameters?: IDataObject;
	credential?: { type: string; data: ICredentialDataDecryptedObject };
	onError?: INode['onError'];
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
}

export interface TestWorkflow {
	nodes: TestNode[];
	/** `[from, to]` or `[from, output, to]`. */
	connections: Array<[string, string] | [string, number, string]>;
	executionId?: string;
	timezone?: string;
	/** Called with the running execution, to stop it. */
	onStart?: (stop: () => void) => void;
}

/** What n8n hands to every context, as far as anything here asks for it. */
export const executionData = (
	credentialsHelper: EngineCredentials,
	more: Partial<IWorkflowExecuteAdditionalData> & { hooks?: ExecutionLifecycleHooks },
): IWorkflowExecuteAdditionalData =>
	({
		credentialsHelper,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: 'http://localhost/rest',
		instanceBaseUrl: 'http://localhost/',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		webhookBaseUrl: 'http://localhost/webhook',
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		webhookTestBaseUrl: 'http://localhost/webhook-test',
		setExecutionStatus: () => {},
		...more,
	}) as unknown as IWorkflowExecuteAdditionalData;

let executions = 0;

/** A workflow as n8n loads it. */
export function loadWorkflow(test: TestWorkflow, { id = 'engine-test', active = false } = {}): { workflow: Workflow; credentials: EngineCredentials } {
	const credentials = new EngineCredentials(packageCredentials());
	const nodes = test.nodes.map((node, index): INode => {
		const { id = `node-${index}`, name, type, parameters = {}, credential, onError, retryOnFail, maxTries, waitBetweenTries } = node;
		if (credential) credentials.add(`${index}`, credential);
		return {
			id,
			name,
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: parameters as INode['parameters'],
			credentials: credential && { [credential.type]: { id: `${index}`, name: credential.type } },
			onError,
			retryOnFail,
			maxTries,
			waitBetweenTries,
		};
	});
	const workflow = new Workflow({
		id,
		name: 'Engine test',
		nodes,
		connections: connect(test.connections),
		active,
		nodeTypes: registry,
		settings: { timezone: test.timezone ?? 'UTC', executionOrder: 'v1' },
	});
	return { workflow, credentials };
}

/** What n8n hands to one execution. */
export function ofExecution(credentials: EngineCredentials, mode: WorkflowExecuteMode, executionId = `${++executions}`): IWorkflowExecuteAdditionalData {
	const hooks = new ExecutionLifecycleHooks(mode, executionId, {} as IWorkflowBase);
	return executionData(credentials, { executionId, hooks });
}

/** Runs a workflow through n8n's own engine, from its first node. */
export async function runWorkflow(test: TestWorkflow): Promise<IRun> {
	const { workflow, credentials } = loadWorkflow(test);
	const startNode = workflow.getNode(test.nodes[0]!.name)!;
	const additionalData = ofExecution(credentials, 'trigger', test.executionId);
	const running = new WorkflowExecute(additionalData, 'trigger', createRunExecutionData()).run({ workflow, startNode });
	test.onStart?.(() => running.cancel());
	return await running;
}

function connect(list: TestWorkflow['connections']): IConnections {
	const connections: IConnections = {};
	for (const connection of list) {
		const [from, output, to] = connection.length === 2 ? [connection[0], 0, connection[1]] : connection;
		const outputs = (connections[from]?.['main'] ?? []).slice();
		while (outputs.length <= output) outputs.push([]);
		outputs[output] = [...(outputs[output] ?? []), { node: to, type: 'main', index: 0 }];
		connections[from] = { main: outputs };
	}
	return connections;
}

/** What a node put out in one of its runs. */
export function outputOf(run: IRun, node: string, { output = 0, runIndex = 0 } = {}): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.[runIndex]?.data?.main?.[output] ?? [];
}

/** One sending node behind the given items; returns the run. */
export const runNode = (items: IDataObject[], node: Omit<TestNode, 'name'>, extra: Partial<TestWorkflow> = {}): Promise<IRun> =>
	runWorkflow({
		nodes: [{ name: 'Items', type: 'items', parameters: { items } }, { name: 'Node', ...node }],
		connections: [['Items', 'Node']],
		...extra,
	});
