import { path } from '../../apiCall';
import type { Failure } from '../../delivery/types';
import type { JsonObject } from '../../http';
import { dataOf, type FeishuCall } from '../appClient';
import type { UserIdType } from './users';

/** How the phone tells: in the app, by a text message, by a call. */
export const URGENT_WAYS = ['app', 'sms', 'phone'] as const;
export type UrgentWay = (typeof URGENT_WAYS)[number];

/** The document names no limit; as many as a batch takes. */
export const URGENT_MOST = 200;

/**
 * "Send urgent messages": a message of the app's own, to members of its chat; SMS and phone use up a quota of the
 * organization. https://open.feishu.cn/document/server-docs/im-v1/buzz-messages/urgent_app
 *
 * @param body `{ user_id_list }`
 */
export const markUrgent = (messageId: string, way: UrgentWay, body: JsonObject, idType: UserIdType): FeishuCall => ({
	method: 'PATCH',
	path: `${path`/open-apis/im/v1/messages/${messageId}/urgent_`}${way}`,
	api: `/open-apis/im/v1/messages/:message_id/urgent_${way}`,
	query: { user_id_type: idType },
	body,
	// A phone rings again.
	repeatable: false,
});

/** Who could not be alerted; the ID may be one that the user has never seen. */
export function notAlerted(answer: JsonObject): Map<string, Failure> {
	const { invalid_user_id_list: invalid } = dataOf(answer);
	const failure: Failure = {
		class: 'permanent',
		code: 'INVALID_USER_ID',
		message: 'The person could not be alerted: the ID is wrong, or the person is not in the chat of the message',
		fix: 'Check the ID and its kind; only members of the chat that the message stands in can be alerted.',
	};
	return new Map((Array.isArray(invalid) ? invalid.map(String) : []).map((id) => [id, failure]));
}
