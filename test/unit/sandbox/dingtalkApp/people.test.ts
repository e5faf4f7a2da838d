import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, open } from '../support';
import { callsOf, client, errcodeOf, newToken, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const resultOf = ({ json }: { json: unknown }) => (json as { result: unknown }).result;
const error = (errcode: number, errmsg: string) => [200, { errcode, errmsg, request_id: 'sandbox' }];

describe('somebody by mobile', () => {
	const by = (mobile: unknown) => app.old('/topapi/v2/user/getbymobile', { mobile });

	it.each(['13800000001', '+8613800000001', '+86-13800000001'])('%s', async (mobile) => {
		expect(answerOf(await by(mobile))).toEqual([200, { errcode: 0, errmsg: 'ok', result: { userid: 'wangfang' }, request_id: 'sandbox' }]);
	});

	it('is refused', async () => {
		sandbox.addPerson({ platform: 'dingtalk', name: '离职', mobile: '13800000009', resigned: true });
		expect(answerOf(await by('13800000009'))).toEqual(error(60121, '找不到该用户'));
		expect(answerOf(await by('13899999999'))).toEqual(error(60121, '找不到该用户'));
		expect(answerOf(await by('wang'))).toEqual(error(40104, '电话号码无效'));
		expect(answerOf(await by(''))).toEqual(error(400002, '参数错误'));
	});
});

describe('the details of somebody', () => {
	const get = (userid: unknown) => app.old('/topapi/v2/user/get', { userid });

	it('are told', async () => {
		expect(resultOf(await get('wangfang'))).toMatchObject({
			userid: 'wangfang',
			unionid: 'union_wangfang',
			name: '王芳',
			title: 'SRE',
			mobile: '13800000001',
			email: 'wang@example.com',
			dept_id_list: [1],
		});
	});

	it('have mobile and email with their own permissions only', async () => {
		sandbox.changeApp(app.app.id, { scopes: ['qyapi_get_member'] });
		expect(resultOf(await get('wangfang'))).not.toHaveProperty('mobile');
		expect(resultOf(await get('wangfang'))).not.toHaveProperty('email');
		sandbox.changeApp(app.app.id, { scopes: ['qyapi_get_member', 'fieldMobile', 'fieldEmail'] });
		const { old } = callsOf(sandbox, await newToken(sandbox, app.app));
		expect(resultOf(await old('/topapi/v2/user/get', { userid: 'wangfang' }))).toMatchObject({ mobile: '13800000001', email: 'wang@example.com' });
	});

	it('are refused', async () => {
		expect(answerOf(await get('nobody'))).toEqual(error(33012, '无效的USERID'));
		expect(errcodeOf(await get(''))).toBe(400002);
		sandbox.changeApp(app.app.id, { availableTo: ['chenchen'] });
		expect(answerOf(await get('wangfang'))).toEqual(error(50002, '企业员工不在授权范围'));
	});
});

it('somebody by union ID', async () => {
	const by = (unionid: unknown) => app.old('/topapi/user/getbyunionid', { unionid });
	expect(resultOf(await by('union_wangfang'))).toEqual({ contact_type: 0, userid: 'wangfang' });
	expect(errcodeOf(await by('union_nobody'))).toBe(60121);
	expect(errcodeOf(await by(undefined))).toBe(400002);
});

describe('people by name', () => {
	const search = (body: object) => app.call('/v1.0/contact/users/search', { queryWord: '王', offset: 0, size: 10, ...body });

	it('are found page by page', async () => {
		for (const name of ['王一', '王二']) sandbox.addPerson({ platform: 'dingtalk', name, userId: name });
		expect(answerOf(await search({}))).toEqual([200, { hasMore: false, totalCount: 3, list: ['wangfang', '王一', '王二'] }]);
		expect((await search({ size: 2 })).json).toEqual({ hasMore: true, totalCount: 3, list: ['wangfang', '王一'] });
		expect((await search({ size: 2, offset: 1 })).json).toEqual({ hasMore: false, totalCount: 3, list: ['王二'] });
		expect((await search({ queryWord: '王一', fullMatchField: 1 })).json).toMatchObject({ list: ['王一'] });
		expect((await search({ fullMatchField: 1 })).json).toMatchObject({ list: [] });
	});

	it.each([{ queryWord: '' }, { offset: -1 }, { size: 0 }, { size: undefined }])('are not looked for with %j', async (change) => {
		expect(answerOf(await search(change))).toEqual([400, { code: 'parameter.error', requestid: 'sandbox', message: '参数错误' }]);
	});
});

describe('departments', () => {
	const ask = (path: string, body: object) => app.old(`/topapi/${path}`, body);

	beforeEach(() => {
		sandbox.addDepartment({ platform: 'dingtalk', id: '7', name: '研发' });
		sandbox.addDepartment({ platform: 'dingtalk', id: '8', name: '平台', parentId: '7' });
		sandbox.addPerson({ platform: 'dingtalk', name: '甲', userId: 'jia', departmentIds: ['7'] });
		sandbox.addPerson({ platform: 'dingtalk', name: '乙', userId: 'yi', departmentIds: ['8'] });
		sandbox.addPerson({ platform: 'dingtalk', name: '丙', userId: 'bing', departmentIds: ['8'], resigned: true });
	});

	it('are listed one level deep', async () => {
		const rnd = { dept_id: 7, name: '研发', parent_id: 1, create_dept_group: false, auto_add_user: false };
		expect(resultOf(await ask('v2/department/listsub', {}))).toEqual([rnd]);
		expect(resultOf(await ask('v2/department/listsub', { dept_id: 7 }))).toMatchObject([{ dept_id: 8 }]);
		expect(resultOf(await ask('v2/department/listsubid', { dept_id: 1 }))).toEqual({ dept_id_list: [7] });
	});

	it('have details', async () => {
		expect(resultOf(await ask('v2/department/get', { dept_id: 7 }))).toMatchObject({ dept_id: 7, name: '研发', parent_id: 1, member_count: 2 });
	});

	it('have their own people', async () => {
		expect(resultOf(await ask('user/listid', { dept_id: 8 }))).toEqual({ userid_list: ['yi'] });
		const simple = (cursor: unknown, size: unknown) => ask('user/listsimple', { dept_id: 1, cursor, size });
		expect(resultOf(await simple(0, 1))).toEqual({ has_more: true, next_cursor: 1, list: [{ userid: 'wangfang', name: '王芳' }] });
		expect(resultOf(await simple(1, 100))).toEqual({ has_more: false, list: [{ userid: 'chenchen', name: '陈晨' }] });
		expect(errcodeOf(await simple(-1, 1))).toBe(40068);
		expect(errcodeOf(await simple(0, 101))).toBe(40069);
	});

	it.each(['v2/department/listsub', 'v2/department/listsubid', 'v2/department/get', 'user/listid', 'user/listsimple'])(
		'are refused by %s',
		async (path) => {
			const page = { cursor: 0, size: 1 };
			expect(answerOf(await ask(path, { dept_id: 99, ...page }))).toEqual(error(60003, '部门不存在'));
			expect(errcodeOf(await ask(path, { dept_id: 'x', ...page }))).toBe(400002);
		},
	);
});
