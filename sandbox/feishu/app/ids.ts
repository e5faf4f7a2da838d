import type { EndpointWorld } from '../../answer';
import { openIdOf, type App, type Person } from '../../organization';
import type { Detail } from './answers';

/** How an operation names people. */
export type UserIdType = 'open_id' | 'union_id' | 'user_id';

export const asUserIdType = (value: string): UserIdType => (value === 'union_id' || value === 'user_id' ? value : 'open_id');

export const idOf = (person: Person, type: UserIdType, app: App): string =>
	type === 'open_id' ? openIdOf(person, app) : type === 'union_id' ? person.unionId : person.userId;

export const findPerson = (world: EndpointWorld, app: App, type: UserIdType, id: string): Person | undefined =>
	world.organization.person(app.platform, (person) => idOf(person, type, app) === id);

/** By any of the three, as mentions allow. */
export const findByAnyId = (world: EndpointWorld, app: App, id: string): Person | undefined =>
	world.organization.person(
		app.platform,
		(person) => person.userId === id || person.unionId === id || openIdOf(person, app) === id,
	);

export const findByEmail = (world: EndpointWorld, app: App, email: string): Person | undefined =>
	world.organization.person(app.platform, (person) => person.email !== '' && person.email.toLowerCase() === email.toLowerCase());

/** "应用可用范围": set with a version, so an unreleased app has nobody in it. */
export const isAvailable = (person: Person, app: App): boolean =>
	app.published && (app.availableTo === null || app.availableTo.includes(person.userId));

/** Why no person has this ID. The codes are in "通用错误码". Unconfirmed: which of 99992363 and 99992364 a union ID gets. */
export function unknownId(world: EndpointWorld, app: App, type: UserIdType, id: string): { code: number; detail: Detail } {
	if (type === 'user_id') return { code: 99992360, detail: { ext: id } };
	if (type === 'union_id') return { code: 99992363, detail: { ext: id } };
	const isForeign = world.organization
		.allApps()
		.some((other) => other.platform === app.platform && other.id !== app.id && findPerson(world, other, 'open_id', id));
	return isForeign ? { code: 99992361, detail: {} } : { code: 99992351, detail: { ext: id } };
}
