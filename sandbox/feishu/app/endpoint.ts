import type { EndpointWorld, PlatformRequest, Result } from '../../answer';
import type { App } from '../../organization';
import { Call, Ended } from './call';
import { pass } from './gateway';
import type { Operation } from './operation';
import { OPERATIONS } from './operations';
import { bearer, ownerOf, requester } from './tokens';

/** Answers everything under /open-apis that is no group bot's webhook. */
export function feishuAppEndpoint(request: PlatformRequest, world: EndpointWorld): Result {
	try {
		const { operation, params } = find(request, world);
		const call = new Call(request, world, feishuCaller(request, world), params);
		pass(call, operation);
		const done = operation.run(call);
		return 'answer' in done ? done : { answer: done, outcome: 'accepted' };
	} catch (error) {
		if (error instanceof Ended) return error.result;
		throw error;
	}
}

/** The app that calls with its access token, or asks for one. */
export const feishuCaller = (request: PlatformRequest, world: EndpointWorld): App | undefined =>
	request.url.pathname.startsWith('/open-apis/auth/') ? requester(request, world) : ownerOf(bearer(request), world);

interface Route {
	operation: Operation;
	pattern: RegExp;
}

/** A slash at the end belongs to some of the documented addresses and is taken everywhere. */
const ROUTES: Route[] = OPERATIONS.map((operation) => ({
	operation,
	pattern: new RegExp(`^/open-apis${operation.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`),
}));

function find(request: PlatformRequest, world: EndpointWorld): { operation: Operation; params: Record<string, string> } {
	const { pathname } = request.url;
	const there = ROUTES.filter(({ pattern }) => pattern.test(pathname));
	const nobody = new Call(request, world, undefined);
	if (there.length === 0) return nobody.end('feishuApp.path', 99991201);
	const route = there.find(({ operation }) => operation.method === request.method);
	if (!route) return nobody.end('feishuApp.method', 99991301);
	const params = Object.entries(route.pattern.exec(pathname)?.groups ?? {});
	return { operation: route.operation, params: Object.fromEntries(params.map(([name, value]) => [name, decoded(value)])) };
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
