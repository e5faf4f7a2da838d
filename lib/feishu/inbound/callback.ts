import type { Clock } from '../../clock';
import { header, sameText, type ReplayGuard } from '../../events/authentication';
import { isObject, type JsonObject } from '../../http';
import { CALLBACK_WINDOW_MS, notAuthorized, objectIn, reading, Refusal, type Callback, type CallbackRequest } from '../../inbound/callback';
import { oldAnswer } from './answers';
import { decrypt, isSignedWith, type Signed } from './crypto';
import { decodeEvent, isOldClick, OLD_CLICK } from './decode';
import { textOf } from './values';

export interface CallbackSettings {
	/** Both from the developer console: Events & Callbacks > Encryption Strategy. One of them has to be there. */
	verificationToken: string;
	encryptKey: string;
	/** The trigger that the request came to: a repeat is one only there. */
	trigger: string;
	platform: 'feishu' | 'lark';
	/** Empty if it is not known. */
	botOpenId: string;
}

/**
 * Reads what the platform sends to a request URL: a check of the address, an event, or a click on a card. With an encrypt
 * key only what is encrypted and signed is an event, otherwise only what carries the verification token. The old card
 * callback is never encrypted, but always signed.
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server
 */
export function feishuCallback(request: CallbackRequest, settings: CallbackSettings, clock: Clock, replays: ReplayGuard): Callback {
	return reading(request, () => read(request, settings, clock, replays));
}

function read(request: CallbackRequest, settings: CallbackSettings, clock: Clock, replays: ReplayGuard): Callback {
	const { platform, botOpenId, verificationToken, encryptKey } = settings;
	if (verificationToken === '' && encryptKey === '') {
		throw notAuthorized('the credential has neither a Verification Token nor an Encrypt Key. Copy them from the developer console: your app > Events & Callbacks > Encryption Strategy');
	}
	const { envelope, replayKey } = opened(objectIn(request.rawBody), signedOf(request), settings, clock);
	if (envelope.type === 'url_verification') return { reply: { challenge: challengeOf(envelope) } };
	const event = decodeEvent(envelope, { platform, botOpenId, now: clock.now() });
	if (!event) throw new Refusal(400, 'The body holds no event. Enter this address in the developer console alone, as the request URL of events and callbacks');
	if (replayKey !== undefined && !replays.claim(replayKey)) throw notAuthorized('this signed request has come before. Nothing needs to be done: it was taken then');
	return {
		event,
		reply: (answer = {}) => (event.type === OLD_CLICK ? oldAnswer(answer) : answer),
		release: () => {
			if (replayKey !== undefined) replays.release(replayKey);
		},
	};
}

interface Opened {
	/** In clear, and from the platform. */
	envelope: JsonObject;
	/** What a signed request is known by again. */
	replayKey?: string;
}

function opened(body: JsonObject, signed: Signed, settings: CallbackSettings, clock: Clock): Opened {
	const { verificationToken, encryptKey } = settings;
	if (isOldClick(body)) {
		if (!isSignedWith(verificationToken, 'sha1', signed)) throw notAuthorized('the signature of the card callback is wrong. Check the Verification Token in the credential');
		return { envelope: body, replayKey: timely(signed, settings, clock) };
	}
	if (typeof body.encrypt === 'string') return encryptKey === '' ? cannotDecrypt() : decrypted(body.encrypt, signed, settings, clock);
	// The check of an address for old card callbacks is not encrypted either; it tells nobody anything.
	if (encryptKey !== '' && body.type !== 'url_verification') throw notAuthorized(NOT_ENCRYPTED);
	if (!carries(verificationToken, body)) throw notAuthorized('the verification token is missing or wrong. Check the Verification Token in the credential');
	return { envelope: body };
}

const NOT_ENCRYPTED =
	'the request is not encrypted, but the credential has an Encrypt Key. Set the same key in the developer console (your app > Events & Callbacks > Encryption Strategy), or empty the field in the credential';

function cannotDecrypt(): never {
	throw notAuthorized('the request is encrypted. Copy the Encrypt Key from the developer console into the credential: your app > Events & Callbacks > Encryption Strategy');
}

/**
 * The check of an address is encrypted but not signed. Whatever else is unsigned gets one and the same answer: another one
 * for a wrong padding would let anybody find out what is encrypted.
 */
function decrypted(encrypted: string, signed: Signed, settings: CallbackSettings, clock: Clock): Opened {
	const isSigned = isSignedWith(settings.encryptKey, 'sha256', signed);
	const text = decrypt(encrypted, settings.encryptKey);
	if (!isSigned) {
		const envelope = text && challengeIn(text);
		if (envelope && (settings.verificationToken === '' || carries(settings.verificationToken, envelope))) return { envelope };
		throw notAuthorized('the signature is missing or wrong. Check the Encrypt Key in the credential');
	}
	if (!text) throw new Refusal(400, 'The body can not be decrypted');
	return { envelope: objectIn(text), replayKey: timely(signed, settings, clock) };
}

function challengeIn(text: Buffer): JsonObject | undefined {
	try {
		const envelope = objectIn(text);
		return envelope.type === 'url_verification' ? envelope : undefined;
	} catch {
		return undefined;
	}
}

/** The key of a signed request, if its time is not too far off. */
function timely({ timestamp, signature }: Signed, { trigger }: CallbackSettings, clock: Clock): string {
	const off = /^\d{1,12}$/.test(timestamp) ? Math.abs(clock.now() - Number(timestamp) * 1000) : Infinity;
	if (off > CALLBACK_WINDOW_MS) throw notAuthorized('the time of the request is more than an hour off. Check the clock of the machine that runs n8n');
	// Which is over everything else that is signed.
	return `${trigger} ${signature.toLowerCase()}`;
}

const signedOf = (request: CallbackRequest): Signed => ({
	timestamp: header(request, 'x-lark-request-timestamp'),
	nonce: header(request, 'x-lark-request-nonce'),
	signature: header(request, 'x-lark-signature'),
	rawBody: request.rawBody,
});

/** The verification token stands in the header of version 2.0, and outside in all else. */
function carries(verificationToken: string, { header: inside, token }: JsonObject): boolean {
	return verificationToken !== '' && sameText(textOf(isObject(inside) ? inside.token : token), verificationToken);
}

function challengeOf({ challenge }: JsonObject): string {
	if (typeof challenge === 'string') return challenge;
	throw new Refusal(400, 'The check of the address has no challenge');
}
