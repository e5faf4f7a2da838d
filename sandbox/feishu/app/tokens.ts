import { randomBytes } from 'node:crypto';
import type { EndpointWorld, PlatformRequest } from '../../answer';
import { asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import { ok } from './answers';
import type { Call } from './call';
import type { Operation } from './operation';
import { stateOf } from './state';

/**
 * "自建应用获取 tenant_access_token", https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal
 * Two hours at most. With 30 minutes or more left the same token comes again, with less a new one, and both are good.
 */
const LIFE_MS = 7_200_000;
const RENEW_BELOW_MS = 1_800_000;

const APP_ID = /^cli_[0-9A-Za-z]+$/;

/** The app that a token was issued to, expired or not. */
export function ownerOf(token: string, world: EndpointWorld): App | undefined {
	const issued = stateOf(world).tokens.get(token);
	return issued && world.organization.app(issued.appId);
}

export const isValid = (token: string, world: EndpointWorld): boolean =>
	(stateOf(world).tokens.get(token)?.expiresAt ?? 0) > world.now();

export const bearer = ({ headers }: PlatformRequest): string =>
	(/^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '').trim();

/** Who asks for a token, as far as the body tells. */
export function requester({ text }: PlatformRequest, world: EndpointWorld): App | undefined {
	const body = parseJson(text);
	const app = isObject(body) ? world.organization.app(asText(body.app_id)) : undefined;
	return app?.platform === 'dingtalk' ? undefined : app;
}

/** Unconfirmed: that an unknown app_id is an "invalid parameter", and a disabled app "unauthorized". */
function tokensFor({ app, world, state }: Call): { token: string; expire: number } {
	const known = [...state.tokens].find(
		([, { appId, expiresAt }]) => appId === app.id && expiresAt - world.now() >= RENEW_BELOW_MS,
	);
	const token = known?.[0] ?? `t-g1${randomBytes(20).toString('hex')}`;
	const expiresAt = known?.[1].expiresAt ?? world.now() + LIFE_MS;
	state.tokens.set(token, { appId: app.id, expiresAt });
	return { token, expire: Math.floor((expiresAt - world.now()) / 1_000) };
}

function checkSecret(call: Call): void {
	const known = requester(call.request, call.world) !== undefined && APP_ID.test(call.text('app_id'));
	call.refuseIf(!known, 'feishuApp.appId', 10003);
	call.refuseIf(call.text('app_secret') === '', 'feishuApp.secret', 10003);
	call.refuseIf(call.app.secret !== call.text('app_secret'), 'feishuApp.secret', 10015);
	call.refuseIf(call.app.disabled, 'feishuApp.appState', 10014);
}

export const TOKEN_OPERATIONS: Operation[] = [
	{
		method: 'POST',
		path: '/auth/v3/tenant_access_token/internal',
		withoutToken: true,
		run: (call) => {
			checkSecret(call);
			const { token, expire } = tokensFor(call);
			return ok({ msg: 'ok', tenant_access_token: token, expire });
		},
	},
	{
		method: 'POST',
		path: '/auth/v3/app_access_token/internal',
		withoutToken: true,
		run: (call) => {
			checkSecret(call);
			const { token, expire } = tokensFor(call);
			return ok({ app_access_token: token, expire, msg: 'ok', tenant_access_token: token });
		},
	},
];
