import { groupId, groupReaders, peopleReaders, peopleReadStatus, recalled, recallMessages, sendToPeople, sentToPeople } from '../../../../../lib/dingtalk/api/messages';
import { RECIPIENT_LIMIT } from '../../../../../lib/delivery/batch';

test('a message to people: its parameters are a text', () => {
	expect(sendToPeople('robot', { msgKey: 'sampleText', msgParam: { content: '"汉"' } }, ['a', 'b'])).toMatchObject({
		generation: 'new',
		method: 'POST',
		path: '/v1.0/robot/oToMessages/batchSend',
		body: { robotCode: 'robot', userIds: ['a', 'b'], msgKey: 'sampleText', msgParam: '{"content":"\\"汉\\""}' },
	});
});

describe('who got it', () => {
	test('everybody who is in no list', () => {
		expect(sentToPeople({ processQueryKey: 'k', invalidStaffIdList: [], flowControlledStaffIdList: [] })).toEqual({ messageId: 'k', refused: new Map() });
		expect(sentToPeople({})).toEqual({ refused: new Map() });
	});

	test('each list has its own class', () => {
		const { refused } = sentToPeople({ invalidStaffIdList: ['a'], flowControlledStaffIdList: ['b', 7], filteredStaffIdList: ['c'] });
		expect([...refused].map(([who, { class: failureClass, code }]) => [who, failureClass, code])).toEqual([
			['c', 'permanent', 'invalidStaffIdList'],
			['a', 'permanent', 'invalidStaffIdList'],
			['b', 'rateLimited', RECIPIENT_LIMIT],
		]);
	});
});

test('recalls: mind the case of the paths', () => {
	expect(recallMessages({ robotCode: 'r', keys: ['k'] })).toMatchObject({ path: '/v1.0/robot/otoMessages/batchRecall', body: { robotCode: 'r', processQueryKeys: ['k'] }, repeatable: true });
	expect(recallMessages({ robotCode: 'r', group: 'cid1', keys: ['k'] })).toMatchObject({ path: '/v1.0/robot/groupMessages/recall', body: { openConversationId: 'cid1' } });
});

test('what was recalled, and what not and why', () => {
	const outcome = recalled({ successResult: ['a'], failedResult: { b: 'robot.processQueryKey.expired', c: 'odd' } }, ['a', 'b', 'c', 'd']);
	expect([...outcome].map(([key, failure]) => [key, failure && [failure.code, failure.message]])).toEqual([
		['a', null],
		['b', ['robot.processQueryKey.expired', expect.stringMatching(/^The message b was not recalled: .*24 hours.* \(robot.processQueryKey.expired\)$/)]],
		['c', ['odd', 'The message c was not recalled: DingTalk gives no reason (odd)']],
		['d', ['NOT_RECALLED', 'The message d was not recalled: DingTalk gives no reason']],
	]);
});

test('who has read it', () => {
	const messageReadInfoList = [{ userId: 'a', readStatus: 'READ' }, { userId: 'b', readStatus: 'UNREAD' }, 'odd'];
	expect(peopleReaders({ sendStatus: 'SUCCESS', messageReadInfoList })).toEqual({ sendStatus: 'SUCCESS', read: ['a'], unread: ['b'] });
	expect(peopleReaders({})).toEqual({ sendStatus: undefined, read: [], unread: [] });
	expect(peopleReadStatus('r', 'a+/=')).toMatchObject({ method: 'GET', query: { robotCode: 'r', processQueryKey: 'a+/=' } });
	expect(groupReaders({ readUserIds: ['a'], hasMore: true, nextToken: '7' })).toEqual({ entries: ['a'], next: '7' });
	expect(groupReaders({ readUserIds: ['a'], hasMore: false, nextToken: '7' })).toEqual({ entries: ['a'] });
	expect(groupReaders({ hasMore: true })).toEqual({ entries: [] });
});

test('IDs of groups', () => {
	expect(groupId(' cidA/+== ')).toBe('cidA/+==');
	for (const wrong of ['', 'chat1', 'Sales', 'cid a', 'cid1;IM_ROBOT.lilei']) expect(() => groupId(wrong)).toThrow(/open conversation ID/);
});
