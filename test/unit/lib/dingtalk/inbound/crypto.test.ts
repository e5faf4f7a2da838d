import { aesKeyOf, clickSignature, decrypt, encrypt, pushSignature } from '../../../../../lib/dingtalk/inbound/crypto';
import { signBotCall } from '../../../../../lib/dingtalk/signing';
import { AES_KEY, CLIENT_ID, clickSign, decrypted, encrypted, encryptedBytes, pushSign, robotSign } from './platform';

const KEY = aesKeyOf(AES_KEY)!;

/** https://open.dingtalk.com/document/development/configure-stream-push */
const DOCUMENTED = {
	token: '123456',
	aesKey: '1234567890123456789012345678901234567890123',
	owner: 'dingsnotzck6pm5veliw',
	signature: '9a95a004dd16f5c307e849b994173f76aa26e5eb',
	timestamp: '1614767836',
	nonce: 'A7Co0cJLMzIDtMMI',
	encrypt: 'YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==',
};

/** https://open.dingtalk.com/document/development/callback-event-message-body-encryption-and-decryption */
const WITH_MS = {
	token: '123456',
	aesKey: '4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij',
	signature: '5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0',
	timestamp: '1445827045067',
	nonce: 'nEXhMP4r',
	encrypt:
		'1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==',
};

describe('the documented samples', () => {
	test.each([DOCUMENTED, WITH_MS])('have the signature that we compute, and so does another library', ({ token, timestamp, nonce, encrypt: text, signature }) => {
		expect(pushSignature(token, timestamp, nonce, text)).toBe(signature);
		expect(pushSign(token, timestamp, nonce, text)).toBe(signature);
	});

	test('are decrypted, and so by another library', () => {
		const { aesKey, encrypt: text, owner } = DOCUMENTED;
		expect(decrypt(text, aesKeyOf(aesKey)!)).toEqual({ message: 'success', owner });
		expect(decrypted(text, aesKey)).toEqual({ message: 'success', owner });
		const other = decrypt(WITH_MS.encrypt, aesKeyOf(WITH_MS.aesKey)!);
		expect(other).toEqual(decrypted(WITH_MS.encrypt, WITH_MS.aesKey));
		expect(other).toMatchObject({ message: expect.stringContaining('"EventType":"check_create_suite_url"'), owner: expect.stringMatching(/^suite4/) });
	});

	test('of a message to the robot and a click', () => {
		expect(signBotCall('appSecretExample', 1_577_262_236_757)).toBe('XQYpwpe8WfKkOsVd/cPS4FOqEVZqbzmmQ1MjXlVZTPM=');
		expect(robotSign('appSecretExample', '1577262236757')).toBe('XQYpwpe8WfKkOsVd/cPS4FOqEVZqbzmmQ1MjXlVZTPM=');
		expect(clickSignature('ACTION', '1700000000000')).toBe('ZDl1TSqcOZvcWEsqqUm1kbBYI8Lv5ssEdzZ3QsjoP9c=');
		expect(clickSign('ACTION', '1700000000000')).toBe('ZDl1TSqcOZvcWEsqqUm1kbBYI8Lv5ssEdzZ3QsjoP9c=');
	});
});

describe('encryption', () => {
	test('is read by another library, and the other way round, whatever is missing to whole blocks', () => {
		for (const text of ['成功 👩‍💻', 'x'.repeat(100_000), ...Array.from({ length: 40 }, (_, length) => 'y'.repeat(length))]) {
			expect(decrypted(encrypt(text, CLIENT_ID, KEY))).toEqual({ message: text, owner: CLIENT_ID });
			expect(decrypt(encrypted(text), KEY)).toEqual({ message: text, owner: CLIENT_ID });
		}
	});

	test('is another one each time', () => {
		expect(encrypt('success', CLIENT_ID, KEY)).not.toBe(encrypt('success', CLIENT_ID, KEY));
	});
});

describe('a key', () => {
	test('has 43 characters of Base64 and becomes 32 bytes', () => {
		expect(KEY).toHaveLength(32);
	});

	test.each(['', AES_KEY.slice(1), `${AES_KEY}a`, `${AES_KEY.slice(1)}=`, `${AES_KEY.slice(1)}密`, `${AES_KEY.slice(1)} `])('of another form is none: %j', (key) => {
		expect(aesKeyOf(key)).toBeUndefined();
	});
});

describe('what can not be read has its reason', () => {
	const block = (byte: number) => Buffer.alloc(32, byte);

	test.each<[string, string, RegExp]>([
		['nothing', '', /not Base64/],
		['no Base64', '***', /not Base64/],
		['Base64 for addresses', encrypted('x').replace(/^./, '-'), /not Base64/],
		['half of it', encrypted('x'.repeat(100)).slice(0, 24), /whole blocks/],
		['16 bytes, which are a block of AES but not of DingTalk', encryptedBytes(Buffer.alloc(16, 16)), /whole blocks/],
		['another key', encrypted('{"EventType":"x"}', { aesKey: AES_KEY.replace('a', 'b') }), /AES key is another one/],
		['a padding of 0', encryptedBytes(block(0)), /padding/],
		['a padding of 33', encryptedBytes(Buffer.concat([block(33), block(33)])), /padding/],
		['a padding that is not the same throughout', encryptedBytes(Buffer.concat([block(65), Buffer.from([...Buffer.alloc(28, 65), 3, 4, 4, 4])])), /padding/],
		['nothing but padding', encryptedBytes(block(32)), /shorter than it says/],
		['a length beyond the end', encrypted('x', { length: 2 + CLIENT_ID.length }), /shorter than it says/],
		['the largest length there is', encrypted('x', { length: 0xffffffff }), /shorter than it says/],
		['other bytes than UTF-8', encrypted(Buffer.from([0xff, 0xfe])), /not UTF-8/],
		['a character that is cut in two', encrypted('密', { length: 1 }), /not UTF-8/],
	])('%s', (_, text, reason) => {
		expect(decrypt(text, KEY)).toEqual({ problem: expect.stringMatching(reason) });
	});

	test('and a length up to the end is nobody\'s', () => {
		expect(decrypt(encrypted('x', { length: 1 + CLIENT_ID.length }), KEY)).toEqual({ message: `x${CLIENT_ID}`, owner: '' });
	});
});
