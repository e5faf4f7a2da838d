import axios from 'axios';
import type { Browser, Page } from 'playwright-core';

import { botMarkdown } from '../../lib/dingtalk/botMarkdown';
import { botText as dingtalkText } from '../../lib/dingtalk/botText';
import { decodeItem } from '../../lib/events/decode';
import { toNotification } from '../../lib/events/toNotification';
import { botCard } from '../../lib/feishu/botCard';
import { botText as feishuText } from '../../lib/feishu/botText';
import { startSandbox, type Sandbox } from '../../sandbox';

import { openBrowser } from './support/browser';
import { describeWith } from './support/servers';

const HOSTILE = '<img src=x onerror="window.attacked=true"> <script>window.attacked=true</script> </at> **b** 天气👩‍👩‍👧';

const alert = {
	status: 'firing',
	labels: { alertname: 'HighMemory', severity: 'critical', instance: 'db1', hostile: HOSTILE },
	annotations: { summary: HOSTILE, runbook_url: 'https://runbooks.example.com/memory' },
	startsAt: '2026-11-20T03:04:16Z',
	generatorURL: 'http://prometheus.example.com/graph',
};
const events = [
	{ version: '4', groupKey: 'g', truncatedAlerts: 3, alerts: [alert, { ...alert, status: 'resolved', endsAt: '2026-11-20T04:04:16Z' }] },
	{ processId: 1, channel: 'orders', payload: { id: 42, note: HOSTILE } },
	{ title: HOSTILE, status: 'pending', url: 'https://tickets.example.com/7', assignee: 'Li' },
];
const notifications = (['en', 'zh'] as const).flatMap((language) =>
	events.flatMap((event) => decodeItem(event).map((one) => toNotification(one, { language, timeZone: 'Asia/Shanghai' }))),
);

describeWith(['chromium'], 'The chat page', () => {
	let sandbox: Sandbox;
	let browser: Browser;
	let page: Page;
	const bots: Record<string, { groupId: string; webhookUrl: string }> = {};

	const post = async (url: string, body: unknown): Promise<unknown> => {
		sandbox.clock.advance(5_000);
		return (await axios.post<unknown>(url, body, { proxy: false })).data;
	};
	const open = async (groupId: string): Promise<void> => {
		await page.getByTestId(`group-${groupId}`).click();
		await page.getByTestId('message').first().waitFor();
	};

	beforeAll(async () => {
		sandbox = await startSandbox();
		for (const platform of ['feishu', 'dingtalk'] as const) {
			const members = [{ name: 'Li Lei', openId: 'ou_lilei', userId: 'lilei', mobile: '13800138000' }];
			const group = sandbox.addGroup({ platform, name: `Operations ${platform}`, members });
			bots[platform] = sandbox.addBot({ groupId: group.id, name: 'Alerts' });
		}
		browser = await openBrowser();
		page = await browser.newPage();
		await page.goto(sandbox.url);
	});

	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	it('draws every message that our renderers and builders make, and runs nothing in them', async () => {
		const feishu = [
			...notifications.map((notification) => botCard(notification, ['keyword']).body),
			feishuText({ text: HOSTILE, mentions: ['ou_lilei'], mentionAll: true, keywords: [], language: 'en' }).body,
		];
		const dingtalk = [
			...notifications.map((notification) => botMarkdown(notification, ['keyword']).body),
			dingtalkText({ text: HOSTILE, mobiles: ['13800138000'], userIds: [], mentionAll: true, keywords: [], language: 'zh' }).body,
		];
		for (const [platform, messages] of Object.entries({ feishu, dingtalk })) {
			const { groupId, webhookUrl } = bots[platform]!;
			for (const message of messages) expect(await post(webhookUrl, message)).toMatchObject(platform === 'feishu' ? { code: 0 } : { errcode: 0 });
			await open(groupId);
			await page.getByTestId('message').nth(messages.length - 1).waitFor();
			const shown = await page.getByTestId('message-text').allInnerTexts();
			expect(shown.join('\n')).not.toContain('Not rendered');
			// As it was written, in the alert, the row, the ticket and the text alike; an invisible space may break up a tag.
			for (const text of shown) expect(text.replace(/\u200B/g, '')).toContain(HOSTILE);
			expect(shown.at(-1)).toContain('Li Lei');
		}
		expect(await page.evaluate('window.attacked')).toBeUndefined();
	});

	it('shows anything else as a labelled box with its JSON', async () => {
		const { groupId, webhookUrl } = bots.feishu!;
		await open(groupId);
		await post(webhookUrl, { msg_type: 'interactive', card: { type: 'template', data: { template_id: 'AAq1', template_variable: { a: 'b' } } } });
		await page.getByText('Not rendered').waitFor();
		await page.getByText('template_id').waitFor();
	});

	it('shows a new message at once, in the open group and as unread in the others', async () => {
		await open(bots.feishu!.groupId);
		await post(bots.feishu!.webhookUrl, { msg_type: 'text', content: { text: 'just now' } });
		await page.getByTestId('message').getByText('just now').waitFor();
		await post(bots.dingtalk!.webhookUrl, { msgtype: 'text', text: { content: 'over there' } });
		await page.getByTestId('unread').getByText('1').waitFor();
	});

	it('tells which calls were refused, and why', async () => {
		await post(bots.dingtalk!.webhookUrl, { msgtype: 'nonsense' });
		await page.getByText('Refused calls').click();
		await page.getByTestId('call').getByText('HTTP 200 · 400105').waitFor();
	});
});
