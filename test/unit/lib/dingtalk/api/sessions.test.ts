import { replyToSession, sessionUrl } from '../../../../../lib/dingtalk/api/sessions';
import { dingTalkApp } from '../../../../../lib/dingtalk/appCredential';

const credential = { clientId: 'ding1', clientSecret: 'made-up' };
const app = dingTalkApp(credential, 1_000);
const own = dingTalkApp({ ...credential, exclusive: true, baseUrl: 'https://api.corp.example.com/new', oldBaseUrl: 'http://old.corp.example.com:8080' }, 1_000);
const session = (origin: string) => `${origin}/robot/sendBySession?session=1`;

test.each(['https://oapi.dingtalk.com', 'https://api.dingtalk.com'])('the platform: %s', (origin) => {
	expect(sessionUrl(` ${session(origin)} `, app)).toBe(session(origin));
	expect(sessionUrl(session(origin), own)).toBe(session(origin));
});

test.each(['https://api.corp.example.com', 'https://api.corp.example.com/new', 'http://old.corp.example.com:8080'])("the credential's: %s", (origin) => {
	expect(sessionUrl(session(origin), own)).toBe(session(origin));
	expect(() => sessionUrl(session(origin), app)).toThrow(/neither the platform's address nor the credential's/);
});

test.each([
	'http://oapi.dingtalk.com',
	'https://oapi.dingtalk.com:8443',
	'https://oapi.dingtalk.com.example.com',
	'https://oapi.dingtalk.com@evil.example.com',
	'http://169.254.169.254',
	'https://old.corp.example.com:8080',
	'ftp://oapi.dingtalk.com',
])('no other address: %s', (origin) => {
	expect(() => sessionUrl(session(origin), own)).toThrow(/neither the platform's address nor the credential's/);
});

test('the whole address stands for the token', () => {
	const url = session('https://oapi.dingtalk.com');
	expect(replyToSession(url, { msgtype: 'text', text: { content: 'x' } })).toMatchObject({ session: url, body: { msgtype: 'text', text: { content: 'x' } } });
});
