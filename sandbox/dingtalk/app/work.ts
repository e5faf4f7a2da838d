import { asObject, asText } from '../../json';
import type { Person } from '../../organization';
import { viewText } from '../../viewText';
import { ok } from './answers';
import { accept, DAY, firstOf, flag, integer, isAvailable, isEmpty, personOf, refuseWith, type Context, type Route } from './context';
import { allMembersOf, departmentOf } from './departments';
import { isTooLong, readMsg, statusColor, workMessage, workMessageProblem } from './workMessage';
import { takeNotification, type Forbidden } from './workLimits';

export interface WorkTask {
	id: number;
	appId: string;
	/** Unix ms. */
	at: number;
	msgtype: string;
	/** How many people were to get it. */
	receivers: number;
	sent: Array<{ userId: string; messageId: string }>;
	invalidUsers: string[];
	invalidDepartments: string[];
	forbidden: Forbidden[];
}

const PREFIX = '/topapi/message/corpconversation/';

/** "最大用户列表长度100", "最大列表长度20", "userid最多不能超过5个人" (with a status bar). */
const MAX_USERS = 100;
const MAX_DEPARTMENTS = 20;
const MAX_STATUS_BAR_USERS = 5;

const list = (value: unknown): string[] => [
	...new Set(
		String(value ?? '')
			.split(',')
			.map((entry) => entry.trim())
			.filter(Boolean),
	),
];

const users = ({ body }: Context): string[] => list(body.userid_list);

const departments = ({ body }: Context): string[] => list(body.dept_id_list);

const toAll = ({ body }: Context): boolean => flag(body.to_all_user);

const agentRefusal = (code: number) => refuseWith(({ app, body }) => (String(integer(body.agent_id)) === app.agentId ? undefined : code));

/**
 * "发送工作通知"
 * https://open.dingtalk.com/document/development/asynchronous-sending-of-enterprise-session-messages
 * Unconfirmed: the codes for wrong fields, which the document does not give.
 */
const send: Route = {
	method: 'POST',
	path: `${PREFIX}asyncsend_v2`,
	steps: [
		['dingtalkApp.params', refuseWith(({ body }) => firstOf([isEmpty(body.agent_id), 41011], [isEmpty(body.msg), 40035]))],
		['dingtalkApp.agentId', agentRefusal(40056)],
		[
			'dingtalkApp.receivers',
			refuseWith((context) =>
				firstOf(
					[!toAll(context) && users(context).length + departments(context).length === 0, 40035],
					[users(context).length > MAX_USERS, 40032],
					[departments(context).length > MAX_DEPARTMENTS, 40066],
				),
			),
		],
		['dingtalkApp.message', refuseWith(({ body, world }) => workMessageProblem(readMsg(body.msg), world))],
		[
			'dingtalkApp.message',
			refuseWith((context) => {
				const hasStatusBar = asObject(readMsg(context.body.msg)?.oa).status_bar !== undefined;
				const isWide = users(context).length > MAX_STATUS_BAR_USERS || departments(context).length > 0 || toAll(context);
				return hasStatusBar && isWide ? 40035 : undefined;
			}),
		],
		['dingtalkApp.size', refuseWith(({ body }) => (isTooLong(body.msg) ? 45002 : undefined))],
	],
	run: (context) => {
		const { app, world, state, body } = context;
		const msg = readMsg(body.msg) ?? {};
		const { people, invalidUsers, invalidDepartments } = receivers(context);
		const content = JSON.stringify(msg);
		const message = workMessage(msg, world);
		const task: WorkTask = {
			id: FIRST_TASK + state.tasks.size,
			appId: app.id,
			at: world.now(),
			msgtype: asText(msg.msgtype),
			receivers: people.length + invalidUsers.length,
			sent: [],
			invalidUsers,
			invalidDepartments,
			forbidden: [],
		};
		for (const person of people) {
			const forbidden = takeNotification(world, app, person.userId, content);
			if (forbidden) task.forbidden.push(forbidden);
			else task.sent.push({ userId: person.userId, messageId: world.deliverFrom(app, world.directChat(app, person), message).id });
		}
		state.tasks.set(task.id, task);
		const first = task.sent[0] && world.message(task.sent[0].messageId);
		return accept(ok({ task_id: task.id }), first);
	},
};

const FIRST_TASK = 256_271_667_526;

/** Unconfirmed: somebody outside the app's availability counts as invalid. */
function receivers(context: Context) {
	const { world } = context;
	const isReachable = ({ userId }: Person): boolean =>
		!world.switches.isOn('dingtalkApp.availability') || isAvailable(context, userId);
	const isKnown = (userId: string): boolean => {
		const person = personOf(context, userId);
		return person !== undefined && isReachable(person);
	};
	const everybody = (): Person[] => world.organization.allPeople('dingtalk').filter(({ resigned }) => !resigned);
	const known = departments(context).filter((id) => departmentOf(context, id));
	const asked = toAll(context)
		? everybody()
		: [
				...users(context)
					.map((userId) => personOf(context, userId))
					.filter((person) => person !== undefined),
				...known.flatMap((id) => allMembersOf(context, id)),
			];
	return {
		people: [...new Set(asked)].filter(isReachable),
		invalidUsers: users(context).filter((userId) => !isKnown(userId)),
		invalidDepartments: departments(context).filter((id) => !known.includes(id)),
	};
}

/** The notification of this app; a number also when it comes as text. */
const taskOf = ({ state, app, body }: Context, name: string): WorkTask | undefined => {
	const task = state.tasks.get(integer(body[name]) ?? NaN);
	return task?.appId === app.id ? task : undefined;
};

const taskRefusal = (name: string, code: number, lifetimeMs: number) =>
	refuseWith((context) => {
		const task = taskOf(context, name);
		return task && context.world.now() - task.at <= lifetimeMs ? undefined : code;
	});

/**
 * The page says 7 days, its table 24 hours ("仅支持查询24小时内的任务"); the shorter one here.
 * https://open.dingtalk.com/document/development/obtain-the-sending-progress-of-asynchronous-sending-of-enterprise-session
 */
const progress: Route = {
	method: 'POST',
	path: `${PREFIX}getsendprogress`,
	steps: [
		['dingtalkApp.agentId', agentRefusal(40035)],
		['dingtalkApp.task', taskRefusal('task_id', 40035, DAY)],
	],
	run: () => accept(ok({ progress: { progress_in_percent: 100, status: 2 } })),
};

/** "当接收人列表超过100人时，不支持调用本接口" */
const MAX_RESULTS = 100;

/**
 * https://open.dingtalk.com/document/development/gets-the-result-of-sending-messages-asynchronously-to-the-enterprise
 * Unconfirmed: the codes; more than 100 receivers get "调用超时" there, 41052 here (which another page has for it).
 */
const result: Route = {
	method: 'POST',
	path: `${PREFIX}getsendresult`,
	steps: [
		['dingtalkApp.agentId', agentRefusal(40035)],
		['dingtalkApp.task', taskRefusal('task_id', 40035, DAY)],
		['dingtalkApp.receivers', refuseWith((context) => ((taskOf(context, 'task_id')?.receivers ?? 0) > MAX_RESULTS ? 41052 : undefined))],
	],
	run: (context) => {
		const { sent = [], invalidUsers = [], invalidDepartments = [], forbidden = [] } = taskOf(context, 'task_id') ?? {};
		const hasRead = ({ userId, messageId }: WorkTask['sent'][number]): boolean =>
			context.world.message(messageId)?.readBy?.includes(userId) ?? false;
		const ids = (people: WorkTask['sent']): string[] => people.map(({ userId }) => userId);
		const send_result = {
			invalid_user_id_list: invalidUsers,
			forbidden_user_id_list: forbidden.map(({ userid }) => userid),
			failed_user_id_list: [],
			read_user_id_list: ids(sent.filter(hasRead)),
			unread_user_id_list: ids(sent.filter((one) => !hasRead(one))),
			invalid_dept_id_list: invalidDepartments.map(Number),
			forbidden_list: forbidden,
		};
		return accept(ok({ send_result }));
	},
};

/** https://open.dingtalk.com/document/development/notification-of-work-withdrawal */
const recall: Route = {
	method: 'POST',
	path: `${PREFIX}recall`,
	steps: [
		['dingtalkApp.agentId', agentRefusal(400002)],
		['dingtalkApp.task', taskRefusal('msg_task_id', 400002, DAY)],
	],
	run: (context) => {
		const { world } = context;
		for (const { messageId } of taskOf(context, 'msg_task_id')?.sent ?? []) world.changeMessage(messageId, { recalledAt: world.now() });
		return accept(ok());
	},
};

/**
 * "只能更新7天内发出的工作通知状态栏"
 * https://open.dingtalk.com/document/development/update-work-notification-status-bar
 * Unconfirmed: that one without a status bar can be given none, and that any other type than OA is a wrong task.
 */
const statusBar: Route = {
	method: 'POST',
	path: `${PREFIX}status_bar/update`,
	steps: [
		['dingtalkApp.agentId', agentRefusal(40056)],
		['dingtalkApp.params', refuseWith(({ body }) => (isEmpty(body.status_value) ? 40035 : undefined))],
		['dingtalkApp.task', taskRefusal('task_id', 40035, 7 * DAY)],
		['dingtalkApp.task', refuseWith((context) => (taskOf(context, 'task_id')?.msgtype === 'oa' ? undefined : 40035))],
	],
	run: (context) => {
		const { world, body } = context;
		for (const { messageId } of taskOf(context, 'task_id')?.sent ?? []) {
			const view = world.message(messageId)?.view;
			if (view?.kind !== 'oa') continue;
			const status = { value: String(body.status_value), color: statusColor(body.status_bg) };
			const changed = { ...view, status };
			world.changeMessage(messageId, { view: changed, text: viewText(changed), editedAt: world.now() });
		}
		return accept(ok());
	},
};

export const WORK_ROUTES: readonly Route[] = [send, progress, result, recall, statusBar];
