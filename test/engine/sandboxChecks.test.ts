import { CHECKS } from '../../sandbox';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

interface Raw {
	method?: string;
	headers?: Record<string, string>;
	body?: unknown;
	query?: string;
}

/** A request that our nodes never make, as somebody else's program might. */
async function raw(bot: TestBot, { method = 'POST', headers = {}, body = '', query = '' }: Raw) {
	const response = await fetch(bot.webhookUrl.replace(/\?access_token=[^&]+/, query || '$&'), {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, text };
}

const feishuText = (text: string) => ({ msg_type: 'text', content: { text } });
const dingtalkText = (content: string) => ({ msgtype: 'text', text: { content } });
const card = (element: object) => ({ msg_type: 'interactive', card: { elements: [element] } });

/** For each check that our nodes give no cause to: a request that it alone refuses, and the answer. */
const feishu: Array<[check: string, request: Raw, status: number, answer: RegExp]> = [
	['feishu.method', { method: 'PUT', body: feishuText('x') }, 404, /not found/],
	['feishu.contentType', { headers: { 'content-type': 'text/plain' }, body: feishuText('x') }, 400, /9499/],
	['feishu.size', { body: feishuText('x'.repeat(20_480)) }, 400, /9499/],
	['feishu.json', { body: '{"msg_type":"text"' }, 400, /9499/],
	['feishu.msgTypePresent', { body: { content: { text: 'x' } } }, 200, /19002/],
	['feishu.msgTypeSupported', { body: { msg_type: 'file', content: { file_key: 'f' } } }, 200, /19002/],
	['feishu.content', { body: { msg_type: 'text', content: { txt: 'x' } } }, 400, /9499/],
	['feishu.card', { body: card({ tag: 'no-such-tag' }) }, 200, /11246/],
	['feishu.cardMention', { body: card({ tag: 'div', text: { tag: 'lark_md', content: '<at email=li@example.com></at>' } }) }, 200, /11246/],
];

const dingtalk: Array<[check: string, request: Raw, answer: RegExp]> = [
	['dingtalk.method', { method: 'GET' }, /43002/],
	['dingtalk.contentType', { headers: { 'content-type': 'text/plain' }, body: dingtalkText('x') }, /43004/],
	['dingtalk.tokenPresent', { query: '?token=none', body: dingtalkText('x') }, /access_token/],
	['dingtalk.size', { body: dingtalkText('x'.repeat(20_000)) }, /460101/],
	['dingtalk.json', { body: '{"msgtype":"text"' }, /40035.*json/],
	['dingtalk.msgtype', { body: { msgtype: 'file', file: {} } }, /400105/],
	['dingtalk.content', { body: { msgtype: 'markdown', markdown: { title: 'x' } } }, /40035/],
	['dingtalk.at', { body: { ...dingtalkText('x'), at: { atMobiles: '13800138000' } } }, /40035/],
	['dingtalk.msgUuidFormat', { body: { ...dingtalkText('x'), msgUuid: 7 } }, /40035/],
];

describe('requests that our nodes never make are refused as the platforms refuse them', () => {
	test.each(feishu)('%s', async (_, request, status, answer) => {
		const bot = world.feishu();
		const { status: got, text } = await raw(bot, request);
		expect({ status: got, text }).toEqual({ status, text: expect.stringMatching(answer) });
		expect(bot.received()).toEqual([]);
	});

	test.each(dingtalk)('%s', async (_, request, answer) => {
		const bot = world.dingtalk();
		const { status, text } = await raw(bot, request);
		expect({ status, text }).toEqual({ status: 200, text: expect.stringMatching(answer) });
		expect(bot.received()).toEqual([]);
	});
});

test('a stranger is not mentioned, even with "@" in the text', async () => {
	const bot = world.dingtalk();
	await raw(bot, { body: { ...dingtalkText('look @stranger @lilei'), at: { atUserIds: ['stranger', 'lilei'] } } });
	expect(bot.received()[0]!.mentions.map(({ id }) => id)).toEqual(['lilei']);
});

test('the list of checks has no check that this file and the others don’t know', () => {
	const elsewhere = /\.(token|enabled|ip|timestamp|signature|keyword|atAll|ratePerSecond|ratePerMinute|rateBlock|mentionInText|mentionMember|msgUuid)$/;
	const here = new Set<string>([...feishu, ...dingtalk].map(([check]) => check));
	const ofBots = CHECKS.map(({ name }) => name).filter((name) => !/(App|Push)\./.test(name));
	expect(ofBots.filter((name) => !here.has(name) && !elsewhere.test(name))).toEqual([]);
});
