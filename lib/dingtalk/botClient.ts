import type { BotConnection } from '../botConnection';
import type { Outcome } from '../delivery/types';
import { exchange, type Http, type HttpResponse, type JsonObject } from '../http';
import type { ServerTime } from '../serverTime';
import { banPage, botErrors, botFailure } from './errors';
import { signBotCall } from './signing';

/** A message as the webhook takes it (robot message types): `msgtype` and the object that it names. Mind the casing. */
export interface BotMessage {
	msgtype: 'text' | 'markdown' | 'link' | 'actionCard' | 'feedCard';
	text?: { content: string };
	markdown?: { title: string; text: string };
	link?: { title: string; text: string; messageUrl: string; picUrl?: string };
	actionCard?: ActionCard;
	feedCard?: { links: Array<{ title: string; messageURL: string; picURL: string }> };
	/** Of text, markdown and actionCard; whom it names has to stand in the text, too. */
	at?: { atMobiles?: string[]; atUserIds?: string[]; isAtAll?: boolean };
}

/** One button (`singleTitle`, `singleURL`) or several (`btns`). */
export interface ActionCard {
	title: string;
	text: string;
	singleTitle?: string;
	singleURL?: string;
	/** "0" one below the other, "1" side by side. */
	btnOrientation?: '0' | '1';
	btns?: Array<{ title: string; actionURL: string }>;
}

/** What `msgUuid` adds to a body, in bytes. */
const UUID_BYTES = 50;
/** "message too long, exceed 20000 bytes" (460101). */
export const MESSAGE_BYTES = 20_000 - UUID_BYTES;

/** Sends one message; the platform drops a second one with the same `msgUuid`. */
export function sendBotMessage(
	http: Http,
	time: ServerTime,
	connection: BotConnection,
	message: BotMessage,
	msgUuid: string,
	signal?: AbortSignal,
): Promise<Outcome> {
	const url = new URL(connection.url);
	if (connection.secret) {
		// At the time of sending: a signature lives for an hour. searchParams encodes it, once.
		const timestamp = time.now(url.host);
		url.searchParams.set('timestamp', String(timestamp));
		url.searchParams.set('sign', signBotCall(connection.secret, timestamp));
	}
	return exchange(
		http,
		{
			method: 'POST',
			url: url.href,
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify({ ...message, msgUuid }),
			timeoutMs: connection.timeoutMs,
			ignoreSslIssues: connection.ignoreSslIssues,
			signal,
		},
		connection.secret ? time.judging(url.host, judge) : judge,
		banPage,
	);
}

/** `errcode` 0 is success (the documents show it as a string, too). The answer holds no message ID. */
function judge(answer: JsonObject, response: HttpResponse): Outcome | undefined {
	const ok = response.status >= 200 && response.status < 300;
	const code = String(answer.errcode ?? '');
	// A gateway answers for a platform that it could not wait for: the message may have arrived.
	if ((code === '' && answer.punish === undefined) || (response.status === 504 && !(code in botErrors))) return undefined;
	if (code === '0' && ok) return { accepted: true, raw: answer };
	return { accepted: false, failure: botFailure(code, answer, response) };
}
