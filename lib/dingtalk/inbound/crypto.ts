import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { utf8 } from '../../utf8';

/**
 * Encryption and signatures of what DingTalk pushes over HTTP.
 * https://open.dingtalk.com/document/development/develop-stream-mode-push-server
 * https://open.dingtalk.com/document/development/callback-event-message-body-encryption-and-decryption
 */

const IV_BYTES = 16;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
/** PKCS#7, but in blocks of 32 bytes, which AES itself does not have. */
const PADDED_TO = 32;

/** The key behind the 43 characters of the console, which are Base64 without its last `=`; undefined for anything else. */
export const aesKeyOf = (encodingAesKey: string): Buffer | undefined =>
	/^[A-Za-z0-9+/]{43}$/.test(encodingAesKey) ? Buffer.from(`${encodingAesKey}=`, 'base64') : undefined;

/** What was in an encrypted text, or why it can't be read. */
export type Decrypted =
	| {
			message: string;
			/** Whom it is for, `$key` in the documents: the Client ID for events that are set up in the developer console, the CorpId for those that an API has set up. */
			owner: string;
	  }
	| { problem: string };

/** Base64(AES-256-CBC(16 random bytes + length of the message as uint32 + message + owner)). */
export function decrypt(encrypted: string, aesKey: Buffer): Decrypted {
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encrypted)) return { problem: 'what is encrypted is not Base64' };
	const bytes = Buffer.from(encrypted, 'base64');
	if (bytes.length === 0 || bytes.length % PADDED_TO !== 0) return { problem: 'what is encrypted is not in whole blocks' };
	const decipher = createDecipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, IV_BYTES)).setAutoPadding(false);
	const padded = Buffer.concat([decipher.update(bytes), decipher.final()]);
	const padding = padded.at(-1)!;
	if (padding < 1 || padding > PADDED_TO || padded.subarray(-padding).some((byte) => byte !== padding)) {
		return { problem: 'the AES key is another one (the padding is wrong)' };
	}
	const plain = padded.subarray(0, -padding);
	const begin = RANDOM_BYTES + LENGTH_BYTES;
	const end = plain.length < begin ? Infinity : begin + plain.readUInt32BE(RANDOM_BYTES);
	if (end > plain.length) return { problem: 'the message is shorter than it says' };
	const [message, owner] = [utf8(plain.subarray(begin, end)), utf8(plain.subarray(end))];
	return message === undefined || owner === undefined ? { problem: 'the message is not UTF-8' } : { message, owner };
}

export function encrypt(message: string, owner: string, aesKey: Buffer): string {
	const text = Buffer.from(message);
	const length = Buffer.alloc(LENGTH_BYTES);
	length.writeUInt32BE(text.length);
	const plain = Buffer.concat([randomBytes(RANDOM_BYTES), length, text, Buffer.from(owner)]);
	const padding = PADDED_TO - (plain.length % PADDED_TO);
	const cipher = createCipheriv('aes-256-cbc', aesKey, aesKey.subarray(0, IV_BYTES)).setAutoPadding(false);
	return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]).toString('base64');
}

/** What a push and the answer to it are signed with: SHA-1 of the four texts in their order, in hexadecimal digits. */
export const pushSignature = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
	createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

/**
 * What a click is signed with, if the callback address was registered with a secret.
 * https://open.dingtalk.com/document/development/event-callback-card
 *
 * @param timestamp as the header has it
 */
export const clickSignature = (secret: string, timestamp: string): string => createHmac('sha256', secret).update(timestamp).digest('base64');
