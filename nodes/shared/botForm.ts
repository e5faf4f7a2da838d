import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import type { Bot, BotOperation } from './bot';
import { targetForm } from './target';

const RESOURCES: Record<string, string> = { message: 'Message', notification: 'Notification' };

/** The whole form of a bot node: its resources, their operations, the form of each, and the options. */
export function botForm<Body>({ operations }: Bot<Body>, options: INodeProperties): INodeProperties[] {
	const resources = Object.keys(operations);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((value) => ({ name: RESOURCES[value]!, value })),
			// What needs nothing filled in.
			default: 'notification',
		},
		...resources.map((resource) => operationList(resource, operations[resource]!)),
		...targetForm,
		...resources.flatMap((resource) =>
			operations[resource]!.flatMap(({ option, form }) =>
				updateDisplayOptions({ show: { resource: [resource], operation: [option.value] } }, form),
			),
		),
		options,
	];
}

function operationList<Body>(resource: string, operations: Array<BotOperation<Body>>): INodeProperties {
	const [first] = operations.map(({ option }) => option.value);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ option }) => option),
		default: first,
	};
}
