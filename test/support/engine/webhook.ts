import type { AddressInfo } from 'node:net';
import express from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import { Workflow, type ICredentialDataDecryptedObject, type IDataObject, type INode, type IWebhookData } from 'n8n-workflow';
import { EngineCredentials } from './credentials';
import { packageCredentials } from './package';
import { executionData, registry } from './run';

interface TestTrigger {
	type: string;
	parameters?: IDataObject;
	credential: { type: string; data: ICredentialDataDecryptedObject };
}

/**
 * Serves a trigger node's webhook over loopback HTTP through n8n-core's own contexts. Only what comes before
 * the node in n8n (its parser's refusals) and behind it (the execution) is left out.
 */
export async function serveTrigger({ type, parameters = {}, credential }: TestTrigger) {
	const credentials = new EngineCredentials(packageCredentials());
	credentials.add('1', credential);
	const node: INode = {
		id: 'trigger',
		name: 'Trigger',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: { [credential.type]: { id: '1', name: credential.type } },
	};
	const workflow = new Workflow({ id: 'webhook-test', name: 'Webhook test', nodes: [node], connections: {}, active: true, nodeTypes: registry });
	const nodeType = registry.getByNameAndVersion(type, 1);
	const webhookData = { webhookDescription: nodeType.description.webhooks![0]! } as IWebhookData;
	const items: IDataObject[] = [];
	const storing = { fails: false };

	const app = express();
	app.use(express.raw({ type: () => true, limit: '16mb' }));
	app.post('/', async (request, response) => {
		const rawBody = request.body as Buffer;
		Object.assign(request, { rawBody, body: parsed(request.headers['content-type'], rawBody) });
		const data = executionData(credentials, { httpRequest: request, httpResponse: response } as never);
		const context = new WebhookContext(workflow, node, data, 'webhook', webhookData, [], null);
		const answer = await nodeType.webhook!.call(context);
		if (storing.fails) {
			response.status(500).json({ message: 'There was a problem executing the workflow' });
			return;
		}
		items.push(...(answer.workflowData ?? []).flat().map(({ json }) => json));
		if (!answer.noWebhookResponse) response.json(answer.webhookResponse ?? { message: 'Workflow was started' });
	});
	const server = app.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		items,
		/** Set `fails` and n8n can't store executions: it then answers 500. */
		storing,
		/** What n8n does when the workflow is activated; rejects with the node's error. */
		async activate() {
			const context = () => new HookContext(workflow, node, executionData(credentials, {}), 'webhook', 'activate', webhookData);
			const { checkExists, create } = nodeType.webhookMethods!.default!;
			if (!(await checkExists!.call(context()))) await create!.call(context());
		},
		close: () => new Promise((resolve) => server.close(resolve)),
	};
}

function parsed(contentType = '', rawBody: Buffer): unknown {
	if (contentType.includes('form-urlencoded')) return Object.fromEntries(new URLSearchParams(rawBody.toString()));
	if (contentType.includes('json')) return JSON.parse(rawBody.toString() || 'null');
	return contentType.startsWith('text/') ? rawBody.toString() : undefined;
}
