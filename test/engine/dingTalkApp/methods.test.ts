import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { DingTalkEnterpriseApp } from '../../../nodes/DingTalkEnterpriseApp/DingTalkEnterpriseApp.node';
import { dingTalkApp, type TestApp } from '../../support/engine/apps';
import { loadOptions } from '../../support/engine/loadOptions';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const { listSearch } = new DingTalkEnterpriseApp().methods;

const list = (app: TestApp, method: keyof typeof listSearch, filter?: string): Promise<INodeListSearchResult> =>
	loadOptions(app.node, (context: ILoadOptionsFunctions) => listSearch[method].call(context, filter));

describe('departments to choose from', () => {
	test('all of them, each with the way to it; filtered by any part of it', async () => {
		const app = dingTalkApp(world);
		world.sandbox.addDepartment({ platform: 'dingtalk', id: '10', name: 'R&D' });
		world.sandbox.addDepartment({ platform: 'dingtalk', id: '11', name: 'Backend', parentId: '10' });
		world.sandbox.addDepartment({ platform: 'dingtalk', id: '12', name: 'Sales' });
		expect((await list(app, 'searchDepartments')).results).toEqual([
			{ name: 'Top Level of the Organization', value: '1' },
			{ name: 'R&D', value: '10' },
			{ name: 'Sales', value: '12' },
			{ name: 'R&D / Backend', value: '11' },
		]);
		expect((await list(app, 'searchDepartments', 'r&d')).results.map(({ value }) => value)).toEqual(['10', '11']);
	});

	test('what the platform refuses stands where the list would', async () => {
		const app = dingTalkApp(world, { scopes: [] });
		await expect(list(app, 'searchDepartments')).rejects.toMatchObject({
			message: expect.stringMatching(/lacks the permission qyapi_get_department_list/),
			description: expect.stringMatching(/appscope\/apply/),
		});
	});
});

describe('people to choose from', () => {
	test('by a part of the name, with the title; nobody without a name', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', name: 'Li Lei', jobTitle: 'DBA' });
		app.person({ userId: 'lina', name: 'Li Na' });
		app.person({ userId: 'han', name: 'Han Meimei' });
		expect((await list(app, 'searchPeople', 'Li')).results).toEqual([
			{ name: 'Li Lei (DBA)', value: 'lilei' },
			{ name: 'Li Na', value: 'lina' },
		]);
		expect((await list(app, 'searchPeople', ' ')).results).toEqual([]);
		expect((await list(app, 'searchPeople')).results).toEqual([]);
	});
});
