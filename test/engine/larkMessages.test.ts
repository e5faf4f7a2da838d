import type { IDataObject } from 'n8n-workflow';
import { callBytes, KILOBYTES_100, mentionedIds as ids, sendMessage as send, VALUE } from '../support/engine/messages';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const CUT = [expect.stringMatching(/has been cut/)];
const NO_PLACE = [expect.stringMatching(/no place where the node could add one: the bot may refuse it/)];

describe('Send Rich Text', () => {
	const parts = (...part: IDataObject[]) => ({ parts: { part } });

	test('a title, texts, a link, a picture and mentions, as a reader sees them; signed', async () => {
		const bot = world.lark({ secret: 'SECmade-up', keywords: ['release', 'alert'] });
		const [result] = await send(bot, 'sendRichText', {
			title: 'Version 2.4',
			...parts(
				{ type: 'text', text: 'Thanks to ' },
				{ type: 'mention', openId: 'ou_lilei' },
				{ type: 'text', text: '.\nSee ' },
				{ type: 'link', text: 'the notes', url: 'https://example.com/notes' },
				{ type: 'lineBreak' },
				{ type: 'image', imageKey: 'img_v2_cat' },
			),
			mentionOpenIds: 'ou_hanmeimei',
			mentionAll: true,
		});
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual(['Version 2.4\nThanks to @Li Lei.\nSee the notes\n@Han Meimei @Everyone\nrelease']);
		expect(ids(bot)).toEqual([['ou_lilei', 'ou_hanmeimei', 'all']]);
		const [message] = bot.received();
		expect(message!.msgType).toBe('post');
		expect(message!.body).toMatchObject({
			content: {
				post: {
					en_us: {
						content: expect.arrayContaining([
							[
								{ tag: 'text', text: 'See ' },
								{ tag: 'a', text: 'the notes', href: 'https://example.com/notes' },
							],
							[{ tag: 'img', image_key: 'img_v2_cat' }],
						]),
					},
				},
			},
		});
	});

	test('in Chinese it is written for Chinese readers', async () => {
		const bot = world.feishu();
		await send(bot, 'sendRichText', { ...parts({ type: 'text', text: '发布完成' }), mentionAll: true, options: { messageLanguage: 'zh' } });
		expect(bot.received()[0]!.body).toHaveProperty('content.post.zh_cn');
		expect(bot.texts()).toEqual(['发布完成\n@所有人']);
	});

	test('tags and markup in texts are shown as they are, and ring nobody', async () => {
		const bot = world.feishu();
		const hostile = '<at user_id="all">x</at> **b** [l](https://evil.example.com) &lt;';
		await send(bot, 'sendRichText', {
			title: hostile,
			...parts({ type: 'text', text: hostile }, { type: 'lineBreak' }, { type: 'link', text: hostile, url: 'https://example.com' }),
		});
		expect(ids(bot)).toEqual([[]]);
		expect(bot.texts()[0]!.replaceAll('\u200B', '')).toBe([hostile, hostile, hostile].join('\n'));
	});

	test('100 KB are cut to the limit, with mention and keyword kept, and the result says so', async () => {
		const bot = world.lark({ secret: 'SECmade-up', keywords: ['alert'] });
		const [result] = await send(bot, 'sendRichText', { ...parts({ type: 'text', text: KILOBYTES_100 }), mentionOpenIds: 'ou_lilei' });
		expect(result).toMatchObject({ status: 'sent', warnings: CUT });
		expect(bot.texts()[0]).toMatch(/^(汉字👨‍👩‍👧‍👦)+(汉|汉字)?… \(cut\)\n@Li Lei\nalert$/);
		expect(callBytes(world, bot)).toBeGreaterThan(19_850);
		expect(callBytes(world, bot)).toBeLessThanOrEqual(20_000);
	});
});

describe('Send Card', () => {
	test('title, text, fields, picture, buttons, small print and mentions, as a reader sees them; signed', async () => {
		const bot = world.lark({ secret: 'SECmade-up', keywords: ['release'] });
		const [result] = await send(bot, 'sendCard', {
			title: 'Version 2.4',
			color: '={{ "green" }}',
			text: '**Done**, see [the notes](https://example.com/notes)',
			fields: { field: [{ name: 'Env', value: 'prod *1*' }, { name: 'By', value: 'Li Lei' }, { name: 'Nothing', value: '' }] },
			buttons: { button: [{ text: 'Open', url: 'https://example.com/open', style: 'primary' }, { text: 'Log', url: 'https://example.com/log' }] },
			imageKey: 'img_v2_cat',
			footer: 'From the pipeline',
			mentionOpenIds: 'ou_lilei',
			mentionAll: true,
		});
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.texts()).toEqual([
			'Version 2.4\nDone, see the notes\nEnv\nprod *1*\nBy\nLi Lei\n@Li Lei @All\nOpen\nLog\nFrom the pipeline · release',
		]);
		expect(ids(bot)).toEqual([['ou_lilei', 'all']]);
		expect(bot.received()[0]!.view).toMatchObject({
			kind: 'card',
			card: {
				template: 'green',
				blocks: expect.arrayContaining([
					{ kind: 'image', key: 'img_v2_cat', alt: '' },
					{
						kind: 'actions',
						buttons: [
							{ text: 'Open', type: 'primary', href: 'https://example.com/open', disabled: false },
							{ text: 'Log', type: 'default', href: 'https://example.com/log', disabled: false },
						],
					},
				]),
			},
		});
	});

	test('markdown in the text works, mention tags in any of the texts do not', async () => {
		const bot = world.feishu();
		const tag = '<at id=all></at><AT ids="ou_lilei,all"></AT>';
		await send(bot, 'sendCard', {
			title: tag,
			text: `**bold** ${tag}`,
			fields: { field: [{ name: tag, value: tag }] },
			buttons: { button: [{ text: tag, url: 'https://example.com' }] },
			footer: tag,
		});
		expect(ids(bot)).toEqual([[]]);
		expect(bot.texts()).toEqual([[tag, `bold ${tag}`, tag, tag, tag, tag].join('\n')]);
	});

	test('100 KB are cut to the limit, with buttons, mention and keyword kept, and the result says so', async () => {
		const bot = world.lark({ secret: 'SECmade-up', keywords: ['alert'] });
		const [result] = await send(bot, 'sendCard', {
			text: KILOBYTES_100,
			buttons: { button: [{ text: 'Open', url: 'https://example.com' }] },
			mentionOpenIds: 'ou_lilei',
		});
		expect(result).toMatchObject({ status: 'sent', warnings: CUT });
		expect(bot.texts()[0]).toMatch(/^(汉字👨‍👩‍👧‍👦)+(汉|汉字)?… \(cut\)\n@Li Lei\nOpen\nalert$/);
		expect(callBytes(world, bot)).toBeGreaterThan(19_850);
		expect(callBytes(world, bot)).toBeLessThanOrEqual(20_000);
	});

	test('201 buttons are refused', async () => {
		const bot = world.lark();
		const button = Array(201).fill({ text: 'x', url: 'https://example.com' });
		const [result] = await send(bot, 'sendCard', { buttons: { button } });
		expect(result!.error).toMatchObject({ code: 'INPUT', message: expect.stringMatching(/201 buttons/), fix: expect.stringMatching(/fewer/) });
		expect(world.sandbox.calls({ token: bot.token })).toEqual([]);
	});
});

describe('Send Card Template', () => {
	test('variables from rows are texts that ring nobody', async () => {
		const bot = world.feishu({ secret: 'SECmade-up' });
		const variable = [{ name: 'project', value: '={{ "Web" + "site" }}' }, { name: 'text', value: '<at id=all></at>' }, { name: '', value: '' }];
		const [result] = await send(bot, 'sendCardTemplate', { templateId: 'AAqkweugf8sLk', templateVersion: '1.0.2', variables: { variable } });
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.received()[0]!.body).toEqual({
			msg_type: 'interactive',
			card: {
				type: 'template',
				data: {
					template_id: 'AAqkweugf8sLk',
					template_version_name: '1.0.2',
					template_variable: { project: 'Website', text: '<\u200Bat id=all><\u200B/at>' },
				},
			},
		});
	});

	test.each([
		['typed in', '{"count": 3, "list": [{"a": "b"}]}'],
		['from an expression', '={{ { count: 3, list: [{ a: "b" }] } }}'],
	])('variables from JSON %s keep their types', async (_, variablesJson) => {
		const bot = world.lark();
		await send(bot, 'sendCardTemplate', { templateId: 'AAq1', specifyVariables: 'json', variablesJson });
		expect(bot.received()[0]!.body).toMatchObject({
			card: { data: { template_id: 'AAq1', template_variable: { count: 3, list: [{ a: 'b' }] } } },
		});
	});
});

describe('Send Image, Share Chat', () => {
	test.each([
		['sendImage', { imageKey: 'img_v2_cat' }, { msg_type: 'image', content: { image_key: 'img_v2_cat' } }],
		['shareChat', { chatId: 'oc_lunch' }, { msg_type: 'share_chat', content: { share_chat_id: 'oc_lunch' } }],
	])('%s', async (operation, parameters, body) => {
		const bot = world.lark({ secret: 'SECmade-up' });
		const [result] = await send(bot, operation, parameters);
		expect(result).toMatchObject({ status: 'sent', warnings: [] });
		expect(bot.received().map((message) => message.body)).toEqual([body]);
	});
});

describe('Send JSON', () => {
	const header = { title: { tag: 'plain_text', content: 'Title' } };

	test.each([
		['a message', { msg_type: 'text', content: { text: 'hello <at user_id="all">all</at>' } }, 'hello @all\nalert'],
		['a card', { header, elements: [{ tag: 'markdown', content: '**hello**' }] }, 'Title\nhello\nalert'],
		['a card 2.0', { schema: '2.0', header, body: { elements: [{ tag: 'markdown', content: '**hello**' }] } }, 'Title\nhello\nalert'],
		['a post', { msg_type: 'post', content: { post: { zh_cn: { title: 't', content: [[{ tag: 'text', text: 'hello' }]] } } } }, 't\nhello\nalert'],
	])('%s, typed in or from an expression, with the keyword and the signature of the node', async (_, json, shown) => {
		const bot = world.feishu({ secret: 'SECmade-up', keywords: ['alert'] });
		const old = { ...json, timestamp: '1', sign: 'old' };
		for (const messageJson of [JSON.stringify(old), VALUE]) {
			expect(await send(bot, 'sendJson', { messageJson }, [{ value: old }])).toMatchObject([{ status: 'sent', warnings: [] }]);
		}
		expect(bot.texts()).toEqual([shown, shown]);
	});

	test('what only the platform can judge is left to it', async () => {
		const bot = world.lark();
		const [result] = await send(bot, 'sendJson', { messageJson: JSON.stringify({ elements: [{ tag: 'hologram' }] }) });
		expect(result!.error).toMatchObject({ code: '11246', message: expect.stringMatching(/hologram/) });
	});
});

describe('a bot with keywords and a message that has no place for one', () => {
	test.each([
		['sendImage', { imageKey: 'img_v2_cat' }],
		['shareChat', { chatId: 'oc_lunch' }],
		['sendCardTemplate', { templateId: 'AAq1' }],
		['sendJson', { messageJson: '{"msg_type": "image", "content": {"image_key": "img_v2_cat"}}' }],
	])('%s: it is sent all the same, with a warning that says what may happen', async (operation, parameters) => {
		const bot = world.lark({ keywords: ['alert'] });
		expect(await send(bot, operation, parameters)).toMatchObject([{ status: 'failed', error: { code: '19024' }, warnings: NO_PLACE }]);
		// A bot whose keywords are gone while the credential still has them.
		const open = world.lark();
		open.node.credential.data.keywords = 'alert';
		expect(await send(open, operation, parameters)).toMatchObject([{ status: 'sent', warnings: NO_PLACE }]);
	});
});

describe('bad input is an error of its item, and the other item is sent', () => {
	const part = (row: IDataObject) => ({ parts: { part: [{ type: 'text', text: 'x' }, row] } });
	const button = (row: IDataObject) => ({ title: 'x', buttons: { button: [{ text: 'x', url: 'https://example.com', ...row }] } });
	const json = (variablesJson: string) => ({ templateId: 'AAq1', specifyVariables: 'json', variablesJson });

	test.each<[string, string, IDataObject, unknown, unknown, RegExp]>([
		['sendRichText', 'nothing to say', { parts: { part: [{ type: 'text', text: VALUE }] } }, '', 'fine', /no content/],
		['sendRichText', 'a wrong link', part({ type: 'link', url: VALUE }), 'example.com', 'https://example.com', /^Part 2: "example.com" is not a complete link$/],
		['sendRichText', 'no link', part({ type: 'link', url: VALUE }), undefined, 'https://example.com', /^Part 2: The link has no address$/],
		['sendRichText', 'a picture by URL', part({ type: 'image', imageKey: VALUE }), 'https://example.com/x.png', 'img_1', /^Part 2: .* is a URL, not an image key$/],
		['sendRichText', 'a person by e-mail', part({ type: 'mention', openId: VALUE }), 'li@example.com', 'ou_lilei', /^Part 2: .*e-mail address/],
		['sendRichText', 'an unknown type of part', part({ type: VALUE, text: 'x' }), 'video', 'text', /^Part 2: "video" is not a type of part$/],
		['sendRichText', 'a person by phone', { ...part({}), mentionOpenIds: VALUE }, '13800138000', 'ou_lilei', /phone number/],
		['sendCard', 'nothing to show', { text: VALUE }, ' ', 'fine', /^The card is empty$/],
		['sendCard', 'a wrong link', button({ url: VALUE }), '/open', 'https://example.com', /^Button 1: "\/open" is not a complete link$/],
		['sendCard', 'a button without text', button({ text: VALUE }), '', 'fine', /^Button 1: The text is empty$/],
		['sendCard', 'an unknown style', button({ style: VALUE }), 'huge', 'danger', /^Button 1: "huge" is not a style$/],
		['sendCard', 'an unknown colour', { title: 'x', color: VALUE }, 'pink', 'red', /Color: pink is not one of blue/],
		['sendCard', 'a picture by path', { title: 'x', imageKey: VALUE }, '/tmp/cat.png', 'img_1', /is a file path, not an image key/],
		['sendCard', 'a person by user ID', { title: 'x', mentionOpenIds: VALUE }, 'lilei', 'ou_lilei', /"lilei" is not an open ID/],
		['sendCardTemplate', 'no template', { templateId: VALUE }, '', 'AAq1', /template ID is empty/],
		['sendCardTemplate', 'a wrong template', { templateId: VALUE }, 'img_1', 'AAq1', /is an image key, not a card template ID/],
		['sendCardTemplate', 'a wrong version', { templateId: 'AAq1', templateVersion: VALUE }, 'newest', '1.0.0', /"newest" is not a version/],
		['sendCardTemplate', 'a variable without a name', { templateId: 'AAq1', variables: { variable: [{ name: VALUE, value: 'x' }] } }, '', 'a', /^Variable 1: The name is empty$/],
		['sendCardTemplate', 'a JSON array', json(VALUE), [1], { a: 1 }, /\[1\] is not a JSON object/],
		['sendCardTemplate', 'invalid JSON', json(VALUE), '{"a": ', '{"a": 1}', /is not a JSON object/],
		['sendCardTemplate', '100 KB', json('={{ { a: $json.value } }}'), KILOBYTES_100, 'fine', /has \d{5,6} bytes as JSON; a custom bot takes at most 19900 bytes/],
		['sendImage', 'no key', { imageKey: VALUE }, '', 'img_1', /image key is empty/],
		['sendImage', 'a URL', { imageKey: VALUE }, 'https://example.com/x.png', 'img_1', /is a URL, not an image key/],
		['sendImage', 'a path', { imageKey: VALUE }, 'C:\\cat.png', 'img_1', /is a file path, not an image key/],
		['sendImage', '100 KB', { imageKey: VALUE }, KILOBYTES_100, 'img_1', /^"汉字.{0,200}" is not an image key$/s],
		['shareChat', 'no chat', { chatId: VALUE }, null, 'oc_1', /chat ID is empty/],
		['shareChat', 'a name', { chatId: VALUE }, 'Lunch', 'oc_1', /"Lunch" is not a chat ID/],
		['sendJson', 'nothing', { messageJson: VALUE }, '', { elements: [{ tag: 'hr' }] }, /JSON is empty/],
		['sendJson', 'invalid JSON', { messageJson: VALUE }, '{"msg_type": "text"', { elements: [{ tag: 'hr' }] }, /is not a JSON object/],
		['sendJson', 'a JSON array', { messageJson: VALUE }, [{ tag: 'hr' }], { elements: [{ tag: 'hr' }] }, /is not a JSON object/],
		['sendJson', 'neither message nor card', { messageJson: VALUE }, { text: 'x' }, { elements: [{ tag: 'hr' }] }, /neither a message .* nor a card/],
		['sendJson', 'an unknown type', { messageJson: VALUE }, { msg_type: 'audio', content: {} }, { elements: [{ tag: 'hr' }] }, /msg_type "audio" is none/],
		['sendJson', '100 KB', { messageJson: VALUE }, { msg_type: 'text', content: { text: KILOBYTES_100 } }, { elements: [{ tag: 'hr' }] }, /a custom bot takes at most 19900 bytes/],
	])('%s: %s', async (operation, _, parameters, bad, good, says) => {
		const bot = world.lark({ secret: 'SECmade-up' });
		const [refused, sent] = await send(bot, operation, parameters, [{ value: bad }, { value: good }] as IDataObject[]);
		expect(refused).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(says), fix: expect.stringMatching(/\.$/) } });
		expect(sent).toMatchObject({ status: 'sent' });
		expect(bot.received()).toHaveLength(1);
		expect(world.sandbox.calls({ token: bot.token })).toHaveLength(1);
	});
});
