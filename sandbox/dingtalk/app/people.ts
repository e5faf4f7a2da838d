import type { Person } from '../../organization';
import type { JsonObject } from '../../types';
import { done, ok } from './answers';
import { accept, firstOf, integer, isAvailable, isEmpty, personOf, refuseWith, type Context, type Route } from './context';
import { EMAIL_SCOPE, MOBILE_SCOPE } from './scopes';

/** `+86-138...` and `+86 138...` are the same number as `138...`. */
const plainMobile = (mobile: string): string => mobile.replace(/[\s-]/g, '').replace(/^\+?86(?=1\d{10}$)/, '');

const isMobile = (value: unknown): boolean => /^\+?\d[\d\s-]{4,19}$/.test(String(value));

const byMobile = ({ world, body }: Context): Person | undefined =>
	world.organization.person('dingtalk', ({ mobile, resigned }) => mobile !== '' && !resigned && plainMobile(mobile) === plainMobile(String(body.mobile)));

/** "可见范围": somebody whom the app may not see. */
const outside = (context: Context, person: Person | undefined): boolean => person !== undefined && !isAvailable(context, person.userId);

/**
 * "如果员工离职，无法根据手机号获取用户的userId。"
 * https://open.dingtalk.com/document/development/query-users-by-phone-number
 */
const getByMobile: Route = {
	method: 'POST',
	path: '/topapi/v2/user/getbymobile',
	free: true,
	steps: [
		['dingtalkApp.params', refuseWith(({ body }) => firstOf([isEmpty(body.mobile), 400002], [!isMobile(body.mobile), 40104]))],
		['dingtalkApp.person', refuseWith((context) => (byMobile(context) ? undefined : 60121))],
	],
	run: (context) => accept(ok({ result: { userid: byMobile(context)?.userId ?? '' } })),
};

const found = (context: Context): Person | undefined => personOf(context, String(context.body.userid));

/** https://open.dingtalk.com/document/development/query-user-details */
const get: Route = {
	method: 'POST',
	path: '/topapi/v2/user/get',
	free: true,
	steps: [
		['dingtalkApp.params', refuseWith(({ body }) => firstOf([isEmpty(body.userid), 400002]))],
		['dingtalkApp.person', refuseWith((context) => (found(context) ? undefined : 33012))],
		['dingtalkApp.availability', refuseWith((context) => (outside(context, found(context)) ? 50002 : undefined))],
	],
	run: (context) => accept(ok({ result: detail(context, found(context)) })),
};

/** Without what the app has not been granted to see, and without what is not filled in. */
function detail({ app: { scopes } }: Context, person: Person | undefined): JsonObject {
	if (!person) return {};
	const may = (scope: string): boolean => scopes === null || scopes.includes(scope);
	const { userId, unionId, name, mobile, email, jobTitle, departmentIds } = person;
	return {
		userid: userId,
		unionid: unionId,
		name,
		...(mobile && may(MOBILE_SCOPE) && { mobile: plainMobile(mobile), state_code: '86' }),
		...(email && may(EMAIL_SCOPE) && { email }),
		...(email && { org_email: email }),
		...(jobTitle && { title: jobTitle }),
		hide_mobile: false,
		dept_id_list: departmentIds.map(Number),
		dept_order_list: departmentIds.map((id) => ({ dept_id: Number(id), order: 1 })),
		leader_in_dept: departmentIds.map((id) => ({ dept_id: Number(id), leader: false })),
		exclusive_account: false,
		active: true,
		real_authed: true,
		senior: false,
		admin: false,
		boss: false,
	};
}

const byUnionId = ({ world, body }: Context): Person | undefined =>
	world.organization.person('dingtalk', ({ unionId, resigned }) => unionId === body.unionid && !resigned);

/** https://open.dingtalk.com/document/development/query-a-user-by-the-union-id */
const getByUnionId: Route = {
	method: 'POST',
	path: '/topapi/user/getbyunionid',
	free: true,
	steps: [
		['dingtalkApp.params', refuseWith(({ body }) => firstOf([isEmpty(body.unionid), 400002]))],
		['dingtalkApp.person', refuseWith((context) => (byUnionId(context) ? undefined : 60121))],
	],
	run: (context) => accept(ok({ result: { contact_type: 0, userid: byUnionId(context)?.userId ?? '' } })),
};

/**
 * "搜索用户userId": by name. "offset：分页页码".
 * https://open.dingtalk.com/document/development/address-book-search-user-id
 * Unconfirmed: that offset counts pages, as its description says, and not entries; that size must be positive.
 */
const search: Route = {
	method: 'POST',
	path: '/v1.0/contact/users/search',
	steps: [
		[
			'dingtalkApp.params',
			refuseWith(({ body: { queryWord, offset, size } }) => {
				const isWrong = isEmpty(queryWord) || (integer(offset) ?? -1) < 0 || (integer(size) ?? 0) < 1;
				return isWrong ? 'parameter.error' : undefined;
			}),
		],
	],
	run: ({ world, body }) => {
		const word = String(body.queryWord ?? '');
		const fits = ({ name, resigned }: Person): boolean => !resigned && (body.fullMatchField === 1 ? name === word : name.includes(word));
		const all = world.organization.allPeople('dingtalk').filter(fits);
		const size = integer(body.size) ?? 10;
		const start = (integer(body.offset) ?? 0) * size;
		const list = all.slice(start, start + size).map(({ userId }) => userId);
		return accept(done({ hasMore: start + size < all.length, totalCount: all.length, list }));
	},
};

export const PEOPLE_ROUTES: readonly Route[] = [getByMobile, get, getByUnionId, search];

