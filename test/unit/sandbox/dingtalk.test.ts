import type { Sandbox } from '../../../sandbox';
import { markdownText } from '../../../sandbox/dingtalk/markdownText';
import { dingtalkSign } from '../../../sandbox/signatures';
import { answerOf, closeAll, dingBot, DING_OK, dingSigned, dingText, feishuBot, NOW, open, send, type Place } from './support';

let sandbox: Sandbox;
let place: Place;

beforeEach(async () => {
	sandbox = await open();
	place = dingBot(sandbox);
});
afterEach(closeAll);

const post = async (body: unknown, url = place.bot.webhookUrl): Promise<unknown> => answerOf(await send(url, { body }));
const code = async (body: unknown, url = place.bot.webhookUrl): Promise<unknown> =>
	((await send(url, { body })).json as { errcode: number }).errcode;
const last = () => sandbox.messages().at(-1);

const markdown = (text: string, rest: Record<string, unknown> = {}) => ({
	msgtype: 'markdown',
	markdown: { title: '标题', text },
	...rest,
});

describe('an accepted message', () => {
	it('is answered with number 0', async () => {
		const reply = await send(place.bot.webhookUrl, { body: dingText('hi') });
		expect([reply.text, reply.headers['content-type']]).toEqual(['{"errcode":0,"errmsg":"ok"}', 'application/json']);
	});

	it('stands in its group', async () => {
		await post(markdown('# H\n**b**', { msgUuid: 'u-1' }));
		expect(last()).toEqual({
			id: expect.any(String),
			groupId: place.group.id,
			platform: 'dingtalk',
			bot: '告警',
			sentAt: NOW,
			msgType: 'markdown',
			body: markdown('# H\n**b**', { msgUuid: 'u-1' }),
			text: 'H\nb',
			title: '标题',
			mentions: [],
			msgUuid: 'u-1',
			view: { kind: 'markdown', source: '# H\n**b**', mentions: [], atAll: false },
		});
	});
});

describe('the URL', () => {
	it('of an unknown API is answered like the platform', async () => {
		expect(await post({}, `${sandbox.url}/topapi/v2/user/nothing?access_token=x`)).toEqual([
			200,
			{
				errcode: 22,
				sub_msg: '不合法ApiName，ApiName = dingtalk.oapi.topapi.v2.user.nothing',
				errmsg: 'Invalid method[submsg=不合法ApiName，ApiName = dingtalk.oapi.topapi.v2.user.nothing]',
				request_id: 'sandbox',
			},
		]);
	});

	it('takes no token of Feishu and none of a removed robot', async () => {
		const { bot } = feishuBot(sandbox);
		expect(await code(dingText('hi'), `${sandbox.url}/robot/send?access_token=${bot.token}`)).toBe(300005);
		sandbox.removeBot(place.bot.token);
		expect(await code(dingText('hi'))).toBe(300005);
	});

	it('is masked in calls', async () => {
		const { bot } = dingBot(sandbox, { secret: 'SECx' });
		await post(dingText('hi'), dingSigned(bot.webhookUrl, 'SECx'));
		const call = sandbox.calls({ token: bot.token })[0];
		expect(call?.path).toMatch(/^\/robot\/send\?access_token=.{4}\*{4}&timestamp=\d+&sign=.{4,12}\*{4}$/);
		expect(call?.path).not.toContain(bot.token);
	});
});

describe('signatures', () => {
	const signed = { secret: 'SECexampleexample' };

	it('accept the constant vector at its time', async () => {
		const { bot } = dingBot(sandbox, signed);
		sandbox.clock.set(1_700_000_000_000);
		const url = `${bot.webhookUrl}&timestamp=1700000000000&sign=jbNuYAHcXiEEFnVr8QEVVEVmXZ3vG2rWMBYAKxZz0mg%3D`;
		expect(await post(dingText('hi'), url)).toEqual(DING_OK);
	});

	it.each([
		['an hour old', -3_600_000, 0],
		['an hour ahead', 3_600_000, 0],
		['a millisecond more', -3_600_001, 310000],
		['a millisecond further ahead', 3_600_001, 310000],
	])('are checked against the clock: %s', async (_when, offset, expected) => {
		const { bot } = dingBot(sandbox, signed);
		const url = dingSigned(bot.webhookUrl, 'SECexampleexample', NOW + offset);
		expect(await code(dingText('hi'), url)).toBe(expected);
	});

	it('refuse what is missing, in the body, in seconds or encoded twice', async () => {
		const { bot } = dingBot(sandbox, signed);
		const sign = dingtalkSign(String(NOW), 'SECexampleexample');
		const seconds = dingSigned(bot.webhookUrl, 'SECexampleexample', NOW / 1_000);
		const twice = `${bot.webhookUrl}&timestamp=${NOW}&sign=${encodeURIComponent(encodeURIComponent(sign))}`;
		expect(await code(dingText('hi'), bot.webhookUrl)).toBe(310000);
		expect(await code({ ...dingText('hi'), timestamp: NOW, sign }, bot.webhookUrl)).toBe(310000);
		expect(await code(dingText('hi'), seconds)).toBe(310000);
		expect(await code(dingText('hi'), twice)).toBe(310000);
		expect(sandbox.messages()).toEqual([]);
	});

	it('are not asked for without a secret', async () => {
		expect(await code(dingText('hi'), `${place.bot.webhookUrl}&timestamp=1&sign=x`)).toBe(0);
	});
});

describe('messages', () => {
	const single = { title: 't', text: 'body', singleTitle: 'Read', singleURL: 'https://e.com', btnOrientation: '0' };
	const multi = { title: 't', text: 'body', btns: [{ title: 'A', actionURL: 'https://a.com' }], hideAvatar: '1' };
	const linked = { title: 't', text: 'x', messageUrl: 'https://e.com', picUrl: '' };
	const feed = [{ title: 't', messageURL: 'https://e.com', picURL: 'https://p.com/a.png' }];

	it.each([
		['text', dingText('hi'), 'hi'],
		['markdown', markdown('hi'), 'hi'],
		['link', { msgtype: 'link', link: linked }, 't\nx'],
		['actionCard, one button', { msgtype: 'actionCard', actionCard: single }, 'body\nRead'],
		['actionCard, several buttons', { msgtype: 'actionCard', actionCard: multi }, 'body\nA'],
		['actionCard, both', { msgtype: 'actionCard', actionCard: { ...multi, ...single } }, 'body\nRead'],
		['feedCard', { msgtype: 'feedCard', feedCard: { links: feed } }, 't'],
		['at as null', { ...dingText('hi'), at: null }, 'hi'],
	])('accept %s', async (_name, body, text) => {
		expect(await post(body)).toEqual(DING_OK);
		expect(last()?.text).toBe(text);
	});

	it.each([
		['no message object', { msgtype: 'text' }, 'text'],
		['no content', { msgtype: 'text', text: {} }, 'text.content'],
		['an empty content', dingText(''), 'text.content'],
		['no markdown text', { msgtype: 'markdown', markdown: { title: 't' } }, 'markdown.text'],
		['messageURL for messageUrl', { msgtype: 'link', link: { title: 't', text: 'x', messageURL: 'u' } }, 'link.messageUrl'],
		['a number for picUrl', { msgtype: 'link', link: { ...linked, picUrl: 1 } }, 'link.picUrl'],
		['no buttons', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x' } }, 'actionCard.btns'],
		['singleUrl for singleURL', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', singleTitle: 'A', singleUrl: 'u' } }, 'actionCard.singleURL'],
		['a button without address', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', btns: [{ title: 'A', actionUrl: 'u' }] } }, 'actionCard.btns.actionURL'],
		['a button that is none', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', btns: ['A'] } }, 'actionCard.btns'],
		['an unknown orientation', { msgtype: 'actionCard', actionCard: { ...multi, btnOrientation: '2' } }, 'actionCard.btnOrientation'],
		['messageUrl for messageURL', { msgtype: 'feedCard', feedCard: { links: [{ title: 't', messageUrl: 'u', picURL: 'p' }] } }, 'feedCard.links.messageURL'],
		['no links', { msgtype: 'feedCard', feedCard: { links: [] } }, 'feedCard.links'],
	])('refuse %s', async (_name, body, field) => {
		expect(await post(body)).toEqual([200, { errcode: 40035, errmsg: `缺少参数 ${field}` }]);
	});

	it.each(['file', 'voice', 'action_card', 'empty', 'interactive', '', 'constructor'])('refuse the type %j', async (msgtype) => {
		expect(await code({ msgtype, [msgtype]: { content: 'x' } })).toBe(400105);
	});

	it.each(['', '[]', 'null', '{'])('want a JSON object, not %j', async (body) => {
		expect(await post(body)).toEqual([200, { errcode: 40035, errmsg: '缺少参数 json' }]);
	});

	it('have at most 20,000 bytes', async () => {
		const empty = Buffer.byteLength(JSON.stringify(dingText('')));
		expect(await code(dingText('x'.repeat(20_000 - empty)))).toBe(0);
		expect(await code(dingText('x'.repeat(20_001 - empty)))).toBe(460101);
		expect(await code(dingText('好'.repeat(6_660)))).toBe(460101);
	});

	it('let an allowed address through', async () => {
		const { bot } = dingBot(sandbox, { allowedIps: ['127.0.0.0/8'] });
		expect(await code(dingText('hi'), bot.webhookUrl)).toBe(0);
	});
});

describe('mentions', () => {
	const mentions = () => last()?.mentions;

	it('need the number or id in the text', async () => {
		await post({ ...dingText('@13800000001 看 @chenchen'), at: { atMobiles: ['13800000001'], atUserIds: ['chenchen', 'wangfang'] } });
		expect(mentions()).toEqual([
			{ type: 'user', id: '13800000001', name: '王芳' },
			{ type: 'user', id: 'chenchen', name: '陈晨' },
		]);
		expect(last()?.text).toBe('@王芳 看 @陈晨');
	});

	it('need an entry in at', async () => {
		await post(dingText('@13800000001 看'));
		expect([mentions(), last()?.text]).toEqual([[], '@13800000001 看']);
	});

	it('work in markdown and actionCard', async () => {
		await post(markdown('**a** @wangfang', { at: { atUserIds: ['wangfang'] } }));
		expect([mentions(), last()?.text]).toEqual([[{ type: 'user', id: 'wangfang', name: '王芳' }], 'a @王芳']);
		const actionCard = { title: '@wangfang', text: '@chenchen', singleTitle: 'A', singleURL: 'https://e.com' };
		await post({ msgtype: 'actionCard', actionCard, at: { atUserIds: ['wangfang', 'chenchen'] } });
		expect(mentions()).toEqual([{ type: 'user', id: 'chenchen', name: '陈晨' }]);
	});

	it('do not take a number for the beginning of a longer one', async () => {
		await post({ ...dingText('@138000000019'), at: { atMobiles: ['13800000001'] } });
		expect([mentions(), last()?.text]).toEqual([[], '@138000000019']);
	});

	it('mask the number of somebody else', async () => {
		await post({ ...dingText('@13912345678 hi'), at: { atMobiles: ['13912345678'] } });
		expect([mentions(), last()?.text]).toEqual([[], '@139****5678 hi']);
	});

	it('of everybody need no text', async () => {
		await post({ ...dingText('hi'), at: { isAtAll: true } });
		expect([mentions(), last()?.text]).toEqual([[{ type: 'all', id: 'all', name: '所有人' }], 'hi @所有人']);
		const { bot } = dingBot(sandbox, {}, { allowAtAll: false });
		await post({ ...dingText('hi'), at: { isAtAll: true } }, bot.webhookUrl);
		expect([mentions(), last()?.text]).toEqual([[], 'hi']);
	});

	it('do not exist in link and feedCard', async () => {
		const at = { atUserIds: ['wangfang'], isAtAll: true };
		await post({ msgtype: 'link', link: { title: '@wangfang', text: '@wangfang', messageUrl: 'https://e.com' }, at });
		expect(mentions()).toEqual([]);
		await post({ msgtype: 'feedCard', feedCard: { links: [{ title: '@wangfang', messageURL: 'u', picURL: 'p' }] }, at });
		expect(mentions()).toEqual([]);
	});

	it('are at most 50', async () => {
		const list = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`);
		expect(await code({ ...dingText('hi'), at: { atMobiles: list(20), atUserIds: list(30) } })).toBe(0);
		expect(await code({ ...dingText('hi'), at: { atMobiles: list(21), atUserIds: list(30) } })).toBe(40035);
	});

	it.each([[[]], ['all'], [{ atMobiles: '138' }], [{ atUserIds: [1] }], [{ isAtAll: 'true' }]])('refuse at %j', async (at) => {
		expect(await code({ ...dingText('hi'), at })).toBe(40035);
	});
});

describe('keywords', () => {
	const keyed = () => dingBot(sandbox, { keywords: ['监控报警'] }).bot.webhookUrl;

	it.each([
		['a text', dingText('监控报警：CPU')],
		['markdown, marks aside', markdown('**监控**报警')],
		['a button', { msgtype: 'actionCard', actionCard: { title: 't', text: 'x', singleTitle: '监控报警', singleURL: 'u' } }],
		['a link title', { msgtype: 'link', link: { title: '监控报警', text: 'x', messageUrl: 'u' } }],
		['a feed title', { msgtype: 'feedCard', feedCard: { links: [{ title: '监控报警', messageURL: 'u', picURL: 'p' }] } }],
	])('count in %s', async (_where, body) => {
		expect(await code(body, keyed())).toBe(0);
	});

	it.each([
		['the title of markdown', { msgtype: 'markdown', markdown: { title: '监控报警', text: 'x' } }],
		['an address', markdown('[x](https://e.com/监控报警)')],
		['another case', dingText('监控 报警')],
	])('do not count in %s', async (_where, body) => {
		expect(await code(body, keyed())).toBe(310000);
	});
});

describe('msgUuid', () => {
	const body = { ...dingText('hi'), msgUuid: 'u-1' };

	it('makes one message of many requests', async () => {
		expect(await post(body)).toEqual(DING_OK);
		expect(await post({ ...dingText('other words'), msgUuid: 'u-1' })).toEqual(DING_OK);
		expect(sandbox.messages().map(({ text }) => text)).toEqual(['hi']);
		expect(sandbox.calls().map(({ outcome, messageId }) => [outcome, messageId])).toEqual([
			['accepted', last()?.id],
			['duplicate', last()?.id],
		]);
	});

	it('is forgotten after its window', async () => {
		await post(body);
		sandbox.clock.advance(3_599_999);
		await post(body);
		expect(sandbox.messages().length).toBe(1);
		sandbox.clock.advance(1);
		await post(body);
		expect(sandbox.messages().length).toBe(2);
	});

	it('is each robot’s own, and no message has none', async () => {
		await post(body);
		await post(body, dingBot(sandbox).bot.webhookUrl);
		await post(dingText('a'));
		await post(dingText('a'));
		expect(sandbox.messages().length).toBe(4);
	});

	it('is not used up by a refused message', async () => {
		const { bot } = dingBot(sandbox, { keywords: ['报警'] });
		await post(body, bot.webhookUrl);
		await post({ ...dingText('报警'), msgUuid: 'u-1' }, bot.webhookUrl);
		expect(sandbox.messages().map(({ text }) => text)).toEqual(['报警']);
	});
});

describe('Markdown as text', () => {
	it.each([
		['###### H', 'H'],
		['> quote', 'quote'],
		['[text](https://e.com) ![alt](https://e.com/a.png)', 'text alt'],
		['- a\n- b\n1. c', 'a\nb\nc'],
		['a&nbsp;b', 'a\u00a0b'],
		['<font color="#f00">red</font>', 'red'],
		['a  \n  b', 'a\nb'],
		['a\nb', 'a b'],
		['~~not in the subset~~ `nor this`', '~~not in the subset~~ `nor this`'],
		['\\*plain\\*', '*plain*'],
		['<b>html</b>', '<b>html</b>'],
	])('%s reads %s', (source, text) => {
		expect(markdownText(source)).toBe(text);
	});
});
