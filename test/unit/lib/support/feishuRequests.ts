/** Requests as the platform sends them, enciphered and signed by another library than lib uses. */
import CryptoJS from 'crypto-js';
import type { CallbackRequest } from '../../../../lib/inbound/callback';
import type { JsonObject } from '../../../../lib/http';
import { NOW, TOKEN } from './feishuEvents';

export const ENCRYPT_KEY = 'made-up-encrypt-key';

const bytes = (buffer: Buffer) => CryptoJS.enc.Hex.parse(buffer.toString('hex'));

/** "Event encryption": Base64 of the initialization vector and of AES-256-CBC under the SHA-256 of the key. */
export function encrypted(clear: string | Buffer, key = ENCRYPT_KEY): string {
	const iv = CryptoJS.enc.Utf8.parse('0123456789abcdef');
	const cipher = CryptoJS.AES.encrypt(bytes(Buffer.from(clear)), CryptoJS.SHA256(key), { iv, mode: CryptoJS.mode.CBC, padding: CryptoJS.pad.Pkcs7 });
	return CryptoJS.enc.Base64.stringify(iv.clone().concat(cipher.ciphertext));
}

/** Seconds since the epoch. */
export const SECONDS = NOW / 1000;

export interface Signing {
	timestamp?: string;
	nonce?: string;
	algorithm?: 'sha256' | 'sha1';
	secret?: string;
}

/** "Signature": hexadecimal digits of the digest over timestamp, nonce, secret and body. */
export function signature(rawBody: Buffer, { timestamp = String(SECONDS), nonce = '1f2e3d', algorithm = 'sha256', secret = ENCRYPT_KEY }: Signing = {}): string {
	const signed = CryptoJS.enc.Utf8.parse(timestamp + nonce + secret).concat(bytes(rawBody));
	return (algorithm === 'sha256' ? CryptoJS.SHA256(signed) : CryptoJS.SHA1(signed)).toString(CryptoJS.enc.Hex);
}

export const request = (body: JsonObject | string | Buffer, headers: CallbackRequest['headers'] = {}): CallbackRequest => ({
	headers,
	query: {},
	rawBody: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

export function signedRequest(body: JsonObject | string | Buffer, signing: Signing = {}): CallbackRequest {
	const { rawBody } = request(body);
	const { timestamp = String(SECONDS), nonce = '1f2e3d' } = signing;
	return request(rawBody, { 'x-lark-request-timestamp': timestamp, 'x-lark-request-nonce': nonce, 'x-lark-signature': signature(rawBody, signing) });
}

/** With an encrypt key: encrypted, and signed with it. */
export const encryptedRequest = (envelope: JsonObject | string, signing: Signing = {}): CallbackRequest =>
	signedRequest({ encrypt: encrypted(typeof envelope === 'string' ? envelope : JSON.stringify(envelope)) }, signing);

/** The old card callback: in clear, signed with the verification token. */
export const oldCardRequest = (body: JsonObject, signing: Signing = {}): CallbackRequest => signedRequest(body, { algorithm: 'sha1', secret: TOKEN, ...signing });
