import { randomBytes } from 'node:crypto';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { JsonObject } from '../../types';
import { encrypted, oldSignature, signature } from './sealing';

/** "TCP 建联的超时时间为 2 秒，回调整体的超时时间为 3 秒" */
const CONNECT_MS = 2_000;
/** "请求网址 ... 1 秒内" */
export const CHECK_MS = 1_000;
/** What more an answer has is not read. */
const MAX_ANSWER = 1_048_576;

/** Where callbacks go. */
export const callbackUrl = ({ push }: App): string => push.cardUrl || push.eventUrl;

/** What came of a request. */
export type Posted =
	| { kind: 'answer'; status: number; body: string }
	/** No URL, or none that can be asked. */
	| { kind: 'noUrl' }
	| { kind: 'noAddress' }
	| { kind: 'noConnection' }
	| { kind: 'timeout' };

export interface Letter {
	body: string;
	headers: Record<string, string>;
}

/** With an Encrypt Key everything is encrypted and signed. */
export function sealed(app: App, body: JsonObject, now: number): Letter {
	const { encryptKey } = app.push;
	const text = JSON.stringify(body);
	if (encryptKey === '') return { body: text, headers: {} };
	const sealedText = JSON.stringify({ encrypt: encrypted(text, encryptKey) });
	return { body: sealedText, headers: signed(now, (timestamp, nonce) => signature(timestamp, nonce, encryptKey, sealedText)) };
}

/** The old callback of cards: in clear, signed with the Verification Token. */
export function oldLetter(app: App, body: JsonObject, now: number, refreshToken: string): Letter {
	const text = JSON.stringify(body);
	const headers = signed(now, (timestamp, nonce) => oldSignature(timestamp, nonce, app.push.token, text));
	return { body: text, headers: { ...headers, 'X-Refresh-Token': refreshToken } };
}

function signed(now: number, sign: (timestamp: string, nonce: string) => string): Record<string, string> {
	const timestamp = String(Math.floor(now / 1_000));
	const nonce = randomBytes(8).toString('hex');
	return { 'X-Lark-Request-Timestamp': timestamp, 'X-Lark-Request-Nonce': nonce, 'X-Lark-Signature': sign(timestamp, nonce) };
}

/**
 * Posts it; redirects are not followed. Too late is what is too late by the sandbox clock or by the real one: somebody
 * may have stopped the first.
 */
export function post(book: PushBook, address: string, { body, headers }: Letter, withinMs: number): Promise<Posted> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return Promise.resolve({ kind: 'noUrl' });
	const started = url.protocol === 'https:' ? secureRequest : plainRequest;
	return new Promise((resolve) => {
		const bytes = Buffer.from(body);
		const request = started(url, {
			method: 'POST',
			agent: false,
			headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length, ...headers },
		});
		const stops: Array<() => void> = [];
		const end = (posted: Posted): void => {
			for (const stop of stops.splice(0)) stop();
			resolve(posted);
			request.destroy();
		};
		const limit = (ms: number, posted: Posted, isOver = (): boolean => true): void => {
			const late = (): void => (isOver() ? end(posted) : undefined);
			const timer = setTimeout(late, ms).unref();
			stops.push(() => clearTimeout(timer), book.schedule.after(ms, late));
		};
		limit(withinMs, { kind: 'timeout' });
		if (withinMs > CONNECT_MS) limit(CONNECT_MS, { kind: 'noConnection' }, () => request.socket?.connecting !== false);
		request.on('response', (response) => void read(response).then((text) => end({ kind: 'answer', status: response.statusCode ?? 0, body: text }), () => end({ kind: 'noConnection' })));
		request.on('error', ({ code }: NodeJS.ErrnoException) => end({ kind: code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'noAddress' : 'noConnection' }));
		request.end(bytes);
	});
}

async function read(response: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= MAX_ANSWER) chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
