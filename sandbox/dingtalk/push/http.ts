import { createHmac, randomBytes } from 'node:crypto';
import { asText, isObject, parseJson } from '../../json';
import type { App } from '../../organization';
import type { Schedule } from '../../push/schedule';
import { dingtalkSign } from '../../signatures';
import type { JsonObject } from '../../types';
import { decrypted, encrypted, sealSignature, type SealKeys } from './sealing';

/** What became of a request: its answer, or why there is none. */
export type Posted = { status: number; text: string } | 'timeout' | 'failed';

interface Posting {
	url: string;
	headers?: Record<string, string>;
	body: unknown;
	/** On the sandbox clock. */
	deadlineMs: number;
}

/** The platform as a client of HTTP. */
export class Poster {
	private readonly running = new Set<AbortController>();

	constructor(
		private readonly schedule: Schedule,
		private readonly isLimited: () => boolean,
	) {}

	async post({ url, headers, body, deadlineMs }: Posting): Promise<Posted> {
		const abort = new AbortController();
		let isLate = false;
		const callOff = this.isLimited()
			? this.schedule.after(deadlineMs, () => {
					isLate = true;
					abort.abort();
				})
			: (): void => {};
		this.running.add(abort);
		try {
			const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
			const response = await fetch(url, { ...init, redirect: 'manual', signal: abort.signal });
			return { status: response.status, text: await response.text() };
		} catch {
			return isLate ? 'timeout' : 'failed';
		} finally {
			callOff();
			this.running.delete(abort);
		}
	}

	/** Gives up what is under way. */
	clear(): void {
		for (const abort of this.running) abort.abort();
	}
}

export const sealKeys = ({ id, push: { token, aesKey } }: App): SealKeys => ({ token, aesKey, owner: id });

/**
 * An event as it goes to `eventUrl`. The signature comes under both names: "signature" by the document on HTTP
 * callbacks, "msg_signature" by the code of the guide.
 * https://open.dingtalk.com/document/development/receive-callback-message
 * https://open.dingtalk.com/document/development/develop-stream-mode-push-server
 * Unconfirmed: that the timestamp is in ms; the samples have both (1445827045067 and 1783610513).
 */
export function sealedPosting(app: App, event: JsonObject, now: number): Omit<Posting, 'deadlineMs'> {
	const encrypt = encrypted(JSON.stringify(event), sealKeys(app));
	const timestamp = String(now);
	const nonce = randomBytes(8).toString('hex');
	const signature = sealSignature(app.push.token, timestamp, nonce, encrypt);
	const url = new URL(app.push.eventUrl);
	for (const [name, value] of Object.entries({ signature, msg_signature: signature, timestamp, nonce })) url.searchParams.set(name, value);
	return { url: url.href, body: { encrypt } };
}

/** Whether the answer is the word `success`, encrypted and signed. */
export function saysSuccess({ status, text }: { status: number; text: string }, app: App): boolean {
	const answer = parseJson(text);
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

/** "回调签名验证", https://open.dingtalk.com/document/development/event-callback-card */
export const cardHeaders = (apiSecret: string, now: number): Record<string, string> => ({
	'x-ddpaas-signature-timestamp': String(now),
	'x-ddpaas-signature': createHmac('sha256', apiSecret).update(String(now)).digest('base64'),
});
