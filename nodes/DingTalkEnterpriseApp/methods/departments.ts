import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { subDepartments } from '../../../lib/dingtalk/api/users';
import { asText } from '../../../lib/events/values';
import { InputError } from '../../../lib/inputError';
import { objectsIn } from '../../../lib/http';
import { ask } from '../../shared/pickers';
import { platform, type Tools } from '../platform';

/** The department above all others. */
const ROOT = 1;
const TOP = 'Top Level of the Organization';

export const departmentField: INodeProperties = {
	displayName: 'Department',
	name: 'department',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: String(ROOT), cachedResultName: TOP },
	description: 'A department, or the top level of the organization',
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', placeholder: 'Choose a department...', typeOptions: { searchListMethod: 'searchDepartments', searchable: true } },
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1' },
	],
};

export function readDepartment({ context, item }: Tools): number {
	const given = asText(context.getNodeParameter('department', item, '', { extractValue: true })).trim();
	if (/^\d{1,15}$/.test(given)) return Number(given);
	throw new InputError(
		given === '' ? 'No department is named' : `"${given.slice(0, 100)}" is not the ID of a department`,
		'Choose a department from the list, or enter its number; 1 is the top level of the organization.',
	);
}

/** Each department's children are a call of their own; larger organizations find the rest by ID. */
const MOST_CALLS = 100;

/** All departments from the top down, each with the way to it (`R&D / Backend`). */
export async function searchDepartments(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const found = [{ name: TOP, value: String(ROOT) }];
	const open = [{ id: ROOT, way: '' }];
	for (let calls = 0; open.length > 0 && calls < MOST_CALLS; calls++) {
		const { id, way } = open.shift()!;
		const { result } = await ask(this, platform, subDepartments(id));
		for (const { dept_id: child, name } of objectsIn(result)) {
			const to = `${way}${asText(name)}`;
			found.push({ name: to, value: String(child) });
			open.push({ id: Number(child), way: `${to} / ` });
		}
	}
	return { results: found.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())) };
}
