import { asArray, asText } from '../../json';
import type { App, Person } from '../../organization';
import type { Member } from '../../types';
import type { Call } from './call';
import { findPerson, isAvailable, type UserIdType } from './ids';

/** Most that join at once. */
export const MAX_NEW_PEOPLE = 50;
export const MAX_NEW_BOTS = 5;

/** Those whom a list of IDs names, and the IDs that it can't be used for. */
export interface Invited {
	people: Person[];
	bots: App[];
	unknown: string[];
	hidden: string[];
	resigned: string[];
}

export function invite(call: Call, type: string, ids: string[]): Invited {
	const invited: Invited = { people: [], bots: [], unknown: [], hidden: [], resigned: [] };
	for (const id of ids) {
		const bot = type === 'app_id' ? call.world.organization.app(id) : undefined;
		const person = type === 'app_id' ? undefined : findPerson(call.world, call.app, type as UserIdType, id);
		if (bot?.platform === call.app.platform) invited.bots.push(bot);
		else if (!person) invited.unknown.push(id);
		else if (person.resigned) invited.resigned.push(id);
		else if (!isAvailable(person, call.app)) invited.hidden.push(id);
		else invited.people.push(person);
	}
	return invited;
}

export const texts = (value: unknown): string[] => asArray(value).map(asText);

export const members = (people: Person[]): Member[] => [...new Set(people)].map(({ name, userId, mobile }) => ({ name, userId, mobile }));
