import { randomUUID } from 'node:crypto';
import { firstRefusal, type Answer, type EndpointWorld, type PlatformRequest, type Result, type Step } from '../../answer';
import { asArray, asObject, asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { JsonObject } from '../../types';
import { newAnswer } from '../app/answers';
import { stateOf } from '../app/state';
import { CARD_TOPIC, EVERY_EVENT, ROBOT_TOPIC } from './frames';

/** "ticket的有效期为90秒且只能用来建立一条连接" */
const TICKET_MS = 90_000;

const PATH = '/v1.0/gateway/connections/open';

/** The last part of the `endpoint`, as the platform's own has it. */
export const CONNECT_PATH = '/connect';

export interface Subscription {
	type: string;
	topic: string;
}

/** What opens one connection. */
export interface Ticket {
	value: string;
	appId: string;
	subscriptions: Subscription[];
	/** Unix ms. */
	expiresAt: number;
	used: boolean;
}

interface Context {
	request: PlatformRequest;
	body: JsonObject;
	app: App | undefined;
}

const isOpening = ({ method, url }: PlatformRequest): boolean => method === 'POST' && url.pathname === PATH;

const bodyOf = ({ text }: PlatformRequest): JsonObject => asObject(parseJson(text));

/** The app that wants to connect. */
export function connectingApp(request: PlatformRequest, world: EndpointWorld): App | undefined {
	const app = isOpening(request) ? world.organization.app(asText(bodyOf(request).clientId)) : undefined;
	return app?.platform === 'dingtalk' ? app : undefined;
}

const subscriptionsOf = (body: JsonObject): Subscription[] =>
	asArray(body.subscriptions)
		.map(asObject)
		.map(({ type, topic }) => ({ type: asText(type), topic: asText(topic) }));

/**
 * EVENT has the topic `*` only. SDKs subscribe to SYSTEM topics as well.
 * Unconfirmed: which other topics there are; what DingTalk serves with `/v1.0/` (AI plugins, the robot's delegate) passes.
 */
const isKnown = ({ type, topic }: Subscription): boolean =>
	type === 'SYSTEM' ||
	(type === 'EVENT' && topic === EVERY_EVENT) ||
	(type === 'CALLBACK' && ([ROBOT_TOPIC, CARD_TOPIC].includes(topic) || topic === EVERY_EVENT || topic.startsWith('/v1.0/')));

/** Unconfirmed: the wrong pair's status and body are from users' reports. */
const AUTH_FAILED: Answer = { status: 401, body: { requestid: 'sandbox', code: 'authFailed', message: '鉴权失败' } };

/** Unconfirmed: that the app being switched off is answered like a wrong secret; code and text of bad subscriptions. */
const STEPS: ReadonlyArray<Step<Context>> = [
	['dingtalkPush.secret', ({ app, body }) => (app && !app.disabled && body.clientSecret === app.secret ? undefined : AUTH_FAILED)],
	[
		'dingtalkPush.subscriptions',
		({ body }) => {
			const subscriptions = subscriptionsOf(body);
			return subscriptions.length > 0 && subscriptions.every(isKnown)
				? undefined
				: newAnswer(400, 'invalidParameter', 'subscriptions');
		},
	],
];

/**
 * Where to connect to, and the ticket for it; undefined for any other request.
 * "步骤一：注册连接凭证", https://open-dingtalk.github.io/developerpedia/docs/learn/stream/protocol
 */
export function answerConnection(request: PlatformRequest, world: EndpointWorld): Result | undefined {
	if (!isOpening(request)) return undefined;
	const result = opened({ request, body: bodyOf(request), app: connectingApp(request, world) }, world);
	const wantsJson = (request.headers.accept ?? '').includes('application/json');
	return wantsJson || !world.switches.isOn('dingtalkPush.accept') ? result : { ...result, answer: inXml(result.answer) };
}

function opened(context: Context, world: EndpointWorld): Result {
	const refused = firstRefusal(STEPS, context, world.switches);
	if (refused) return refused;
	const { app, body } = context;
	if (!app) return { answer: AUTH_FAILED, outcome: 'refused' };
	const value = randomUUID();
	const expiresAt = world.now() + TICKET_MS;
	stateOf(world).tickets.set(value, { value, appId: app.id, subscriptions: subscriptionsOf(body), expiresAt, used: false });
	const endpoint = world.baseUrl().replace(/^http/, 'ws') + CONNECT_PATH;
	return { answer: { status: 200, body: { endpoint, ticket: value } }, outcome: 'accepted' };
}

/**
 * "这个接口得加个，否则默认返回的会是xml", says the official SDK for Node.js of the Accept header.
 * Unconfirmed: the names of the elements.
 */
function inXml({ status, body }: Answer): Answer {
	const elements = Object.entries(isObject(body) ? body : {}).map(([name, value]) => `<${name}>${String(value)}</${name}>`);
	return { status, body: `<?xml version="1.0" encoding="UTF-8"?><result>${elements.join('')}</result>`, headers: { 'content-type': 'application/xml' } };
}

/** The ticket of a request to connect, which is spent with it; undefined when it is worth nothing. */
export function takeTicket(value: string, world: EndpointWorld): Ticket | undefined {
	const ticket = stateOf(world).tickets.get(value);
	if (!ticket) return undefined;
	const isGood = !ticket.used && ticket.expiresAt > world.now();
	ticket.used = true;
	return isGood || !world.switches.isOn('dingtalkPush.ticket') ? ticket : undefined;
}
