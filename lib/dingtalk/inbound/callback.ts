import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock';
import { header, sameText, type ReplayGuard } from '../../events/authentication';
import { sha256 } from '../../hash';
import type { JsonObject } from '../../http';
import { CALLBACK_WINDOW_MS, notAuthorized, objectIn, reading, Refusal, type Callback, type CallbackRequest } from '../../inbound/callback';
import type { AppEvent } from '../../inbound/types';
import { signBotCall } from '../signing';
import { aesKeyOf, clickSignature, decrypt, encrypt, pushSignature } from './crypto';
import { decodeClick, decodeMessage, decodePushedEvent } from './decode';

/** What a credential tells of the calls of DingTalk; what is missing is empty. */
export interface CallbackSettings {
	clientId: string;
	/** Signs messages to the robot. */
	clientSecret: string;
	/** Signs events ... */
	pushToken: string;
	/** ... which are encrypted with this: 43 characters. */
	pushAesKey: string;
	/** Signs clicks. */
	cardCallbackSecret: string;
	corpId: string;
	/** What listens: a repeat is one only there. */
	trigger: string;
}

/** "No reply" to a message: https://open.dingtalk.com/document/development/robot-message-type */
const NO_REPLY = { msgtype: 'empty' };

/**
 * Reads what DingTalk sends by HTTP. One address takes all three kinds, which differ by where their signature stands:
 * events have it in the query, messages to the robot in the header `sign`, clicks in `x-ddpaas-signature`.
 *
 * @param replays with {@link CALLBACK_WINDOW_MS} as its window
 */
export const dingTalkCallback = (request: CallbackRequest, settings: CallbackSettings, clock: Clock, replays: ReplayGuard): Callback =>
	reading(request, () => read({ request, settings, clock, replays }));

function read(call: Call): Callback {
	const { request } = call;
	if (pushSignatureIn(request) !== '') return pushed(call);
	if (header(request, CLICK_SIGNATURE) !== '') return clicked(call);
	if (header(request, 'sign') !== '') return written(call);
	throw notAuthorized(
		'the request has no signature of DingTalk. If it is a click on a card, register the callback address with a secret, and enter the same secret in the credential (Card Callback Secret).',
	);
}

interface Call {
	request: CallbackRequest;
	settings: CallbackSettings;
	clock: Clock;
	replays: ReplayGuard;
}

/**
 * An event, encrypted; every one of them, and the check of the address, wants the word `success` back, encrypted as well.
 * https://open.dingtalk.com/document/development/develop-stream-mode-push-server
 */
function pushed(call: Call): Callback {
	const { request, settings, clock } = call;
	const { pushToken, clientId, corpId } = settings;
	const aesKey = aesKeyOf(settings.pushAesKey);
	if (pushToken === '') throw missing('HTTP Push Token', PUSH_SETTINGS);
	if (settings.pushAesKey === '') throw missing('HTTP Push AES Key', PUSH_SETTINGS);
	if (!aesKey) throw notAuthorized(`the HTTP Push AES Key in the credential is not one of 43 characters. Copy it again: ${PUSH_SETTINGS}.`);
	const [timestamp, nonce] = [parameter(request, 'timestamp'), parameter(request, 'nonce')];
	const { encrypt: encrypted } = objectIn(request.rawBody);
	if (typeof encrypted !== 'string') throw new Refusal(400, 'The body has no "encrypt".');
	if (!sameText(pushSignatureIn(request), pushSignature(pushToken, timestamp, nonce, encrypted))) throw wrongSignature('HTTP Push Token');
	if (!isRecent(timestamp, clock)) throw wrongTime();
	const decrypted = decrypt(encrypted, aesKey);
	if ('problem' in decrypted) throw new Refusal(400, `The event can't be decrypted with the HTTP Push AES Key of the credential: ${decrypted.problem}.`);
	const { message, owner } = decrypted;
	if (owner === '' || ![clientId, corpId].includes(owner)) {
		throw notAuthorized('the event is for another app or organization than the Client ID and the Corp ID of the credential. Enter both in the credential.');
	}
	const told = objectIn(Buffer.from(message));
	const success = (): JsonObject => signed(encrypt('success', owner, aesKey), pushToken, clock);
	if (told.EventType === 'check_url') return { reply: success() };
	// What is signed does not tell where one part ends and the next begins: only the signature stays the same.
	return once(call, pushSignatureIn(request), decodePushedEvent(told, clientId), success);
}

/** The texts of the documents call it `signature`, their code `msg_signature`. */
const pushSignatureIn = (request: CallbackRequest): string => parameter(request, 'msg_signature') || parameter(request, 'signature');

/** One that came twice is none. */
function parameter({ query }: CallbackRequest, name: string): string {
	const value: unknown = query[name];
	return typeof value === 'string' ? value : '';
}

/** The answer to a push; its time is in ms, as text. */
function signed(encrypted: string, token: string, clock: Clock): JsonObject {
	const [timeStamp, nonce] = [String(clock.now()), randomBytes(8).toString('hex')];
	return { msg_signature: pushSignature(token, timeStamp, nonce, encrypted), timeStamp, nonce, encrypt: encrypted };
}

/**
 * A message to the robot. The signature is over the time alone.
 * https://open.dingtalk.com/document/development/robot-message-type
 */
function written(call: Call): Callback {
	const { request, settings, clock } = call;
	const { clientId, clientSecret } = settings;
	if (clientSecret === '') throw missing('Client Secret', 'developer console > your app > Credentials & Basic Information');
	const timestamp = header(request, 'timestamp');
	if (!sameText(header(request, 'sign'), signBotCall(clientSecret, Number(timestamp)))) throw wrongSignature('Client Secret');
	if (!isRecent(timestamp, clock)) throw wrongTime();
	return once(call, `${timestamp} ${sha256(request.rawBody)}`, decodeMessage(objectIn(request.rawBody), clientId), () => NO_REPLY);
}

const CLICK_SIGNATURE = 'x-ddpaas-signature';

/**
 * A click on a card. The signature is over the time alone.
 * https://open.dingtalk.com/document/development/event-callback-card
 */
function clicked(call: Call): Callback {
	const { request, settings, clock } = call;
	const { clientId, cardCallbackSecret } = settings;
	if (cardCallbackSecret === '') throw missing('Card Callback Secret', 'it is the secret with which the callback address of the cards was registered');
	const timestamp = header(request, `${CLICK_SIGNATURE}-timestamp`);
	if (!sameText(header(request, CLICK_SIGNATURE), clickSignature(cardCallbackSecret, timestamp))) throw wrongSignature('Card Callback Secret');
	if (!isRecent(timestamp, clock)) throw wrongTime();
	const eventId = sha256(`${timestamp} ${sha256(request.rawBody)}`);
	const event = decodeClick(objectIn(request.rawBody), { clientId, now: clock.now(), eventId });
	return once(call, eventId, event, (answer = {}) => answer);
}

/**
 * Lets a request in that has not come before. Two messages or clicks may have the same time and thus the same signature,
 * so the body is a part of what a request is known by.
 */
function once({ settings, replays }: Call, request: string, event: AppEvent | undefined, reply: (answer?: JsonObject) => JsonObject): Callback {
	if (!event) throw new Refusal(400, 'The request is signed, but it is no event, message or click of DingTalk. Enter this address in DingTalk alone.');
	const claim = `${settings.trigger} ${request}`;
	if (!replays.claim(claim)) throw notAuthorized('this signed request has come before. Nothing needs to be done: it was taken then.');
	return { event, reply, release: () => replays.release(claim) };
}

/** Ms have 13 digits; times of events are in seconds in some samples of the documents, which have 10. */
function isRecent(timestamp: string, clock: Clock): boolean {
	const time = /^\d{13}$/.test(timestamp) ? Number(timestamp) : /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : NaN;
	return Math.abs(clock.now() - time) <= CALLBACK_WINDOW_MS;
}

const PUSH_SETTINGS = 'developer console > your app > Event Subscription (事件订阅) > HTTP push';

const missing = (field: string, where: string): Refusal =>
	notAuthorized(`the credential has no ${field}, so that nobody can tell whether this comes from DingTalk. Enter it in the credential (${where}).`);

const wrongSignature = (field: string): Refusal =>
	notAuthorized(`the signature does not match. If this comes from DingTalk, compare the ${field} in the credential with the one in DingTalk.`);

const wrongTime = (): Refusal =>
	notAuthorized('the request was signed more than an hour ago, or ahead of time. If this comes from DingTalk, set the clock of the machine that runs n8n (NTP).');
