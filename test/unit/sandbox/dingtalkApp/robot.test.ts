import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open, send } from '../support';
import { callsOf, client, dingApp, multipart, newToken, refusalOf, text, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const HOURS = 3_600_000;
const SEND = '/v1.0/robot/oToMessages/batchSend';
const TO_GROUP = '/v1.0/robot/groupMessages/send';
const toPeople = (rest: object = {}) => app.call(SEND, { robotCode: app.app.robotCode, userIds: ['wangfang'], ...text('hi'), ...rest });
const toGroup = (rest: object = {}) =>
	app.call(TO_GROUP, { robotCode: app.app.robotCode, openConversationId: app.group.id, ...text('hi'), ...rest });
const keyOf = async (sending: Promise<{ json: unknown }>) => ((await sending).json as { processQueryKey: string }).processQueryKey;
const last = () => sandbox.messages().at(-1)!;
const other = () => dingApp(sandbox, { name: '别的' });

/** Calls with a token of now. */
const renewed = async () => callsOf(sandbox, await newToken(sandbox, app.app));

async function upload(name: string, type: string): Promise<string> {
	const body = multipart({ name, bytes: Buffer.from('x') });
	return ((await send(`${sandbox.url}/media/upload?access_token=${app.token}&type=${type}`, body)).json as { media_id: string }).media_id;
}

describe('a message to people', () => {
	it('stands in the chat of each, and names those who get none', async () => {
		sandbox.addPerson({ platform: 'dingtalk', name: '离职', userId: 'gone', resigned: true });
		sandbox.dingtalk.flowControl(['chenchen'], 1);
		const send = () => toPeople({ userIds: ['wangfang', 'chenchen', 'nobody', 'gone', 'wangfang'] });
		const processQueryKey = expect.stringMatching(/^[A-Za-z0-9+/]+\+\/=$/);
		expect(answerOf(await send())).toEqual([
			200,
			{ processQueryKey, invalidStaffIdList: ['nobody', 'gone'], flowControlledStaffIdList: ['chenchen'] },
		]);
		expect(sandbox.messages()).toHaveLength(1);
		expect(last()).toMatchObject({ bot: '告警助手', appId: app.app.id, sentAt: NOW, msgType: 'sampleText', text: 'hi', mentions: [] });
		expect(sandbox.state().groups.find(({ id }) => id === last().groupId)?.direct).toEqual({ userId: 'wangfang' });
		expect((await send()).json).toMatchObject({ flowControlledStaffIdList: [] });
		expect(sandbox.messages()).toHaveLength(3);
	});

	it('reaches nobody outside the availability of the app', async () => {
		sandbox.changeApp(app.app.id, { availableTo: ['chenchen'] });
		expect((await toPeople({ userIds: ['wangfang', 'chenchen'] })).json).toMatchObject({ invalidStaffIdList: ['wangfang'] });
		expect(sandbox.messages()).toHaveLength(1);
	});

	it('goes to 20 at most', async () => {
		const userIds = Array.from({ length: 20 }, (_, index) => sandbox.addPerson({ platform: 'dingtalk', name: `${index}` }).userId);
		expect((await toPeople({ userIds })).status).toBe(200);
		expect(refusalOf(await toPeople({ userIds: [...userIds, 'wangfang'] }))).toEqual([400, 'invalidParameter.userIds.overMax']);
		expect(sandbox.messages()).toHaveLength(20);
	});

	it.each([
		['no JSON', 'x', 'invalidParameter.msgBody.invalid'],
		['no robotCode', { robotCode: '' }, 'invalidParameter.robotCode.empty'],
		['an unknown robotCode', { robotCode: 'dingnobody' }, 'invalidParameter.robotCode.notExsit'],
		['nobody', { userIds: [] }, 'invalidParameter.userIds.empty'],
		['a text for people', { userIds: 'wangfang' }, 'invalidParameter.userIds.empty'],
		['no msgKey', { msgKey: '' }, 'invalidParameter.msgKey.empty'],
		['an unknown msgKey', { msgKey: 'sampleFeedCard' }, 'invalidParameter.msgKey.invalid'],
		['no msgParam', { msgParam: undefined }, 'invalidParameter.param.invalid'],
		['an object as msgParam', { msgParam: { content: 'hi' } }, 'invalidParameter.msgParam.invalid'],
		['malformed msgParam', { msgParam: '{"content"' }, 'invalidParameter.msgParam.invalid'],
		['a number inside', { msgParam: '{"content":1}' }, 'invalidParameter.param.invalid'],
		['more than 15,000 bytes', text('x'.repeat(15_000)), 'invalidParameter.msgParam.tooLong'],
	])('is refused with %s', async (_what, change, code) => {
		const reply = typeof change === 'string' ? await app.call(SEND, change) : await toPeople(change);
		expect(refusalOf(reply)).toEqual([400, code]);
		expect(sandbox.messages()).toEqual([]);
	});

	it("is refused for another app's robot, one that is switched off or not released", async () => {
		expect(answerOf(await toPeople({ robotCode: other().robotCode }))).toEqual([
			400,
			{
				code: 'invalidParameter.robotCode.auth',
				requestid: 'sandbox',
				message: '此应用appkey和机器人robotCode不匹配，请使用机器人应用的appkey',
			},
		]);
		sandbox.changeApp(app.app.id, { botEnabled: false });
		expect(refusalOf(await toPeople())).toEqual([400, 'chatbotId.notAllow.sendOTO']);
		sandbox.changeApp(app.app.id, { published: false });
		expect(refusalOf(await toPeople())).toEqual([400, 'invalidParameter.robotCode.notExsit']);
	});
});

describe('a message to a group', () => {
	it('stands in it', async () => {
		expect(answerOf(await toGroup())).toEqual([200, { processQueryKey: expect.any(String) }]);
		expect(last()).toMatchObject({ groupId: app.group.id, text: 'hi', view: { kind: 'text' } });
	});

	it('mentions nobody', async () => {
		await toGroup({ ...text('@wangfang hi'), at: { atUserIds: ['wangfang'] } });
		expect(last()).toMatchObject({ text: '@wangfang hi', mentions: [] });
	});

	it('is refused without a group, without the robot in it, in a chat with one person and after its end', async () => {
		const empty = sandbox.addGroup({ platform: 'dingtalk', name: '空' });
		await toPeople();
		expect(refusalOf(await toGroup({ openConversationId: undefined }))).toEqual([400, 'miss.openConversationId']);
		expect(refusalOf(await toGroup({ openConversationId: 'cidnobody' }))).toEqual([400, 'invalid.openConversationId']);
		expect(refusalOf(await toGroup({ openConversationId: last().groupId }))).toEqual([400, 'invalid.openConversationId']);
		expect(refusalOf(await toGroup({ openConversationId: empty.id }))).toEqual([400, 'invalidParameter.robotCode.notExsit']);
		sandbox.changeGroup(app.group.id, { dissolved: true });
		expect(refusalOf(await toGroup())).toEqual([400, 'group.disbanded']);
		sandbox.changeApp(app.app.id, { botEnabled: false });
		expect(refusalOf(await toGroup())).toEqual([400, 'bot.stopped']);
	});

	it('counts the bytes of msgParam up to 15,000', async () => {
		const wrapper = Buffer.byteLength(text('').msgParam);
		const most = '警'.repeat(Math.floor((15_000 - wrapper) / 3));
		const filled = most + 'x'.repeat(15_000 - wrapper - Buffer.byteLength(most));
		expect((await toGroup(text(filled))).status).toBe(200);
		expect(refusalOf(await toGroup(text(`${filled}x`)))).toEqual([400, 'invalidParameter.msgParam.tooLong']);
	});

	it('needs a coolAppCode in a chat between people', async () => {
		const path = '/v1.0/robot/privateChatMessages/send';
		const body = { robotCode: app.app.robotCode, openConversationId: app.group.id, ...text('hi') };
		expect(refusalOf(await app.call(path, body))).toEqual([400, 'invalidParameter.robotCode.coolApp']);
		expect((await app.call(path, { ...body, coolAppCode: 'COOLAPP-1' })).status).toBe(200);
	});
});

describe('the kinds of messages', () => {
	const card = { title: 't', text: '**b**' };
	const buttons = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [[`actionTitle${index + 1}`, `B${index + 1}`], [`actionURL${index + 1}`, 'https://e.com']]).flat());
	const shown = (count: number) => Array.from({ length: count }, (_, index) => ({ title: `B${index + 1}`, href: 'https://e.com' }));
	const actionCard = (count: number, horizontal = false) => ({ kind: 'actionCard', source: '**b**', buttons: shown(count), horizontal });

	it.each([
		['sampleMarkdown', { title: 't', text: '# H' }, { kind: 'markdown', source: '# H', mentions: [], atAll: false }],
		['sampleLink', { title: 't', text: 'x', messageUrl: 'https://e.com', picUrl: '' }, { kind: 'link', tile: { title: 't', text: 'x', href: 'https://e.com', picUrl: '' } }],
		['sampleImageMsg', { photoURL: 'https://e.com/a.png' }, { kind: 'file', fileKind: 'image', key: 'https://e.com/a.png', name: '' }],
		['sampleActionCard', { ...card, singleTitle: 'B1', singleURL: 'https://e.com' }, actionCard(1)],
		['sampleActionCard2', { ...card, ...buttons(2) }, actionCard(2)],
		['sampleActionCard3', { ...card, ...buttons(3) }, actionCard(3)],
		['sampleActionCard4', { ...card, ...buttons(4) }, actionCard(4)],
		['sampleActionCard5', { ...card, ...buttons(5) }, actionCard(5)],
		[
			'sampleActionCard6',
			{ ...card, buttonTitle1: 'B1', buttonUrl1: 'https://e.com', buttonTitle2: 'B2', buttonUrl2: 'https://e.com' },
			actionCard(2, true),
		],
	])('%s', async (msgKey, param, view) => {
		expect((await toGroup({ msgKey, msgParam: JSON.stringify(param) })).status).toBe(200);
		expect(last()).toMatchObject({ msgType: msgKey, view });
	});

	it.each([
		['sampleFile', 'a.pdf', 'file', { fileName: 'Report.pdf', fileType: 'pdf' }, 'mediaId', { fileKind: 'file', name: 'Report.pdf' }],
		['sampleAudio', 'a.amr', 'voice', { duration: '3000' }, 'mediaId', { fileKind: 'audio', name: 'a.amr' }],
		['sampleImageMsg', 'a.png', 'image', {}, 'photoURL', { fileKind: 'image', name: 'a.png' }],
	])('%s with an uploaded file', async (msgKey, name, type, rest, field, view) => {
		const key = await upload(name, type);
		const send = (mediaId: string) => toGroup({ msgKey, msgParam: JSON.stringify({ ...rest, [field]: mediaId }) });
		expect((await send(key)).status).toBe(200);
		expect(last().view).toEqual({ kind: 'file', key, ...view });
		expect(refusalOf(await send('@lADnobody'))).toEqual([400, 'invalidParameter.param.invalid']);
	});

	it('sampleVideo with its picture', async () => {
		const [videoMediaId, picMediaId] = [await upload('a.mp4', 'video'), await upload('a.png', 'image')];
		const send = (param: object) =>
			toGroup({ msgKey: 'sampleVideo', msgParam: JSON.stringify({ duration: '10', videoType: 'mp4', videoMediaId, picMediaId, ...param }) });
		expect((await send({})).status).toBe(200);
		expect(last().view).toMatchObject({ kind: 'file', fileKind: 'video', key: videoMediaId });
		expect(refusalOf(await send({ picMediaId: '' }))).toEqual([400, 'miss.param.video']);
		expect(refusalOf(await send({ videoType: 'avi' }))).toEqual([400, 'invalidParameter.msg.unsupport']);
	});

	it.each([
		['sampleText', {}, 'miss.param.contentOfText'],
		['sampleMarkdown', { text: 'x' }, 'miss.param.markdownTotitle'],
		['sampleMarkdown', { title: 't' }, 'miss.param.markdownTotext'],
		['sampleImageMsg', {}, 'miss.param.photoTophotoUrl'],
		['sampleLink', { title: 't', messageUrl: 'u' }, 'miss.param.textOfLink'],
		['sampleLink', { text: 't', messageUrl: 'u' }, 'miss.param.titleOfLink'],
		['sampleLink', { title: 't', text: 'x' }, 'miss.param.messageUrlOfLink'],
		['sampleActionCard', { text: 'x' }, 'miss.param.actionCardTotitle'],
		['sampleActionCard', { title: 't' }, 'miss.param.actionCardTotext'],
		['sampleActionCard', { ...card, singleURL: 'u' }, 'miss.param.actionCardTosingleTitle'],
		['sampleActionCard', { ...card, singleTitle: 's' }, 'miss.param.actionCardTosingleUrl'],
		['sampleActionCard3', { ...card, ...buttons(2) }, 'miss.param.actionCardTobtnsTotitle'],
		['sampleActionCard6', { ...card, buttonTitle1: 'x' }, 'miss.param.actionCardTobtnsToactionUrl'],
		['sampleAudio', { duration: '1' }, 'miss.param.audio'],
		['sampleFile', { mediaId: '@x', fileName: 'a.txt' }, 'miss.param.file'],
		['sampleFile', { mediaId: '@x', fileName: 'a.txt', fileType: 'txt' }, 'invalidParameter.msg.unsupport'],
	])('%s without one of its fields', async (msgKey, param, code) => {
		expect(refusalOf(await toGroup({ msgKey, msgParam: JSON.stringify(param) }))).toEqual([400, code]);
	});
});

describe('who has read a message', () => {
	const status = (query: Record<string, string>) =>
		app.call(`/v1.0/robot/oToMessages/readStatus?${new URLSearchParams(query).toString()}`, undefined, 'GET');

	it('is told for people', async () => {
		const processQueryKey = await keyOf(toPeople({ userIds: ['wangfang', 'chenchen'] }));
		sandbox.readMessage(sandbox.messages()[0]!.id, 'wangfang');
		expect(answerOf(await status({ robotCode: app.app.robotCode, processQueryKey }))).toEqual([
			200,
			{
				sendStatus: 'SUCCESS',
				messageReadInfoList: [
					{ name: '王芳', userId: 'wangfang', readStatus: 'READ' },
					{ name: '陈晨', userId: 'chenchen', readStatus: 'UNREAD' },
				],
			},
		]);
	});

	it('is refused without robot or key, or with a key that was not encoded', async () => {
		const processQueryKey = await keyOf(toPeople());
		const robotCode = app.app.robotCode;
		expect(refusalOf(await status({ processQueryKey }))).toEqual([400, 'invalidParameter.robotCode.missing']);
		expect(refusalOf(await status({ processQueryKey, robotCode: '' }))).toEqual([400, 'invalidParameter.robotCode.empty']);
		expect(refusalOf(await status({ processQueryKey, robotCode: 'x' }))).toEqual([400, 'invalidParameter.robotCode.invalid']);
		expect(refusalOf(await status({ robotCode }))).toEqual([400, 'invalidParameter.processQueryKey.missing']);
		const withKey = (key: string) => `/v1.0/robot/oToMessages/readStatus?robotCode=${robotCode}&processQueryKey=${key}`;
		expect(refusalOf(await app.call(withKey(processQueryKey), undefined, 'GET'))).toEqual([400, 'invalid.processQueryKey']);
		expect((await app.call(withKey(encodeURIComponent(processQueryKey)), undefined, 'GET')).status).toBe(200);
	});

	it('is over after 24 hours', async () => {
		const processQueryKey = await keyOf(toPeople());
		const groupKey = await keyOf(toGroup());
		sandbox.clock.advance(24 * HOURS + 1);
		app = { ...app, ...(await renewed()) };
		expect(refusalOf(await status({ robotCode: app.app.robotCode, processQueryKey }))).toEqual([400, 'processQueryKey.expireTime']);
		expect(refusalOf(await app.call('/v1.0/robot/groupMessages/query', { processQueryKey: groupKey }))).toEqual([
			400,
			'processQueryKey.expireTime',
		]);
	});

	it('is listed page by page for a group', async () => {
		const path = '/v1.0/robot/groupMessages/query';
		const processQueryKey = await keyOf(toGroup());
		for (const userId of ['wangfang', 'chenchen']) sandbox.readMessage(last().id, userId);
		const query = (rest: object) => app.call(path, { processQueryKey, robotCode: app.app.robotCode, ...rest });
		expect(answerOf(await query({ maxResults: 1 }))).toEqual([
			200,
			{ sendStatus: 'SUCCESS', readUserIds: ['wangfang'], hasMore: true, nextToken: '1' },
		]);
		expect((await query({ maxResults: 1, nextToken: '1' })).json).toEqual({ sendStatus: 'SUCCESS', readUserIds: ['chenchen'], hasMore: false });
		expect(refusalOf(await query({ maxResults: 201 }))).toEqual([400, 'invalidParameter.pageSize.invalid']);
		expect(refusalOf(await query({ nextToken: 'x' }))).toEqual([400, 'invalidParameter.cursor.invalid']);
		expect(refusalOf(await query({ robotCode: '' }))).toEqual([400, 'invalidParameter.robotCode.missing']);
		expect(refusalOf(await query({ robotCode: 'x' }))).toEqual([400, 'invalidParameter.robotCode.notExsit']);
		expect(refusalOf(await query({ processQueryKey: '' }))).toEqual([400, 'invalidParameter.processQueryKey.missing']);
		expect(refusalOf(await query({ processQueryKey: 'x' }))).toEqual([400, 'invalid.processQueryKey']);
		expect(refusalOf(await query({ openConversationId: 'x' }))).toEqual([400, 'invalid.openConversationId']);
		expect(refusalOf(await app.call(path, 'x'))).toEqual([400, 'invalidParameter.param.invalid']);
	});
});

describe('recalling', () => {
	const FROM_PEOPLE = '/v1.0/robot/otoMessages/batchRecall';
	const FROM_GROUP = '/v1.0/robot/groupMessages/recall';
	const fromPeople = (processQueryKeys: unknown, rest: object = {}) =>
		app.call(FROM_PEOPLE, { robotCode: app.app.robotCode, processQueryKeys, ...rest });
	const fromGroup = (processQueryKeys: unknown, rest: object = {}) =>
		app.call(FROM_GROUP, { robotCode: app.app.robotCode, openConversationId: app.group.id, processQueryKeys, ...rest });

	it('takes messages back, and names those that it cannot', async () => {
		const key = await keyOf(toPeople({ userIds: ['wangfang', 'chenchen'] }));
		expect(answerOf(await fromPeople([key, 'x']))).toEqual([
			200,
			{ successResult: [key], failedResult: { x: 'invalid.processQueryKey' } },
		]);
		expect(sandbox.messages().map(({ recalledAt }) => recalledAt)).toEqual([NOW, NOW]);
		const query = new URLSearchParams({ robotCode: app.app.robotCode, processQueryKey: key }).toString();
		expect((await app.call(`/v1.0/robot/oToMessages/readStatus?${query}`, undefined, 'GET')).json).toMatchObject({ sendStatus: 'RECALLED' });
	});

	it('works in groups', async () => {
		const key = await keyOf(toGroup());
		expect((await fromGroup([key])).json).toEqual({ successResult: [key], failedResult: {} });
		expect(last().recalledAt).toBe(NOW);
	});

	it('is refused for people', async () => {
		const key = await keyOf(toPeople());
		expect(refusalOf(await app.call(FROM_PEOPLE, 'x'))).toEqual([400, 'invalidParameter.param.invalid']);
		expect(refusalOf(await fromPeople([key], { robotCode: 'x' }))).toEqual([400, 'invalidParameter.robotCode']);
		expect(refusalOf(await fromPeople([key], { robotCode: other().robotCode }))).toEqual([400, 'not.allowed.robotCode']);
		expect(refusalOf(await fromPeople([]))).toEqual([400, 'invalidParameter.processQueryKey.missing']);
		expect(refusalOf(await fromPeople(Array.from({ length: 21 }, () => key)))).toEqual([400, 'invalidParameter.processQueryKeys.overMax']);
		expect(refusalOf(await fromPeople(['x']))).toEqual([400, 'invalid.processQueryKey']);
		sandbox.clock.advance(24 * HOURS + 1);
		app = { ...app, ...(await renewed()) };
		expect(refusalOf(await fromPeople([key]))).toEqual([400, 'robot.processQueryKey.expired']);
		expect(last().recalledAt).toBeUndefined();
	});

	it('is refused in groups', async () => {
		const key = await keyOf(toGroup());
		expect(refusalOf(await fromGroup([key], { robotCode: '' }))).toEqual([400, 'miss.chatbotId']);
		expect(refusalOf(await fromGroup([key], { robotCode: 'x' }))).toEqual([400, 'invalidParameter.robotCode.notExsit']);
		expect(refusalOf(await fromGroup([key], { openConversationId: '' }))).toEqual([400, 'miss.openConversationId']);
		expect(refusalOf(await fromGroup([key], { openConversationId: 'x' }))).toEqual([400, 'invalid.openConversationId']);
		expect(refusalOf(await fromGroup(['x']))).toEqual([400, 'invalid.processQueryKey']);
		sandbox.changeApp(app.app.id, { botEnabled: false });
		expect(refusalOf(await fromGroup([key]))).toEqual([400, 'bot.stopped']);
	});
});
