import { dingBody, dingFailures, dingIdOf, dingRecall, mostReceivers } from '../../../../../lib/dingtalk/api/ding';

describe('DING', () => {
	const ding = { kind: 'app', content: 'Disk full', voice: 'Standard_Male_Voice' } as const;

	test('how many people, and a voice only on the phone', () => {
		expect((['app', 'sms', 'phone'] as const).map(mostReceivers)).toEqual([200, 20, 20]);
		expect(dingBody(ding, 'r', ['a'])).toEqual({ robotCode: 'r', remindType: 1, receiverUserIdList: ['a'], content: 'Disk full' });
		expect(dingBody({ ...ding, kind: 'phone' }, 'r', ['a'])).toMatchObject({ remindType: 3, callVoice: 'Standard_Male_Voice' });
		expect(() => dingBody({ ...ding, content: ' \n' }, 'r', ['a'])).toThrow('The text is empty');
	});

	test('who did not get it, by reasons that are known or not', () => {
		const failures = dingFailures({ openDingId: 'd', failedList: { 'miss.staffId': ['a', 'b'], 'new.reason': ['c'], odd: 'd' } });
		expect([...failures.keys()]).toEqual(['a', 'b', 'c']);
		expect(failures.get('b')).toMatchObject({ class: 'permanent', code: 'miss.staffId', message: 'The DING did not reach b: There is nobody with this user ID (miss.staffId)' });
		expect(failures.get('c')!.message).toMatch(/could not reach this person \(new\.reason\)/);
		expect(dingFailures({ openDingId: 'd' }).size).toBe(0);
		expect(dingIdOf({})).toBe('');
		expect(() => dingRecall('r', '')).toThrow(/DING ID is empty/);
	});
});
