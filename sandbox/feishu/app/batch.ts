import { randomBytes } from 'node:crypto';
import type { Answer } from '../../answer';
import { asArray, asText, isObject } from '../../json';
import type { Person } from '../../organization';
import type { JsonObject } from '../../types';
import { viewMentions, viewText } from '../../viewText';
import { contentProblem, MESSAGE_TYPES } from '../content';
import { feishuView } from '../view';
import { ok, success } from './answers';
import type { Call } from './call';
import { checkCard } from './cardRefusals';
import { checkBot } from './chatAccess';
import { postNodes } from './content';
import { hasScope } from './gateway';
import { findPerson, isAvailable } from './ids';
import type { Operation } from './operation';
import type { Batch } from './state';

/**
 * Messages to many people at once. This older operation takes objects where the newer ones take JSON texts, has a
 * `post` around a post, `share_chat_id` and `card`, and refuses with HTTP 200.
 * "批量发送消息", https://open.feishu.cn/document/ukTMukTMukTM/ucDO1EjL3gTNx4yN4UTM
 */
const MAX_IDS = 200;
const MAX_A_DAY = 500_000;
const DAY_MS = 86_400_000;
/** "查询时间窗口 30 天" */
const KNOWN_MS = 30 * DAY_MS;
const MAX_BYTES: Record<string, number> = { text: 150 * 1_024, post: 30 * 1_024, interactive: 30 * 1_024 };

const TARGETS = {
	department_ids: 'invalid_department_ids',
	open_ids: 'invalid_open_ids',
	user_ids: 'invalid_user_ids',
	union_ids: 'invalid_union_ids',
} as const;
type Target = keyof typeof TARGETS;
const NAMES = Object.keys(TARGETS) as Target[];

function send(call: Call): Answer {
	call.refuseIf(!call.app.botEnabled, 'feishuApp.bot', 11205);
	call.refuseIf(!call.app.published, 'feishuApp.bot', 11210);
	const to = Object.fromEntries(NAMES.map((name) => [name, asArray(call.body[name]).map(asText)])) as Record<Target, string[]>;
	checkTargets(call, to);
	const content = checkedContent(call);
	const found = NAMES.map((name) => ({ name, ...people(call, name, to[name]) }));
	const receivers = [...new Set(found.flatMap((target) => target.people))];
	const isNobody = receivers.length === 0 && to.department_ids.length === 0;
	// Unconfirmed: the code when nobody is left; 11101 is that of open IDs.
	call.refuseIf(isNobody && to.open_ids.length > 0, 'feishuApp.recipient', 11101);
	call.refuseIf(isNobody, 'feishuApp.recipient', 10003);
	takeDay(call, receivers.length);
	const batch = deliver(call, content, receivers);
	return ok({
		msg: 'ok',
		data: { ...Object.fromEntries(found.map(({ name, invalid }) => [TARGETS[name], invalid])), message_id: batch.id },
	});
}

function checkTargets(call: Call, to: Record<Target, string[]>): void {
	const toPeople = to.open_ids.length + to.user_ids.length + to.union_ids.length > 0;
	const toDepartments = to.department_ids.length > 0;
	const wrong =
		NAMES.some((name) => call.body[name] !== undefined && !Array.isArray(call.body[name])) ||
		NAMES.some((name) => to[name].length > MAX_IDS) ||
		to.department_ids.includes('0') ||
		!(toPeople || toDepartments);
	call.refuseIf(wrong, 'feishuApp.params', 10003);
	const mayUsers = hasScope(call.app, ['im:message:send_multi_users']);
	const mayDepartments = hasScope(call.app, ['im:message:send_multi_depts']);
	call.refuseIf(toPeople && !mayUsers, 'feishuApp.scope', 11203);
	call.refuseIf(toDepartments && !mayDepartments, 'feishuApp.scope', 11204);
}

/** The body as a group's own bot sends it, which has the same shapes. */
function checkedContent(call: Call): JsonObject {
	const msgType = call.text('msg_type');
	call.refuseIf(!MESSAGE_TYPES.includes(msgType), 'feishuApp.params', 10003);
	call.refuseIf(call.request.size > (MAX_BYTES[msgType] ?? Infinity), 'feishuApp.size', 10002);
	const body = { msg_type: msgType, content: call.body.content, card: call.body.card };
	call.refuseIf(contentProblem(msgType, body) !== undefined, 'feishuApp.content', 10002);
	const content = isObject(body.content) ? body.content : {};
	if (msgType === 'interactive') checkCard(call, body.card, 11246);
	const keys = [asText(content.image_key), ...postNodes(isObject(content.post) ? content.post : {}).map((node) => asText(node.image_key))];
	const foreign = keys.find((key) => key !== '' && call.world.files.find(key)?.appId !== call.app.id);
	call.refuseIf(foreign !== undefined, 'feishuApp.resource', 11227);
	const shared = msgType === 'share_chat' ? call.world.group(asText(content.share_chat_id)) : undefined;
	call.refuseIf(msgType === 'share_chat' && !shared?.apps?.includes(call.app.id), 'feishuApp.recipient', 11231);
	return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** Departments with all below them; both kinds of department ID. */
function people(call: Call, name: Target, ids: string[]): { people: Person[]; invalid: string[] } {
	const { organization } = call.world;
	const may = (person: Person): boolean => isAvailable(person, call.app) && !person.resigned;
	const all = organization.allDepartments(call.app.platform);
	const withBelow = (id: string): string[] => [id, ...all.filter(({ parentId }) => parentId === id).flatMap((child) => withBelow(child.id))];
	const found = ids.map((id) => {
		if (name !== 'department_ids') {
			const person = findPerson(call.world, call.app, name.slice(0, -1) as 'open_id', id);
			return { id, people: person && may(person) ? [person] : undefined };
		}
		const department = all.find((candidate) => candidate.id === id || `od-${candidate.id}` === id);
		const inside = department ? withBelow(department.id) : [];
		const members = organization.allPeople(call.app.platform).filter((person) => may(person) && person.departmentIds.some((one) => inside.includes(one)));
		return { id, people: department && members };
	});
	return {
		people: found.flatMap((one) => one.people ?? []),
		invalid: found.filter((one) => one.people === undefined).map(({ id }) => id),
	};
}

/** Unconfirmed: that a day is one of UTC. */
function takeDay(call: Call, count: number): void {
	const key = `${call.app.id} ${Math.floor(call.world.now() / DAY_MS)}`;
	const before = call.state.batchedToday.get(key) ?? 0;
	call.refuseIf(before + count > (call.app.batchQuota ?? MAX_A_DAY), 'feishuApp.batchQuota', 11247);
	call.state.batchedToday.set(key, before + count);
}

/** Unconfirmed: how long it takes ("异步接口，会有一定延迟"); here nothing. */
function deliver(call: Call, body: JsonObject, receivers: Person[]): Batch {
	const id = `bm-${randomBytes(16).toString('hex')}`;
	const msgType = asText(body.msg_type);
	const messageIds = receivers.map((person) => {
		const chat = call.world.directChat(call.app, person);
		const view = feishuView(msgType, body, chat);
		const content = { msgType, body, view, text: viewText(view), mentions: viewMentions(view) };
		return call.world.deliverFrom(call.app, chat, { ...content, batchId: id }).id;
	});
	const batch = { id, appId: call.app.id, sentAt: call.world.now(), messageIds, recalled: false };
	call.state.batches.set(id, batch);
	return batch;
}

function batchAt(call: Call, foreign: number): Batch {
	checkBot(call);
	const batch = call.state.batches.get(call.params.batch_message_id ?? '');
	if (!batch || call.world.now() - batch.sentAt > KNOWN_MS) return call.end('feishuApp.message', 230030);
	call.refuseIf(batch.appId !== call.app.id, 'feishuApp.sender', foreign);
	return batch;
}

const readCount = (call: Call, batch: Batch): number =>
	batch.messageIds.filter((id) => (call.world.message(id)?.readBy?.length ?? 0) > 0).length;

/** "查询批量消息整体进度", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/batch_message/get_progress */
function progress(call: Call): Answer {
	const batch = batchAt(call, 230012);
	const count = batch.messageIds.length;
	return success({
		batch_message_send_progress: { valid_user_ids_count: count, success_user_ids_count: count, read_user_ids_count: readCount(call, batch) },
		batch_message_recall_progress: { recall: batch.recalled, recall_count: batch.recalled ? count : 0 },
	});
}

function readUser(call: Call): Answer {
	const batch = batchAt(call, 230012);
	return ok({ data: { read_user: { read_count: String(readCount(call, batch)), total_count: String(batch.messageIds.length) } }, msg: 'ok' });
}

function recall(call: Call): Answer {
	const batch = batchAt(call, 230026);
	call.refuseIf(call.world.now() - batch.sentAt > DAY_MS, 'feishuApp.age', 230009);
	batch.recalled = true;
	for (const id of batch.messageIds) if (call.world.message(id)) call.world.changeMessage(id, { recalledAt: call.world.now() });
	return success();
}

const scopes = ['im:message:send_multi_depts', 'im:message:send_multi_users'];

export const BATCH_OPERATIONS: Operation[] = [
	{ method: 'POST', path: '/message/v4/batch_send', scopes: ['im:message', 'im:message:send_as_bot'], run: send },
	{ method: 'DELETE', path: '/im/v1/batch_messages/:batch_message_id', scopes, run: recall },
	{ method: 'GET', path: '/im/v1/batch_messages/:batch_message_id/get_progress', scopes, run: progress },
	{ method: 'GET', path: '/im/v1/batch_messages/:batch_message_id/read_user', scopes, run: readUser },
];
