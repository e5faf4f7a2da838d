import { createHmac } from 'node:crypto';
import { enc, HmacSHA256 } from 'crypto-js';
import { incomplete, isAuthentic, replayKey, ReplayGuard, type Authentication } from '../../../../lib/events/authentication';
import { InstantClock } from '../support/instantClock';

const NOW = Date.parse('2026-11-20T03:00:00Z');
const MINUTE = 60_000;
const BODY = Buffer.from('{"title":"磁盘满"}');

type Headers = Record<string, string | string[] | undefined>;
const lets = (credential: object, headers: Headers, { body = BODY, at = NOW } = {}) =>
	isAuthentic(credential as Authentication, { headers, rawBody: body }, new InstantClock(at));

describe('a secret header', () => {
	const credential = { authentication: 'headerAuth', headerName: 'Authorization', headerSecret: 's3cret' };

	test.each<[string, string, string]>([
		['as it is', 's3cret', 's3cret'],
		['with Bearer before it', 's3cret', 'Bearer s3cret'],
		['with bearer in other letters', 's3cret', 'bEARER  s3cret'],
		['with Bearer in the credential only', 'Bearer s3cret', 's3cret'],
		['with Bearer on both sides', 'Bearer s3cret', 'Bearer s3cret'],
		['with a line end that was copied along', 's3cret\n', 's3cret'],
	])('%s lets in', (_, headerSecret, authorization) => {
		expect(lets({ ...credential, headerSecret }, { authorization })).toBe(true);
	});

	test.each<[string, Headers]>([
		['none', {}],
		['an empty one', { authorization: '' }],
		['a wrong one', { authorization: 'other' }],
		['its beginning', { authorization: 's3cre' }],
		['more than it', { authorization: 's3crett' }],
		['other letters', { authorization: 'S3CRET' }],
		['one under another name', { 'x-secret': 's3cret' }],
		['Bearer alone', { authorization: 'Bearer ' }],
	])('%s does not', (_, headers) => {
		expect(lets(credential, headers)).toBe(false);
	});

	test('of other characters than ASCII is refused as a credential: no header can carry it', () => {
		expect(incomplete({ ...credential, authentication: 'headerAuth', headerSecret: '密码' })).toMatch(/other characters/);
		expect(lets({ ...credential, headerSecret: '密码' }, { authorization: '密码' })).toBe(false);
	});

	test('may have a name with spaces around it, copied along', () => {
		expect(lets({ ...credential, headerName: ' X-My-Secret ' }, { 'x-my-secret': 's3cret' })).toBe(true);
		expect(lets({ ...credential, headerName: ' ' }, { '': 's3cret' })).toBe(false);
	});

	test('may have any name, in any letters', () => {
		expect(lets({ ...credential, headerName: 'X-My-Secret' }, { 'x-my-secret': 's3cret' })).toBe(true);
	});

	test('that came twice counts once: the first', () => {
		expect(lets(credential, { authorization: ['s3cret', 'other'] })).toBe(true);
		expect(lets(credential, { authorization: ['other', 's3cret'] })).toBe(false);
		expect(lets(credential, { authorization: [] })).toBe(false);
	});

	test('that begins with the word Bearer, but without a space, is compared as it is', () => {
		expect(lets({ ...credential, headerSecret: 'bearer1' }, { authorization: 'bearer1' })).toBe(true);
		expect(lets({ ...credential, headerSecret: 'bearer1' }, { authorization: '1' })).toBe(false);
	});
});

describe('Basic Auth', () => {
	const credential = { authentication: 'basicAuth', user: 'alertmanager', password: 'p:a:ss 密码' };
	const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

	test('lets in, also with colons and Chinese in the password', () => {
		expect(lets(credential, basic('alertmanager:p:a:ss 密码'))).toBe(true);
	});

	test.each<[string, Headers]>([
		['without a header', {}],
		['with another password', basic('alertmanager:p:a:ss')],
		['with another user', basic('root:p:a:ss 密码')],
		['without a password', basic('alertmanager:')],
		['with the colon at another place', basic('alertmanager:p:a:ss 密码:')],
		['not encoded', { authorization: 'Basic alertmanager:p:a:ss 密码' }],
		['as Bearer', { authorization: basic('alertmanager:p:a:ss 密码').authorization.replace('Basic', 'Bearer') }],
	])('%s does not', (_, headers) => {
		expect(lets(credential, headers)).toBe(false);
	});
});

describe('a signature', () => {
	const base = { authentication: 'hmac', hmacSecret: 'k3y', signatureHeader: 'X-Signature' };
	const sign = (algorithm: string, encoding: 'hex' | 'base64', body: Buffer | string = BODY, key = 'k3y') =>
		createHmac(algorithm, key).update(body).digest(encoding);

	test('is what another library computes', () => {
		expect(lets(base, { 'x-signature': enc.Hex.stringify(HmacSHA256(BODY.toString(), 'k3y')) })).toBe(true);
	});

	describe.each(['sha1', 'sha256', 'sha512'] as const)('%s', (algorithm) => {
		describe.each(['hex', 'base64'] as const)('%s', (encoding) => {
			const credential = { ...base, algorithm, encoding };

			test.each(['', `${algorithm}=`, 'v0=', 'hmac-sha256='])('with prefix %j lets in', (prefix) => {
				// Many bodies, so that every ending and mixture of characters of an encoding comes up.
				for (let n = 0; n < 200; n++) {
					const body = Buffer.from(`{"n":${n}}`);
					expect(lets(credential, { 'x-signature': prefix + sign(algorithm, encoding, body) }, { body })).toBe(true);
				}
			});

			test('of other bytes, by another key or cut short does not', () => {
				const signature = sign(algorithm, encoding);
				expect(lets(credential, { 'x-signature': signature }, { body: Buffer.from('{"title": "磁盘满"}') })).toBe(false);
				expect(lets(credential, { 'x-signature': sign(algorithm, encoding, BODY, 'other') })).toBe(false);
				expect(lets(credential, { 'x-signature': signature.slice(0, -4) })).toBe(false);
				expect(lets(credential, { 'x-signature': `${signature}=` })).toBe(false);
				expect(lets(credential, { 'x-signature': '' })).toBe(false);
				expect(lets(credential, {})).toBe(false);
				expect(lets({ ...credential, algorithm: algorithm === 'sha1' ? 'sha256' : 'sha1' }, { 'x-signature': signature })).toBe(false);
			});
		});
	});

	test('in hexadecimal may be in upper case, in Base64 not', () => {
		expect(lets(base, { 'x-signature': `SHA256=${sign('sha256', 'hex').toUpperCase()}` })).toBe(true);
		const base64 = sign('sha256', 'base64');
		expect(lets({ ...base, encoding: 'base64' }, { 'x-signature': base64.toUpperCase() })).toBe(false);
	});

	test('without algorithm and encoding is SHA-256 in hexadecimal', () => {
		expect(lets(base, { 'x-signature': sign('sha256', 'hex') })).toBe(true);
	});

	test('is over the bytes as they came, also if they are no text', () => {
		const body = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
		expect(lets(base, { 'x-signature': sign('sha256', 'hex', body) }, { body })).toBe(true);
		expect(lets(base, { 'x-signature': sign('sha256', 'hex', body.toString()) }, { body })).toBe(false);
	});

	describe('with a signed time', () => {
		const credential = { ...base, timestampHeader: 'X-Timestamp' };
		const signed = (at: number | string, body = BODY): Headers => ({
			'x-timestamp': String(at),
			'x-signature': `sha256=${createHmac('sha256', 'k3y').update(`${at}:`).update(body).digest('hex')}`,
		});

		test.each([0, 299, -299, 300, -300])('%d s from now lets in', (seconds) => {
			expect(lets(credential, signed(NOW / 1000 + seconds))).toBe(true);
		});

		test.each([301, -301, 4200, -4200])('%d s from now does not', (seconds) => {
			expect(lets(credential, signed(NOW / 1000 + seconds))).toBe(false);
		});

		test.each(['', 'now', 'NaN', String(NOW)])('%j as time does not, even if it is signed', (time) => {
			expect(lets(credential, signed(time))).toBe(false);
		});

		test('without the time, or with another one than was signed, does not', () => {
			const headers = signed(NOW / 1000);
			expect(lets(credential, { 'x-signature': headers['x-signature'] })).toBe(false);
			expect(lets(credential, { ...headers, 'x-timestamp': String(NOW / 1000 + 1) })).toBe(false);
			expect(lets(credential, { 'x-timestamp': headers['x-timestamp'], 'x-signature': sign('sha256', 'hex') })).toBe(false);
		});

		test('is known again, also under another prefix', () => {
			const key = (headers: Headers) => replayKey(credential as Authentication, { headers, rawBody: BODY });
			const headers = signed(NOW / 1000);
			const bare = String(headers['x-signature']).replace('sha256=', '');
			expect(key(headers)).toBeDefined();
			expect(key({ ...headers, 'x-signature': bare })).toBe(key(headers));
			expect(key({ ...headers, 'x-signature': `other=${bare}` })).toBe(key(headers));
			expect(key(signed(NOW / 1000 + 1))).not.toBe(key(headers));
			expect(key(signed(NOW / 1000, Buffer.from('{}')))).not.toBe(key(headers));
		});

		test('requests without one can’t be known again', () => {
			expect(replayKey(base as Authentication, { headers: { 'x-signature': 'x' }, rawBody: BODY })).toBeUndefined();
			expect(replayKey({ authentication: 'headerAuth', timestampHeader: 'x' }, { headers: {}, rawBody: BODY })).toBeUndefined();
		});
	});
});

describe('an incomplete credential', () => {
	const nobody = createHmac('sha256', '').update(BODY).digest('hex');
	test.each<[object, Headers]>([
		[{}, {}],
		[{ authentication: 'none' }, {}],
		[{ authentication: 'headerAuth' }, {}],
		[{ authentication: 'headerAuth', headerName: 'X-Secret', headerSecret: '' }, { 'x-secret': '' }],
		[{ authentication: 'headerAuth', headerName: 'X-Secret', headerSecret: 'Bearer ' }, {}],
		[{ authentication: 'headerAuth', headerName: 'X-Secret', headerSecret: 'Bearer' }, { 'x-secret': 'Bearer' }],
		[{ authentication: 'headerAuth', headerName: 'X-Secret', headerSecret: '  ' }, { 'x-secret': '  ' }],
		[{ authentication: 'headerAuth', headerName: '', headerSecret: 's3cret' }, { '': 's3cret' }],
		[{ authentication: 'basicAuth', user: '', password: '' }, { authorization: 'Basic Og==' }],
		[{ authentication: 'basicAuth', user: 'x', password: '' }, { authorization: `Basic ${Buffer.from('x:').toString('base64')}` }],
		[{ authentication: 'hmac', hmacSecret: '', signatureHeader: 'X-Signature' }, { 'x-signature': nobody }],
		[{ authentication: 'hmac', hmacSecret: 'k3y', signatureHeader: '' }, { '': 'x' }],
	])('%j lets nobody in, and says what is missing', (credential, headers) => {
		expect(lets(credential, headers)).toBe(false);
		expect(incomplete(credential as Authentication)).toMatch(/is empty|not chosen/);
	});

	test('a complete one misses nothing', () => {
		expect(incomplete({ authentication: 'headerAuth', headerName: 'X', headerSecret: 'x' })).toBeUndefined();
		expect(incomplete({ authentication: 'basicAuth', user: 'x', password: 'x' })).toBeUndefined();
		expect(incomplete({ authentication: 'hmac', signatureHeader: 'X', hmacSecret: 'x' })).toBeUndefined();
	});
});

describe('the guard against repeats', () => {
	test('lets a request in once, as long as its time could be valid', () => {
		const clock = new InstantClock(NOW);
		const guard = new ReplayGuard(clock);
		expect(guard.claim('a')).toBe(true);
		expect(guard.claim('a')).toBe(false);
		expect(guard.claim('b')).toBe(true);
		// Signed five minutes ahead, it is valid until ten minutes from now.
		clock.skip(10 * MINUTE - 1);
		expect(guard.claim('a')).toBe(false);
	});

	test('lets it in again when it came to nothing', () => {
		const guard = new ReplayGuard(new InstantClock(NOW));
		guard.claim('a');
		guard.release('a');
		expect(guard.claim('a')).toBe(true);
		expect(guard.claim('a')).toBe(false);
	});

	test('forgets the oldest beyond 200,000', () => {
		const guard = new ReplayGuard(new InstantClock(NOW));
		for (let n = 0; n < 200_000; n++) guard.claim(`request ${n}`);
		expect(guard.claim('request 0')).toBe(false);
		guard.claim('one more');
		expect(guard.claim('request 199999')).toBe(false);
		expect(guard.claim('request 0')).toBe(true);
	});

	test('forgets what can’t be repeated any more', () => {
		const clock = new InstantClock(NOW);
		const guard = new ReplayGuard(clock);
		const kept = () => (guard as unknown as { seen: Map<string, number> }).seen.size;
		for (let n = 0; n < 10_000; n++) {
			guard.claim(`request ${n}`);
			clock.skip(1000);
		}
		expect(kept()).toBeLessThanOrEqual(600);
	});
});

describe('Standard Webhooks', () => {
	// The vector of the specification's own libraries.
	const credential = { authentication: 'standardWebhooks', webhookSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };
	const body = Buffer.from('{"test": 2432232314}');
	const at = 1_614_265_330_000;
	const headers = {
		'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
		'webhook-timestamp': '1614265330',
		'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
	};

	test.each<[string, object, object]>([
		['lets in', {}, {}],
		['lets in without the prefix in the credential, and with spaces around it', { webhookSecret: ' MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n' }, {}],
		['lets in with one of several signatures', {}, { 'webhook-signature': `v1,AAAA v1a,x ${headers['webhook-signature']}` }],
	])('%s', (_, credentialChange, headerChange) => {
		expect(lets({ ...credential, ...credentialChange }, { ...headers, ...headerChange }, { body, at })).toBe(true);
	});

	test.each<[string, object, object, object?]>([
		['without a signature', {}, { 'webhook-signature': undefined }],
		['with a signature of another version', {}, { 'webhook-signature': headers['webhook-signature'].replace('v1', 'v2') }],
		['with another secret', { webhookSecret: 'whsec_NfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, {}],
		['with another ID', {}, { 'webhook-id': 'msg_other' }],
		['with another time', {}, { 'webhook-timestamp': '1614265331' }],
		['without a time', {}, { 'webhook-timestamp': undefined }],
		['with another body', {}, {}, { body: Buffer.from('{"test": 2432232315}') }],
		['from more than five minutes ago', {}, {}, { at: at + 5 * MINUTE + 1 }],
		['from the future', {}, {}, { at: at - 5 * MINUTE - 1 }],
	])('does not let in %s', (_, credentialChange, headerChange, given = {}) => {
		expect(lets({ ...credential, ...credentialChange }, { ...headers, ...headerChange }, { body, at, ...given })).toBe(false);
	});

	test.each([
		['', /Secret is empty/],
		['whsec_', /24 to 64 bytes/],
		['whsec_short', /24 to 64 bytes/],
		['whsec_not Base64 at all, but long enough', /24 to 64 bytes/],
		[`whsec_${'A'.repeat(100)}`, /24 to 64 bytes/],
	])('with the secret %j is an incomplete credential', (webhookSecret, says) => {
		expect(incomplete({ ...credential, authentication: 'standardWebhooks', webhookSecret })).toMatch(says);
		expect(lets({ ...credential, webhookSecret }, headers, { body, at })).toBe(false);
	});

	test('is complete with the usual secret', () => {
		expect(incomplete(credential as Authentication)).toBeUndefined();
	});

	test('knows a repeated request by its ID and time, whatever other signatures it brings', () => {
		const key = (change: object) => replayKey(credential as Authentication, { headers: { ...headers, ...change }, rawBody: body });
		expect(key({})).toBeDefined();
		expect(key({ 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` })).toBe(key({}));
		expect(key({ 'webhook-timestamp': '1614265331' })).not.toBe(key({}));
		expect(key({ 'webhook-id': 'msg_other' })).not.toBe(key({}));
	});
});
