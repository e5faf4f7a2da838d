/** Protections that no other test is about; `npm run test:protections` switches all of them off in turn. */
import crypto from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions, IDataObject, IRun } from 'n8n-workflow';
import { credentialTestHttp } from '../../lib/n8n/http';
import { EngineCredentials } from '../support/engine/credentials';
import { packageCredentials } from '../support/engine/package';
import { executionData, outputOf, runNode } from '../support/engine/run';
import { serveTrigger } from '../support/engine/webhook';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();
afterEach(() => jest.restoreAllMocks());

const send = (bot: TestBot, items: IDataObject[], parameters: IDataObject = {}, extra = {}) =>
	runNode(
		items,
		{ ...bot.node, parameters: { resource: 'message', operation: 'sendText', text: 'hello', ...parameters }, onError: 'continueRegularOutput' },
		extra,
	);
const results = (run: IRun) =>
	outputOf(run, 'Node').map(({ json }) => json as { status: string; attempts: number; error?: { class: string; code: string; message: string; fix: string } });

/** Somebody else's server, and what it was asked. */
async function strangersServer() {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url!);
		response.end('{"code":0,"errcode":0}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return { asked, url, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe.each(['feishu', 'dingtalk'] as const)('a redirect is not followed (%s)', (platform) => {
	// 307 repeats method and body.
	test.each([302, 307])('by a node, %d: nobody else gets the address or the message', async (status) => {
		await using stranger = await strangersServer();
		const bot = world[platform]();
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', status, headers: { location: `${stranger.url}/stolen` } });
		expect(results(await send(bot, [{}]))).toEqual([
			expect.objectContaining({
				status: 'failed',
				attempts: 1,
				error: expect.objectContaining({ class: 'permanent', code: `HTTP ${status}`, message: expect.stringMatching(/redirect/) }),
			}),
		]);
		expect(stranger.asked).toEqual([]);
	});

	test.each([302, 307])('by the test of a credential, %d', async (status) => {
		await using stranger = await strangersServer();
		const bot = world[platform]();
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', status, headers: { location: `${stranger.url}/stolen` } });
		const { helpers } = new CredentialTestContext(executionData(new EngineCredentials(packageCredentials()), {})) as unknown as ICredentialTestFunctions;
		const answer = await credentialTestHttp(helpers)({ method: 'POST', url: bot.webhookUrl, headers: {}, body: '{}', timeoutMs: 5000 });
		expect(answer.status).toBe(status);
		expect(stranger.asked).toEqual([]);
	});
});

describe.each(['feishu', 'dingtalk'] as const)('webhook URLs of items (%s)', (platform) => {
	const perItem = { sendTo: 'item', webhookUrl: '={{ $json.url }}' };

	test('F37: one that leads to a bot that is gone fails its item by name, and the others are sent', async () => {
		const [gone, first, second] = [world[platform](), world[platform](), world[platform]()];
		world.sandbox.removeBot(gone.token);
		const items = [first, gone, second].map(({ webhookUrl }) => ({ url: webhookUrl }));
		const [sent, failed, sentToo] = outputOf(await send(first, items, perItem), 'Node').map(({ json }) => json);
		expect([sent!.status, failed!.status, sentToo!.status]).toEqual(['sent', 'failed', 'sent']);
		expect(failed).toMatchObject({
			attempts: 1,
			target: expect.stringMatching(/(bot|robot) [0-9a-f]{6} at /),
			error: { class: 'permanent', message: expect.stringMatching(/does not exist/) },
		});
		expect(failed!.target).not.toBe(sent!.target);
		expect([first.texts(), gone.texts(), second.texts()]).toEqual([['hello'], [], ['hello']]);
	});
});

test('F37: a group that was disbanded is told of as that, and not asked again', async () => {
	const bot = world.dingtalk();
	world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', body: { errcode: 400013, errmsg: 'x' }, times: 9 });
	expect(results(await send(bot, [{}]))).toMatchObject([{ status: 'failed', attempts: 1, error: { class: 'permanent', message: expect.stringMatching(/group has been disbanded/) } }]);
});

/** Stands before the sandbox, as the platform's own censor does: what holds the word is refused. */
async function censoring(word: string) {
	const server = createServer(async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const body = Buffer.concat(parts).toString();
		const refusal = '{"errcode":430102,"errmsg":"x"}';
		const onward = async () =>
			await (await fetch(world.sandbox.url + request.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();
		response.end(body.includes(word) ? refusal : await onward());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		address: (bot: TestBot) => bot.webhookUrl.replace(world.sandbox.url, `http://127.0.0.1:${port}`),
		[Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
	};
}

describe('an alert that the platform does not take', () => {
	const alerts = (count: number) => Array.from({ length: count }, (_, n) => ({ title: `Alert number ${n}.`, severity: 'warning', status: 'firing' }));
	const notify = (bot: TestBot) => send(bot, alerts(20), { resource: 'notification', operation: 'sendNotification' });

	test('fails alone: the others of its digest are told', async () => {
		await using censor = await censoring('Alert number 0.');
		const bot = world.dingtalk();
		bot.node.credential.data.webhookUrl = censor.address(bot);
		const [bad, ...others] = results(await notify(bot));
		expect(bad).toMatchObject({ status: 'failed', error: { class: 'permanent', code: '430102' } });
		expect(others.filter(({ status }) => status === 'failed')).toEqual([]);
		const told = bot.texts().join('\n');
		expect(alerts(20).filter(({ title }) => !told.includes(title))).toEqual(alerts(1));
	});
});

test('the Stop button ends the pause before the next attempt at once', async () => {
	const bot = world.feishu();
	world.sandbox.addFault({ match: { token: bot.token }, kind: 'status', status: 503, times: 2 });
	let pause: Promise<void> | undefined;
	const run = await send(bot, [{}], {}, {
		onStart: (stop: () => void) => {
			const sleep = world.clock.sleep.bind(world.clock);
			jest.spyOn(world.clock, 'sleep').mockImplementationOnce((ms, signal) => {
				pause = sleep(ms, signal);
				stop();
				return pause;
			});
		},
	});
	expect(run.status).toBe('canceled');
	// It did not last until its time.
	await expect(pause).rejects.toBeDefined();
	await world.clock.sleep(60_000);
	expect(world.sandbox.calls({ token: bot.token })).toHaveLength(1);
});

test('F07: with several robots in a group, what may have arrived is repeated through the same one, even if another is free sooner', async () => {
	const first = world.dingtalk();
	const second = world.sandbox.addBot({ groupId: first.groupId, name: 'Alarm 2' });
	Object.assign(first.node.credential.data, { moreBots: second.webhookUrl });
	const numbers = Array.from({ length: 18 }, (_, n) => ({ n }));
	const text = '={{ $json.n }}';
	// Of the last call that the first robot may do in this minute, the answer is lost.
	const unsubscribe = world.sandbox.subscribe((event) => {
		if (event.type !== 'message' || first.received().length < 18) return;
		unsubscribe();
		world.sandbox.addFault({ match: { token: first.token }, kind: 'resetAfterAccept' });
	});
	expect(results(await send(first, numbers, { text })).at(-1)).toMatchObject({ status: 'sent', attempts: 2 });
	expect(first.texts()).toEqual(numbers.map(({ n }) => String(n)));
	expect(world.sandbox.calls({ token: second.token })).toEqual([]);
});

test.each(['feishu', 'dingtalk'] as const)('a digest never tells one group what is for another (%s)', async (platform) => {
	const bots = [world[platform](), world[platform]()];
	const notify = (bot: TestBot, name: string) =>
		send(bot, Array.from({ length: 80 }, (_, n) => ({ title: `${name} ${n}` })), { resource: 'notification', operation: 'sendNotification' });
	const [ours, theirs] = bots as [TestBot, TestBot];
	await Promise.all([notify(ours, 'Ours'), notify(theirs, 'Theirs')]);
	expect(ours.texts().join()).toMatch(/Ours 79\b/);
	expect(ours.texts().join()).not.toMatch(/Theirs/);
	expect(theirs.texts().join()).toMatch(/Theirs 79\b/);
	expect(theirs.texts().join()).not.toMatch(/Ours/);
});

test.each(['feishu', 'dingtalk'] as const)('two items with the same text are two messages (%s)', async (platform) => {
	const bot = world[platform]();
	expect(results(await send(bot, [{}, {}]))).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
	expect(bot.texts()).toEqual(['hello', 'hello']);
});

test('a defect fails its message alone', async () => {
	const bot = world.dingtalk({ secret: 'SECmade-up' });
	const sign = jest.spyOn(crypto, 'createHmac').mockImplementationOnce(() => {
		throw new TypeError('defect');
	});
	expect(results(await send(bot, [{}, {}]))).toMatchObject([{ status: 'failed', error: { code: 'UNEXPECTED', message: expect.stringMatching(/defect/) } }, { status: 'sent' }]);
	expect(sign).toHaveBeenCalled();
});

describe('secrets are compared in constant time', () => {
	const SECRET = 'a-made-up-secret';
	const KEY = Buffer.from('a made-up key of 32 bytes, not 31').toString('base64');
	const timestamp = () => String(Math.floor(world.clock.now() / 1000));

	test.each<[string, object, (wrong: string) => Record<string, string>]>([
		['a header', { authentication: 'headerAuth', headerName: 'X-Secret', headerSecret: SECRET }, (wrong) => ({ 'x-secret': wrong })],
		['Basic Auth', { authentication: 'basicAuth', user: 'alertmanager', password: SECRET }, (wrong) => ({ authorization: `Basic ${wrong}` })],
		['a signature', { authentication: 'hmac', hmacSecret: SECRET, signatureHeader: 'X-Signature' }, (wrong) => ({ 'x-signature': wrong })],
		[
			'Standard Webhooks',
			{ authentication: 'standardWebhooks', webhookSecret: `whsec_${KEY}` },
			(wrong) => ({ 'webhook-id': '1', 'webhook-timestamp': timestamp(), 'webhook-signature': `v1,${wrong}` }),
		],
	])('%s: wrong by one character, of another length or absent, all take the same comparison', async (_, data, headersWith) => {
		const trigger = await serveTrigger({
			trigger: {
				type: 'subscriptionTrigger',
				parameters: { source: 'auto', options: {} },
				credential: { type: 'subscriptionTriggerApi', data: data as never },
			},
		});
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		try {
			for (const wrong of [SECRET.replace(/.$/, 'x'), 'short', `${SECRET}${SECRET}`, '']) {
				compare.mockClear();
				expect((await fetch(trigger.url, { method: 'POST', headers: headersWith(wrong), body: '{"title":"x"}' })).status).toBe(401);
				// Digests: not even the length of the secret shows.
				expect(compare.mock.calls.map((pair) => pair.map(({ byteLength }) => byteLength))).toEqual([[32, 32]]);
			}
			expect(trigger.items).toEqual([]);
		} finally {
			await trigger.close();
		}
	});
});
