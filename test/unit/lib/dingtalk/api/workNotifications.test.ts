import { agentIdOf, peopleAMinute, progressOf, receiversOf, sentWork, taskIdOf } from '../../../../../lib/dingtalk/api/workNotifications';
import { dingTalkApp } from '../../../../../lib/dingtalk/appCredential';

describe('receivers', () => {
	test('each with what became of it', () => {
		const result = receiversOf({
			send_result: {
				read_user_id_list: ['a'],
				unread_user_id_list: ['b'],
				invalid_user_id_list: ['c'],
				forbidden_user_id_list: ['d', 'e'],
				forbidden_list: [{ code: '143105', count: 500, userid: 'd' }],
				failed_user_id_list: ['f'],
				invalid_dept_id_list: [7],
			},
		});
		expect(result.map((one) => ('failure' in one ? one.failure.code : one.read))).toEqual([true, false, 'invalid', '143105', 'forbidden', 'failed', 'invalidDepartment']);
		expect(result.at(-1)).toMatchObject({ departmentId: '7' });
	});

	test.each([
		['143103', 'rateLimited', /5,000 receivers a minute/],
		['143104', 'rateLimited', /5,000 receivers a minute/],
		['143105', 'permanent', /500 a day/],
		['143106', 'permanent', /same text today/],
		['143203', 'rateLimited', /receivers a minute/],
		['143204', 'rateLimited', /receivers a minute/],
		['143205', 'permanent', /a day/],
		['143206', 'permanent', /same text today/],
		['1430000', 'permanent', /nobody to send/],
		['1430002', 'permanent', /forbidden/],
		['1430003', 'permanent', /overload/],
		['1430004', 'permanent', /executive/],
		['1', 'permanent', /too many messages or the same one/],
	])('withheld by %s', (code, failureClass, message) => {
		expect(receiversOf({ send_result: { forbidden_list: [{ code, userid: 'a' }] } })).toEqual([
			{ userId: 'a', failure: { class: failureClass, code, message: expect.stringMatching(message), fix: expect.stringMatching(/\w{4}/) } },
		]);
	});

	test('an answer without a result names nobody', () => {
		expect(receiversOf({})).toEqual([]);
	});
});

test('progress', () => {
	expect([0, 1, 2, 9].map((status) => progressOf({ progress: { progress_in_percent: 50, status } }))).toEqual(
		['notStarted', 'underWay', 'done', '9'].map((status) => ({ percent: 50, status })),
	);
	expect(progressOf({})).toEqual({ percent: null, status: '' });
});

test('IDs', () => {
	expect([agentIdOf('12'), taskIdOf(' 256271667526 ')]).toEqual([12, 256271667526]);
	expect(sentWork({ task_id: 256271667526 })).toEqual({ messageId: '256271667526' });
	expect(sentWork({})).toEqual({});
	for (const wrong of ['', 'x', '-1', '1.5', '99999999999999999999']) expect(() => taskIdOf(wrong)).toThrow(/task ID/);
	expect(() => agentIdOf('x')).toThrow(/"x" is not a number/);
});

test('only calls to more than a few count towards the people of a minute, and each app has its own', () => {
	const app = (clientId: string) => dingTalkApp({ clientId, clientSecret: 'made-up' }, 1_000);
	expect(peopleAMinute(app('a'), 4)).toEqual([]);
	expect(peopleAMinute(app('a'), 5)).toMatchObject([{ limits: [{ max: 45, windowMs: 60_000 }] }]);
	expect(peopleAMinute(app('a'), 5)[0]!.key).not.toBe(peopleAMinute(app('b'), 5)[0]!.key);
});
