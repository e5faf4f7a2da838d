import type { BotMessage } from '../../../../lib/feishu/botClient';
import { botTemplate, templateVariables } from '../../../../lib/feishu/botReferences';
import { jsonParameter, optionParameter, rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { BotOperation } from '../../../shared/bot';

export const sendCardTemplate: BotOperation<BotMessage> = {
	option: {
		name: 'Send Card Template',
		value: 'sendCardTemplate',
		action: 'Send a card template',
		description: "Send a card that was made and published in the platform's card builder",
	},

	form: [
		{
			displayName:
				'The template must be published in the card builder, and this bot must be allowed there to use it (Add Custom Bot)',
			name: 'templateNotice',
			type: 'notice',
			default: '',
		},
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
	],

	build: (context, item, { keywords }) => {
		const asJson = optionParameter(context, 'specifyVariables', item, ['keypair', 'json']) === 'json';
		return [
			botTemplate(
				{
					templateId: textParameter(context, 'templateId', item),
					version: textParameter(context, 'templateVersion', item),
					variables: asJson
						? jsonParameter(context, 'variablesJson', item)
						: templateVariables(rowsParameter(context, 'variables.variable', item)),
				},
				keywords,
			),
		];
	},
};
