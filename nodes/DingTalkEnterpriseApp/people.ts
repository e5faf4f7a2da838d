import { nobody, resultOf, userByMobile, userByUnionId } from '../../lib/dingtalk/api/users';
import { InputError } from '../../lib/inputError';
import { Loader } from '../../lib/loader';
import type { Tools } from './platform';

const LOOK_UPS = {
	mobile: { label: 'mobile number', call: userByMobile },
	unionId: { label: 'union ID', call: userByUnionId },
};

/**
 * The user ID of somebody who is known by something else; each value is looked up once per run. Throws for a value
 * that is empty, and for one that nobody has.
 */
export async function findUserId({ request, shared }: Pick<Tools, 'request' | 'shared'>, by: keyof typeof LOOK_UPS, given: string): Promise<string> {
	const { label, call } = LOOK_UPS[by];
	const value = given.trim();
	if (value === '') throw new InputError(`The ${label} is empty`, `Enter a ${label}, or check the expression that makes it.`);
	const load = async ([one = '']: string[]) => {
		const { userid } = resultOf(await request(call(one)));
		return new Map(typeof userid === 'string' && userid !== '' ? [[one, userid]] : []);
	};
	const userId = await shared(`user by ${by}`, () => new Loader(1, load)).get(value);
	if (userId !== undefined) return userId;
	const { message, fix } = nobody(label, value);
	throw new InputError(message, fix);
}
