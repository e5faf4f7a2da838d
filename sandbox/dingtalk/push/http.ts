import { createHmac, randomBytes } from 'node:crypto';
import { asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { Posted, Posting } from '../../push/poster';
import { dingtalkSign } from '../../signatures';
import type { JsonObject } from '../../types';
import { decrypted, encrypted, sealSignature, type SealKeys } from './sealing';

export const sealKeys = ({ id, push: { token, aesKey } }: App): SealKeys => ({ token, aesKey, owner: id });

/**
 * An event as it goes to `eventUrl`. The signature comes under both names: "signature" by the document on HTTP
 * callbacks, "msg_signature" by the code of the guide.
 * https://open.dingtalk.com/document/development/receive-callback-message
 * https://open.dingtalk.com/document/development/develop-stream-mode-push-server
 * Unconfirmed: that the timestamp is in ms; the samples have both (1445827045067 and 1783610513).
 */
export function sealedPosting(app: App, event: JsonObject, now: number): Posting {
	const encrypt = encrypted(JSON.stringify(event), sealKeys(app));
	const timestamp = String(now);
	const nonce = randomBytes(8).toString('hex');
	const signature = sealSignature(app.push.token, timestamp, nonce, encrypt);
	const url = new URL(app.push.eventUrl);
	for (const [name, value] of Object.entries({ signature, msg_signature: signature, timestamp, nonce })) url.searchParams.set(name, value);
	return { url: url.href, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ encrypt }) };
}

/** What somebody has answered. */
export type Answered = Extract<Posted, { kind: 'answer' }>;

/** Whether the answer is the word `success`, encrypted and signed. */
export function saysSuccess({ status, body }: Answered, app: App): boolean {
	const answer = parseJson(body);
	if (status !== 200 || !isObject(answer)) return false;
	const encrypt = asText(answer.encrypt);
	const signature = sealSignature(app.push.token, String(answer.timeStamp), String(answer.nonce), encrypt);
	return answer.msg_signature === signature && decrypted(encrypt, sealKeys(app)) === 'success';
}

/** The sign is not URL-encoded. "相关内容", https://open.dingtalk.com/document/development/robot-message-type */
export const robotHeaders = (app: App, now: number): Record<string, string> => ({
	'content-type': 'application/json; charset=utf-8',
	timestamp: String(now),
	sign: dingtalkSign(String(now), app.secret),
});

/**
 * Signed only where the address was registered with a secret.
 * "回调签名验证", https://open.dingtalk.com/document/development/event-callback-card
 */
export function cardHeaders(apiSecret: string, now: number): Record<string, string> {
	if (apiSecret === '') return {};
	const timestamp = String(now);
	return {
		'x-ddpaas-signature-timestamp': timestamp,
		'x-ddpaas-signature': createHmac('sha256', apiSecret).update(timestamp).digest('base64'),
	};
}
