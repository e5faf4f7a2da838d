import type { Answer } from '../../answer';
import { CARD_CODES, CARD_TEXTS, GATEWAY_TEXTS, GROUP_TEXTS, OLD_TEXTS, ROBOT_TEXTS, SEARCH_TEXTS, TOKEN_TEXTS, WEBHOOK_TEXTS } from './codes';
import { scopeOf } from './scopes';

/**
 * The answers of both generations, byte for byte.
 * New (`/v1.0/*`): HTTP 4xx or 5xx with `{ code, requestid, message }`.
 * Old (everything else): HTTP 200 with `{ errcode, errmsg, request_id }`; under /topapi the gateway's own refusals are
 * wrapped in errcode 88 ("关注返回结果里的subCode和subMsg").
 * https://open.dingtalk.com/document/development/server-api-error-codes-1
 */
const REQUEST_ID = 'sandbox';

export const newAnswer = (status: number, code: string, message: string, more: object = {}): Answer => ({
	status,
	body: { code, requestid: REQUEST_ID, message, ...more },
});

export const oldAnswer = (errcode: number, errmsg: string): Answer => ({
	status: 200,
	body: { errcode, errmsg, request_id: REQUEST_ID },
});

/** `said` stands in errmsg after the same text. */
const wrapped = (subCode: string, subMsg: string, said = ''): Answer => ({
	status: 200,
	body: {
		errcode: 88,
		sub_code: subCode,
		sub_msg: subMsg,
		errmsg: `ding talk error[subcode=${subCode},submsg=${subMsg}${said}]`,
		request_id: REQUEST_ID,
	},
});

/** Success of the new API: a plain object. */
export const done = (body: object): Answer => ({ status: 200, body });

/** Success of the old API outside /topapi. */
export const plainOk = (more: object): Answer => ({ status: 200, body: { errcode: 0, errmsg: 'ok', ...more } });

/** Success under /topapi. */
export const ok = (more: object = {}): Answer => ({
	status: 200,
	body: { errcode: 0, errmsg: 'ok', ...more, request_id: REQUEST_ID },
});

export const isNew = (path: string): boolean => path.startsWith('/v1.0/');

/** Codes with HTTP 400 by the beginning of the path that documents them. */
const FAMILIES: ReadonlyArray<readonly [string, Record<string, string>]> = [
	['/v1.0/robot/', ROBOT_TEXTS],
	['/v1.0/card/', { ...Object.fromEntries(CARD_CODES.map((code) => [code, code])), ...CARD_TEXTS }],
	['/v1.0/contact/', SEARCH_TEXTS],
	['/v1.0/im/', GROUP_TEXTS],
	['/v1.0/oauth2/', TOKEN_TEXTS],
];

/** Codes with another status than 400. */
const OTHERS: ReadonlyArray<readonly [string, string, number, string]> = [
	['/v1.0/robot/groupMessages/', 'send.ding.exception', 500, '发送DING消息异常'],
	['/v1.0/robot/ding/', 'system.error', 500, 'system.error'],
	['/v1.0/robot/', 'system.error', 500, '未知的系统错误'],
	['/v1.0/card/', 'system.busy', 500, 'system.busy'],
	['/v1.0/card/callbacks/', 'param.callbackRouteKeyExist', 500, 'param.callbackRouteKeyExist'],
	['/v1.0/contact/', 'system.busy', 500, '系统错误'],
	['/v1.0/im/', 'system.error', 500, '请重试，若始终失败请提交工单'],
	['/v1.0/oauth2/', 'unauthorized.client', 401, 'unauthorized.client'],
	['/v1.0/oauth2/', 'server.error', 500, 'server.error'],
	// Unconfirmed: seen once for made-up IDs, in no document.
	['/v1.0/oauth2/', 'unknownError', 500, '未知错误'],
];

const FORBIDDEN = 'Forbidden.AccessDenied.';

/** The documented answer of a code at a path; undefined when no document names it there. */
export function dingtalkRefusal(code: number | string, path: string): Answer | undefined {
	return isNew(path) ? newRefusal(String(code), path) : oldRefusal(Number(code), path);
}

function newRefusal(code: string, path: string): Answer | undefined {
	const other = OTHERS.find(([prefix, name]) => code === name && path.startsWith(prefix));
	if (other) return newAnswer(other[2], code, other[3]);
	const own = FAMILIES.find(([prefix]) => path.startsWith(prefix))?.[1][code];
	if (own !== undefined) return newAnswer(400, code, own);
	if (code === `${FORBIDDEN}AccessTokenPermissionDenied`) return scopeMissing(path, '<clientId>');
	const text = GATEWAY_TEXTS[code];
	return text === undefined ? undefined : newAnswer(code.startsWith(FORBIDDEN) ? 403 : 400, code, text);
}

/** Refusals of the gateway, not of an API itself. */
const isGateway = (code: number): boolean =>
	[40001, 40014, 41001, 42001, 43007, 50003, 60011, 60020].includes(code) || (code > 90000 && code < 90100);

/** Unconfirmed: which of the gateway's codes come wrapped; 40014, 60011 and 90018 have been seen so, here all are. */
function oldRefusal(code: number, path: string): Answer | undefined {
	const text = path.startsWith('/robot/') ? WEBHOOK_TEXTS[code] : OLD_TEXTS[code];
	if (text === undefined) return undefined;
	if (path.startsWith('/robot/')) return { status: 200, body: { errcode: code, errmsg: text } };
	return isGateway(code) && path.startsWith('/topapi/') ? wrapped(String(code), text) : oldAnswer(code, text);
}

/** The documented answer; for codes that the sandbox itself refuses with. `text` where a code has several. */
export function refusal(code: number | string, path: string, text?: string): Answer {
	const known = dingtalkRefusal(code, path);
	if (!known) throw new Error(`No document names ${code} for ${path}`);
	return text === undefined ? known : { ...known, body: { ...(known.body as object), [isNew(path) ? 'message' : 'errmsg']: text } };
}

/** Unconfirmed: where the token is missing, from a probe of the platform; no document has the answers. */
export const tokenMissing = (path: string): Answer =>
	isNew(path)
		? newAnswer(400, 'AuthenticationFailed.MissingParameter', '缺少参数：x-acs-dingtalk-access-token')
		: path.startsWith('/topapi/')
			? wrapped('40000', 'access_token is blank')
			: oldAnswer(41001, OLD_TEXTS[41001]!);

export const tokenInvalid = (path: string): Answer => refusal(isNew(path) ? 'InvalidAuthentication' : 40014, path);

/**
 * "提取错误响应中 AccessDeniedDetail 中的 requiredScopes 字段的值，即为目标接口所需的权限点 Code"
 * https://open.dingtalk.com/document/development/add-api-permission
 * Unconfirmed: the long text with the link, reported by users; so is the lower case of `accessdenieddetail`, but the
 * official SDK (@alicloud/gateway-dingtalk) reads it in both, like `requestid`.
 */
export function scopeMissing(path: string, clientId: string): Answer {
	const scope = scopeOf(path) ?? 'qyapi_base';
	const text = `应用尚未开通所需的权限：[${scope}]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=${clientId}%23${scope}`;
	if (!isNew(path)) return wrapped('60011', text, ` , {requiredScopes=[${scope}]}`);
	return newAnswer(403, `${FORBIDDEN}AccessTokenPermissionDenied`, text, { accessdenieddetail: { requiredScopes: [scope] } });
}

/** Unconfirmed: which code a switched-off app gets in the new API, which documents none. */
export const appStopped = (path: string): Answer => (isNew(path) ? tokenInvalid(path) : refusal(50003, path));

export const ipRefused = (path: string): Answer => refusal(isNew(path) ? `${FORBIDDEN}IpNotInWhiteList` : 60020, path);

export const tooManyASecond = (path: string): Answer => refusal(isNew(path) ? `${FORBIDDEN}QpsLimitForAppkeyAndApi` : 90018, path);

/** https://open.dingtalk.com/document/development/how-to-process-api-throttling-on-the-dingtalk-server */
export const quotaUsedUp = (path: string): Answer => refusal(isNew(path) ? `${FORBIDDEN}ApiCountLimitForOrg` : 90020, path);

/** Unconfirmed: reported by users; no document has it. */
export const apiNotFound = newAnswer(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.');

/** Unconfirmed: 40096 and its text are from a probe; the documents have 40089 for the corpSecret of old. */
export const badAppSecret = oldAnswer(40096, '不合法的appKey或appSecret');

/** Unconfirmed: from a probe. */
export const noAppKey = oldAnswer(40035, '缺少参数 corpid or appkey');
