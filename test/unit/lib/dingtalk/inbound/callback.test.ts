import crypto from 'node:crypto';
import { dingTalkCallback, type CallbackSettings } from '../../../../../lib/dingtalk/inbound/callback';
import { ReplayGuard } from '../../../../../lib/events/authentication';
import { CALLBACK_WINDOW_MS, type Callback, type CallbackRequest } from '../../../../../lib/inbound/callback';
import { InstantClock } from '../../support/instantClock';
import { AES_KEY, CARD_SECRET, click, CLIENT_ID, CORP_ID, decrypted, message, pushedEvent, pushSign, TOKEN } from './platform';
import { clickRequest, pushRequest, robotRequest, SETTINGS } from './requests';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const MINUTE = 60_000;

/** One trigger that listens. */
function listener(settings: Partial<CallbackSettings> = {}) {
	const clock = new InstantClock(NOW);
	const replays = new ReplayGuard(clock, CALLBACK_WINDOW_MS);
	return { clock, receive: (request: CallbackRequest, own: Partial<CallbackSettings> = {}): Callback => dingTalkCallback(request, { ...SETTINGS, ...settings, ...own }, clock, replays) };
}

const receive = (request: CallbackRequest, settings: Partial<CallbackSettings> = {}) => listener(settings).receive(request);

const refusal = (status: number, words: RegExp) => ({ refused: { status, message: expect.stringMatching(words) } });

function eventIn(callback: Callback) {
	if (!('event' in callback)) throw new Error(`No event: ${JSON.stringify(callback)}`);
	return callback;
}

/** What the word in an answer to a push is, if the answer is signed as the documents have it. */
function wordIn(answer: unknown): string {
	const { msg_signature: signature, timeStamp, nonce, encrypt, ...rest } = answer as Record<string, string>;
	expect(rest).toEqual({});
	expect(signature).toBe(pushSign(TOKEN, timeStamp!, nonce!, encrypt!));
	return decrypted(encrypt!).message;
}

const KINDS: Array<[string, (at: number, body?: unknown) => CallbackRequest]> = [
	['an event', pushRequest],
	['a message', robotRequest],
	['a click', clickRequest],
];

describe('what comes to one address is told apart by its signature', () => {
	test('an event, which is answered with the word success, encrypted', () => {
		const { event, reply } = eventIn(receive(pushRequest(NOW)));
		expect(event).toMatchObject({ kind: 'event', type: 'chat_add_member', eventId: pushedEvent.eventId, raw: pushedEvent });
		expect(wordIn(reply())).toBe('success');
		expect(reply()).toMatchObject({ timeStamp: String(NOW) });
		// A nonce is used once.
		expect((reply() as Record<string, string>).nonce).not.toBe((reply() as Record<string, string>).nonce);
	});

	test('a message to the robot, which is answered with no reply', () => {
		const { event, reply } = eventIn(receive(robotRequest(NOW)));
		expect(event).toMatchObject({ kind: 'message', eventId: message.msgId, text: '磁盘满了吗' });
		expect(reply()).toEqual({ msgtype: 'empty' });
	});

	test('a click on a card, which is answered with the card, or with nothing', () => {
		const { event, reply } = eventIn(receive(clickRequest(NOW)));
		expect(event).toMatchObject({ kind: 'cardAction', card: { id: click.outTrackId, action: 'button_1', value: { action: 'accept' }, answerBy: '2026-11-20T03:00:02.000Z' } });
		expect(reply({ cardData: { cardParamMap: { done: 'true' } } })).toEqual({ cardData: { cardParamMap: { done: 'true' } } });
		expect(reply()).toEqual({});
	});

	test('the check of the address, which nobody need know of', () => {
		const callback = receive(pushRequest(NOW, { EventType: 'check_url' }));
		expect(callback).toEqual({ reply: expect.anything() });
		expect('reply' in callback && wordIn(callback.reply)).toBe('success');
	});
});

describe('a signature', () => {
	test.each<[string, CallbackRequest]>([
		['of an event, with another token', pushRequest(NOW, pushedEvent, { token: 'another' })],
		['of an event, for another text', { ...pushRequest(NOW), rawBody: pushRequest(NOW, { EventType: 'forged' }).rawBody }],
		['of an event, for another time', { ...pushRequest(NOW), query: { ...pushRequest(NOW).query, timestamp: String(NOW + 1) } }],
		['of an event, for another nonce', { ...pushRequest(NOW), query: { ...pushRequest(NOW).query, nonce: 'nonce2' } }],
		['of an event, cut off', { ...pushRequest(NOW), query: { ...pushRequest(NOW).query, signature: pushRequest(NOW).query.signature!.slice(0, -1) } }],
		['of a message, with another secret', robotRequest(NOW, message, 'another')],
		['of a message, for another time', { ...robotRequest(NOW), headers: { ...robotRequest(NOW).headers, timestamp: String(NOW + 1) } }],
		['of a message, without a time', { ...robotRequest(NOW), headers: { sign: robotRequest(NOW).headers.sign } }],
		['of a click, with another secret', clickRequest(NOW, click, 'another')],
		['of a click, for another time', { ...clickRequest(NOW), headers: { ...clickRequest(NOW).headers, 'x-ddpaas-signature-timestamp': String(NOW + 1) } }],
		['of a click in the header of a message', { ...clickRequest(NOW), headers: { timestamp: String(NOW), sign: clickRequest(NOW).headers['x-ddpaas-signature'] } }],
		['of a message in the header of a click', { ...robotRequest(NOW), headers: { 'x-ddpaas-signature-timestamp': String(NOW), 'x-ddpaas-signature': robotRequest(NOW).headers.sign } }],
	])('%s is refused', (_, request) => {
		expect(receive(request)).toEqual(refusal(401, /^Not authorized: the signature does not match\. .*compare the .* in the credential/));
	});

	test.each<[string, CallbackRequest]>([
		['an event', { ...pushRequest(NOW), query: {} }],
		['a message', { ...robotRequest(NOW), headers: {} }],
		['a click', { ...clickRequest(NOW), headers: {} }],
		['an event whose signature came twice', { ...pushRequest(NOW), query: { signature: ['a', 'b'] as unknown as string } }],
		['nothing at all', { headers: {}, query: {}, rawBody: Buffer.alloc(0) }],
	])('is missing: %s', (_, request) => {
		expect(receive(request)).toEqual(refusal(401, /no signature of DingTalk.*register the callback address with a secret/));
	});

	test('is called signature or msg_signature', () => {
		expect(eventIn(receive(pushRequest(NOW, pushedEvent, { name: 'msg_signature' }))).event.type).toBe('chat_add_member');
	});
});

describe('signatures are compared in constant time', () => {
	afterEach(() => jest.restoreAllMocks());

	test.each<[string, (signature: string) => CallbackRequest]>([
		['of an event', (signature) => ({ ...pushRequest(NOW), query: { ...pushRequest(NOW).query, signature } })],
		['of a message', (sign) => ({ ...robotRequest(NOW), headers: { ...robotRequest(NOW).headers, sign } })],
		['of a click', (signature) => ({ ...clickRequest(NOW), headers: { ...clickRequest(NOW).headers, 'x-ddpaas-signature': signature } })],
	])('%s', (_, requestWith) => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const wrong of ['x', 'x'.repeat(40), 'x'.repeat(1000)]) {
			compare.mockClear();
			expect(receive(requestWith(wrong))).toEqual(refusal(401, /signature does not match/));
			// Digests: not even the length of the signature shows.
			expect(compare.mock.calls.map((pair) => pair.map(({ byteLength }) => byteLength))).toEqual([[32, 32]]);
		}
	});
});

describe('the time', () => {
	test.each(KINDS)('of %s may be off by an hour, not more', (_, request) => {
		for (const off of [-60 * MINUTE, 60 * MINUTE]) expect(receive(request(NOW + off))).toHaveProperty('event');
		for (const off of [-70 * MINUTE, -60 * MINUTE - 1, 60 * MINUTE + 1, 70 * MINUTE]) {
			expect(receive(request(NOW + off))).toEqual(refusal(401, /signed more than an hour ago, or ahead of time.*\(NTP\)/));
		}
	});

	test('may be in seconds, as in some samples of the documents', () => {
		expect(receive(pushRequest(NOW / 1000))).toHaveProperty('event');
		expect(receive(pushRequest(NOW / 1000 - 3601))).toEqual(refusal(401, /more than an hour/));
	});

	test.each(['', 'now', '1e12', '-1', String(NOW * 10), `0x${NOW.toString(16)}`])('%j is none', (timestamp) => {
		expect(receive(pushRequest(timestamp))).toEqual(refusal(401, /more than an hour/));
	});

	test('of the check of the address counts, too', () => {
		expect(receive(pushRequest(NOW - 70 * MINUTE, { EventType: 'check_url' }))).toEqual(refusal(401, /more than an hour/));
	});
});

describe('a repeat of the same request', () => {
	test.each(KINDS)('%s is refused', (_, request) => {
		const { receive: hear, clock } = listener();
		expect(hear(request(NOW))).toHaveProperty('event');
		expect(hear(request(NOW))).toEqual(refusal(401, /has come before/));
		clock.skip(59 * MINUTE);
		expect(hear(request(NOW))).toEqual(refusal(401, /has come before/));
	});

	test.each(KINDS)('%s is let in when it could not be stored', (_, request) => {
		const { receive: hear } = listener();
		eventIn(hear(request(NOW))).release();
		expect(hear(request(NOW))).toHaveProperty('event');
	});

	test.each(KINDS)('%s is let in by another trigger', (_, request) => {
		const { receive: hear } = listener();
		hear(request(NOW));
		expect(hear(request(NOW), { trigger: 'workflow-2 Trigger' })).toHaveProperty('event');
	});

	test('an event is refused, also where the end of its time has gone over into its nonce, which the same signature is over', () => {
		const { receive: hear } = listener();
		const at = String(NOW + 999);
		const request = pushRequest(at, pushedEvent, { nonce: '4nonce' });
		const changed = { ...request, query: { ...request.query, timestamp: at.slice(0, 10), nonce: `${at.slice(10)}4nonce` } };
		expect(listener().receive(changed)).toHaveProperty('event');
		expect(hear(request)).toHaveProperty('event');
		expect(hear(changed)).toEqual(refusal(401, /has come before/));
	});

	test('of the check of the address is answered', () => {
		const { receive: hear } = listener();
		hear(pushRequest(NOW, { EventType: 'check_url' }));
		expect(hear(pushRequest(NOW, { EventType: 'check_url' }))).toHaveProperty('reply');
	});

	test('is no other message or click at the same millisecond', () => {
		const { receive: hear } = listener();
		hear(robotRequest(NOW));
		expect(hear(robotRequest(NOW, { ...message, msgId: 'msg2' }))).toHaveProperty('event');
		const first = eventIn(hear(clickRequest(NOW))).event;
		const second = eventIn(hear(clickRequest(NOW, { ...click, userId: 'user456' }))).event;
		expect(first.eventId).not.toBe(second.eventId);
	});

	test('a click is known again, another click on the same button is another', () => {
		const at = (time: number) => eventIn(receive(clickRequest(time))).event.card!.click;
		expect(at(NOW)).toBe(at(NOW));
		expect(at(NOW)).not.toBe(at(NOW + 1));
	});
});

describe('an event that is encrypted', () => {
	test('for the organization is let in if the credential knows it, and answered in kind', () => {
		const { reply } = eventIn(receive(pushRequest(NOW, pushedEvent, { owner: CORP_ID })));
		expect(decrypted((reply() as { encrypt: string }).encrypt).owner).toBe(CORP_ID);
		expect(receive(pushRequest(NOW, pushedEvent, { owner: CORP_ID }), { corpId: '' })).toEqual(refusal(401, /another app or organization.*Corp ID/));
	});

	test.each(['', 'dingsomebodyelse', CLIENT_ID.slice(1)])('for %j is not', (owner) => {
		expect(receive(pushRequest(NOW, pushedEvent, { owner }), { corpId: '' })).toEqual(refusal(401, /another app or organization/));
	});

	test('with another key is refused, with the reason', () => {
		expect(receive(pushRequest(NOW, pushedEvent, { aesKey: AES_KEY.replace('a', 'z') }))).toEqual(refusal(400, /can't be decrypted with the HTTP Push AES Key.*padding/));
	});

	test.each([undefined, null, 1, {}, []])('is not %j', (encrypt) => {
		const request = pushRequest(NOW, pushedEvent, { encrypt: encrypt ?? 'x' });
		expect(receive({ ...request, rawBody: Buffer.from(JSON.stringify({ encrypt })) })).toEqual(refusal(400, /no "encrypt"/));
	});
});

describe('a body that makes no sense is refused, though it is signed', () => {
	const bodies: Array<[string, unknown, RegExp]> = [
		['no JSON', '{"EventType"', /not valid JSON/],
		['a list', [], /not a JSON object in UTF-8/],
		['a text', '"x"', /not a JSON object/],
		['nothing', '', /not valid JSON/],
		['other bytes than UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), /UTF-8/],
		['brackets without end', '['.repeat(200_000), /nested deeper/],
		['what DingTalk never sends', { hello: 'world' }, /no event, message or click/],
	];

	test.each(KINDS.flatMap(([kind, request]) => bodies.map(([what, body, words]) => [kind, what, request(NOW, body), words] as const)))('%s: %s', (_kind, _what, request, words) => {
		const { refused } = receive(request) as { refused: { status: number; message: string } };
		expect(refused.status).toBe(400);
		// Bytes that are no text are found by the decryption.
		expect(refused.message).toMatch(words);
	});
});

describe('a body that is too long is refused before anything is read', () => {
	test.each(KINDS)('%s', (_, request) => {
		const long = request(NOW, { ...message, padding: 'x'.repeat(2 * 1024 * 1024) });
		expect(receive(long)).toEqual(refusal(413, /more than 1 MB/));
		expect(receive(request(NOW, { ...message, padding: 'x'.repeat(600 * 1024) }))).not.toMatchObject({ refused: { status: 413 } });
	});
});

describe('what is missing in the credential is named', () => {
	test.each<[string, Partial<CallbackSettings>, CallbackRequest, RegExp]>([
		['the token', { pushToken: '' }, pushRequest(NOW, pushedEvent, { token: '' }), /no HTTP Push Token.*Event Subscription/],
		['the AES key', { pushAesKey: '' }, pushRequest(NOW), /no HTTP Push AES Key.*Event Subscription/],
		['a part of the AES key', { pushAesKey: AES_KEY.slice(0, 42) }, pushRequest(NOW), /not one of 43 characters/],
		['the Client Secret', { clientSecret: '' }, robotRequest(NOW, message, ''), /no Client Secret/],
		['the card callback secret', { cardCallbackSecret: '' }, clickRequest(NOW, click, ''), /no Card Callback Secret.*registered/],
	])('%s', (_, settings, request, words) => {
		expect(receive(request, settings)).toEqual(refusal(401, words));
	});

	test('and nothing else is needed', () => {
		const none = { clientSecret: '', pushToken: '', pushAesKey: '', cardCallbackSecret: '', corpId: '' };
		expect(receive(pushRequest(NOW), { ...none, pushToken: TOKEN, pushAesKey: AES_KEY })).toHaveProperty('event');
		expect(receive(robotRequest(NOW), { ...none, clientSecret: SETTINGS.clientSecret })).toHaveProperty('event');
		expect(receive(clickRequest(NOW), { ...none, cardCallbackSecret: CARD_SECRET })).toHaveProperty('event');
	});

	test('no refusal shows a secret', () => {
		const shown = KINDS.flatMap(([, request]) => [request(NOW - 70 * MINUTE), request(NOW, 'x'), { ...request(NOW), headers: {}, query: {} }].map((one) => JSON.stringify(receive(one)))).join();
		for (const secret of [SETTINGS.clientSecret, TOKEN, AES_KEY, CARD_SECRET]) expect(shown).not.toContain(secret);
	});
});
