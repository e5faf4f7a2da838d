import type { Department, Person } from '../../organization';
import { ok } from './answers';
import { accept, firstOf, integer, refuseWith, type Context, type Route } from './context';

const ROOT: Department = { platform: 'dingtalk', id: '1', name: '', parentId: '' };

const asked = ({ body }: Context): string => String(integer(body.dept_id) ?? '1');

const all = ({ world }: Context): Department[] => [ROOT, ...world.organization.allDepartments('dingtalk')];

export const departmentOf = (context: Context, id: string): Department | undefined =>
	all(context).find((department) => department.id === id);

const children = (context: Context, id: string): Department[] => all(context).filter(({ parentId }) => parentId === id);

/** Those who work in a department itself. */
const membersOf = ({ world }: Context, id: string): Person[] =>
	world.organization.allPeople('dingtalk').filter(({ departmentIds, resigned }) => !resigned && departmentIds.includes(id));

/** "接收者是部门ID时，包括子部门下的所有用户" */
export const allMembersOf = (context: Context, id: string): Person[] => [
	...membersOf(context, id),
	...children(context, id).flatMap((child) => allMembersOf(context, child.id)),
];

const KNOWN = refuseWith((context) => (departmentOf(context, asked(context)) ? undefined : 60003));

/** Absent means the root where a document says so; everywhere else it must be a number. */
const idGiven = (optional: boolean) =>
	refuseWith(({ body }) => (integer(body.dept_id) === undefined && !(optional && body.dept_id === undefined) ? 400002 : undefined));

const base = ({ id, name, parentId }: Department) => ({
	dept_id: Number(id),
	name,
	...(parentId && { parent_id: Number(parentId) }),
	create_dept_group: false,
	auto_add_user: false,
});

const free = true as const;

/**
 * One level only.
 * https://open.dingtalk.com/document/development/user-management-acquires-the-list-departments
 */
const listSub: Route = {
	method: 'POST',
	path: '/topapi/v2/department/listsub',
	free,
	steps: [
		['dingtalkApp.params', idGiven(true)],
		['dingtalkApp.department', KNOWN],
	],
	run: (context) => accept(ok({ result: children(context, asked(context)).map(base) })),
};

/** https://open.dingtalk.com/document/development/obtain-the-list-of-sub-department-ids */
const listSubIds: Route = {
	method: 'POST',
	path: '/topapi/v2/department/listsubid',
	free,
	steps: [
		['dingtalkApp.params', idGiven(false)],
		['dingtalkApp.department', KNOWN],
	],
	run: (context) => accept(ok({ result: { dept_id_list: children(context, asked(context)).map(({ id }) => Number(id)) } })),
};

/** https://open.dingtalk.com/document/development/query-department-details0-v2 */
const get: Route = {
	method: 'POST',
	path: '/topapi/v2/department/get',
	free,
	steps: [
		['dingtalkApp.params', idGiven(false)],
		['dingtalkApp.department', KNOWN],
	],
	run: (context) => {
		const department = departmentOf(context, asked(context)) ?? ROOT;
		const member_count = allMembersOf(context, department.id).length;
		return accept(ok({ result: { ...base(department), order: 0, outer_dept: false, dept_manager_userid_list: [], member_count } }));
	},
};

/** https://open.dingtalk.com/document/development/query-the-list-of-department-userids */
const listIds: Route = {
	method: 'POST',
	path: '/topapi/user/listid',
	free,
	steps: [
		['dingtalkApp.params', idGiven(false)],
		['dingtalkApp.department', KNOWN],
	],
	run: (context) => accept(ok({ result: { userid_list: membersOf(context, asked(context)).map(({ userId }) => userId) } })),
};

/** "分页长度，最大值100"; the cursor is the number of entries before. */
const MAX_PAGE = 100;

/** https://open.dingtalk.com/document/development/queries-the-simple-information-of-a-department-user */
const listSimple: Route = {
	method: 'POST',
	path: '/topapi/user/listsimple',
	free,
	steps: [
		['dingtalkApp.params', idGiven(false)],
		[
			'dingtalkApp.params',
			refuseWith(({ body }) => {
				const size = integer(body.size);
				return firstOf(
					[(integer(body.cursor) ?? -1) < 0, 40068],
					[size === undefined || size < 1 || size > MAX_PAGE, 40069],
				);
			}),
		],
		['dingtalkApp.department', KNOWN],
	],
	run: (context) => {
		const members = membersOf(context, asked(context));
		const start = integer(context.body.cursor) ?? 0;
		const end = start + (integer(context.body.size) ?? MAX_PAGE);
		const list = members.slice(start, end).map(({ userId, name }) => ({ userid: userId, name }));
		const has_more = end < members.length;
		return accept(ok({ result: { has_more, ...(has_more && { next_cursor: end }), list } }));
	},
};

export const DEPARTMENT_ROUTES: readonly Route[] = [listSub, listSubIds, get, listIds, listSimple];
