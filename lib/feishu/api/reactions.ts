import { path } from '../../apiCall';
import { isObject, objectOf, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import type { FeishuCall } from '../appClient';
import type { Paged } from '../pages';
import { isoTime } from './messages';

const REACTIONS = '/open-apis/im/v1/messages/:message_id/reactions';

/** A key of the platform's list of emojis, `THUMBSUP`; empty if it may be. */
export function emojiType(given: string): string {
	const emoji = given.trim().replace(/^:|:$/g, '');
	if (/^\w*$/.test(emoji)) return emoji;
	throw new InputError(
		`"${emoji.slice(0, 100)}" is not an emoji of the platform`,
		'Enter its key, for example THUMBSUP, OK, DONE or HEART. The list stands in the documentation of the API ("Emojis").',
	);
}

/** "Add message reaction"; the same one again stays one. https://open.feishu.cn/document/server-docs/im-v1/message-reaction/create */
export function addReaction(messageId: string, emoji: string): FeishuCall {
	if (emoji === '') throw new InputError('The emoji is empty', 'Enter its key, for example THUMBSUP.');
	return {
		method: 'POST',
		path: path`/open-apis/im/v1/messages/${messageId}/reactions`,
		api: REACTIONS,
		body: { reaction_type: { emoji_type: emoji } },
		repeatable: true,
	};
}

/** "Delete message reaction": one of the app's own. https://open.feishu.cn/document/server-docs/im-v1/message-reaction/delete */
export function removeReaction(messageId: string, reactionId: string): FeishuCall {
	if (reactionId === '') throw new InputError('The reaction ID is empty', 'Enter the reaction_id that Add Reaction or Get Reactions returned.');
	return {
		method: 'DELETE',
		path: path`/open-apis/im/v1/messages/${messageId}/reactions/${reactionId}`,
		api: `${REACTIONS}/:reaction_id`,
		doneCodes: ['231011'],
	};
}

/**
 * "Get message reactions". https://open.feishu.cn/document/server-docs/im-v1/message-reaction/list
 *
 * @param emoji only these; empty for all
 */
export const listReactions = (messageId: string, emoji: string): Paged => ({
	call: {
		method: 'GET',
		path: path`/open-apis/im/v1/messages/${messageId}/reactions`,
		api: REACTIONS,
		query: { reaction_type: emoji || undefined },
	},
	pageSize: 50,
});

export function simpleReaction({ reaction_id: id, operator, action_time: time, reaction_type: type }: JsonObject): JsonObject {
	const { operator_id: by, operator_type: kind } = objectOf(operator);
	return {
		reaction_id: id,
		emoji: isObject(type) ? type.emoji_type : null,
		operator_id: by,
		operator_type: kind,
		reacted_at: isoTime(time),
	};
}
