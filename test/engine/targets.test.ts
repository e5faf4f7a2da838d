import type { IDataObject } from 'n8n-workflow';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const perItem = { sendTo: 'item', webhookUrl: '={{ $json.url }}', signingSecret: '={{ $json.secret }}', securityKeywords: '={{ $json.keyword }}' };
const text = { resource: 'message', operation: 'sendText', text: '={{ $json.text ?? "hello" }}' };
/** A member of a directory: the bot of his group. */
const member = (bot: TestBot, more: IDataObject = {}): IDataObject => {
	const { webhookUrl: url, secret, keywords: keyword } = bot.node.credential.data;
	return { url, secret, keyword, ...more };
};

/** What the given items give, through a node with the given credential. */
async function send(bot: TestBot, items: IDataObject[], credential: IDataObject = {}, parameters: IDataObject = {}) {
	const node = { ...bot.node, credential: { ...bot.node.credential, data: { ...bot.node.credential.data, ...credential } } };
	const run = await runNode(items, { ...node, parameters: { ...text, ...perItem, ...parameters }, onError: 'continueRegularOutput' } as never);
	return outputOf(run, 'Node').map(({ json }) => json);
}

describe.each(['feishu', 'dingtalk'] as const)('a group per item on %s', (platform) => {
	test('every member gets the message through the bot of his own group, with its own secret and keyword', async () => {
		const [one, two] = [world[platform]({ secret: 'SECone', keywords: ['ops'] }), world[platform]({ secret: 'SECtwo', keywords: ['data'] })];
		// The credential names no bot of its own, but the host of the deployment (here: the sandbox).
		const host = new URL(one.webhookUrl).host;
		const output = await send(one, [member(one), member(two)], { webhookUrl: '', secret: '', keywords: '', allowedHosts: `intranet.example.com, http://${host}/some/path` });
		expect(output.map(({ status }) => status)).toEqual(['sent', 'sent']);
		expect([one.texts(), two.texts()]).toEqual([['hello\nops'], ['hello\ndata']]);
	});

	test('the host of the credential is allowed by itself', async () => {
		const [one, two] = [world[platform](), world[platform]()];
		expect(await send(one, [member(two)])).toMatchObject([{ status: 'sent' }]);
		expect(two.texts()).toEqual(['hello']);
	});

	test('a webhook URL that leads elsewhere is refused before anything is sent, the other items go', async () => {
		const bot = world[platform]();
		const { webhookUrl } = bot.node.credential.data;
		const elsewhere = webhookUrl.replace('127.0.0.1', 'localhost');
		const output = await send(bot, [member(bot, { url: elsewhere }), member(bot)]);
		expect(output).toMatchObject([
			{ status: 'failed', error: { class: 'permanent', message: expect.stringMatching(/leads to localhost:\d+, which is neither/), fix: expect.stringMatching(/Allowed Hosts/) } },
			{ status: 'sent' },
		]);
		expect(JSON.stringify(output)).not.toContain(bot.token);
		expect(world.sandbox.calls()).toHaveLength(1);
	});

	test.each(['', 'no address', '={{ $json.missing }}'])('a webhook URL that is "%s" is an error of its item', async (url) => {
		const bot = world[platform]();
		const [failed, sent] = await send(bot, [member(bot, { url }), member(bot)]);
		expect(failed).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(/Webhook URL/) } });
		expect(sent).toMatchObject({ status: 'sent' });
	});
});

describe.each(['feishu', 'dingtalk'] as const)('several bots for one %s group', (platform) => {
	const extra = (platform: 'feishu' | 'dingtalk', first: TestBot, count: number) =>
		Array.from({ length: count }, (_, n) =>
			world.sandbox.addBot({ groupId: first.groupId, name: `Alarm ${n + 2}`, secret: `SECmore${n}`, ...(platform === 'dingtalk' ? {} : {}) }),
		);

	test('share the work, each within its own limit and with its own secret', async () => {
		const first = world[platform]({ secret: 'SECfirst' });
		const more = extra(platform, first, 2);
		const moreBots = more.map((bot, n) => `  ${bot.webhookUrl}   SECmore${n}`).join('\n');
		const before = world.clock.now();
		const count = platform === 'dingtalk' ? 54 : 15;
		const items = Array.from({ length: count }, (_, n) => ({ text: `${n}` }));
		const output = await send(first, items, { moreBots }, { sendTo: 'credential' });
		expect(output.map(({ status }) => status)).toEqual(Array(count).fill('sent'));
		expect(world.clock.now()).toBe(before);
		expect(first.texts().sort()).toEqual(items.map((item) => item.text).sort());
		for (const { token } of [first, ...more]) expect(world.sandbox.calls({ token })).toHaveLength(count / 3);
	});

	test('one that was removed is left out', async () => {
		const first = world[platform]();
		const [second] = extra(platform, first, 1);
		world.sandbox.removeBot(first.token);
		const output = await send(first, [{ text: 'still here' }], { moreBots: `${second!.webhookUrl} SECmore0` }, { sendTo: 'credential' });
		expect(output).toMatchObject([{ status: 'sent', attempts: 2, warnings: [expect.stringMatching(/another bot of the group did its work/)] }]);
		expect(first.texts()).toEqual(['still here']);
	});

	test('a line that is no bot says which one', async () => {
		const first = world[platform]();
		const output = await send(first, [{}], { moreBots: `${first.webhookUrl}\nnonsense` }, { sendTo: 'credential' });
		expect(output).toMatchObject([{ status: 'failed', error: { message: expect.stringMatching(/^More Bots, line 2: The Webhook URL is not a complete URL/) } }]);
	});
});
