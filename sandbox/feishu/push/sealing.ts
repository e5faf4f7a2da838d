import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * "加密策略": the key is the SHA-256 of the Encrypt Key, AES-256-CBC with PKCS7; the first 16 bytes are the IV.
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export function encrypted(text: string, encryptKey: string, iv: Buffer = randomBytes(16)): string {
	const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(encryptKey).digest(), iv);
	return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]).toString('base64');
}

/** Of a request with these headers and this body; Unconfirmed: the timestamp is in seconds. */
export const signature = (timestamp: string, nonce: string, encryptKey: string, body: string): string =>
	createHash('sha256').update(timestamp + nonce + encryptKey + body).digest('hex');

/**
 * Of the old callback of cards, with the Verification Token.
 * "配置回调请求地址", https://open.feishu.cn/document/ukTMukTMukTM/uYzMxEjL2MTMx4iNzETM
 */
export const oldSignature = (timestamp: string, nonce: string, verificationToken: string, body: string): string =>
	createHash('sha1').update(timestamp + nonce + verificationToken + body).digest('hex');
