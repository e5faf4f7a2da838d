import { CHECKS, type CheckName, type Sandbox } from '../../../sandbox';
import {
	answerOf,
	card,
	closeAll,
	dingBot,
	DING_OK,
	dingSigned,
	dingText,
	feishuBot,
	FEISHU_OK,
	feishuSigned,
	feishuText,
	NOW,
	open,
	send,
} from './support';

afterEach(closeAll);

/** A request that offends against one check alone: what it gets with the check on and with the check off. */
interface Scenario {
	run(sandbox: Sandbox): Promise<unknown>;
	on: unknown;
	off: unknown;
}

const refusedBy = (run: Scenario['run'], on: unknown, off: unknown): Scenario => ({ run, on, off });
const feishu = (run: Scenario['run'], on: unknown): Scenario => refusedBy(run, on, FEISHU_OK);
const ding = (run: Scenario['run'], on: unknown): Scenario => refusedBy(run, on, DING_OK);

const BAD_REQUEST = [400, { code: 9499, msg: 'Bad Request', data: {} }];
const SIGN = [200, { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' }];
const FREQUENT = [
	200,
	{ code: 11232, data: {}, msg: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]' },
];
const TOO_FAST = [200, { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' }];

const toFeishu =
	(body: unknown, bot = {}, group = {}, headers: Record<string, string> = {}) =>
	async (sandbox: Sandbox) =>
		answerOf(await send(feishuBot(sandbox, bot, group).bot.webhookUrl, { body, headers }));

const toDing =
	(body: unknown, bot = {}, headers: Record<string, string> = {}) =>
	async (sandbox: Sandbox) =>
		answerOf(await send(dingBot(sandbox, bot).bot.webhookUrl, { body, headers }));

/** The answer to the last of `count` messages, all sent at once as far as the clock goes. */
async function last(count: number, url: string, body: unknown): Promise<unknown> {
	let answer: unknown;
	for (let sent = 0; sent < count; sent++) answer = answerOf(await send(url, { body }));
	return answer;
}

/** Those of the group bots; the apps' have tests of their own. */
type BotCheck = Extract<CheckName, `feishu.${string}` | `dingtalk.${string}`>;
const isBotCheck = (name: CheckName): name is BotCheck => /^(?:feishu|dingtalk)\./.test(name);

const SCENARIOS: Record<BotCheck, Scenario> = {
	'feishu.method': feishu(
		async (sandbox) =>
			answerOf(await send(feishuBot(sandbox).bot.webhookUrl, { method: 'PUT', body: feishuText('hi') })),
		[404, '404 page not found'],
	),
	'feishu.token': feishu(
		async (sandbox) => answerOf(await send(`${sandbox.url}/open-apis/bot/v2/hook/nobody`, { body: feishuText('hi') })),
		[200, { code: 19001, data: {}, msg: 'param invalid: incoming webhook access token invalid' }],
	),
	'feishu.enabled': feishu(
		async (sandbox) => {
			const { bot } = feishuBot(sandbox);
			sandbox.disableBot(bot.token);
			return answerOf(await send(bot.webhookUrl, { body: feishuText('hi') }));
		},
		[200, { code: 19007, data: {}, msg: 'Bot Not Enabled' }],
	),
	'feishu.ip': feishu(toFeishu(feishuText('hi'), { allowedIps: ['123.12.1.*', '10.0.0.0/8'] }), [
		200,
		{ code: 19022, msg: 'Ip Not Allowed' },
	]),
	'feishu.contentType': feishu(toFeishu(feishuText('hi'), {}, {}, { 'content-type': 'text/plain' }), BAD_REQUEST),
	'feishu.size': feishu(toFeishu(feishuText('x'.repeat(20 * 1024))), BAD_REQUEST),
	'feishu.json': refusedBy(toFeishu('{"msg_type":"text",'), BAD_REQUEST, [
		200,
		{ code: 19002, data: {}, msg: 'params error, msg_type need' },
	]),
	'feishu.msgTypePresent': feishu(toFeishu({ content: { text: 'hi' } }), [
		200,
		{ code: 19002, data: {}, msg: 'params error, msg_type need' },
	]),
	'feishu.msgTypeSupported': feishu(toFeishu({ msg_type: 'file', content: { file_key: 'f' } }), [
		200,
		{ code: 19002, data: {}, msg: "incorrect input format or can't find msg_type" },
	]),
	'feishu.timestamp': feishu(toFeishu(feishuSigned(feishuText('hi'), 'demo', NOW - 3_601_000), { secret: 'demo' }), SIGN),
	'feishu.signature': feishu(toFeishu(feishuSigned(feishuText('hi'), 'other'), { secret: 'demo' }), SIGN),
	'feishu.content': feishu(toFeishu({ msg_type: 'post', content: { zh_cn: { content: [[]] } } }), BAD_REQUEST),
	'feishu.card': feishu(toFeishu(card([{ tag: 'divider' }])), [
		200,
		{ code: 11246, data: {}, msg: 'ErrCode: 11310; ErrMsg: unsupported type of block; ErrorValue: divider; ' },
	]),
	'feishu.cardMention': feishu(toFeishu(card([{ tag: 'markdown', content: '<at email=a@b.com></at>' }])), [
		200,
		{
			code: 11246,
			data: {},
			msg: 'ErrCode: 100290; ErrMsg: There is an invalid user resource(at/person) in your card; ErrorValue: at; ',
		},
	]),
	'feishu.keyword': feishu(toFeishu(feishuText('hi'), { keywords: ['应用报警', '项目更新'] }), [
		200,
		{ code: 19024, msg: 'Key Words Not Found' },
	]),
	'feishu.atAll': feishu(toFeishu(feishuText('<at user_id="all">所有人</at>'), {}, { allowAtAll: false }), [
		200,
		{ code: 11235, data: {}, msg: 'this group is set to only admin can mention @All' },
	]),
	'feishu.ratePerSecond': feishu((sandbox) => last(6, feishuBot(sandbox).bot.webhookUrl, feishuText('hi')), FREQUENT),
	'feishu.ratePerMinute': feishu(
		(sandbox) => last(101, feishuBot(sandbox, { limits: { perSecond: null } }).bot.webhookUrl, feishuText('hi')),
		FREQUENT,
	),
	'dingtalk.method': ding(
		async (sandbox) => answerOf(await send(dingBot(sandbox).bot.webhookUrl, { method: 'PUT', body: dingText('hi') })),
		[200, { errcode: 43002, errmsg: '需要POST请求' }],
	),
	'dingtalk.contentType': ding(toDing(dingText('hi'), {}, { 'content-type': 'application/x-www-form-urlencoded' }), [
		200,
		{ errcode: 43004, errmsg: '无效的HTTP HEADER Content-Type' },
	]),
	'dingtalk.tokenPresent': ding(
		async (sandbox) => answerOf(await send(`${sandbox.url}/robot/send`, { body: dingText('hi') })),
		[200, { errcode: 40035, errmsg: '缺少参数 access_token' }],
	),
	'dingtalk.token': ding(
		async (sandbox) => answerOf(await send(`${sandbox.url}/robot/send?access_token=nobody`, { body: dingText('hi') })),
		[200, { errcode: 300005, errmsg: 'token is not exist' }],
	),
	'dingtalk.enabled': ding(
		async (sandbox) => {
			const { bot } = dingBot(sandbox);
			sandbox.disableBot(bot.token);
			return answerOf(await send(bot.webhookUrl, { body: dingText('hi') }));
		},
		[
			200,
			{
				errcode: 400102,
				errmsg:
					'description:机器人已经停用或者未启用;solution:请让企业管理员前往开放平台后台启用对应机器人 :https://open-dev.dingtalk.com/#/',
			},
		],
	),
	'dingtalk.ip': ding(toDing(dingText('hi'), { allowedIps: ['1.1.1.0/24'] }), [
		200,
		{ errcode: 310000, errmsg: 'description:ip 不在白名单中;solution:请联系对应群的管理员，设置机器人安全ip地址段' },
	]),
	'dingtalk.timestamp': ding(
		async (sandbox) => {
			const { bot } = dingBot(sandbox, { secret: 'SECx' });
			return answerOf(await send(dingSigned(bot.webhookUrl, 'SECx', NOW - 3_600_001), { body: dingText('hi') }));
		},
		[200, { errcode: 310000, errmsg: 'invalid timestamp' }],
	),
	'dingtalk.signature': ding(
		async (sandbox) => {
			const { bot } = dingBot(sandbox, { secret: 'SECx' });
			return answerOf(await send(dingSigned(bot.webhookUrl, 'SECother'), { body: dingText('hi') }));
		},
		[
			200,
			{
				errcode: 310000,
				errmsg:
					'description:机器人发送签名不匹配;solution:请确认签名和生成签名的时间戳必须都放在调用的网址中，请确认机器人的密钥加密和填写正确;link:请参考本接口对应文档获得具体要求，或者在https://open.dingtalk.com/document/  搜索相关文档;',
			},
		],
	),
	'dingtalk.size': ding(toDing(dingText('x'.repeat(20_000))), [
		200,
		{ errcode: 460101, errmsg: 'message too long, exceed 20000 bytes' },
	]),
	'dingtalk.json': refusedBy(
		toDing('{"msgtype":'),
		[200, { errcode: 40035, errmsg: '缺少参数 json' }],
		[200, { errcode: 400105, errmsg: '不支持的消息类型' }],
	),
	'dingtalk.msgtype': ding(toDing({ msgtype: 'image', image: { picURL: 'http://x' } }), [
		200,
		{ errcode: 400105, errmsg: '不支持的消息类型' },
	]),
	'dingtalk.content': ding(toDing({ msgtype: 'markdown', markdown: { text: 'no title' } }), [
		200,
		{ errcode: 40035, errmsg: '缺少参数 markdown.title' },
	]),
	'dingtalk.at': ding(
		toDing({ ...dingText('hi'), at: { atMobiles: Array.from({ length: 51 }, (_, index) => `1380000${1000 + index}`) } }),
		[200, { errcode: 40035, errmsg: '不合法的参数 at' }],
	),
	'dingtalk.msgUuidFormat': ding(toDing({ ...dingText('hi'), msgUuid: 7 }), [
		200,
		{ errcode: 40035, errmsg: '不合法的参数 msgUuid' },
	]),
	'dingtalk.keyword': ding(toDing(dingText('hi'), { keywords: ['监控报警'] }), [
		200,
		{
			errcode: 310000,
			errmsg: 'description:关键词不匹配;solution:请联系群管理员查看此机器人的关键词，并在发送的信息中包含此关键词;',
		},
	]),
	'dingtalk.rateBlock': ding(async (sandbox) => {
		const { bot } = dingBot(sandbox);
		await last(21, bot.webhookUrl, dingText('hi'));
		sandbox.clock.advance(599_999);
		return answerOf(await send(bot.webhookUrl, { body: dingText('hi') }));
	}, TOO_FAST),
	'dingtalk.ratePerMinute': ding((sandbox) => last(21, dingBot(sandbox).bot.webhookUrl, dingText('hi')), TOO_FAST),
	'dingtalk.mentionInText': refusedBy(
		async (sandbox) => {
			const { bot } = dingBot(sandbox);
			await send(bot.webhookUrl, { body: { ...dingText('hi'), at: { atUserIds: ['wangfang'] } } });
			return sandbox.messages()[0]?.mentions;
		},
		[],
		[{ type: 'user', id: 'wangfang', name: '王芳' }],
	),
	'dingtalk.mentionMember': refusedBy(
		async (sandbox) => {
			const { bot } = dingBot(sandbox);
			await send(bot.webhookUrl, { body: { ...dingText('@stranger hi'), at: { atUserIds: ['stranger'] } } });
			return sandbox.messages()[0]?.mentions;
		},
		[],
		[{ type: 'user', id: 'stranger', name: 'stranger' }],
	),
	'dingtalk.msgUuid': refusedBy(
		async (sandbox) => {
			const { bot } = dingBot(sandbox);
			const answer = await last(2, bot.webhookUrl, { ...dingText('hi'), msgUuid: 'u-1' });
			return [answer, sandbox.messages().length];
		},
		[DING_OK, 1],
		[DING_OK, 2],
	),
};

describe.each(CHECKS.map(({ name }) => name).filter(isBotCheck))('%s', (name) => {
	const { run, on, off } = SCENARIOS[name];

	it('refuses what offends against it', async () => {
		const sandbox = await open();
		expect(await run(sandbox)).toEqual(on);
		// The two rules on mentions refuse nothing: they only leave somebody out.
		expect(sandbox.calls().at(-1)?.check).toBe(name.startsWith('dingtalk.mention') ? undefined : name);
	});

	it('lets it pass when switched off, from the start or later', async () => {
		expect(await run(await open({ disabledChecks: [name] }))).toEqual(off);
		const sandbox = await open();
		sandbox.disableCheck(name);
		expect(await run(sandbox)).toEqual(off);
	});

	it('refuses again when switched on again', async () => {
		const sandbox = await open({ disabledChecks: [name] });
		sandbox.enableCheck(name);
		expect(await run(sandbox)).toEqual(on);
	});
});

describe('the list of checks', () => {
	it('has a description for each and no name twice', () => {
		expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
		for (const { description } of CHECKS) expect(description.length).toBeGreaterThan(10);
	});

	it('is what a sandbox lists', async () => {
		const sandbox = await open();
		expect(sandbox.checks()).toEqual(CHECKS.map(({ name, description }) => `${name}: ${description}`));
	});

	it('refuses names it does not have', async () => {
		const sandbox = await open();
		expect(() => sandbox.disableCheck('feishu.nothing')).toThrow('No such check: feishu.nothing');
		expect(() => sandbox.enableCheck('toString')).toThrow('No such check: toString');
		await expect(open({ disabledChecks: ['nothing'] })).rejects.toThrow('No such check: nothing');
	});
});
