import { path } from '../../apiCall';
import { objectOf, objectsIn, type JsonObject } from '../../http';
import { InputError } from '../../inputError';
import { dataOf, type FeishuCall } from '../appClient';
import type { Paged } from '../pages';

/** How the platform names a person: per app, per maker of apps, per organization. */
export const USER_ID_TYPES = ['open_id', 'union_id', 'user_id'] as const;
export type UserIdType = (typeof USER_ID_TYPES)[number];

/** No address may be longer, and no ID is nearly as long; in characters. */
export const LONGEST_ID = 320;

export type LookUpBy = 'email' | 'mobile';

/** So many emails and so many mobile numbers per call. */
export const LOOK_UP_MOST = 50;

const KINDS = {
	email: { name: 'email', shape: /^[^\s@]+@[^\s@]+$/, fix: 'Enter a complete address, for example li.lei@example.com.' },
	mobile: { name: 'mobile number', shape: /^\+?\d{5,20}$/, fix: 'Enter digits, with the country code (+852...) outside of mainland China.' },
};

export const nameOf = (by: LookUpBy): string => KINDS[by].name;

/** A value as it is asked for; throws an {@link InputError} for one that would make the platform refuse all that share its call. */
export function lookUpValue(by: LookUpBy, given: string): string {
	const { name, shape, fix } = KINDS[by];
	const value = tidied(by, given);
	if (value.length <= LONGEST_ID && shape.test(value)) return value;
	throw new InputError(value === '' ? `The ${name} is empty` : `"${given.trim().slice(0, 100)}" is not ${by === 'email' ? 'an' : 'a'} ${name}`, fix);
}

/** Spaces, dashes and brackets are for reading: `+852 1234-5678`. */
const tidied = (by: LookUpBy, value: string): string => (by === 'mobile' ? value.replace(/[\s().-]/g, '') : value.trim());

/** Both sides of a comparison: letters of either case, mainland numbers with or without their country code. */
const comparable = (by: LookUpBy, value: string): string =>
	by === 'email' ? value.trim().toLowerCase() : tidied(by, value).replace(/^(?:\+|00)86/, '');

/**
 * "Obtain user ID via email or mobile number": at most 50 of each, no enterprise mailboxes, current staff only.
 * Numbers outside of mainland China need their country code (`+852...`).
 * https://open.feishu.cn/document/server-docs/contact-v3/user/batch_get_id
 */
export const lookUpUsers = (by: LookUpBy, values: string[], idType: UserIdType): FeishuCall => ({
	method: 'POST',
	path: '/open-apis/contact/v3/users/batch_get_id',
	query: { user_id_type: idType },
	body: by === 'email' ? { emails: values } : { mobiles: values },
	repeatable: true,
});

/** Who was found, by the value that was asked for: `{ user_id, email | mobile, status? }`. */
export function foundUsers(answer: JsonObject, by: LookUpBy, values: string[]): Map<string, JsonObject> {
	const list = objectsIn(dataOf(answer).user_list);
	const known = new Map(list.filter(({ user_id: id }) => id).map((user) => [comparable(by, String(user[by])), user]));
	return new Map(
		values.flatMap((value): Array<[string, JsonObject]> => {
			const user = known.get(comparable(by, value));
			return user ? [[value, user]] : [];
		}),
	);
}

/** By its look: `ou_...` is an open ID, `on_...` a union ID, everything else the organization's own. */
export const idTypeOf = (id: string): UserIdType => (id.startsWith('ou_') ? 'open_id' : id.startsWith('on_') ? 'union_id' : 'user_id');

/** "Get single user information": what the scopes of the app allow. https://open.feishu.cn/document/server-docs/contact-v3/user/get */
export const getUser = (id: string): FeishuCall => ({
	method: 'GET',
	path: path`/open-apis/contact/v3/users/${id}`,
	api: '/open-apis/contact/v3/users/:user_id',
	query: { user_id_type: idTypeOf(id) },
});

export const userOf = (answer: JsonObject): JsonObject => {
	const { user } = dataOf(answer);
	return objectOf(user);
};

/** What people look for in a person. */
export const USER_FIELDS = ['open_id', 'union_id', 'user_id', 'name', 'en_name', 'email', 'mobile', 'job_title', 'department_ids', 'status'];

/** An organization may choose its own IDs. */
const ID = /^[^\s/?#]{1,100}$/;

/** Whatever names a person, without blanks around it. */
export function userId(given: string): string {
	const id = given.trim();
	if (ID.test(id)) return id;
	throw new InputError(
		id === '' ? 'The user ID is empty' : `"${id.slice(0, 100)}" is not the ID of a person`,
		'Enter an open ID (ou_...), union ID (on_...) or user ID. User > Find gets it from an email or mobile number.',
	);
}

/** The whole organization: "the ID of the root department is 0". */
export const ROOT_DEPARTMENT = '0';

export function departmentId(given: string): string {
	const id = given.trim();
	if (ID.test(id)) return id;
	throw new InputError(
		id === '' ? 'No department is named' : `"${id.slice(0, 100)}" is not the ID of a department`,
		'Choose a department from the list, or enter its ID (od-...); 0 is the whole organization.',
	);
}

/** The ID that the platform gives a department, or the organization's own. */
const departmentIdType = (id: string) => (id === ROOT_DEPARTMENT || id.startsWith('od-') ? 'open_department_id' : 'department_id');

const CONTACTS_PAGE = 50;

/**
 * "Get the list of users directly under a department": not those of the departments below it.
 * https://open.feishu.cn/document/server-docs/contact-v3/user/find_by_department
 */
export const usersOfDepartment = (id: string): Paged => ({
	call: {
		method: 'GET',
		path: '/open-apis/contact/v3/users/find_by_department',
		query: { department_id: id, department_id_type: departmentIdType(id) },
	},
	pageSize: CONTACTS_PAGE,
});

/**
 * "Obtain the list of sub-departments", at all depths.
 * https://open.feishu.cn/document/server-docs/contact-v3/department/children
 */
export const allDepartments = (): Paged => ({
	call: {
		method: 'GET',
		path: '/open-apis/contact/v3/departments/0/children',
		api: '/open-apis/contact/v3/departments/:department_id/children',
		query: { fetch_child: true },
	},
	pageSize: CONTACTS_PAGE,
});
