import axios from 'axios';
import type { Browser, Page } from 'playwright-core';

import { botMarkdown } from '../../lib/dingtalk/botMarkdown';
import { botText as dingtalkText } from '../../lib/dingtalk/botText';
import { decodeItem } from '../../lib/events/decode';
import { toNotification } from '../../lib/events/toNotification';
import { botCard } from '../../lib/feishu/botCard';
import { botText as feishuText } from '../../lib/feishu/botText';
import { startSandbox, type App, type Sandbox } from '../../sandbox';

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

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

/** An app that calls the sandbox as the platform's documents say, and writes to one person. */
class FeishuApp {
	readonly app: App;

	private token = '';

	constructor(private readonly sandbox: Sandbox) {
		this.app = sandbox.addApp({ platform: 'feishu', name: 'Duty' });
		sandbox.addPerson({ platform: 'feishu', name: 'Li Lei', userId: 'lilei', email: 'li@example.com' });
	}

	async signIn(): Promise<void> {
		const { id: app_id, secret: app_secret } = this.app;
		const { data } = await this.request<{ tenant_access_token: string }>('POST', '/auth/v3/tenant_access_token/internal', { app_id, app_secret });
		this.token = data.tenant_access_token;
	}

	async call(method: string, path: string, data?: unknown): Promise<Record<string, unknown>> {
		return (await this.request<{ data: Record<string, unknown> }>(method, path, data)).data.data;
	}

	/** One a second: nobody gets more than five from an app in that time. */
	async send(msg_type: string, content: object): Promise<string> {
		this.sandbox.clock.advance(1_000);
		const body = { receive_id: 'li@example.com', msg_type, content: JSON.stringify(content) };
		return String((await this.call('POST', '/im/v1/messages?receive_id_type=email', body)).message_id);
	}

	async upload(what: string, fields: Record<string, string | Blob>): Promise<Record<string, unknown>> {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			if (typeof value === 'string') form.append(name, value);
			else form.append(name, value, 'upload');
		}
		return await this.call('POST', `/im/v1/${what}`, form);
	}

	private async request<Answer>(method: string, path: string, data: unknown): Promise<{ data: Answer }> {
		const headers = this.token === '' ? {} : { authorization: `Bearer ${this.token}` };
		return await axios.request<Answer>({ method, url: `${this.sandbox.url}/open-apis${path}`, data, headers, proxy: false });
	}
}

describeWith(['chromium'], 'The chat page', () => {
	let feishu: FeishuApp;
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
		feishu = new FeishuApp(sandbox);
		await feishu.signIn();
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

	it('lists direct chats apart from groups, by person and app', async () => {
		await feishu.send('text', { text: 'to you alone' });
		await page.getByTestId('direct-list').getByRole('button', { name: 'Li Lei with Duty' }).click();
		await page.getByRole('heading', { name: 'Li Lei' }).waitFor();
		await page.getByTestId('message').getByText('to you alone').waitFor();
		expect(await page.getByTestId('group-list').innerText()).not.toContain('Duty');
	});

	it('draws a message again in place after everything that happens to it', async () => {
		const id = await feishu.send('text', { text: 'first wording' });
		const shown = page.locator(`[data-message-id="${id}"]`);
		await feishu.call('POST', `/im/v1/messages/${id}/reactions`, { reaction_type: { emoji_type: 'THUMBSUP' } });
		await shown.getByTestId('reaction').getByText('👍 1').waitFor();
		await feishu.call('POST', '/im/v1/pins', { message_id: id });
		await shown.getByTestId('pinned').waitFor();
		await feishu.call('PATCH', `/im/v1/messages/${id}/urgent_phone?user_id_type=user_id`, { user_id_list: ['lilei'] });
		await shown.getByTestId('urgent').getByText('Urgent by phone').waitFor();
		sandbox.readMessage(id, 'lilei');
		await shown.getByTestId('read-by').getByText('Read').waitFor();
		await feishu.call('PUT', `/im/v1/messages/${id}`, { msg_type: 'text', content: JSON.stringify({ text: 'second wording' }) });
		await shown.getByTestId('edited').waitFor();
		expect(await shown.getByTestId('message-text').innerText()).toBe('second wording');

		const { message_id: reply } = await feishu.call('POST', `/im/v1/messages/${id}/reply`, { msg_type: 'text', content: '{"text":"an answer"}' });
		const quote = page.locator(`[data-message-id="${String(reply)}"]`).getByTestId('quote');
		await quote.getByText('second wording').click();
		expect(await page.evaluate('document.activeElement.dataset.messageId')).toBe(id);

		await feishu.call('DELETE', `/im/v1/messages/${id}`);
		await shown.getByTestId('message-text').getByText('Message recalled').waitFor();
		await quote.getByText('Message recalled').waitFor();
		expect(await page.getByTestId('message').filter({ hasText: 'wording' }).count()).toBe(0);
	});

	it('shows an uploaded picture, and keeps it while its card is updated', async () => {
		const { image_key: key } = await feishu.upload('images', { image_type: 'message', image: new Blob([PIXEL], { type: 'image/png' }) });
		const card = (text: string) => ({ schema: '2.0', body: { elements: [{ tag: 'img', img_key: key, alt: { tag: 'plain_text', content: '' } }, { tag: 'markdown', content: text }] } });
		const id = await feishu.send('interactive', { ...card('one'), config: { update_multi: true } });
		await page.locator(`[data-message-id="${id}"] img`).waitFor();
		const picture = `document.querySelector('[data-message-id="${id}"] img')`;
		await page.evaluate(`${picture}.decode().then(() => { ${picture}.kept = true; })`);
		await feishu.call('PATCH', `/im/v1/messages/${id}`, { content: JSON.stringify({ ...card('two'), config: { update_multi: true } }) });
		await page.locator(`[data-message-id="${id}"]`).getByText('two').waitFor();
		expect(await page.evaluate(`${picture}.kept`)).toBe(true);
	});

	it('offers a file for download under its name', async () => {
		const { file_key: key } = await feishu.upload('files', { file_type: 'pdf', file_name: 'On call.pdf', file: new Blob(['%PDF-1.4']) });
		await feishu.send('file', { file_key: key });
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download On call.pdf' }).click()]);
		expect(download.suggestedFilename()).toBe('On call.pdf');
	});

	it('draws the controls of a card', async () => {
		const text = (content: string) => ({ tag: 'plain_text', content });
		const elements = [
			{ tag: 'input', name: 'why', label: text('Reason'), default_value: 'maintenance' },
			{ tag: 'select_static', name: 'when', placeholder: text('When'), options: [{ text: text('Tonight'), value: 'a' }, { text: text('Tomorrow'), value: 'b' }], initial_option: 'b' },
			{ tag: 'date_picker', name: 'day', placeholder: text('Day'), initial_date: '2026-11-21' },
			{ tag: 'button', name: 'ok', text: text('Submit'), form_action_type: 'submit' },
		];
		const id = await feishu.send('interactive', { schema: '2.0', body: { elements: [{ tag: 'form', name: 'f', elements }] } });
		const form = page.locator(`[data-message-id="${id}"]`).getByRole('group', { name: 'Form' });
		expect(await form.getByLabel('Reason').inputValue()).toBe('maintenance');
		expect(await form.getByLabel('When').inputValue()).toBe('Tomorrow');
		expect(await form.getByLabel('Day').inputValue()).toBe('2026-11-21');
	});

	it('draws a work notification of DingTalk', async () => {
		const { id, secret, agentId } = sandbox.addApp({ platform: 'dingtalk', name: 'Leave' });
		sandbox.addPerson({ platform: 'dingtalk', name: 'Wang Fang', userId: 'wangfang' });
		const { data } = await axios.get<{ access_token: string }>(`${sandbox.url}/gettoken`, { params: { appkey: id, appsecret: secret }, proxy: false });
		const body = { title: 'Leave request', form: [{ key: 'Days:', value: '3' }], rich: { num: '15.6', unit: 'hours' }, content: 'Family', author: 'Chen' };
		const status_bar = { status_value: 'Waiting', status_bg: '0xFFF65E5E' };
		const oa = { message_url: 'https://leave.example.com/7', head: { bgcolor: 'FF1166AA', text: 'Leave' }, status_bar, body };
		const url = `${sandbox.url}/topapi/message/corpconversation/asyncsend_v2?access_token=${data.access_token}`;
		expect(await post(url, { agent_id: Number(agentId), userid_list: 'wangfang', msg: { msgtype: 'oa', oa } })).toMatchObject({ errcode: 0 });
		await page.getByRole('button', { name: 'Wang Fang with Leave' }).click();
		await page.getByTestId('work').getByText('Work notification').waitFor();
		const shown = page.getByTestId('oa');
		for (const text of ['Leave request', 'Days:', '15.6', 'Family', 'Chen', 'Waiting']) expect(await shown.innerText()).toContain(text);
		expect(await page.evaluate("getComputedStyle(document.querySelector('.oa-head')).backgroundColor")).toBe('rgb(17, 102, 170)');
	});

	it('has everything that the credential of an app needs, ready to be copied', async () => {
		await page.getByRole('button', { name: 'Li Lei with Duty' }).click();
		await page.getByText('Connection details').click();
		const { id, secret } = feishu.app;
		for (const value of [sandbox.url, id, secret]) await page.locator('#connect code').getByText(value, { exact: true }).waitFor();
		await page.locator('#connect summary').getByText('Li Lei').click();
		await page.getByText('li@example.com').waitFor();
		await page.keyboard.press('Escape');
	});

	it('tells which calls were refused, and why', async () => {
		await post(bots.dingtalk!.webhookUrl, { msgtype: 'nonsense' });
		await page.getByText('Refused calls').click();
		await page.getByTestId('call').getByText('HTTP 200 · 400105').waitFor();
		await expect(feishu.call('GET', '/im/v1/messages/om_nobody')).rejects.toThrow();
		await page.getByTestId('call').getByText('Duty (Feishu app) · GET /open-apis/im/v1/messages/om_nobody').waitFor();
	});
});
