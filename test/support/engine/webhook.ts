import type { AddressInfo } from 'node:net';
import express from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import type { IDataObject, INodeExecutionData, IRun, IWebhookData, WorkflowExecuteMode } from 'n8n-workflow';
import { sharedState } from '../../../lib/n8n/state';
import { executionData, registry } from './run';
import { runFrom, TRIGGER, workflowOf, type TriggerTest } from './trigger';

/**
 * Serves a trigger node's webhook over loopback HTTP through n8n-core's own contexts. Only what comes before
 * the node in n8n (its parser's refusals) is left out; behind it, the workflow is run.
 */
export async function serveTrigger(test: TriggerTest & { mode?: WorkflowExecuteMode }) {
	const { workflow, credentials } = workflowOf(test);
	const { mode = 'webhook' } = test;
	const node = workflow.getNode(TRIGGER)!;
	const nodeType = registry.getByNameAndVersion(node.type, 1);
	const webhookData = { webhookDescription: nodeType.description.webhooks![0]! } as IWebhookData;
	const items: IDataObject[] = [];
	const started: INodeExecutionData[] = [];
	const runs: IRun[] = [];
	const storing = { fails: false, afterMs: 0 };

	const app = express();
	app.use(express.raw({ type: () => true, limit: '16mb' }));
	app.post('/', async (request, response) => {
		const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
		Object.assign(request, { rawBody, body: parsed(request.headers['content-type'], rawBody) });
		const data = executionData(credentials, { httpRequest: request, httpResponse: response } as never);
		const context = new WebhookContext(workflow, node, data, mode, webhookData, [], null);
		const answer = await nodeType.webhook!.call(context);
		if (answer.noWebhookResponse) return;
		if (answer.workflowData) {
			if (storing.afterMs > 0) await sharedState().clock.sleep(storing.afterMs);
			if (storing.fails) {
				response.status(500).json({ message: 'There was a problem executing the workflow' });
				return;
			}
			const output = answer.workflowData.flat();
			started.push(...output);
			items.push(...output.map(({ json }) => json));
			void runFrom(workflow, credentials, answer.workflowData, mode).then((run) => runs.push(run));
		}
		const body: unknown = answer.webhookResponse ?? { message: 'Workflow was started' };
		response.status(200).setHeader('content-security-policy', 'sandbox');
		if (typeof body === 'string') response.send(body);
		else response.json(body);
	});
	const server = app.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
		items,
		/** The same with files. */
		started,
		/** The runs that have ended. */
		runs,
		/** Set `fails` and n8n can't store executions: it then answers 500. */
		storing,
		/** What n8n does when the workflow is activated; rejects with the node's error. */
		async activate() {
			const context = () => new HookContext(workflow, node, executionData(credentials, {}), mode, 'activate', webhookData);
			const { checkExists, create } = nodeType.webhookMethods!.default!;
			if (!(await checkExists!.call(context()))) await create!.call(context());
		},
		close: () =>
			new Promise((resolve) => {
				server.close(resolve);
				server.closeAllConnections();
			}),
	};
}

function parsed(contentType = '', rawBody: Buffer): unknown {
	if (contentType.includes('form-urlencoded')) return Object.fromEntries(new URLSearchParams(rawBody.toString()));
	if (contentType.includes('json')) return JSON.parse(rawBody.toString() || 'null');
	return contentType.startsWith('text/') ? rawBody.toString() : undefined;
}
