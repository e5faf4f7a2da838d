import { objectOf } from '../../http';
import type { Person } from '../../inbound/types';

/** What came, whatever it is: a text, or an empty one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Dates can't be later than this, in ms since the epoch. */
const LAST = 8.64e15;

/**
 * ISO 8601, of a time since the epoch: in seconds (version 1.0, with a fraction), milliseconds (messages) or
 * microseconds (clicks on cards), whichever it can be in our time. Empty for what is no time.
 */
export function timeOf(value: unknown): string {
	const time = typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) ? Number(value) : NaN;
	const ms = time >= 1e14 ? time / 1000 : time >= 1e11 ? time : time * 1000;
	return ms > 0 && ms <= LAST ? new Date(ms).toISOString() : '';
}

/** Somebody by the IDs that the platform tells; undefined if it tells none. Old events call the user ID `employee_id`. */
export function personOf(ids: unknown, { name = '', isBot = false } = {}): Person | undefined {
	const { open_id: openId, user_id: userId, employee_id: employeeId, union_id: unionId } = objectOf(ids);
	const person: Person = { name, userId: textOf(userId) || textOf(employeeId), openId: textOf(openId), unionId: textOf(unionId), isBot };
	return person.userId || person.openId || person.unionId ? person : undefined;
}
