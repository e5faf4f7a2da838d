import type { Sandbox } from '../../../sandbox';
import { closeAll, dingBot, dingText, feishuBot, feishuText, open, send } from './support';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await open();
});
afterEach(closeAll);

async function codes(url: string, count: number, body: unknown): Promise<unknown[]> {
	const answers: unknown[] = [];
	for (let sent = 0; sent < count; sent++) {
		const { code, errcode } = (await send(url, { body })).json as { code?: number; errcode?: number };
		answers.push(code ?? errcode);
	}
	return answers;
}
const zeros = (count: number) => Array.from({ length: count }, () => 0);

describe('Feishu', () => {
	const feishu = (url: string, count: number) => codes(url, count, feishuText('hi'));

	it('lets five messages through in any second', async () => {
		const { bot } = feishuBot(sandbox);
		expect(await feishu(bot.webhookUrl, 6)).toEqual([...zeros(5), 11232]);
		sandbox.clock.advance(999);
		expect(await feishu(bot.webhookUrl, 1)).toEqual([11232]);
		sandbox.clock.advance(1);
		expect(await feishu(bot.webhookUrl, 6)).toEqual([...zeros(5), 11232]);
	});

	it('lets a hundred through in any minute', async () => {
		const { bot } = feishuBot(sandbox);
		for (let second = 0; second < 20; second++) {
			expect(await feishu(bot.webhookUrl, 5)).toEqual(zeros(5));
			sandbox.clock.advance(1_000);
		}
		expect(await feishu(bot.webhookUrl, 1)).toEqual([11232]);
		expect(sandbox.calls().at(-1)?.check).toBe('feishu.ratePerMinute');
		sandbox.clock.advance(39_999);
		expect(await feishu(bot.webhookUrl, 1)).toEqual([11232]);
		sandbox.clock.advance(1);
		expect(await feishu(bot.webhookUrl, 6)).toEqual([...zeros(5), 11232]);
		expect(sandbox.messages().length).toBe(105);
	});

	it('does not count what it refuses', async () => {
		const { bot } = feishuBot(sandbox, { keywords: ['报警'] });
		expect(await feishu(bot.webhookUrl, 8)).toEqual(Array.from({ length: 8 }, () => 19024));
		expect(await codes(bot.webhookUrl, 6, feishuText('报警'))).toEqual([...zeros(5), 11232]);
	});

	it('counts each bot by itself', async () => {
		await feishu(feishuBot(sandbox).bot.webhookUrl, 5);
		expect(await feishu(feishuBot(sandbox).bot.webhookUrl, 5)).toEqual(zeros(5));
	});

	it('takes other limits for a bot', async () => {
		const { bot } = feishuBot(sandbox, { limits: { perSecond: 2 } });
		expect(await feishu(bot.webhookUrl, 3)).toEqual([0, 0, 11232]);
	});
});

describe('DingTalk', () => {
	const ding = (url: string, count: number) => codes(url, count, dingText('hi'));

	it('blocks a robot for ten minutes after the twenty-first message of a minute', async () => {
		const { bot } = dingBot(sandbox);
		expect(await ding(bot.webhookUrl, 21)).toEqual([...zeros(20), 130101]);
		expect(sandbox.calls().at(-1)?.check).toBe('dingtalk.ratePerMinute');
		sandbox.clock.advance(599_999);
		expect(await ding(bot.webhookUrl, 1)).toEqual([130101]);
		expect(sandbox.calls().at(-1)?.check).toBe('dingtalk.rateBlock');
		sandbox.clock.advance(1);
		expect(await ding(bot.webhookUrl, 21)).toEqual([...zeros(20), 130101]);
	});

	it('slides its minute', async () => {
		const { bot } = dingBot(sandbox);
		await ding(bot.webhookUrl, 10);
		sandbox.clock.advance(30_000);
		await ding(bot.webhookUrl, 10);
		sandbox.clock.advance(30_000);
		expect(await ding(bot.webhookUrl, 10)).toEqual(zeros(10));
		expect(await ding(bot.webhookUrl, 1)).toEqual([130101]);
	});

	it('never blocks a robot that keeps to twenty', async () => {
		const { bot } = dingBot(sandbox);
		for (let minute = 0; minute < 3; minute++) {
			expect(await ding(bot.webhookUrl, 20)).toEqual(zeros(20));
			sandbox.clock.advance(60_000);
		}
	});

	it('counts a repeated msgUuid', async () => {
		const { bot } = dingBot(sandbox);
		expect(await codes(bot.webhookUrl, 21, { ...dingText('hi'), msgUuid: 'u' })).toEqual([...zeros(20), 130101]);
	});
});
