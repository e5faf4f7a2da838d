import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { ApiFailure } from '../../lib/apiFailure';
import type { Failure } from '../../lib/delivery/types';
import { decodeItem } from '../../lib/events/decode';
import { recipientsOf, typeOf, type Recipient } from '../../lib/feishu/api/recipients';
import type { UserIdType } from '../../lib/feishu/api/users';
import { InputError } from '../../lib/inputError';
import { listParameter, optionParameter, textParameter } from '../../lib/n8n/parameters';
import { chatField, readChat } from './methods/chats';
import { findPerson } from './people';
import type { Tools } from './platform';

/** Who gets a message; somebody who was not found keeps the reason, so that the others get theirs. */
export type Reader = Recipient & { failure?: Failure };

type SendTo = 'chat' | 'department' | 'email' | 'event' | 'mobile' | 'openId' | 'thread' | 'unionId' | 'userId';

const OPTIONS: Record<SendTo, INodePropertyOptions> = {
	chat: { name: 'Chat', value: 'chat', description: 'A group that the bot of the app is in' },
	department: { name: 'Department', value: 'department', description: 'Everybody in a department and those below it' },
	email: { name: 'Email', value: 'email', description: 'People by the email address of the directory' },
	event: { name: "Event's Own Recipients", value: 'event', description: 'The people and groups that the event names itself' },
	mobile: { name: 'Mobile', value: 'mobile', description: 'People by mobile number, which the app must be allowed to look up' },
	openId: { name: 'Open ID', value: 'openId', description: 'People by the ID that this app knows them by (ou_...)' },
	thread: { name: 'Thread', value: 'thread', description: 'A thread in a group' },
	unionId: { name: 'Union ID', value: 'unionId', description: 'People by the ID that all apps of one maker know them by (on_...)' },
	userId: { name: 'User ID', value: 'userId', description: 'People by the ID that the organization has given them' },
};

/** Not required: where an expression makes the choice, n8n would want all of them filled in. */
const severalField = (by: SendTo, name: string, displayName: string, example: string): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${example}`,
	description: 'One or several, separated by commas; an expression may give a list. Who is there twice gets one message.',
	displayOptions: { show: { sendTo: [by] } },
});

const chatRecipient: INodeProperties = { ...chatField, required: false, displayOptions: { show: { sendTo: ['chat'] } } };

const PEOPLE: INodeProperties[] = [
	severalField('email', 'emails', 'Email Addresses', 'li.lei@example.com, han.meimei@example.com'),
	severalField('mobile', 'mobiles', 'Mobile Numbers', '13800138000, +85212345678'),
	severalField('openId', 'openIds', 'Open IDs', 'ou_7d8a6e6df7621556ce0d21922b676706'),
	severalField('unionId', 'unionIds', 'Union IDs', 'on_cad4860e7af114fb4ff6c5d496d1dd76'),
	severalField('userId', 'userIds', 'User IDs', '3e3cf96b'),
];

const threadField: INodeProperties = {
	displayName: 'Thread ID',
	name: 'threadId',
	type: 'string',
	default: '',
	placeholder: 'e.g. omt_d4be107c616a',
	description: 'ID of the thread (omt_...), as Get returns it (thread_id) for a message in the thread',
	displayOptions: { show: { sendTo: ['thread'] } },
};

const departmentsField = severalField('department', 'departmentIds', 'Department IDs', 'od-4e6ac4d14bcd5071a37a39de902c7141');

const BY_ID = ['email', 'mobile', 'openId', 'unionId', 'userId'] as const;

const sendToField = (first: SendTo, ...others: SendTo[]): INodeProperties => ({
	displayName: 'Send To',
	name: 'sendTo',
	type: 'options',
	default: first,
	description: 'How to name who gets it',
	options: [first, ...others].sort().map((name) => OPTIONS[name]),
});

export const recipientForm: INodeProperties[] = [sendToField('chat', ...BY_ID), chatRecipient, ...PEOPLE];
export const forwardRecipientForm: INodeProperties[] = [sendToField('chat', 'thread', ...BY_ID), chatRecipient, ...PEOPLE, threadField];
export const notificationRecipientForm: INodeProperties[] = [sendToField('chat', 'event', ...BY_ID), chatRecipient, ...PEOPLE];
export const peopleForm: INodeProperties[] = [sendToField(...BY_ID), ...PEOPLE];
export const batchForm: INodeProperties[] = [sendToField('email', 'department', 'mobile', 'openId', 'unionId', 'userId'), departmentsField, ...PEOPLE];

const ID_FIELDS = { email: 'emails', openId: 'openIds', unionId: 'unionIds', userId: 'userIds' } as const;
const ID_TYPES = { email: 'email', openId: 'open_id', unionId: 'union_id', userId: 'user_id' } as const;

/** Who is to get what the item says. Throws if there is nobody at all. */
export async function readRecipients(tools: Tools): Promise<Reader[]> {
	const { context, item } = tools;
	const by = optionParameter(context, 'sendTo', item, ['chat', 'email', 'mobile', 'openId', 'unionId', 'userId', 'thread', 'event']);
	switch (by) {
		case 'chat':
			return recipientsOf('chat_id', [readChat(tools)]);
		case 'thread':
			return recipientsOf('thread_id', [textParameter(context, 'threadId', item)]);
		case 'mobile':
			return await lookedUp(tools, 'mobile', listParameter(context, 'mobiles', item));
		case 'event':
			return await ofEvent(tools);
		default:
			return recipientsOf(ID_TYPES[by], listParameter(context, ID_FIELDS[by], item));
	}
}

async function ofEvent(tools: Tools): Promise<Reader[]> {
	const named = decodeItem(tools.context.getInputData()[tools.item]!.json).flatMap(({ recipients }) => recipients);
	const values = [...new Set(named.map((value) => value.trim()).filter((value) => value !== ''))];
	if (values.length === 0) {
		throw new InputError('The event names no recipients', "Choose another way in Send To; the event's field recipients is empty.");
	}
	const mobiles = values.filter((value) => typeOf(value) === 'mobile');
	const others = values.flatMap((value): Reader[] => {
		const type = typeOf(value);
		if (type === 'mobile') return [];
		try {
			return recipientsOf(type, [value]);
		} catch (error) {
			// The others are to hear of the event all the same.
			return [{ type, id: value, name: value.slice(0, 100), failure: failureOf(error) }];
		}
	});
	return [...others, ...(mobiles.length > 0 ? await lookedUp(tools, 'mobile', mobiles) : [])];
}

/** People of whom the operation takes IDs only, all of one type. Throws if there is nobody at all. */
export async function readPeople(tools: Tools): Promise<{ type: UserIdType; people: Reader[] }> {
	const { context, item } = tools;
	const by = optionParameter(context, 'sendTo', item, ['email', 'mobile', 'openId', 'unionId', 'userId']);
	if (by === 'email' || by === 'mobile') {
		return { type: 'open_id', people: await lookedUp(tools, by, listParameter(context, by === 'email' ? 'emails' : 'mobiles', item)) };
	}
	const type = ID_TYPES[by];
	return { type, people: recipientsOf(type, listParameter(context, ID_FIELDS[by], item)) };
}

/** Two numbers of one person are one reader. */
async function lookedUp(tools: Tools, by: 'email' | 'mobile', values: string[]): Promise<Reader[]> {
	if (values.length === 0) {
		throw new InputError('There is no recipient', `The ${by === 'email' ? 'email' : 'mobile number'} is empty: enter one, or check the expression that makes it.`);
	}
	const readers = await Promise.all(
		[...new Set(values)].map(async (value): Promise<Reader> => {
			try {
				return { type: 'open_id', id: await findPerson(tools, by, value), name: value };
			} catch (error) {
				return { type: 'open_id', id: value, name: value.slice(0, 100), failure: failureOf(error) };
			}
		}),
	);
	return [...new Map(readers.map((reader) => [reader.id, reader])).values()];
}

/** Of the look-up of one person; a defect is none. */
function failureOf(error: unknown): Failure {
	if (error instanceof ApiFailure) return error.failure;
	if (error instanceof InputError) return { class: 'permanent', code: 'INPUT', message: error.message, fix: error.fix };
	throw error;
}
