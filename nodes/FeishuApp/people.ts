import { ApiFailure } from '../../lib/apiFailure';
import { foundUsers, LOOK_UP_MOST, lookUpUsers, lookUpValue, nameOf, type LookUpBy, type UserIdType } from '../../lib/feishu/api/users';
import type { JsonObject } from '../../lib/http';
import { Loader } from '../../lib/loader';
import type { Tools } from './platform';

/** Who has an email address or a mobile number, if the app can see anybody with it. What all items ask for shares calls. */
export async function lookUp({ shared, request }: Tools, by: LookUpBy, value: string, idType: UserIdType): Promise<JsonObject | undefined> {
	const loader = shared(
		`look up ${by} ${idType}`,
		() => new Loader(LOOK_UP_MOST, async (values) => foundUsers(await request(lookUpUsers(by, values, idType)), by, values)),
	);
	return await loader.get(lookUpValue(by, value));
}

/** The platform doesn't tell these causes apart. */
export const notFound = (by: LookUpBy, value: string): ApiFailure =>
	new ApiFailure({
		class: 'permanent',
		code: 'NOT_FOUND',
		message: `Nobody was found with the ${nameOf(by)} "${value.trim().slice(0, 100)}"`,
		fix: [
			`Check in the directory (admin console > Organization) that the person has exactly this ${nameOf(by)}${
				by === 'mobile'
					? ', with the country code (+852...) outside of mainland China'
					: '; the address of an enterprise mailbox does not count, only the one in the personal details'
			}.`,
			'If it is right, look into the developer console: the person must be in the availability of the app (Version Management & Release),',
			'the app needs the scope contact:user.id:readonly, and changes count only after a version with them has been published.',
		].join(' '),
	});

/** The open ID of a person; throws an {@link ApiFailure} if the app can see nobody who fits. */
export async function findPerson(tools: Tools, by: LookUpBy, value: string): Promise<string> {
	const person = await lookUp(tools, by, value, 'open_id');
	if (!person) throw notFound(by, value);
	return String(person.user_id);
}
