import { dingTalkApp, operate } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const lookUps = (path: string) => world.sandbox.calls().filter((call) => call.path.split('?')[0] === path);

describe('User: Get by Mobile and Get by Union ID', () => {
	test('find the user ID of a current employee', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', unionId: 'union1', mobile: '13800138000' });
		expect(await operate(app, 'user.getByMobile', { mobile: ' 13800138000 ' })).toEqual([{ userId: 'lilei' }]);
		expect(await operate(app, 'user.getByUnionId', { unionId: 'union1' })).toEqual([{ userId: 'lilei', contactType: 0 }]);
	});

	test('without Simplify: the whole answer', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		const [answer] = await operate(app, 'user.getByMobile', { mobile: '13800138000', options: { simplify: false } });
		expect(answer).toMatchObject({ errcode: 0, result: { userid: 'lilei' } });
	});

	test('nobody there: the error names the value and the usual causes', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'hanmeimei', mobile: '13900139000', resigned: true });
		for (const [operation, parameters] of [
			['user.getByMobile', { mobile: '13900139000' }],
			['user.getByUnionId', { unionId: '13900139000' }],
		] as const) {
			const [{ error }] = (await operate(app, operation, parameters)) as [{ error: object }];
			expect(error).toMatchObject({
				class: 'permanent',
				code: '60121',
				message: expect.stringMatching(/^Nobody in the organization has the (mobile number|union ID) 13900139000/),
				fix: expect.stringMatching(/somebody who left.*contacts scope/),
			});
		}
	});

	test('an empty value asks nobody, and the other items go on', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		const answers = await operate(app, 'user.getByMobile', { mobile: '={{ $json.mobile }}' }, [{ mobile: '' }, { mobile: '13800138000' }, {}]);
		expect(answers).toMatchObject([{ error: { message: 'The mobile number is empty' } }, { userId: 'lilei' }, { error: { code: 'INPUT' } }]);
		expect(lookUps('/topapi/v2/user/getbymobile')).toHaveLength(1);
	});
});

describe('User: Get', () => {
	test('returns what is useful of a person', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', name: 'Li Lei', unionId: 'union1', mobile: '+8613800138000', jobTitle: 'DBA' });
		expect(await operate(app, 'user.get', { user: { __rl: true, mode: 'id', value: 'lilei' } })).toEqual([
			{
				userId: 'lilei',
				unionId: 'union1',
				name: 'Li Lei',
				title: 'DBA',
				mobile: '13800138000',
				stateCode: '86',
				departmentIds: [1],
				active: true,
				admin: false,
			},
		]);
	});

	test('nobody, and somebody whom the app may not see', async () => {
		const app = dingTalkApp(world, { availableTo: ['lilei'] });
		app.person({ userId: 'hanmeimei' });
		const get = (value: string) => operate(app, 'user.get', { user: { __rl: true, mode: 'id', value } });
		expect(await get('nobody')).toMatchObject([{ error: { code: '33012', message: expect.stringMatching(/nobody with this user ID/) } }]);
		expect(await get('hanmeimei')).toMatchObject([{ error: { code: '50002', fix: expect.stringMatching(/contacts scope/) } }]);
		expect(await get('={{ $json.nothing }}')).toMatchObject([{ error: { message: 'The user ID is empty' } }]);
	});
});

describe('User: Search', () => {
	const withPeople = (count: number) => {
		const app = dingTalkApp(world);
		for (let index = 0; index < count; index++) app.person({ name: `Li Lei ${index}`, userId: `lilei${index}` });
		app.person({ name: 'Han Meimei', userId: 'hanmeimei' });
		return app;
	};

	test('Limit and Return All, over several pages', async () => {
		const app = withPeople(120);
		expect(await operate(app, 'user.search', { name: 'Li Lei' })).toHaveLength(50);
		expect(lookUps('/v1.0/contact/users/search')).toHaveLength(1);
		expect(await operate(app, 'user.search', { name: 'Li Lei', limit: 60 })).toHaveLength(60);
		const all = await operate(app, 'user.search', { name: 'Li Lei', returnAll: true });
		expect(new Set(all.map(({ userId }) => userId)).size).toBe(120);
		expect(lookUps('/v1.0/contact/users/search')).toHaveLength(1 + 2 + 3);
	});

	test('Exact Match, details, and nobody', async () => {
		const app = withPeople(12);
		expect(await operate(app, 'user.search', { name: 'Li Lei 1', exactMatch: true, includeDetails: true })).toMatchObject([
			{ userId: 'lilei1', name: 'Li Lei 1', departmentIds: [1] },
		]);
		expect(await operate(app, 'user.search', { name: 'Li Lei 1' })).toHaveLength(3);
		expect(await operate(app, 'user.search', { name: 'Lucy' })).toEqual([]);
		expect(await operate(app, 'user.search', { name: ' ' })).toMatchObject([{ error: { message: 'The name is empty' } }]);
	});

	test('somebody whose details the app may not see keeps those of nobody else away', async () => {
		const app = withPeople(2);
		world.sandbox.addFault({ kind: 'refuse', code: '50002', match: { path: '/topapi/v2/user/get' } });
		expect(await operate(app, 'user.search', { name: 'Li Lei', includeDetails: true })).toMatchObject([
			{ userId: 'lilei0', error: { code: '50002', fix: expect.stringMatching(/contacts scope/) } },
			{ userId: 'lilei1', name: 'Li Lei 1' },
		]);
	});
});

describe('User: Get Departments and Get Department Members', () => {
	const withDepartments = () => {
		const app = dingTalkApp(world);
		const research = world.sandbox.addDepartment({ platform: 'dingtalk', id: '10', name: 'R&D' });
		world.sandbox.addDepartment({ platform: 'dingtalk', id: '11', name: 'Backend', parentId: research.id });
		world.sandbox.addDepartment({ platform: 'dingtalk', id: '12', name: 'Sales' });
		return app;
	};

	test('departments of one level', async () => {
		const app = withDepartments();
		expect(await operate(app, 'user.getDepartments')).toEqual([
			{ departmentId: 10, name: 'R&D', parentId: 1 },
			{ departmentId: 12, name: 'Sales', parentId: 1 },
		]);
		expect(await operate(app, 'user.getDepartments', { department: { __rl: true, mode: 'id', value: '10' } })).toMatchObject([{ name: 'Backend' }]);
		expect(await operate(app, 'user.getDepartments', { limit: 1, options: { simplify: false } })).toMatchObject([{ dept_id: 10, create_dept_group: false }]);
	});

	test('members, over several pages', async () => {
		const app = withDepartments();
		for (let index = 0; index < 230; index++) app.person({ userId: `p${index}`, name: `Person ${index}`, departmentIds: ['10'] });
		const members = (more = {}) => operate(app, 'user.getDepartmentMembers', { department: { __rl: true, mode: 'id', value: '10' }, ...more });
		expect(await members()).toHaveLength(50);
		expect((await members({ limit: 101 })).at(-1)).toEqual({ userId: 'p100', name: 'Person 100' });
		expect(await members({ returnAll: true })).toHaveLength(230);
		expect(lookUps('/topapi/user/listsimple')).toHaveLength(1 + 2 + 3);
	});

	test('a department that does not exist, and what is none', async () => {
		const app = withDepartments();
		const get = (value: string) => operate(app, 'user.getDepartmentMembers', { department: { __rl: true, mode: 'id', value } });
		expect(await get('99')).toMatchObject([{ error: { code: '60003', message: expect.stringMatching(/no such department/) } }]);
		expect(await get('R&D')).toMatchObject([{ error: { code: 'INPUT', message: '"R&D" is not the ID of a department' } }]);
	});
});
