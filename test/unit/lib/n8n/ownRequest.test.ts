import type { IHttpRequestOptions } from 'n8n-workflow';
import { pathsBelow, withHeader, withQuery } from '../../../../lib/n8n/ownRequest';

/** By n8n's older helper, as the HTTP Request node does it. */
const older = (uri: string) => ({ uri, method: 'GET' }) as unknown as IHttpRequestOptions;

const BASES = ['https://api.example.com', 'https://old.example.com'];

test.each([
	[{ url: 'https://api.example.com/v1.0/x?y=1' }, ['/v1.0/x', undefined]],
	[older('https://old.example.com/topapi'), [undefined, '/topapi']],
	[{ url: 'HTTPS://API.example.com:443/v1.0' }, ['/v1.0', undefined]],
	[{ url: '/v1.0/x', baseURL: 'https://api.example.com' }, ['/v1.0/x', undefined]],
	// The address that n8n takes if it has both.
	[{ ...older('https://elsewhere.example.com/'), url: 'https://api.example.com/' }, ['/', undefined]],
])('%j is one of the platform’s', (options, paths) => {
	expect(pathsBelow(BASES, options)).toEqual(paths);
});

test.each([
	'http://api.example.com/',
	'https://api.example.com:8443/',
	'https://api.example.com.evil.example/',
	'https://api.example.com@evil.example/',
	'https://evil.example/https://api.example.com/',
	'https://evil.example\\@api.example.com/',
	'//evil.example/',
	'api.example.com/v1.0',
	'',
])('%j is not', (url) => {
	for (const options of [{ url }, older(url)]) expect(() => pathsBelow(BASES, options)).toThrow(/only for https:\/\/api\.example\.com and https:\/\/old\.example\.com/);
});

test('of two addresses the one counts that n8n takes', () => {
	expect(() => pathsBelow(BASES, { ...older('https://api.example.com/'), url: 'https://evil.example/' })).toThrow(/https:\/\/evil\.example/);
	expect(() => pathsBelow(BASES, { url: '//evil.example/', baseURL: 'https://api.example.com' })).toThrow(/https:\/\/evil\.example/);
});

describe('below a base URL with a path', () => {
	const base = ['https://gateway.example.com/feishu'];

	test.each([
		['https://gateway.example.com/feishu/open-apis/x', '/open-apis/x'],
		['https://gateway.example.com/feishu', ''],
		['https://gateway.example.com/other/../feishu/x', '/x'],
	])('%s is the platform', (url, path) => {
		expect(pathsBelow(base, { url })).toEqual([path]);
	});

	test.each(['https://gateway.example.com/', 'https://gateway.example.com/feishu2/x', 'https://gateway.example.com/feishu/../x', 'https://gateway.example.com/feishu/%2e%2e/x'])(
		'%s is another service of the gateway',
		(url) => {
			expect(() => pathsBelow(base, { url })).toThrow(/only for/);
		},
	);
});

describe('the token', () => {
	const options = { url: 'https://api.example.com/x', headers: { Authorization: 'mine', accept: 'json' }, qs: { a: 1 }, followRedirect: true };

	test('takes the place of a header of that name, and leaves the options as n8n shows them', () => {
		const before = structuredClone(options);
		expect(withHeader(options, 'authorization', 'Bearer t')).toMatchObject({ headers: { accept: 'json', authorization: 'Bearer t' }, qs: { a: 1 } });
		expect(Object.keys(withHeader(options, 'authorization', 'Bearer t').headers!)).toEqual(['accept', 'authorization']);
		expect(withHeader({ url: '' }, 'authorization', 'Bearer t').headers).toEqual({ authorization: 'Bearer t' });
		withQuery(options, 'access_token', 't');
		expect(options).toEqual(before);
	});

	test('takes the place of a parameter of that name, wherever it stands', () => {
		expect(withQuery({ url: 'https://old.example.com/x?access_token=mine&b=2', qs: { a: 1, access_token: 'mine' } }, 'access_token', 't')).toMatchObject({
			url: 'https://old.example.com/x?b=2',
			qs: { a: 1, access_token: 't' },
		});
		expect(withQuery(older('https://old.example.com/x?b=2'), 'access_token', 't')).toMatchObject({ uri: 'https://old.example.com/x?b=2', qs: { access_token: 't' } });
	});

	test('goes nowhere by a redirect, with either helper', () => {
		const still = { disableFollowRedirect: true, followRedirect: false, followAllRedirects: false };
		expect(withHeader(options, 'authorization', 't')).toMatchObject(still);
		expect(withQuery(options, 'access_token', 't')).toMatchObject(still);
	});
});
