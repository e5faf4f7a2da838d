import type { Clock } from '../../clock';
import { header, sameText, type ReplayGuard } from '../../events/authentication';
import { parseJson } from '../../events/body';
import { isObject, type JsonObject } from '../../http';
import { CALLBACK_WINDOW_MS, type Callback, type CallbackRequest } from '../../inbound/callback';
import { InputError } from '../../inputError';
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
	/** Largest body that is read, in bytes. */
	maxBytes?: number;
}

/** Far more than any event has. */
const MOST_BYTES = 1024 * 1024;

/** A request that is not to be believed, or can't be read. */
class Refusal extends Error {
	constructor(
		readonly status: 400 | 401 | 413,
		message: string,
	) {
		super(message);
	}
}

const notAuthorized = (why: string) => new Refusal(401, `Not authorized: ${why}`);

/**
 * Reads what the platform sends to a request URL: a check of the address, an event, or a click on a card. With an encrypt
 * key only what is encrypted and signed is an event, otherwise only what carries the verification token. The old card
 * callback is never encrypted, but always signed.
 * https://open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/choose-a-subscription-mode/send-notifications-to-developers-server
 */
export function feishuCallback(request: CallbackRequest, settings: CallbackSettings, clock: Clock, replays: ReplayGuard): Callback {
	try {
		return read(request, settings, clock, replays);
	} catch (error) {
		if (error instanceof Refusal) return { refused: { status: error.status, message: error.message } };
		if (error instanceof InputError) return { refused: { status: 400, message: `${error.message}. ${error.fix}` } };
		throw error;
	}
}

function read(request: CallbackRequest, settings: CallbackSettings, clock: Clock, replays: ReplayGuard): Callback {
	const { maxBytes = MOST_BYTES, platform, botOpenId, verificationToken, encryptKey } = settings;
	if (request.rawBody.length > maxBytes) throw new Refusal(413, `The body is larger than ${Math.floor(maxBytes / 1024)} KB`);
	if (verificationToken === '' && encryptKey === '') {
		throw notAuthorized('the credential has neither a Verification Token nor an Encrypt Key. Copy them from the developer console: your app > Events & Callbacks > Encryption Strategy');
	}
	const { envelope, replayKey } = opened(objectIn(request.rawBody), signedOf(request), settings, clock);
	if (envelope.type === 'url_verification') return { reply: { challenge: challengeOf(envelope) } };
	const event = decodeEvent(envelope, { platform, botOpenId, now: clock.now() });
	if (!event) throw new Refusal(400, 'The body holds no event');
	if (replayKey !== undefined && !replays.claim(replayKey)) throw notAuthorized('this signed request has come before');
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
	if (encryptKey !== '' && body.type !== 'url_verification') throw notAuthorized('the request is not encrypted, but the credential has an Encrypt Key');
	if (!carries(verificationToken, body)) throw notAuthorized('the verification token is missing or wrong. Check the Verification Token in the credential');
	return { envelope: body };
}

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

function objectIn(json: Buffer): JsonObject {
	const value = parseJson(json);
	if (isObject(value)) return value;
	throw new Refusal(400, 'The body is not a JSON object');
}

function challengeOf({ challenge }: JsonObject): string {
	if (typeof challenge === 'string') return challenge;
	throw new Refusal(400, 'The check of the address has no challenge');
}
