import { firstRefusal, type EndpointWorld, type PlatformRequest, type Result, type Step } from '../../answer';
import { isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { JsonObject } from '../../types';
import { viewText } from '../../viewText';
import * as webhook from '../answers';
import { atProblem, contentProblem, MESSAGE_TYPES } from '../content';
import { dingMessage } from '../view';
import { refusal } from './answers';
import { stateOf, type Session } from './state';

const PATH = '/robot/sendBySession';

export const isSessionPath = ({ url }: PlatformRequest): boolean => url.pathname === PATH;

const sessionOf = (request: PlatformRequest, world: EndpointWorld): Session | undefined =>
	isSessionPath(request) ? stateOf(world).sessions.get(request.url.searchParams.get('session') ?? '') : undefined;

export const sessionApp = (request: PlatformRequest, world: EndpointWorld): App | undefined => {
	const session = sessionOf(request, world);
	return session && world.organization.app(session.appId);
};

interface Context {
	request: PlatformRequest;
	world: EndpointWorld;
	session: Session | undefined;
	json: JsonObject | undefined;
	body: JsonObject;
}

const msgtypeOf = ({ body }: Context): string => (typeof body.msgtype === 'string' ? body.msgtype : '');

/** The same messages as those of a webhook robot. Unconfirmed: that mistakes are answered the same way. */
const STEPS: ReadonlyArray<Step<Context>> = [
	['dingtalkApp.params', ({ request }) => (request.method === 'POST' ? undefined : webhook.NOT_POST)],
	[
		'dingtalkApp.session',
		({ session, world }) => (session && session.expiresAt > world.now() ? undefined : refusal(300001, PATH)),
	],
	['dingtalkApp.params', ({ json }) => (json ? undefined : webhook.NO_JSON)],
	[
		'dingtalkApp.message',
		(context) => {
			const msgtype = msgtypeOf(context);
			if (msgtype === 'empty') return undefined;
			if (!MESSAGE_TYPES.includes(msgtype)) return webhook.UNSUPPORTED_TYPE;
			const missing = contentProblem(msgtype, context.body);
			return missing === undefined ? undefined : webhook.missing(missing);
		},
	],
	[
		'dingtalkApp.params',
		({ body }) => {
			const wrong = atProblem(body.at);
			return wrong === undefined ? undefined : webhook.invalid(wrong);
		},
	],
];

/**
 * The answer to a message that the robot got: no token, valid until `sessionWebhookExpiredTime`.
 * "机器人回复/发送消息", https://open.dingtalk.com/document/dingstart/robot-reply-and-send-messages
 */
export function answerSession(request: PlatformRequest, world: EndpointWorld): Result {
	const parsed = parseJson(request.text);
	const json = isObject(parsed) ? parsed : undefined;
	const context: Context = { request, world, session: sessionOf(request, world), json, body: json ?? {} };
	const refused = firstRefusal(STEPS, context, world.switches);
	if (refused) return refused;
	const msgtype = msgtypeOf(context);
	const app = sessionApp(request, world);
	const group = world.group(context.session?.groupId ?? '');
	// "empty" is a way to say nothing.
	if (!app || !group || msgtype === 'empty') return { answer: webhook.SUCCESS, outcome: 'accepted' };
	const drawn = dingMessage(msgtype, context.body, group, { inText: true, membersOnly: true });
	const message = world.deliverFrom(app, group, { msgType: msgtype, body: context.body, text: viewText(drawn.view), ...drawn });
	return { answer: webhook.SUCCESS, outcome: 'accepted', message };
}
