import { membersPage, resultOf, simpleDepartment, simpleUser, userByMobile, userSearch } from '../../../../../lib/dingtalk/api/users';

describe('users', () => {
	test('questions may be repeated, and pages follow each other', () => {
		expect(userByMobile('1')).toMatchObject({ repeatable: true, generation: 'old', body: { mobile: '1' } });
		expect(userSearch('Li', true, 2).body).toEqual({ queryWord: 'Li', offset: 2, size: 50, fullMatchField: 1 });
		expect(userSearch('Li', false, 0).body).not.toHaveProperty('fullMatchField');
		expect(membersPage({ result: { has_more: true, next_cursor: 100, list: [{ userid: 'a' }] } })).toEqual({ entries: [{ userid: 'a' }], next: 100 });
		expect(membersPage({ result: { has_more: false, list: [] } })).toEqual({ entries: [], next: undefined });
	});

	test('odd answers are no people', () => {
		expect(resultOf({ result: 'x' })).toEqual({});
		expect(simpleUser({ userid: 'a', secret: 'x' })).toEqual({ userId: 'a' });
		expect(simpleDepartment({ dept_id: 1, name: 'x', create_dept_group: true })).toEqual({ departmentId: 1, name: 'x' });
	});
});
