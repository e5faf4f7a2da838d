import { randomBytes } from 'node:crypto';
import type { Result, Step } from '../../answer';
import type { Message } from '../../types';
import { done } from './answers';
import { accept, firstOf, isAvailable, personOf, refuseWith, textList, type Context, type Route } from './context';
import { mediaProblem, messageProblem, robotMessage } from './robotMessage';
import { groupOf, groupRefusal, jsonBody, paramTooLong, robotRefusal } from './robotRules';

/** "每次最多传20个"; the text of the code for more says 100. */
const MAX_USERS = 20;

const MESSAGE: ReadonlyArray<Step<Context>> = [
	['dingtalkApp.message', refuseWith(({ body }) => messageProblem(body))],
	['dingtalkApp.media', refuseWith(mediaProblem)],
	['dingtalkApp.size', paramTooLong],
];

/** Keeps what was sent, for reading and recalling it. The key has characters of base64 that a URL must encode. */
export function keepSending({ state, app, world }: Context, messages: Message[], openConversationId?: string): string {
	const key = `${randomBytes(24).toString('base64').slice(0, 30)}+/=`;
	const messageIds = messages.map(({ id }) => id);
	state.sendings.set(key, { key, appId: app.id, messageIds, at: world.now(), ...(openConversationId && { openConversationId }) });
	return key;
}

/** Takes one message off what somebody is still kept from. */
function isFlowControlled({ state: { flowControlled }, world }: Context, userId: string): boolean {
	const left = flowControlled.get(userId) ?? 0;
	if (left < 1 || !world.switches.isOn('dingtalkApp.flowControl')) return false;
	flowControlled.set(userId, left - 1);
	return true;
}

/**
 * "批量发送人与机器人会话中机器人消息"
 * https://open.dingtalk.com/document/development/chatbots-send-one-on-one-chat-messages-in-batches
 * Unconfirmed: somebody outside the app's availability counts as invalid; a userId given twice gets one message; when
 * nobody is left to send to, the answer is a success all the same.
 */
const sendToPeople: Route = {
	method: 'POST',
	path: '/v1.0/robot/oToMessages/batchSend',
	steps: [
		['dingtalkApp.params', jsonBody],
		[
			'dingtalkApp.robot',
			robotRefusal({
				empty: 'invalidParameter.robotCode.empty',
				unknown: 'invalidParameter.robotCode.notExsit',
				foreign: 'invalidParameter.robotCode.auth',
				stopped: 'chatbotId.notAllow.sendOTO',
			}),
		],
		[
			'dingtalkApp.receivers',
			refuseWith(({ body }) => {
				const users = textList(body.userIds);
				return firstOf(
					[!users || users.length === 0, 'invalidParameter.userIds.empty'],
					[(users?.length ?? 0) > MAX_USERS, 'invalidParameter.userIds.overMax'],
				);
			}),
		],
		...MESSAGE,
	],
	run: (context): Result => {
		const { app, world, body } = context;
		const invalidStaffIdList: string[] = [];
		const flowControlledStaffIdList: string[] = [];
		const messages: Message[] = [];
		for (const userId of new Set(textList(body.userIds))) {
			const person = personOf(context, userId);
			const isOutside = world.switches.isOn('dingtalkApp.availability') && !isAvailable(context, userId);
			if (!person || isOutside) invalidStaffIdList.push(userId);
			else if (isFlowControlled(context, userId)) flowControlledStaffIdList.push(userId);
			else {
				const chat = world.directChat(app, person);
				messages.push(world.deliverFrom(app, chat, robotMessage(context, chat)));
			}
		}
		const processQueryKey = keepSending(context, messages);
		return accept(done({ processQueryKey, invalidStaffIdList, flowControlledStaffIdList }), messages[0]);
	},
};

const GROUP_ROBOT = robotRefusal({
	empty: 'invalidParameter.robotCode.empty',
	unknown: 'invalidParameter.robotCode.notExsit',
	foreign: 'invalidParameter.robotCode.auth',
	stopped: 'bot.stopped',
});

function runInGroup(context: Context): Result {
	const group = groupOf(context);
	if (!group) return accept(done({ processQueryKey: keepSending(context, []) }));
	const message = context.world.deliverFrom(context.app, group, robotMessage(context, group));
	return accept(done({ processQueryKey: keepSending(context, [message], group.id) }), message);
}

/** "机器人发送群聊消息", https://open.dingtalk.com/document/development/the-robot-sends-a-group-message */
const sendToGroup: Route = {
	method: 'POST',
	path: '/v1.0/robot/groupMessages/send',
	steps: [
		['dingtalkApp.params', jsonBody],
		['dingtalkApp.robot', GROUP_ROBOT],
		['dingtalkApp.group', groupRefusal()],
		...MESSAGE,
	],
	run: runInGroup,
};

/**
 * "人与人会话中机器人发送普通消息", for a robot that came with an app of a chat ("单聊酷应用").
 * https://open.dingtalk.com/document/development/the-robot-sends-ordinary-messages-in-a-person-to-person-conversation
 * The sandbox knows no such chats: any group with the robot in it will do, and any coolAppCode.
 */
const sendToChat: Route = {
	...sendToGroup,
	path: '/v1.0/robot/privateChatMessages/send',
	steps: [
		...sendToGroup.steps,
		['dingtalkApp.params', refuseWith(({ body }) => (body.coolAppCode ? undefined : 'invalidParameter.robotCode.coolApp'))],
	],
};

export const ROBOT_SEND_ROUTES: readonly Route[] = [sendToPeople, sendToGroup, sendToChat];
