import type { Failure } from '../../delivery/types';
import { objectOf, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import type { DingTalkCall } from '../appClient';
import { rowOf } from '../appErrors';
import { filled } from '../fields';

export type DingKind = 'app' | 'sms' | 'phone';

/** `remindType`, and how many people a call takes. */
const KINDS: Record<DingKind, { remindType: number; most: number }> = {
	app: { remindType: 1, most: 200 },
	sms: { remindType: 2, most: 20 },
	phone: { remindType: 3, most: 20 },
};

export const mostReceivers = (kind: DingKind): number => KINDS[kind].most;

export interface Ding {
	kind: DingKind;
	content: string;
	/** Who reads it out on the phone; the platform's standard voice if empty. */
	voice: string;
}

/**
 * A DING to at most {@link mostReceivers} people: the answer is `{ openDingId, failedList: { reason: [userId] } }`.
 * https://open.dingtalk.com/document/development/robot-sends-nail-message
 */
export const dingBody = ({ kind, content, voice }: Ding, robotCode: string, userIds: string[]): JsonObject => ({
	robotCode,
	remindType: KINDS[kind].remindType,
	receiverUserIdList: userIds,
	content: filled('text', content),
	...(kind === 'phone' && voice !== '' && { callVoice: voice }),
});

export const dingSend = (body: JsonObject): DingTalkCall => ({ generation: 'new', method: 'POST', path: '/v1.0/robot/ding/send', body });

/**
 * Only the robot that sent it can recall it.
 * https://open.dingtalk.com/document/development/robot-withdraws-pin-message
 */
export function dingRecall(robotCode: string, openDingId: string): DingTalkCall {
	if (openDingId === '') throw new InputError('The DING ID is empty', 'Enter the DING ID (openDingId) that Send returned as messageId.');
	return {
		generation: 'new',
		method: 'POST',
		path: '/v1.0/robot/ding/recall',
		body: { robotCode, openDingId },
		repeatable: true,
	};
}

export const dingIdOf = ({ openDingId }: JsonObject): string => (typeof openDingId === 'string' ? openDingId : '');

/** Those of the receivers who did not get it. */
export function dingFailures({ failedList }: JsonObject): Map<string, Failure> {
	const reasons = Object.entries(objectOf(failedList));
	return new Map(
		reasons.flatMap(([reason, ids]) => (Array.isArray(ids) ? ids.map((id): [string, Failure] => [String(id), dingFailure(String(id), reason)]) : [])),
	);
}

function dingFailure(userId: string, reason: string): Failure {
	const { class: failureClass, message, fix } = rowOf(reason) ?? {
		class: 'permanent',
		message: 'DingTalk could not reach this person',
		fix: 'Check that the person is a current employee who has activated DingTalk and, for SMS and phone, has a mobile number.',
	};
	return { class: failureClass, code: reason, message: `The DING did not reach ${userId}: ${message} (${reason})`, fix };
}
