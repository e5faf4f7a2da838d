import { createDecipheriv, createSecretKey, hash, timingSafeEqual } from 'node:crypto';
import { utf8 } from '../../utf8';

/** "Receive events": https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/encrypt-key-encryption-configuration-case */

const BLOCK = 16;

/**
 * Decrypts `{"encrypt": "..."}`: Base64 of the initialization vector and of AES-256-CBC, whose key is the SHA-256 of the
 * encrypt key. Undefined for what was not encrypted with this key, or holds no UTF-8.
 */
export function decrypt(encrypted: string, encryptKey: string): Buffer | undefined {
	const bytes = Buffer.from(encrypted, 'base64');
	if (bytes.length < 2 * BLOCK || bytes.length % BLOCK !== 0) return undefined;
	// As a key object: with bytes alone, some versions of Node.js take five times as long.
	const key = createSecretKey(hash('sha256', encryptKey, 'buffer'));
	try {
		const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, BLOCK));
		const text = Buffer.concat([decipher.update(bytes.subarray(BLOCK)), decipher.final()]);
		return utf8(text) === undefined ? undefined : text;
	} catch {
		// The padding is wrong.
		return undefined;
	}
}

/** What a signature is over, as it came in the headers. */
export interface Signed {
	/** `X-Lark-Request-Timestamp`, in seconds. */
	timestamp: string;
	/** `X-Lark-Request-Nonce` */
	nonce: string;
	/** `X-Lark-Signature`, in hexadecimal digits. */
	signature: string;
	rawBody: Buffer;
}

/**
 * Whether a request is signed with this secret, over the bytes as they came: an event with the encrypt key (SHA-256), the
 * old card callback with the verification token (SHA-1). Compares in constant time; an empty secret signs nothing.
 */
export function isSignedWith(secret: string, algorithm: 'sha256' | 'sha1', { timestamp, nonce, signature, rawBody }: Signed): boolean {
	const expected = hash(algorithm, Buffer.concat([Buffer.from(timestamp + nonce + secret), rawBody]), 'buffer');
	const given = Buffer.from(/^[0-9a-f]{40,64}$/i.test(signature) ? signature : '', 'hex');
	return secret !== '' && given.length === expected.length && timingSafeEqual(given, expected);
}
