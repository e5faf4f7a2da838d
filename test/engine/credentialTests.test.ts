import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import { EngineCredentials } from '../support/engine/credentials';
import { packageCredentials } from '../support/engine/package';
import { executionData, registry } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

async function testCredential({ node }: TestBot, changed = {}): Promise<INodeCredentialTestResult> {
	const { methods, description } = registry.getByNameAndVersion(node.type, 1);
	const test = methods!.credentialTest![description.credentials![0]!.testedBy as string]!;
	const context = new CredentialTestContext(executionData(new EngineCredentials(packageCredentials()), {}));
	const data = { ...node.credential.data, ...changed };
	return await test.call(context as ICredentialTestFunctions, { id: '1', name: 'Bot', type: node.credential.type, data });
}

describe.each(['feishu', 'dingtalk'] as const)('the test of a %s bot credential', (platform) => {
	test('says that a bot works, whatever its security settings, and posts nothing', async () => {
		for (const settings of [{}, { secret: 'SECright' }, { keywords: ['alert'] }, { secret: 'SECright', keywords: ['alert'] }]) {
			const bot = world[platform](settings);
			expect(await testCredential(bot)).toEqual({ status: 'OK', message: expect.stringContaining('exists') });
			expect(bot.received()).toEqual([]);
		}
	});

	test('tells what is wrong: bot, signature, address, host', async () => {
		const bot = world[platform]({ secret: 'SECright' });
		const { webhookUrl } = bot.node.credential.data;
		for (const [changed, message] of [
			[{ webhookUrl: webhookUrl.replace(/.{6}$/, 'absent') }, /does not exist/],
			[{ secret: 'SECwrong' }, /signing secret/],
			[{ webhookUrl: '' }, /is empty/],
			[{ webhookUrl: webhookUrl.replace(/:\d+/, ':1') }, /can't be reached/],
		] as const) {
			const result = await testCredential(bot, changed);
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
			expect(result.message).not.toContain(bot.token);
		}
	});

	test('an answer that is not the platform’s is no success', async () => {
		const bot = world[platform]();
		world.sandbox.addFault({ kind: 'html', status: 200 });
		expect(await testCredential(bot)).toMatchObject({ status: 'Error' });
	});
});
