import type { IDataObject } from 'n8n-workflow';
import { outputOf, runNode, runWorkflow } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

/** Items through *Send Text*, continuing on errors; what the node put out. */
async function send(bot: TestBot, items: IDataObject[], parameters: IDataObject, extra = {}) {
	const run = await runNode(items, {
		...bot.node,
		parameters: { resource: 'message', operation: 'sendText', text: 'hello', ...parameters },
		onError: 'continueRegularOutput',
		...extra,
	});
	return outputOf(run, 'Node').map(({ json }) => json as { status: string; error?: { code: string; message: string }; warnings: string[]; attempts: number });
}

describe.each(['feishu', 'dingtalk'] as const)('expressions that give something odd (%s)', (platform) => {
	test.each([
		['messageLanguage', 'zh-CN', /Message Language: zh-CN is not one of en, zh/],
		['overLimit', 'later', /is not one of wait, fail/],
		['maxWait', 'abc', /Max Wait: abc is not a number/],
		['maxWait', { a: 1 }, /is not a number/],
		['timeout', [1, 2], /is not a number/],
		['simplify', 'perhaps', /is not true or false/],
	])('option %s = %j fails its item, and the others are sent', async (option, value, message) => {
		const bot = world[platform]();
		const output = await send(bot, [{ value }, {}], { options: { [option]: '={{ $json.value }}' } });
		expect(output.map(({ status }) => status)).toEqual(['failed', 'sent']);
		expect(output[0]!.error).toMatchObject({ code: 'INPUT', message: expect.stringMatching(message) });
		expect(bot.received()).toHaveLength(1);
	});

	test('in the error output such an item is an error, never a success', async () => {
		const bot = world[platform]();
		const run = await runWorkflow({
			nodes: [
				{ name: 'Items', type: 'items', parameters: { items: [{ lang: 'xx' }, {}] } },
				{
					name: 'Node',
					...bot.node,
					onError: 'continueErrorOutput',
					parameters: { resource: 'message', operation: 'sendText', text: 'hello', options: { messageLanguage: '={{ $json.lang }}' } },
				},
				{ name: 'Good', type: 'end' },
				{ name: 'Bad', type: 'end' },
			],
			connections: [['Items', 'Node'], ['Node', 0, 'Good'], ['Node', 1, 'Bad']],
		});
		expect(outputOf(run, 'Good').map(({ json }) => json.status)).toEqual(['sent']);
		expect(outputOf(run, 'Bad').map(({ json }) => json.lang)).toEqual(['xx']);
	});

	test('an empty option counts as not set; limits and timeouts stay', async () => {
		const bot = world[platform]();
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'reset', times: 9 });
		const [result] = await send(bot, [{}], { options: { maxWait: '={{ undefined }}', timeout: '={{ null }}', messageLanguage: '={{ "" }}' } });
		expect(result).toMatchObject({ status: 'failed', attempts: 5 });
		expect(world.clock.now()).toBeLessThan(Date.parse('2026-11-20T03:01:00Z'));
	});

	test.each([
		['"false"', false],
		['"FALSE"', false],
		['""', false],
		['undefined', false],
		['"true"', true],
		['true', true],
	])('Mention Everyone = %s mentions everyone: %s', async (value, everyone) => {
		const bot = world[platform]();
		await send(bot, [{}], { mentionAll: `={{ ${value} }}` });
		expect(bot.received()[0]!.mentions).toHaveLength(everyone ? 1 : 0);
	});

	test.each(['"no"', '[]', '1'])('Mention Everyone = %s is refused, and nobody is rung', async (value) => {
		const bot = world[platform]();
		expect((await send(bot, [{}], { mentionAll: `={{ ${value} }}` }))[0]!.error!.message).toMatch(/is not true or false/);
		expect(bot.received()).toEqual([]);
	});

	test.each([
		['{{ 12.5 }}', '12.5'],
		['{{ { a: [1, "x"] } }}', '{"a":[1,"x"]}'],
		['{{ false }}', 'false'],
	])('a text of %s is sent as it reads', async (expression, shown) => {
		const bot = world[platform]();
		await send(bot, [{}], { text: `=${expression}` });
		expect(bot.texts()).toEqual([shown]);
	});

	test('an object of 8,000 levels fails its item, and the others are sent', async () => {
		const bot = world[platform]();
		const deep = '(() => { let a = {}; for (let i = 0; i < 8000; i++) a = { a }; return a; })()';
		const output = await send(bot, [{ deep: true }, { deep: false }], { text: `={{ $json.deep ? ${deep} : "fine" }}` });
		expect(output.map(({ status }) => status)).toEqual(['failed', 'sent']);
	});

	test('a time zone that does not exist does not stop an alert', async () => {
		const bot = world[platform]();
		const alert = { status: 'firing', labels: { alertname: 'X' }, startsAt: '2026-11-20T03:04:16Z' };
		const run = await runNode(
			[{ groupKey: 'g', alerts: [alert] }],
			{ ...bot.node, parameters: { resource: 'notification', operation: 'sendNotification' } },
			{ timezone: 'Foo/Bar' },
		);
		expect(run.data.resultData.error).toBeUndefined();
		expect(bot.texts()[0]).toContain('03:04:16 (UTC)');
	});

	test('an empty item is an error of the item, not an empty card', async () => {
		const bot = world[platform]();
		const run = await runNode(
			[{}, { headers: {}, query: {}, body: {} }, { title: 'x' }],
			{ ...bot.node, parameters: { resource: 'notification', operation: 'sendNotification' }, onError: 'continueRegularOutput' },
		);
		expect(outputOf(run, 'Node').map(({ json }) => json.status)).toEqual(['failed', 'failed', 'sent']);
		expect(bot.received()).toHaveLength(1);
	});
});

describe('Retry on Fail', () => {
	const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 5, onError: undefined };

	test.each(['feishu', 'dingtalk'] as const)('sends nothing twice whose text is another at every try (%s)', async (platform) => {
		const bot = world[platform]();
		const unsubscribe = world.sandbox.subscribe((event) => {
			if (event.type !== 'message') return;
			unsubscribe();
			world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', body: { code: 9499, errcode: 400013, msg: 'Bad Request', errmsg: 'x' } });
		});
		await send(bot, [{ id: 'a' }, { id: 'b' }, { id: 'c' }], { text: '={{ $json.id }} {{ Math.random() }}' }, retry);
		expect(bot.texts().map((text) => text[0])).toEqual(['a', 'c', 'b']);
	});

	test("does not override Don't Send Again", async () => {
		const bot = world.feishu();
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'resetAfterAccept' });
		await send(bot, [{}], { options: { onAmbiguousTimeout: 'giveUp' } }, retry);
		expect(bot.received()).toHaveLength(1);
	});

	test('says that a message may show twice which a first try may have brought', async () => {
		const bot = world.feishu();
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'resetAfterAccept' });
		const [result] = await send(bot, [{}], { options: { maxWait: 0 } }, retry);
		expect(result).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/show this message twice/)] });
	});

	test('an option that fails does so before anything is sent', async () => {
		const bot = world.feishu();
		await send(bot, [{}], { options: { simplify: '={{ $("Nowhere").item.json.x }}' } }, retry);
		expect(bot.received()).toEqual([]);
	});
});

test('an item of which only a part was sent says how much', async () => {
	const bot = world.dingtalk();
	const alerts = Array.from({ length: 25 }, (_, n) => ({ status: 'firing', labels: { alertname: `A${n}` }, fingerprint: `${n}` }));
	const run = await runNode([{ groupKey: 'g', alerts } as IDataObject], {
		...bot.node,
		parameters: { resource: 'notification', operation: 'sendNotification', options: { overLimit: 'fail' } },
		onError: 'continueRegularOutput',
	});
	expect(outputOf(run, 'Node')[0]!.json).toMatchObject({
		status: 'failed',
		parts: 25,
		partsSent: 18,
		error: { class: 'rateLimited', message: expect.stringMatching(/^18 of the 25 messages of this item were sent/) },
	});
});

test('a warning is shown as a hint, also when the output is the raw answer', async () => {
	const bot = world.feishu();
	world.sandbox.addFault({ match: { token: bot.token }, kind: 'resetAfterAccept' });
	const run = await runNode([{}], { ...bot.node, parameters: { resource: 'message', operation: 'sendText', text: 'x', options: { simplify: false } } });
	expect(run.data.resultData.runData['Node']![0]!.hints).toEqual([
		expect.objectContaining({ type: 'warning', message: expect.stringMatching(/twice/) }),
	]);
});

test.each([
	['in a link address', 'alert', { title: 'x', url: 'https://alert.example.com/' }],
	['in an entity', 'lt', { title: 'a <b' }],
	['with markup characters', 'a_b', { title: 'a_b' }],
])('DingTalk: a keyword that stands only %s is added', async (_, keyword, item) => {
	const bot = world.dingtalk({ keywords: [keyword] });
	const run = await runNode([item], { ...bot.node, parameters: { resource: 'notification', operation: 'sendNotification' } });
	expect(run.data.resultData.error).toBeUndefined();
	expect(bot.received()).toHaveLength(1);
});

test.each(['all', '@all', 'lilei hanmeimei', '{"a":1}'])('DingTalk: %s is no user ID', async (mentionUserIds) => {
	const bot = world.dingtalk();
	expect((await send(bot, [{}], { mentionUserIds }))[0]!.error!.message).toMatch(/is not a user ID/);
	expect(bot.received()).toEqual([]);
});

test('a server that echoes the request gives no signature away', async () => {
	const bot = world.feishu({ secret: 'SECmade-up' });
	world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', body: { code: 7 } });
	await send(bot, [{}], {});
	const { sign } = world.sandbox.calls({ token: bot.token })[0]!.requestBody as { sign: string };
	world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', body: { code: 7, msg: `refused {"sign":"${sign}"}` } });
	const output = await send(bot, [{}], {});
	expect(output[0]!.error!.message).toContain('refused');
	expect(JSON.stringify(output)).not.toContain(sign);
});
