import { randomBytes } from 'node:crypto';
import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { Posted } from '../../push/poster';
import type { JsonObject } from '../../types';
import { encrypted, oldSignature, signature } from './sealing';

/** "TCP 建联的超时时间为 2 秒，回调整体的超时时间为 3 秒" */
const CONNECT_MS = 2_000;
/** "请求网址 ... 1 秒内" */
export const CHECK_MS = 1_000;
/** Where callbacks go. */
export const callbackUrl = ({ push }: App): string => push.cardUrl || push.eventUrl;

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

/** Posts it; only the check of an address is quicker than the connection may be. */
export const post = ({ poster }: PushBook, url: string, { body, headers }: Letter, withinMs: number): Promise<Posted> =>
	poster.post({
		url,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body,
		withinMs,
		...(withinMs > CONNECT_MS && { connectWithinMs: CONNECT_MS }),
	});
