import type { IDataObject } from 'n8n-workflow';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

async function test1(bot: TestBot, credential: IDataObject = {}): Promise<IDataObject> {
	const run = await runNode([{}], {
		...bot.node,
		credential: { ...bot.node.credential, data: { ...bot.node.credential.data, ...credential } },
		parameters: { resource: 'message', operation: 'sendTestMessage' },
		onError: 'continueRegularOutput',
	});
	return outputOf(run, 'Node')[0]!.json;
}

const checksOf = (json: IDataObject) => Object.fromEntries((json.checks as Array<{ check: string; ok: boolean; detail: string }>).map(({ check, ok, detail }) => [check, { ok, detail }]));
const notOk = (json: IDataObject) => Object.entries(checksOf(json)).flatMap(([check, { ok }]) => (ok ? [] : [check]));

describe.each(['feishu', 'dingtalk'] as const)('Send Test Message through a %s bot', (platform) => {
	test('a bot that works: the message stands in the group, and every check says what was found', async () => {
		const bot = world[platform]({ secret: 'SECright', keywords: ['ops'] });
		const json = await test1(bot);
		expect(bot.texts()).toEqual(['This is a test message from n8n. The bot works.\nops']);
		expect(json.status).toBe('sent');
		expect(notOk(json)).toEqual([]);
		expect(checksOf(json)).toEqual({
			'Webhook URL': { ok: true, detail: expect.stringMatching(/private deployment or a sandbox/) },
			Signature: { ok: true, detail: expect.stringMatching(/signed/) },
			Keyword: { ok: true, detail: 'The message holds one of: ops' },
			Clock: { ok: true, detail: expect.stringMatching(/^0 s from/) },
			Answer: { ok: true, detail: expect.stringMatching(/stands in the group/) },
		});
	});

	test('a wrong secret', async () => {
		const json = await test1(world[platform]({ secret: 'SECright' }), { secret: 'SECwrong' });
		expect(json.status).toBe('failed');
		expect(notOk(json)).toEqual(['Signature', 'Answer']);
		expect(checksOf(json).Signature!.detail).toMatch(/Copy the signing secret/);
	});

	test('a wrong keyword', async () => {
		const json = await test1(world[platform]({ keywords: ['ops'] }), { keywords: 'other' });
		expect(notOk(json)).toEqual(['Keyword', 'Answer']);
		expect(checksOf(json).Answer!.detail).toMatch(/none of the .*security keywords.*Security Keywords/);
	});

	test('a clock that is off: the message goes all the same, and the check says by how much', async () => {
		const bot = world[platform]({ secret: 'SECright' });
		world.sandbox.clock.advance(90 * 60_000);
		const json = await test1(bot);
		expect(json).toMatchObject({ status: 'sent', attempts: 2 });
		expect(notOk(json)).toEqual(['Clock']);
		expect(checksOf(json).Clock!.detail).toMatch(/^90 minutes from the platform's/);
	});

	test('a bot that was removed, a host that does not answer', async () => {
		const bot = world[platform]();
		world.sandbox.removeBot(bot.token);
		expect(notOk(await test1(bot))).toEqual(['Answer']);
		const { port } = new URL(bot.webhookUrl);
		const nowhere = await test1(bot, { webhookUrl: bot.webhookUrl.replace(`:${port}`, ':1') });
		expect(notOk(nowhere)).toEqual(['Webhook URL', 'Answer']);
	});

	test('every bot of a group is tried', async () => {
		const bot = world[platform]();
		const second = world.sandbox.addBot({ groupId: bot.groupId, name: 'Second', secret: 'SECsecond' });
		const json = await test1(bot, { moreBots: `${second.webhookUrl} SECwrong` });
		expect(json).toMatchObject({ status: 'failed', parts: 2, partsSent: 1 });
		const bots = json.bots as Array<{ bot: string; checks: IDataObject[] }>;
		expect(bots).toHaveLength(2);
		expect(bots.map(({ checks }) => checks.every(({ ok }) => ok))).toEqual([true, false]);
	});
});
