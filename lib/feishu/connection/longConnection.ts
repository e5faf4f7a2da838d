import type { AccessTokens } from '../../accessTokens';
import type { Clock } from '../../clock';
import { notLocated, socketAddress } from '../../connection/address';
import type { Frame, SessionContext, Located, Protocol, Session } from '../../connection/types';
import type { Failure } from '../../delivery/types';
import { parseJson } from '../../events/body';
import { exchange, isObject, objectOf, type Http, type JsonObject } from '../../http';
import type { AppEvent } from '../../inbound/types';
import { InputError } from '../../inputError';
import { WAY_BACK_MS, type Reply } from '../../inbound/taking';
import { utf8 } from '../../utf8';
import { connectionCount, connectionCountOf } from '../api/connections';
import { callFeishu, channelOf, dataOf, tokenKey, type FeishuApp } from '../appClient';
import { appFailure } from '../appErrors';
import { decodeEvent } from '../inbound/decode';
import { endpointErrors } from './endpointErrors';
import { CONTROL, DATA, decodeFrame, encodeFrame, FrameError, type ConnectionFrame } from './frame';
import { Parts } from './parts';

export interface LongConnectionOptions {
	/** By which a mention of the app's bot is known; empty as long as it is not. */
	botOpenId(): string;
	tokens: AccessTokens;
	clock: Clock;
}

/** "Within 3 seconds"; clicks too. */
const ANSWER_MS = 3_000;

/** How often to ask the other side whether it is there, in ms, unless it says otherwise. */
const PING_MS = 120_000;
const SHORTEST_PING_MS = 5_000;
const LONGEST_PING_MS = 10 * 60 * 1000;
/** An answer may take this long. */
const PONG_MS = 15_000;

/** Where to connect to, and how. */
interface Endpoint {
	/** By which the platform knows its own instance; every ping carries it. */
	service: number;
	pingMs: number;
}

/**
 * The long connection of an app ("Receive events through a long connection"), as the platform's own SDKs speak it:
 * protocol buffers over a WebSocket, events in clear, each acknowledged within 3 seconds.
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/request-url-configuration-case
 */
export function longConnection(http: Http, app: FeishuApp, { botOpenId, tokens, clock }: LongConnectionOptions): Protocol {
	const platform = channelOf(app);
	const endpoint: Endpoint = { service: 0, pingMs: PING_MS };
	return {
		key: `feishu:${tokenKey(app)}`,
		app: `feishu ${app.baseUrl} ${app.appId}`,
		name: `${nameOf(app)} app ${app.appId}`,
		locate: async (signal) => await locate(http, app, endpoint, signal),
		begin: (context) =>
			conversation(context, endpoint, clock, (envelope) => decodeEvent(envelope, { platform, botOpenId: botOpenId(), now: clock.now() })),
		async countClients() {
			const outcome = await callFeishu(http, tokens, app, connectionCount);
			return outcome.accepted ? connectionCountOf(outcome.raw) : undefined;
		},
	};
}

const nameOf = (app: FeishuApp): string => (channelOf(app) === 'lark' ? 'Lark' : 'Feishu');

async function locate(http: Http, app: FeishuApp, endpoint: Endpoint, signal: AbortSignal): Promise<Located> {
	const outcome = await exchange(
		http,
		{
			method: 'POST',
			url: `${app.baseUrl}/callback/ws/endpoint`,
			// The locale as the SDKs send it; the errors are told in words of our own.
			headers: { 'content-type': 'application/json; charset=utf-8', locale: 'zh' },
			body: JSON.stringify({ AppID: app.appId, AppSecret: app.appSecret }),
			timeoutMs: app.timeoutMs,
			ignoreSslIssues: app.ignoreSslIssues,
			addressFrom: 'the Region and Base URL of the credential',
			secrets: [app.appSecret],
			signal,
		},
		(answer, response) => {
			if (typeof answer.code !== 'number') return undefined;
			if (answer.code === 0 && response.status >= 200 && response.status < 300) return { accepted: true, raw: answer };
			return { accepted: false, failure: appFailure(answer, response, app, endpointErrors) };
		},
	);
	if (!outcome.accepted) return { failure: notLocated(outcome.failure, nameOf(app)) };
	const { URL: given, ClientConfig: config } = dataOf(outcome.raw);
	const url = socketAddress(given, app.baseUrl);
	if (!url) return { failure: NO_ADDRESS };
	endpoint.service = serviceIn(url);
	endpoint.pingMs = pingMsIn(config) ?? PING_MS;
	return { url: url.href };
}

const NO_ADDRESS: Failure = {
	class: 'permanent',
	code: 'NO_ADDRESS',
	message: 'The platform answered without an address for the long connection (wss://...)',
	fix: 'Check the Region and Base URL of the credential. If they are right, the platform may have no long connections: use the trigger Feishu App Webhook Trigger instead.',
};

/** An int32. */
const serviceIn = ({ searchParams }: URL): number => Number(searchParams.get('service_id')) | 0;

/** `ClientConfig`: how often to send a ping, in seconds. */
function pingMsIn(config: unknown): number | undefined {
	const { PingInterval: seconds } = objectOf(config);
	return typeof seconds === 'number' && seconds > 0 ? Math.min(Math.max(seconds * 1000, SHORTEST_PING_MS), LONGEST_PING_MS) : undefined;
}

function conversation(context: SessionContext, endpoint: Endpoint, clock: Clock, decode: (envelope: JsonObject) => AppEvent | undefined): Session {
	const parts = new Parts(clock);
	const ping = () => encodeFrame({ seqId: 0n, logId: 0n, service: endpoint.service, method: CONTROL, headers: [['type', 'ping']] });
	return {
		heartbeat: {
			// The answer to the first tells how often to send more.
			get everyMs() {
				return endpoint.pingMs;
			},
			frame: ping,
		},
		get silenceMs() {
			return 2 * endpoint.pingMs + PONG_MS;
		},
		receive(bytes) {
			try {
				receive(bytes);
			} catch (error) {
				if (!(error instanceof FrameError || error instanceof InputError)) throw error;
				context.log.warn(`a frame was dropped: ${error.message}`);
			}
		},
	};

	function receive(bytes: Frame): void {
		if (typeof bytes === 'string') throw new FrameError('it is a text');
		const frame = decodeFrame(bytes);
		const type = headerOf(frame, 'type');
		if (frame.method === CONTROL && type === 'pong') return configure(frame);
		// Both SDKs leave frames of type card alone: clicks on cards come as events.
		if (frame.method === CONTROL || (frame.method === DATA && type === 'card')) return;
		if (frame.method !== DATA || type !== 'event') throw new FrameError(`it is of the method ${frame.method} and the type "${type.slice(0, 50)}"`);
		const joined = parts.join(placeOf(frame), frame.payload ?? new Uint8Array());
		if ('dropped' in joined) throw new FrameError(joined.dropped);
		if ('waiting' in joined) return;
		const envelope = jsonIn(joined.whole);
		const event = isObject(envelope) ? decode(envelope) : undefined;
		if (!event) throw new FrameError('it holds no event');
		void acknowledge(frame, event);
	}

	function configure({ payload }: ConnectionFrame): void {
		if (!payload || payload.length === 0) return;
		endpoint.pingMs = pingMsIn(jsonIn(payload)) ?? endpoint.pingMs;
	}

	/** Never rejects. */
	async function acknowledge(frame: ConnectionFrame, event: AppEvent): Promise<void> {
		const began = clock.elapsed();
		try {
			const reply = await context.handle(event, ANSWER_MS - WAY_BACK_MS).catch(() => ({ accepted: false }));
			if (context.send(encodeFrame(acknowledgement(frame, reply, Math.round(clock.elapsed() - began))))) return;
			context.log.warn(`the event ${event.type} could not be acknowledged, since the connection is over: the platform repeats it`);
		} catch (error) {
			context.log.warn(`the event ${event.type} could not be acknowledged: ${error instanceof Error ? error.name : typeof error}`);
		}
	}
}

function jsonIn(bytes: Uint8Array): unknown {
	if (utf8(bytes) === undefined) throw new FrameError('it is not UTF-8');
	return parseJson(Buffer.from(bytes));
}

/** The frame itself comes back, with the answer to a click as Base64 of its JSON. */
const acknowledgement = (frame: ConnectionFrame, { accepted, answer }: Reply, tookMs: number): ConnectionFrame => ({
	...frame,
	headers: [...frame.headers, ['biz_rt', String(tookMs)]],
	payload: Buffer.from(
		JSON.stringify({ code: accepted ? 200 : 500, ...(accepted && answer && { data: Buffer.from(JSON.stringify(answer)).toString('base64') }) }),
	),
});

const headerOf = ({ headers }: ConnectionFrame, name: string): string => headers.find(([key]) => key === name)?.[1] ?? '';

/** A message of one part may not say so. */
const placeOf = (frame: ConnectionFrame) => ({
	messageId: headerOf(frame, 'message_id'),
	sum: countOf(headerOf(frame, 'sum') || '1'),
	seq: countOf(headerOf(frame, 'seq') || '0'),
});

const countOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : NaN);
