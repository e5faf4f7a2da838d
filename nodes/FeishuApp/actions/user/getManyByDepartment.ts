import type { IDataObject } from 'n8n-workflow';
import { USER_FIELDS, usersOfDepartment } from '../../../../lib/feishu/api/users';
import { picked } from '../../../../lib/picked';
import { isSimplified } from '../../../shared/app';
import { listFields } from '../../../shared/lists';
import { readList } from '../../fields';
import { departmentField, readDepartment } from '../../methods/departments';
import type { FeishuRequest } from '../../platform';

export const getManyByDepartment: FeishuRequest = {
	option: {
		name: 'Get Many by Department',
		value: 'getManyByDepartment',
		action: 'Get many users by department',
		description: 'List the people of a department, without those of the departments below it',
	},

	form: [departmentField, ...listFields],

	run: async (tools) => {
		const users = await readList(tools, usersOfDepartment(readDepartment(tools)));
		return (isSimplified(tools) ? users.map((user) => picked(user, USER_FIELDS)) : users) as IDataObject[];
	},
};
