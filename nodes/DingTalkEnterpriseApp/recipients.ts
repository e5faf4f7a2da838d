import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { attempt } from '../../lib/apiFailure';
import type { Failure } from '../../lib/delivery/types';
import { InputError } from '../../lib/inputError';
import { listParameter, optionParameter } from '../../lib/n8n/parameters';
import { findUserId } from './people';
import type { Tools } from './platform';

/** People whom something is sent to. */

/** Ways to name people, beside which some operations know places. */
const PEOPLE = {
	mobile: { name: 'Mobile', description: 'People by mobile number; one look-up each, which does not count towards the monthly quota' },
	unionId: {
		name: 'Union ID',
		description: 'People by the ID that all apps of one maker know them by; one look-up each, which does not count towards the monthly quota',
	},
	userId: { name: 'User ID', description: 'People by the ID that the organization has given them, as the admin console shows it' },
};

type PeopleBy = keyof typeof PEOPLE;

/** The first is what most know of somebody. */
const BY: [PeopleBy, ...PeopleBy[]] = ['mobile', 'userId', 'unionId'];

interface SendTo {
	description?: string;
	default?: string;
	by?: PeopleBy[];
	/** Groups, departments. */
	places?: INodePropertyOptions[];
}

export const sendToField = ({ description = 'How to name who gets it', default: fallback = 'mobile', by = BY, places = [] }: SendTo = {}): INodeProperties => ({
	displayName: 'Send To',
	name: 'sendTo',
	type: 'options',
	default: fallback,
	description,
	options: [...places, ...by.map((value) => ({ ...PEOPLE[value], value }))].sort((a, b) => a.name.localeCompare(b.name)),
});

const peopleField = (by: PeopleBy, displayName: string, example: string, hint?: string): INodeProperties => ({
	displayName,
	name: 'recipients',
	type: 'string',
	required: true,
	default: '',
	placeholder: `e.g. ${example}`,
	hint,
	description: 'One or several, separated by commas; an expression may give a list. Who is there twice gets one message.',
	displayOptions: { show: { sendTo: [by] } },
});

/** One field, whose label and example fit what the people are named by. */
const peopleFields = (hint?: string): INodeProperties[] => [
	peopleField('mobile', 'Mobile Numbers', '13800138000, +85212345678', hint),
	peopleField('unionId', 'Union IDs', 'xlMiSTRPnxxxiE', hint),
	peopleField('userId', 'User IDs', 'manager4220, 0123456', hint),
];

export const recipientFields = peopleFields('The same message to several people, also from several items, goes out in calls of up to 20 people');

/** The same for calls that take other numbers of people. */
export const readerFields = peopleFields();

/** For a form with people of several roles, whom one call names. */
export const peopleByField: INodeProperties = { ...sendToField({ description: 'How to name the people' }), displayName: 'People By', name: 'peopleBy' };

/** Reads the user IDs of people who are named as {@link peopleByField} says; nothing stays nothing. */
export function readUserIds(tools: Tools, given: string[]): Promise<string[]> {
	const by = optionParameter(tools.context, peopleByField.name, tools.item, BY);
	return Promise.all(given.map(async (one) => (by === 'userId' || one === '' ? one : await findUserId(tools, by, one))));
}

/** Beside a place: where an expression chooses, n8n would want the fields of all choices filled in. */
export const notRequired = (field: INodeProperties): INodeProperties => ({ ...field, required: false });

/** Whether an item is for people, and for no place. */
export const isToPeople = (sendTo: string): sendTo is PeopleBy => sendTo in PEOPLE;

/** Somebody, as the item names him. */
export interface Recipient {
	name: string;
	/** The user ID, or why there is none. */
	found: { userId: string } | { failure: Failure };
}

/** Everybody once. Who can't be found keeps nobody else from getting it; if nobody can be, the item has failed. */
export async function readRecipients(tools: Tools): Promise<Recipient[]> {
	const { context, item } = tools;
	const by = optionParameter(context, 'sendTo', item, BY);
	const given = [...new Set(listParameter(context, 'recipients', item))];
	if (given.length === 0) {
		throw new InputError('There are no recipients', 'Enter at least one person, or check the expression that makes the list.');
	}
	if (by === 'userId') return given.map((name) => ({ name, found: { userId: name } }));
	const find = async (name: string) => ({ userId: await findUserId(tools, by, name) });
	const people = await Promise.all(given.map(async (name): Promise<Recipient> => ({ name, found: await attempt(() => find(name)) })));
	const userIds = new Set<string>();
	return people.filter(({ found: person }) => {
		const isAgain = 'userId' in person && userIds.has(person.userId);
		if ('userId' in person) userIds.add(person.userId);
		return !isAgain;
	});
}
