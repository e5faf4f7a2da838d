import crypto from 'node:crypto';
import { decrypt, isSignedWith } from '../../../../../lib/feishu/inbound/crypto';
import { encrypted, ENCRYPT_KEY, signature } from '../../support/feishuRequests';

describe('decryption', () => {
	test('reads the vector that the platform documents', () => {
		expect(decrypt('P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=', 'test key')?.toString()).toBe('hello world');
	});

	test.each(['', 'x', '{"a":"中文 👩‍💻"}', 'x'.repeat(15), 'x'.repeat(16), 'x'.repeat(10_000)])('reads what another library has encrypted: %.20s', (clear) => {
		expect(decrypt(encrypted(clear), ENCRYPT_KEY)?.toString()).toBe(clear);
	});

	const sound = Buffer.from(encrypted('{"type":"event_callback"}'), 'base64');
	const changed = (index: number) => {
		const bytes = Buffer.from(sound);
		bytes[index]! ^= 0xff;
		return bytes.toString('base64');
	};

	test.each<[string, string, string]>([
		['another key', encrypted('{}', 'other'), ENCRYPT_KEY],
		['a wrong padding', changed(sound.length - 1), ENCRYPT_KEY],
		['no whole blocks', sound.subarray(0, -1).toString('base64'), ENCRYPT_KEY],
		['an initialization vector alone', sound.subarray(0, 16).toString('base64'), ENCRYPT_KEY],
		['nothing', '', ENCRYPT_KEY],
		['no Base64', '%%%', ENCRYPT_KEY],
		['other bytes than UTF-8', encrypted(Buffer.from([0xff, 0xfe, 0x80])), ENCRYPT_KEY],
		['half a character', encrypted(Buffer.from('中').subarray(0, 2)), ENCRYPT_KEY],
	])('refuses %s', (_, text, key) => {
		expect(decrypt(text, key)).toBeUndefined();
	});
});

describe.each(['sha256', 'sha1'] as const)('a signature by %s', (algorithm) => {
	const rawBody = Buffer.from('{"encrypt": "…", "b":1}');
	const [timestamp, nonce, secret] = ['1763600400', 'n0nce', 'made-up 密钥'];
	const sound = { timestamp, nonce, rawBody, signature: signature(rawBody, { timestamp, nonce, secret, algorithm }) };
	const isSigned = (more: object, key = secret) => isSignedWith(key, algorithm, { ...sound, ...more });

	test('is what another library computes, over the bytes as they came', () => {
		expect(isSigned({})).toBe(true);
		expect(isSigned({ signature: sound.signature.toUpperCase() })).toBe(true);
	});

	test.each<[string, object]>([
		['another body', { rawBody: Buffer.from('{"encrypt":"…","b":1}') }],
		['another time', { timestamp: '1763600401' }],
		['another nonce', { nonce: 'N0nce' }],
		['another signature', { signature: sound.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }],
		['half of it', { signature: sound.signature.slice(0, 40 - 20) }],
		['none', { signature: '' }],
		['more than it', { signature: `${sound.signature}00` }],
		['no digits', { signature: 'x'.repeat(sound.signature.length) }],
	])('does not hold for %s', (_, more) => {
		expect(isSigned(more)).toBe(false);
	});

	test('is compared in constant time', () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		expect(isSigned({ signature: sound.signature.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')) })).toBe(false);
		expect(compare).toHaveBeenCalledTimes(1);
		compare.mockRestore();
	});

	test('does not hold for another secret, and never for an empty one', () => {
		expect(isSigned({}, 'other')).toBe(false);
		expect(isSigned({ signature: signature(rawBody, { timestamp, nonce, secret: '', algorithm }) }, '')).toBe(false);
	});
});
