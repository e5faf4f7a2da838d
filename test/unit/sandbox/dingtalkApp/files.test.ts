import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, DING_OK, dingText, NOW, open, send } from '../support';
import { client, dingApp, errcodeOf, multipart, refusalOf, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const MB = 1024 * 1024;

describe('an upload', () => {
	const upload = (name: string, type: string, bytes = Buffer.from('x'), field = 'media') =>
		send(`${sandbox.url}/media/upload?access_token=${app.token}&type=${type}`, multipart({ name, bytes, field }));

	it.each([
		['image', 'a.PNG'],
		['voice', 'a.amr'],
		['video', 'a.mp4'],
		['file', 'Report 报告.pdf'],
	])('of type %s is kept', async (type, name) => {
		const reply = await upload(name, type);
		expect(answerOf(reply)).toEqual([200, { errcode: 0, errmsg: 'ok', type, media_id: expect.stringMatching(/^@/), created_at: NOW }]);
		const { media_id } = reply.json as { media_id: string };
		expect(sandbox.file(media_id)).toMatchObject({ name, type, appId: app.app.id, bytes: Buffer.from('x') });
	});

	it('takes type and token as fields too', async () => {
		const body = multipart({ name: 'a.png', bytes: Buffer.from('x') }, { type: 'image', access_token: app.token });
		expect(errcodeOf(await send(`${sandbox.url}/media/upload`, body))).toBe(0);
	});

	it.each([
		['another type', 'a.png', 'sticker', 1, 40004],
		['a picture as a file', 'a.png', 'file', 1, 40005],
		['no ending', 'a', 'image', 1, 40005],
		['nothing in it', 'a.png', 'image', 0, 40006],
		['2 MB and more', 'a.amr', 'voice', 2 * MB + 1, 40006],
		['20 MB and more', 'a.pdf', 'file', 20 * MB + 1, 40006],
		['31 MB', 'a.png', 'image', 31 * MB, 40006],
	])('is refused with %s', async (_what, name, type, size, code) => {
		expect(errcodeOf(await upload(name, type, Buffer.alloc(size)))).toBe(code);
	});

	it('takes 20 MB', async () => {
		expect(errcodeOf(await upload('a.pdf', 'file', Buffer.alloc(20 * MB)))).toBe(0);
	});

	it('is refused without a multipart body and without a part named media', async () => {
		const url = `${sandbox.url}/media/upload?access_token=${app.token}&type=image`;
		expect(answerOf(await send(url, { body: { media: 'x' } }))).toEqual([
			200,
			{ errcode: 43008, errmsg: '参数需要multipart类型', request_id: 'sandbox' },
		]);
		expect(errcodeOf(await upload('a.png', 'image', Buffer.from('x'), 'file'))).toBe(41005);
	});
});

describe('a file that the robot received', () => {
	const receive = (appId = app.app.id) => sandbox.dingtalk.receiveFile(appId, { name: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') });
	const download = (downloadCode: unknown, robotCode = app.app.robotCode) => app.call('/v1.0/robot/messageFiles/download', { downloadCode, robotCode });

	it('is behind a temporary address', async () => {
		const { downloadUrl } = (await download(receive())).json as { downloadUrl: string };
		expect(downloadUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.+\.file\?/);
		const file = await send(downloadUrl, { method: 'GET' });
		expect([file.status, file.text, file.headers['content-type']]).toEqual([200, '%PDF', 'application/pdf']);
		sandbox.clock.advance(3_600_000);
		expect((await send(downloadUrl, { method: 'GET' })).status).toBe(403);
	});

	it('is refused', async () => {
		const message = (code: string, text: string) => [400, { code, requestid: 'sandbox', message: text }];
		expect(answerOf(await download(''))).toEqual(message('invalidParameter.robotCode.empty', '机器人downloadCode为空'));
		expect(answerOf(await download(receive(), ''))).toEqual(message('invalidParameter.robotCode.empty', '机器人robotCode为空'));
		expect(answerOf(await download('x'))).toEqual(message('invalidParameter.robotCode.downloadCode', '下载码有误或者已经过期'));
		expect(answerOf(await download(receive(dingApp(sandbox).id)))).toEqual(
			message('invalidParameter.robotCode.auth', '此downloadCode和机器人robotCode不匹配，请使用接收此条消息机器人robotCode和对应的downloadCode'),
		);
		expect(refusalOf(await download(receive(), 'x'))).toEqual([400, 'invalidParameter.robotCode.auth']);
	});
});

describe('the reply address of a message', () => {
	const NO_SESSION = [200, { errcode: 300001, errmsg: 'session 不存在' }];

	it('takes messages without a token for 90 minutes', async () => {
		const { sessionWebhook, sessionWebhookExpiredTime } = sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: app.group.id });
		expect(sessionWebhookExpiredTime).toBe(NOW + 90 * 60_000);
		const body = { ...dingText('@wangfang done'), at: { atUserIds: ['wangfang'] } };
		expect(answerOf(await send(sessionWebhook, { body }))).toEqual(DING_OK);
		expect(sandbox.messages()[0]).toMatchObject({ groupId: app.group.id, appId: app.app.id, mentions: [{ id: 'wangfang' }] });
		expect(sandbox.calls().at(-1)?.appId).toBe(app.app.id);
		sandbox.clock.advance(90 * 60_000);
		expect(answerOf(await send(sessionWebhook, { body }))).toEqual(NO_SESSION);
	});

	it('leads back to a person', async () => {
		const { sessionWebhook } = sandbox.dingtalk.sessionWebhook(app.app.id, { userId: 'wangfang' });
		await send(sessionWebhook, { body: dingText('hi') });
		expect(sandbox.state().groups.find(({ id }) => id === sandbox.messages()[0]?.groupId)?.direct).toEqual({ userId: 'wangfang' });
	});

	it('takes "empty" for no answer', async () => {
		const { sessionWebhook } = sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: app.group.id });
		expect(answerOf(await send(sessionWebhook, { body: { msgtype: 'empty' } }))).toEqual(DING_OK);
		expect(sandbox.messages()).toEqual([]);
	});

	it('is refused', async () => {
		const { sessionWebhook } = sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: app.group.id });
		expect(answerOf(await send(`${sandbox.url}/robot/sendBySession?session=x`, { body: dingText('hi') }))).toEqual(NO_SESSION);
		expect(errcodeOf(await send(sessionWebhook, { method: 'GET' }))).toBe(43002);
		expect(errcodeOf(await send(sessionWebhook, { body: 'x' }))).toBe(40035);
		expect(errcodeOf(await send(sessionWebhook, { body: { msgtype: 'image' } }))).toBe(400105);
		expect(errcodeOf(await send(sessionWebhook, { body: { msgtype: 'text' } }))).toBe(40035);
	});
});
