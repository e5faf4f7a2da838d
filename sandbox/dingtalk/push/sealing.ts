import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * How an event is sealed on its way over HTTP, and its answer on the way back.
 * "开发 HTTP 模式", https://open.dingtalk.com/document/development/develop-stream-mode-push-server
 */
export interface SealKeys {
	token: string;
	/** 43 letters and digits. */
	aesKey: string;
	/** What the platform calls `$key`: the Client ID, for an address that is set in the developer console. */
	owner: string;
}

export const isUsable = ({ token, aesKey }: SealKeys): boolean => token !== '' && /^[A-Za-z0-9]{43}$/.test(aesKey);

/** Hex digits of SHA-1 over the four texts in their order of characters. */
export const sealSignature = (token: string, timestamp: string, nonce: string, encrypt: string): string =>
	createHash('sha1').update([token, timestamp, nonce, encrypt].sort().join('')).digest('hex');

/** The padding is PKCS#7 with blocks of 32 bytes, not of the cipher's 16. */
const BLOCK = 32;

const keyOf = ({ aesKey }: SealKeys): Buffer => Buffer.from(`${aesKey}=`, 'base64');

/** `base64(AES-256-CBC(16 random bytes, length, text, owner))`; the length has four bytes, the greatest first. */
export function encrypted(text: string, keys: SealKeys): string {
	const key = keyOf(keys);
	const bytes = Buffer.from(text);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	const open = Buffer.concat([Buffer.from(randomBytes(8).toString('hex')), length, bytes, Buffer.from(keys.owner)]);
	const padding = BLOCK - (open.length % BLOCK);
	const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
	return Buffer.concat([cipher.update(open), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64');
}

/** Undefined for what has been made with other keys, or is no ciphertext at all. */
export function decrypted(encrypt: string, keys: SealKeys): string | undefined {
	try {
		const key = keyOf(keys);
		const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
		const padded = Buffer.concat([decipher.update(Buffer.from(encrypt, 'base64')), decipher.final()]);
		const open = padded.subarray(0, padded.length - padded.at(-1)!);
		const end = 20 + open.readUInt32BE(16);
		return open.subarray(end).toString() === keys.owner ? open.subarray(20, end).toString() : undefined;
	} catch {
		return undefined;
	}
}
