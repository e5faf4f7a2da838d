import { objectOf, objectsIn, type JsonObject } from '../../http';
import type { DingTalkCall } from '../appClient';
import type { ErrorRow, ErrorTable } from '../appErrors';

/** Questions of the old API: asking twice does no harm. */
const question = (path: string, body: JsonObject, errors?: ErrorTable): DingTalkCall => ({
	generation: 'old',
	method: 'POST',
	path,
	body,
	errors,
	repeatable: true,
});

/** Nobody has this value. */
export const nobody = (label: string, value: string): ErrorRow => ({
	class: 'permanent',
	message: `Nobody in the organization has the ${label} ${value}`,
	fix: `Compare the ${label} with the person's entry in DingTalk's admin console (Contacts). Only current employees of the app's own organization are found: not somebody who left, an external contact, or a person outside of the app's contacts scope (developer console: your app > Permission Management).`,
});

/**
 * "Query users by mobile number": current staff only.
 * https://open.dingtalk.com/document/development/query-users-by-phone-number
 */
export const userByMobile = (mobile: string): DingTalkCall =>
	question('/topapi/v2/user/getbymobile', { mobile }, { '60121': nobody('mobile number', mobile) });

/**
 * `result` is `{ userid, contact_type }`; contact_type 0 is staff, 1 an external contact.
 * https://open.dingtalk.com/document/development/query-a-user-by-the-union-id
 */
export const userByUnionId = (unionId: string): DingTalkCall =>
	question('/topapi/user/getbyunionid', { unionid: unionId }, { '60121': nobody('union ID', unionId) });

/** `result` of an answer of the old API. */
export const resultOf = ({ result }: JsonObject): JsonObject => objectOf(result);

/**
 * `result` holds `userid`, `unionid`, `name`, `title`, `dept_id_list`, ...; `mobile` and `email` only with the
 * permissions for these fields.
 * https://open.dingtalk.com/document/development/query-user-details
 */
export const userDetails = (userId: string): DingTalkCall => question('/topapi/v2/user/get', { userid: userId });

/** How many a page of a search holds; no document names a limit. */
const SEARCH_PAGE = 50;

/**
 * By name, the pinyin of a name or English name: `{ hasMore, totalCount, list: [userId] }`.
 *
 * @param page from 0; the document calls `offset` the number of the page
 * https://open.dingtalk.com/document/development/address-book-search-user-id
 */
export const userSearch = (name: string, exact: boolean, page: number): DingTalkCall => ({
	generation: 'new',
	method: 'POST',
	path: '/v1.0/contact/users/search',
	body: { queryWord: name, offset: page, size: SEARCH_PAGE, ...(exact && { fullMatchField: 1 }) },
	repeatable: true,
});

/**
 * The departments directly below one: `result` is `[{ dept_id, name, parent_id, create_dept_group, auto_add_user }]`.
 * https://open.dingtalk.com/document/development/user-management-acquires-the-list-departments
 */
export const subDepartments = (departmentId: number): DingTalkCall => question('/topapi/v2/department/listsub', { dept_id: departmentId });

/** "The maximum is 100." */
const MEMBERS_PAGE = 100;

/**
 * Those who work in a department itself: `result` is `{ has_more, next_cursor, list: [{ userid, name }] }`.
 *
 * @param cursor 0, then `next_cursor`
 * https://open.dingtalk.com/document/development/queries-the-simple-information-of-a-department-user
 */
export const departmentMembers = (departmentId: number, cursor: number): DingTalkCall =>
	question('/topapi/user/listsimple', { dept_id: departmentId, cursor, size: MEMBERS_PAGE });

/** A person as everything else here names one; what the platform doesn't tell is left out. */
export const simpleUser = (user: JsonObject): JsonObject =>
	renamed(user, {
		userid: 'userId',
		unionid: 'unionId',
		name: 'name',
		title: 'title',
		mobile: 'mobile',
		state_code: 'stateCode',
		email: 'email',
		org_email: 'orgEmail',
		job_number: 'jobNumber',
		dept_id_list: 'departmentIds',
		manager_userid: 'managerUserId',
		active: 'active',
		admin: 'admin',
		contact_type: 'contactType',
	});

export const simpleDepartment = (department: JsonObject): JsonObject =>
	renamed(department, { dept_id: 'departmentId', name: 'name', parent_id: 'parentId' });

const renamed = (from: JsonObject, names: Record<string, string>): JsonObject =>
	Object.fromEntries(Object.entries(names).flatMap(([old, name]) => (from[old] === undefined ? [] : [[name, from[old]]])));

/** A page of {@link departmentMembers}, and where the next one begins. */
export function membersPage(answer: JsonObject): { entries: JsonObject[]; next?: number } {
	const { list, has_more: hasMore, next_cursor: next } = resultOf(answer);
	return { entries: objectsIn(list), next: hasMore === true ? Number(next) : undefined };
}
