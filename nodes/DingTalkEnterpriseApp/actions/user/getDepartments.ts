import type { IDataObject } from 'n8n-workflow';
import { simpleDepartment, subDepartments } from '../../../../lib/dingtalk/api/users';
import { objectsIn } from '../../../../lib/http';
import { isSimplified } from '../../../shared/app';
import { collect, listFields, readLimit } from '../../../shared/lists';
import { departmentField, readDepartment } from '../../methods/departments';
import type { DingTalkRequest } from '../../platform';

export const getDepartments: DingTalkRequest = {
	option: {
		name: 'Get Departments',
		value: 'getDepartments',
		action: 'Get the departments below a department',
		description: 'List the departments directly below a department, or below the whole organization',
	},

	form: [departmentField, ...listFields],

	run: async (tools) => {
		const departmentId = readDepartment(tools);
		const departments = await collect(readLimit(tools), departmentId, async (id) => {
			const { result } = await tools.request(subDepartments(id));
			return { entries: objectsIn(result) };
		});
		return departments.map((department) => (isSimplified(tools) ? simpleDepartment(department) : department) as IDataObject);
	},
};
