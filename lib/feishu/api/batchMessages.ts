import { path } from '../../apiCall';
import type { Failure } from '../../delivery/types';
import { objectOf, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { jsonBytes } from '../../notification/text';
import { dataOf, keyOfApp, type FeishuApp, type FeishuCall } from '../appClient';
import { app, type AppBody } from '../appMessage';
import { batchSendErrors } from '../errorRows/messages';
import type { Medium } from '../medium';

/** Whom a batch goes to: at most 200 of a kind per call. */
export const BATCH_KINDS = ['department_ids', 'open_ids', 'union_ids', 'user_ids'] as const;
export type BatchKind = (typeof BATCH_KINDS)[number];
export const BATCH_MOST = 200;

const DEPARTMENT_FIX = 'Enter the ID of a department (od-..., or the one that the organization has given it). The root department (0) is not allowed.';

const NAMES: Record<BatchKind, string> = { department_ids: 'department ID', open_ids: 'open ID', union_ids: 'union ID', user_ids: 'user ID' };

/** The IDs of departments, each once. Throws an {@link InputError} for none, and for what can't be one. */
export function batchIds(ids: string[]): string[] {
	const wrong = ids.find((id) => id === '0' || !/^[\w-]+$/.test(id));
	if (wrong !== undefined) throw new InputError(`"${wrong.slice(0, 100)}" is not the ID of a department that can be sent to`, DEPARTMENT_FIX);
	if (ids.length === 0) throw new InputError('There is no recipient', 'The department ID is empty: enter one, or check the expression that makes it.');
	return [...new Set(ids)];
}

/** "The pending messages of an app are handled in their order." */
export const batchKey = (sender: FeishuApp): string => `feishu-batch:${keyOfApp(sender)}`;

/** The limits of size count the whole request, with the IDs in it. */
export function batchMedium(ids: string[]): Medium {
	const longest = ids.reduce((most, { length }) => Math.max(most, length), 0);
	const envelope = 200 + Math.min(ids.length, BATCH_MOST) * (longest + 3);
	return { ...app, bytesOf: (message) => jsonBytes(message) + envelope };
}

export const batchBody = (message: AppBody, kind: BatchKind, ids: string[]): JsonObject => ({ ...message, [kind]: ids });

/**
 * "Send messages in batches": the message in the form of a custom bot's, to people one by one; not the same again for
 * a repeated call. https://open.feishu.cn/document/server-docs/im-v1/batch_message/send-messages-in-batches
 *
 * @param body of {@link batchBody}
 */
export const sendBatch = (body: JsonObject): FeishuCall => ({
	method: 'POST',
	path: '/open-apis/message/v4/batch_send/',
	body,
	errors: batchSendErrors,
});

/** The batch's ID (`bm-...`), and who is not in it. */
export function sentBatch(answer: JsonObject, kind: BatchKind): { messageId?: string; refused: Map<string, Failure> } {
	const { message_id: id, [`invalid_${kind}`]: invalid } = dataOf(answer);
	const refused = (Array.isArray(invalid) ? invalid : []).map((one): [string, Failure] => [
		String(one),
		{
			class: 'permanent',
			code: `INVALID_${kind.slice(0, -1).toUpperCase()}`,
			message: `The platform does not know the ${NAMES[kind]} ${String(one)}, or the app can't send to it`,
			fix: 'Check the ID; open IDs differ from app to app. If it is right, the person or department must be in the availability of the app (developer console > your app > Version Management & Release), in a published version.',
		},
	]);
	return { ...(typeof id === 'string' && { messageId: id }), refused: new Map(refused) };
}

/** Throws an {@link InputError} for what is no ID of a batch. */
export function batchId(given: string): string {
	const id = given.trim();
	if (/^bm-\w+$/.test(id)) return id;
	throw new InputError(
		id === '' ? 'The batch ID is empty' : `"${id.slice(0, 100)}" is not the ID of a batch`,
		'Enter the ID (bm-...) that Send Batch returned as messageId.',
	);
}

const BATCH = '/open-apis/im/v1/batch_messages/:batch_message_id';

/** "Query batch message progress": for 30 days. https://open.feishu.cn/document/server-docs/im-v1/batch_message/get_progress */
export const batchProgress = (id: string): FeishuCall => ({
	method: 'GET',
	path: path`/open-apis/im/v1/batch_messages/${id}/get_progress`,
	api: `${BATCH}/get_progress`,
});

/** "Recall batch messages": for one day. https://open.feishu.cn/document/server-docs/im-v1/batch_message/delete */
export const recallBatch = (id: string): FeishuCall => ({ method: 'DELETE', path: path`/open-apis/im/v1/batch_messages/${id}`, api: BATCH });

/** How many people it was for, got it, have read it. */
export function simpleProgress(answer: JsonObject): JsonObject {
	const { batch_message_send_progress: sent, batch_message_recall_progress: recalled } = dataOf(answer);
	const { valid_user_ids_count: people, success_user_ids_count: delivered, read_user_ids_count: read } = objectOf(sent);
	const { recall, recall_count: count } = objectOf(recalled);
	return { recipients: people, delivered, read, recalled: recall === true, recalled_count: count };
}
