import type { Sandbox } from '../../../sandbox';
import {
	answerOf,
	card,
	closeAll,
	dingBot,
	feishuBot,
	FEISHU_OK,
	feishuSigned,
	feishuText,
	NOW,
	open,
	send,
	type Place,
} from './support';

let sandbox: Sandbox;
let place: Place;

beforeEach(async () => {
	sandbox = await open();
	place = feishuBot(sandbox);
});
afterEach(closeAll);

const post = async (body: unknown, url = place.bot.webhookUrl): Promise<unknown> => answerOf(await send(url, { body }));
const code = async (body: unknown, url = place.bot.webhookUrl): Promise<unknown> =>
	((await send(url, { body })).json as { code: number }).code;
const shown = () => sandbox.messages().at(-1)?.text;

const IMAGE = { tag: 'img', img_key: 'img_1', alt: { tag: 'plain_text', content: '图' } };
const plain = (content: string) => ({ tag: 'plain_text', content });
const button = (rest: Record<string, unknown> = {}) => ({ tag: 'button', text: plain('Open'), type: 'primary', ...rest });

describe('an accepted message', () => {
	it('is answered with the documented bytes', async () => {
		const reply = await send(place.bot.webhookUrl, { body: feishuText('新更新提醒') });
		expect(reply.text).toBe('{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}');
		expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
		expect(reply.headers.date).toBe(new Date(NOW).toUTCString());
	});

	it('stands in its group with everything a test may ask for', async () => {
		await post(feishuText('新更新提醒'));
		expect(sandbox.messages()).toEqual([
			{
				id: expect.any(String),
				groupId: place.group.id,
				platform: 'feishu',
				bot: '告警',
				sentAt: NOW,
				msgType: 'text',
				body: feishuText('新更新提醒'),
				text: '新更新提醒',
				mentions: [],
				view: { kind: 'text', inlines: [{ kind: 'text', text: '新更新提醒' }] },
			},
		]);
		expect(sandbox.messages('elsewhere')).toEqual([]);
		expect(sandbox.calls()).toEqual([
			expect.objectContaining({ at: NOW, outcome: 'accepted', status: 200, messageId: sandbox.messages()[0]?.id }),
		]);
	});

	it('is known to be of Lark by its token', async () => {
		const lark = feishuBot(sandbox, {}, { platform: 'lark' });
		expect(await post(feishuText('hi'), lark.bot.webhookUrl)).toEqual(FEISHU_OK);
		expect(sandbox.messages(lark.group.id)[0]?.platform).toBe('lark');
	});
});

describe('tokens', () => {
	it('of DingTalk, removed ones and longer paths are unknown', async () => {
		const ding = dingBot(sandbox);
		expect(await code(feishuText('hi'), `${sandbox.url}/open-apis/bot/v2/hook/${ding.bot.token}`)).toBe(19001);
		sandbox.removeBot(place.bot.token);
		expect(await code(feishuText('hi'))).toBe(19001);
		expect((await send(`${place.bot.webhookUrl}/more`, { body: feishuText('hi') })).status).toBe(404);
		expect(await code(feishuText('hi'), `${place.bot.webhookUrl}/more`)).toBe(99991201);
		expect(await code(feishuText('hi'), `${sandbox.url}/open-apis/im/v1/messages`)).toBe(99991661);
	});

	it('work again when the bot is enabled again', async () => {
		sandbox.disableBot(place.bot.token);
		sandbox.enableBot(place.bot.token);
		expect(await code(feishuText('hi'))).toBe(0);
	});

	it('are masked in the path of a call', async () => {
		await post(feishuText('hi'));
		const call = sandbox.calls({ token: place.bot.token })[0];
		expect(call?.path).toBe(`/open-apis/bot/v2/hook/${place.bot.token.slice(0, 4)}****`);
	});
});

describe('signatures', () => {
	const signed = { secret: 'demo' };

	it.each([
		['now', 0, 0],
		['an hour old', -3_600_000, 0],
		['an hour ahead', 3_600_000, 0],
		['an hour and a second old', -3_601_000, 19021],
		['an hour and a second ahead', 3_601_000, 19021],
	])('are checked against the clock: %s', async (_when, offset, expected) => {
		const { bot } = feishuBot(sandbox, signed);
		expect(await code(feishuSigned(feishuText('hi'), 'demo', NOW + offset), bot.webhookUrl)).toBe(expected);
	});

	it('accept the constant vector at its time', async () => {
		const { bot } = feishuBot(sandbox, signed);
		sandbox.clock.set(1_599_360_473_000);
		const body = { timestamp: '1599360473', sign: 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=', ...feishuText('hi') };
		expect(await code(body, bot.webhookUrl)).toBe(0);
		expect(sandbox.messages().at(-1)?.body).toEqual(feishuText('hi'));
	});

	it.each([
		['missing', {}],
		['without sign', { timestamp: String(NOW / 1_000) }],
		['in milliseconds', { ...feishuSigned({}, 'demo'), timestamp: String(NOW) }],
		['with a number for a timestamp', { ...feishuSigned({}, 'demo'), timestamp: NOW / 1_000 }],
		['with another secret', feishuSigned({}, 'other')],
	])('refuse a signature %s', async (_what, extra) => {
		const { bot } = feishuBot(sandbox, signed);
		expect(await code({ ...extra, ...feishuText('hi') }, bot.webhookUrl)).toBe(19021);
	});

	it('are not asked for without a secret', async () => {
		expect(await code({ ...feishuText('hi'), timestamp: '1', sign: 'nonsense' })).toBe(0);
	});
});

describe('limits of a request', () => {
	it('count the raw bytes', async () => {
		const body = JSON.stringify(feishuText('好'));
		const fill = (bytes: number) => body.slice(0, -3) + 'x'.repeat(bytes - Buffer.byteLength(body)) + body.slice(-3);
		expect(Buffer.byteLength(fill(20 * 1024))).toBe(20 * 1024);
		expect(await code(fill(20 * 1024))).toBe(0);
		expect(await code(fill(20 * 1024 + 1))).toBe(9499);
	});

	it('let an allowed address through', async () => {
		const { bot } = feishuBot(sandbox, { allowedIps: ['10.0.0.1', '127.0.0.*'] });
		expect(await code(feishuText('hi'), bot.webhookUrl)).toBe(0);
	});

	it.each(['[]', '"text"', 'null', '1', ''])('want a JSON object, not %s', async (body) => {
		expect(await post(body)).toEqual([400, { code: 9499, msg: 'Bad Request', data: {} }]);
	});
});

describe('contents', () => {
	const nodes = [
		[{ tag: 'text', text: '第一行 ' }, { tag: 'a', text: '查看', href: 'https://example.com' }],
		[{ tag: 'at', user_id: 'ou_lilei' }, { tag: 'img', image_key: 'img_1' }],
		[],
	];

	it.each([
		['text', feishuText('hi')],
		['post', { msg_type: 'post', content: { post: { zh_cn: { title: '标题', content: nodes } } } }],
		['post in English', { msg_type: 'post', content: { post: { en_us: { content: nodes } } } }],
		['image', { msg_type: 'image', content: { image_key: 'img_1' } }],
		['share_chat', { msg_type: 'share_chat', content: { share_chat_id: 'oc_1' } }],
	])('accept %s', async (_name, body) => {
		expect(await post(body)).toEqual(FEISHU_OK);
	});

	const postOf = (content: unknown) => ({ msg_type: 'post', content: { post: { zh_cn: { content } } } });
	it.each([
		['no content', { msg_type: 'text' }],
		['content as a string', { msg_type: 'text', content: '{"text":"hi"}' }],
		['no text', { msg_type: 'text', content: {} }],
		['an empty text', feishuText(' ')],
		['a number for text', { msg_type: 'text', content: { text: 1 } }],
		['a post without post', { msg_type: 'post', content: { zh_cn: { content: nodes } } }],
		['a post in no known language', { msg_type: 'post', content: { post: { ja_jp: { content: nodes } } } }],
		['a post without content', postOf(undefined)],
		['a post without paragraphs', postOf([])],
		['a paragraph that is no list', postOf([{ tag: 'text', text: 'x' }])],
		['an unknown tag', postOf([[{ tag: 'md', text: 'x' }]])],
		['a link to nowhere', postOf([[{ tag: 'a', text: 'x', href: 'javascript:alert(1)' }]])],
		['a link without address', postOf([[{ tag: 'a', text: 'x' }]])],
		['a number for a title', { msg_type: 'post', content: { post: { zh_cn: { title: 1, content: nodes } } } }],
		['an image without key', { msg_type: 'image', content: {} }],
		['a group that is none', { msg_type: 'share_chat', content: { share_chat_id: 'x' } }],
	])('refuse %s', async (_name, body) => {
		expect(await post(body)).toEqual([400, { code: 9499, msg: 'Bad Request', data: {} }]);
		expect(sandbox.messages()).toEqual([]);
		expect(sandbox.calls().at(-1)?.check).toBe('feishu.content');
	});

	it.each(['file', 'audio', 'media', 'sticker', 'share_user', 'markdown', 'constructor'])('refuse the type %s', async (type) => {
		expect(await code({ msg_type: type, content: { text: 'x' } })).toBe(19002);
	});

	it('are shown as text', async () => {
		await post({ msg_type: 'post', content: { post: { zh_cn: { title: '标题', content: nodes } } } });
		expect(shown()).toBe('标题\n第一行 查看\n@李雷');
		await post({ msg_type: 'post', content: { post: { zh_cn: { content: [[{ tag: 'text', text: 'a&nbsp;b', un_escape: true }]] } } } });
		expect(shown()).toBe('a\u00a0b');
		await post({ msg_type: 'image', content: { image_key: 'img_1' } });
		expect(shown()).toBe('');
	});

	it('are shown in the language of the brand', async () => {
		const body = {
			msg_type: 'post',
			content: {
				post: {
					zh_cn: { content: [[{ tag: 'text', text: '中文' }]] },
					en_us: { content: [[{ tag: 'text', text: 'English' }]] },
				},
			},
		};
		await post(body);
		expect(shown()).toBe('中文');
		await post(body, feishuBot(sandbox, {}, { platform: 'lark' }).bot.webhookUrl);
		expect(shown()).toBe('English');
	});
});

describe('mentions', () => {
	it('notify members and everybody', async () => {
		await post(feishuText('<at user_id="ou_lilei">Tom</at> <at user_id = "all">所有人</at> 新更新'));
		expect(shown()).toBe('@李雷 @所有人 新更新');
		expect(sandbox.messages()[0]?.mentions).toEqual([
			{ type: 'user', id: 'ou_lilei', name: '李雷' },
			{ type: 'all', id: 'all', name: '所有人' },
		]);
	});

	it('show an id that is nobody’s by its name only', async () => {
		await post(feishuText('<at user_id="ou_nobody">Tom</at> hi'));
		expect(sandbox.messages()[0]).toMatchObject({ text: 'Tom hi', mentions: [] });
	});

	it.each(['<at id=all></at>', '<at user_id=all>x</at>', '<at user_id="all">', '&lt;at user_id="all"&gt;x&lt;/at&gt;'])(
		'are not made by %s in a text',
		async (text) => {
			await post(feishuText(text));
			expect(sandbox.messages()[0]).toMatchObject({ text, mentions: [] });
		},
	);

	it('work in posts and cards, each person once', async () => {
		await post({
			msg_type: 'post',
			content: { post: { zh_cn: { content: [[{ tag: 'at', user_id: 'ou_nobody', user_name: 'tom' }, { tag: 'at', user_id: 'all' }]] } } },
		});
		expect(sandbox.messages()[0]).toMatchObject({ text: 'tom@所有人', mentions: [{ type: 'all' }] });
		await post(card([{ tag: 'markdown', content: '<at id=ou_lilei></at><at id=ou_lilei></at>' }]));
		expect(sandbox.messages()[1]?.mentions).toEqual([{ type: 'user', id: 'ou_lilei', name: '李雷' }]);
	});

	it('are plain text in plain_text', async () => {
		await post(card([{ tag: 'div', text: plain('<at id=all></at>') }]));
		expect(sandbox.messages()[0]).toMatchObject({ text: '<at id=all></at>', mentions: [] });
	});

	it.each(['<at email=a@b.com></at>', '<at id=7cdcc7c2></at>', '<at user_id="ou_lilei"></at>', '<at ids=ou_lilei,x></at>'])(
		'refuse the card with %s',
		async (content) => {
			expect(await code(card([{ tag: 'div', text: { tag: 'lark_md', content } }]))).toBe(11246);
		},
	);

	it('of everybody are refused where the group does not allow them, in every type', async () => {
		const { bot } = feishuBot(sandbox, {}, { allowAtAll: false });
		const at = [[{ tag: 'at', user_id: 'all' }]];
		for (const body of [
			feishuText('<at user_id="all">x</at>'),
			{ msg_type: 'post', content: { post: { zh_cn: { content: at } } } },
			card([{ tag: 'markdown', content: '<at id=all></at>' }]),
		]) {
			expect(await code(body, bot.webhookUrl)).toBe(11235);
		}
		expect(await code(feishuText('<at user_id="ou_lilei">x</at>'), bot.webhookUrl)).toBe(0);
	});
});

describe('keywords', () => {
	const withKeywords = () => feishuBot(sandbox, { keywords: ['应用报警', 'Alert'] }).bot.webhookUrl;

	it.each([
		['a text', feishuText('有 应用报警 了')],
		['a post title', { msg_type: 'post', content: { post: { zh_cn: { title: 'Alert', content: [[]] } } } }],
		['a card header', card([], { header: { title: plain('应用报警') } })],
		['a card element', card([{ tag: 'div', text: { tag: 'lark_md', content: '**应用**报警' } }])],
		['a button', card([{ tag: 'action', actions: [button({ text: plain('Alert') })] }])],
	])('count in %s', async (_where, body) => {
		expect(await code(body, withKeywords())).toBe(0);
	});

	it.each([
		['in another case', feishuText('alert')],
		['in an address', card([{ tag: 'action', actions: [button({ url: 'https://e.com/Alert' })] }])],
		['in an image key', { msg_type: 'image', content: { image_key: 'Alert' } }],
		['in a language nobody is shown', { msg_type: 'post', content: { post: { en_us: { content: [[{ tag: 'text', text: 'Alert' }]] }, zh_cn: { content: [[]] } } } }],
	])('do not count %s', async (_where, body) => {
		expect(await code(body, withKeywords())).toBe(19024);
	});
});

describe('cards in JSON 1.0', () => {
	const field = (content: string) => ({ is_short: true, text: { tag: 'lark_md', content } });
	const full = {
		config: { wide_screen_mode: true, enable_forward: true },
		header: {
			title: plain('[FIRING] CPU'),
			subtitle: plain('prod'),
			template: 'red',
			text_tag_list: [{ tag: 'text_tag', text: plain('P1'), color: 'red' }],
		},
		card_link: { url: 'https://example.com' },
	};

	it('may be full or blank', async () => {
		expect(await code({ msg_type: 'interactive', card: {} })).toBe(0);
		const elements = [
			{ tag: 'div', text: plain('Text'), fields: [field('**Severity**\ncritical'), field('b')], extra: IMAGE },
			{ tag: 'markdown', content: '- item', text_align: 'center' },
			{ tag: 'hr' },
			IMAGE,
			{ tag: 'note', elements: [plain('note'), { tag: 'lark_md', content: '*md*' }, IMAGE, { tag: 'standard_icon', token: 't' }] },
			{ tag: 'action', actions: [button({ url: 'https://e.com', value: {} }), { tag: 'overflow', options: [] }] },
			{ tag: 'column_set', flex_mode: 'none', columns: [{ tag: 'column', width: 'weighted', weight: 2, elements: [button(), { tag: 'hr' }] }] },
			{ tag: 'chart', chart_spec: {} },
		];
		expect(await post(card(elements, full))).toEqual(FEISHU_OK);
		expect(shown()).toBe(
			'[FIRING] CPU\nprod\nP1\nText\nSeverity\ncritical\nb\n• item\nnote md\nOpen\nOpen',
		);
	});

	it('ignore unknown properties', async () => {
		expect(await code(card([{ tag: 'div', text: plain('x'), unheard_of: 1 }], { nonsense: true }))).toBe(0);
	});

	it('show the elements of the language when there are several', async () => {
		const i18n = { en_us: [{ tag: 'markdown', content: 'English' }], zh_cn: [{ tag: 'markdown', content: '中文' }] };
		await post({ msg_type: 'interactive', card: { i18n_elements: i18n } });
		expect(shown()).toBe('中文');
	});

	const nested = (levels: number): unknown =>
		levels === 0 ? { tag: 'hr' } : { tag: 'column_set', columns: [{ tag: 'column', elements: [nested(levels - 1)] }] };

	it('nest columns five deep', async () => {
		expect(await code(card([nested(5)]))).toBe(0);
		expect(await code(card([nested(6)]))).toBe(11246);
	});

	const table = { tag: 'table', columns: [], rows: [] };
	it.each([
		['no card', { msg_type: 'interactive', content: { text: 'x' } }],
		['a card as a string', { msg_type: 'interactive', card: '{}' }],
		['elements that are no list', { msg_type: 'interactive', card: { elements: {} } }],
		['an element without tag', card([{ text: plain('x') }])],
		['an unknown tag', card([{ tag: 'divider' }])],
		['a div without text', card([{ tag: 'div' }])],
		['a text of an unknown kind', card([{ tag: 'div', text: { tag: 'markdown', content: 'x' } }])],
		['a text without content', card([{ tag: 'div', text: { tag: 'plain_text' } }])],
		['fields without text', card([{ tag: 'div', fields: [{ is_short: true }] }])],
		['a markdown without content', card([{ tag: 'markdown' }])],
		['an image without alt', card([{ tag: 'img', img_key: 'x' }])],
		['a note of a wrong kind', card([{ tag: 'note', elements: [{ tag: 'div' }] }])],
		['no actions', card([{ tag: 'action', actions: [] }])],
		['a button outside an action', card([button()])],
		['a button of an unknown type', card([{ tag: 'action', actions: [button({ type: 'shiny' })] }])],
		['a button with two addresses', card([{ tag: 'action', actions: [button({ url: 'x', multi_url: { url: 'x' } })] }])],
		['a button text of 101 characters', card([{ tag: 'action', actions: [button({ text: plain('x'.repeat(101)) })] }])],
		['a text for a value', card([{ tag: 'action', actions: [button({ value: 'x' })] }])],
		['a confirm without title', card([{ tag: 'action', actions: [button({ confirm: { text: plain('sure?') } })] }])],
		['columns without column', card([{ tag: 'column_set', columns: [{ tag: 'div' }] }])],
		['a weight of 6', card([{ tag: 'column_set', columns: [{ tag: 'column', weight: 6 }] }])],
		['an action in a column', card([{ tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'action', actions: [button()] }] }] }])],
		['a table in a column', card([{ tag: 'column_set', columns: [{ tag: 'column', elements: [table] }] }])],
		['six tables', card(Array.from({ length: 6 }, () => table))],
		['a header without title', card([], { header: { template: 'red' } })],
		['a title in lark_md', card([], { header: { title: { tag: 'lark_md', content: 'x' } } })],
		['an unknown colour', card([], { header: { title: plain('x'), template: 'pink' } })],
		['a switch that is none', card([], { config: { wide_screen_mode: 'true' } })],
		['a link to nowhere', card([], { card_link: {} })],
		['an unknown schema', { msg_type: 'interactive', card: { schema: '3.0' } }],
	])('refuse %s', async (_name, body) => {
		expect(await post(body)).toEqual([200, { code: 11246, data: {}, msg: expect.stringMatching(/^ErrCode: \d+; ErrMsg: /) }]);
		expect(sandbox.calls().at(-1)?.check).toBe('feishu.card');
	});

	it('name the action in the column', async () => {
		const body = card([{ tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'action' }] }] }]);
		expect(await post(body)).toEqual([
			200,
			{ code: 11246, data: {}, msg: 'ErrCode: 200410; ErrMsg: action components are not allowed in the column; ' },
		]);
	});
});

describe('cards in JSON 2.0', () => {
	const v2 = (elements: unknown[], rest: Record<string, unknown> = {}) => ({
		msg_type: 'interactive',
		card: { schema: '2.0', body: { elements }, ...rest },
	});

	it('are accepted', async () => {
		const elements = [
			{ tag: 'markdown', content: '# Title\n> quote', element_id: 'md_1' },
			button({ behaviors: [{ type: 'open_url', default_url: 'https://e.com' }] }),
			{ tag: 'column_set', columns: [{ tag: 'column', width: 'weighted', weight: 1, elements: [{ tag: 'div', text: plain('x') }] }] },
			{ tag: 'table', columns: [], rows: [] },
		];
		const header = { title: { tag: 'lark_md', content: '**CPU**' }, template: 'orange' };
		expect(await post(v2(elements, { header, config: { update_multi: true } }))).toEqual(FEISHU_OK);
		expect(shown()).toBe('CPU\nTitle\nquote\nOpen\nx');
		expect(await code({ msg_type: 'interactive', card: { schema: '2.0' } })).toBe(0);
	});

	const many = (count: number) => Array.from({ length: count }, () => ({ tag: 'hr' }));
	it('have at most 200 elements', async () => {
		expect(await code(v2(many(200)))).toBe(0);
		expect(await code(v2(many(201)))).toBe(11246);
	});

	it.each(['action', 'note'])('say that %s is gone', async (tag) => {
		expect(await post(v2([{ tag, elements: [], actions: [button()] }]))).toEqual([
			200,
			{
				code: 11246,
				data: {},
				msg: `ErrCode: 200861; ErrMsg: cards of schema V2 no longer support this capability; ErrorValue: unsupported tag ${tag}; `,
			},
		]);
	});

	it.each([
		['elements at the top', { msg_type: 'interactive', card: { schema: '2.0', elements: [] } }],
		['an unknown property of the card', v2([], { i18n_elements: {} })],
		['an unknown property of an element', v2([{ tag: 'hr', color: 'red' }])],
		['an unknown property of the header', v2([], { header: { title: plain('x'), ud_icon: {} } })],
		['an unknown property of a column', v2([{ tag: 'column_set', columns: [{ tag: 'column', colour: 1 }] }])],
		['a card for one person', v2([], { config: { update_multi: false } })],
		['an element_id twice', v2([{ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }])],
		['an element_id that begins with a digit', v2([{ tag: 'hr', element_id: '1a' }])],
		['an element_id of 21 characters', v2([{ tag: 'hr', element_id: 'a'.repeat(21) }])],
		['an unknown tag', v2([{ tag: 'divider' }])],
		['a form in a column', v2([{ tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'form' }] }] }])],
		['a markdown without content', v2([{ tag: 'markdown' }])],
	])('refuse %s', async (_name, body) => {
		expect(await code(body)).toBe(11246);
	});
});

describe('card templates', () => {
	const template = (data: unknown) => ({ msg_type: 'interactive', card: { type: 'template', data } });

	it('are accepted when well-formed', async () => {
		const data = { template_id: 'AAqabc', template_version_name: '1.0.0', template_variable: { a: 'b' } };
		expect(await code(template(data))).toBe(0);
		expect(sandbox.messages()[0]?.view).toEqual({ kind: 'unrendered', type: 'card template', json: data });
	});

	it.each([undefined, {}, { template_id: '' }, { template_id: 'A', template_variable: [] }, { template_id: 'A', template_version_name: 1 }])(
		'refuse %j',
		async (data) => {
			expect(await code(template(data))).toBe(11246);
		},
	);
});
