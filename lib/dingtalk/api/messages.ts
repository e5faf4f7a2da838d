import { RECIPIENT_LIMIT } from '../../delivery/batch';
import type { Failure, JsonLike } from '../../delivery/types';
import { sha256 } from '../../hash';
import { objectOf, objectsIn, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { keyOfApp, type DingTalkApp, type DingTalkCall } from '../appClient';
import { rowOf } from '../appErrors';
import { robotNotInGroup } from '../errorRows/robots';
import type { RobotMessage } from '../robotMessage';

/** "At most 20 at a time." */
export const MOST_PEOPLE = 20;
export const MOST_KEYS = 20;

const robot = (path: string, body: JsonObject, more: Partial<DingTalkCall> = {}): DingTalkCall => ({
	generation: 'new',
	method: 'POST',
	path: `/v1.0/robot/${path}`,
	body,
	...more,
});

/** How bucket keys know a reader. */
export const readerKey = (app: DingTalkApp, reader: string): string => `dingtalk-reader:${keyOfApp(app)}:${sha256(reader)}`;

const written = ({ msgKey, msgParam }: RobotMessage): JsonObject => ({ msgKey, msgParam: JSON.stringify(msgParam) });

/**
 * The same message to up to {@link MOST_PEOPLE} people, from the robot.
 * https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches
 */
export const sendToPeople = (robotCode: string, message: RobotMessage, userIds: string[]): DingTalkCall =>
	robot('oToMessages/batchSend', { robotCode, userIds, ...written(message) });

/**
 * `processQueryKey` is the ID of the message for all of them. The call succeeds also when nobody gets it: who doesn't
 * stands in one of the lists. `filteredStaffIdList` is not in the document.
 */
export function sentToPeople(answer: JsonLike): { messageId?: string; refused: Map<string, Failure> } {
	const listed = (name: string, failure: (userId: string) => Failure) => textList(answer[name]).map((id): [string, Failure] => [id, failure(id)]);
	return {
		...sentToGroup(answer),
		refused: new Map([
			...listed('filteredStaffIdList', notReached),
			...listed('invalidStaffIdList', notReached),
			...listed('flowControlledStaffIdList', flowControlled),
		]),
	};
}

const notReached = (userId: string): Failure => ({
	class: 'permanent',
	code: 'invalidStaffIdList',
	message: `The robot can't reach anybody with the user ID ${userId}`,
	fix: "Check that it is the user ID (not the mobile number or name) of a current employee of the app's organization, and that the person is within the visible scope of the app (developer console > your app > Version Management & Release).",
});

const flowControlled = (userId: string): Failure => ({
	class: 'rateLimited',
	code: RECIPIENT_LIMIT,
	message: `DingTalk lets no more of the robot's messages through to ${userId} for now`,
	fix: 'Send fewer messages to this person, raise Max Wait in the options, or send again later.',
});

/**
 * https://open.dingtalk.com/document/development/the-robot-sends-a-group-message
 */
export const sendToGroup = (robotCode: string, message: RobotMessage, openConversationId: string): DingTalkCall =>
	robot('groupMessages/send', { robotCode, openConversationId, ...written(message) }, {
		errors: { 'invalidParameter.robotCode.notExsit': robotNotInGroup, 'resource.not.found': robotNotInGroup },
	});

export const sentToGroup = ({ processQueryKey: key }: JsonLike): { messageId?: string } => (typeof key === 'string' && key !== '' ? { messageId: key } : {});

/** The messages of one chat, or of people (`group` undefined). */
export interface Recall {
	robotCode: string;
	group?: string;
	/** `processQueryKey`s, at most {@link MOST_KEYS}. */
	keys: string[];
}

/**
 * Mind the lower case of `oto`.
 * https://open.dingtalk.com/document/development/batch-message-recall-chat
 * https://open.dingtalk.com/document/development/enterprise-chatbot-withdraws-internal-group-messages
 */
export const recallMessages = ({ robotCode, group, keys }: Recall): DingTalkCall => {
	const body = { robotCode, processQueryKeys: keys };
	// A message that has been recalled twice is gone all the same.
	return group === undefined
		? robot('otoMessages/batchRecall', body, { repeatable: true })
		: robot('groupMessages/recall', { ...body, openConversationId: group }, { repeatable: true });
};

/** What became of each key: why it was not recalled, or null. What the answer does not name was not recalled either. */
export function recalled({ successResult, failedResult }: JsonObject, keys: string[]): Map<string, Failure | null> {
	const done = new Set(textList(successResult));
	const reasons = objectOf(failedResult);
	return new Map(keys.map((key) => [key, done.has(key) ? null : notRecalled(key, String(reasons[key] ?? ''))]));
}

/** A call was refused for one of its messages, which is not named: the others may do by themselves. */
export const isForAMessage = ({ class: failureClass, code }: Failure): boolean => failureClass === 'permanent' && /processQueryKey\b|^notRevoke|^not\.allowed\.robotCode$/.test(code);

function notRecalled(key: string, reason: string): Failure {
	const row = rowOf(reason);
	return {
		class: row?.class ?? 'permanent',
		code: reason || 'NOT_RECALLED',
		message: `The message ${key} was not recalled: ${row?.message ?? 'DingTalk gives no reason'}${reason ? ` (${reason})` : ''}`,
		fix: row?.fix ?? 'Check the message ID; a message can be recalled by the robot that sent it, one to people within 24 hours.',
	};
}

/**
 * Within 24 hours.
 * https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages
 */
export const peopleReadStatus = (robotCode: string, processQueryKey: string): DingTalkCall => ({
	generation: 'new',
	method: 'GET',
	path: '/v1.0/robot/oToMessages/readStatus',
	query: { robotCode, processQueryKey },
});

/** `sendStatus` is SUCCESS, RECALLED or PROCESSING. */
export function peopleReaders({ sendStatus, messageReadInfoList }: JsonObject): JsonObject {
	const readers = objectsIn(messageReadInfoList);
	const idsOf = (status: string) => readers.filter(({ readStatus }) => readStatus === status).map(({ userId }) => userId);
	return { sendStatus, read: idsOf('READ'), unread: idsOf('UNREAD') };
}

/** "At most 200." */
const MOST_READERS = 200;

/**
 * One page of those who have read a message; who hasn't is not told. Within 24 hours.
 * https://open.dingtalk.com/document/development/chatbot-queries-the-read-status-of-a-message
 */
export const groupReadStatus = (robotCode: string, openConversationId: string, processQueryKey: string, nextToken: string, wanted: number): DingTalkCall =>
	robot(
		'groupMessages/query',
		{ robotCode, openConversationId, processQueryKey, maxResults: Math.min(MOST_READERS, wanted), ...(nextToken !== '' && { nextToken }) },
		{ repeatable: true },
	);

export function groupReaders({ readUserIds, hasMore, nextToken }: JsonObject): { entries: string[]; next?: string } {
	const entries = textList(readUserIds);
	return hasMore === true && typeof nextToken === 'string' && nextToken !== '' ? { entries, next: nextToken } : { entries };
}

/** The ID of a group; throws an {@link InputError} for what is none. */
export function groupId(given: string): string {
	const id = given.trim();
	// A semicolon would begin another place of a card.
	if (/^cid[^\s;]+$/.test(id)) return id;
	throw new InputError(
		id === '' ? 'The open conversation ID is empty' : `"${id.slice(0, 100)}" is not an open conversation ID`,
		id.startsWith('chat')
			? 'This is a chat ID of the old API: Group > Convert Chat ID makes the open conversation ID (cid...) from it.'
			: 'Enter the ID of a group (cid...): Group > Create returns it, and a trigger brings it with what happens in the group ({{ $json.chat.id }}).',
	);
}

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []);
