import type { Result } from '../../../../lib/delivery/types';
import { itemResult } from '../../../../lib/n8n/results';

const base = { item: 0, targetKey: 'bot', channel: 'feishu', target: 'Feishu bot', attempts: 1, apiCalls: 1, warnings: ['cut'], waitedMs: 10 };
const sent = (parts: object = {}): Result => ({ ...base, status: 'sent', sentAt: 1_000, raw: { code: 0 }, ...parts });
const failed = (parts: object = {}): Result => ({
	...base,
	status: 'failed',
	mayHaveArrived: false,
	failure: { class: 'permanent', code: '19024', message: 'No keyword', fix: 'Enter one.' },
	...parts,
});

test('an item of one message is what became of it', () => {
	expect(itemResult([sent({ messageId: 'om_1' })])).toEqual({
		status: 'sent',
		json: {
			status: 'sent',
			channel: 'feishu',
			target: 'Feishu bot',
			parts: 1,
			partsSent: 1,
			attempts: 1,
			apiCalls: 1,
			warnings: ['cut'],
			messageId: 'om_1',
			sentAt: '1970-01-01T00:00:01.000Z',
		},
		answers: [{ code: 0 }],
		waitedMs: 10,
	});
});

test('an item of several messages counts them together, and tells each warning once', () => {
	const result = itemResult([sent({ attempts: 2, apiCalls: 2 }), sent({ warnings: ['cut', 'late'], waitedMs: 500, sentAt: 5_000 })]);
	expect(result).toMatchObject({ status: 'sent', waitedMs: 500, answers: [{ code: 0 }, { code: 0 }] });
	expect(result.json).toMatchObject({ parts: 2, partsSent: 2, attempts: 3, apiCalls: 3, warnings: ['cut', 'late'], sentAt: '1970-01-01T00:00:05.000Z' });
});

test('an item has failed if one of its messages has, and says how many were sent', () => {
	const result = itemResult([sent(), failed(), sent()]);
	expect(result).toMatchObject({ status: 'failed', json: { status: 'failed', parts: 3, partsSent: 2 } });
	expect('failure' in result && result.failure.message).toBe('2 of the 3 messages of this item were sent. No keyword');
	const none = itemResult([failed(), failed()]);
	expect('failure' in none && none.failure.message).toBe('0 of the 2 messages of this item were sent. No keyword');
	const alone = itemResult([failed()]);
	expect('failure' in alone && alone.failure.message).toBe('No keyword');
});

test('an item with several readers tells what became of each, and who did not get theirs', () => {
	const gone = { class: 'permanent', code: 'x', message: 'Nobody has this ID', fix: 'Look it up.' } as const;
	const result = itemResult([
		sent({ target: 'ann', messageId: 'm1' }),
		failed({ target: 'bob' }),
		failed({ target: 'cid', failure: gone }),
		failed({ target: 'dan', failure: gone }),
	]);
	expect('failure' in result && result.failure.message).toBe(
		'1 of the 4 recipients of this item were reached. Not reached: bob: No keyword; cid, dan: Nobody has this ID',
	);
	expect(result.json.recipients).toEqual([
		{ target: 'ann', status: 'sent', messageId: 'm1' },
		{ target: 'bob', status: 'failed', error: { message: 'No keyword', class: 'permanent', code: '19024' } },
		{ target: 'cid', status: 'failed', error: { message: 'Nobody has this ID', class: 'permanent', code: 'x' } },
		{ target: 'dan', status: 'failed', error: { message: 'Nobody has this ID', class: 'permanent', code: 'x' } },
	]);
	const many = itemResult(Array.from({ length: 9 }, (_, index) => failed({ target: `user${index}` })));
	expect('failure' in many && many.failure.message).toContain('Not reached: user0, user1, user2, user3, user4 and 4 more: No keyword');
});

test('an item may have more messages than a function has arguments', () => {
	const result = itemResult(Array.from({ length: 200_000 }, (_, index) => sent({ waitedMs: index, sentAt: index })));
	expect(result).toMatchObject({ status: 'sent', waitedMs: 199_999 });
});
