import { botAddress } from '../../../../lib/feishu/botAddress';
import { InputError } from '../../../../lib/inputError';

const TOKEN = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const URL_V2 = `https://open.feishu.cn/open-apis/bot/v2/hook/${TOKEN}`;

const refusal = (url: string): InputError => {
	try {
		botAddress(url);
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error(`not refused: ${url}`);
};

describe('the webhook URL of a Feishu or Lark bot', () => {
	test.each([
		[URL_V2, 'feishu', /^Feishu bot [0-9a-f]{6} at open\.feishu\.cn$/],
		[`  ${URL_V2}\n`, 'feishu', /^Feishu bot/],
		[`${URL_V2}/`, 'feishu', /^Feishu bot/],
		[URL_V2.replace('feishu.cn', 'larksuite.com'), 'lark', /^Lark bot [0-9a-f]{6} at open\.larksuite\.com$/],
		[`https://feishu.intranet.example.com:8443/open-apis/bot/v2/hook/${TOKEN}`, 'feishu', /^Feishu bot [0-9a-f]{6} at feishu\.intranet\.example\.com:8443$/],
		[`http://127.0.0.1:9000/open-apis/bot/v2/hook/${TOKEN}`, 'feishu', /at 127\.0\.0\.1:9000$/],
	])('%s is read', (url, channel, name) => {
		const address = botAddress(url);
		expect(address.url).toBe(url.trim());
		expect(address.target.channel).toBe(channel);
		expect(address.target.name).toMatch(name);
	});

	test('has limits of 5 a second and 100 a minute', () => {
		expect(botAddress(URL_V2).target.limits).toEqual([
			{ max: 5, windowMs: 1000 },
			{ max: 100, windowMs: 60_000 },
		]);
	});

	test('never shows its token, neither in the name nor in the key', () => {
		const { target } = botAddress(URL_V2);
		for (const part of [TOKEN.slice(0, 5), TOKEN.slice(-5)]) expect(JSON.stringify(target)).not.toContain(part);
	});

	test('one bot has one key, however its URL is written; another bot or host another', () => {
		const key = (url: string) => botAddress(url).target.key;
		expect(key(`${URL_V2}/`)).toBe(key(URL_V2));
		expect(key(`${URL_V2}?from=copy`)).toBe(key(URL_V2));
		expect(key(URL_V2.replace('open.feishu', 'OPEN.Feishu'))).toBe(key(URL_V2));
		expect(key(`${URL_V2}1`)).not.toBe(key(URL_V2));
		expect(key(URL_V2.replace('feishu.cn', 'larksuite.com'))).not.toBe(key(URL_V2));
	});

	test.each([
		['', /is empty/],
		['   ', /is empty/],
		['open.feishu.cn/open-apis/bot/v2/hook/x', /not a complete URL/],
		[TOKEN, /not a complete URL/],
		['ftp://open.feishu.cn/open-apis/bot/v2/hook/x', /must start with https/],
		['javascript:alert(1)', /must start with https/],
		['https://open.feishu.cn/', /does not end in \/open-apis\/bot\/v2\/hook\//],
		['https://open.feishu.cn/open-apis/bot/v2/hook/', /does not end in/],
		[`${URL_V2}/more`, /does not end in/],
		[`https://open.feishu.cn/open-apis/bot/hook/${TOKEN}`, /old \(v1\)/],
		['https://oapi.dingtalk.com/robot/send?access_token=abc', /DingTalk Bot node/],
	])('%j is refused, with what is wrong and where to find it', (url, says) => {
		expect(refusal(url).message).toMatch(says);
		expect(refusal(url).fix).toContain('Webhook URL');
		expect(`${refusal(url).message} ${refusal(url).fix}`).not.toContain(TOKEN);
	});
});
