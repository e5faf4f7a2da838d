import type { CallbackRequest } from '../../../../../lib/inbound/callback';
import type { CallbackSettings } from '../../../../../lib/dingtalk/inbound/callback';
import { AES_KEY, CARD_SECRET, CLIENT_ID, CLIENT_SECRET, click, clickSign, CORP_ID, encrypted, message, pushedEvent, pushSign, robotSign, TOKEN } from './platform';

/** Requests of DingTalk, signed as it signs them. */

export const SETTINGS: CallbackSettings = {
	clientId: CLIENT_ID,
	clientSecret: CLIENT_SECRET,
	pushToken: TOKEN,
	pushAesKey: AES_KEY,
	cardCallbackSecret: CARD_SECRET,
	corpId: CORP_ID,
	trigger: 'workflow-1 Trigger',
};

const bodyOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

export function robotRequest(at: number, body: unknown = message, secret = CLIENT_SECRET): CallbackRequest {
	return { headers: { timestamp: String(at), sign: robotSign(secret, String(at)) }, query: {}, rawBody: bodyOf(body) };
}

export function clickRequest(at: number, body: unknown = click, secret = CARD_SECRET): CallbackRequest {
	return { headers: { 'x-ddpaas-signature-timestamp': String(at), 'x-ddpaas-signature': clickSign(secret, String(at)) }, query: {}, rawBody: bodyOf(body) };
}

interface PushOptions {
	token?: string;
	owner?: string;
	aesKey?: string;
	nonce?: string;
	/** What the query calls the signature. */
	name?: 'signature' | 'msg_signature';
	/** In place of what the event is encrypted to. */
	encrypt?: unknown;
}

export function pushRequest(at: number | string, event: unknown = pushedEvent, { token = TOKEN, owner = CLIENT_ID, aesKey = AES_KEY, nonce = 'nonce1', name = 'signature', encrypt }: PushOptions = {}): CallbackRequest {
	const timestamp = String(at);
	const text = encrypt ?? encrypted(bodyOf(event), { owner, aesKey });
	return {
		headers: { 'content-type': 'application/json' },
		query: { [name]: pushSign(token, timestamp, nonce, String(text)), timestamp, nonce },
		rawBody: bodyOf({ encrypt: text }),
	};
}
