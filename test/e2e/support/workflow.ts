import { ALERT_TOKEN } from '../../../host/demo';
import type { Credential, Workflow, WorkflowNode } from '../../../host/n8nApi';

type Step = Pick<WorkflowNode, 'name' | 'type' | 'parameters'> & { typeVersion?: number; credential?: Credential };

/** What a call of `alertWorkflow` must carry. */
export const alertHeaders = { authorization: `Bearer ${ALERT_TOKEN}` };

/** Subscription Trigger -> one node, and the path of the trigger's production webhook. */
export function alertWorkflow(name: string, trigger: Credential, step: Step): { workflow: Workflow; path: string } {
	const webhookId = name.toLowerCase().replace(/\W+/g, '-');
	const nodes = [
		{
			...node({ name: 'Subscription Trigger', type: 'n8n-nodes-lark-dingtalk.subscriptionTrigger', parameters: {}, credential: trigger }),
			webhookId,
		},
		node(step),
	];
	return {
		path: `/webhook/${webhookId}/subscription`,
		workflow: {
			name,
			nodes,
			connections: { 'Subscription Trigger': { main: [[{ node: step.name, type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		},
	};
}

const node = ({ credential, typeVersion = 1, ...step }: Step): WorkflowNode => ({
	...step,
	typeVersion,
	position: [0, 0],
	...(credential && { credentials: { [credential.type]: { id: null, name: credential.name } } }),
});
