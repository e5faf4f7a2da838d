import { departmentId, foundUsers, getUser, idTypeOf, lookUpValue, userId, usersOfDepartment } from '../../../../../lib/feishu/api/users';
import { refusal } from '../../support/refusal';

describe('what people are looked up by', () => {
	test.each([
		['email', ' li.lei@example.com ', 'li.lei@example.com'],
		['mobile', '+852 1234-5678', '+85212345678'],
		['mobile', '(138) 0013.8000', '13800138000'],
	] as const)('%s %s', (by, given, value) => {
		expect(lookUpValue(by, given)).toBe(value);
	});

	test.each([
		['email', '', 'The email is empty'],
		['email', 'li.lei', '"li.lei" is not an email'],
		['email', 'a@b, c@d', '"a@b, c@d" is not an email'],
		['email', `${'x'.repeat(400)}@example.com`, `"${'x'.repeat(100)}" is not an email`],
		['mobile', ' ', 'The mobile number is empty'],
		['mobile', 'li.lei@example.com', '"li.lei@example.com" is not a mobile number'],
	] as const)('not %s "%s"', (by, given, message) => {
		expect(refusal(() => lookUpValue(by, given)).message).toBe(message);
	});

	test('are found again however the platform writes them; who has no ID was not found', () => {
		const list = [{ user_id: 'ou_1', mobile: '+8613800138000' }, { mobile: '13900139000' }, { user_id: 'ou_3', mobile: '+85212345678' }];
		const found = foundUsers({ data: { user_list: list } }, 'mobile', ['13800138000', '008613800138000', '13900139000', '+85212345678', '12345678']);
		expect([...found].map(([value, { user_id: id }]) => [value, id])).toEqual([
			['13800138000', 'ou_1'],
			['008613800138000', 'ou_1'],
			['+85212345678', 'ou_3'],
		]);
		const byEmail = foundUsers({ data: { user_list: [{ user_id: 'ou_1', email: 'li.lei@example.com' }] } }, 'email', ['Li.Lei@Example.com']);
		expect(byEmail.get('Li.Lei@Example.com')).toMatchObject({ user_id: 'ou_1' });
		for (const list of [undefined, null, 'none', [null]]) expect(foundUsers({ data: { user_list: list } }, 'email', ['a@b'])).toEqual(new Map());
	});
});

test('the kind of an ID by its look', () => {
	expect(['ou_1', 'on_1', '4d7a3c6g', 'li.lei'].map(idTypeOf)).toEqual(['open_id', 'union_id', 'user_id', 'user_id']);
	expect(getUser('on_1')).toMatchObject({ path: '/open-apis/contact/v3/users/on_1', query: { user_id_type: 'union_id' } });
	expect(['0', 'od-1', 'sales'].map((id) => usersOfDepartment(id).call.query!.department_id_type)).toEqual(['open_department_id', 'open_department_id', 'department_id']);
});

test('IDs that can be none', () => {
	expect(userId(' ou_1 ')).toBe('ou_1');
	for (const wrong of ['', 'Li Lei', '../x']) expect(refusal(() => userId(wrong)).fix).toContain('ou_');
	for (const wrong of ['', 'Sales team', 'a/b']) expect(refusal(() => departmentId(wrong)).fix).toContain('od-');
});
