import type { IDataObject } from 'n8n-workflow';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const alert = {
	status: 'firing',
	labels: { alertname: 'HighMemory', instance: '10.0.0.1:9100', severity: 'critical', job: 'node' },
	annotations: { summary: 'Memory above 90 %', runbook_url: 'https://runbooks.example.com/memory' },
	startsAt: '2026-11-20T03:04:16.123Z',
	endsAt: '0001-01-01T00:00:00Z',
	generatorURL: 'http://prometheus.example.com/graph?g0.expr=up',
	fingerprint: 'bec72890cc2c7b4a',
};
const alertmanager = (...alerts: object[]) => ({
	version: '4',
	groupKey: '{}:{alertname="HighMemory"}',
	truncatedAlerts: 0,
	receiver: 'n8n',
	status: 'firing',
	groupLabels: { alertname: 'HighMemory' },
	commonLabels: {},
	commonAnnotations: {},
	externalURL: 'http://alertmanager.example.com',
	alerts,
});

const notify = (bot: TestBot, items: IDataObject[], options: IDataObject = {}) =>
	runNode(
		items,
		{ ...bot.node, parameters: { resource: 'notification', operation: 'sendNotification', options }, onError: 'continueRegularOutput' },
		{ timezone: 'Asia/Shanghai' },
	);

describe.each(['feishu', 'dingtalk'] as const)('Send Notification through a %s bot', (platform) => {
	test('an Alertmanager body: what it is, how bad, where, since when, and where to look', async () => {
		const bot = world[platform]({ secret: 'SECmade-up', keywords: ['alert'] });
		const run = await notify(bot, [alertmanager(alert)]);
		expect(outputOf(run, 'Node')[0]!.json).toMatchObject({ status: 'sent', parts: 1 });
		const [text] = bot.texts();
		for (const part of [
			'🔴 [FIRING] HighMemory',
			'Memory above 90 %',
			'Critical',
			'10.0.0.1:9100',
			'2026-11-20 11:04:16 (Asia/Shanghai)',
			'Source',
			'Runbook',
			'Alertmanager',
			'alert',
		]) {
			expect(text).toContain(part);
		}
	});

	test('its end is green and says how long it took', async () => {
		const bot = world[platform]();
		await notify(bot, [alertmanager({ ...alert, status: 'resolved', endsAt: '2026-11-20T03:34:16.123Z' })]);
		expect(bot.texts()[0]).toContain('🟢 [RESOLVED] HighMemory');
		expect(bot.texts()[0]).toContain('30 min');
		const body = JSON.stringify(bot.received()[0]!.body);
		expect(platform === 'feishu' ? body : '"template":"green"').toContain('"template":"green"');
	});

	test('in Chinese', async () => {
		const bot = world[platform]();
		await notify(bot, [alertmanager(alert)], { messageLanguage: 'zh' });
		for (const part of ['[告警中] HighMemory', '级别', '严重', '开始时间', '处理手册']) expect(bot.texts()[0]).toContain(part);
	});

	test('a body with three alerts is three messages and one result', async () => {
		const bot = world[platform]();
		const alerts = ['a', 'b', 'c'].map((instance) => ({ ...alert, labels: { ...alert.labels, instance }, fingerprint: instance }));
		const run = await notify(bot, [alertmanager(...alerts)]);
		expect(bot.received()).toHaveLength(3);
		expect(outputOf(run, 'Node').map(({ json }) => json)).toEqual([expect.objectContaining({ status: 'sent', parts: 3, apiCalls: 3 })]);
	});

	test.each([
		['from n8n’s Webhook node', { headers: {}, params: {}, query: {}, body: alertmanager(alert) }, '[FIRING] HighMemory'],
		['from n8n’s Postgres Trigger', { processId: 7, channel: 'orders', name: 'notification', payload: { id: 42, state: 'paid' } }, 'Row change on orders'],
		['any JSON', { title: 'Backup failed', severity: 'critical', host: 'db1' }, '🔴 Backup failed'],
		['an alert without labels', alertmanager({ status: 'firing' }), '[FIRING] Alert'],
	])('%s', async (_, item, title) => {
		const bot = world[platform]();
		const run = await notify(bot, [item as IDataObject]);
		expect(outputOf(run, 'Node')[0]!.json.status).toBe('sent');
		expect(bot.texts()[0]).toContain(title);
	});

	test('hostile labels are shown as they are and mention nobody', async () => {
		const bot = world[platform]();
		const hostile = '</at><at id=all></at> **bold** _i_ [x](https://evil.example.com) `c` | # h @13800138000 @all {{ $env }} "q" <font color=red>';
		await notify(bot, [
			alertmanager({
				...alert,
				labels: { ...alert.labels, alertname: hostile, [hostile]: hostile },
				annotations: { summary: `${hostile}\n# heading\n- item\n> quote` },
			}),
		]);
		const [message] = bot.received();
		expect(message!.mentions).toEqual([]);
		const shown = message!.text.replace(/\s+/g, ' ');
		expect(shown.split(hostile).length - 1).toBeGreaterThanOrEqual(4);
		for (const line of ['# heading', '- item', '> quote']) expect(shown).toContain(line);
	});

	test('an item without an event is an error of that item, the others go', async () => {
		const bot = world[platform]();
		const run = await notify(bot, [alertmanager(), alertmanager(alert)]);
		expect(outputOf(run, 'Node').map(({ json }) => json.status)).toEqual(['failed', 'sent']);
		expect(outputOf(run, 'Node')[0]!.json.error).toMatchObject({ message: 'The item holds no event to tell of' });
	});

	test('a huge notification is cut to the limit, with keyword, and the result says so', async () => {
		const bot = world[platform]({ keywords: ['alert'] });
		const labels = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`label_${n}`, '值*_'.repeat(300)]));
		const run = await notify(bot, [
			alertmanager({ ...alert, labels: { alertname: 'Huge', severity: 'critical', ...labels }, annotations: { summary: '磁盘满 👩‍👩‍👧 '.repeat(5000) } }),
		]);
		expect(outputOf(run, 'Node')[0]!.json).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/has been cut/)] });
		expect(bot.texts()[0]).toContain('alert');
		expect(bot.texts()[0]).not.toContain('\uFFFD');
	});
});
