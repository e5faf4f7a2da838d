import { baseUrl } from '../../../lib/baseUrl';
import { refusal } from './support/refusal';

const EXAMPLE = 'https://open.feishu.example.com';

test.each([
	['https://open.example.com', 'https://open.example.com'],
	['  https://open.example.com/  ', 'https://open.example.com'],
	['HTTPS://Open.Example.COM', 'https://open.example.com'],
	['http://10.0.0.5:8080/feishu//', 'http://10.0.0.5:8080/feishu'],
	['https://gateway.example.com/a/b', 'https://gateway.example.com/a/b'],
	// Not part of an address that others are told of.
	['https://user:password@open.example.com', 'https://open.example.com'],
])('%j is %s', (given, url) => {
	expect(baseUrl(given, EXAMPLE)).toBe(url);
});

test.each(['', ' ', 'open.example.com', 'open.example.com:8443', 'ftp://open.example.com', 'https://', 'https://open.example.com?x=1', 'https://open.example.com#x', 'javascript:alert(1)'])(
	'%j is refused, with an example',
	(given) => {
		const { message, fix } = refusal(() => baseUrl(given, EXAMPLE));
		expect(message).toMatch(given.trim() === '' ? /is empty/ : /is not a complete address/);
		expect(fix).toContain(EXAMPLE);
	},
);
