import type { IDataObject } from 'n8n-workflow';
import { callBytes, KILOBYTES_100, mentionedIds as ids, sendMessage as send, VALUE } from '../support/engine/messages';
import type { TestBot } from '../support/sandboxes';
import { useWorld } from '../support/useWorld';

const world = useWorld();

/** What the platform was given, without the key that the node adds to every call. */
function bodies(bot: TestBot) {
	return bot.received().map(({ body }) => {
		const { msgUuid, ...message } = body;
		expect(msgUuid).toMatch(/^\w{32}$/);
		return message;
	});
}

const PROTECTED = { secret: 'SECmade-up', keywords: ['alert', '告警'] };
const CUT_TEXT = /^(汉字👨‍👩‍👧‍👦)+(汉|汉字)?… \(cut\)$/;
const PEOPLE_60 = Array.from({ length: 60 }, (_, index) => `user${index}`);
const CUT = [expect.stringMatching(/^The text was longer .* has been cut/)];
const PAGE = 'https://example.com/page?a=1&b=2';
const inDingTalk = (slide: boolean) => `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent(PAGE)}&pc_slide=${slide}`;

describe('Send Markdown', () => {
	const markdown = '### Backup finished\n**12 GB** in 8 minutes, [log](https://example.com/log)\n\n- one\n- two\n\n> From *backup-1*';

	test('title and formatted text, with the mentions and the keyword in the text; signed', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendMarkdown', {
			title: 'Backup',
			text: markdown,
			mentionMobiles: '+86 138-0013-8000',
			mentionUserIds: 'hanmeimei',
			mentionAll: true,
		});
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual([
			'Backup finished\n12 GB in 8 minutes, log\none\ntwo\nFrom backup-1\n@Li Lei @Han Meimei\nalert\n@所有人',
		]);
		expect(bot.received()[0]!.title).toBe('Backup');
		expect(ids(bot)).toEqual([['13800138000', 'hanmeimei', 'all']]);
		expect(bodies(bot)).toEqual([
			{
				msgtype: 'markdown',
				markdown: { title: 'Backup', text: `${markdown}\n\n@13800138000 @hanmeimei\n\nalert` },
				at: { atMobiles: ['13800138000'], atUserIds: ['hanmeimei'], isAtAll: true },
			},
		]);
	});

	test('a keyword of the text is enough; one that only the chat list or an address shows is not', async () => {
		const bot = world.dingtalk(PROTECTED);
		const texts = ['磁盘**告警**', '[x](https://alert.example.com)'];
		await send(bot, 'sendMarkdown', { title: 'alert', text: VALUE }, texts.map((value) => ({ value })));
		expect(bot.texts()).toEqual(['磁盘告警', 'x\nalert']);
	});

	test('what a text says of people rings nobody', async () => {
		const bot = world.dingtalk();
		await send(bot, 'sendMarkdown', { title: '@all', text: '@all @所有人 @13800138000 @lilei' });
		expect(ids(bot)).toEqual([[]]);
		expect(bodies(bot)[0]).not.toHaveProperty('at');
	});

	test('100 KB are cut to the limit, with mention and keyword kept, and the result says so', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendMarkdown', { title: 'Long', text: `**${KILOBYTES_100}**`, mentionUserIds: 'lilei' });
		expect(result).toMatchObject({ status: 'sent', warnings: CUT });
		const [text, ...endings] = bot.texts()[0]!.split('\n');
		expect(text).toMatch(CUT_TEXT);
		expect(endings).toEqual(['@Li Lei', 'alert']);
		expect(ids(bot)).toEqual([['lilei']]);
		expect(callBytes(world, bot)).toBeGreaterThan(19_950);
		expect(callBytes(world, bot)).toBeLessThanOrEqual(20_000);
	});

	test('a title of two lines is one, and a long one is cut with a warning of its own', async () => {
		const bot = world.dingtalk();
		const results = await send(bot, 'sendMarkdown', { title: VALUE, text: 'x' }, [{ value: 'two\nlines' }, { value: 'x'.repeat(300) }]);
		expect(results).toMatchObject([{ warnings: [] }, { warnings: [expect.stringMatching(/^The title .* has been cut/)] }]);
		expect(bot.received().map(({ title }) => title)).toEqual(['two lines', `${'x'.repeat(193)}… (cut)`]);
	});

	test('with Digest, what the limit has no room for is merged', async () => {
		const bot = world.dingtalk(PROTECTED);
		const items = Array.from({ length: 40 }, (_, n) => ({ n }));
		const results = await send(bot, 'sendMarkdown', { title: 'Job', text: '={{ "**job " + $json.n + "**" }}', options: { overLimit: 'digest' } }, items);
		expect([...new Set(results.map(({ status }) => status))]).toEqual(['merged']);
		expect(bot.received()).toHaveLength(1);
		expect(bot.received()[0]!.title).toMatch(/40/);
		const shown = bot.texts().join('\n').split('\n');
		expect(shown.filter((line) => line !== 'alert')).toEqual(items.map(({ n }) => `job ${n}`));
	});
});

describe('Send Link', () => {
	const link = { title: 'Report of the week', text: '1,204 orders', url: PAGE };

	test('a tile with title, text, picture and address; the keyword in its text; signed', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendLink', { ...link, pictureUrl: 'https://example.com/report.png' });
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual(['Report of the week\n1,204 orders\nalert']);
		expect(bot.received()[0]!.view).toEqual({
			kind: 'link',
			tile: { title: 'Report of the week', text: '1,204 orders\nalert', href: PAGE, picUrl: 'https://example.com/report.png' },
		});
	});

	test('a keyword in the title is enough, and a picture may be left out', async () => {
		const bot = world.dingtalk(PROTECTED);
		await send(bot, 'sendLink', { ...link, title: 'Weekly alert' });
		expect(bodies(bot)).toEqual([{ msgtype: 'link', link: { title: 'Weekly alert', text: '1,204 orders', messageUrl: PAGE } }]);
	});

	test.each([
		['default', PAGE],
		['browser', inDingTalk(false)],
		['sidePanel', inDingTalk(true)],
	])('opens in: %s', async (openLinksIn, messageUrl) => {
		const bot = world.dingtalk();
		await send(bot, 'sendLink', { ...link, openLinksIn });
		expect(bodies(bot)).toMatchObject([{ link: { messageUrl } }]);
	});

	test('100 KB are cut to the limit, with the keyword kept, and the result says so', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendLink', { ...link, text: KILOBYTES_100 });
		expect(result).toMatchObject({ status: 'sent', warnings: CUT });
		const [title, text, ...endings] = bot.texts()[0]!.split('\n');
		expect([title, ...endings]).toEqual(['Report of the week', 'alert']);
		expect(text).toMatch(CUT_TEXT);
		expect(callBytes(world, bot)).toBeGreaterThan(19_950);
		expect(callBytes(world, bot)).toBeLessThanOrEqual(20_000);
	});
});

describe('Send Action Card', () => {
	const open = { text: 'Open', url: PAGE };
	const close = { text: ' Close\nit ', url: 'dingtalk://dingtalkclient/page/link?url=x' };
	const card = { title: 'Ticket 42', text: '### Disk full\non **db-1**' };

	test('text, buttons, mentions and keyword, as a reader sees them; signed', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendActionCard', {
			...card,
			buttons: { button: [open, close] },
			buttonLayout: '={{ "horizontal" }}',
			openLinksIn: 'sidePanel',
			mentionMobiles: '13900139000',
			mentionUserIds: 'lilei',
		});
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual(['Disk full\non db-1\n@Han Meimei @Li Lei\nalert\nOpen\nClose it']);
		expect(bot.received()[0]!.title).toBe('Ticket 42');
		expect(ids(bot)).toEqual([['13900139000', 'lilei']]);
		expect(bot.received()[0]!.view).toMatchObject({
			horizontal: true,
			// An address of DingTalk says by itself where it opens.
			buttons: [{ title: 'Open', href: inDingTalk(true) }, { title: 'Close it', href: close.url }],
		});
	});

	test('one button is the form of the platform that fills the width', async () => {
		const bot = world.dingtalk();
		await send(bot, 'sendActionCard', { ...card, buttons: { button: [open] }, buttonLayout: 'horizontal' });
		expect(bodies(bot)).toEqual([{ msgtype: 'actionCard', actionCard: { ...card, singleTitle: 'Open', singleURL: PAGE } }]);
	});

	test('several are one below the other unless told otherwise', async () => {
		const bot = world.dingtalk();
		await send(bot, 'sendActionCard', { ...card, buttons: { button: [open, open] } });
		expect(bot.received()[0]!.view).toMatchObject({ horizontal: false, buttons: [{ title: 'Open', href: PAGE }, { title: 'Open', href: PAGE }] });
	});

	test('100 KB are cut to the limit, with buttons, mention and keyword kept, and the result says so', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendActionCard', {
			title: 'Long',
			text: `- ${KILOBYTES_100}`,
			buttons: { button: [open, open] },
			mentionMobiles: '13800138000',
		});
		expect(result).toMatchObject({ status: 'sent', warnings: CUT });
		const [text, ...endings] = bot.texts()[0]!.split('\n');
		expect(text).toMatch(CUT_TEXT);
		expect(endings).toEqual(['@Li Lei', 'alert', 'Open', 'Open']);
		expect(callBytes(world, bot)).toBeGreaterThan(19_950);
		expect(callBytes(world, bot)).toBeLessThanOrEqual(20_000);
	});
});

describe('Send Feed Card', () => {
	const one = { title: 'One', url: PAGE, pictureUrl: 'https://example.com/1.png' };
	const two = { title: 'Two\nlines', url: 'https://example.com/2', pictureUrl: 'http://example.com/2.png' };

	test('links with title and picture in their order; the keyword behind the last title; signed', async () => {
		const bot = world.dingtalk(PROTECTED);
		const [result] = await send(bot, 'sendFeedCard', { links: { link: [one, two] }, openLinksIn: 'browser' });
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual(['One\nTwo lines alert']);
		expect(bot.received()[0]!.view).toMatchObject({
			tiles: [
				{ title: 'One', href: inDingTalk(false), picUrl: one.pictureUrl },
				{ title: 'Two lines alert', href: expect.stringMatching(/url=https%3A%2F%2Fexample\.com%2F2&pc_slide=false$/), picUrl: two.pictureUrl },
			],
		});
	});

	test('a keyword in any of the titles is enough', async () => {
		const bot = world.dingtalk(PROTECTED);
		await send(bot, 'sendFeedCard', { links: { link: [{ ...one, title: '告警' }, two] } });
		expect(bot.texts()).toEqual(['告警\nTwo lines']);
	});
});

describe('Send JSON', () => {
	test.each<[string, IDataObject, string]>([
		['a text', { msgtype: 'text', text: { content: 'hello @lilei' }, at: { atUserIds: ['lilei'] } }, 'hello @Li Lei\nalert'],
		['markdown', { msgtype: 'markdown', markdown: { title: 'alert', text: '**hello**' } }, 'hello\nalert'],
		['a link', { msgtype: 'link', link: { title: 't', text: 'hello', messageUrl: PAGE } }, 't\nhello\nalert'],
		['an action card', { msgtype: 'actionCard', actionCard: { title: 't', text: 'hello', singleTitle: 'Open', singleURL: PAGE } }, 'hello\nalert\nOpen'],
	])('%s, typed in or from an expression, with the keyword and the signature of the node', async (_, json, shown) => {
		const bot = world.dingtalk(PROTECTED);
		for (const messageJson of [JSON.stringify(json), VALUE]) {
			expect(await send(bot, 'sendJson', { messageJson }, [{ value: json }])).toMatchObject([{ status: 'sent', warnings: [] }]);
		}
		expect(bot.texts()).toEqual([shown, shown]);
	});

	test("a msgUuid gives way to the node's own, with a word about it: two items with the same one are two messages", async () => {
		const bot = world.dingtalk();
		const value = { msgtype: 'text', text: { content: 'hello' }, msgUuid: 'mine' };
		const results = await send(bot, 'sendJson', { messageJson: VALUE }, [{ value }, { value }]);
		const warnings = [expect.stringMatching(/msgUuid in the JSON was left out/)];
		expect(results).toMatchObject([{ status: 'sent', warnings }, { status: 'sent', warnings }]);
		expect(bodies(bot)).toEqual([{ msgtype: 'text', text: { content: 'hello' } }, { msgtype: 'text', text: { content: 'hello' } }]);
	});

	test('who is under "at" but not in the text is not rung, and the result says so', async () => {
		const bot = world.dingtalk();
		const json = { msgtype: 'text', text: { content: 'hello @lilei' }, at: { atMobiles: ['13900139000'], atUserIds: ['lilei'] } };
		const [result] = await send(bot, 'sendJson', { messageJson: JSON.stringify(json) });
		expect(result).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/has to hold @13900139000\.$/)] });
		expect(ids(bot)).toEqual([['lilei']]);
	});

	test('without a text that could hold a keyword it is sent all the same, and the result says what may happen', async () => {
		const messageJson = JSON.stringify({ msgtype: 'feedCard', feedCard: { links: [{ title: 'x', messageURL: PAGE, picURL: PAGE }] } });
		const warnings = [expect.stringMatching(/no text that a security keyword \("alert"\) could be added to/)];
		const bot = world.dingtalk(PROTECTED);
		expect(await send(bot, 'sendJson', { messageJson })).toMatchObject([{ status: 'failed', error: { code: '310000' }, warnings }]);
		// A robot whose keywords are gone while the credential still has them.
		const open = world.dingtalk();
		open.node.credential.data.keywords = 'alert';
		expect(await send(open, 'sendJson', { messageJson })).toMatchObject([{ status: 'sent', warnings }]);
	});

	test('what only the platform can judge is left to it', async () => {
		const bot = world.dingtalk();
		const [result] = await send(bot, 'sendJson', { messageJson: JSON.stringify({ msgtype: 'hologram', hologram: {} }) });
		expect(result!.error).toMatchObject({ code: '400105', fix: expect.stringMatching(/\.$/) });
	});
});

describe('bad input is an error of its item, and the other item is sent', () => {
	const markdown = (parameters: IDataObject) => ({ title: 'x', text: 'x', ...parameters });
	const link = (parameters: IDataObject) => ({ title: 'x', text: 'x', url: PAGE, ...parameters });
	const card = (parameters: IDataObject) => ({ title: 'x', text: 'x', buttons: { button: [{ text: 'x', url: PAGE }] }, ...parameters });
	const button = (row: IDataObject) => card({ buttons: { button: [{ text: 'x', url: PAGE }, { text: 'x', url: PAGE, ...row }] } });
	const feed = (row: IDataObject) => ({ links: { link: [{ title: 'x', url: PAGE, pictureUrl: PAGE }, { title: 'x', url: PAGE, pictureUrl: PAGE, ...row }] } });
	const json = { messageJson: VALUE };
	const text = { msgtype: 'text', text: { content: 'fine' } };

	test.each<[string, string, IDataObject, unknown, unknown, RegExp]>([
		['sendMarkdown', 'no title', markdown({ title: VALUE }), ' ', 'fine', /^The title is empty$/],
		['sendMarkdown', 'no text', markdown({ text: VALUE }), undefined, 'fine', /^The text is empty$/],
		['sendMarkdown', 'a person by name', markdown({ mentionMobiles: VALUE }), 'Li Lei', '13800138000', /^"Li Lei" is not a mobile number$/],
		['sendMarkdown', 'everyone by user ID', markdown({ mentionUserIds: VALUE }), 'all', 'lilei', /^"all" is not a user ID$/],
		['sendMarkdown', 'everyone by a word', markdown({ mentionAll: VALUE }), 'maybe', 'true', /Mention All: maybe is not true or false/],
		['sendMarkdown', '60 mentions', markdown({ mentionUserIds: VALUE }), PEOPLE_60, ['lilei'], /mentions 60 people; the platform takes at most 50/],
		['sendLink', 'no title', link({ title: VALUE }), null, 'fine', /^The title is empty$/],
		['sendLink', 'no text', link({ text: VALUE }), '\n', 'fine', /^The text is empty$/],
		['sendLink', 'no link', link({ url: VALUE }), '', PAGE, /^The URL is empty$/],
		['sendLink', 'a wrong link', link({ url: VALUE }), 'example.com/page', PAGE, /^The URL "example.com\/page" is not complete$/],
		['sendLink', 'a script for a link', link({ url: VALUE }), 'javascript:alert(1)', PAGE, /^The URL "javascript:alert\(1\)" is not complete$/],
		['sendLink', 'a picture by path', link({ pictureUrl: VALUE }), '/tmp/cat.png', PAGE, /^The picture URL "\/tmp\/cat.png" is not complete$/],
		['sendLink', 'an unknown place to open links', link({ openLinksIn: VALUE }), 'window', 'browser', /Open Links In: window is not one of/],
		['sendLink', 'a link of 100 KB', link({ url: VALUE }), `${PAGE}${'x'.repeat(100_000)}`, PAGE, /has \d{6} bytes; the robot takes at most 19950$/],
		['sendActionCard', 'no title', card({ title: VALUE }), '', 'fine', /^The title is empty$/],
		['sendActionCard', 'no text', card({ text: VALUE }), '', 'fine', /^The text is empty$/],
		['sendActionCard', 'a button without text', button({ text: VALUE }), '', 'fine', /^Button 2: The text is empty$/],
		['sendActionCard', 'a button without link', button({ url: VALUE }), '', PAGE, /^Button 2: The URL is empty$/],
		['sendActionCard', 'a wrong link', button({ url: VALUE }), '/open', PAGE, /^Button 2: The URL "\/open" is not complete$/],
		['sendActionCard', 'an unknown layout', card({ buttonLayout: VALUE }), 'round', 'vertical', /Button Layout: round is not one of/],
		['sendActionCard', 'a button of 100 KB', button({ text: VALUE }), KILOBYTES_100, 'fine', /leaves no room/],
		['sendActionCard', '60 mentions', card({ mentionMobiles: VALUE }), PEOPLE_60.map((_, index) => 13_800_138_000 + index), 13_800_138_000, /mentions 60 people/],
		['sendFeedCard', 'a link without title', feed({ title: VALUE }), ' ', 'fine', /^Link 2: The title is empty$/],
		['sendFeedCard', 'a wrong link', feed({ url: VALUE }), 'ftp://example.com', PAGE, /^Link 2: The URL "ftp:\/\/example.com" is not complete$/],
		['sendFeedCard', 'no picture', feed({ pictureUrl: VALUE }), '', PAGE, /^Link 2: The picture URL is empty$/],
		['sendFeedCard', 'a picture that is none of the web', feed({ pictureUrl: VALUE }), 'dingtalk://x', PAGE, /^Link 2: The picture URL "dingtalk:\/\/x" is not complete$/],
		['sendFeedCard', '100 KB', feed({ title: VALUE }), KILOBYTES_100, 'fine', /has \d{5,6} bytes; the robot takes at most 19950$/],
		['sendJson', 'nothing', json, '', text, /JSON is empty/],
		['sendJson', 'invalid JSON', json, '{"msgtype": "text"', text, /is not a JSON object/],
		['sendJson', 'a JSON array', json, [text], text, /is not a JSON object/],
		['sendJson', 'no type', json, { text: { content: 'x' } }, text, /^The JSON has no "msgtype"$/],
		['sendJson', 'a type without its object', json, { msgtype: 'link', text: {} }, text, /has the msgtype "link" but no object of that name$/],
		['sendJson', 'a type by an inherited name', json, { msgtype: 'constructor' }, text, /msgtype "constructor" but no object of that name$/],
		['sendJson', '60 mentions', json, { ...text, at: { atUserIds: PEOPLE_60 } }, text, /mentions 60 people/],
		['sendJson', '100 KB', json, { msgtype: 'text', text: { content: KILOBYTES_100 } }, text, /has \d{5,6} bytes; the robot takes at most 19950$/],
	])('%s: %s', async (operation, _, parameters, bad, good, says) => {
		const bot = world.dingtalk(PROTECTED);
		const [refused, sent] = await send(bot, operation, parameters, [{ value: bad }, { value: good }] as IDataObject[]);
		expect(refused).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(says), fix: expect.stringMatching(/\.$/) } });
		expect(sent).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual([expect.stringContaining('alert')]);
		expect(world.sandbox.calls({ token: bot.token })).toHaveLength(1);
	});

	// A list of rows is the same for all items.
	test.each<[string, IDataObject, string]>([
		['sendActionCard', card({ buttons: {} }), 'The card has no button'],
		['sendActionCard', card({ buttons: { button: [] } }), 'The card has no button'],
		['sendFeedCard', { links: {} }, 'The message has no link'],
		['sendFeedCard', { links: { link: [] } }, 'The message has no link'],
	])('%s with %j', async (operation, parameters, message) => {
		const bot = world.dingtalk();
		const failed = { status: 'failed', error: { code: 'INPUT', message, fix: expect.stringMatching(/^Add a .*\.$/) } };
		expect(await send(bot, operation, parameters, [{}, {}])).toMatchObject([failed, failed]);
		expect(world.sandbox.calls({ token: bot.token })).toEqual([]);
	});
});
