import type { Message } from '../../types';
import { done } from './answers';
import { accept, DAY, firstOf, integer, isEmpty, personOf, refuseWith, type Context, type Route } from './context';
import { groupOf, jsonBody, keysOf, robotRefusal, sendingOf } from './robotRules';
import type { Sending } from './state';

/** "在发送消息24小时内可以通过processQueryKey查询消息已读状态" */
const isOld = ({ world }: Context, sending: Sending): boolean => world.now() - sending.at > DAY;

const messagesOf = ({ world }: Context, sending: Sending | undefined): Message[] =>
	(sending?.messageIds ?? []).map((id) => world.message(id)).filter((message) => message !== undefined);

/** Unconfirmed: how long `PROCESSING` lasts; here a message is there at once. */
const sendStatus = (messages: Message[]): string =>
	messages.length > 0 && messages.every(({ recalledAt }) => recalledAt !== undefined) ? 'RECALLED' : 'SUCCESS';

const NO_KEY = 'invalidParameter.processQueryKey.missing';

const keyRefusal = (read: (context: Context) => unknown) =>
	refuseWith((context) => {
		const sending = sendingOf(context, read(context));
		return sending ? (isOld(context, sending) ? 'processQueryKey.expireTime' : undefined) : 'invalid.processQueryKey';
	});

/** https://open.dingtalk.com/document/development/chatbot-batch-query-the-read-status-of-messages */
const readStatus: Route = {
	method: 'GET',
	path: '/v1.0/robot/oToMessages/readStatus',
	steps: [
		['dingtalkApp.params', refuseWith(({ query }) => (query.has('robotCode') ? undefined : 'invalidParameter.robotCode.missing'))],
		['dingtalkApp.params', refuseWith(({ query }) => (query.get('processQueryKey') ? undefined : NO_KEY))],
		[
			'dingtalkApp.robot',
			robotRefusal(
				{ empty: 'invalidParameter.robotCode.empty', unknown: 'invalidParameter.robotCode.invalid' },
				({ query }) => query.get('robotCode'),
			),
		],
		['dingtalkApp.sending', keyRefusal(({ query }) => query.get('processQueryKey'))],
	],
	run: (context) => {
		const messages = messagesOf(context, sendingOf(context, context.query.get('processQueryKey')));
		const messageReadInfoList = messages.map((message) => {
			const userId = context.world.group(message.groupId)?.direct?.userId ?? '';
			const name = personOf(context, userId)?.name ?? '';
			return { name, userId, readStatus: message.readBy?.includes(userId) ? 'READ' : 'UNREAD' };
		});
		return accept(done({ sendStatus: sendStatus(messages), messageReadInfoList }));
	},
};

/** "分页查询每页的数量，最大值200" */
const MAX_PAGE = 200;

/**
 * https://open.dingtalk.com/document/development/chatbot-queries-the-read-status-of-a-message
 * Unconfirmed: the page size when none is given, and what a cursor looks like; here it is the number of people before.
 */
const queryGroup: Route = {
	method: 'POST',
	path: '/v1.0/robot/groupMessages/query',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ json, body }) => {
				const size = body.maxResults === undefined ? 1 : integer(body.maxResults);
				return firstOf(
					[json === undefined, 'invalidParameter.param.invalid'],
					[isEmpty(body.processQueryKey), NO_KEY],
					[size === undefined || size < 1 || size > MAX_PAGE, 'invalidParameter.pageSize.invalid'],
					[!isEmpty(body.nextToken) && integer(body.nextToken) === undefined, 'invalidParameter.cursor.invalid'],
				);
			}),
		],
		[
			'dingtalkApp.robot',
			(context) =>
				context.body.robotCode === undefined
					? undefined
					: robotRefusal({ empty: 'invalidParameter.robotCode.missing', unknown: 'invalidParameter.robotCode.notExsit', stopped: 'bot.stopped' })(context),
		],
		['dingtalkApp.sending', keyRefusal(({ body }) => body.processQueryKey)],
		[
			'dingtalkApp.group',
			refuseWith((context) => {
				const { openConversationId, processQueryKey } = context.body;
				const sending = sendingOf(context, processQueryKey);
				return isEmpty(openConversationId) || openConversationId === sending?.openConversationId ? undefined : 'invalid.openConversationId';
			}),
		],
	],
	run: (context) => {
		const messages = messagesOf(context, sendingOf(context, context.body.processQueryKey));
		const readers = [...new Set(messages.flatMap(({ readBy }) => readBy ?? []))];
		const start = integer(context.body.nextToken) ?? 0;
		const end = start + (integer(context.body.maxResults) ?? MAX_PAGE);
		const hasMore = end < readers.length;
		const page = { readUserIds: readers.slice(start, end), hasMore, ...(hasMore && { nextToken: String(end) }) };
		return accept(done({ sendStatus: sendStatus(messages), ...page }));
	},
};

const MAX_KEYS = 20;

/** Why a message cannot be recalled, or nothing. Unconfirmed: that a group's message has no age limit of its own. */
const recallProblem = (context: Context, key: string): string | undefined => {
	const { openConversationId } = context.body;
	const sending = sendingOf(context, key);
	const isForeign = sending === undefined && context.state.sendings.has(key);
	return firstOf(
		[isForeign, 'not.allowed.robotCode'],
		[sending === undefined || (openConversationId !== undefined && sending.openConversationId !== openConversationId), 'invalid.processQueryKey'],
		[openConversationId === undefined && sending !== undefined && isOld(context, sending), 'robot.processQueryKey.expired'],
	);
};

const KEYS_GIVEN = refuseWith(({ body }) =>
	firstOf(
		[keysOf(body).length === 0, NO_KEY],
		[keysOf(body).length > MAX_KEYS, 'invalidParameter.processQueryKeys.overMax'],
	),
);

/**
 * Unconfirmed: when a failure stands in `failedResult` (with its code as the reason) and when it is the answer; here it
 * is the answer when nothing could be recalled.
 */
const NOTHING_TO_RECALL = refuseWith((context) => {
	const problems = keysOf(context.body).map((key) => recallProblem(context, key));
	return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
});

function recall(context: Context) {
	const { world } = context;
	const isStrict = world.switches.isOn('dingtalkApp.sending');
	const successResult: string[] = [];
	const failedResult: Record<string, string> = {};
	for (const key of keysOf(context.body)) {
		const problem = isStrict ? recallProblem(context, key) : undefined;
		if (problem !== undefined) {
			failedResult[key] = problem;
			continue;
		}
		for (const { id } of messagesOf(context, context.state.sendings.get(key))) world.changeMessage(id, { recalledAt: world.now() });
		successResult.push(key);
	}
	return accept(done({ successResult, failedResult }));
}

/** Mind the lower case of `oto`. https://open.dingtalk.com/document/development/batch-message-recall-chat */
const recallFromPeople: Route = {
	method: 'POST',
	path: '/v1.0/robot/otoMessages/batchRecall',
	steps: [
		['dingtalkApp.params', refuseWith(({ json }) => (json === undefined ? 'invalidParameter.param.invalid' : undefined))],
		[
			'dingtalkApp.robot',
			robotRefusal({ empty: 'invalidParameter.robotCode', unknown: 'invalidParameter.robotCode', foreign: 'not.allowed.robotCode' }),
		],
		['dingtalkApp.receivers', KEYS_GIVEN],
		['dingtalkApp.sending', NOTHING_TO_RECALL],
	],
	run: recall,
};

/** https://open.dingtalk.com/document/development/enterprise-chatbot-withdraws-internal-group-messages */
const recallFromGroup: Route = {
	method: 'POST',
	path: '/v1.0/robot/groupMessages/recall',
	steps: [
		['dingtalkApp.params', jsonBody],
		[
			'dingtalkApp.robot',
			robotRefusal({
				empty: 'miss.chatbotId',
				unknown: 'invalidParameter.robotCode.notExsit',
				foreign: 'not.allowed.robotCode',
				stopped: 'bot.stopped',
			}),
		],
		[
			'dingtalkApp.group',
			refuseWith((context) =>
				firstOf(
					[isEmpty(context.body.openConversationId), 'miss.openConversationId'],
					[groupOf(context) === undefined, 'invalid.openConversationId'],
				),
			),
		],
		['dingtalkApp.receivers', KEYS_GIVEN],
		['dingtalkApp.sending', NOTHING_TO_RECALL],
	],
	run: recall,
};

export const ROBOT_FOLLOW_ROUTES: readonly Route[] = [readStatus, queryGroup, recallFromPeople, recallFromGroup];
