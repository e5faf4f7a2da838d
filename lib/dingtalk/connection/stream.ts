import type { Clock } from '../../clock';
import { notLocated, socketAddress } from '../../connection/address';
import type { Frame, SessionContext, Located, Protocol, Session } from '../../connection/types';
import type { Failure, Outcome } from '../../delivery/types';
import { exchange, refused, type Http, type HttpResponse, type JsonObject } from '../../http';
import { WAY_BACK_MS, type Reply } from '../../inbound/taking';
import type { AppEvent } from '../../inbound/types';
import { tokenKey, type DingTalkApp } from '../appClient';
import { appFailure } from '../appErrors';
import { CONSOLE, permanent, type ErrorTable } from '../errorRows/rows';
import { banPage } from '../errors';
import { CLICK_MS, decodeClick, decodeMessage, decodeStreamEvent, quotaProblem, TOPICS } from '../inbound/decode';
import { answerTo, parseFrame, type ServerFrame } from './frame';

/** DingTalk waits 3 seconds for an event (proposals for the rational use of resources); of messages no document says how long. */
const EVENT_MS = 3_000;

const OPEN = '/v1.0/gateway/connections/open';

/** Which events come is ticked in the developer console; the protocol knows no other topic than `*`. */
const SUBSCRIPTIONS = [
	{ type: 'EVENT', topic: '*' },
	{ type: 'CALLBACK', topic: TOPICS.message },
	{ type: 'CALLBACK', topic: TOPICS.click },
];

/**
 * Stream: the connection of a DingTalk app. DingTalk tells nobody how many clients an app has; each push goes to one of
 * them, at random.
 * https://opensource.dingtalk.com/developerpedia/docs/learn/stream/protocol
 */
export const stream = (http: Http, app: DingTalkApp, { clock }: { clock: Clock }): Protocol => ({
	key: `dingtalk ${tokenKey(app)}`,
	app: `dingtalk ${app.baseUrl} ${app.clientId}`,
	name: `DingTalk app ${app.clientId}`,
	locate: (signal) => locate(http, app, signal),
	begin: (context) => new StreamSession(context, app.clientId, clock),
});

/** The ticket that comes with the address holds for 90 seconds and one connection. */
async function locate(http: Http, app: DingTalkApp, signal: AbortSignal): Promise<Located> {
	const { clientId, clientSecret } = app;
	const outcome = await exchange(
		http,
		{
			method: 'POST',
			url: `${app.baseUrl}${OPEN}`,
			// Without `accept` the answer may be XML.
			headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify({ clientId, clientSecret, subscriptions: SUBSCRIPTIONS, ua: 'n8n-nodes-lark-dingtalk' }),
			timeoutMs: app.timeoutMs,
			ignoreSslIssues: app.ignoreSslIssues,
			addressFrom: 'the base URL of the credential',
			secrets: [clientSecret],
			signal,
		},
		(answer, response) => judge(answer, response, app),
		banPage,
	);
	if (!outcome.accepted) return { failure: notLocated(outcome.failure, 'DingTalk') };
	const url = addressOf(outcome.raw, app);
	return url === undefined ? { failure: NO_ADDRESS } : { url };
}

function judge(answer: JsonObject, response: HttpResponse, app: DingTalkApp): Outcome | undefined {
	const isOk = response.status >= 200 && response.status < 300;
	if (isOk && answer.endpoint !== undefined) return { accepted: true, raw: answer };
	if (answer.code === undefined && answer.errcode === undefined && answer.punish === undefined) return isOk ? refused(NO_ADDRESS) : undefined;
	return { accepted: false, failure: appFailure(answer, response, app, ERRORS) };
}

const ERRORS: ErrorTable = {
	authFailed: permanent(
		'DingTalk does not accept the Client ID and the Client Secret',
		`Copy both again into the credential (${CONSOLE.credentials}), and check that the app has not been switched off.`,
	),
};

const NO_ADDRESS: Failure = {
	class: 'transient',
	code: 'NO_ENDPOINT',
	message: 'DingTalk did not tell where to connect to',
	fix: 'Check the base URL in the credential; if it is right, try again later.',
};

function addressOf({ endpoint, ticket }: JsonObject, { baseUrl }: DingTalkApp): string | undefined {
	const url = socketAddress(endpoint, baseUrl);
	if (!url || typeof ticket !== 'string' || ticket === '') return undefined;
	url.searchParams.set('ticket', ticket);
	return url.href;
}

/** How long silence may last that may be normal: as long as it is not known how often DingTalk pings. */
const LONGEST_SILENCE_MS = 5 * 60 * 1000;
const SHORTEST_SILENCE_MS = 90 * 1000;
const MISSED_PINGS = 3;

class StreamSession implements Session {
	private lastPing: number | undefined;
	/** Between two pings, in ms. */
	private longestGap: number | undefined;

	constructor(
		private readonly context: SessionContext,
		private readonly clientId: string,
		private readonly clock: Clock,
	) {}

	/**
	 * DingTalk pings, and the client has nothing to send that would be answered (the built-in WebSocket has no ping). How
	 * often, no document says: about every 30 seconds, as users report. So the limit is three times the longest gap
	 * between two pings that this connection has seen, from 90 seconds to 5 minutes, and 5 minutes as long as it has not
	 * seen two. That is how long it takes at most to notice a connection that is dead without being closed.
	 */
	get silenceMs(): number {
		if (this.longestGap === undefined) return LONGEST_SILENCE_MS;
		return Math.min(Math.max(this.longestGap * MISSED_PINGS, SHORTEST_SILENCE_MS), LONGEST_SILENCE_MS);
	}

	receive(received: Frame): void {
		const frame = parseFrame(received);
		if ('problem' in frame) return this.context.log.warn(`a frame was dropped: ${frame.problem}`);
		switch (frame.type) {
			case 'SYSTEM':
				return this.obey(frame);
			case 'EVENT':
				return this.handle(frame, decodeStreamEvent(frame.headers, frame.data, this.clientId), EVENT_MS, eventAnswer);
			case 'CALLBACK':
				return this.call(frame);
			default:
				this.context.log.warn('a frame was dropped: it is of an unknown type');
		}
	}

	private obey(frame: ServerFrame): void {
		switch (frame.headers.topic) {
			case 'ping':
				this.pinged();
				this.context.send(answerTo(frame, frame.text));
				return;
			// The server pushes nothing more over this connection, closes it after 10 seconds, and wants no answer.
			case 'disconnect':
				return this.context.reconnect(`DingTalk ends the connection: ${String(frame.data.reason ?? 'no reason given').slice(0, 200)}`);
			default:
				// `CONNECTED`, `REGISTERED` and `KEEPALIVE`, which the official client knows, want no answer.
		}
	}

	private pinged(): void {
		const now = this.clock.elapsed();
		if (this.lastPing !== undefined) this.longestGap = Math.max(now - this.lastPing, this.longestGap ?? 0);
		this.lastPing = now;
	}

	private call(frame: ServerFrame): void {
		const { clientId } = this;
		switch (frame.headers.topic) {
			case TOPICS.message:
				return this.handle(frame, decodeMessage(frame.data, clientId), EVENT_MS, callbackAnswer(null));
			case TOPICS.click: {
				const click = decodeClick(frame.data, { clientId, now: this.clock.now(), eventId: frame.headers.messageId ?? '' });
				return this.handle(frame, click, CLICK_MS, callbackAnswer({}));
			}
			default:
				this.context.send(answerTo(frame, {}, 404));
		}
	}

	private handle(frame: ServerFrame, event: AppEvent | undefined, withinMs: number, answer: Answer): void {
		const { log } = this.context;
		if (!event) return log.warn(`a frame was dropped: it is no ${frame.type === 'EVENT' ? 'event' : 'message or click'}`);
		const problem = quotaProblem(event);
		if (problem) log.warn(`${problem.message}. ${problem.fix}`);
		void this.handOn(frame, event, withinMs, answer).catch(() => log.warn('an answer could not be sent'));
	}

	/** Says that it is safe once it is. */
	private async handOn(frame: ServerFrame, event: AppEvent, withinMs: number, answer: Answer): Promise<void> {
		const reply = await this.context.handle(event, withinMs - WAY_BACK_MS).catch(() => ({ accepted: false }));
		this.context.send(answer(frame, reply));
	}
}

type Answer = (frame: ServerFrame, reply: Reply) => string;

/** `LATER` is what makes DingTalk repeat an event. */
const eventAnswer: Answer = (frame, { accepted }) =>
	answerTo(frame, accepted ? { status: 'SUCCESS', message: 'success' } : { status: 'LATER', message: 'could not be stored' });

/** DingTalk repeats neither messages nor clicks for sure: the code says at least that something went wrong. */
const callbackAnswer =
	(otherwise: JsonObject | null): Answer =>
	(frame, { accepted, answer = otherwise }) =>
		accepted ? answerTo(frame, { response: answer }) : answerTo(frame, { response: null }, 500);
