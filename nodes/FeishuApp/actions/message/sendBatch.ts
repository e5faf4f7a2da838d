import type { INodeProperties } from 'n8n-workflow';
import type { Result } from '../../../../lib/delivery/types';
import { BATCH_MOST, batchBody, batchIds, batchKey, batchMedium, sendBatch as send, sentBatch, type BatchKind } from '../../../../lib/feishu/api/batchMessages';
import type { AppBody } from '../../../../lib/feishu/appMessage';
import { sha256 } from '../../../../lib/hash';
import { listParameter, optionParameter } from '../../../../lib/n8n/parameters';
import { BATCH_TYPES, contentForm, readContent } from '../../messageTypes';
import type { FeishuMessage, FeishuSend, Tools } from '../../platform';
import { batchForm, readPeople, type Reader } from '../../recipients';

const notice: INodeProperties = {
	displayName:
		'For many people: up to 200 per call, each gets it in the chat with the bot, with some delay. Such a message can only be recalled, not edited or replied to. Needs the scope im:message:send_multi_users, for departments im:message:send_multi_depts.',
	name: 'batchNotice',
	type: 'notice',
	default: '',
};

export const sendBatch: FeishuSend = {
	option: {
		name: 'Send Batch',
		value: 'sendBatch',
		action: 'Send a message in batches',
		description: 'Send one message to many people or whole departments with few calls',
	},

	form: [notice, ...batchForm, ...contentForm(BATCH_TYPES)],

	messages: async (tools) => {
		const { kind, readers } = await readReaders(tools);
		const { body, warnings } = await readContent(tools, BATCH_TYPES, batchMedium(readers.map(({ id }) => id)));
		const content = sha256(JSON.stringify([kind, body]));
		return readers.map((reader) => batchedTo(tools, reader, kind, { body, warnings, content }));
	},

	findings: (_item, results) => ({ batchIds: [...new Set(results.flatMap(idOf))] }),
};

async function readReaders(tools: Tools): Promise<{ kind: BatchKind; readers: Array<Pick<Reader, 'id' | 'name' | 'failure'>> }> {
	const { context, item } = tools;
	const by = optionParameter(context, 'sendTo', item, ['email', 'mobile', 'openId', 'unionId', 'userId', 'department']);
	if (by === 'department') return { kind: 'department_ids', readers: batchIds(listParameter(context, 'departmentIds', item)).map((id) => ({ id })) };
	const { type, people } = await readPeople(tools);
	return { kind: `${type}s`, readers: people };
}

const batchedTo = (
	{ app }: Tools,
	{ id, name = id, failure }: Pick<Reader, 'id' | 'name' | 'failure'>,
	kind: BatchKind,
	{ body, warnings, content }: { body: AppBody; warnings: string[]; content: string },
): FeishuMessage => ({
	to: { name, key: batchKey(app), limits: [] },
	rendered: { body, warnings },
	call: send,
	idempotent: false,
	read: (answer) => sentBatch(answer, kind),
	unreachable: failure,
	batch: { kind: content, recipient: id, most: BATCH_MOST, to: (ids, message) => batchBody(message as AppBody, kind, ids) },
});

const idOf = (result: Result): string[] => (result.status !== 'failed' && result.messageId !== undefined ? [result.messageId] : []);
