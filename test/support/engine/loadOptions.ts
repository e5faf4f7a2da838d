import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type ILoadOptionsFunctions, type INode } from 'n8n-workflow';
import { EngineCredentials, type StoredCredential } from './credentials';
import { packageCredentials } from './package';
import { executionData, registry } from './run';

/** Asks a node for a list, as the editor does. */
export async function loadOptions<List>(
	{ type, credential }: { type: string; credential: StoredCredential },
	ask: (context: ILoadOptionsFunctions) => Promise<List>,
): Promise<List> {
	const credentials = new EngineCredentials(packageCredentials());
	credentials.add('0', credential);
	const node: INode = {
		id: 'node',
		name: 'Node',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [credential.type]: { id: '0', name: credential.type } },
	};
	const workflow = new Workflow({ id: 'editor', nodes: [node], connections: {}, active: false, nodeTypes: registry });
	return await ask(new LoadOptionsContext(workflow, node, executionData(credentials, {}), ''));
}
