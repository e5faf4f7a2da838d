import type { Person } from '../../organization';
import type { Message } from '../../types';
import { done } from './answers';
import { accept, firstOf, isEmpty, personOf, refuseWith, textList, type Context, type Route } from './context';
import { robotRefusal } from './robotRules';

/** `remindType`: how people are reached, and how many at most. */
const REMINDERS: Record<number, { remind: 'app' | 'sms' | 'phone'; max: number }> = {
	1: { remind: 'app', max: 200 },
	2: { remind: 'sms', max: 20 },
	3: { remind: 'phone', max: 20 },
};

const VOICES = [
	'Standard_Female_Voice',
	'Cantonese_Female_Voice',
	'Gentine_Female_Voice',
	'Overbearing_Female_Voice',
	'Lovely_Girl_Voice',
	'Standard_Male_Voice',
];

const reminderOf = ({ body }: Context) => (typeof body.remindType === 'number' ? REMINDERS[body.remindType] : undefined);

const receivers = ({ body }: Context): string[] => [...new Set(textList(body.receiverUserIdList))];

const known = (context: Context): Person[] =>
	receivers(context)
		.map((userId) => personOf(context, userId))
		.filter((person) => person !== undefined);

const isPaid = (context: Context): boolean => reminderOf(context)?.remind !== 'app';

const ROBOT = robotRefusal({ empty: 'invalidParameter.param.invalid', unknown: 'invalid.chatbotId' });

/**
 * https://open.dingtalk.com/document/development/robot-sends-nail-message
 * Unconfirmed: `miss.staffId` only when no receiver is known, else `failedList` under that reason.
 */
const send: Route = {
	method: 'POST',
	path: '/v1.0/robot/ding/send',
	steps: [
		['dingtalkApp.robot', ROBOT],
		[
			'dingtalkApp.params',
			refuseWith((context) => {
				const { content, callVoice } = context.body;
				const isVoice = isEmpty(callVoice) || !isPaid(context) || VOICES.includes(String(callVoice));
				return !reminderOf(context) || isEmpty(content) || typeof content !== 'string' || !isVoice ? 'invalidParameter.param.invalid' : undefined;
			}),
		],
		[
			'dingtalkApp.receivers',
			refuseWith((context) => {
				const users = textList(context.body.receiverUserIdList);
				return firstOf(
					[!users || users.length === 0, 'miss.staffId'],
					[(users?.length ?? 0) > (reminderOf(context)?.max ?? Infinity), 'ding.receivercount.limit'],
				);
			}),
		],
		['dingtalkApp.person', refuseWith((context) => (known(context).length > 0 ? undefined : 'miss.staffId'))],
		[
			'dingtalkApp.ding',
			refuseWith((context) => {
				const { dingsLeft } = context.state;
				return isPaid(context) && dingsLeft !== null && dingsLeft < known(context).length ? 'ding.serverquota.insufficient' : undefined;
			}),
		],
	],
	run: (context) => {
		const { world, app, body, state } = context;
		const { remind } = reminderOf(context) ?? REMINDERS[1]!;
		const people = known(context);
		const content = String(body.content ?? '');
		const messages = people.map((person): Message => {
			const view = { kind: 'ding' as const, remind, text: content };
			const sent = world.deliverFrom(app, world.directChat(app, person), { msgType: 'ding', body, text: content, mentions: [], view });
			return world.changeMessage(sent.id, { urgent: remind });
		});
		if (isPaid(context) && state.dingsLeft !== null) state.dingsLeft -= people.length;
		const openDingId = world.nextId('ding');
		state.dings.set(openDingId, { id: openDingId, appId: app.id, messageIds: messages.map(({ id }) => id) });
		const failed = receivers(context).filter((userId) => !people.some((person) => person.userId === userId));
		return accept(done({ openDingId, ...(failed.length > 0 && { failedList: { 'miss.staffId': failed } }) }), messages[0]);
	},
};

const dingOf = ({ state, body, app }: Context) => {
	const ding = state.dings.get(String(body.openDingId));
	return ding?.appId === app.id ? ding : undefined;
};

/**
 * "发送和撤回操作必须是同一个机器人"
 * https://open.dingtalk.com/document/development/robot-withdraws-pin-message
 */
const recall: Route = {
	method: 'POST',
	path: '/v1.0/robot/ding/recall',
	steps: [
		['dingtalkApp.robot', robotRefusal({ empty: 'invalidParameter.param.invalid', unknown: 'recall.ding.exception' })],
		['dingtalkApp.params', refuseWith(({ body }) => (isEmpty(body.openDingId) ? 'invalidParameter.param.invalid' : undefined))],
		['dingtalkApp.sending', refuseWith((context) => (dingOf(context) ? undefined : 'recall.ding.exception'))],
	],
	run: (context) => {
		const { world, body } = context;
		for (const id of dingOf(context)?.messageIds ?? []) world.changeMessage(id, { recalledAt: world.now() });
		return accept(done({ openDingId: String(body.openDingId ?? '') }));
	},
};

export const DING_ROUTES: readonly Route[] = [send, recall];
