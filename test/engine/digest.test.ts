import type { IDataObject, IRun } from 'n8n-workflow';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const SEVERITIES = ['critical', 'warning', 'info'] as const;
const NAMES = ['HighMemory', 'DiskFull', 'HighLatency', 'PodCrashLooping', 'CertificateExpires'];

/** An event as a Subscription Trigger puts it out: every one another alert on another instance. */
const event = (n: number, more: Partial<Record<'severity' | 'status', string>> = {}): IDataObject => ({
	source: 'alertmanager',
	kind: 'alert',
	status: 'firing',
	severity: SEVERITIES[n % 3]!,
	title: NAMES[n % NAMES.length]!,
	summary: `Memory is at ${n % 100} %`,
	fields: [],
	labels: { alertname: NAMES[n % NAMES.length]!, instance: `10.0.${n >> 8}.${n & 255}:9100` },
	annotations: {},
	value: '',
	startsAt: '2026-11-20T03:00:00.000Z',
	url: 'https://prometheus.example.com/graph',
	subjectKey: `alert ${n}`,
	dedupeKey: `alert ${n}:${more.status ?? 'firing'}`,
	...more,
});
const events = (count: number, first = 0) => Array.from({ length: count }, (_, n) => event(first + n));

const notify = (bot: TestBot, items: IDataObject[], options: IDataObject = {}) =>
	runNode(items, {
		...bot.node,
		parameters: { resource: 'notification', operation: 'sendNotification', options },
		onError: 'continueRegularOutput',
	});
const output = (run: IRun) => outputOf(run, 'Node').map(({ json }) => json);
const refusals = (bot: TestBot) => world.sandbox.calls({ token: bot.token, outcome: 'refused' });

/** The alerts that no accepted message has a line for: severity, name and instance. */
function missing(bot: TestBot, alerts: IDataObject[]): unknown[] {
	// A message of its own has them on several lines.
	const cards = bot.texts().filter((text) => !text.includes('notifications:'));
	const lines = bot.texts().flatMap((text) => text.split('\n'));
	const untold = alerts.filter(({ severity, title, labels }) => {
		const { instance } = labels as IDataObject;
		const words = [String(severity).replace(/^./, (letter) => letter.toUpperCase()), String(title), String(instance)];
		const shows = (text: string) => words.every((word) => text.includes(word));
		return !lines.some(shows) && !cards.some(shows);
	});
	return untold.map(({ subjectKey }) => subjectKey);
}

/** The most messages in any window of the given length (ms). */
function most(bot: TestBot, windowMs: number): number {
	const times = bot.received().map(({ sentAt }) => sentAt);
	return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + windowMs).length));
}

describe.each(['feishu', 'dingtalk'] as const)('Digest on a %s bot', (platform) => {
	test('F30: 1,000 alerts in one run are at most 10 messages at once, each alert with its own line', async () => {
		const bot = world[platform]({ keywords: ['ops'] });
		const before = world.clock.now();
		const run = await notify(bot, events(1000));
		expect(refusals(bot)).toEqual([]);
		expect(bot.received().length).toBeLessThanOrEqual(10);
		expect(world.clock.now() - before).toBeLessThanOrEqual(5_000);
		expect(missing(bot, events(1000))).toEqual([]);
		expect(new Set(output(run).map(({ status }) => status))).toEqual(new Set(['merged']));
		// Who is in the same message says so.
		expect(new Set(output(run).map(({ mergedInto }) => mergedInto)).size).toBe(bot.received().length);
		expect(output(run).reduce((sum, { apiCalls }) => sum + Number(apiCalls), 0)).toBe(bot.received().length);
		expect(run.data.resultData.runData['Node']![0]!.hints).toEqual([
			expect.objectContaining({ message: expect.stringMatching(/^1000 of 1000 items share \d+ messages with others/) }),
		]);
	});

	test('critical ones first', async () => {
		const bot = world[platform]();
		await notify(bot, events(600));
		const severities = bot.texts().flatMap((text) => [...text.matchAll(/(Critical|Warning|Info) · /g)].map(([, word]) => word));
		expect(severities).toHaveLength(600);
		expect(severities.lastIndexOf('Critical')).toBe(199);
	});

	test('a few go one by one, as cards of their own', async () => {
		const bot = world[platform]();
		const run = await notify(bot, events(5));
		expect(output(run).map(({ status }) => status)).toEqual(Array(5).fill('sent'));
		expect(bot.received()).toHaveLength(5);
	});

	test('many executions at once share messages: nothing refused, nothing lost, little waiting', async () => {
		const bot = world[platform]();
		const start = world.clock.now();
		const runs = await Promise.all(events(200).map((one) => notify(bot, [one])));
		expect(refusals(bot)).toEqual([]);
		expect(missing(bot, events(200))).toEqual([]);
		expect(runs.flatMap(output).filter(({ status }) => status === 'failed')).toEqual([]);
		expect(most(bot, 60_000)).toBeLessThanOrEqual(platform === 'dingtalk' ? 20 : 100);
		expect(world.clock.now() - start).toBeLessThan(30_000);
	});

	test('a steady flood: whoever comes late waits a few seconds, not for the next window', async () => {
		const bot = world[platform]();
		const waits: number[] = [];
		const flood = Array.from({ length: 300 }, async (_, n) => {
			await world.clock.sleep(n * 500);
			const [result] = output(await notify(bot, [event(n)]));
			waits.push(world.clock.now() - (Date.parse('2026-11-20T03:00:00Z') + n * 500));
			return result!.status;
		});
		expect(new Set(await Promise.all(flood))).toEqual(new Set(['sent', 'merged']));
		expect(refusals(bot)).toEqual([]);
		expect(missing(bot, events(300))).toEqual([]);
		expect(Math.max(...waits)).toBeLessThan(8_000);
	}, 60_000);
});

describe('what a digest tells', () => {
	test('an alert that ends while its beginning waits is one line', async () => {
		const bot = world.dingtalk();
		const alerts = [...events(30), event(3, { status: 'resolved' }), event(40, { status: 'resolved' })];
		const run = await notify(bot, alerts);
		const [text] = bot.texts();
		expect(bot.texts()).toHaveLength(1);
		expect(text).toMatch(/RESOLVED 2/);
		expect(text).toMatch(/🟢 Critical · \[RESOLVED\] PodCrashLooping · 10\.0\.0\.3:9100 · has fired and ended in the meantime/);
		expect(text).not.toMatch(/\[FIRING\] PodCrashLooping · 10\.0\.0\.3:9100/);
		expect(text).toMatch(/\[RESOLVED\] HighMemory · 10\.0\.0\.40:9100 · Memory/);
		expect(output(run).map(({ status }) => status)).toEqual(Array(32).fill('merged'));
	});

	test('the same alert twice is one line that says so', async () => {
		const bot = world.dingtalk();
		await notify(bot, [...events(20), event(7)]);
		expect(bot.texts()[0]).toMatch(/10\.0\.0\.7:9100 · Memory is at 7 % \(×2\)/);
	});

	test('the same number from two systems is not the same alert', async () => {
		const bot = world.dingtalk();
		const others = Array.from({ length: 20 }, (_, n) => ({ id: 100 + n, title: `Other ${n}`, status: 'down' }));
		await notify(bot, [
			{ id: 7, title: 'Disk full', status: 'down', severity: 'critical', host: 'db1' },
			...others,
			{ id: 7, title: 'Nightly backup', status: 'success' },
			{ id: 8, title: 'Disk full', status: 'down', severity: 'critical', host: 'db2' },
			{ id: 8, title: 'Disk full', status: 'resolved', severity: 'critical', host: 'db2' },
		]);
		expect(bot.texts()).toHaveLength(1);
		expect(bot.texts()[0]).toMatch(/🔴 Critical · \[FIRING\] Disk full · db1\n/);
		expect(bot.texts()[0]).toMatch(/🟢 Info · \[RESOLVED\] Nightly backup\n/);
		expect(bot.texts()[0]).toMatch(/🟢 Critical · \[RESOLVED\] Disk full · db2 · has fired and ended in the meantime\n/);
	});

	test('what the sender left out is told, too', async () => {
		const bot = world.dingtalk();
		await notify(bot, events(20).map((one) => ({ ...one, truncated: 7 })));
		expect(bot.texts()[0]).toMatch(/7 more alerts were left out by the sender/);
	});

	test('in Chinese', async () => {
		const bot = world.feishu();
		await notify(bot, events(80), { messageLanguage: 'zh' });
		expect(bot.texts()[0]).toMatch(/80 条通知: 告警中 80/);
		expect(bot.texts()[0]).toMatch(/🔴 严重 · \[告警中\] HighMemory · 10\.0\.0\.0:9100/);
		expect(bot.texts()[0]).toMatch(/已合并发送/);
	});
});

describe.each(['feishu', 'dingtalk'] as const)('a run whose notifications wait in a digest on %s', (platform) => {
	const parameters = (options: IDataObject) => ({ resource: 'notification', operation: 'sendNotification', options });
	/** The bot is not to be used for ten minutes. */
	const block = (bot: TestBot, times: number) =>
		world.sandbox.addFault({
			match: { token: bot.token },
			times,
			kind: 'throttle',
			code: platform === 'feishu' ? 99991400 : 130101,
			...(platform === 'feishu' ? { status: 429, headers: { 'x-ogw-ratelimit-reset': '600' } } : {}),
		});

	const faulted = (bot: TestBot) => world.sandbox.calls({ token: bot.token, outcome: 'faulted' }).length;

	test('ends at once when it is stopped, and leaves the others to go', async () => {
		const bot = world[platform]();
		block(bot, 1);
		const release = world.clock.hold();
		let stop = () => {};
		const stopped = runNode(events(3), { ...bot.node, parameters: parameters({ maxWait: 3600 }) }, { onStart: (cancel) => (stop = cancel) });
		while (faulted(bot) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
		await new Promise((resolve) => setTimeout(resolve, 50));
		const patient = notify(bot, events(2, 10), { maxWait: 3600 });
		// All five wait for the same message now.
		await new Promise((resolve) => setTimeout(resolve, 50));
		stop();
		release();
		expect((await stopped).status).toBe('canceled');
		expect(output(await patient).map(({ status }) => status)).toEqual(['merged', 'merged']);
		expect(missing(bot, events(2, 10))).toEqual([]);
		expect(bot.texts().join('\n')).not.toMatch(/10\.0\.0\.[012]:9100/);
	});

	test('tells at once who can not go in time', async () => {
		const bot = world[platform]();
		block(bot, 1);
		const before = world.clock.now();
		const limited = expect.objectContaining({ class: 'rateLimited', retryAt: expect.stringMatching(/^2026-11-20T03:10/) });
		expect(output(await notify(bot, events(2)))).toMatchObject([{ status: 'failed', error: limited }, { status: 'failed', error: limited }]);
		const stopped = await runNode(events(2), { ...bot.node, parameters: parameters({}) });
		expect(stopped.data.resultData.error).toMatchObject({ message: expect.stringMatching(/^2 of 2 items were not sent/) });
		expect(world.clock.now()).toBe(before);
		expect(bot.received()).toEqual([]);
	});

	test('is repeated by Retry on Fail, and only what has not gone out goes', async () => {
		const bot = world[platform]();
		const unsubscribe = world.sandbox.subscribe((event) => {
			if (event.type === 'message' && bot.received().length === 2) block(bot, 1);
			if (event.type !== 'call' || event.call.outcome !== 'faulted') return;
			unsubscribe();
			// By the time of the second try the block is over.
			setTimeout(() => world.clock.advance(700_000), 20);
		});
		const run = await runNode(events(5), { ...bot.node, parameters: parameters({}), retryOnFail: true, maxTries: 2, waitBetweenTries: 100 });
		expect(run.data.resultData.error).toBeUndefined();
		expect(output(run).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
		expect(bot.received()).toHaveLength(5);
		expect(missing(bot, events(5))).toEqual([]);
	});
});
