import { dingTalkApp, setting } from '../../../../lib/dingtalk/appCredential';
import { refusal } from '../support/refusal';

const ENTERED = { clientId: ' dinga1 ', clientSecret: ' made-up ', exclusive: false, baseUrl: 'https://api.example.com/', oldBaseUrl: 'https://old.example.com' };

test('the public platform has its own addresses, whatever is left in the hidden fields', () => {
	expect(dingTalkApp({ ...ENTERED, ignoreSslIssues: true }, 5000)).toEqual({
		baseUrl: 'https://api.dingtalk.com',
		oldBaseUrl: 'https://oapi.dingtalk.com',
		clientId: 'dinga1',
		clientSecret: 'made-up',
		timeoutMs: 5000,
		ignoreSslIssues: false,
	});
});

test('the exclusive edition has those that are entered', () => {
	expect(dingTalkApp({ ...ENTERED, exclusive: true, ignoreSslIssues: true }, 5000)).toMatchObject({
		baseUrl: 'https://api.example.com',
		oldBaseUrl: 'https://old.example.com',
		ignoreSslIssues: true,
	});
});

test.each([
	[{ clientId: '' }, /no Client ID/],
	[{ clientSecret: ' ' }, /no Client Secret/],
	[{ exclusive: true, baseUrl: '' }, /base URL is empty/],
	[{ exclusive: true, oldBaseUrl: 'old.example.com' }, /"old.example.com" is not a complete address/],
])('%j is refused', (more, message) => {
	const error = refusal(() => dingTalkApp({ ...ENTERED, ...more }, 5000));
	expect(error.message).toMatch(message);
	expect(error.message + error.fix).not.toContain('made-up');
});

test('the other settings: as entered, or where to find them', () => {
	expect(setting({ agentId: ' 1000 ' }, 'agentId')).toBe('1000');
	expect(setting({ clientId: ' dinga1 ', robotCode: ' ' }, 'robotCode')).toBe('dinga1');
	expect(setting({ clientId: 'dinga1', robotCode: 'dingrobot' }, 'robotCode')).toBe('dingrobot');
	for (const name of ['agentId', 'corpId', 'cardTemplateId'] as const) {
		const { message, fix } = refusal(() => setting({}, name));
		expect(message).toMatch(/^The credential has no (Agent ID|Corp ID|Card Template ID)$/);
		expect(fix).toMatch(/credential/);
	}
});
