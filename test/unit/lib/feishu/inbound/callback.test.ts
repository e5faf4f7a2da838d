import crypto from 'node:crypto';
import { ReplayGuard } from '../../../../../lib/events/authentication';
import { toast } from '../../../../../lib/feishu/inbound/answers';
import { feishuCallback, type CallbackSettings } from '../../../../../lib/feishu/inbound/callback';
import type { JsonObject } from '../../../../../lib/http';
import { CALLBACK_WINDOW_MS, type Callback, type CallbackRequest } from '../../../../../lib/inbound/callback';
import { BOT, click, envelope, message, NOW, oldClick, oldEvent, TOKEN } from '../../support/feishuEvents';
import { encrypted, encryptedRequest, ENCRYPT_KEY, oldCardRequest, request, SECONDS, signedRequest } from '../../support/feishuRequests';
import { InstantClock } from '../../support/instantClock';

const plain: CallbackSettings = { verificationToken: TOKEN, encryptKey: '', trigger: 'w1 n1', platform: 'feishu', botOpenId: BOT };
const secured: CallbackSettings = { ...plain, encryptKey: ENCRYPT_KEY };
const keyAlone: CallbackSettings = { ...secured, verificationToken: '' };

const guard = (clock = new InstantClock(NOW)) => new ReplayGuard(clock, CALLBACK_WINDOW_MS);
const receive = (incoming: CallbackRequest, settings = plain, { at = NOW, replays = guard() } = {}): Callback =>
	feishuCallback(incoming, settings, new InstantClock(at), replays);

const refusal = (status: number, text: RegExp) => ({ refused: { status, message: expect.stringMatching(text) } });
const eventOf = (callback: Callback) => ('event' in callback ? callback.event : expect(callback).toHaveProperty('event'));
const hello = message('text', { text: 'hello' });
/** Not UTF-8, if there are accents in it. */
const latin1 = (body: JsonObject): Buffer => Buffer.from(JSON.stringify(body), 'latin1');
const challenge = { challenge: 'ajls384kdjx98XX', token: TOKEN, type: 'url_verification' };

describe('the check of an address is answered', () => {
	test.each<[string, CallbackRequest, CallbackSettings]>([
		['in clear', request(challenge), plain],
		['encrypted', request({ encrypt: encrypted(JSON.stringify(challenge)) }), secured],
		['encrypted, with the key alone', request({ encrypt: encrypted(JSON.stringify(challenge)) }), keyAlone],
		['encrypted and signed', encryptedRequest(challenge), secured],
		['in clear, for old card callbacks, beside an encrypt key', request(challenge), secured],
	])('%s', (_, incoming, settings) => {
		expect(receive(incoming, settings)).toEqual({ reply: { challenge: 'ajls384kdjx98XX' } });
	});

	test.each<[string, CallbackRequest, CallbackSettings, number]>([
		['with another token', request({ ...challenge, token: 'other' }), plain, 401],
		['without a token', request({ ...challenge, token: undefined }), plain, 401],
		['with another token, encrypted', request({ encrypt: encrypted(JSON.stringify({ ...challenge, token: 'other' })) }), secured, 401],
		['encrypted with another key', request({ encrypt: encrypted(JSON.stringify(challenge), 'other') }), secured, 401],
		['in clear, with an encrypt key alone', request(challenge), keyAlone, 401],
		['without a challenge', request({ ...challenge, challenge: 1 }), plain, 400],
		['with one that is not UTF-8', request(latin1({ ...challenge, challenge: 'é' })), plain, 400],
		['with one that is not UTF-8, encrypted', request({ encrypt: encrypted(latin1({ ...challenge, challenge: 'é' })) }), secured, 401],
	])('but not %s', (_, incoming, settings, status) => {
		expect(receive(incoming, settings)).toEqual(refusal(status, /./));
	});
});

describe('an event', () => {
	test.each<[string, CallbackRequest, CallbackSettings]>([
		['with the token, in version 2.0', request(hello), plain],
		['with the token, in version 1.0', request(oldEvent()), plain],
		['encrypted and signed, in version 2.0', encryptedRequest(hello), secured],
		['encrypted and signed, in version 1.0', encryptedRequest(oldEvent()), secured],
		['with the key alone', encryptedRequest(hello), keyAlone],
	])('%s is taken and answered with nothing', (_, incoming, settings) => {
		const callback = receive(incoming, settings);
		expect(eventOf(callback)?.eventId).toMatch(/^(om_|bc44)/);
		expect('event' in callback && callback.reply()).toEqual({});
	});

	test.each<[string, CallbackRequest, CallbackSettings, number, RegExp]>([
		['without secrets to check it by', request(hello), { ...plain, verificationToken: '' }, 401, /neither a Verification Token nor an Encrypt Key.*developer console/],
		['with another token', request(JSON.stringify(hello).replace(TOKEN, 'made-up-verification-tokem')), plain, 401, /verification token is missing or wrong/],
		['without a token', request(JSON.stringify(hello).replace('"token"', '"t"')), plain, 401, /verification token/],
		['with the token in the wrong place', request({ ...hello, token: TOKEN, header: { event_type: 'x' } }), plain, 401, /verification token/],
		['in version 1.0 with another token', request({ ...oldEvent(), token: 'other' }), plain, 401, /verification token/],
		['in clear, although an encrypt key is set', request(hello), secured, 401, /not encrypted/],
		['in clear and signed, although an encrypt key is set', signedRequest(hello), secured, 401, /not encrypted.*Set the same key in the developer console.*or empty the field/],
		['encrypted, although no encrypt key is set', encryptedRequest(hello), plain, 401, /Copy the Encrypt Key/],
		['encrypted, but not signed', request({ encrypt: encrypted(JSON.stringify(hello)) }), secured, 401, /signature is missing or wrong/],
		['signed with another key', encryptedRequest(hello, { secret: 'other' }), secured, 401, /signature/],
		['signed by the algorithm of old cards', encryptedRequest(hello, { algorithm: 'sha1' }), secured, 401, /signature/],
		['signed, but encrypted with another key', signedRequest({ encrypt: encrypted(JSON.stringify(hello), 'other') }), secured, 400, /decrypted/],
		['signed, but not UTF-8', signedRequest({ encrypt: encrypted(Buffer.from([0x7b, 0xff, 0x7d])) }), secured, 400, /decrypted/],
		['signed, but no JSON', encryptedRequest('hello'), secured, 400, /JSON/],
		['that is none', request({ type: 'event_callback', token: TOKEN }), plain, 400, /no event.*Enter this address in the developer console/],
		['that is not UTF-8', request(latin1(message('text', { text: 'déjà vu' }))), plain, 400, /UTF-8/],
		['of an old card that is not UTF-8', signedRequest(latin1(oldClick({ value: { key: 'é' } })), { algorithm: 'sha1', secret: TOKEN }), plain, 400, /UTF-8/],
		['that is no JSON', request('hello'), plain, 400, /not valid JSON/],
		['that is a list', request('[]'), plain, 400, /not a JSON object/],
		['that is nested too deeply', request(`{"token":"${TOKEN}","a":${'['.repeat(200)}${']'.repeat(200)}}`), plain, 400, /nested deeper/],
		['that is empty', request(''), plain, 400, /JSON/],
		['larger than a megabyte', request(`{"a":"${'x'.repeat(1024 * 1024)}"}`), plain, 413, /more than 1 MB/],
	])('%s is refused', (_, incoming, settings, status, text) => {
		expect(receive(incoming, settings)).toEqual(refusal(status, text));
	});

	test('with one byte changed is refused', () => {
		const sound = encryptedRequest(hello);
		for (const at of [20, 100, sound.rawBody.length - 10]) {
			const rawBody = Buffer.from(sound.rawBody);
			rawBody[at] = rawBody[at] === 0x41 ? 0x42 : 0x41;
			expect(receive({ ...sound, rawBody }, secured)).toEqual(refusal(401, /signature/));
		}
	});

	test('unsigned is answered alike, whatever is wrong with it: the padding tells nobody anything', () => {
		const sound = Buffer.from(encrypted(JSON.stringify(hello)), 'base64');
		const wrongPadding = Buffer.from(sound);
		wrongPadding[sound.length - 17]! ^= 0xff;
		const noJson = encrypted('no json');
		const answers = [sound.toString('base64'), wrongPadding.toString('base64'), noJson, 'AAAA'].map((encrypt) => receive(request({ encrypt }), secured));
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(answers[0]).toEqual(refusal(401, /signature/));
	});

	test('has its token compared in constant time', () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const token of ['short', `${TOKEN}x`, '', undefined]) expect(receive(request({ ...oldEvent(), token }))).toEqual(refusal(401, /token/));
		expect(compare.mock.calls.map(([one]) => one.byteLength)).toEqual([32, 32, 32, 32]);
		compare.mockRestore();
	});


	test('never shows the secrets that it was to be checked by', () => {
		for (const settings of [plain, secured]) {
			const said = JSON.stringify([receive(request(hello), { ...settings, verificationToken: 'another-secret-token' }), receive(encryptedRequest(hello, { secret: 'x' }), settings)]);
			expect(said).not.toMatch(/another-secret-token|made-up-encrypt-key/);
		}
	});
});

describe('the time of a signed request', () => {
	test.each([0, 59, -59])('may be off by %d minutes', (minutes) => {
		expect(receive(encryptedRequest(hello), secured, { at: NOW + minutes * 60_000 })).toHaveProperty('event');
	});

	test.each([70, -70, 60 * 24])('may not be off by %d minutes', (minutes) => {
		expect(receive(encryptedRequest(hello), secured, { at: NOW + minutes * 60_000 })).toEqual(refusal(401, /clock/));
		expect(receive(oldCardRequest(oldClick()), plain, { at: NOW + minutes * 60_000 })).toEqual(refusal(401, /clock/));
	});

	test.each(['', 'now', `${SECONDS}.5`, `${SECONDS}000`, '1e9', '-1'])('has to be seconds: not "%s"', (timestamp) => {
		expect(receive(encryptedRequest(hello, { timestamp }), secured)).toEqual(refusal(401, /clock/));
	});
});

describe('a signed request that comes again', () => {
	test.each<[string, () => CallbackRequest, CallbackSettings]>([
		['encrypted', () => encryptedRequest(hello), secured],
		['of an old card', () => oldCardRequest(oldClick()), plain],
	])('%s is refused, unless it could not be stored', (_, make, settings) => {
		const replays = guard();
		const first = receive(make(), settings, { replays });
		expect(first).toHaveProperty('event');
		expect(receive(make(), settings, { replays })).toEqual(refusal(401, /come before.*Nothing needs to be done/));
		if ('event' in first) first.release();
		expect(receive(make(), settings, { replays })).toHaveProperty('event');
	});

	test('may come to another trigger', () => {
		const replays = guard();
		expect(receive(encryptedRequest(hello), secured, { replays })).toHaveProperty('event');
		expect(receive(encryptedRequest(hello), { ...secured, trigger: 'w2 n1' }, { replays })).toHaveProperty('event');
	});

	test('in other letters is the same', () => {
		const replays = guard();
		const again = encryptedRequest(hello);
		expect(receive(encryptedRequest(hello), secured, { replays })).toHaveProperty('event');
		again.headers['x-lark-signature'] = String(again.headers['x-lark-signature']).toUpperCase();
		expect(receive(again, secured, { replays })).toEqual(refusal(401, /come before/));
	});

	test('with a time of its own is another attempt of the platform', () => {
		const replays = guard();
		expect(receive(encryptedRequest(hello), secured, { replays })).toHaveProperty('event');
		expect(receive(encryptedRequest(hello, { timestamp: String(SECONDS + 15) }), secured, { replays })).toHaveProperty('event');
	});

	test('and holds no event has not come', () => {
		const replays = guard();
		expect(receive(encryptedRequest('[]'), secured, { replays })).toEqual(refusal(400, /JSON/));
		expect(receive(encryptedRequest('[]'), secured, { replays })).toEqual(refusal(400, /JSON/));
	});
});

describe('a click', () => {
	const answer = { ...toast('success', 'Approved'), card: { type: 'raw', data: { elements: [] } } };

	test('is answered as it is', () => {
		const callback = receive(encryptedRequest(click({ value: { ok: true } })), secured);
		expect(eventOf(callback)?.card?.value).toEqual({ ok: true });
		expect('event' in callback && [callback.reply(), callback.reply(answer)]).toEqual([{}, answer]);
	});

	test.each([plain, secured])('by the old callback is in clear, signed with the verification token, and answered in its own form', (settings) => {
		const callback = receive(oldCardRequest(oldClick()), settings);
		expect(eventOf(callback)?.card?.click).toBe('c-xxxxx');
		expect('event' in callback && [callback.reply(), callback.reply(answer)]).toEqual([{}, { toast: { type: 'success', content: 'Approved' }, elements: [] }]);
	});

	test.each<[string, CallbackRequest, CallbackSettings]>([
		['without a signature', request(oldClick()), plain],
		['with the token as the secret of the click', request({ ...oldClick(), token: TOKEN }), plain],
		['with another signature', oldCardRequest(oldClick(), { secret: 'other' }), plain],
		['with the signature of events', oldCardRequest(oldClick(), { algorithm: 'sha256' }), plain],
		['signed with the encrypt key', oldCardRequest(oldClick(), { secret: ENCRYPT_KEY }), secured],
		['signed with nothing, as there is no token', oldCardRequest(oldClick(), { secret: '' }), keyAlone],
	])('by the old callback is refused %s', (_, incoming, settings) => {
		expect(receive(incoming, settings)).toEqual(refusal(401, /card callback/));
	});
});

test('headers may come as lists', () => {
	const { headers, ...rest } = encryptedRequest(envelope('x.y_v1', {}));
	const listed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [String(value)]]));
	expect(receive({ ...rest, headers: listed }, secured)).toHaveProperty('event');
});
