import { firstRefusal, type Answer, type EndpointWorld, type PlatformRequest, type Result, type Step } from '../answer';
import { ipAllowed } from '../ipRules';
import { isFilled, isObject, parseJson } from '../json';
import { feishuSign } from '../signatures';
import type { Bot, Group, JsonObject, Mention } from '../types';
import type { MessageView } from '../view';
import { viewMentions, viewText } from '../viewText';
import * as answers from './answers';
import { cardMentionProblem, cardProblem } from './card';
import { contentProblem, MESSAGE_TYPES } from './content';
import { feishuView } from './view';

/** How far a signature's timestamp may be off, ms. */
const SIGNATURE_WINDOW_MS = 3_600_000;

const HOOK_PATH = /^\/open-apis\/bot\/v2\/hook\/([^/]+)$/;

/** The token of a webhook path, if it is one. */
export const feishuToken = (path: string): string | undefined => HOOK_PATH.exec(path)?.[1];

interface Context {
	request: PlatformRequest;
	world: EndpointWorld;
	bot: Bot | undefined;
	group: Group | undefined;
	/** The parsed body; undefined when it is no JSON object. */
	json: JsonObject | undefined;
	body: JsonObject;
	msgType: string;
	view: MessageView;
	text: string;
	mentions: Mention[];
}

/** A group for requests whose token is nobody's (possible with that check switched off). */
const NOWHERE: Group = { id: '', platform: 'feishu', name: '', allowAtAll: false, members: [] };

/**
 * The checks in the order they run.
 * Unconfirmed: no document gives an order. Whose bot it is comes first, then the caller, then the form of the request,
 * then the proof that it is genuine, then what it says, and last the limits, so that a refused message costs nothing.
 */
const STEPS: ReadonlyArray<Step<Context>> = [
	['feishu.method', ({ request }) => when(request.method !== 'POST', answers.NOT_FOUND)],
	['feishu.token', ({ bot }) => when(bot === undefined, answers.TOKEN_INVALID)],
	['feishu.enabled', ({ bot }) => when(bot?.disabled === true, answers.NOT_ENABLED)],
	['feishu.ip', ({ bot, request }) => when(!ipPasses(bot, request), answers.IP_REFUSED)],
	// Unconfirmed: the guide tells to send this header; that another one is refused is assumed.
	['feishu.contentType', ({ request }) => when(!isJsonType(request.contentType), answers.BAD_REQUEST)],
	// "请求体的数据大小不能超过 20 KB": counted here in bytes of the raw request body, 1 KB = 1,024 bytes.
	['feishu.size', ({ bot, request }) => when(bot !== undefined && request.size > bot.limits.bodyBytes, answers.BAD_REQUEST)],
	['feishu.json', ({ json }) => when(json === undefined, answers.BAD_REQUEST)],
	['feishu.msgTypePresent', ({ msgType }) => when(msgType === '', answers.NO_MSG_TYPE)],
	[
		'feishu.msgTypeSupported',
		({ msgType }) => when(msgType !== '' && !MESSAGE_TYPES.includes(msgType), answers.UNKNOWN_MSG_TYPE),
	],
	['feishu.timestamp', (context) => when(!timestampPasses(context), answers.SIGN_MISMATCH)],
	['feishu.signature', (context) => when(!signaturePasses(context), answers.SIGN_MISMATCH)],
	['feishu.content', ({ msgType, body }) => when(contentProblem(msgType, body) !== undefined, answers.BAD_REQUEST)],
	['feishu.card', ({ msgType, body }) => cardRefusal(msgType, body, cardProblem)],
	['feishu.cardMention', ({ msgType, body }) => cardRefusal(msgType, body, cardMentionProblem)],
	['feishu.keyword', ({ bot, text }) => when(!hasKeyword(bot, text), answers.NO_KEYWORD)],
	[
		'feishu.atAll',
		({ group, mentions }) =>
			when(group?.allowAtAll === false && mentions.some(({ type }) => type === 'all'), answers.NO_AT_ALL),
	],
	// Unconfirmed: sliding windows in which only accepted messages count.
	[
		'feishu.ratePerSecond',
		({ bot, world }) => when(isOver(world, bot, bot?.limits.perSecond ?? null, 1_000), answers.TOO_FREQUENT),
	],
	[
		'feishu.ratePerMinute',
		({ bot, world }) => when(isOver(world, bot, bot?.limits.perMinute ?? null, 60_000), answers.TOO_FREQUENT),
	],
];

/** Answers `POST /open-apis/bot/v2/hook/:token`; any other path under /open-apis is unknown. */
export function feishuEndpoint(request: PlatformRequest, world: EndpointWorld): Result {
	const token = feishuToken(request.url.pathname);
	if (token === undefined) return { answer: answers.NOT_FOUND, outcome: 'refused' };
	const context = read(request, token, world);
	const refusal = firstRefusal(STEPS, context, world.switches);
	if (refusal) return refusal;
	const { bot, body, msgType, view, text, mentions } = context;
	if (bot === undefined) return { answer: answers.SUCCESS, outcome: 'accepted' };
	world.rate(bot.token).take();
	const message = world.deliver(bot, { msgType, body: withoutSignature(body), view, text, mentions });
	return { answer: answers.SUCCESS, outcome: 'accepted', message };
}

const withoutSignature = (body: JsonObject): JsonObject =>
	Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'timestamp' && name !== 'sign'));

function read(request: PlatformRequest, token: string, world: EndpointWorld): Context {
	const found = world.bot(token);
	// A DingTalk token is nobody's here.
	const bot = found?.platform === 'dingtalk' ? undefined : found;
	const group = bot && world.group(bot.groupId);
	const parsed = parseJson(request.text);
	const json = isObject(parsed) ? parsed : undefined;
	const body = json ?? {};
	const msgType = typeof body.msg_type === 'string' ? body.msg_type : '';
	const view = feishuView(msgType, body, group ?? NOWHERE);
	return { request, world, bot, group, json, body, msgType, view, text: viewText(view), mentions: viewMentions(view) };
}

const when = (refused: boolean, answer: Answer): Answer | undefined => (refused ? answer : undefined);

const isJsonType = (contentType: string): boolean => /^application\/json\s*(?:;|$)/i.test(contentType);

const ipPasses = (bot: Bot | undefined, request: PlatformRequest): boolean =>
	bot === undefined || bot.allowedIps.length === 0 || ipAllowed(request.remoteAddress, bot.allowedIps);

/** Unconfirmed: the sample gives the timestamp as a string; a number is refused here. */
function timestampPasses({ bot, body, world }: Context): boolean {
	if (bot?.secret === undefined) return true;
	if (!isFilled(body.timestamp) || !/^\d{1,12}$/.test(body.timestamp)) return false;
	return Math.abs(world.now() - Number(body.timestamp) * 1_000) <= SIGNATURE_WINDOW_MS;
}

function signaturePasses({ bot, body }: Context): boolean {
	if (bot?.secret === undefined) return true;
	return isFilled(body.sign) && body.sign === feishuSign(String(body.timestamp), bot.secret);
}

function cardRefusal(msgType: string, body: JsonObject, find: typeof cardProblem): Answer | undefined {
	const problem = msgType === 'interactive' ? find(body.card) : undefined;
	return problem && answers.badCard(problem);
}

/** Unconfirmed: what counts as content and the letter case; here what a reader sees, exactly as written. */
const hasKeyword = (bot: Bot | undefined, text: string): boolean =>
	bot === undefined || bot.keywords.length === 0 || bot.keywords.some((keyword) => text.includes(keyword));

const isOver = (world: EndpointWorld, bot: Bot | undefined, limit: number | null, windowMs: number): boolean =>
	bot !== undefined && limit !== null && world.rate(bot.token).within(windowMs) >= limit;
