import type { INodeProperties } from 'n8n-workflow';
import { severityOptions, statusOptions } from '../shared/eventOptions';

/** Which events start the workflow; lib/events/rules.ts reads what is entered here. */
export const rulesForm: INodeProperties = {
	displayName: 'Rules',
	name: 'rules',
	type: 'collection',
	placeholder: 'Add rule',
	default: {},
	description:
		'Which events start the workflow. All rules must hold; without any, every event does. The sender gets the answer 200 for the others, too, so that it does not repeat them.',
	options: [
		{
			displayName: 'Kinds',
			name: 'kinds',
			type: 'multiOptions',
			default: [],
			description: 'Only events of these kinds. Empty for all.',
			options: [
				{ name: 'Alert', value: 'alert' },
				{ name: 'Custom', value: 'custom', description: 'Any JSON' },
				{ name: 'Database Change', value: 'dbchange' },
				{ name: 'Ticket', value: 'ticket' },
			],
		},
		{
			displayName: 'Matchers',
			name: 'matchers',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add matcher',
			default: {},
			description: 'Only events for which all of these hold, as with matchers in Alertmanager',
			options: [
				{
					displayName: 'Matcher',
					name: 'matcher',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. team',
							description:
								'A label; if there is none, an annotation, a field, or a property of the event such as title. Columns of a changed row are new.column and old.column.',
						},
						{
							displayName: 'Operator',
							name: 'operator',
							type: 'options',
							default: 'equal',
							options: [
								{ name: 'Equals (=)', value: 'equal' },
								{ name: 'Equals Not (!=)', value: 'notEqual' },
								{ name: 'Matches (=~)', value: 'matches', description: 'The whole value matches a regular expression' },
								{ name: 'Matches Not (!~)', value: 'notMatches', description: 'The whole value does not match a regular expression' },
							],
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. payments|orders',
							description:
								'Upper and lower case differ. What an event does not have counts as empty. A regular expression must match the whole value (write .*disk.* for "contains disk"); of a value the first 1,000 characters are looked at.',
						},
					],
				},
			],
		},
		{
			displayName: 'Severities',
			name: 'severities',
			type: 'multiOptions',
			default: [],
			description: 'Only events of these severities. Empty for all.',
			options: severityOptions,
		},
		{
			displayName: 'Statuses',
			name: 'statuses',
			type: 'multiOptions',
			default: [],
			description: 'Only events in these states. Empty for all.',
			options: statusOptions,
		},
	],
};
