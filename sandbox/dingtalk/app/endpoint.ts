import { firstRefusal, type EndpointWorld, type PlatformRequest, type Result } from '../../answer';
import type { App } from '../../organization';
import { unknownPath } from '../answers';
import { apiNotFound, isNew, refusal, tokenInvalid, tokenMissing } from './answers';
import { readBody, type Context, type Route } from './context';
import { count, GATEWAY, type GatewayContext } from './gateway';
import { ROUTES } from './routes';
import { answerSession, isSessionPath, sessionApp } from './sessions';
import { stateOf } from './state';
import { answerToken, tokenApplicant, tokenOf, tokenOwner } from './tokens';
import { answerConnection, connectingApp } from '../push/gateway';
import { answerTemporaryFile, isTemporaryFile } from './downloads';

/** The app that calls with its access token (or asks for one, wants to connect, or answers in a session), also when that has expired. */
export const dingtalkCaller = (request: PlatformRequest, world: EndpointWorld): App | undefined =>
	tokenApplicant(request, world) ?? connectingApp(request, world) ?? sessionApp(request, world) ?? tokenOwner(world, tokenOf(request));

/** Answers both generations of the API: /v1.0/* and everything of the old host but the group robot's webhook. */
export function dingtalkAppEndpoint(request: PlatformRequest, world: EndpointWorld): Result {
	if (isSessionPath(request)) return answerSession(request, world);
	if (isTemporaryFile(request)) return answerTemporaryFile(request, world);
	return answerToken(request, world) ?? answerConnection(request, world) ?? answerCall(request, world);
}

function answerCall(request: PlatformRequest, world: EndpointWorld): Result {
	const path = request.url.pathname;
	const found = findRoute(request);
	if (typeof found === 'string') return { answer: notFound(path, found), outcome: 'refused' };
	const tokenValue = tokenOf(request);
	const app = tokenOwner(world, tokenValue) ?? anybody(world);
	if (!app) return { answer: tokenValue === '' ? tokenMissing(path) : tokenInvalid(path), outcome: 'refused', check: 'dingtalkApp.token' };
	const json = readBody(request);
	const state = stateOf(world);
	const context: GatewayContext = {
		...found,
		app,
		world,
		state,
		request,
		path,
		query: request.url.searchParams,
		json,
		body: json ?? {},
		tokenValue,
		token: state.tokens.get(tokenValue),
	};
	const refused = firstRefusal(GATEWAY, context, world.switches);
	if (refused) return refused;
	count(context);
	return firstRefusal<Context>(found.route.steps, context, world.switches) ?? found.route.run(context);
}

/** Who calls without a token that belongs to somebody, when no check looks at the token. */
const anybody = (world: EndpointWorld): App | undefined =>
	world.organization.allApps().find(({ platform }) => platform === 'dingtalk');

/** Unconfirmed: what the new API answers for a wrong method; its text speaks of both ("check your url and method"). */
function notFound(path: string, wanted: string) {
	if (isNew(path)) return apiNotFound;
	if (wanted === '') return unknownPath(path);
	return refusal(wanted === 'GET' ? 43001 : 43002, path);
}

interface Found {
	route: Route;
	parts: Record<string, string>;
}

const PATTERNS = ROUTES.map((route) => ({
	route,
	pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** The route of a request; or the method that its path wants; or an empty text. */
function findRoute({ method, url }: PlatformRequest): Found | string {
	let wanted = '';
	for (const { route, pattern } of PATTERNS) {
		const match = pattern.exec(url.pathname);
		if (match && route.method === method) return { route, parts: decoded(match.groups ?? {}) };
		if (match) wanted = route.method;
	}
	return wanted;
}

function decoded(parts: Record<string, string>): Record<string, string> {
	try {
		return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, decodeURIComponent(value)]));
	} catch {
		return parts;
	}
}
