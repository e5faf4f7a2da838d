import type { INodeProperties } from 'n8n-workflow';

/** Names and values, as rows of a `fixedCollection` with the name `fields`. */
export const fieldRows = (description: string, example: { name: string; value: string }): INodeProperties => ({
	displayName: 'Fields',
	name: 'fields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	placeholder: 'Add Field',
	description,
	options: [
		{
			name: 'field',
			displayName: 'Field',
			values: [
				{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: `e.g. ${example.name}` },
				{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: `e.g. ${example.value}` },
			],
		},
	],
});
