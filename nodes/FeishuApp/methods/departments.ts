import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { asText } from '../../../lib/events/values';
import { allDepartments, departmentId, ROOT_DEPARTMENT } from '../../../lib/feishu/api/users';
import { entriesOf } from '../../../lib/feishu/pages';
import { ask } from '../../shared/pickers';
import { platform, type Tools } from '../platform';

export const departmentField: INodeProperties = {
	displayName: 'Department',
	name: 'department',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The department whose people to list',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a department...',
			typeOptions: { searchListMethod: 'searchDepartments', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. od-4e6ac4d14bcd5071a37a39de902c7141' },
	],
};

export const readDepartment = ({ context, item }: Tools): string =>
	departmentId(asText(context.getNodeParameter('department', item, '', { extractValue: true })));

/** Larger organizations enter the ID. */
const MOST = 1_000;

/** All departments that the app may see. */
export async function searchDepartments(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const departments = await entriesOf((call) => ask(this, platform, call), allDepartments(), MOST);
	const all = [
		{ name: 'Top Level of the Organization', value: ROOT_DEPARTMENT },
		...departments.map(({ name, open_department_id: id }) => ({ name: asText(name), value: asText(id) })),
	];
	return { results: all.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())) };
}
