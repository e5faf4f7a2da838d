import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { templateVariables, type CardTemplate } from '../../lib/feishu/botReferences';
import { jsonParameter, optionParameter, rowsParameter, textParameter } from '../../lib/n8n/parameters';

/** A card of the platform's card builder, and the values of its variables. */
export const cardTemplateForm: INodeProperties[] = [
	{
		displayName: 'Template ID',
		name: 'templateId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. AAqkweugf8sLk',
		description: "ID of the card template; the card builder shows it beside the card's name",
	},
	{
		displayName: 'Template Version',
		name: 'templateVersion',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1.0.0',
		description: 'Version of the template; empty for the newest published one',
	},
	{
		displayName: 'Specify Variables',
		name: 'specifyVariables',
		type: 'options',
		default: 'keypair',
		description: "How to enter the values of the template's variables",
		options: [
			{ name: 'Using Fields Below', value: 'keypair', description: 'Texts only; a mention tag in them is shown as it is' },
			{ name: 'Using JSON', value: 'json', description: 'Values of any type, as they are: lists, numbers, pictures, mention tags' },
		],
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Variable',
		displayOptions: { show: { specifyVariables: ['keypair'] } },
		options: [
			{
				name: 'variable',
				displayName: 'Variable',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. project',
						description: 'Name of the variable in the template',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. Website' },
				],
			},
		],
	},
	{
		displayName: 'Variables (JSON)',
		name: 'variablesJson',
		type: 'json',
		default: '{}',
		description: 'One JSON object: the names of the variables and their values',
		displayOptions: { show: { specifyVariables: ['json'] } },
	},
];

export function readCardTemplate(context: IExecuteFunctions, item: number): CardTemplate {
	const asJson = optionParameter(context, 'specifyVariables', item, ['keypair', 'json']) === 'json';
	return {
		templateId: textParameter(context, 'templateId', item),
		version: textParameter(context, 'templateVersion', item),
		variables: asJson ? jsonParameter(context, 'variablesJson', item) : templateVariables(rowsParameter(context, 'variables.variable', item)),
	};
}
