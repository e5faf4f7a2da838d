import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import axios from 'axios';
import type { Browser, Page } from 'playwright-core';

import { botMarkdown } from '../../lib/dingtalk/botMarkdown';
import { botText as dingtalkText } from '../../lib/dingtalk/botText';
import { decodeItem } from '../../lib/events/decode';
import { toNotification } from '../../lib/events/toNotification';
import { botCard } from '../../lib/feishu/botCard';
import { botText as feishuText } from '../../lib/feishu/botText';
import { startSandbox, type App, type AppInput, type Group, type Sandbox } from '../../sandbox';

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

	constructor(
		private readonly sandbox: Sandbox,
		push: AppInput['push'] = {},
	) {
		this.app = sandbox.addApp({ platform: 'feishu', name: 'Duty', push });
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
	async send(msg_type: string, content: object, receive_id = 'li@example.com'): Promise<string> {
		this.sandbox.clock.advance(1_000);
		const type = receive_id.includes('@') ? 'email' : 'chat_id';
		const body = { receive_id, msg_type, content: JSON.stringify(content) };
		return String((await this.call('POST', `/im/v1/messages?receive_id_type=${type}`, body)).message_id);
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
		expect(await form.getByLabel('When').locator('option:checked').innerText()).toBe('Tomorrow');
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

/** What an app hears by HTTP, in the order in which it came, and what it answers. */
class Listener {
	readonly heard: Array<Record<string, unknown>> = [];

	answer: { status: number; body: object } = { status: 200, body: {} };

	private readonly server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			this.heard.push(JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
			response.writeHead(this.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(this.answer.body));
		});
	});

	async open(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
	}

	close(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}

describeWith(['chromium'], 'People on the chat page', () => {
	let sandbox: Sandbox;
	let browser: Browser;
	let page: Page;
	let feishu: FeishuApp;
	let groups: Record<'feishu' | 'dingtalk' | 'deaf' | 'empty', Group>;
	const listener = new Listener();

	const text = (content: string) => ({ tag: 'plain_text', content });
	const composer = () => page.getByTestId('composer');
	const field = () => page.getByTestId('composer-text');
	const open = async (name: keyof typeof groups): Promise<void> => {
		await page.getByTestId(`group-${groups[name].id}`).click();
		listener.heard.length = 0;
		listener.answer = { status: 200, body: {} };
	};
	/** Writes it, and waits until the line below it says what it should. */
	const write = async (words: string, heard: string): Promise<void> => {
		await field().fill(words);
		await field().press('Enter');
		await page.getByTestId('message').filter({ hasText: words }).last().getByTestId('heard').getByText(heard).waitFor();
	};
	const sendCard = async (elements: object[]) => {
		const id = await feishu.send('interactive', { schema: '2.0', body: { elements } }, groups.feishu.id);
		const card = page.locator(`[data-message-id="${id}"]`);
		await card.waitFor();
		return { id, card };
	};
	const button = (name: string, properties: object = {}) => ({ tag: 'button', text: text(name), behaviors: [{ type: 'callback', value: { chosen: name } }], ...properties });
	const toast = async (type: string): Promise<string> => {
		const shown = page.locator(`[data-testid="toast"][data-type="${type}"]`);
		const words = await shown.innerText();
		await shown.getByLabel('Close').click();
		return words;
	};

	beforeAll(async () => {
		sandbox = await startSandbox();
		const url = await listener.open();
		feishu = new FeishuApp(sandbox, { by: 'http', eventUrl: url, events: ['im.message.receive_v1'] });
		await feishu.signIn();
		sandbox.addPerson({ platform: 'feishu', name: '韩梅梅', userId: 'hanmeimei' });
		sandbox.addPerson({ platform: 'dingtalk', name: '王芳', userId: 'wangfang' });
		sandbox.addPerson({ platform: 'dingtalk', name: '陈晨', userId: 'chenchen' });
		const duty = sandbox.addApp({ platform: 'dingtalk', name: '值班助手', push: { by: 'http', robotUrl: url } });
		const deaf = sandbox.addApp({ platform: 'feishu', name: 'Nobody home' });
		const members = [{ name: 'Li Lei', userId: 'lilei' }, { name: '韩梅梅', userId: 'hanmeimei' }];
		const dingtalkMembers = [{ name: '王芳', userId: 'wangfang' }, { name: '陈晨', userId: 'chenchen' }];
		groups = {
			feishu: sandbox.addGroup({ platform: 'feishu', name: 'Feishu', members, apps: [feishu.app.id] }),
			dingtalk: sandbox.addGroup({ platform: 'dingtalk', name: 'DingTalk', members: dingtalkMembers, apps: [duty.id] }),
			deaf: sandbox.addGroup({ platform: 'feishu', name: 'Deaf', members, apps: [deaf.id] }),
			empty: sandbox.addGroup({ platform: 'feishu', name: 'Empty', members }),
		};
		browser = await openBrowser();
		page = await browser.newPage();
		await page.goto(sandbox.url);
	});

	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
		listener.close();
	});

	it('write to an app, and see that it has heard them', async () => {
		await open('feishu');
		await page.getByTestId('writer').selectOption('韩梅梅');
		await field().fill('第一行');
		await field().press('Shift+Enter');
		await field().pressSequentially('二 👩‍👩‍👧');
		// Chooses a character of an input method; what is typed after it belongs to the same message.
		await field().dispatchEvent('keydown', { key: 'Enter', isComposing: true });
		await field().pressSequentially('。');
		await field().press('Enter');
		await page.getByTestId('heard').getByText('Heard by Duty by HTTP').waitFor();
		expect(await page.getByTestId('message-text').last().innerText()).toBe('@Duty 第一行\n二 👩‍👩‍👧。');
		expect(await field().inputValue()).toBe('');
		expect(listener.heard).toMatchObject([
			{ event: { sender: { sender_id: { user_id: 'hanmeimei' } }, message: { content: '{"text":"@_user_1 第一行\\n二 👩‍👩‍👧。"}', mentions: [{ name: 'Duty' }] } } },
		]);
	});

	it('have to mention the robot in a group of DingTalk', async () => {
		await open('dingtalk');
		const chip = composer().getByRole('button', { name: '@值班助手' });
		expect([await chip.getAttribute('aria-pressed'), await chip.getAttribute('title')]).toEqual(['true', '值班助手 is mentioned. Click to leave the mention out.']);
		await chip.click();
		expect([await chip.getAttribute('aria-pressed'), await chip.getAttribute('title')]).toEqual(['false', '值班助手 is not mentioned. Click to mention it.']);
		await page.getByTestId('composer-hint').getByText('an app hears only what mentions it').waitFor();
		await write('大家好', 'No app was told of it');
		expect(listener.heard).toEqual([]);
		await write('@值班助手 你好', 'Heard by 值班助手');
		expect(listener.heard).toMatchObject([{ text: { content: ' 你好' }, senderStaffId: 'wangfang', isInAtList: true }]);
	});

	it('are told at once that nobody hears them', async () => {
		await open('deaf');
		await page.getByTestId('composer-hint').getByText('Nobody listens for Nobody home yet').waitFor();
		await write('hello?', 'Nobody listens for Nobody home: publish a workflow with a Feishu App Trigger in n8n');
		await open('empty');
		await page.getByTestId('composer-hint').getByText('No app is in this group').waitFor();
		await write('hello?', 'no app is in this group');
	});

	it('send a file', async () => {
		await open('feishu');
		await composer().getByLabel('Attach').setInputFiles({ name: '日志 1.txt', mimeType: 'text/plain', buffer: Buffer.from('at 03:00') });
		await composer().getByRole('button', { name: 'Send' }).click();
		await page.getByTestId('file').getByText('日志 1.txt').waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download 日志 1.txt' }).click()]);
		expect(download.suggestedFilename()).toBe('日志 1.txt');
		await page.getByTestId('heard').last().getByText('Heard by Duty').waitFor();
		expect(listener.heard).toMatchObject([{ event: { message: { message_type: 'file', content: expect.stringContaining('日志 1.txt') } } }]);
	});

	it('keep what they are writing while they look at another chat', async () => {
		await open('feishu');
		await field().fill('to be continued');
		await open('empty');
		expect(await field().inputValue()).toBe('');
		await open('feishu');
		expect(await field().inputValue()).toBe('to be continued');
		await field().fill('');
	});

	it('begin a private chat with an app', async () => {
		listener.heard.length = 0;
		await page.getByTestId('new-chat').click();
		const dialog = page.getByRole('dialog', { name: 'New private chat' });
		await dialog.getByLabel('App').selectOption('Duty (Feishu)');
		await dialog.getByLabel('Person').selectOption('韩梅梅');
		await dialog.getByLabel('First message').fill('only you');
		await dialog.getByRole('button', { name: 'Send' }).click();
		await page.getByRole('heading', { name: '韩梅梅' }).waitFor();
		await page.getByTestId('heard').getByText('Heard by Duty').waitFor();
		expect(listener.heard).toMatchObject([{ event: { message: { chat_type: 'p2p', content: '{"text":"only you"}' } } }]);
		await write('and again', 'Heard by Duty');
		expect(listener.heard).toHaveLength(2);
	});

	it('click, as whom they want, and see the answer', async () => {
		await open('feishu');
		await page.getByTestId('writer').selectOption('Li Lei');
		const { card } = await sendCard([button('Approve'), button('Runbook', { behaviors: [{ type: 'open_url', default_url: 'https://runbooks.example.com' }] })]);
		expect(await card.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toBe('https://runbooks.example.com');
		listener.answer = { status: 500, body: {} };
		await card.getByRole('button', { name: 'Approve' }).click();
		expect(await toast('error')).toContain('Error 200671');
		const updated = { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'Approved by Li Lei' }] } };
		listener.answer = { status: 200, body: { toast: { type: 'success', content: '已批准' }, card: { type: 'raw', data: updated } } };
		await card.getByRole('button', { name: 'Approve' }).click();
		expect(await toast('success')).toContain('已批准');
		await card.getByText('Approved by Li Lei').waitFor();
		expect(await card.getByRole('button').count()).toBe(0);
		expect(listener.heard).toHaveLength(2);
		expect(listener.heard[1]).toMatchObject({ header: { event_type: 'card.action.trigger' }, event: { operator: { user_id: 'lilei' }, action: { value: { chosen: 'Approve' } } } });
	});

	it('choose in a list, and it is told at once', async () => {
		await open('feishu');
		const options = ['Ann', 'Bo'].map((name) => ({ text: text(name), value: name.toLowerCase() }));
		const { card } = await sendCard([{ tag: 'select_static', placeholder: text('Assign to'), options }]);
		listener.answer = { status: 200, body: { toast: { type: 'info', content: 'Assigned' } } };
		await card.getByLabel('Assign to').selectOption('Bo');
		expect(await toast('info')).toContain('Assigned');
		expect(listener.heard).toMatchObject([{ event: { action: { tag: 'select_static', option: 'bo' } } }]);
	});

	it('fill in a form, whatever happens to the card meanwhile', async () => {
		await open('feishu');
		const hosts = ['db1', 'db2', 'db3'].map((name) => ({ text: text(name), value: name }));
		const { id, card } = await sendCard([
			{
				tag: 'form',
				name: 'f',
				elements: [
					{ tag: 'input', name: 'why', label: text('Reason'), required: true },
					{ tag: 'multi_select_static', name: 'hosts', placeholder: text('Hosts'), options: hosts },
					{ tag: 'picker_datetime', name: 'at', placeholder: text('At') },
					{ tag: 'checker', name: 'read', text: text('Read') },
					button('Submit', { name: 'ok', form_action_type: 'submit' }),
				],
			},
		]);
		await card.getByRole('button', { name: 'Submit' }).click();
		expect(await page.evaluate('document.activeElement.dataset.field')).toBe('why');
		await card.getByLabel('Reason').pressSequentially('维护');
		await card.getByLabel('Hosts').selectOption(['db1', 'db3']);
		await card.getByLabel('At').fill('2026-12-01T07:30');
		await card.getByLabel('Read').check();
		await card.getByLabel('Reason').focus();
		await feishu.call('POST', `/im/v1/messages/${id}/reactions`, { reaction_type: { emoji_type: 'THUMBSUP' } });
		await card.getByTestId('reaction').waitFor();
		await page.keyboard.type(' 🔧');
		listener.answer = { status: 200, body: { toast: { type: 'success', content: 'Thank you' } } };
		await card.getByRole('button', { name: 'Submit' }).click();
		expect(await toast('success')).toContain('Thank you');
		expect(listener.heard).toMatchObject([{ event: { action: { form_value: { why: '维护 🔧', hosts: ['db1', 'db3'], at: '2026-12-01 07:30 +0800', read: true } } } }]);
	});

	it('fill in and click a card of DingTalk, of which each sees his own', async () => {
		await open('dingtalk');
		const app = sandbox.state().apps.find(({ platform }) => platform === 'dingtalk')!;
		const { data } = await axios.post<{ accessToken: string }>(`${sandbox.url}/v1.0/oauth2/accessToken`, { appKey: app.id, appSecret: app.secret }, { proxy: false });
		const call = async (path: string, body: object) =>
			await axios.post(`${sandbox.url}/v1.0/card/${path}`, body, { headers: { 'x-acs-dingtalk-access-token': data.accessToken }, proxy: false });
		await call('callbacks/register', { callbackRouteKey: 'here', callbackUrl: app.push.robotUrl, apiSecret: 'made-up' });
		const approve = { text: 'Approve', actionId: 'approve', params: { reason: '${why}' }, whileEmpty: 'decision' };
		sandbox.dingtalk.addCardTemplate({ id: 'ask.schema', inputs: [{ name: 'why', label: 'Reason' }], buttons: [approve] });
		await call('instances/createAndDeliver', {
			...{ cardTemplateId: 'ask.schema', outTrackId: 'ask-1', callbackType: 'HTTP', callbackRouteKey: 'here', userIdType: 1 },
			cardData: { cardParamMap: { title: 'Restart db1?' } },
			...{ openSpaceId: `dtv1.card//IM_GROUP.${groups.dingtalk.id}`, imGroupOpenSpaceModel: { supportForward: true } },
			imGroupOpenDeliverModel: { robotCode: app.robotCode },
		});
		const card = page.getByTestId('card').filter({ hasText: 'Restart db1?' });
		await card.getByLabel('Reason').fill('太慢');
		const decided = { cardParamMap: { title: 'Restart db1: approved', decision: '✅' } };
		listener.answer = { status: 200, body: { cardUpdateOptions: { updateCardDataByKey: true }, cardData: decided } };
		await card.getByRole('button', { name: 'Approve' }).click();
		const answered = page.getByTestId('card').filter({ hasText: 'Restart db1: approved' });
		await answered.waitFor();
		expect(await answered.getByRole('button', { name: 'Approve' }).count()).toBe(0);
		expect(listener.heard).toMatchObject([{ type: 'actionCallback', userId: 'wangfang', outTrackId: 'ask-1', content: '{"cardPrivateData":{"actionIds":["approve"],"params":{"reason":"太慢"}}}' }]);
		// What a click is answered with is seen by whoever clicked.
		await page.getByTestId('writer').selectOption('陈晨');
		await card.getByRole('button', { name: 'Approve' }).waitFor();
		await page.getByTestId('writer').selectOption('王芳');
		await answered.waitFor();
	});

	it('see every attempt to tell an app, and have one repeated', async () => {
		await open('feishu');
		await write('once more, please', 'Heard by Duty');
		await page.getByTestId('pushes-toggle').click();
		const push = page.getByTestId('push').first();
		expect(await push.innerText()).toMatch(/acknowledged[^]*im\.message\.receive_v1[^]*Duty \(Feishu app\) by HTTP/);
		await push.getByRole('button', { name: 'Tell again' }).click();
		await page.getByTestId('push').first().getByText('attempt 2').waitFor();
		await page.getByTestId('heard').last().getByText('at attempt 2').waitFor();
		const ids = listener.heard.map(({ header }) => (header as { event_id: string }).event_id);
		expect(ids).toEqual([ids[0], ids[0]]);
	});

	it('see how many attempts there were, in red while one is unheard', async () => {
		await open('feishu');
		const red = page.getByTestId('pushes-toggle').locator('.count.some');
		const attempts = async (): Promise<number> => Number(await page.getByTestId('pushes-toggle').locator('.count').innerText());
		const unheard = async (): Promise<number> => (await red.count() === 0 ? 0 : parseInt((await red.getAttribute('title')) ?? '', 10));
		const [before, others] = [await attempts(), await unheard()];
		listener.answer = { status: 500, body: {} };
		await write('are you there?', 'refused it (500)');
		expect([await attempts(), await unheard()]).toEqual([before + 1, others + 1]);
		listener.answer = { status: 200, body: {} };
		await page.getByTestId('push').first().getByRole('button', { name: 'Tell again' }).click();
		await page.getByTestId('heard').last().getByText('at attempt 2').waitFor();
		expect([await attempts(), await unheard()]).toEqual([before + 2, others]);
	});

	it('see a picture as large as it is, up to 320 px', async () => {
		await open('dingtalk');
		const drawn = (await page.evaluate(`(() => {
			const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 120 });
			canvas.getContext('2d').fillRect(0, 0, 640, 120);
			return canvas.toDataURL('image/png').split(',')[1];
		})()`)) as string;
		await composer().getByLabel('Attach').setInputFiles({ name: 'load.png', mimeType: 'image/png', buffer: Buffer.from(drawn, 'base64') });
		await write('@值班助手 看图', 'Heard by 值班助手');
		const picture = page.getByTestId('message').last().locator('img');
		await picture.evaluate('(image) => image.decode()').catch(() => undefined);
		expect(await picture.boundingBox()).toMatchObject({ width: 320, height: 60 });
	});

	it('reach the button of a new chat on a narrow screen', async () => {
		const size = page.viewportSize()!;
		await page.setViewportSize({ width: 390, height: 844 });
		const { x, width, height } = (await page.getByTestId('new-chat').boundingBox())!;
		expect(x).toBeGreaterThan(0);
		expect(x + width).toBeLessThanOrEqual(390);
		expect(height).toBeLessThan(30);
		await page.setViewportSize(size);
	});

	it('let an app hear by HTTP, and see whether its address is right', async () => {
		await open('deaf');
		await page.getByText('Connection details').click();
		const form = page.locator('#connect').getByTestId('hearing');
		const urls = form.getByLabel('Request URL for events');
		await form.getByRole('button', { name: 'Save' }).waitFor();
		expect(await urls.isVisible()).toBe(false);
		await form.getByLabel('Hears by').selectOption('HTTP');
		await form.getByRole('button', { name: 'Save' }).click();
		expect(await toast('error')).toContain('HTTP needs an address');
		await urls.fill('/webhook/feishu');
		await urls.press('Enter');
		expect(await toast('error')).toContain('/webhook/feishu is no address');
		await urls.fill(sandbox.state().apps.find(({ id }) => id === feishu.app.id)!.push.eventUrl);
		await urls.press('Enter');
		// The listener does not send the challenge back.
		expect(await toast('warning')).toContain('It answered 200: {}');
		expect(listener.heard).toMatchObject([{ type: 'url_verification' }]);
		await page.keyboard.press('Escape');
		await write('and now?', 'Heard by Nobody home by HTTP');
	});
});
