import { asArray, asText } from '../../json';
import type { Person } from '../../organization';
import type { JsonObject } from '../../types';
import { success } from './answers';
import type { Call } from './call';
import { flag, list, query, userIdType } from './fields';
import { hasScope } from './gateway';
import { asUserIdType, findByEmail, findPerson, idOf, isAvailable } from './ids';
import type { Operation } from './operation';
import { page } from './paging';

/** Most that one lookup takes of each kind. */
const MAX_LOOKUP = 50;
const MAX_PAGE = 50;
const DEFAULT_PAGE = 10;

const CONTACTS = ['contact:contact:access_as_app', 'contact:contact:readonly', 'contact:contact:readonly_as_app'];
const DEPARTMENT_SCOPES = ['contact:contact.base:readonly', 'contact:department.organize:readonly', ...CONTACTS];

/** Mainland numbers come with or without their country code. */
const sameMobile = (one: string, other: string): boolean => one.replace(/^\+86/, '') === other.replace(/^\+86/, '');

const statusOf = (person: Person): JsonObject => ({
	is_frozen: false,
	is_resigned: person.resigned,
	is_activated: true,
	is_exited: false,
	is_unjoin: false,
});

const sees = (call: Call, ...scopes: string[]): boolean => hasScope(call.app, scopes);

/**
 * "通过手机号或邮箱获取用户 ID", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/batch_get_id
 * Unconfirmed: that somebody unknown, outside the range of the app or resigned comes back without `user_id`.
 */
function batchGetId(call: Call) {
	const found = (key: 'email' | 'mobile', value: unknown): JsonObject => {
		const wanted = asText(value);
		const person =
			key === 'email'
				? findByEmail(call.world, call.app, wanted)
				: call.world.organization.person(call.app.platform, ({ mobile }) => mobile !== '' && sameMobile(mobile, wanted));
		const isShown = person && isAvailable(person, call.app) && (!person.resigned || call.body.include_resigned === true);
		if (!isShown) return { [key]: wanted };
		const status = sees(call, 'contact:user.employee:readonly', ...CONTACTS) ? { status: statusOf(person) } : {};
		return { user_id: idOf(person, asUserIdType(call.query('user_id_type')), call.app), [key]: wanted, ...status };
	};
	const emails = asArray(call.body.emails).map((email) => found('email', email));
	const mobiles = asArray(call.body.mobiles).map((mobile) => found('mobile', mobile));
	return success({ user_list: [...emails, ...mobiles] });
}

/** Each member needs a scope of its own. */
function shown(person: Person, call: Call): JsonObject {
	const base = sees(call, 'contact:user.base:readonly', ...CONTACTS);
	return {
		union_id: person.unionId,
		...(sees(call, 'contact:user.employee_id:readonly') && { user_id: person.userId }),
		open_id: idOf(person, 'open_id', call.app),
		...(base && { name: person.name, en_name: '', nickname: '', avatar: {} }),
		...(sees(call, 'contact:user.email:readonly') && { email: person.email }),
		...(sees(call, 'contact:user.phone:readonly') && { mobile: person.mobile }),
		mobile_visible: true,
		...(sees(call, 'contact:user.employee:readonly', ...CONTACTS) && { status: statusOf(person), job_title: person.jobTitle }),
		...(sees(call, 'contact:user.department:readonly', ...CONTACTS) && {
			department_ids: person.departmentIds.map((id) => departmentId(id, call)),
		}),
	};
}

/** "获取单个用户信息", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/get */
function getUser(call: Call) {
	const person = findPerson(call.world, call.app, asUserIdType(call.query('user_id_type')), call.params.user_id ?? '');
	if (!person) return call.end('feishuApp.recipient', 41012);
	call.refuseIf(!isAvailable(person, call.app), 'feishuApp.availability', 41050);
	return success({ user: shown(person, call) });
}

const usesOpenId = (call: Call): boolean => call.query('department_id_type') !== 'department_id';

/** The root is `0` in both kinds. */
const departmentId = (id: string, call: Call): string => (id !== '0' && usesOpenId(call) ? `od-${id}` : id);

/** Refuses what is nobody's department, or outside the range of the app. */
function department(call: Call, given: string): string {
	const known = ['0', ...call.world.organization.allDepartments(call.app.platform).map(({ id }) => id)];
	const id = known.find((candidate) => departmentId(candidate, call) === given);
	if (id === undefined) return call.end('feishuApp.recipient', usesOpenId(call) ? 99992357 : 99992380, { ext: given });
	call.refuseIf(id === '0' && (call.app.availableTo !== null || !call.app.published), 'feishuApp.availability', 40004);
	return id;
}

function onePage<Item>(call: Call, items: Item[]): { items: Item[]; rest: JsonObject } {
	const size = Number(call.query('page_size') || DEFAULT_PAGE);
	call.refuseIf(!Number.isInteger(size) || size < 1 || size > MAX_PAGE, 'feishuApp.params', 40011);
	return page(call, items, DEFAULT_PAGE, () => call.refuseIf(true, 'feishuApp.params', 40012));
}

/** "获取部门直属用户列表", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/user/find_by_department */
function findByDepartment(call: Call) {
	const id = department(call, call.query('department_id'));
	const members = call.world.organization
		.allPeople(call.app.platform)
		.filter((person) => person.departmentIds.includes(id) && isAvailable(person, call.app) && !person.resigned);
	const { items, rest } = onePage(call, members);
	return success({ ...rest, items: items.map((person) => shown(person, call)) });
}

/** "获取子部门列表", https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/contact-v3/department/children */
function children(call: Call) {
	const id = department(call, call.params.department_id ?? '');
	const all = call.world.organization.allDepartments(call.app.platform);
	const below = (parent: string): typeof all =>
		all
			.filter(({ parentId }) => parentId === parent)
			.flatMap((child) => [child, ...(call.query('fetch_child') === 'true' ? below(child.id) : [])]);
	const { items, rest } = onePage(call, below(id));
	return success({
		...rest,
		items: items.map((child) => ({
			name: child.name,
			parent_department_id: departmentId(child.parentId, call),
			department_id: child.id,
			open_department_id: `od-${child.id}`,
			member_count: call.world.organization.allPeople(call.app.platform).filter(({ departmentIds }) => departmentIds.includes(child.id)).length,
			status: { is_deleted: false },
		})),
	});
}

const departmentIdType = query('department_id_type', { oneOf: ['department_id', 'open_department_id'] });

export const PEOPLE_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/contact/v3/users/batch_get_id',
		scopes: ['contact:user.id:readonly'],
		fields: [userIdType, list('emails', { max: MAX_LOOKUP }), list('mobiles', { max: MAX_LOOKUP }), flag('include_resigned')],
		run: batchGetId,
	},
	{
		method: 'GET',
		path: '/contact/v3/users/find_by_department',
		scopes: DEPARTMENT_SCOPES,
		fields: [userIdType, departmentIdType, query('department_id', { required: true })],
		run: findByDepartment,
	},
	{
		method: 'GET',
		path: '/contact/v3/users/:user_id',
		scopes: ['contact:contact.base:readonly', ...CONTACTS],
		fields: [userIdType, departmentIdType],
		run: getUser,
	},
	{
		method: 'GET',
		path: '/contact/v3/departments/:department_id/children',
		scopes: DEPARTMENT_SCOPES,
		fields: [userIdType, departmentIdType],
		run: children,
	},
];
