import { updateDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { operationList } from './app';
import type { Bot } from './bot';
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
