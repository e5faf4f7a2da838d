import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { USER_ID_TYPES, type UserIdType } from '../../../../lib/feishu/api/users';
import { optionParameter } from '../../../../lib/n8n/parameters';
import type { Tools } from '../../platform';

/** How an operation names people. */
type PeopleBy = UserIdType | 'email' | 'mobile';

const PEOPLE: INodePropertyOptions[] = [
	{ name: 'Email', value: 'email', description: 'The address of the directory' },
	{ name: 'Mobile', value: 'mobile', description: 'With the country code (+852...) outside of mainland China' },
	{ name: 'Open ID', value: 'open_id', description: 'As this app knows them (ou_...)' },
	{ name: 'Union ID', value: 'union_id', description: 'The same in all apps of one maker (on_...)' },
	{ name: 'User ID', value: 'user_id', description: "The organization's own" },
];

const BOTS: INodePropertyOptions = { name: 'App ID', value: 'app_id', description: 'Bots of other apps (cli_...)' };

export const membersByField = (description: string, { withBots }: { withBots: boolean }): INodeProperties => ({
	displayName: 'Members By',
	name: 'membersBy',
	type: 'options',
	default: 'open_id',
	hint: 'Emails and mobile numbers are looked up, which needs the scope contact:user.id:readonly',
	description,
	options: withBots ? [BOTS, ...PEOPLE] : PEOPLE,
});

export const readPeopleBy = ({ context, item }: Tools): PeopleBy => optionParameter(context, 'membersBy', item, [...USER_ID_TYPES, 'email', 'mobile']);

export const readMembersBy = ({ context, item }: Tools): PeopleBy | 'app_id' => optionParameter(context, 'membersBy', item, [...USER_ID_TYPES, 'app_id', 'email', 'mobile']);

/** Whether they have to be looked up, since the platform takes IDs only. */
export const isLookedUp = (by: PeopleBy | 'app_id'): by is 'email' | 'mobile' => by === 'email' || by === 'mobile';
