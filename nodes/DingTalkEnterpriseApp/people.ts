import type { INodeProperties } from 'n8n-workflow';
import { nobody, resultOf, userByMobile, userByUnionId } from '../../lib/dingtalk/api/users';
import { InputError } from '../../lib/inputError';
import { Loader } from '../../lib/loader';
import { listParameter, optionParameter } from '../../lib/n8n/parameters';
import type { Tools } from './platform';

const LOOK_UPS = {
	mobile: { label: 'mobile number', call: userByMobile },
	unionId: { label: 'union ID', call: userByUnionId },
};

/**
 * The user ID of somebody who is known by something else; each value is looked up once per run. Throws for a value
 * that is empty, and for one that nobody has.
 */
export async function findUserId({ request, shared }: Pick<Tools, 'request' | 'shared'>, by: keyof typeof LOOK_UPS, given: string): Promise<string> {
	const { label, call } = LOOK_UPS[by];
	const value = given.trim();
	if (value === '') throw new InputError(`The ${label} is empty`, `Enter a ${label}, or check the expression that makes it.`);
	const load = async ([one = '']: string[]) => {
		const { userid } = resultOf(await request(call(one)));
		return new Map(typeof userid === 'string' && userid !== '' ? [[one, userid]] : []);
	};
	const userId = await shared(`user by ${by}`, () => new Loader(1, load)).get(value);
	if (userId !== undefined) return userId;
	const { message, fix } = nobody(label, value);
	throw new InputError(message, fix);
}

const PEOPLE_BY: INodeProperties = {
	displayName: 'People By',
	name: 'peopleBy',
	type: 'options',
	default: 'userId',
	description: 'What the people are known by',
	options: [
		{ name: 'Mobile', value: 'mobile', description: 'Mobile numbers, with the country code outside of mainland China' },
		{ name: 'Union ID', value: 'unionId' },
		{ name: 'User ID', value: 'userId', description: "As in DingTalk's admin console (Contacts), and as User > Get by Mobile returns it" },
	],
};

const PEOPLE: INodeProperties = {
	displayName: 'People',
	name: 'people',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. manager4220, 013245',
	description: 'User IDs, mobile numbers or union IDs, separated by commas',
};

/** Who is meant, by what they are known by. */
export const peopleFields: INodeProperties[] = [PEOPLE_BY, PEOPLE];

/** Their user IDs, each once. */
export async function readPeople(tools: Tools): Promise<string[]> {
	const by = optionParameter(tools.context, 'peopleBy', tools.item, ['userId', 'mobile', 'unionId']);
	const given = listParameter(tools.context, 'people', tools.item);
	if (given.length === 0) throw new InputError('No person is named', 'Enter at least one in People, or check the expression that makes it.');
	const ids = by === 'userId' ? given : await Promise.all(given.map((value) => findUserId(tools, by, value)));
	return [...new Set(ids)];
}
