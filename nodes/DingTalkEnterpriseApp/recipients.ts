import type { INodeProperties } from 'n8n-workflow';
import { attempt } from '../../lib/apiFailure';
import type { Failure } from '../../lib/delivery/types';
import { InputError } from '../../lib/inputError';
import { listParameter, optionParameter } from '../../lib/n8n/parameters';
import { findUserId } from './people';
import type { Tools } from './platform';

/** People whom something is sent to. */

export const recipientFields: INodeProperties[] = [
	{
		displayName: 'Recipients By',
		name: 'recipientsBy',
		type: 'options',
		default: 'userId',
		description: 'What the people are known by',
		options: [
			{ name: 'Mobile', value: 'mobile', description: 'Mobile numbers; one look-up each, which does not count towards the monthly quota' },
			{ name: 'Union ID', value: 'unionId', description: 'Union IDs; one look-up each, which does not count towards the monthly quota' },
			{ name: 'User ID', value: 'userId', description: 'User IDs of the organization, as the admin console shows them' },
		],
	},
	{
		displayName: 'Recipients',
		name: 'recipients',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. manager4220, 0123456',
		hint: 'The same message to several people, also from several items, goes out in calls of up to 20 people',
		description: 'Who gets it: one or several, separated by commas, or a list from an expression. Who is named twice gets it once.',
	},
];

/** The same for calls that take other numbers of people. */
export const readerFields: INodeProperties[] = recipientFields.map((field) => ({ ...field, hint: undefined }));

/** Somebody, as the item names him. */
export interface Recipient {
	name: string;
	/** The user ID, or why there is none. */
	found: { userId: string } | { failure: Failure };
}

/** Everybody once. Who can't be found keeps nobody else from getting it; if nobody can be, the item has failed. */
export async function readRecipients(tools: Tools): Promise<Recipient[]> {
	const { context, item } = tools;
	const by = optionParameter(context, 'recipientsBy', item, ['userId', 'mobile', 'unionId']);
	const given = [...new Set(listParameter(context, 'recipients', item))];
	if (given.length === 0) {
		throw new InputError('There are no recipients', 'Enter at least one person under Recipients, or check the expression that makes the list.');
	}
	if (by === 'userId') return given.map((name) => ({ name, found: { userId: name } }));
	const find = async (name: string) => ({ userId: await findUserId(tools, by, name) });
	if (given.length === 1) return [{ name: given[0]!, found: await find(given[0]!) }];
	const people = await Promise.all(given.map(async (name): Promise<Recipient> => ({ name, found: await attempt(() => find(name)) })));
	const userIds = new Set<string>();
	return people.filter(({ found: person }) => {
		const isAgain = 'userId' in person && userIds.has(person.userId);
		if ('userId' in person) userIds.add(person.userId);
		return !isAgain;
	});
}
