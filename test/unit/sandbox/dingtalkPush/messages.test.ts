import type { Sandbox, Writing } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open, send } from '../support';
import { client as appClient, text } from '../dingtalkApp/support';
import { aMoment, connect, dataOf, settled, type Client } from './support';

afterEach(closeAll);

interface Place {
	sandbox: Sandbox;
	app: Awaited<ReturnType<typeof appClient>>;
	stream: Client;
	/** What the robot is told. */
	hear(): Promise<Record<string, unknown>>;
	inGroup(writing: Partial<Writing>): ReturnType<Sandbox['push']['write']>;
	inPrivate(writing: Partial<Writing>): ReturnType<Sandbox['push']['write']>;
}

async function place(input: Parameters<typeof appClient>[1] = {}): Promise<Place> {
	const sandbox = await open();
	const app = await appClient(sandbox, input);
	const stream = await connect(sandbox, app.app);
	return {
		sandbox,
		app,
		stream,
		hear: async () => dataOf(await stream.next('CALLBACK')),
		inGroup: (writing) => sandbox.push.write({ userId: 'wangfang', groupId: app.group.id, ...writing }),
		inPrivate: (writing) => sandbox.push.write({ userId: 'wangfang', appId: app.app.id, ...writing }),
	};
}

const PNG = { kind: 'image' as const, name: 'chart.png', contentType: 'image/png', bytes: Buffer.from('a chart') };
const file = (kind: 'audio' | 'video' | 'file') => ({ kind, name: `a.${kind}`, contentType: 'x/y', bytes: Buffer.from(kind) });

describe('what is written in a group', () => {
	it('reaches the robot that it mentions, as documented', async () => {
		const { app, stream, inGroup } = await place();
		const message = inGroup({ text: 'db-1 is down', mentions: [app.app.id, 'chenchen'] });
		const frame = await stream.next('CALLBACK');
		expect(frame.headers).toEqual({
			appId: expect.stringMatching(/^[0-9a-f-]{36}$/),
			topic: '/v1.0/im/bot/messages/get',
			messageId: expect.any(String),
			contentType: 'application/json',
			time: String(NOW),
		});
		expect(dataOf(frame)).toEqual({
			senderPlatform: 'Mac',
			conversationId: app.group.id,
			atUsers: [
				{ dingtalkId: expect.stringMatching(/^\$:LWCP_v1:\$/) },
				{ dingtalkId: expect.stringMatching(/^\$:LWCP_v1:\$/), staffId: 'chenchen', unionId: 'union_chenchen' },
			],
			chatbotCorpId: app.app.corpId,
			chatbotUserId: expect.stringMatching(/^\$:LWCP_v1:\$/),
			msgId: message.id,
			senderNick: '王芳',
			isAdmin: false,
			senderStaffId: 'wangfang',
			senderUnionId: 'union_wangfang',
			sessionWebhookExpiredTime: NOW + 90 * 60_000,
			createAt: NOW,
			senderCorpId: app.app.corpId,
			conversationType: '2',
			senderId: expect.stringMatching(/^\$:LWCP_v1:\$/),
			conversationTitle: '值班群',
			isInAtList: true,
			sessionWebhook: expect.stringContaining('/robot/sendBySession?session='),
			text: { content: ' @陈晨 db-1 is down' },
			robotCode: app.app.robotCode,
			msgtype: 'text',
		});
	});

	it('is seen by everybody in it', async () => {
		const { sandbox, app, inGroup } = await place();
		inGroup({ text: 'db-1 is down', mentions: [app.app.id, 'chenchen', 'all'] });
		expect(sandbox.messages(app.group.id)).toMatchObject([
			{
				from: 'wangfang',
				bot: '王芳',
				msgType: 'text',
				text: '@告警助手 @陈晨 @所有人 db-1 is down',
				mentions: [
					{ type: 'user', id: 'chenchen' },
					{ type: 'all', id: 'all' },
				],
			},
		]);
	});

	it.each([
		['mentions nobody', {}],
		['mentions a person', { mentions: ['chenchen'] }],
		['mentions everybody', { mentions: ['all'] }],
	])('does not reach a robot when it %s', async (_name, writing) => {
		const { sandbox, inGroup } = await place();
		inGroup({ text: 'hi', ...writing });
		await aMoment();
		expect(sandbox.push.pushes()).toEqual([]);
	});

	it.each([
		['is not in the group', (sandbox: Sandbox, { group }: Place['app']) => void sandbox.changeGroup(group.id, { apps: [] })],
		['is switched off', (sandbox: Sandbox, { app }: Place['app']) => void sandbox.changeApp(app.id, { botEnabled: false })],
		['belongs to an app that is', (sandbox: Sandbox, { app }: Place['app']) => void sandbox.changeApp(app.id, { disabled: true })],
	])('does not reach a robot that %s', async (_name, change) => {
		const { sandbox, app, inGroup } = await place();
		change(sandbox, app);
		inGroup({ text: 'hi', mentions: [app.app.id] });
		await aMoment();
		expect(sandbox.push.pushes()).toEqual([]);
	});

	it.each(['audio', 'video', 'file'] as const)('never reaches a robot when it is of the kind %s', async (kind) => {
		const { sandbox, app, inGroup } = await place();
		inGroup({ file: file(kind), mentions: [app.app.id] });
		await aMoment();
		expect(sandbox.push.pushes()).toEqual([]);
		expect(sandbox.messages()).toMatchObject([{ msgType: kind, view: { kind: 'file', fileKind: kind, name: `a.${kind}` } }]);
	});

	it('is a rich text when it has a picture and a mention', async () => {
		const { sandbox, app, inGroup, hear } = await place();
		inGroup({ text: 'look', file: PNG, mentions: [app.app.id] });
		expect(await hear()).toMatchObject({ msgtype: 'richText', content: { richText: [{ text: ' look' }, { type: 'picture', downloadCode: expect.any(String) }] } });
		expect(sandbox.messages()[0]).toMatchObject({ msgType: 'richText', view: { kind: 'post' } });
	});

	it('reaches each robot that it mentions with an address of its own', async () => {
		const { sandbox, app, inGroup, hear } = await place();
		const other = sandbox.addApp({ platform: 'dingtalk', name: 'Other' });
		sandbox.changeGroup(app.group.id, { apps: [app.app.id, other.id] });
		const second = await connect(sandbox, other);
		inGroup({ text: 'hi', mentions: [app.app.id, other.id] });
		const [one, two] = [await hear(), dataOf(await second.next())];
		expect([one.text, two.text]).toEqual([{ content: ' @Other hi' }, { content: ' @告警助手 hi' }]);
		expect(one.msgId).toBe(two.msgId);
		expect(one.sessionWebhook).not.toBe(two.sessionWebhook);
	});
});

describe('what is written in private', () => {
	it('reaches the robot without a mention', async () => {
		const { hear, inPrivate } = await place();
		const message = inPrivate({ text: 'hi' });
		const heard = await hear();
		expect(heard).toMatchObject({ conversationType: '1', conversationId: message.groupId, text: { content: 'hi' }, msgId: message.id });
		for (const name of ['conversationTitle', 'isInAtList', 'atUsers']) expect(heard).not.toHaveProperty(name);
	});

	it('is answered at the address that comes with it', async () => {
		const { sandbox, hear, inPrivate } = await place();
		const { groupId } = inPrivate({ text: 'hi' });
		const { sessionWebhook } = await hear();
		expect(answerOf(await send(sessionWebhook as string, { body: { msgtype: 'text', text: { content: 'hello' } } }))).toEqual([200, { errcode: 0, errmsg: 'ok' }]);
		expect(sandbox.messages(groupId).map(({ text: said }) => said)).toEqual(['hi', 'hello']);
	});

	it.each([
		['picture', { file: PNG }, {}],
		['audio', { file: file('audio') }, { duration: 4_000, recognition: '' }],
		['video', { file: file('video') }, { duration: 4_000, videoType: 'mp4' }],
		['file', { file: file('file') }, { fileName: 'a.file' }],
	])('can be a %s, which downloads', async (msgtype, writing, more) => {
		const { app, hear, inPrivate } = await place();
		inPrivate(writing);
		const heard = await hear();
		expect(heard).toMatchObject({ msgtype, content: { ...more, downloadCode: expect.any(String) } });
		const { downloadCode } = heard.content as { downloadCode: string };
		const { json } = await app.call('/v1.0/robot/messageFiles/download', { robotCode: app.app.robotCode, downloadCode });
		expect((await send((json as { downloadUrl: string }).downloadUrl, { method: 'GET' })).text).toBe(writing.file.bytes.toString());
	});

	it('can be whatever the platform has', async () => {
		const { hear, inPrivate } = await place();
		const content = { unknownMsgType: 'interactiveCard' };
		inPrivate({ raw: { type: 'unknownMsgType', content } });
		expect(await hear()).toMatchObject({ msgtype: 'unknownMsgType', content });
	});

	it('comes without the sender before the first release', async () => {
		const { hear, inPrivate } = await place({ published: false });
		inPrivate({ text: 'hi' });
		const heard = await hear();
		expect(heard).not.toHaveProperty('senderStaffId');
		expect(heard).not.toHaveProperty('isAdmin');
		expect(heard).toMatchObject({ senderNick: '王芳' });
	});

	it('comes without what is said when the quota is used up', async () => {
		const { hear, inPrivate } = await place({ quotaLeft: 0 });
		inPrivate({ text: 'hi' });
		const heard = await hear();
		expect(heard).toMatchObject({ msgtype: 'text', errorCode: 20001, errorMessage: expect.stringContaining('受调用量超量影响') });
		expect(heard).not.toHaveProperty('text');
		expect(heard).not.toHaveProperty('content');
	});

	it('answers a message', async () => {
		const { inPrivate } = await place();
		const first = inPrivate({ text: 'one' });
		expect(inPrivate({ text: 'two', replyTo: first.id }).replyTo).toBe(first.id);
	});
});

describe('the push of a message', () => {
	it.each([
		['is never repeated when nobody answers', false, 'timeout'],
		['is known by its code when somebody does', true, 'acknowledged'],
	])('%s', async (_name, answersItself, outcome) => {
		const sandbox = await open();
		const app = await appClient(sandbox);
		await connect(sandbox, app.app, {}, answersItself);
		const message = sandbox.push.write({ userId: 'wangfang', appId: app.app.id, text: 'hi' });
		await aMoment();
		for (const ms of [3_000, 10_000, 30_000, 3_600_000]) {
			sandbox.clock.advance(ms);
			await aMoment();
		}
		expect(sandbox.push.pushes()).toMatchObject([
			{ appId: app.app.id, eventId: message.id, messageId: message.id, type: '/v1.0/im/bot/messages/get', attempt: 1, outcome },
		]);
	});

	it('is lost when nobody is connected', async () => {
		const { sandbox, stream, inPrivate } = await place();
		stream.close();
		await stream.closed;
		await aMoment();
		inPrivate({ text: 'hi' });
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
	});

	it('does not go to a client that has subscribed to events alone', async () => {
		const sandbox = await open();
		const app = await appClient(sandbox);
		const stream = await connect(sandbox, app.app, { subscriptions: [{ type: 'EVENT', topic: '*' }] });
		sandbox.push.write({ userId: 'wangfang', appId: app.app.id, text: 'hi' });
		expect(await settled(sandbox, 1)).toMatchObject([{ outcome: 'none' }]);
		expect(stream.frames).toEqual([]);
	});
});

it('whoever does not exist does not write', async () => {
	const { app, inGroup, sandbox } = await place();
	expect(() => inGroup({ text: 'hi', mentions: ['nobody'] })).toThrow('Nobody to be mentioned: nobody');
	expect(() => inGroup({ userId: 'nobody', text: 'hi' })).toThrow('nobody');
	expect(() => sandbox.push.write({ userId: 'wangfang', appId: 'ding0', text: 'hi' })).toThrow('No such app');
	expect(sandbox.messages(app.group.id)).toEqual([]);
});

describe('reading', () => {
	it('is told as robot_msg_read, once for each reader', async () => {
		const { sandbox, app, stream } = await place();
		const { json } = await app.call('/v1.0/robot/groupMessages/send', { robotCode: app.app.robotCode, openConversationId: app.group.id, ...text('hi') });
		const [message] = sandbox.messages();
		sandbox.readMessage(message!.id, 'wangfang');
		sandbox.readMessage(message!.id, 'wangfang');
		const frame = await stream.next('EVENT');
		expect(frame.headers.eventType).toBe('robot_msg_read');
		expect(dataOf(frame)).toEqual({
			unionId: 'union_wangfang',
			operatTime: String(NOW),
			robotCode: app.app.robotCode,
			openConversationId: app.group.id,
			userId: 'wangfang',
			processQueryKey: (json as { processQueryKey: string }).processQueryKey,
		});
		sandbox.readMessage(message!.id, 'chenchen');
		expect(dataOf(await stream.next('EVENT')).userId).toBe('chenchen');
		expect(sandbox.push.pushes()).toHaveLength(2);
	});
});
