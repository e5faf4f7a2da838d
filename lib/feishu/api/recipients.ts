import type { Limit, Target } from '../../delivery/types';
import { InputError } from '../../inputError';
import { sha256 } from '../../hash';
import { keyOfApp, type FeishuApp } from '../appClient';
import type { ErrorRow, ErrorTable } from '../errorRows/rows';
import { inRow } from '../keys';
import { LONGEST_ID } from './users';

/** Who gets a message, as `receive_id_type` calls it. */
export type ReceiveIdType = 'open_id' | 'union_id' | 'user_id' | 'email' | 'chat_id' | 'thread_id';

export interface Recipient {
	type: ReceiveIdType;
	id: string;
	/** What the user knows the person or group by, if it is something else. */
	name?: string;
}

/** What an ID of each type is called, how it looks, and how to get it. */
const KINDS: Record<ReceiveIdType, { name: string; shape: RegExp; fix: string }> = {
	open_id: {
		name: 'open ID',
		shape: /^ou_\w+$/,
		fix: "An open ID begins with ou_. User > Find gets it, and this app's triggers bring it.",
	},
	union_id: { name: 'union ID', shape: /^on_\w+$/, fix: 'A union ID begins with on_.' },
	user_id: { name: 'user ID', shape: /^(?!o[unc]_)[\w-]+$/, fix: 'The user ID stands in the admin console > Organization > the person.' },
	email: { name: 'email', shape: /^[^\s@]+@[^\s@]+$/, fix: 'Enter the complete address, as it stands in the personal details of the directory.' },
	chat_id: { name: 'chat ID', shape: /^oc_\w+$/, fix: 'Choose the group from the list, or get its ID (oc_...) with Chat > Get Many.' },
	thread_id: { name: 'thread ID', shape: /^omt_\w+$/, fix: 'Enter the ID of the thread (omt_...), as Message > Get returns it (thread_id) for a message in the thread.' },
};

/** One recipient for each ID; one that is there twice counts once. Throws an {@link InputError} for none, and for what can't be an ID. */
export function recipientsOf(type: ReceiveIdType, ids: string[]): Recipient[] {
	const { name, shape, fix } = KINDS[type];
	const given = [...new Set(ids.map((id) => id.trim()).filter((id) => id !== ''))];
	if (given.length === 0) throw new InputError('There is no recipient', `The ${name} is empty: enter one, or check the expression that makes it.`);
	return given.map((id, index) => {
		const check = () => {
			if (id.length > LONGEST_ID || !shape.test(id)) throw new InputError(`"${id.slice(0, 100)}" is not ${/^[aeo]/.test(name) ? 'an' : 'a'} ${name}`, fix);
			return { type, id };
		};
		return given.length === 1 ? check() : inRow(`Recipient ${index + 1}`, check);
	});
}

/** With a country code, or of mainland China; other numbers may be user IDs. */
const MOBILE = /^(\+|00)\d[\d\s().-]{6,}$|^1\d{2}[ -]?\d{4}[ -]?\d{4}$/;

/** A recipient by the look of what an event names: an address, a number, an ID. A mobile number has to be looked up. */
export function typeOf(value: string): ReceiveIdType | 'mobile' {
	if (value.includes('@')) return 'email';
	if (MOBILE.test(value)) return 'mobile';
	const known = (['open_id', 'union_id', 'chat_id'] as const).find((type) => KINDS[type].shape.test(value));
	return known ?? 'user_id';
}

/** "5 QPS to one person; 5 QPS to one group, which all its bots share" (send message). */
const READER_LIMITS: Limit[] = [{ max: 5, windowMs: 1_000 }];

/** The reader with the limit of its own; a group's is the same for all apps. */
export const readerOf = (app: FeishuApp, { type, id, name }: Recipient): Pick<Target, 'name' | 'key' | 'limits'> => ({
	name: name ?? id,
	key: sha256(`feishu-reader ${type === 'chat_id' ? app.baseUrl : keyOfApp(app)} ${type} ${id}`),
	limits: READER_LIMITS,
});

/** Codes by which the platform says that it can't find or reach somebody, in words that name the field. */
export function recipientErrors({ type, id, name: shown = id }: Recipient): ErrorTable {
	const { name } = KINDS[type];
	if (type === 'chat_id' || type === 'thread_id') return {};
	const unknown: ErrorRow = {
		class: 'permanent',
		message: `Nobody was found with the ${shown === id ? name : 'value'} ${shown}`,
		fix: [
			`Compare the ${name} with the person's entry in the directory (admin console > Organization).${type === 'open_id' ? ' Open IDs differ from app to app: use one that this app got.' : ''}`,
			`If it is right, look into the developer console ({app}): the person must be in the availability of the app (Version Management & Release),${type === 'user_id' ? ' the app needs the scope contact:user.employee_id:readonly,' : ''} and changes count only after a version with them has been published.`,
		].join(' '),
	};
	return { '230034': unknown, ...Object.fromEntries(UNKNOWN.map((code) => [code, unknown])) };
}

/** "These IDs do not exist" of the generic error codes. The one of another app's open ID (99992361) has a text of its own. */
const UNKNOWN = ['99992351', '99992360', '99992363', '99992364'];
