import { connect } from 'node:net';
import fc from 'fast-check';
import { CHECKS, type Sandbox } from '../../../sandbox';
import { answerOf, closeAll, dingBot, DING_OK, dingText, feishuBot, FEISHU_OK, feishuText, open, send, type Place } from './support';

let sandbox: Sandbox;
let feishu: Place;
let ding: Place;

/** Limits out of the way, so that only the content counts. */
const limits = { perSecond: null, perMinute: 1_000_000, bodyBytes: 50_000_000 };

beforeEach(async () => {
	sandbox = await open();
	feishu = feishuBot(sandbox, { limits });
	ding = dingBot(sandbox, { limits });
});
afterEach(async () => {
	// Whatever came in: it still answers.
	for (const { name } of CHECKS) sandbox.enableCheck(name);
	expect(answerOf(await send(feishu.bot.webhookUrl, { body: feishuText('still here') }))).toEqual(FEISHU_OK);
	expect(answerOf(await send(ding.bot.webhookUrl, { body: dingText('still here') }))).toEqual(DING_OK);
	expect((await send(`${sandbox.url}/sandbox/api/messages`, { method: 'GET' })).status).toBe(200);
	expect((await send(`${sandbox.url}/sandbox/api/calls`, { method: 'GET' })).status).toBe(200);
	await closeAll();
});

const deep = (open: string, levels: number, close: string) => open.repeat(levels) + close.repeat(levels);

it.each([
	['half a JSON', '{"msg_type":"text","msgtype":"text","content":{"text":"'],
	['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
	['a NUL', '\u0000'],
	['a megabyte', JSON.stringify({ msg_type: 'text', msgtype: 'nothing', content: { text: 7, more: 'x'.repeat(1_000_000) } })],
	['six megabytes', 'x'.repeat(6_000_000)],
	['lists 100,000 deep', deep('[', 100_000, ']')],
	['objects 100,000 deep', deep('{"a":', 100_000, '}')],
	['a card 1,000 deep', `{"msg_type":"interactive","card":{"elements":[${deep('{"tag":"column_set","columns":[', 1_000, ']}')}]}}`],
	['__proto__', '{"__proto__":{"msg_type":"text"},"msg_type":"__proto__","msgtype":"__proto__"}'],
])('survives %s', async (_what, body) => {
	for (const { webhookUrl } of [feishu.bot, ding.bot]) {
		const reply = await send(webhookUrl, { body });
		expect(reply.json).not.toMatchObject({ code: 0 });
		expect(reply.json).not.toMatchObject({ errcode: 0 });
	}
	expect(sandbox.messages()).toEqual([]);
});

it('survives connections that end in the middle', async () => {
	const { port } = new URL(sandbox.url);
	for (const head of ['POST /robot/send HTTP/1.1\r\n', 'POST /robot/send HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"a"']) {
		await new Promise<void>((resolve) => {
			const socket = connect(Number(port), '127.0.0.1', () => socket.end(head, () => socket.destroy()));
			socket.on('close', () => resolve());
		});
	}
	expect(sandbox.calls()).toEqual([]);
});

it('answers any JSON, with every check on or off', async () => {
	const values = fc.jsonValue({ maxDepth: 4 });
	const named = fc.constantFrom('text', 'post', 'image', 'share_chat', 'interactive', 'markdown', 'link', 'actionCard', 'feedCard');
	const bodies = fc.tuple(named, values, values).map(([type, content, at]) => ({
		...{ msg_type: type, msgtype: type, content, card: content, at },
		[type]: content,
	}));
	const exchange = (body: unknown) =>
		Promise.all([feishu.bot, ding.bot].map(async ({ webhookUrl }) => (await send(webhookUrl, { body })).status));
	const answered = fc.asyncProperty(bodies, async (body) => (await exchange(body)).every((status) => [200, 400].includes(status)));
	await fc.assert(answered, { numRuns: 150 });
	for (const { name } of CHECKS) sandbox.disableCheck(name);
	await fc.assert(answered, { numRuns: 150 });
});
