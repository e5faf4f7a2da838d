import type { INodeProperties } from 'n8n-workflow';
import { typeOf } from '../../../lib/feishu/api/recipients';
import type { Mentions } from '../../../lib/feishu/mentions';
import { booleanParameter, listParameter } from '../../../lib/n8n/parameters';
import { mentionAllField } from '../../shared/textForm';
import { findPerson } from '../people';
import type { Tools } from '../platform';

/** Whom a message of an app mentions. */
export const mentionFields: INodeProperties[] = [
	{
		displayName: 'Mention People',
		name: 'mentionPeople',
		type: 'string',
		default: '',
		placeholder: 'e.g. li.lei@example.com, ou_1f2e3d4c',
		hint: 'Emails and mobile numbers are looked up, which needs the scope contact:user.id:readonly',
		description: 'Email addresses, mobile numbers, open IDs or user IDs of members of the chat, separated by commas',
	},
	mentionAllField,
];

export async function readMentions(tools: Tools): Promise<Mentions> {
	const { context, item } = tools;
	const people = listParameter(context, 'mentionPeople', item).map((value) => idOf(tools, value));
	return { mentions: [...new Set(await Promise.all(people))], mentionAll: booleanParameter(context, 'mentionAll', item, false) };
}

/** Messages know people by ID only. */
export async function idOf(tools: Tools, value: string): Promise<string> {
	const type = typeOf(value.trim());
	return type === 'email' || type === 'mobile' ? await findPerson(tools, type, value) : value.trim();
}
