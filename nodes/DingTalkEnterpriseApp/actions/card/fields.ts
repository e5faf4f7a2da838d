import type { INodeProperties } from 'n8n-workflow';
import type { CardData, CardValues } from '../../../../lib/dingtalk/api/cards';
import { filled } from '../../../../lib/dingtalk/fields';
import { Gate } from '../../../../lib/gate';
import { isObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { jsonParameter, optionParameter, rowsParameter, textParameter } from '../../../../lib/n8n/parameters';
import type { Tools } from '../../platform';

/** Fields that several operations on cards have. */

export const cardIdField: INodeProperties = {
	displayName: 'Card ID',
	name: 'outTrackId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The messageId that Create and Deliver or a notification returned (outTrackId in the documents of DingTalk)',
};

export const readCardId = ({ context, item }: Tools): string => filled('card ID', textParameter(context, 'outTrackId', item).trim());

/** Several items may change the same card: one after the other, so that the last one stays. */
export const inTurn = <Value>({ shared }: Tools, cardId: string, change: () => Promise<Value>): Promise<Value> =>
	shared(`card ${cardId}`, () => new Gate(1)).run(change);

export const valueColumns = (example: string): INodeProperties[] => [
	{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: `e.g. ${example}`, description: 'As the card template has it' },
	{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'At most 1 KB; objects and lists are sent as JSON' },
];

const userIdColumn: INodeProperties = {
	displayName: 'User ID',
	name: 'userId',
	type: 'string',
	default: '',
	placeholder: 'e.g. manager4220',
	description: 'Who sees this value',
};

/** Variables of a card, as rows of a `fixedCollection` (`NAME.variable`). */
export const variableRows = (own: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder' | 'description' | 'displayOptions'>, columns: INodeProperties[]): INodeProperties => ({
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	default: {},
	options: [{ name: 'variable', displayName: 'Variable', values: columns }],
	...own,
});

export const sharedRows = variableRows(
	{ displayName: 'Variables', name: 'variables', placeholder: 'Add Variable', description: 'What the variables of the card template show to everybody' },
	valueColumns('title'),
);

const privateRows = variableRows(
	{
		displayName: 'Private Variables',
		name: 'privateVariables',
		placeholder: 'Add Private Variable',
		description: 'What only one person sees; the variable must be set to private in the card template',
		displayOptions: { show: { specifyVariables: ['rows'] } },
	},
	[userIdColumn, ...valueColumns('canApprove')],
);

/** What the rows say, by name. */
export const rowValues = (rows: Array<Record<string, string>>): CardValues => Object.fromEntries(rows.map(({ name = '', value }) => [name, value]));

export const otherVariablesField: INodeProperties = {
	displayName: 'Other Variables',
	name: 'otherVariables',
	type: 'options',
	default: 'keep',
	description: 'What becomes of variables that are not given here',
	options: [
		{ name: 'Keep', value: 'keep', description: 'They keep their values' },
		{ name: 'Remove', value: 'remove', description: 'They lose their values: the card has nothing but what is given here' },
	],
};

export const keepsOthers = ({ context, item }: Tools): boolean => optionParameter(context, 'otherVariables', item, ['keep', 'remove']) === 'keep';

export const variableFields: INodeProperties[] = [
	{
		displayName: 'Specify Variables',
		name: 'specifyVariables',
		type: 'options',
		default: 'rows',
		options: [
			{ name: 'Using Fields Below', value: 'rows' },
			{ name: 'Using JSON', value: 'json' },
		],
	},
	{ ...sharedRows, displayOptions: { show: { specifyVariables: ['rows'] } } },
	privateRows,
	{
		displayName: 'Variables (JSON)',
		name: 'variablesJson',
		type: 'json',
		default: '{}',
		placeholder: '{ "title": "Disk full", "instances": ["db-1", "db-2"] }',
		description: 'An object with the variables of the card template. Numbers, lists and objects are turned into texts.',
		displayOptions: { show: { specifyVariables: ['json'] } },
	},
	{
		displayName: 'Private Variables (JSON)',
		name: 'privateVariablesJson',
		type: 'json',
		default: '{}',
		placeholder: '{ "manager4220": { "canApprove": true } }',
		description: 'What only one person sees: an object with user IDs, each with an object of variables',
		displayOptions: { show: { specifyVariables: ['json'] } },
	},
];

export function readVariables({ context, item }: Tools): CardData {
	if (optionParameter(context, 'specifyVariables', item, ['rows', 'json']) === 'json') {
		return { values: jsonParameter(context, 'variablesJson', item), privateValues: objects(jsonParameter(context, 'privateVariablesJson', item)) };
	}
	const privateValues: Record<string, CardValues> = {};
	for (const { userId = '', name = '', value } of rowsParameter(context, 'privateVariables.variable', item)) {
		privateValues[userId.trim()] = { ...privateValues[userId.trim()], [name]: value };
	}
	return { values: rowValues(rowsParameter(context, 'variables.variable', item)), privateValues };
}

function objects(given: Record<string, unknown>): Record<string, CardValues> {
	for (const [userId, values] of Object.entries(given)) {
		if (isObject(values)) continue;
		throw new InputError(
			`Private Variables: "${userId.slice(0, 50)}" has no object with variables`,
			'Enter user IDs, each with an object of variables: { "manager4220": { "canApprove": true } }.',
		);
	}
	return given as Record<string, CardValues>;
}
