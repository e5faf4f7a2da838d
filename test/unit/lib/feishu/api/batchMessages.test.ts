import { batchBody, batchId, batchIds, batchMedium, sentBatch, simpleProgress } from '../../../../../lib/feishu/api/batchMessages';
import { refusal } from '../../support/refusal';

test('who is invalid has an error of his own, the others the ID of the batch', () => {
	const { messageId, refused } = sentBatch({ code: 0, data: { message_id: 'bm-1', invalid_user_ids: ['u2'], invalid_open_ids: [] } }, 'user_ids');
	expect(messageId).toBe('bm-1');
	expect([...refused.keys()]).toEqual(['u2']);
	expect(refused.get('u2')).toMatchObject({ class: 'permanent', code: 'INVALID_USER_ID', message: expect.stringContaining('user ID u2') });
	expect(sentBatch({ code: 0 }, 'open_ids')).toEqual({ refused: new Map() });
});

test('the room that a message has is what 200 IDs leave', () => {
	const ids = Array.from({ length: 300 }, (_, index) => `ou_${String(index).padStart(32, '0')}`);
	const message = { msg_type: 'text' as const, content: { text: 'x'.repeat(1_000) } };
	const wire = Buffer.byteLength(JSON.stringify(batchBody(message, 'department_ids', ids.slice(0, 200))));
	expect(batchMedium(ids).bytesOf(message)).toBeGreaterThanOrEqual(wire);
	expect(batchMedium(ids).bytesOf(message)).toBeLessThan(wire + 300);
	expect(batchMedium([]).bytesOf(message)).toBeLessThan(1_400);
});

test('departments: each once, not the root, not none', () => {
	expect(batchIds(['od-1', 'sales', 'od-1'])).toEqual(['od-1', 'sales']);
	expect(refusal(() => batchIds(['0'])).fix).toContain('root department');
	expect(refusal(() => batchIds([])).message).toBe('There is no recipient');
});

test('IDs of batches', () => {
	expect(batchId(' bm-1f2e ')).toBe('bm-1f2e');
	expect(refusal(() => batchId('om_1')).message).toBe('"om_1" is not the ID of a batch');
	expect(refusal(() => batchId('')).message).toBe('The batch ID is empty');
});

test('progress without what the platform leaves out', () => {
	expect(simpleProgress({ code: 0, data: { batch_message_send_progress: { valid_user_ids_count: 2 } } })).toEqual({
		recipients: 2,
		delivered: undefined,
		read: undefined,
		recalled: false,
		recalled_count: undefined,
	});
});

test('a batch has room for as many IDs as anybody names', () => {
	const message = { msg_type: 'text', content: { text: 'Hi' } } as const;
	const bytes = (count: number) => batchMedium(Array.from({ length: count }, () => 'ou_1')).bytesOf(message);
	expect(bytes(300_000)).toBe(bytes(200));
	expect(bytes(200)).toBeGreaterThan(bytes(1));
});
