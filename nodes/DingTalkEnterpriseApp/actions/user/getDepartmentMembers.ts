import type { IDataObject } from 'n8n-workflow';
import { departmentMembers, membersPage, simpleUser } from '../../../../lib/dingtalk/api/users';
import { isSimplified } from '../../../shared/app';
import { collect, listFields, readLimit } from '../../../shared/lists';
import { departmentField, readDepartment } from '../../methods/departments';
import type { DingTalkRequest } from '../../platform';

export const getDepartmentMembers: DingTalkRequest = {
	option: {
		name: 'Get Department Members',
		value: 'getDepartmentMembers',
		action: 'Get the members of a department',
		description: 'List the people of a department, without those of the departments below it',
	},

	form: [departmentField, ...listFields],

	run: async (tools) => {
		const departmentId = readDepartment(tools);
		const members = await collect(readLimit(tools), 0, async (cursor) => membersPage(await tools.request(departmentMembers(departmentId, cursor))));
		return members.map((member) => (isSimplified(tools) ? simpleUser(member) : member) as IDataObject);
	},
};
