import { feishuApp } from '../../../../lib/feishu/appCredential';
import { refusal } from '../support/refusal';

const ENTERED = { region: 'feishu', appId: ' cli_a1 ', appSecret: ' made-up\n', baseUrl: '', ignoreSslIssues: false };

test.each([
	[{}, 'https://open.feishu.cn'],
	[{ region: undefined }, 'https://open.feishu.cn'],
	[{ region: 'lark' }, 'https://open.larksuite.com'],
	[{ region: 'private', baseUrl: 'https://open.example.com/' }, 'https://open.example.com'],
	[{ region: 'private', baseUrl: 'https://gateway.example.com/feishu/open-apis/' }, 'https://gateway.example.com/feishu'],
])('%j leads to %s', (more, baseUrl) => {
	expect(feishuApp({ ...ENTERED, ...more }, 5000)).toEqual({ baseUrl, appId: 'cli_a1', appSecret: 'made-up', timeoutMs: 5000, ignoreSslIssues: false });
});

test('what is hidden for the public platforms does not count', () => {
	const left = { baseUrl: 'https://elsewhere.example.com', ignoreSslIssues: true };
	for (const region of ['feishu', 'lark']) {
		const app = feishuApp({ ...ENTERED, ...left, region }, 5000);
		expect([app.baseUrl.includes('elsewhere'), app.ignoreSslIssues]).toEqual([false, false]);
	}
	expect(feishuApp({ ...ENTERED, ...left, region: 'private' }, 5000)).toMatchObject({ baseUrl: 'https://elsewhere.example.com', ignoreSslIssues: true });
});

test.each([
	[{ appId: ' ' }, /no App ID/],
	[{ appSecret: undefined }, /no App Secret/],
	[{ region: 'private' }, /base URL is empty/],
	[{ region: 'constructor' }, /region is "constructor"/],
])('%j is refused', (more, message) => {
	const error = refusal(() => feishuApp({ ...ENTERED, ...more }, 5000));
	expect(error.message).toMatch(message);
	expect(error.message + error.fix).not.toContain('made-up');
});
