import { randomBytes, randomInt } from 'node:crypto';
import type { Answer, EndpointWorld, PlatformRequest, Result } from '../../answer';
import type { CheckName } from '../../checks';
import { asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import { connectionsOf, longConnections, MAX_CONNECTIONS } from './state';

/**
 * Where a client asks for the address of its long connection.
 * "使用长连接接收事件", https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/request-url-configuration-case
 * tells the rules, the official SDKs the form: https://github.com/larksuite/oapi-sdk-go/blob/v3_main/ws/client.go
 */
export const ENDPOINT_PATH = '/callback/ws/endpoint';

/** Unconfirmed: the words, and which of a wrong App ID and a wrong secret gets which code: both 514 here. */
const REFUSALS: Record<number, string> = {
	1: 'system busy',
	403: 'forbidden',
	514: 'auth failed',
	1000040343: 'internal error',
	1000040350: 'the number of connections exceeded the limit',
};

/** The status is 200: a client takes any other for a busy system. It reads `data` before `code`, so that is never missing. */
export const endpointRefusal = (code: number): Answer | undefined =>
	REFUSALS[code] === undefined ? undefined : { status: 200, body: { code, msg: REFUSALS[code], data: {} } };

/** The app that asks, as far as the body tells. */
export function endpointCaller({ text }: PlatformRequest, world: EndpointWorld): App | undefined {
	const body = parseJson(text);
	const app = isObject(body) ? world.organization.app(asText(body.AppID)) : undefined;
	return app?.platform === 'dingtalk' ? undefined : app;
}

export function connectionEndpoint(request: PlatformRequest, world: EndpointWorld): Result {
	const body = parseJson(request.text);
	const app = endpointCaller(request, world);
	const { switches } = world;
	const refusal = (wrong: boolean, check: CheckName, code: number): Result | undefined =>
		wrong && switches.isOn(check) ? { answer: endpointRefusal(code)!, outcome: 'refused', check } : undefined;
	const secret = isObject(body) ? asText(body.AppSecret) : '';
	return (
		// Unconfirmed: the code of another method, or of a body that can't be read.
		refusal(request.method !== 'POST' || !isObject(body), 'feishuPush.request', 1) ??
		refusal(!app || app.secret !== secret, 'feishuPush.secret', 514) ??
		// Unconfirmed: that these are what "forbidden" is for.
		refusal(app !== undefined && (app.disabled || !app.published || !app.botEnabled), 'feishuPush.appState', 403) ??
		refusal(app !== undefined && connectionsOf(world, app.id).length >= MAX_CONNECTIONS, 'feishuPush.connections', 1000040350) ?? {
			answer: located(world, app?.id ?? ''),
			outcome: 'accepted',
		}
	);
}

/** The client reads `device_id` and `service_id` from the address; the first parameter is another one. */
function located(world: EndpointWorld, appId: string): Answer {
	const { tickets, config } = longConnections(world);
	const ticket = randomBytes(16).toString('hex');
	const serviceId = randomInt(10_000_000, 99_999_999);
	tickets.set(ticket, { appId, serviceId });
	const query = new URLSearchParams({
		fpid: '493',
		aid: '552564',
		device_id: String(randomInt(1_000_000_000)),
		access_key: randomBytes(16).toString('hex'),
		service_id: String(serviceId),
		ticket,
	});
	const url = `${world.baseUrl().replace(/^http/, 'ws')}${CONNECTION_PATH}?${query.toString()}`;
	return { status: 200, body: { code: 0, msg: 'success', data: { URL: url, ClientConfig: config } } };
}

export const CONNECTION_PATH = '/ws/v2';
