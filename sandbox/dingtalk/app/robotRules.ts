import type { Group, JsonObject } from '../../types';
import { firstOf, refuseWith, type Context } from './context';
import type { Sending } from './state';

/** A body is a JSON object; unconfirmed for a GET, which has none. */
export const jsonBody = refuseWith(({ json }) => (json === undefined ? 'invalidParameter.msgBody.invalid' : undefined));

/** "长度限制 15000 字节以内"; unconfirmed for messages to people, whose document has the code but no figure. */
const MAX_PARAM_BYTES = 15_000;

export const paramTooLong = refuseWith(({ body }) =>
	typeof body.msgParam === 'string' && Buffer.byteLength(body.msgParam) > MAX_PARAM_BYTES ? 'invalidParameter.msgParam.tooLong' : undefined,
);

/** The codes that an API has for what can be wrong with robotCode. */
export interface RobotCodes {
	empty: string;
	unknown: string;
	foreign?: string;
	stopped?: string;
}

/**
 * The robotCode belongs to the calling app, whose robot is released and switched on.
 * Unconfirmed: which code a robot gets whose app has not been released; here it does not exist yet.
 */
export const robotRefusal = (codes: RobotCodes, read = ({ body }: Context): unknown => body.robotCode) =>
	refuseWith((context) => {
		const { app, world } = context;
		const code = read(context);
		const owner = world.organization.allApps().find(({ platform, robotCode }) => platform === 'dingtalk' && robotCode === code);
		return firstOf(
			[code === undefined || code === null || code === '', codes.empty],
			[owner !== undefined && owner.id !== app.id, codes.foreign ?? codes.unknown],
			[owner === undefined || !app.published, codes.unknown],
			[!app.botEnabled, codes.stopped ?? codes.unknown],
		);
	});

/** A group of this platform; undefined for anything else, also for a chat with one person. */
export function groupOf({ body, world }: Context): Group | undefined {
	const group = typeof body.openConversationId === 'string' ? world.group(body.openConversationId) : undefined;
	return group?.platform === 'dingtalk' && !group.direct ? group : undefined;
}

/** The group exists, has not been dissolved, and the app's robot is in it. */
export const groupRefusal = (noRobot = 'invalidParameter.robotCode.notExsit') =>
	refuseWith((context) => {
		const { openConversationId } = context.body;
		const group = groupOf(context);
		return firstOf(
			[openConversationId === undefined || openConversationId === '', 'miss.openConversationId'],
			[group === undefined, 'invalid.openConversationId'],
			[group?.dissolved === true, 'group.disbanded'],
			[group !== undefined && !group.apps?.includes(context.app.id), noRobot],
		);
	});

/** What an app sent under this key. */
export const sendingOf = ({ state, app }: Context, key: unknown): Sending | undefined => {
	const sending = typeof key === 'string' ? state.sendings.get(key) : undefined;
	return sending?.appId === app.id ? sending : undefined;
};

export const keysOf = (body: JsonObject): string[] =>
	Array.isArray(body.processQueryKeys) ? body.processQueryKeys.filter((key): key is string => typeof key === 'string') : [];
