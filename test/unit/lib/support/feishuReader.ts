import type { BotMessage } from '../../../../lib/feishu/botClient';
import { cardMentionProblem, cardProblem } from '../../../../sandbox/feishu/card';
import { contentProblem } from '../../../../sandbox/feishu/content';
import { feishuView } from '../../../../sandbox/feishu/view';
import type { Group } from '../../../../sandbox/types';
import { viewMentions, viewText } from '../../../../sandbox/viewText';

const MEMBERS = ['ou_1', 'ou_2', 'ou_3'].map((openId) => ({ name: `Member ${openId}`, openId }));

/** A reader of a group, who shares no code with what wrote the message. */
export function read(body: BotMessage, platform: 'feishu' | 'lark' = 'feishu') {
	const group: Group = { id: 'g', platform, name: 'Group', allowAtAll: true, members: MEMBERS };
	const wire = JSON.parse(JSON.stringify(body)) as BotMessage & Record<string, unknown>;
	const view = feishuView(body.msg_type, wire, group);
	const isCard = body.msg_type === 'interactive';
	return {
		view,
		text: viewText(view),
		mentions: viewMentions(view).map(({ id }) => id),
		/** Why the platform refuses it. */
		problem: isCard ? (cardProblem(wire.card) ?? cardMentionProblem(wire.card)) : contentProblem(body.msg_type, wire),
	};
}

const SIGNED = { timestamp: '1599360473', sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=' };

/** "The request body must not exceed 20 KB", timestamp and signature included. */
export const MOST_BYTES = 20_000;

/** The signed body as it goes over the wire. */
export const signedBytes = (body: BotMessage): number => Buffer.byteLength(JSON.stringify({ ...SIGNED, ...body }));
