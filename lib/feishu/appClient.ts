import type { AccessToken, AccessTokens, TokenSource } from '../accessTokens';
import { notAsked, queryString, tokenOf, type Query } from '../apiCall';
import { ApiFailure } from '../apiFailure';
import type { Failure, Limit, Outcome, SharedLimit, Target } from '../delivery/types';
import { sha256 } from '../hash';
import { exchange, objectOf, type Http, type HttpRequest, type HttpResponse, type JsonObject } from '../http';
import { multipart, type FormPart } from '../multipart';
import { appFailure, type ErrorTable } from './appErrors';
import { tokenErrors } from './errorRows/access';

/** A self-built app, and how to reach its platform. */
export interface FeishuApp {
	/** `https://open.feishu.cn`; a private deployment may have a path. Without a slash at the end. */
	baseUrl: string;
	appId: string;
	appSecret: string;
	timeoutMs: number;
	ignoreSslIssues: boolean;
}

/** One call of the open API. */
export interface FeishuCall {
	method: HttpRequest['method'];
	/** From `/open-apis/` on; what is filled into it is encoded already (`path` of ../apiCall). */
	path: string;
	/** The path with the names of its parameters, by which the platform counts calls; the path itself if it has none. */
	api?: string;
	query?: Query;
	body?: JsonObject;
	form?: FormPart[];
	/** The answer is a file: `raw` is a {@link Download}. */
	download?: boolean;
	/** How often the app may call it; {@link TIER_50} if nothing else is documented. */
	limits?: Limit[];
	/** The limit of the one thing that it changes, beside that of the API. */
	own?: SharedLimit;
	/** It does no harm if it is done twice: may be repeated after a timeout. Everything but POST by default. */
	repeatable?: boolean;
	/** Codes by which the platform refuses what it has done already. */
	doneCodes?: string[];
	/** Codes that mean something else here than elsewhere. */
	errors?: ErrorTable;
}

export interface Download extends JsonObject {
	bytes: Buffer;
	contentType: string;
	/** The header as it came, or empty. */
	contentDisposition: string;
}

/** "1,000 a minute and 50 a second", counted by API, app and organization (rate limits, tier 4). */
export const TIER_50: Limit[] = [
	{ max: 50, windowMs: 1_000 },
	{ max: 1_000, windowMs: 60_000 },
];

/** Where its address comes from. */
const ADDRESS = 'the Region and Base URL of the credential';

/** An app has limits of its own, and so has each of its APIs. */
export const keyOfApp = ({ baseUrl, appId }: FeishuApp): string => sha256(`${baseUrl} ${appId}`);

/** The limit of one API, which all calls of the app share. */
export const apiLimit = (app: FeishuApp, { method, path: called, api = called, limits = TIER_50 }: FeishuCall) => ({
	key: `feishu-api:${keyOfApp(app)}:${method} ${api}`,
	limits,
});

/** The target of a call that is for nobody in particular. */
export function apiTarget(app: FeishuApp, call: FeishuCall): Target {
	const api = apiLimit(app, call);
	return {
		channel: channelOf(app),
		name: call.path,
		host: new URL(app.baseUrl).host,
		...(call.own ? { key: `${api.key} ${call.own.key}`, limits: call.own.limits, shared: [api] } : api),
	};
}

export const channelOf = ({ baseUrl }: FeishuApp): 'lark' | 'feishu' =>
	new URL(baseUrl).hostname.endsWith('larksuite.com') ? 'lark' : 'feishu';

/**
 * Makes one call with the app's tenant access token, which is renewed when it ends, and once when the platform
 * rejects it (calling server APIs, "get tenant_access_token of a self-built app").
 */
export function callFeishu(http: Http, tokens: AccessTokens, app: FeishuApp, call: FeishuCall, signal?: AbortSignal): Promise<Outcome> {
	return tokens.call(tokenSource(http, app), (token) => callWith(http, app, call, token, signal), signal);
}

/** What a token is good for: the app and its secret. */
export const tokenKey = ({ baseUrl, appId, appSecret }: FeishuApp): string => sha256(JSON.stringify([baseUrl, appId, appSecret]));

export const tokenSource = (http: Http, app: FeishuApp): TokenSource => ({ key: tokenKey(app), fetch: () => fetchToken(http, app) });

function callWith(http: Http, app: FeishuApp, call: FeishuCall, token: string, signal?: AbortSignal): Promise<Outcome> {
	const form = call.form && multipart(call.form);
	const request: HttpRequest = {
		method: call.method,
		url: `${app.baseUrl}${call.path}${queryString(call.query)}`,
		headers: {
			authorization: `Bearer ${token}`,
			'content-type': form?.contentType ?? 'application/json; charset=utf-8',
		},
		body: form?.body ?? (call.body && JSON.stringify(call.body)),
		download: call.download,
		timeoutMs: app.timeoutMs,
		ignoreSslIssues: app.ignoreSslIssues,
		addressFrom: ADDRESS,
		secrets: [token, app.appSecret],
		signal,
	};
	return exchange(http, request, (answer, response) => {
		const outcome = judge(answer, response, app, call.errors);
		// Where a file was asked for, an answer without one is none.
		return call.download && outcome?.accepted ? undefined : outcome;
	}, downloaded);
}

/** `code` 0 is success; `data` may be missing. */
function judge(answer: JsonObject, response: HttpResponse, app: FeishuApp, errors?: ErrorTable): Outcome | undefined {
	const isOk = response.status >= 200 && response.status < 300;
	if (typeof answer.code !== 'number') return undefined;
	if (answer.code === 0 && isOk) return { accepted: true, raw: answer };
	return { accepted: false, failure: appFailure(answer, response, app, errors) };
}

const downloaded = ({ status, headers, bytes }: HttpResponse): Outcome | undefined =>
	bytes && status >= 200 && status < 300
		? {
				accepted: true,
				raw: {
					bytes,
					contentType: headers['content-type'] ?? '',
					contentDisposition: headers['content-disposition'] ?? '',
				} satisfies Download,
			}
		: undefined;

/** The answer stands outside of `data`; `expire` is in seconds. */
async function fetchToken(http: Http, app: FeishuApp): Promise<AccessToken | Failure> {
	const outcome = await exchange(
		http,
		{
			method: 'POST',
			url: `${app.baseUrl}/open-apis/auth/v3/tenant_access_token/internal`,
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify({ app_id: app.appId, app_secret: app.appSecret }),
			timeoutMs: app.timeoutMs,
			ignoreSslIssues: app.ignoreSslIssues,
			addressFrom: ADDRESS,
			secrets: [app.appSecret],
		},
		(answer, response) => judge(answer, response, app, tokenErrors),
	);
	if (!outcome.accepted) return notAsked(outcome.failure);
	const { tenant_access_token: value, expire } = outcome.raw;
	return tokenOf(value, expire);
}

/** `data` of an answer. */
export const dataOf = (raw: JsonObject): JsonObject => objectOf(raw.data);

/** What a call has made, by the name that `data` has for its ID or key. Throws an {@link ApiFailure} if it is not there. */
export function madeIn(answer: JsonObject, name: string): string {
	const id = dataOf(answer)[name];
	if (typeof id === 'string' && id !== '') return id;
	throw new ApiFailure({
		class: 'permanent',
		code: 'NO_ID',
		message: `The platform answered without the ${name}`,
		fix: 'Check the base URL in the credential; if it is right, the platform may be too old for this operation.',
	});
}
