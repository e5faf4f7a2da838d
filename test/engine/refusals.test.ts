import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

interface Changed {
	secret?: string;
	keywords?: string;
}

/** Sends one text with a credential that differs from the bot's settings. */
async function send(bot: TestBot, changed: Changed = {}, parameters = {}) {
	const { type, credential } = bot.node;
	const run = await runNode([{}], {
		type,
		credential: { type: credential.type, data: { ...credential.data, ...changed } },
		parameters: { resource: 'message', operation: 'sendText', text: 'disk full', ...parameters } as never,
		onError: 'continueRegularOutput',
	});
	return outputOf(run, 'Node')[0]!.json as { status: string; error: { class: string; code: string; message: string; fix: string } };
}

const refused = (code: string, message: RegExp, fix: RegExp) => ({
	status: 'failed',
	error: { class: 'permanent', code, message: expect.stringMatching(message), fix: expect.stringMatching(fix) },
});

describe('what the platforms refuse, in plain words', () => {
	test('the bot has been removed', async () => {
		for (const [platform, code] of [['feishu', '19001'], ['lark', '19001'], ['dingtalk', '300005']] as const) {
			const bot = world[platform]();
			world.sandbox.removeBot(bot.token);
			expect(await send(bot)).toMatchObject(refused(code, /does not exist/, /Copy the webhook URL again/));
		}
	});

	test('the bot is switched off', async () => {
		for (const [platform, code] of [['feishu', '19007'], ['dingtalk', '400102']] as const) {
			const bot = world[platform]();
			world.sandbox.disableBot(bot.token);
			expect(await send(bot)).toMatchObject(refused(code, /switched off|has been stopped/, /enable/));
		}
	});

	test('the address of n8n is not on the allow list', async () => {
		for (const [platform, code] of [['feishu', '19022'], ['dingtalk', '310000']] as const) {
			const bot = world[platform]({ allowedIps: ['203.0.113.7'] });
			expect(await send(bot)).toMatchObject(refused(code, /IP address .* allow list/, /Add the public IP address/));
		}
	});

	test('the signing secret is wrong or missing', async () => {
		for (const [platform, code] of [['feishu', '19021'], ['dingtalk', '310000']] as const) {
			const bot = world[platform]({ secret: 'SECright' });
			expect(await send(bot, { secret: 'SECwrong' })).toMatchObject(refused(code, /signature/i, /signing secret/));
			expect((await send(bot, { secret: '' })).status).toBe('failed');
			expect((await send(bot)).status).toBe('sent');
		}
	});

	test('F14: the clock is off by 70 minutes, either way: signed again with the time that the platform tells', async () => {
		for (const platform of ['feishu', 'dingtalk'] as const) {
			for (const minutes of [-70, 70]) {
				const bot = world[platform]({ secret: 'SECright' });
				world.sandbox.clock.advance(minutes * 60_000);
				const warnings = [expect.stringMatching(minutes > 0 ? /70 minutes behind the platform's/ : /70 minutes ahead of the platform's/)];
				expect(await send(bot)).toMatchObject({ status: 'sent', attempts: 2, warnings });
				// Known from now on, until it is set right.
				expect(await send(bot)).toMatchObject({ status: 'sent', attempts: 1, warnings });
				world.sandbox.clock.advance(-minutes * 60_000);
				expect(await send(bot)).toMatchObject({ status: 'sent', attempts: 2, warnings: [] });
				expect(await send(bot)).toMatchObject({ status: 'sent', attempts: 1 });
			}
		}
	});

	test('F14: a wrong secret is not taken for a wrong clock, whatever the clock', async () => {
		for (const [platform, code] of [['feishu', '19021'], ['dingtalk', '310000']] as const) {
			const bot = world[platform]({ secret: 'SECright' });
			bot.node.credential.data.secret = 'SECwrong';
			expect(await send(bot)).toMatchObject(refused(code, /signature/i, /secret/));
			world.sandbox.clock.advance(70 * 60_000);
			expect(await send(bot)).toMatchObject({ ...refused(code, /signature/i, /secret/), attempts: 2 });
			world.sandbox.clock.advance(-70 * 60_000);
		}
	});

	test('F15: a message that waited for its turn is signed when it is sent', async () => {
		for (const platform of ['feishu', 'dingtalk'] as const) {
			const bot = world[platform]({ secret: 'SECright' });
			world.sandbox.addFault({
				match: { token: bot.token },
				kind: 'throttle',
				code: platform === 'feishu' ? 99991400 : 130101,
				...(platform === 'feishu' ? { status: 429, headers: { 'x-ogw-ratelimit-reset': '600' } } : {}),
				times: 7,
			});
			expect((await send(bot, {}, { options: { maxWait: 9000 } })).status).toBe('sent');
			expect(world.sandbox.calls({ token: bot.token }).at(-1)!.at - world.sandbox.calls({ token: bot.token })[0]!.at).toBeGreaterThan(3_600_000);
		}
	});

	test('the keyword of the credential is not the bot’s', async () => {
		for (const [platform, code] of [['feishu', '19024'], ['dingtalk', '310000']] as const) {
			const bot = world[platform]({ keywords: ['monitoring'] });
			expect(await send(bot, { keywords: '' })).toMatchObject(refused(code, /keywords/, /Security Keywords/));
			expect(await send(bot, { keywords: 'other' })).toMatchObject(refused(code, /keywords/, /Security Keywords/));
			expect((await send(bot)).status).toBe('sent');
		}
	});

	test('the group does not allow to mention everyone', async () => {
		const bot = world.feishu({ group: { allowAtAll: false } });
		expect(await send(bot, {}, { mentionAll: true })).toMatchObject(refused('11235', /mention everyone/, /Mention Everyone/));
		expect((await send(bot)).status).toBe('sent');
	});
});
