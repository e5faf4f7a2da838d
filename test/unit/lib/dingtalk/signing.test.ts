import { enc, HmacSHA256 } from 'crypto-js';
import fc from 'fast-check';
import { sendBotMessage } from '../../../../lib/dingtalk/botClient';
import { signBotCall } from '../../../../lib/dingtalk/signing';
import type { HttpRequest } from '../../../../lib/http';
import { ServerTime } from '../../../../lib/serverTime';
import { InstantClock } from '../support/instantClock';
import { holds, holdsAsync } from '../support/property';
import { secret } from '../support/secrets';

/** The second opinion: another library, from the words of the documentation. */
const expected = (key: string, ms: number) => enc.Base64.stringify(HmacSHA256(`${ms}\n${key}`, key));

const KEY = 'SECexampleexample';
const TIME = 1_700_000_000_000;
const SIGN = 'jbNuYAHcXiEEFnVr8QEVVEVmXZ3vG2rWMBYAKxZz0mg=';

/** The URL that goes over the wire for a robot with this secret. */
async function calledUrl(key: string, time: number, url = 'https://oapi.dingtalk.com/robot/send?access_token=abc'): Promise<string> {
	let request: HttpRequest | undefined;
	await sendBotMessage(
		async (sent) => {
			request = sent;
			return { status: 200, headers: {}, body: '{"errcode":0}' };
		},
		new ServerTime(new InstantClock(time)),
		{ url, secret: key, timeoutMs: 1000, ignoreSslIssues: false },
		{ msgtype: 'text', text: { content: 'x' } },
		'uuid',
	);
	return request!.url;
}

describe('the signature of a DingTalk robot', () => {
	test('is the published one, by both libraries', () => {
		expect(signBotCall(KEY, TIME)).toBe(SIGN);
		expect(expected(KEY, TIME)).toBe(SIGN);
	});

	test('is what another library computes, for 1,000 secrets and times', () => {
		holds(
			fc.property(secret, fc.integer({ min: 0, max: 4_102_444_800_000 }), (key, ms) => {
				expect(signBotCall(key, ms)).toBe(expected(key, ms));
			}),
			1000,
		);
	});

	test('stands in the URL encoded once', async () => {
		expect(await calledUrl(KEY, TIME)).toBe(
			'https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1700000000000&sign=jbNuYAHcXiEEFnVr8QEVVEVmXZ3vG2rWMBYAKxZz0mg%3D',
		);
	});

	test('comes out of the URL as it went in, whatever its characters', async () => {
		await holdsAsync(
			fc.asyncProperty(secret.filter((key) => key !== ''), fc.integer({ min: 0, max: 4_102_444_800_000 }), async (key, ms) => {
				const query = (await calledUrl(key, ms)).split('?')[1]!;
				const [, sign] = query.split('&').map((pair) => pair.split('=')).find(([name]) => name === 'sign')!;
				expect(decodeURIComponent(sign!)).toBe(expected(key, ms));
				expect(encodeURIComponent(decodeURIComponent(sign!))).toBe(sign);
			}),
			300,
		);
	});

	test('is left out for a robot without a secret, whose URL stays as it is', async () => {
		expect(await calledUrl('', TIME)).toBe('https://oapi.dingtalk.com/robot/send?access_token=abc');
	});

	test('is one at a time: an old one in the URL is replaced', async () => {
		const url = await calledUrl(KEY, TIME, 'https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1&sign=old');
		expect(url.match(/sign=/g)).toHaveLength(1);
		expect(url).toContain('timestamp=1700000000000');
	});
});
