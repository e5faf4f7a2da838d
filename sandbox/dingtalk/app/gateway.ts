import type { Answer, Step } from '../../answer';
import { ipAllowed } from '../../ipRules';
import { appStopped, ipRefused, quotaUsedUp, scopeMissing, tokenInvalid, tokenMissing, tooManyASecond } from './answers';
import type { Context, Route } from './context';
import { scopeOf } from './scopes';
import type { Token } from './state';

/** "标准版钉钉组织调用钉钉接口，每秒调用次数不能超过20次" */
const CALLS_PER_SECOND = 20;

export interface GatewayContext extends Context {
	route: Route;
	tokenValue: string;
	token: Token | undefined;
}

const when = (refused: boolean, answer: Answer): Answer | undefined => (refused ? answer : undefined);

/** The name under which the calls of one app to one API are counted. */
export const rateName = ({ app, route }: GatewayContext): string => `${app.id} ${route.method} ${route.path}`;

const has = (scopes: string[] | null | undefined, path: string): boolean => {
	const scope = scopeOf(path);
	return scope === undefined || !scopes || scopes.includes(scope);
};

/**
 * What stands before every API.
 * https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server
 * Unconfirmed: the order; that the second is a sliding one; and (`freshToken`, reported by users) that a permission
 * counts only from the next request for a token on.
 */
export const GATEWAY: ReadonlyArray<Step<GatewayContext>> = [
	['dingtalkApp.tokenPresent', ({ tokenValue, path }) => when(tokenValue === '', tokenMissing(path))],
	[
		'dingtalkApp.token',
		({ tokenValue, token, world, path }) =>
			when(tokenValue !== '' && (token === undefined || token.expiresAt <= world.now()), tokenInvalid(path)),
	],
	['dingtalkApp.enabled', ({ app, path }) => when(app.disabled, appStopped(path))],
	[
		'dingtalkApp.ip',
		({ app, request, path }) => when(app.allowedIps.length > 0 && !ipAllowed(request.remoteAddress, app.allowedIps), ipRefused(path)),
	],
	['dingtalkApp.scope', ({ app, path }) => when(!has(app.scopes, path), scopeMissing(path, app.id))],
	['dingtalkApp.freshToken', ({ app, token, path }) => when(!has(token?.scopes, path), scopeMissing(path, app.id))],
	[
		'dingtalkApp.rate',
		(context) => when(context.world.rate(rateName(context)).within(1_000) >= CALLS_PER_SECOND, tooManyASecond(context.path)),
	],
	['dingtalkApp.quota', ({ app, route, path }) => when(!route.free && app.quotaLeft !== null && app.quotaLeft < 1, quotaUsedUp(path))],
];

/** Notes a call that has passed. Unconfirmed: one that the API itself then refuses counts as well. */
export function count(context: GatewayContext): void {
	const { app, route, world } = context;
	world.rate(rateName(context)).take();
	if (!route.free && app.quotaLeft !== null && app.quotaLeft > 0) app.quotaLeft -= 1;
}
