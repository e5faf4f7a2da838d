import type { INodeProperties } from 'n8n-workflow';
import { readerKey } from '../../../../lib/dingtalk/api/messages';
import { agentIdOf, checkReceivers, mostUsers, MOST_DEPARTMENTS, peopleAMinute, sendWork, sentWork, type WorkReceivers } from '../../../../lib/dingtalk/api/workNotifications';
import { setting } from '../../../../lib/dingtalk/appCredential';
import type { WorkMessage } from '../../../../lib/dingtalk/workMessage';
import { InputError } from '../../../../lib/inputError';
import { listParameter, optionParameter } from '../../../../lib/n8n/parameters';
import type { Rendered } from '../../../../lib/notification/types';
import { readMessage, typesForm } from '../../messageTypes/types';
import { workTypes } from '../../messageTypes/work';
import type { DingTalkMessage, DingTalkSend, Tools } from '../../platform';
import { isToPeople, notRequired, readerFields, readRecipients, sendToField, type Recipient } from '../../recipients';

const receiversForm: INodeProperties[] = [
	{
		displayName:
			'DingTalk takes a work notification also for those who will not get it: the same text twice a day, or more than 5,000 receivers a minute. Get Result tells who got it.',
		name: 'workNotice',
		type: 'notice',
		default: '',
	},
	sendToField({
		places: [
			{ name: 'Department', value: 'department', description: 'Everybody in departments and those below them' },
			{ name: 'Everybody', value: 'everybody', description: 'The whole organization; at most three times a day' },
		],
	}),
	...readerFields.map(notRequired),
	{
		displayName: 'Department IDs',
		name: 'departmentIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1, 5824331',
		description: 'One or several, separated by commas; User > Get Departments lists them',
		displayOptions: { show: { sendTo: ['department'] } },
	},
];

export const send: DingTalkSend = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send a work notification',
		description: "Send a message in the app's name to people, departments or everybody; needs no robot",
	},

	form: [...receiversForm, ...typesForm(workTypes)],

	messages: async (tools) => {
		const { context, item, credential } = tools;
		const agentId = agentIdOf(setting(credential, 'agentId'));
		const to = optionParameter(context, 'sendTo', item, ['mobile', 'userId', 'unionId', 'department', 'everybody']);
		const recipients = isToPeople(to) ? await readRecipients(tools) : [];
		const rendered = await readMessage(tools, workTypes);
		checkReceivers(rendered.body, isToPeople(to));
		if (isToPeople(to)) return recipients.map((recipient) => toPerson(tools, agentId, recipient, rendered));
		if (to === 'everybody') return [notification(tools, agentId, rendered, 'Everybody', { everybody: true })];
		return departments(tools).map((id) => toDepartment(tools, agentId, id, rendered));
	},
};

function departments({ context, item }: Tools): string[] {
	const ids = [...new Set(listParameter(context, 'departmentIds', item))];
	if (ids.length === 0) throw new InputError('There are no departments', 'Enter at least one department ID, or check the expression that makes the list.');
	const wrong = ids.find((id) => !/^\d+$/.test(id));
	if (wrong === undefined) return ids;
	throw new InputError(`"${wrong.slice(0, 50)}" is not a department ID`, 'Enter the number of the department: User > Get Departments lists them.');
}

type Addressed = WorkMessage & { receivers?: string[] };

/** @param to whom it goes if it is sent alone */
function notification({ app }: Tools, agentId: number, rendered: Rendered<WorkMessage>, name: string, to: WorkReceivers): DingTalkMessage {
	return {
		to: { name, key: readerKey(app, `work ${name}`), limits: [] },
		rendered,
		call: (body) => {
			const { receivers, ...message } = body as Addressed;
			return sendWork(agentId, message as WorkMessage, receivers ? withReceivers(to, receivers) : to);
		},
		idempotent: false,
		read: sentWork,
	};
}

const withReceivers = (to: WorkReceivers, ids: string[]): WorkReceivers => ('users' in to ? { users: ids } : { departments: ids });

function toPerson(tools: Tools, agentId: number, { name, found }: Recipient, rendered: Rendered<WorkMessage>): DingTalkMessage {
	const userId = 'userId' in found ? found.userId : '';
	return {
		...notification(tools, agentId, rendered, name, { users: [userId] }),
		batch: {
			kind: JSON.stringify(['users', agentId, rendered.body]),
			recipient: userId,
			most: mostUsers(rendered.body),
			to: (receivers, body) => ({ ...body, receivers }),
			shared: (count) => peopleAMinute(tools.app, count),
		},
		unreachable: 'failure' in found ? found.failure : undefined,
	};
}

const toDepartment = (tools: Tools, agentId: number, id: string, rendered: Rendered<WorkMessage>): DingTalkMessage => ({
	...notification(tools, agentId, rendered, `Department ${id}`, { departments: [id] }),
	batch: {
		kind: JSON.stringify(['departments', agentId, rendered.body]),
		recipient: id,
		most: MOST_DEPARTMENTS,
		to: (receivers, body) => ({ ...body, receivers }),
	},
});
