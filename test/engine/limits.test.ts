import { outputOf, runNode, runWorkflow } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const text = (value: string, options = {}) => ({
	parameters: { resource: 'message', operation: 'sendText', text: value, options } as never,
});
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const refusals = (bot: TestBot) => world.sandbox.calls({ token: bot.token, outcome: 'refused' });

/** The most messages in any window of the given length (ms). */
function most(bot: TestBot, windowMs: number): number {
	const times = bot.received().map(({ sentAt }) => sentAt);
	return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length));
}

describe('within the limits', () => {
	test('Feishu: 250 messages, none refused, never more than 5 a second or 100 a minute', async () => {
		const bot = world.feishu();
		const run = await runNode(items(250), { ...bot.node, ...text('={{ $json.n }}', { maxWait: 600 }) });
		expect(run.data.resultData.error).toBeUndefined();
		expect(bot.texts()).toEqual(items(250).map(({ n }) => String(n)));
		expect(refusals(bot)).toEqual([]);
		expect(most(bot, 1_000)).toBe(5);
		expect(most(bot, 60_000)).toBe(100);
	});

	test('DingTalk: 50 messages, none refused, never more than 20 a minute', async () => {
		const bot = world.dingtalk();
		const run = await runNode(items(50), { ...bot.node, ...text('={{ $json.n }}', { maxWait: 600 }) });
		expect(run.data.resultData.error).toBeUndefined();
		expect(bot.texts()).toEqual(items(50).map(({ n }) => String(n)));
		expect(refusals(bot)).toEqual([]);
		expect(most(bot, 60_000)).toBeLessThanOrEqual(20);
		expect(run.data.resultData.runData['Node']![0]!.hints).toEqual([
			expect.objectContaining({ message: expect.stringMatching(/of 50 messages waited for the chat's rate limit/) }),
		]);
	});

	// The optimum if nothing but the limits held: alerts one by one, sending from a full allowance.
	test.each([
		['feishu', 559, 1.08],
		['dingtalk', 2940, 1.13],
	] as const)('%s: 1,000 messages, none refused, at most %d s x %f', async (platform, optimum, factor) => {
		const bot = world[platform]();
		const start = world.clock.now();
		await runNode(items(1000), { ...bot.node, ...text('={{ $json.n }}', { maxWait: 7200 }) });
		expect(bot.received()).toHaveLength(1000);
		expect(refusals(bot)).toEqual([]);
		expect((bot.received().at(-1)!.sentAt - start) / 1000).toBeLessThanOrEqual(optimum * factor);
	}, 60_000);

	test('DingTalk: a burst of 30 gets through with the default Max Wait', async () => {
		const bot = world.dingtalk();
		const run = await runNode(items(30), { ...bot.node, ...text('={{ $json.n }}') });
		expect(run.data.resultData.error).toBeUndefined();
		expect(bot.received()).toHaveLength(30);
		expect(refusals(bot)).toEqual([]);
	});

	test('DingTalk: what would wait longer than Max Wait fails with the time from which it can be sent', async () => {
		const bot = world.dingtalk();
		const run = await runNode(items(45), {
			...bot.node,
			...text('={{ $json.n }}', { maxWait: 90 }),
			onError: 'continueRegularOutput',
		});
		const output = outputOf(run, 'Node').map(({ json }) => json);
		expect(output).toHaveLength(45);
		const failed = output.filter(({ status }) => status === 'failed');
		expect(bot.received()).toHaveLength(45 - failed.length);
		// 18 at once, since nobody knows what was sent before the process started; 20 a minute later.
		expect(failed).toHaveLength(45 - 18 - 20);
		expect(failed[0]).toMatchObject({
			error: { class: 'rateLimited', code: 'LIMIT', retryAt: expect.stringMatching(/^2026-11-20T03:02:01/) },
		});
		expect(refusals(bot)).toEqual([]);
	});

	test('Over the Limit = Fail: nothing waits', async () => {
		const bot = world.feishu();
		const before = world.clock.now();
		const run = await runNode(items(8), {
			...bot.node,
			...text('={{ $json.n }}', { overLimit: 'fail' }),
			onError: 'continueRegularOutput',
		});
		expect(world.clock.now()).toBe(before);
		expect(outputOf(run, 'Node').map(({ json }) => json.status)).toEqual([...Array(5).fill('sent'), ...Array(3).fill('failed')]);
		expect(bot.received()).toHaveLength(5);
	});

	test('two workflows with the same bot share its limits', async () => {
		const bot = world.dingtalk();
		const run = () => runNode(items(15), { ...bot.node, ...text('={{ $json.n }}', { maxWait: 300 }) });
		const runs = await Promise.all([run(), run(), run()]);
		for (const { data } of runs) expect(data.resultData.error).toBeUndefined();
		expect(bot.received()).toHaveLength(45);
		expect(refusals(bot)).toEqual([]);
		expect(most(bot, 60_000)).toBeLessThanOrEqual(20);
	});

	test('another bot does not wait', async () => {
		const [busy, free] = [world.dingtalk(), world.dingtalk()];
		const before = world.clock.now();
		let freeDone = 0;
		await Promise.all([
			runNode(items(30), { ...busy.node, ...text('={{ $json.n }}', { maxWait: 300 }) }),
			runNode(items(1), { ...free.node, ...text('hello') }).then(() => (freeDone = world.clock.now())),
		]);
		expect(freeDone).toBe(before);
		expect(world.clock.now()).toBeGreaterThan(before);
	});
});

describe('over the limits all the same, because somebody else uses the bot', () => {
	const post = (bot: TestBot, body: unknown) =>
		fetch(bot.webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

	test('Feishu: a refusal in the second is waited out', async () => {
		const bot = world.feishu();
		for (let n = 0; n < 5; n++) await post(bot, { msg_type: 'text', content: { text: 'not ours' } });
		const run = await runNode(items(1), { ...bot.node, ...text('ours') });
		expect(refusals(bot).map(({ check }) => check)).toEqual(['feishu.ratePerSecond']);
		expect(outputOf(run, 'Node')[0]!.json).toMatchObject({ status: 'sent', attempts: 2 });
		expect(bot.texts().at(-1)).toBe('ours');
	});

	test('Feishu: a refusal in the minute is waited out', async () => {
		const bot = world.feishu();
		for (let n = 0; n < 100; n++) {
			await post(bot, { msg_type: 'text', content: { text: 'not ours' } });
			if (n % 5 === 4) world.clock.advance(1_000);
		}
		const run = await runNode(items(1), { ...bot.node, ...text('ours', { maxWait: 120 }) });
		expect(refusals(bot)[0]?.check).toBe('feishu.ratePerMinute');
		expect(outputOf(run, 'Node')[0]!.json).toMatchObject({ status: 'sent' });
	});

	test('DingTalk: the robot is left alone for its 10 minutes, by later runs too', async () => {
		const bot = world.dingtalk();
		for (let n = 0; n < 20; n++) await post(bot, { msgtype: 'text', text: { content: 'not ours' } });
		const first = await runNode(items(2), { ...bot.node, ...text('ours {{ $json.n }}'), onError: 'continueRegularOutput' });
		expect(refusals(bot).map(({ check }) => check)).toEqual(['dingtalk.ratePerMinute']);
		const [{ error }] = outputOf(first, 'Node').map(({ json }) => json as { error: Record<string, unknown> }) as [{ error: Record<string, unknown> }];
		expect(error).toMatchObject({ class: 'rateLimited', code: '130101', retryAt: '2026-11-20T03:10:00.000Z' });
		// The second item and a later run don't even ask.
		world.clock.advance(5 * 60_000);
		await runNode(items(1), { ...bot.node, ...text('still waiting'), onError: 'continueRegularOutput' });
		expect(refusals(bot)).toHaveLength(1);
		world.clock.advance(5 * 60_000);
		const later = await runNode(items(1), { ...bot.node, ...text('ours again') });
		expect(outputOf(later, 'Node')[0]!.json.status).toBe('sent');
		expect(refusals(bot)).toHaveLength(1);
	});

	test('DingTalk: who does ask within the 10 minutes is refused', async () => {
		const bot = world.dingtalk();
		for (let n = 0; n < 21; n++) await post(bot, { msgtype: 'text', text: { content: 'not ours' } });
		world.clock.advance(5 * 60_000);
		const run = await runNode(items(1), { ...bot.node, ...text('ours'), onError: 'continueRegularOutput' });
		expect(refusals(bot).at(-1)?.check).toBe('dingtalk.rateBlock');
		expect(outputOf(run, 'Node')[0]!.json).toMatchObject({ status: 'failed', error: { class: 'rateLimited' } });
	});
});

describe('loops', () => {
	test.each(['feishu', 'dingtalk'] as const)('25 turns with the same text are 25 messages on %s', async (platform) => {
		const bot = world[platform]();
		const run = await runWorkflow({
			nodes: [
				{ name: 'Items', type: 'items', parameters: { items: [{}] } },
				{ name: 'Loop', type: 'loop', parameters: { turns: 25 } },
				{ name: 'Send', ...bot.node, ...text('the same text', { maxWait: 120 }) },
				{ name: 'End', type: 'end' },
			],
			connections: [
				['Items', 'Loop'],
				['Loop', 1, 'Send'],
				['Send', 'Loop'],
				['Loop', 0, 'End'],
			],
		});
		expect(run.data.resultData.error).toBeUndefined();
		expect(run.data.resultData.runData['Send']).toHaveLength(25);
		expect(bot.texts()).toEqual(Array(25).fill('the same text'));
		expect(refusals(bot)).toEqual([]);
	});
});
