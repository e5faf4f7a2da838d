import { botAddress } from '../../../../lib/dingtalk/botAddress';
import { InputError } from '../../../../lib/inputError';

const TOKEN = '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef';
const WEBHOOK = `https://oapi.dingtalk.com/robot/send?access_token=${TOKEN}`;

const refusal = (url: string): InputError => {
	try {
		botAddress(url);
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error(`not refused: ${url}`);
};

describe('the webhook URL of a DingTalk robot', () => {
	test.each([WEBHOOK, ` ${WEBHOOK}\n`, WEBHOOK.replace('https://oapi.dingtalk.com', 'http://127.0.0.1:9000')])('%j is read', (url) => {
		const address = botAddress(url);
		expect(address.url).toBe(url.trim());
		expect(address.target.channel).toBe('dingtalk');
		expect(address.target.name).toMatch(/^DingTalk robot [0-9a-f]{6} at (oapi\.dingtalk\.com|127\.0\.0\.1:9000)$/);
	});

	test('loses a signature that was copied along: it would be out of date', () => {
		expect(botAddress(`${WEBHOOK}&timestamp=1&sign=abc%3D`).url).toBe(WEBHOOK);
	});

	test('has a limit of 20 in a little more than a minute, two fewer after a start, two kept for what is urgent', () => {
		expect(botAddress(WEBHOOK).target.limits).toEqual([{ max: 20, windowMs: 60_500, atStart: 18, reserve: 2 }]);
	});

	test('never shows its token, neither in the name nor in the key', () => {
		expect(JSON.stringify(botAddress(WEBHOOK).target)).not.toContain(TOKEN.slice(0, 5));
	});

	test('one robot has one key, however its URL is written; another robot or host another', () => {
		const key = (url: string) => botAddress(url).target.key;
		expect(key(`${WEBHOOK}&timestamp=1&sign=x`)).toBe(key(WEBHOOK));
		expect(key(WEBHOOK.replace('oapi.', 'OAPI.'))).toBe(key(WEBHOOK));
		expect(key(`${WEBHOOK}0`)).not.toBe(key(WEBHOOK));
		expect(key(WEBHOOK.replace('oapi.', 'other.'))).not.toBe(key(WEBHOOK));
	});

	test.each([
		['', /is empty/],
		['   ', /is empty/],
		[TOKEN, /not a complete URL/],
		[WEBHOOK.replace('https:', 'ftp:'), /not a complete URL/],
		['https://oapi.dingtalk.com/robot/send', /does not end in \/robot\/send\?access_token=/],
		['https://oapi.dingtalk.com/robot/send?access_token=', /does not end in/],
		[`https://oapi.dingtalk.com/?access_token=${TOKEN}`, /does not end in/],
		['https://open.feishu.cn/open-apis/bot/v2/hook/abc', /Lark Bot node/],
	])('%j is refused, with what is wrong and where to find it', (url, says) => {
		expect(refusal(url).message).toMatch(says);
		expect(refusal(url).fix).toContain('Webhook');
		expect(`${refusal(url).message} ${refusal(url).fix}`).not.toContain(TOKEN);
	});
});
