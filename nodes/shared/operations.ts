import { updateDisplayOptions, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

/** Shows an operation's form only when that operation is chosen. */
export const formOf = (resource: string, operation: string, form: INodeProperties[]): INodeProperties[] =>
	updateDisplayOptions({ show: { resource: [resource], operation: [operation] } }, form);

/** The list of a resource's operations. */
export const operationList = (
	resource: string,
	options: INodePropertyOptions[],
	chosen: string,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options,
	default: chosen,
});
