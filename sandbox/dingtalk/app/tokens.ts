import { randomBytes } from 'node:crypto';
import type { Answer, EndpointWorld, PlatformRequest, Result } from '../../answer';
import { asText } from '../../json';
import type { App } from '../../organization';
import { badAppSecret, done, noAppKey, plainOk, refusal } from './answers';
import { readBody } from './context';
import { stateOf, type DingtalkState, type Token } from './state';

/** "accessToken的有效期为7200秒（2小时）" */
const LIFETIME_S = 7_200;

/** A request for a token: whom it names, and how it is answered. */
interface TokenApi {
	method: 'GET' | 'POST';
	path: RegExp;
	credentials(request: PlatformRequest): { id: string; secret: string };
	/** Of what is wrong besides ID and secret. */
	refuse?(request: PlatformRequest, app: App | undefined): Answer | undefined;
	wrong: Answer;
	answer(token: string): Answer;
}

const body = (request: PlatformRequest): Record<string, unknown> => readBody(request) ?? {};

const NEW = '/v1.0/oauth2/accessToken';
const OF_CORP = '/v1.0/oauth2/x/token';

const APIS: readonly TokenApi[] = [
	{
		// https://open.dingtalk.com/document/development/obtain-the-access-token-of-an-internal-app
		method: 'POST',
		path: /^\/v1\.0\/oauth2\/accessToken$/,
		credentials: (request) => ({ id: asText(body(request).appKey), secret: asText(body(request).appSecret) }),
		wrong: refusal('invalidClientIdOrSecret', NEW),
		answer: (accessToken) => done({ accessToken, expireIn: LIFETIME_S }),
	},
	{
		// https://open.dingtalk.com/document/development/api-gettoken
		method: 'POST',
		path: /^\/v1\.0\/oauth2\/([^/]+)\/token$/,
		credentials: (request) => ({ id: asText(body(request).client_id), secret: asText(body(request).client_secret) }),
		refuse: (request, app) => {
			if (body(request).grant_type !== 'client_credentials') return refusal('unsupported.grant.type', OF_CORP);
			const corpId = decodeURIComponent(request.url.pathname.split('/')[3] ?? '');
			return app && corpId !== app.corpId ? refusal('unauthorized.client', OF_CORP) : undefined;
		},
		wrong: refusal('invalid.client', OF_CORP),
		answer: (token) => done({ access_token: token, expires_in: LIFETIME_S }),
	},
	{
		// https://open.dingtalk.com/document/development/obtain-orgapp-token
		// The query only: the document's own curl, with the fields in the body of a GET, is answered like no fields.
		method: 'GET',
		path: /^\/gettoken$/,
		credentials: ({ url: { searchParams } }) => ({ id: searchParams.get('appkey') ?? '', secret: searchParams.get('appsecret') ?? '' }),
		refuse: ({ url: { searchParams } }) => (searchParams.get('appkey') ? undefined : noAppKey),
		wrong: badAppSecret,
		answer: (token) => plainOk({ access_token: token, expires_in: LIFETIME_S }),
	},
];

const apiOf = ({ method, url }: PlatformRequest): TokenApi | undefined =>
	APIS.find((api) => api.method === method && api.path.test(url.pathname));

const dingtalkApp = (world: EndpointWorld, id: string): App | undefined => {
	const app = world.organization.app(id);
	return app?.platform === 'dingtalk' ? app : undefined;
};

/** The app that a request for a token names. */
export const tokenApplicant = (request: PlatformRequest, world: EndpointWorld): App | undefined => {
	const api = apiOf(request);
	return api && dingtalkApp(world, api.credentials(request).id);
};

/** Answers a request for a token; undefined when it is none. */
export function answerToken(request: PlatformRequest, world: EndpointWorld): Result | undefined {
	const api = apiOf(request);
	if (!api) return undefined;
	const { id, secret } = api.credentials(request);
	const app = dingtalkApp(world, id);
	const refused = (answer: Answer): Result => ({ answer, outcome: 'refused', check: 'dingtalkApp.credentials' });
	const isStrict = world.switches.isOn('dingtalkApp.credentials');
	const wrong = isStrict ? api.refuse?.(request, app) : undefined;
	if (wrong) return refused(wrong);
	if (!app || (isStrict && secret !== app.secret)) return refused(api.wrong);
	return { answer: api.answer(renewed(stateOf(world), app, world.now()).value), outcome: 'accepted' };
}

/** "有效期内重复获取会返回相同结果并自动续期，过期后获取会返回新的accessToken" */
function renewed({ tokens }: DingtalkState, app: App, now: number): Token {
	const valid = [...tokens.values()].find((token) => token.appId === app.id && token.expiresAt > now);
	const token = valid ?? { value: randomBytes(16).toString('hex'), appId: app.id, scopes: null, expiresAt: 0 };
	token.expiresAt = now + LIFETIME_S * 1_000;
	token.scopes = app.scopes && [...app.scopes];
	tokens.set(token.value, token);
	return token;
}

/**
 * New API: in the header. Old API: in the query, or a field of the body (as the documents' own samples have it).
 * Unconfirmed: that a token from either generation serves both; nothing says that they differ.
 */
export function tokenOf(request: PlatformRequest): string {
	if (request.url.pathname.startsWith('/v1.0/')) return request.headers['x-acs-dingtalk-access-token'] ?? '';
	return request.url.searchParams.get('access_token') ?? asText(readBody(request)?.access_token);
}

/** The app that a token was given to, also when it has expired. */
export const tokenOwner = (world: EndpointWorld, value: string): App | undefined => {
	const token = stateOf(world).tokens.get(value);
	return token && dingtalkApp(world, token.appId);
};
