import type { IDataObject } from 'n8n-workflow';
import { outputOf, runNode } from '../support/engine/run';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

async function notify(bot: TestBot, items: IDataObject[], parameters: IDataObject = {}) {
	const run = await runNode(items, {
		...bot.node,
		parameters: { resource: 'notification', operation: 'sendNotification', ...parameters } as never,
		onError: 'continueRegularOutput',
	});
	return outputOf(run, 'Node').map(({ json }) => json);
}

const alert: IDataObject = {
	source: 'alertmanager',
	kind: 'alert',
	status: 'firing',
	severity: 'warning',
	title: 'HighMemory',
	summary: 'Memory is at 93 %',
	value: '93 %',
	fields: [{ name: 'Region', value: 'eu-1' }],
	labels: { alertname: 'HighMemory', instance: '10.0.0.1:9100', team: 'core' },
	annotations: { runbook_url: 'https://runbooks.example.com/memory', dashboard_url: 'https://dash.example.com/d/1' },
	startsAt: '2026-11-20T03:04:16.000Z',
	url: 'https://prometheus.example.com/graph',
	silenceUrl: 'https://alertmanager.example.com/#/silences/new',
	subjectKey: 'a',
	dedupeKey: 'a:firing',
	raw: { customer: { name: 'Example Corp' } },
};

const rows = (name: string, ...values: IDataObject[]) => ({ [name]: values });
/** Everything that can be followed from a message. */
const links = (bot: TestBot) => [...JSON.stringify(bot.received()[0]!.body).matchAll(/https?:[^")\\]+/g)].map(([url]) => url);

describe.each(['feishu', 'dingtalk'] as const)('Send Notification from the fields of the form, on %s', (platform) => {
	const filledIn = {
		contentFrom: 'fields',
		title: '={{ $json.what }} failed',
		summary: 'The nightly backup ended with an error',
		status: 'failed',
		severity: 'critical',
		fields: rows('field', { name: 'Database', value: '={{ $json.what }}' }, { name: 'Empty', value: '' }),
		links: rows('link', { text: 'Open the log', url: 'https://logs.example.com/{id}' }),
	};

	test('title, text, fields and links, per item', async () => {
		const bot = world[platform]();
		expect(await notify(bot, [{ what: 'orders' }, { what: 'billing' }], filledIn)).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
		expect(bot.texts()[0]).toMatch(/^🔴 \[FAILED\] orders failed\n/);
		expect(bot.texts()[0]).toMatch(/nightly backup/);
		expect(bot.texts()[0]).toMatch(/Database:?\s*orders/);
		expect(bot.texts()[0]).not.toMatch(/Empty/);
		expect(bot.texts()[1]).toMatch(/billing failed/);
		// Filled in, so that nothing in it is a template.
		expect(links(bot)).toEqual(['https://logs.example.com/%7Bid%7D']);
	});

	test.each([
		[{ title: '={{ "" }}' }, /title is empty/],
		[{ links: rows('link', { text: 'Log', url: 'logs.example.com' }) }, /Link 1: logs\.example\.com is not a complete URL/],
		[{ links: rows('link', { text: 'Log', url: '' }) }, /Link 1: the URL is empty/],
		[{ status: 'exploded' }, /Status: exploded is not one of/],
		[{ severity: '={{ 5 }}' }, /Severity: 5 is not one of/],
	])('%j is an error of its item', async (wrong, message) => {
		const bot = world[platform]();
		expect(await notify(bot, [{ what: 'orders' }], { ...filledIn, ...wrong })).toMatchObject([{ status: 'failed', error: { message: expect.stringMatching(message) } }]);
		expect(bot.received()).toEqual([]);
	});

	test('two of the same name are two, also in a digest', async () => {
		const bot = world[platform]();
		await notify(bot, Array.from({ length: 60 }, (_, n) => ({ what: n % 2 === 0 ? 'orders' : `other ${n}` })), { ...filledIn, status: '={{ $json.what === "orders" ? "firing" : "resolved" }}' });
		expect(bot.texts().join('\n')).toMatch(/orders failed[^\n]*\(×30\)/);
	});
});

describe.each(['feishu', 'dingtalk'] as const)('the layout of Send Notification on %s', (platform) => {
	test('title and summary by templates', async () => {
		const bot = world[platform]();
		await notify(bot, [alert], { layout: { titleTemplate: '{labels.alertname} on {labels.instance} ({team})', summaryTemplate: 'Now {value}, for {raw.customer.name}{no such thing}' } });
		expect(bot.texts()[0]).toMatch(/^🟠 HighMemory on 10\.0\.0\.1:9100 \(core\)\n/);
		expect(bot.texts()[0]).toMatch(/\nNow 93 %, for Example Corp\n/);
	});

	test('only the chosen fields, in this order, under these labels', async () => {
		const bot = world[platform]();
		const fields = [{ name: 'instance', label: 'Server' }, { name: 'severity', label: '' }, { name: 'raw.customer.name', label: 'Customer' }, { name: 'nothing', label: 'Nothing' }, { name: 'region', label: '' }];
		await notify(bot, [alert], { layout: { showFields: rows('field', ...fields) } });
		const shown = bot.texts()[0]!.replace(/[:：]?\s+/g, ' ');
		expect(shown).toMatch(/Server 10\.0\.0\.1:9100 Severity Warning Customer Example Corp Region eu-1/);
		expect(shown).not.toMatch(/core|Started|Nothing|Value/);
	});

	test('only the chosen links, and more of them', async () => {
		const bot = world[platform]();
		await notify(bot, [alert], { layout: { showLinks: ['runbook'], moreLinks: rows('link', { text: 'Logs of {labels.instance}', url: 'https://logs.example.com/?q={labels.team}' }) } });
		expect(links(bot)).toEqual(['https://runbooks.example.com/memory', 'https://logs.example.com/?q=core']);
		expect(bot.texts()[0]).toMatch(/Logs of 10\.0\.0\.1:9100/);
	});

	test('no links at all', async () => {
		const bot = world[platform]();
		await notify(bot, [alert], { layout: { showLinks: [] } });
		expect(links(bot)).toEqual([]);
	});

	test('a template can not be made to mention anybody or to break out of the message', async () => {
		const bot = world[platform]();
		await notify(bot, [{ ...alert, labels: { evil: '<at id=all></at>**[x](http://evil.example.com)** @all' } }], { layout: { titleTemplate: '{labels.evil}', summaryTemplate: '{evil}' } });
		expect(bot.received()[0]!.mentions).toEqual([]);
		expect(bot.texts()[0]).toContain('**[x](http://evil.example.com)**');
	});

	test('people are mentioned', async () => {
		const bot = world[platform]();
		const parameters = platform === 'feishu' ? { mentionOpenIds: 'ou_lilei' } : { mentionMobiles: '+86 138-0013-8000', mentionUserIds: 'hanmeimei' };
		await notify(bot, [alert], { ...parameters, mentionAll: true });
		expect(bot.received()[0]!.mentions.map(({ name }) => name)).toEqual(expect.arrayContaining(platform === 'feishu' ? ['Li Lei'] : ['Li Lei', 'Han Meimei']));
		expect(bot.received()[0]!.mentions.some(({ type }) => type === 'all')).toBe(true);
	});

	test('a mention that the platform can not do is refused with the way out', async () => {
		const bot = world[platform]();
		const wrong = platform === 'feishu' ? { mentionOpenIds: '13800138000' } : { mentionMobiles: 'Li Lei' };
		expect(await notify(bot, [alert], wrong)).toMatchObject([{ status: 'failed', error: { message: expect.stringMatching(/phone number|not a mobile number/) } }]);
	});
});

describe('F27: a card that the platform does not take goes in a simpler form', () => {
	const refuse = (bot: TestBot, code: number, times: number) =>
		world.sandbox.addFault({ match: { token: bot.token }, kind: 'body', times, body: { code, msg: 'refused', errcode: code, errmsg: 'refused' } });

	test.each([
		[1, 'post'],
		[2, 'text'],
	])('Feishu: refused %d times, sent as %s', async (times, msgType) => {
		const bot = world.feishu({ keywords: ['ops'] });
		refuse(bot, 11246, times);
		const [json] = await notify(bot, [alert], { mentionOpenIds: 'ou_lilei' });
		expect(json).toMatchObject({ status: 'sent', attempts: times + 1 });
		expect(json!.warnings).toContainEqual(expect.stringMatching(/simpler/));
		const [message] = bot.received();
		expect(message!.msgType).toBe(msgType);
		expect(message!.text).toMatch(/\[FIRING\] HighMemory/);
		expect(message!.text).toMatch(/10\.0\.0\.1:9100/);
		expect(message!.text).toMatch(/ops/);
		expect(message!.mentions).toMatchObject([{ name: 'Li Lei' }]);
	});

	test('DingTalk: markdown refused, sent as text', async () => {
		const bot = world.dingtalk({ keywords: ['ops'] });
		refuse(bot, 400105, 1);
		const [json] = await notify(bot, [alert], { mentionUserIds: 'lilei' });
		expect(json).toMatchObject({ status: 'sent', attempts: 2 });
		const [message] = bot.received();
		expect(message).toMatchObject({ msgType: 'text', mentions: [expect.objectContaining({ name: 'Li Lei' })] });
		expect(message!.text).toMatch(/^🟠 \[FIRING\] HighMemory\n/);
		expect(message!.text).toMatch(/ops/);
	});

	test('a digest, too, with all of its lines', async () => {
		const bot = world.feishu();
		refuse(bot, 11246, 2);
		const alerts = Array.from({ length: 300 }, (_, n) => ({ ...alert, labels: { alertname: 'HighMemory', instance: `10.0.1.${n}` }, subjectKey: `${n}`, dedupeKey: `${n}` }));
		const output = await notify(bot, alerts);
		expect(new Set(output.map(({ status }) => status))).toEqual(new Set(['merged']));
		const told = bot.texts().join('\n');
		expect(bot.received()[0]!.msgType).toBe('text');
		for (let n = 0; n < 300; n++) expect(told).toMatch(new RegExp(`Warning · \\[FIRING\\] HighMemory · 10\\.0\\.1\\.${n}\\b`));
	});
});

describe.each(['feishu', 'dingtalk'] as const)('a text by Digest on %s', (platform) => {
	test('texts over the limit share a message, whole, with their mentions', async () => {
		const bot = world[platform]({ keywords: ['ops'] });
		const mention = platform === 'feishu' ? { mentionOpenIds: '={{ $json.n === 70 ? "ou_lilei" : "" }}' } : { mentionUserIds: '={{ $json.n === 70 ? "lilei" : "" }}' };
		const run = await runNode(Array.from({ length: 80 }, (_, n) => ({ n })), {
			...bot.node,
			parameters: { resource: 'message', operation: 'sendText', text: '=row {{ $json.n }} has changed', ...mention, options: { overLimit: 'digest' } } as never,
		});
		expect(new Set(outputOf(run, 'Node').map(({ json }) => json.status))).toEqual(new Set(['merged']));
		expect(bot.received()).toHaveLength(1);
		for (let n = 0; n < 80; n++) expect(bot.texts()[0]).toContain(`row ${n} has changed`);
		expect(bot.received()[0]!.mentions).toMatchObject([{ name: 'Li Lei' }]);
		expect(bot.texts()[0]).toMatch(/ops/);
	});

	test('a long text takes a message of its own', async () => {
		const bot = world[platform]();
		const run = await runNode(Array.from({ length: 70 }, (_, n) => ({ text: n === 3 ? `long ${'x'.repeat(15_000)}` : `short ${n} ${'y'.repeat(200)}` })), {
			...bot.node,
			parameters: { resource: 'message', operation: 'sendText', text: '={{ $json.text }}', options: { overLimit: 'digest' } } as never,
		});
		expect(outputOf(run, 'Node').every(({ json }) => json.status !== 'failed')).toBe(true);
		const told = bot.texts().join('\n');
		expect(told).toContain('x'.repeat(15_000));
		for (let n = 4; n < 70; n++) expect(told).toContain(`short ${n} yyy`);
	});
});

test('markdown by Digest: texts over the limit share a message, an open block of code does not swallow the next one', async () => {
	const bot = world.dingtalk();
	const run = await runNode(Array.from({ length: 40 }, (_, n) => ({ text: n === 3 ? '```\nopen' : `**row ${n}** has changed` })), {
		...bot.node,
		parameters: { resource: 'message', operation: 'sendMarkdown', title: '=row {{ $itemIndex }}', text: '={{ $json.text }}', mentionMobiles: '={{ $itemIndex === 5 ? "13800138000" : "" }}', options: { overLimit: 'digest' } } as never,
	});
	expect(new Set(outputOf(run, 'Node').map(({ json }) => json.status))).toEqual(new Set(['merged']));
	expect(bot.received()).toHaveLength(1);
	expect(bot.received()[0]).toMatchObject({ title: '40 notifications', mentions: [expect.objectContaining({ name: 'Li Lei' })] });
	expect(JSON.stringify(bot.received()[0]!.body)).toContain('open\\n```\\n\\n\\n**row 4**');
});

test.each(['feishu', 'dingtalk'] as const)('an entry of a directory does not tell the group on %s its own address', async (platform) => {
	const bot = world[platform]({ secret: 'SECmember' });
	const { webhookUrl, secret } = bot.node.credential.data;
	const parameters = { sendTo: 'item', webhookUrl: '={{ $json.hook }}', signingSecret: '={{ $json.signing }}' };
	expect(await notify(bot, [{ title: 'For you', member: 'Li Lei', hook: webhookUrl, signing: secret, nested: { hook: webhookUrl } }], parameters)).toMatchObject([{ status: 'sent' }]);
	expect(bot.texts()[0]).toMatch(/For you[^]*Li Lei/);
	expect(JSON.stringify(bot.received()[0]!.body)).not.toContain(bot.token);
	expect(JSON.stringify(bot.received()[0]!.body)).not.toContain(secret);
});

test.each(['feishu', 'dingtalk'] as const)('nor by a link, a title or a token alone (%s)', async (platform) => {
	const bot = world[platform]({ secret: 'SECmember' });
	const { webhookUrl, secret } = bot.node.credential.data;
	const parameters = { sendTo: 'item', webhookUrl: '={{ $json.url }}', signingSecret: secret, layout: { titleTemplate: '{raw.token} for {raw.member}', moreLinks: rows('link', { text: 'x', url: '{raw.url}' }) } };
	expect(await notify(bot, [{ member: 'Li Lei', url: webhookUrl, token: bot.token, note: `call ${webhookUrl}` }], parameters)).toMatchObject([{ status: 'sent' }]);
	expect(bot.texts()[0]).toMatch(/\.\.\. for Li Lei/);
	expect(JSON.stringify(bot.received()[0]!.body)).not.toContain(bot.token);
});

test('a title template that gives nothing does not hide what it is', async () => {
	const bot = world.feishu();
	await notify(bot, [alert], { layout: { titleTemplate: '{labels.alertnme}' } });
	expect(bot.texts()[0]).toMatch(/^🟠 \[FIRING\] HighMemory\n/);
});

test('more mentions than a message takes are an error that says so', async () => {
	const bot = world.feishu();
	const mentionOpenIds = Array.from({ length: 800 }, (_, n) => `ou_${'x'.repeat(20)}${n}`).join();
	expect(await notify(bot, [alert], { mentionOpenIds })).toMatchObject([{ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(/mentions leave no room/) } }]);
});

test('a notification with very many fields says how many are not shown', async () => {
	const bot = world.feishu();
	const [json] = await notify(bot, [{ title: 'Many', ...Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`field${n}`, `value ${n}`])) }]);
	expect(json!.warnings).toHaveLength(1);
	expect(bot.texts()[0]).toMatch(/field29\s+value 29\s+…\s+\+15 more/);
});
