import { get } from 'node:http';
import { CHECKS, type Bot, type Group, type Sandbox } from '../../../sandbox';
import { addDemo } from '../../../sandbox/demo';
import { answerOf, closeAll, dingBot, dingSigned, dingText, feishuBot, feishuSigned, feishuText, NOW, open, send } from './support';

let sandbox: Sandbox;
let api: string;

beforeEach(async () => {
	sandbox = await open();
	api = `${sandbox.url}/sandbox/api`;
});
afterEach(closeAll);

const ask = async (path: string) => (await send(api + path, { method: 'GET' })).json;
const tell = async (path: string, body: unknown = {}) => answerOf(await send(api + path, { body }));

describe('the control API', () => {
	it('makes groups and bots and shows them', async () => {
		const [, group] = (await tell('/groups', { platform: 'lark', name: 'Ops', members: [{ name: 'Al', openId: 'ou_al' }] })) as [number, Group];
		const [, bot] = (await tell('/bots', { groupId: group.id, name: 'Bot', secret: 's', keywords: ['k'] })) as [number, Bot];
		expect(bot.webhookUrl).toBe(`${sandbox.url}/open-apis/bot/v2/hook/${bot.token}`);
		expect(await ask('/state')).toEqual({
			url: sandbox.url,
			now: NOW,
			frozen: true,
			latencyMs: 0,
			groups: [{ ...group, allowAtAll: true, bots: [bot] }],
			people: [],
			departments: [],
			apps: [],
			checks: CHECKS.map((check) => ({ ...check, enabled: true })),
			faults: [],
		});
		expect(bot.limits).toEqual({ perSecond: 5, perMinute: 100, blockMs: 0, bodyBytes: 20_480, msgUuidWindowMs: 0 });
	});

	it('shows messages and calls', async () => {
		const feishu = feishuBot(sandbox);
		const ding = dingBot(sandbox);
		await send(feishu.bot.webhookUrl, { body: feishuText('one') });
		await send(ding.bot.webhookUrl, { body: dingText('two') });
		await send(ding.bot.webhookUrl, { body: {} });
		expect(await ask('/messages')).toEqual(sandbox.messages());
		expect(await ask(`/messages?groupId=${feishu.group.id}`)).toMatchObject([{ text: 'one' }]);
		expect(await ask('/calls')).toEqual(sandbox.calls());
		expect(await ask('/calls?outcome=refused')).toMatchObject([
			{ check: 'dingtalk.msgtype', status: 200, responseBody: { errcode: 400105, errmsg: '不支持的消息类型' } },
		]);
		expect(await ask(`/calls?groupId=${ding.group.id}&outcome=accepted`)).toMatchObject([{ token: ding.bot.token }]);
		expect(await ask('/calls?platform=feishu')).toMatchObject([{ requestBody: feishuText('one') }]);
	});

	it('moves the clock', async () => {
		expect(await tell('/clock', { setMs: 1_000 })).toEqual([200, { now: 1_000, frozen: true }]);
		expect(await tell('/clock', { advanceMs: 500 })).toEqual([200, { now: 1_500, frozen: true }]);
		expect(await tell('/clock', { frozen: false })).toEqual([200, { now: expect.any(Number), frozen: false }]);
		expect(await tell('/clock', { frozen: true, setMs: 9 })).toEqual([200, { now: 9, frozen: true }]);
		expect(sandbox.clock.now()).toBe(9);
		expect(await tell('/clock', { setMs: 'x' })).toEqual([400, { error: 'Not a number of milliseconds: NaN' }]);
	});

	it('adds and clears faults, sets the latency and switches checks', async () => {
		expect(await tell('/faults', { kind: 'reset' })).toEqual([200, { id: 'fault_1' }]);
		expect(await tell('/faults/clear')).toEqual([200, { ok: true }]);
		expect(await tell('/latency', { ms: 5 })).toEqual([200, { ok: true }]);
		expect(await tell('/checks', { name: 'feishu.token', enabled: false })).toMatchObject([200, { name: 'feishu.token' }]);
		const state = sandbox.state();
		expect([state.faults, state.latencyMs]).toEqual([[], 5]);
		expect(state.checks.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(['feishu.token']);
		await tell('/checks', { name: 'feishu.token', enabled: true });
		expect(await ask('/checks')).toEqual(CHECKS.map((check) => ({ ...check, enabled: true })));
	});

	it.each([{ by: 'pigeon' }, { events: 'all' }, { events: [1] }, { eventUrl: 5 }, { encryptKey: 7 }, { oldEnvelope: 'yes' }, { nothing: '' }])('refuses what no app can be set up with: %j', async (push) => {
		const app = sandbox.addApp({ platform: 'feishu', name: 'On call' });
		const refusal = [400, { error: expect.stringMatching(/^push\.\w+ can not be /) }];
		expect(await tell('/apps/change', { id: app.id, push })).toEqual(refusal);
		expect(await tell('/apps', { platform: 'feishu', name: 'Other', push })).toEqual(refusal);
		expect(sandbox.state().apps).toMatchObject([{ id: app.id, push: { by: 'connection', eventUrl: '' } }]);
	});

	it("does what only DingTalk's apps have", async () => {
		const app = sandbox.addApp({ platform: 'dingtalk', name: 'On call' });
		const group = sandbox.addGroup({ platform: 'dingtalk', name: 'Ops', apps: [app.id] });
		sandbox.addPerson({ platform: 'dingtalk', name: 'Wang', userId: 'wang' });
		expect(await tell('/dingtalk/cardTemplates', { id: 'mine.schema', markdown: ['text'] })).toEqual([200, { id: 'mine.schema', published: true, markdown: ['text'], buttons: [], inputs: [] }]);
		expect(await tell('/dingtalk/chatId', { groupId: group.id })).toEqual([200, { chatId: sandbox.dingtalk.chatId(group.id) }]);
		for (const from of [{ groupId: group.id }, { userId: 'wang' }]) {
			expect(await tell('/dingtalk/sessionWebhook', { appId: app.id, ...from })).toMatchObject([200, { sessionWebhook: expect.stringMatching(/sendBySession\?session=\w+$/), sessionWebhookExpiredTime: NOW + 90 * 60_000 }]);
		}
		const upload = { appId: app.id, name: 'a.txt', contentType: 'text/plain', base64: 'aGk=' };
		expect(await tell('/dingtalk/receivedFiles', upload)).toEqual([200, { downloadCode: expect.any(String) }]);
		for (const [name, body] of Object.entries({ groupTemplates: { id: 'g' }, flowControl: { userIds: ['wang'] }, revokeTokens: { appId: app.id }, dingQuota: { left: null } })) {
			expect(await tell(`/dingtalk/${name}`, body)).toEqual([200, { ok: true }]);
			expect(await tell(`/dingtalk/${name}`, {})).toEqual([400, { error: expect.stringMatching(/must be|Not a number/) }]);
		}
	});

	it('disables, enables and removes bots', async () => {
		const { bot } = feishuBot(sandbox);
		const code = async () => ((await send(bot.webhookUrl, { body: feishuText('hi') })).json as { code: number }).code;
		await tell('/bots/disable', { token: bot.token });
		expect(await code()).toBe(19007);
		await tell('/bots/enable', { token: bot.token });
		expect(await code()).toBe(0);
		await tell('/bots/remove', { token: bot.token });
		expect(await code()).toBe(19001);
		expect(await tell('/bots/remove', { token: bot.token })).toEqual([400, { error: 'No bot has this token' }]);
	});

	it('starts over', async () => {
		const { bot } = feishuBot(sandbox);
		await send(bot.webhookUrl, { body: feishuText('hi') });
		sandbox.addFault({ kind: 'reset' });
		sandbox.disableCheck('feishu.token');
		sandbox.setLatency(9);
		expect(await tell('/reset')).toEqual([200, { ok: true }]);
		const { now, frozen, ...rest } = sandbox.state();
		expect(rest).toEqual({ url: sandbox.url, latencyMs: 0, groups: [], people: [], departments: [], apps: [], faults: [], checks: CHECKS.map((check) => ({ ...check, enabled: true })) });
		expect([frozen, Math.abs(now - Date.now()) < 60_000]).toEqual([false, true]);
		expect([sandbox.messages(), sandbox.calls()]).toEqual([[], []]);
	});

	it('goes back to the checks it was started with', async () => {
		const other = await open({ disabledChecks: ['feishu.ip'] });
		other.enableCheck('feishu.ip');
		other.reset();
		expect(other.state().checks.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(['feishu.ip']);
	});

	it.each([
		['/groups', { platform: 'slack', name: 'x' }],
		['/groups', { platform: 'lark' }],
		['/groups', { platform: 'lark', name: 'x', members: [{}] }],
		['/groups', []],
		['/bots', { groupId: 'nowhere', name: 'x' }],
		['/faults', { kind: 'x' }],
		['/latency', { ms: 'soon' }],
		['/checks', { name: 'feishu.token' }],
		['/checks', { name: 'x', enabled: true }],
	])('refuses %s %j', async (path, body) => {
		expect(await tell(path, body)).toEqual([400, { error: expect.any(String) }]);
	});

	it('refuses unknown calls and malformed JSON', async () => {
		expect(await tell('/nothing')).toEqual([404, { error: 'No such control call' }]);
		expect((await send(`${api}/groups`, { body: '{' })).status).toBe(400);
	});
});

describe('bots', () => {
	it.each([
		['eleven keywords', { keywords: Array.from({ length: 11 }, (_, index) => `k${index}`) }],
		['an empty keyword', { keywords: [''] }],
		['eleven addresses', { allowedIps: Array.from({ length: 11 }, (_, index) => `1.1.1.${index}`) }],
		['an address that is none', { allowedIps: ['localhost'] }],
		['an empty secret', { secret: '' }],
		['a token that would break the URL', { token: 'a/b' }],
		['no name', { name: '' }],
		['an unknown limit', { limits: { perHour: 1 } as object }],
		['a limit that is no number', { limits: { perMinute: '5' as never } }],
	])('are not made with %s', (_what, bot) => {
		expect(() => feishuBot(sandbox, bot)).toThrow();
	});

	it('of DingTalk take no wildcards', () => {
		expect(() => dingBot(sandbox, { allowedIps: ['1.1.1.*'] })).toThrow();
	});

	it('have tokens of their platform, each once', () => {
		expect(feishuBot(sandbox).bot.token).toMatch(/^[0-9a-f-]{36}$/);
		expect(dingBot(sandbox).bot.webhookUrl).toMatch(/\/robot\/send\?access_token=[0-9a-f]{64}$/);
		feishuBot(sandbox, { token: 'mine' });
		expect(() => feishuBot(sandbox, { token: 'mine' })).toThrow();
	});

	it('live in groups with an id of their own', () => {
		sandbox.addGroup({ id: 'g', platform: 'lark', name: 'x' });
		expect(() => sandbox.addGroup({ id: 'g', platform: 'lark', name: 'x' })).toThrow();
	});
});

describe('the demo apps', () => {
	it('hear over their connections, and have what they need to hear over HTTP', () => {
		for (const { platform, push } of addDemo(sandbox).apps) {
			expect([push.by, push.events, push.token]).toEqual(['connection', null, expect.stringMatching(/./)]);
			if (platform === 'dingtalk') expect(Buffer.from(push.aesKey, 'base64').toString('base64')).toBe(`${push.aesKey}=`);
			expect([push.encryptKey !== '', push.aesKey.length]).toEqual(platform === 'dingtalk' ? [false, 43] : [true, 0]);
		}
	});
});

describe('the demo groups', () => {
	it('take signed messages with a keyword and nothing else', async () => {
		for (const { webhookUrl, platform, secret = '', keywords } of addDemo(sandbox).bots) {
			const [keyword = ''] = keywords;
			const ok =
				platform === 'dingtalk'
					? await send(dingSigned(webhookUrl, secret), { body: dingText(keyword) })
					: await send(webhookUrl, { body: feishuSigned(feishuText(keyword), secret) });
			expect(ok.json).toMatchObject(platform === 'dingtalk' ? { errcode: 0 } : { code: 0 });
			expect((await send(webhookUrl, { body: feishuText(keyword) })).text).toMatch(/19021|310000/);
		}
		expect(sandbox.messages().length).toBe(3);
	});
});

describe('loopback', () => {
	const foreign = { host: 'rebind.example:80' };

	it.each(['/', '/page/page.js', '/sandbox/api/state', '/sandbox/api/events'])('%s refuses a foreign Host', async (path) => {
		expect(answerOf(await send(sandbox.url + path, { method: 'GET', headers: foreign }))).toEqual([
			403,
			{ error: 'This sandbox answers loopback addresses only' },
		]);
	});

	it('refuses changes from another web page', async () => {
		const body = { platform: 'lark', name: 'x' };
		const sent = (headers: Record<string, string>) => send(`${api}/groups`, { body, headers });
		expect((await sent(foreign)).status).toBe(403);
		expect((await sent({ origin: 'https://evil.example' })).status).toBe(403);
		expect((await sent({ origin: 'null' })).status).toBe(403);
		expect((await sent({ 'content-type': 'text/plain' })).status).toBe(415);
		expect(sandbox.state().groups).toEqual([]);
		expect((await sent({ origin: sandbox.url, host: 'localhost:1' })).status).toBe(200);
	});

	it('listens on 127.0.0.1', () => {
		expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	});

	it('says when its port is taken', async () => {
		await expect(open({ port: Number(new URL(sandbox.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});
});

describe('the page', () => {
	it('is served with its files and a strict policy', async () => {
		const page = await send(`${sandbox.url}/`, { method: 'GET' });
		expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
		const files = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
		expect(files.length).toBeGreaterThan(1);
		for (const file of [...files, '/page/markdown-it.js']) {
			expect([file, (await send(sandbox.url + file, { method: 'GET' })).status]).toEqual([file, 200]);
		}
	});

	it('serves nothing else', async () => {
		for (const path of ['/page/../index.ts', '/page/%2e%2e/index.ts', '/package.json', '/page/nothing.js', '/%zz']) {
			expect((await send(sandbox.url + path, { method: 'GET' })).status).toBeGreaterThanOrEqual(400);
		}
	});
});

describe('server-sent events', () => {
	/** The next `count` events of the stream; `act` runs once it is open. */
	const collect = (count: number, act: () => Promise<unknown>): Promise<Array<[string, unknown]>> =>
		new Promise((resolve, reject) => {
			const request = get(`${api}/events`, (response) => {
				let text = '';
				response.on('data', (chunk: Buffer) => {
					if (text === '') act().catch(reject);
					text += chunk.toString();
					const events = [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)];
					if (events.length < count) return;
					request.destroy();
					resolve(events.map((match) => [match[1] ?? '', JSON.parse(match[2] ?? '')]));
				});
			});
			request.on('error', reject);
		});

	it('tell of messages, calls and changes', async () => {
		const { bot } = feishuBot(sandbox);
		const events = await collect(4, async () => {
			await send(bot.webhookUrl, { body: feishuText('你好 👋') });
			sandbox.clock.advance(1);
			sandbox.reset();
		});
		expect(events).toEqual([
			['message', expect.objectContaining({ text: '你好 👋', view: expect.any(Object) })],
			['call', expect.objectContaining({ outcome: 'accepted' })],
			['state', {}],
			['reset', {}],
		]);
	});

	it('reach listeners in the process until they stop', async () => {
		const { bot } = feishuBot(sandbox);
		const heard: string[] = [];
		const stop = sandbox.subscribe(({ type }) => heard.push(type));
		await send(bot.webhookUrl, { body: feishuText('hi') });
		stop();
		await send(bot.webhookUrl, { body: feishuText('hi') });
		expect(heard).toEqual(['message', 'call']);
	});
});
