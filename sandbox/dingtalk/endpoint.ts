import { firstRefusal, type Answer, type EndpointWorld, type PlatformRequest, type Result, type Step } from '../answer';
import { ipAllowed } from '../ipRules';
import { isFilled, isObject, parseJson } from '../json';
import { dingtalkSign } from '../signatures';
import type { Bot, Group, JsonObject } from '../types';
import { viewText } from '../viewText';
import * as answers from './answers';
import { atProblem, contentProblem, MESSAGE_TYPES } from './content';
import { dingMessage, type DingMessage } from './view';

/** How far a signature's timestamp may be off, ms. */
const SIGNATURE_WINDOW_MS = 3_600_000;

const SEND_PATH = '/robot/send';

export const isDingtalkPath = (path: string): boolean => /^\/(?:robot|topapi|gettoken|media|call_back|v1\.0)(?:\/|$)/.test(path);

/** The access_token of a request; empty when there is none. */
export const dingtalkToken = (url: URL): string => url.searchParams.get('access_token') ?? '';

interface Context {
	request: PlatformRequest;
	world: EndpointWorld;
	token: string;
	bot: Bot | undefined;
	/** The parsed body; undefined when it is no JSON object. */
	json: JsonObject | undefined;
	body: JsonObject;
	msgtype: string;
	message: DingMessage;
	text: string;
}

const NOWHERE: Group = { id: '', platform: 'dingtalk', name: '', allowAtAll: false, members: [] };

/**
 * The checks in the order they run.
 * Unconfirmed: no document gives an order. Whose robot it is comes first, then the caller and the signature in the URL,
 * then the body, and last the limits, so that a refused message costs nothing.
 */
const STEPS: ReadonlyArray<Step<Context>> = [
	['dingtalk.method', ({ request }) => when(request.method !== 'POST', answers.NOT_POST)],
	['dingtalk.contentType', ({ request }) => when(!isJsonType(request.contentType), answers.BAD_CONTENT_TYPE)],
	['dingtalk.tokenPresent', ({ token }) => when(token === '', answers.NO_TOKEN)],
	['dingtalk.token', ({ token, bot }) => when(token !== '' && bot === undefined, answers.TOKEN_UNKNOWN)],
	['dingtalk.enabled', ({ bot }) => when(bot?.disabled === true, answers.STOPPED)],
	['dingtalk.ip', ({ bot, request }) => when(!ipPasses(bot, request), answers.IP_REFUSED)],
	['dingtalk.timestamp', (context) => when(!timestampPasses(context), answers.BAD_TIMESTAMP)],
	['dingtalk.signature', (context) => when(!signaturePasses(context), answers.SIGN_MISMATCH)],
	// Counted in bytes of the raw request body. Unconfirmed: what exactly is counted.
	['dingtalk.size', ({ bot, request }) => sizeRefusal(bot, request.size)],
	['dingtalk.json', ({ json }) => when(json === undefined, answers.NO_JSON)],
	['dingtalk.msgtype', ({ msgtype }) => when(!MESSAGE_TYPES.includes(msgtype), answers.UNSUPPORTED_TYPE)],
	['dingtalk.content', ({ msgtype, body }) => refuseField(contentProblem(msgtype, body), answers.missing)],
	['dingtalk.at', ({ body }) => refuseField(atProblem(body.at), answers.invalid)],
	[
		'dingtalk.msgUuidFormat',
		({ body }) => when(body.msgUuid !== undefined && !isFilled(body.msgUuid), answers.invalid('msgUuid')),
	],
	['dingtalk.keyword', ({ bot, text }) => when(!hasKeyword(bot, text), answers.NO_KEYWORD)],
	['dingtalk.rateBlock', ({ bot, world }) => when(bot !== undefined && world.rate(bot.token).blocked(), answers.TOO_FAST)],
	['dingtalk.ratePerMinute', rateRefusal],
];

/** Answers `POST /robot/send`; any other path of the platform is unknown. */
export function dingtalkEndpoint(request: PlatformRequest, world: EndpointWorld): Result {
	if (request.url.pathname !== SEND_PATH) {
		return { answer: answers.unknownPath(request.url.pathname), outcome: 'refused' };
	}
	const context = read(request, world);
	const refusal = firstRefusal(STEPS, context, world.switches);
	if (refusal) return refusal;
	const { bot, body, msgtype, message, text } = context;
	if (bot === undefined) return { answer: answers.SUCCESS, outcome: 'accepted' };
	const msgUuid = isFilled(body.msgUuid) ? body.msgUuid : undefined;
	const earlier = repeated(world, bot, msgUuid);
	// Unconfirmed: whether a repeated msgUuid counts towards the limit; it does here.
	world.rate(bot.token).take();
	if (earlier) return { answer: answers.SUCCESS, outcome: 'duplicate', check: 'dingtalk.msgUuid', message: earlier };
	const delivered = world.deliver(bot, { msgType: msgtype, body, text, msgUuid, ...message });
	return { answer: answers.SUCCESS, outcome: 'accepted', message: delivered };
}

function read(request: PlatformRequest, world: EndpointWorld): Context {
	const token = dingtalkToken(request.url);
	const found = world.bot(token);
	const bot = found?.platform === 'dingtalk' ? found : undefined;
	const group = (bot && world.group(bot.groupId)) ?? NOWHERE;
	const parsed = parseJson(request.text);
	const json = isObject(parsed) ? parsed : undefined;
	const body = json ?? {};
	const msgtype = typeof body.msgtype === 'string' ? body.msgtype : '';
	const rules = {
		inText: world.switches.isOn('dingtalk.mentionInText'),
		membersOnly: world.switches.isOn('dingtalk.mentionMember'),
	};
	const message = dingMessage(msgtype, body, group, rules);
	return { request, world, token, bot, json, body, msgtype, message, text: viewText(message.view) };
}

const when = (refused: boolean, answer: Answer): Answer | undefined => (refused ? answer : undefined);

const refuseField = (field: string | undefined, answer: (field: string) => Answer): Answer | undefined =>
	field === undefined ? undefined : answer(field);

const isJsonType = (contentType: string): boolean => /^application\/json\s*(?:;|$)/i.test(contentType);

const ipPasses = (bot: Bot | undefined, request: PlatformRequest): boolean =>
	bot === undefined || bot.allowedIps.length === 0 || ipAllowed(request.remoteAddress, bot.allowedIps);

/** "时间戳，单位是毫秒，与请求调用时间误差不能超过1小时" */
function timestampPasses({ bot, request, world }: Context): boolean {
	if (bot?.secret === undefined) return true;
	const timestamp = request.url.searchParams.get('timestamp') ?? '';
	return /^\d{1,16}$/.test(timestamp) && Math.abs(world.now() - Number(timestamp)) <= SIGNATURE_WINDOW_MS;
}

function signaturePasses({ bot, request }: Context): boolean {
	if (bot?.secret === undefined) return true;
	const { searchParams } = request.url;
	return searchParams.get('sign') === dingtalkSign(searchParams.get('timestamp') ?? '', bot.secret);
}

const sizeRefusal = (bot: Bot | undefined, size: number): Answer | undefined =>
	bot !== undefined && size > bot.limits.bodyBytes ? answers.tooLong(bot.limits.bodyBytes) : undefined;

/**
 * Unconfirmed: what counts as content and the letter case; here what a reader sees in the message, exactly as written,
 * which leaves out the title of markdown and actionCard ("会话列表中展示的标题，非消息体的标题").
 */
const hasKeyword = (bot: Bot | undefined, text: string): boolean =>
	bot === undefined || bot.keywords.length === 0 || bot.keywords.some((keyword) => text.includes(keyword));

/**
 * "每个机器人每分钟最多发送20条消息到群里，如果超过20条，会限流10分钟。"
 * Unconfirmed: a sliding minute in which only accepted messages count; refused ones do not prolong the block.
 */
function rateRefusal({ bot, world }: Context): Answer | undefined {
	if (bot === undefined || world.rate(bot.token).within(60_000) < bot.limits.perMinute) return undefined;
	world.rate(bot.token).block(bot.limits.blockMs);
	return answers.TOO_FAST;
}

const repeated = (world: EndpointWorld, bot: Bot, msgUuid: string | undefined) =>
	msgUuid !== undefined && world.switches.isOn('dingtalk.msgUuid')
		? world.sentUnder(bot.token, msgUuid, bot.limits.msgUuidWindowMs)
		: undefined;
