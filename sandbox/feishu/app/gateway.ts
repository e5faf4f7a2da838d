import { ipAllowed } from '../../ipRules';
import { isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { Detail } from './answers';
import type { Call } from './call';
import { violations } from './fields';
import type { Operation } from './operation';
import { bearer, isValid, ownerOf } from './tokens';

/**
 * "每个应用、每个租户 1000 次/分钟、50 次/秒", per operation.
 * "频控策略", https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
 * Unconfirmed: sliding windows, and that a call which another check refuses counts as well.
 */
const WINDOWS = [
	{ ms: 1_000, most: 50 },
	{ ms: 60_000, most: 1_000 },
];

/**
 * What every operation asks before its own checks.
 * Unconfirmed: the order. Who calls comes first, then whether they may, then how often, then what they say.
 */
export function pass(call: Call, operation: Operation): void {
	if (!operation.withoutToken) checkToken(call);
	const { app } = call;
	if (!operation.withoutToken) {
		call.refuseIf(app.disabled, 'feishuApp.appState', 99991662);
		// "自建应用 IP 白名单": the operations that give out tokens are free of it.
		// https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/ucTMxYjL3ETM24yNxEjN
		const knownAddress = app.allowedIps.length === 0 || ipAllowed(call.request.remoteAddress, app.allowedIps);
		call.refuseIf(!knownAddress, 'feishuApp.ip', 99991401);
		takeQuota(call);
		takeTurn(call, operation);
	}
	const { scopes = [] } = operation;
	call.refuseIf(scopes.length > 0 && !hasScope(app, scopes), 'feishuApp.scope', 99991672, missingScopes(app, scopes));
	const hasBody = call.request.size > 0 && !operation.multipart;
	call.refuseIf(hasBody && !isObject(parseJson(call.request.text)), 'feishuApp.json', operation.notJson ?? 9499);
	const wrong = violations(operation.fields ?? [], call);
	call.refuseIf(wrong.length > 0, 'feishuApp.params', 99992402, { error: { field_violations: wrong } });
}

function checkToken(call: Call): void {
	const token = bearer(call.request);
	call.refuseIf(token === '', 'feishuApp.tokenPresent', 99991661);
	call.refuseIf(token !== '' && !/^[tu]-/.test(token), 'feishuApp.tokenFormat', 99991671);
	call.refuseIf(token.startsWith('u-'), 'feishuApp.token', 99991668);
	const owner = ownerOf(token, call.world);
	call.refuseIf(token !== '' && (owner === undefined || !isValid(token, call.world)), 'feishuApp.token', 99991663);
}

export const hasScope = (app: App, scopes: readonly string[]): boolean =>
	app.scopes === null || app.scopes.some((scope) => scopes.includes(scope));

export const consoleHost = (app: App): string => (app.platform === 'lark' ? 'https://open.larksuite.com' : 'https://open.feishu.cn');

/** Unconfirmed: the whole of the text; its beginning and the members of `error` are documented. */
function missingScopes(app: App, scopes: readonly string[]): Detail {
	const names = scopes.join(', ');
	const url = `${consoleHost(app)}/app/${app.id}/auth?q=${scopes.join(',')}&op_from=openapi`;
	return {
		msg: `Access denied. One of the following scopes is required: [${names}].应用尚未开通所需的应用身份权限：[${names}]，点击链接申请并开通任一权限即可：${url}&token_type=tenant`,
		error: {
			permission_violations: scopes.map((scope) => ({ scope, url: `${consoleHost(app)}/apps/${app.id}/auth` })),
			helps: [{ url, description: `Learn more about scopes and how to add them: [${names}]` }],
		},
	};
}

/** Unconfirmed: which calls count; here all but those that give out tokens. */
function takeQuota(call: Call): void {
	const { app, world } = call;
	if (app.quotaLeft === null) return;
	call.refuseIf(app.quotaLeft <= 0, 'feishuApp.quota', 99991403);
	world.organization.changeApp(app.id, { quotaLeft: app.quotaLeft - 1 });
}

function takeTurn(call: Call, { method, path }: Operation): void {
	const rate = call.world.rate(`feishuApp ${call.app.id} ${method} ${path}`);
	for (const { ms, most } of WINDOWS) {
		const wait = rate.freeIn(ms, most);
		const headers = { 'x-ogw-ratelimit-limit': String(most), 'x-ogw-ratelimit-reset': String(Math.ceil(wait / 1_000)) };
		call.refuseIf(wait > 0, 'feishuApp.rate', 99991400, { headers });
	}
	rate.take();
}
