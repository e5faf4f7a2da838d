import type { AccessToken, AccessTokens, TokenSource } from '../accessTokens';
import { notAsked, queryString, tokenOf, type Query } from '../apiCall';
import type { Failure, Limit, Outcome, Target } from '../delivery/types';
import { sha256 } from '../hash';
import { exchange, refused, secretsOf, type Http, type HttpRequest, type HttpResponse, type JsonObject } from '../http';
import { multipart, type FormPart } from '../multipart';
import { appFailure, notDone, type ErrorTable } from './appErrors';
import { banPage } from './errors';

/** An app of an organization, and how to reach its platform. */
export interface DingTalkApp {
	/** `https://api.dingtalk.com`; the exclusive edition may have a path. Without a slash at the end. */
	baseUrl: string;
	/** `https://oapi.dingtalk.com`: the host of the older APIs. */
	oldBaseUrl: string;
	/** AppKey. */
	clientId: string;
	/** AppSecret. */
	clientSecret: string;
	timeoutMs: number;
	ignoreSslIssues: boolean;
}

/** One call of either generation of the API. */
export interface DingTalkCall {
	/** `new` is api.dingtalk.com with the token in a header, `old` oapi.dingtalk.com with the token in the query. */
	generation: 'new' | 'old';
	method: HttpRequest['method'];
	/** From `/` on; what is filled into it is encoded already (`path` of ../apiCall). */
	path: string;
	/** The path with the names of its parameters, by which the platform counts calls; the path itself if it has none. */
	api?: string;
	query?: Query;
	body?: JsonObject;
	form?: FormPart[];
	/** How often the app may call it; {@link QPS_20} if nothing else is documented. */
	limits?: Limit[];
	/** It does no harm if it is done twice: may be repeated after a timeout. Everything but POST by default. */
	repeatable?: boolean;
	/** Codes that mean something else here than elsewhere. */
	errors?: ErrorTable;
	/** The code by which the platform says that an earlier attempt has done it. */
	doneBefore?: string;
	/** What to call in its place when it is refused with a code. */
	otherwise?: { code: string; call: DingTalkCall };
	/** The whole address of a session, which stands for the token as well. */
	session?: string;
	/** What else must not be shown, though an answer may repeat it. */
	secrets?: string[];
}

/** Where its addresses come from. */
const ADDRESS = 'the base URLs of the credential';

/** "20 a second" for one app and one API in the standard edition (throttling of server APIs). */
export const QPS_20: Limit[] = [{ max: 20, windowMs: 1_000 }];

export const keyOfApp = ({ baseUrl, clientId }: DingTalkApp): string => sha256(`${baseUrl} ${clientId}`);

const baseOf = ({ baseUrl, oldBaseUrl }: DingTalkApp, { generation }: DingTalkCall): string => (generation === 'new' ? baseUrl : oldBaseUrl);

/** The limit of one API, which all calls of the app share. */
export const apiLimit = (app: DingTalkApp, { method, path: called, api = called, limits = QPS_20 }: DingTalkCall) => ({
	key: `dingtalk-api:${keyOfApp(app)}:${method} ${api}`,
	limits,
});

/** The target of a call that is for nobody in particular. */
export const apiTarget = (app: DingTalkApp, call: DingTalkCall): Target => ({
	channel: 'dingtalk',
	name: call.path,
	host: new URL(call.session ?? baseOf(app, call)).host,
	...apiLimit(app, call),
});

/**
 * Makes one call with the app's access token, which is renewed when it ends, and once when the platform rejects it
 * ("obtain the access token of an internal app"; both generations take the same token).
 */
export async function callDingTalk(http: Http, tokens: AccessTokens, app: DingTalkApp, call: DingTalkCall, signal?: AbortSignal): Promise<Outcome> {
	if (call.session !== undefined) return await callWith(http, app, call, undefined, signal);
	const outcome = await tokens.call(tokenSource(http, app), (token) => callWith(http, app, call, token, signal), signal);
	const { otherwise } = call;
	return !outcome.accepted && outcome.failure.code === otherwise?.code ? await callDingTalk(http, tokens, app, otherwise.call, signal) : outcome;
}

/** What a token is good for: the app and its secret. */
export const tokenKey = ({ baseUrl, clientId, clientSecret }: DingTalkApp): string => sha256(JSON.stringify([baseUrl, clientId, clientSecret]));

export const tokenSource = (http: Http, app: DingTalkApp): TokenSource => ({ key: tokenKey(app), fetch: () => fetchToken(http, app) });

function callWith(http: Http, app: DingTalkApp, call: DingTalkCall, token: string | undefined, signal?: AbortSignal): Promise<Outcome> {
	const form = call.form && multipart(call.form);
	const isNew = call.generation === 'new';
	const query = queryString(isNew ? call.query : { access_token: token, ...call.query });
	const url = call.session ?? `${baseOf(app, call)}${call.path}${query}`;
	const request: HttpRequest = {
		method: call.method,
		url,
		headers: {
			...(isNew && token && { 'x-acs-dingtalk-access-token': token }),
			accept: 'application/json',
			'content-type': form?.contentType ?? 'application/json; charset=utf-8',
		},
		body: form?.body ?? (call.body && JSON.stringify(call.body)),
		timeoutMs: app.timeoutMs,
		ignoreSslIssues: app.ignoreSslIssues,
		addressFrom: call.session ? 'the session webhook' : ADDRESS,
		secrets: token ? [token, app.clientSecret, ...(call.secrets ?? [])] : secretsOf(url),
		signal,
	};
	return exchange(http, request, (answer, response) => judge(answer, response, app, call), banPage);
}

/** New API: HTTP 2xx, or a word as `code`. Old API: always HTTP 200, with a number as `errcode`. */
function judge(answer: JsonObject, response: HttpResponse, app: DingTalkApp, { generation, errors, doneBefore }: DingTalkCall): Outcome | undefined {
	const isOk = response.status >= 200 && response.status < 300;
	const code = answer.errcode ?? answer.code;
	if (answer.punish === undefined && code === undefined && !(isOk && generation === 'new')) return undefined;
	const isSuccess = isOk && (generation === 'old' ? String(answer.errcode) === '0' : code === undefined || String(answer.errcode) === '0');
	const isDone = doneBefore !== undefined && code === doneBefore;
	if (isSuccess && answer.success === false) return refused(notDone);
	if ((isSuccess || isDone) && answer.punish === undefined) return { accepted: true, raw: answer };
	return { accepted: false, failure: appFailure(answer, response, app, errors) };
}

/** `expireIn` is in seconds. */
async function fetchToken(http: Http, app: DingTalkApp): Promise<AccessToken | Failure> {
	const call: DingTalkCall = { generation: 'new', method: 'POST', path: '/v1.0/oauth2/accessToken' };
	const outcome = await exchange(
		http,
		{
			method: 'POST',
			url: `${app.baseUrl}${call.path}`,
			headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify({ appKey: app.clientId, appSecret: app.clientSecret }),
			timeoutMs: app.timeoutMs,
			ignoreSslIssues: app.ignoreSslIssues,
			addressFrom: ADDRESS,
			secrets: [app.clientSecret],
		},
		(answer, response) => judge(answer, response, app, call),
		banPage,
	);
	if (!outcome.accepted) return notAsked(outcome.failure);
	const { accessToken: value, expireIn } = outcome.raw;
	return tokenOf(value, expireIn);
}

