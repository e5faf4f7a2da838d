import { outputOf, runNode } from '../support/engine/run';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const sendText = (parameters: Record<string, unknown>) => ({
	parameters: { resource: 'message', operation: 'sendText', ...parameters } as never,
});

describe.each(['feishu', 'dingtalk'] as const)('Send Text through a %s bot', (platform) => {
	test('one message and one result per item, in order and paired; expressions per item', async () => {
		const bot = world[platform]({ secret: 'SECmade-up', keywords: ['alert'] });
		const run = await runNode([{ n: 1 }, { n: 2 }, { n: 3 }], {
			...bot.node,
			...sendText({ text: '={{ "alert " + $json.n }}' }),
		});
		expect(run.data.resultData.error).toBeUndefined();
		expect(bot.texts()).toEqual(['alert 1', 'alert 2', 'alert 3']);
		const output = outputOf(run, 'Node');
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		for (const { json } of output) {
			expect(json).toEqual({
				status: 'sent',
				channel: platform,
				target: expect.stringMatching(/ at 127\.0\.0\.1:\d+$/),
				parts: 1,
				partsSent: 1,
				attempts: 1,
				apiCalls: 1,
				warnings: [],
				messageId: null,
				sentAt: '2026-11-20T03:00:00.000Z',
			});
		}
	});

	test('neither token nor secret nor signature is in anything that the run leaves', async () => {
		const bot = world[platform]({ secret: 'SECmade-up-and-long' });
		const sent = await runNode([{}], { ...bot.node, ...sendText({ text: 'hello' }) });
		world.sandbox.removeBot(bot.token);
		const refused = await runNode([{}], { ...bot.node, ...sendText({ text: 'hello' }) });
		const { webhookUrl } = bot.node.credential.data;
		const unreachable = await runNode([{}], {
			type: bot.node.type,
			credential: {
				...bot.node.credential,
				data: { ...bot.node.credential.data, webhookUrl: webhookUrl.replace(/:\d+/, ':1') },
			},
			...sendText({ text: 'hello', options: { maxWait: 0 } }),
		});
		expect(sent.data.resultData.error).toBeUndefined();
		expect(refused.data.resultData.error).toBeDefined();
		expect(unreachable.data.resultData.error?.message).toMatch(/can't be reached/);
		for (const run of [sent, refused, unreachable]) {
			const everything = JSON.stringify(run) + String(run.data.resultData.error?.stack);
			expect(everything).not.toContain(bot.token);
			expect(everything).not.toContain('SECmade-up-and-long');
			expect(everything).not.toMatch(/sign=/);
		}
	});

	test('the keyword is added when the text has none of them', async () => {
		const bot = world[platform]({ keywords: ['alert', '告警'] });
		await runNode([{ text: 'disk full' }, { text: '磁盘告警' }], { ...bot.node, ...sendText({ text: '={{ $json.text }}' }) });
		expect(bot.texts()).toEqual(['disk full\nalert', '磁盘告警']);
	});

	test('everyone is mentioned on request, and never by words or tags in a text', async () => {
		const bot = world[platform]();
		const text = '@all <at user_id="all">Everyone</at> </at> <at id=all></at> @所有人 @13800138000';
		await runNode([{ all: true }, { all: false }], {
			...bot.node,
			...sendText({ text, mentionAll: '={{ $json.all }}' }),
		});
		const [loud, quiet] = bot.received();
		expect(loud!.mentions).toEqual([expect.objectContaining({ type: 'all' })]);
		expect(quiet!.mentions).toEqual([]);
		// What the reader sees is what was written.
		expect(quiet!.text.replace(/\u200B/g, '')).toBe(text);
	});

	test.each([
		['an emoji sequence', 'family 👨‍👩‍👧‍👦 flag 🇨🇳 ok 👍🏽'],
		['Chinese', '数据库主从延迟超过 30 秒'],
		['markdown control characters', '**bold** _x_ `code` [a](b) # h\n> q\n- l'],
		['quotes, backslashes, braces', '"a" \\n {{ $json.secret }} <b>&amp;</b>'],
	])('%s arrives as it was written', async (_, text) => {
		const bot = world[platform]();
		await runNode([{ text }], { ...bot.node, ...sendText({ text: '={{ $json.text }}' }) });
		expect(bot.texts()).toEqual([text]);
	});

	test('lone surrogates and control characters become harmless', async () => {
		const bot = world[platform]();
		await runNode([{ text: 'a\uD800b\u0000c\u001Bd\r\ne\tf' }], { ...bot.node, ...sendText({ text: '={{ $json.text }}' }) });
		expect(bot.texts()).toEqual(['a\uFFFDbcd\ne\tf']);
	});

	test('a text of 10 MB is cut to the limit, with keyword and mention kept, and the result says so', async () => {
		const bot = world[platform]({ secret: 'SECmade-up', keywords: ['alert'] });
		const run = await runNode([{}], {
			...bot.node,
			...sendText({ text: '={{ "天气👨‍👩‍👧‍👦".repeat(800000) }}', mentionAll: true }),
		});
		const [message] = bot.received();
		expect(message!.text).toMatch(/^天气👨‍👩‍👧‍👦天气.*… \(cut\)\n/s);
		expect(message!.text).toContain('alert');
		expect(message!.mentions).toHaveLength(1);
		expect(message!.text).not.toContain('\uFFFD');
		const call = world.sandbox.calls({ token: bot.token })[0]!;
		expect(Buffer.byteLength(JSON.stringify(call.requestBody))).toBeGreaterThan(19_800);
		expect(outputOf(run, 'Node')[0]!.json.warnings).toEqual([expect.stringMatching(/has been cut/)]);
	});

	test('an empty text is refused before anything is sent', async () => {
		const bot = world[platform]();
		const run = await runNode([{}], { ...bot.node, ...sendText({ text: '={{ "  " }}' }) });
		expect(run.data.resultData.error).toMatchObject({
			message: 'The text is empty',
			description: expect.stringMatching(/Enter a text/),
		});
		expect(world.sandbox.calls({ token: bot.token })).toEqual([]);
	});

	test('a bad webhook URL is refused with where to find the right one', async () => {
		const bot = world[platform]();
		for (const [webhookUrl, message] of [
			['', /is empty/],
			['open.example.com', /not a complete URL/],
			['https://example.com/hook', /does not end in/],
			[world[platform === 'feishu' ? 'dingtalk' : 'feishu']().webhookUrl, /use the (DingTalk|Lark) Bot node/],
		] as const) {
			const { type, credential } = bot.node;
			const run = await runNode([{}], {
				type,
				credential: { type: credential.type, data: { ...credential.data, webhookUrl } },
				...sendText({ text: 'hello' }),
			});
			expect(run.data.resultData.error?.message).toMatch(message);
			expect(run.data.resultData.error?.description).toMatch(/Copy it from/);
		}
	});

	test('Simplify off gives the platform’s own answer', async () => {
		const bot = world[platform]();
		const run = await runNode([{}], { ...bot.node, ...sendText({ text: 'hello', options: { simplify: false } }) });
		expect(outputOf(run, 'Node')[0]!.json).toEqual(
			platform === 'feishu'
				? { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }
				: { errcode: 0, errmsg: 'ok' },
		);
	});
});

describe('mentions', () => {
	test('Feishu: by open ID', async () => {
		const bot = world.feishu();
		await runNode([{}], { ...bot.node, ...sendText({ text: 'look', mentionOpenIds: 'ou_lilei, ou_hanmeimei' }) });
		expect(bot.received()[0]!.mentions.map(({ id }) => id)).toEqual(['ou_lilei', 'ou_hanmeimei']);
	});

	test.each([
		['13800138000', /phone number/],
		['li@example.com', /e-mail address/],
		['lilei', /not an open ID/],
	])('Feishu: %s is refused with the way out', async (mention, message) => {
		const bot = world.feishu();
		const run = await runNode([{}], { ...bot.node, ...sendText({ text: 'look', mentionOpenIds: mention }) });
		expect(run.data.resultData.error?.message).toMatch(message);
		expect(run.data.resultData.error?.description).toMatch(/open ID \(ou_/);
		expect(bot.received()).toEqual([]);
	});

	test('DingTalk: by mobile and user ID, with the "@" put into the text', async () => {
		const bot = world.dingtalk();
		await runNode([{}], {
			...bot.node,
			...sendText({ text: 'look', mentionMobiles: '+86 138-0013-8000', mentionUserIds: 'hanmeimei' }),
		});
		const [message] = bot.received();
		expect(message!.mentions.map(({ name }) => name).sort()).toEqual(['Han Meimei', 'Li Lei']);
		expect(message!.body).toMatchObject({ text: { content: 'look\n@13800138000 @hanmeimei' } });
	});

	test('DingTalk: who is not in the group is not mentioned, and nobody is without "@" in the text', async () => {
		const bot = world.dingtalk();
		await runNode([{}], { ...bot.node, ...sendText({ text: 'look', mentionUserIds: 'stranger' }) });
		expect(bot.received()[0]!.mentions).toEqual([]);
		await post(bot.webhookUrl, { msgtype: 'text', text: { content: 'look' }, at: { atUserIds: ['lilei'] } });
		expect(bot.received()[1]!.mentions).toEqual([]);
	});

	test('DingTalk: 51 people are refused', async () => {
		const bot = world.dingtalk();
		const people = Array.from({ length: 51 }, (_, n) => `user${n}`).join(',');
		const run = await runNode([{}], { ...bot.node, ...sendText({ text: 'look', mentionUserIds: people }) });
		expect(run.data.resultData.error?.message).toMatch(/mentions 51 people/);
	});
});

const post = async (url: string, body: unknown) =>
	await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
