import { FeishuApp } from '../../../nodes/FeishuApp/FeishuApp.node';
import { feishuApp, operate, type TestApp } from '../../support/engine/apps';
import { loadOptions } from '../../support/engine/loadOptions';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const lookUps = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.includes('/batch_get_id'));

const people = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `person${index}@example.com` }));

describe('Find', () => {
	test('by email: the open ID, as this app knows the person', async () => {
		const app = feishuApp(world);
		const person = app.person({ email: 'li.lei@example.com', mobile: '13800138000' });
		const [found] = await operate(app, 'user.find', { email: ' Li.Lei@example.com ' });
		expect(found).toMatchObject({ open_id: `ou_${person.userId}_${app.app.id.slice(-6)}`, email: 'Li.Lei@example.com', is_frozen: false });
	});

	test('by mobile number, however it is written; another kind of ID', async () => {
		const app = feishuApp(world);
		const person = app.person({ mobile: '+8613800138000' });
		const [found] = await operate(app, 'user.find', { findBy: 'mobile', mobile: '138-0013 8000', userIdType: 'union_id' });
		expect(found).toMatchObject({ union_id: person.unionId });
	});

	test('1,000 emails take 20 calls, and each item has its person', async () => {
		const app = feishuApp(world);
		for (const { value } of people(1_000)) app.person({ email: value });
		const found = await operate(app, 'user.find', { email: '={{ $json.value }}' }, people(1_000));
		expect(found).toHaveLength(1_000);
		expect(new Set(found.map(({ open_id: id }) => id)).size).toBe(1_000);
		expect(found.every(({ email, open_id: id }, index) => email === `person${index}@example.com` && String(id).startsWith('ou_'))).toBe(true);
		expect(lookUps()).toHaveLength(20);
	});

	test('the same person asked for twice is looked up once', async () => {
		const app = feishuApp(world);
		app.person({ email: 'li.lei@example.com' });
		const found = await operate(app, 'user.find', { email: 'li.lei@example.com' }, [{}, {}]);
		expect(found[0]).toEqual(found[1]);
		expect(lookUps().map(({ requestBody }) => requestBody)).toEqual([{ emails: ['li.lei@example.com'] }]);
	});

	test('who is not found is an error of that item, with the value and the usual causes', async () => {
		const app = feishuApp(world);
		app.person({ email: 'li.lei@example.com' });
		const [found, missing, empty, wrong] = await operate(app, 'user.find', { email: '={{ $json.value }}' }, [
			{ value: 'li.lei@example.com' },
			{ value: 'nobody@example.com' },
			{ value: ' ' },
			{ value: 'Li Lei' },
		]);
		expect(found!.open_id).toMatch(/^ou_/);
		expect(missing!.error).toMatchObject({ code: 'NOT_FOUND', message: 'Nobody was found with the email "nobody@example.com"' });
		for (const cause of ['exactly this email', 'availability of the app', 'contact:user.id:readonly', 'published']) expect(missing!.error.fix).toContain(cause);
		expect([empty!, wrong!].map(({ error }) => error.message)).toEqual(['The email is empty', '"Li Lei" is not an email']);
	});

	test('or an empty output, if that is wanted', async () => {
		const app = feishuApp(world);
		const [output] = await operate(app, 'user.find', { findBy: 'mobile', mobile: '13800138000', ifNotFound: 'empty' });
		expect(output).toEqual({ open_id: null, mobile: '13800138000' });
	});

	test('who has left, or is outside of the availability of the app, is not found', async () => {
		const app = feishuApp(world);
		const inside = app.person({ email: 'in@example.com' });
		app.person({ email: 'out@example.com' });
		app.person({ email: 'left@example.com', userId: 'left', resigned: true });
		world.sandbox.changeApp(app.app.id, { availableTo: [inside.userId, 'left'] });
		const outputs = await operate(app, 'user.find', { email: '={{ $json.value }}' }, ['in', 'out', 'left'].map((name) => ({ value: `${name}@example.com` })));
		expect(outputs.map(({ error }) => error?.message ?? 'found')).toEqual([
			'found',
			'Nobody was found with the email "out@example.com"',
			'Nobody was found with the email "left@example.com"',
		]);
	});

	test('without Simplify: what the platform answers about the person', async () => {
		const app = feishuApp(world);
		app.person({ email: 'li.lei@example.com' });
		const [raw] = await operate(app, 'user.find', { email: 'li.lei@example.com', options: { simplify: false } });
		expect(raw).toEqual({ user_id: expect.stringMatching(/^ou_/), email: 'li.lei@example.com', status: expect.objectContaining({ is_resigned: false }) });
	});

	test('a refused call is an error of the items that it was for', async () => {
		const app = feishuApp(world, { scopes: ['im:message'] });
		const outputs = await operate(app, 'user.find', { email: '={{ $json.value }}' }, people(2));
		expect(outputs.map(({ error }) => error.code)).toEqual(['99991672', '99991672']);
		expect(lookUps()).toHaveLength(1);
	});
});

describe('the departments to choose from', () => {
	const { searchDepartments } = new FeishuApp().methods.listSearch;
	const list = (app: TestApp, filter?: string) => loadOptions(app.node, (context) => searchDepartments.call(context, filter));

	test('all of them with the root, also those below others; filtered by name', async () => {
		const app = feishuApp(world);
		const { id } = world.sandbox.addDepartment({ platform: 'feishu', name: 'Operations' });
		const child = world.sandbox.addDepartment({ platform: 'feishu', name: 'Databases', parentId: id });
		expect((await list(app)).results).toEqual([
			{ name: 'Top Level of the Organization', value: '0' },
			{ name: 'Operations', value: `od-${id}` },
			{ name: 'Databases', value: `od-${child.id}` },
		]);
		expect((await list(app, 'DATA')).results.map(({ name }) => name)).toEqual(['Databases']);
	});
});

describe('Get', () => {
	test('by any kind of ID', async () => {
		const app = feishuApp(world);
		const person = app.person({ name: 'Han Meimei', jobTitle: 'DBA', userId: 'hanmeimei' });
		const ids = [`ou_${person.userId}_${app.app.id.slice(-6)}`, person.unionId, person.userId];
		const users = await operate(app, 'user.get', { userId: '={{ $json.id }}' }, ids.map((id) => ({ id })));
		expect(users).toHaveLength(3);
		for (const user of users) expect(user).toMatchObject({ name: 'Han Meimei', open_id: ids[0], union_id: ids[1], user_id: ids[2], job_title: 'DBA' });
		expect(users[0]).not.toHaveProperty('avatar');
	});

	test('without Simplify, all that the platform tells', async () => {
		const app = feishuApp(world);
		app.person({ userId: 'hanmeimei' });
		const [user] = await operate(app, 'user.get', { userId: 'hanmeimei', options: { simplify: false } });
		expect(user).toHaveProperty('avatar');
	});

	test('an ID that is none is refused here, an unknown one by the platform', async () => {
		const app = feishuApp(world);
		const outputs = await operate(app, 'user.get', { userId: '={{ $json.id }}' }, ['', 'Li Lei', 'ou_nobody'].map((id) => ({ id })));
		expect(outputs.map(({ error }) => error.code)).toEqual(['INPUT', 'INPUT', '41012']);
		expect(outputs[1]!.error.message).toBe('"Li Lei" is not the ID of a person');
	});
});

describe('Get Many by Department', () => {
	test('all of them over several pages, or only up to the limit', async () => {
		const app = feishuApp(world);
		const department = world.sandbox.addDepartment({ platform: 'feishu', name: 'Operations' });
		for (let index = 0; index < 60; index++) app.person({ name: `Person ${index}`, departmentIds: [department.id] });
		app.person({ name: 'Somebody else' });
		const parameters = { department: { __rl: true, mode: 'id', value: `od-${department.id}` } };
		const all = await operate(app, 'user.getManyByDepartment', { ...parameters, returnAll: true });
		const some = await operate(app, 'user.getManyByDepartment', { ...parameters, limit: 7 });
		const byOwnId = await operate(app, 'user.getManyByDepartment', { department: { __rl: true, mode: 'id', value: department.id }, limit: 1 });
		expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 60 }, (_, index) => `Person ${index}`));
		expect(some).toEqual(all.slice(0, 7));
		expect(byOwnId).toMatchObject([{ name: 'Person 0', department_ids: [department.id] }]);
	});

	test('outputs are paired with their item', async () => {
		const app = feishuApp(world);
		const ids = ['A', 'B'].map((name) => world.sandbox.addDepartment({ platform: 'feishu', name }).id);
		for (const id of [ids[0], ids[1], ids[1]]) app.person({ departmentIds: [id!] });
		const run = await runNode(ids.map((id) => ({ id: `od-${id}` })), {
			...app.node,
			parameters: { resource: 'user', operation: 'getManyByDepartment', department: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
		});
		expect(outputOf(run, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 1 }]);
	});

	test('a department that is none, and one that the app may not see', async () => {
		const app = feishuApp(world, { availableTo: [] });
		const outputs = await operate(app, 'user.getManyByDepartment', { department: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, [
			{ id: '' },
			{ id: 'od-unknown' },
			{ id: '0' },
		]);
		expect(outputs.map(({ error }) => error.code)).toEqual(['INPUT', '99992357', '40004']);
	});
});
