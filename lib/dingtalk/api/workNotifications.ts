import type { Failure, JsonLike, SharedLimit } from '../../delivery/types';
import { isObject, objectOf, objectsIn, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { keyOfApp, type DingTalkApp, type DingTalkCall } from '../appClient';
import { permanent, type ErrorRow } from '../errorRows/rows';
import { filled } from '../fields';
import { statusBackground, type WorkMessage } from '../workMessage';

/** "At most 100 users, 20 departments"; with a status bar 5 users and nobody else. */
export const MOST_USERS = 100;
export const MOST_DEPARTMENTS = 20;
const MOST_WITH_STATUS_BAR = 5;

export type WorkReceivers = { users: string[] } | { departments: string[] } | { everybody: true };

const call = (path: string, body: JsonObject, more: Partial<DingTalkCall> = {}): DingTalkCall => ({
	generation: 'old',
	method: 'POST',
	path: `/topapi/message/corpconversation/${path}`,
	body,
	...more,
});

/**
 * The answer names a task; who gets the message is known only later ({@link workResult}).
 * https://open.dingtalk.com/document/development/asynchronous-sending-of-enterprise-session-messages
 */
export const sendWork = (agentId: number, msg: WorkMessage, to: WorkReceivers): DingTalkCall =>
	call('asyncsend_v2', { agent_id: agentId, ...receivers(to), msg });

function receivers(to: WorkReceivers): JsonObject {
	if ('users' in to) return { userid_list: to.users.join(',') };
	if ('departments' in to) return { dept_id_list: to.departments.join(',') };
	return { to_all_user: true };
}

export const sentWork = ({ task_id: id }: JsonLike): { messageId?: string } => (id === undefined ? {} : { messageId: String(id) });

/** So few that calls a second can't reach the limit of people a minute. */
const FEW = 4;

/**
 * "At most 5,000 people a minute can get messages": beyond that they are dropped without a word. A tenth is left to
 * what goes to few people at a time.
 */
export const peopleAMinute = (app: DingTalkApp, count: number): SharedLimit[] =>
	count <= FEW ? [] : [{ key: `dingtalk-work-people:${keyOfApp(app)}`, limits: [{ max: 45, windowMs: 60_000 }] }];

/** How many people a call of a message takes. */
export function mostUsers({ oa }: WorkMessage): number {
	return isObject(oa) && oa.status_bar !== undefined ? MOST_WITH_STATUS_BAR : MOST_USERS;
}

/** A message with a status bar goes to people only. */
export function checkReceivers(message: WorkMessage, isToPeople: boolean): void {
	if (isToPeople || mostUsers(message) === MOST_USERS) return;
	throw new InputError('A message with a status bar can only be sent to people', 'Choose User ID, Mobile or Union ID in Send To, or leave the Status empty.');
}

export function agentIdOf(given: string): number {
	const id = Number(given);
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw new InputError(`The Agent ID "${given.slice(0, 50)}" is not a number`, 'Copy it from the developer console (beside the Client ID) into the credential.');
}

export function taskIdOf(given: string): number {
	const id = Number(given.trim());
	if (Number.isSafeInteger(id) && id > 0) return id;
	throw new InputError(
		given.trim() === '' ? 'The task ID is empty' : `"${given.slice(0, 50)}" is not a task ID`,
		'Enter the number that Work Notification > Send returned as messageId.',
	);
}

/** Each of the following knows a notification by the same two numbers. */
export interface WorkTask {
	agentId: number;
	taskId: number;
}

const unknownTask = permanent(
	'DingTalk knows no work notification of this app with this task ID, or knows it no longer: 24 hours after the sending it is too late',
	'Enter the messageId that Work Notification > Send returned, with the credential that it was sent with.',
);

/** https://open.dingtalk.com/document/development/obtain-the-sending-progress-of-asynchronous-sending-of-enterprise-session */
export const workProgress = ({ agentId, taskId }: WorkTask): DingTalkCall =>
	call('getsendprogress', { agent_id: agentId, task_id: taskId }, { repeatable: true, errors: { '40035': unknownTask } });

const STATES = ['notStarted', 'underWay', 'done'];

/** `status` is 0, 1 or 2. */
export function progressOf({ progress }: JsonObject): JsonObject {
	const { progress_in_percent: percent, status } = objectOf(progress);
	return { percent: percent ?? null, status: STATES[Number(status)] ?? String(status ?? '') };
}

/**
 * Who got it, within 24 hours and for at most 100 receivers.
 * https://open.dingtalk.com/document/development/gets-the-result-of-sending-messages-asynchronously-to-the-enterprise
 */
export const workResult = ({ agentId, taskId }: WorkTask): DingTalkCall =>
	call('getsendresult', { agent_id: agentId, task_id: taskId }, { repeatable: true, errors: { '40035': unknownTask } });

/** What became of one receiver. */
export type WorkReceiver = { userId: string; read: boolean } | { userId: string; failure: Failure } | { departmentId: string; failure: Failure };

/** Those who did not get it were dropped without a word when it was sent. */
export function receiversOf({ send_result: given }: JsonObject): WorkReceiver[] {
	const result = objectOf(given);
	const ids = (name: string) => (Array.isArray(result[name]) ? result[name].map(String) : []);
	const reasons = new Map(objectsIn(result.forbidden_list).map(({ userid, code, count }) => [String(userid), { code: String(code), count }]));
	const forbidden = [...new Set([...reasons.keys(), ...ids('forbidden_user_id_list')])];
	return [
		...ids('read_user_id_list').map((userId) => ({ userId, read: true })),
		...ids('unread_user_id_list').map((userId) => ({ userId, read: false })),
		...ids('invalid_user_id_list').map((userId) => ({ userId, failure: dropped(userId, 'invalid', INVALID_USER) })),
		...forbidden.map((userId) => ({ userId, failure: withheld(userId, reasons.get(userId)) })),
		...ids('failed_user_id_list').map((userId) => ({ userId, failure: dropped(userId, 'failed', FAILED) })),
		...ids('invalid_dept_id_list').map((departmentId) => ({ departmentId, failure: dropped(`department ${departmentId}`, 'invalidDepartment', INVALID_DEPARTMENT) })),
	];
}

const INVALID_USER = permanent(
	'there is nobody with this user ID, or the person is outside of the visible scope of the app',
	'Check the user ID (admin console > Contacts) and the visible scope of the app (developer console > your app > Version Management & Release).',
);
const INVALID_DEPARTMENT = permanent('there is no such department, or it is outside of the visible scope of the app', 'Check the department ID: User > Get Departments lists them.');
const FAILED = permanent('DingTalk could not deliver it', 'Send it again to this person.');

const perMinute: ErrorRow = {
	class: 'rateLimited',
	message: 'too many work notifications were sent in that minute (5,000 receivers a minute)',
	fix: 'Send it again to this person, and send fewer at a time.',
};
const perDay = permanent('the app has sent too many work notifications to this person today (500 a day)', 'Send fewer; tomorrow the person gets them again.');
const repeated = permanent('the person got the same text today already, and DingTalk lets each text through once a day', 'Change the text, for example by a time in it.');

/** "Codes of flow control." */
const REASONS: Record<string, ErrorRow> = {
	'143103': perMinute,
	'143104': perMinute,
	'143203': perMinute,
	'143204': perMinute,
	'143105': perDay,
	'143205': perDay,
	'143106': repeated,
	'143206': repeated,
	'1430000': permanent('there was nobody to send it to', 'Name at least one person.'),
	'1430002': permanent('DingTalk holds its content to be forbidden', 'Change the text.'),
	'1430003': permanent("DingTalk's protection against overload stopped it", 'Send it again later.'),
	'1430004': permanent('the person is protected as an executive', 'Ask an administrator to lift the executive protection for the app.'),
};

const UNKNOWN_REASON = permanent('DingTalk withheld it, because of too many messages or the same one again', 'Send it again later, with another text.');

const withheld = (userId: string, reason?: { code: string }): Failure => dropped(userId, reason?.code ?? 'forbidden', REASONS[reason?.code ?? ''] ?? UNKNOWN_REASON);

const dropped = (who: string, code: string, { class: failureClass, message, fix }: ErrorRow): Failure => ({
	class: failureClass,
	code,
	message: `${who} did not get the work notification: ${message} (${code})`,
	fix,
});

/** https://open.dingtalk.com/document/development/notification-of-work-withdrawal */
export const recallWork = ({ agentId, taskId }: WorkTask): DingTalkCall =>
	call('recall', { agent_id: agentId, msg_task_id: taskId }, { repeatable: true, errors: { '400002': unknownTask } });

/** https://open.dingtalk.com/document/development/update-work-notification-status-bar */
export const updateStatusBar = ({ agentId, taskId }: WorkTask, status: string, color: string): DingTalkCall =>
	call(
		'status_bar/update',
		{ agent_id: agentId, task_id: taskId, status_value: filled('status', status), status_bg: statusBackground(color) },
		{
			repeatable: true,
			errors: {
				'40035': permanent(
					'DingTalk knows no work notification of this app with this task ID that has a status bar; after 7 days it is too late',
					'Enter the messageId that Work Notification > Send returned for a message of the type OA with a status.',
				),
			},
		},
	);
