import type { BotConnection } from '../botConnection';
import type { Outcome } from '../delivery/types';
import { exchange, secretsOf, type Http, type HttpResponse, type JsonObject } from '../http';
import type { ServerTime } from '../serverTime';
import { botErrors, botFailure } from './errors';
import { signBotCall } from './signing';

/** A message as the webhook takes it: `msg_type` and `content` or `card` (custom bot usage guide). */
export interface BotMessage {
	msg_type: 'text' | 'post' | 'image' | 'share_chat' | 'interactive';
	content?: JsonObject;
	card?: JsonObject;
}

/** What timestamp and signature add to a body, in bytes. */
const SIGNATURE_BYTES = 100;
/** The guide says "20 KB"; the smaller reading of it. */
export const MESSAGE_BYTES = 20_000 - SIGNATURE_BYTES;

/** Sends one message; signs it at the time of sending, because a signature lives for an hour. */
export function sendBotMessage(
	http: Http,
	time: ServerTime,
	connection: BotConnection,
	message: BotMessage,
	signal?: AbortSignal,
): Promise<Outcome> {
	const { host } = new URL(connection.url);
	const timestamp = Math.floor(time.now(host) / 1000);
	const sign = connection.secret ? signBotCall(connection.secret, timestamp) : undefined;
	const signature = sign === undefined ? {} : { timestamp: String(timestamp), sign };
	return exchange(
		http,
		{
			method: 'POST',
			url: connection.url,
			headers: { 'content-type': 'application/json; charset=utf-8' },
			body: JSON.stringify({ ...signature, ...message }),
			timeoutMs: connection.timeoutMs,
			secrets: [...secretsOf(connection.url), ...(sign === undefined ? [] : [sign])],
			ignoreSslIssues: connection.ignoreSslIssues,
			signal,
		},
		connection.secret ? time.judging(host, judge) : judge,
	);
}

/** `code` 0 is success; very old answers have `StatusCode` instead. The answer holds no message ID. */
function judge(answer: JsonObject, response: HttpResponse): Outcome | undefined {
	const code = answer.code ?? answer.StatusCode;
	const ok = response.status >= 200 && response.status < 300;
	// A gateway answers for a platform that it could not wait for: the message may have arrived.
	if (code === undefined || (response.status === 504 && !(String(code) in botErrors))) return undefined;
	if (code === 0 && ok) return { accepted: true, raw: answer };
	return { accepted: false, failure: botFailure(String(code), answer, response) };
}
