import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open } from '../support';
import { client, dingApp, callsOf, newToken, refusalOf, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const OK = [200, { success: true, result: true }];
const params = (cardParamMap: object) => ({ cardData: { cardParamMap } });
const card = (rest: object = {}) => ({
	cardTemplateId: 'alert.schema',
	outTrackId: 'track-1',
	...params({ title: '告警', content: '**CPU** 98%', host: 'db-1' }),
	imGroupOpenSpaceModel: { supportForward: true },
	imRobotOpenSpaceModel: { supportForward: true },
	topOpenSpaceModel: { spaceType: 'ONE_BOX' },
	...rest,
});
const toGroup = () => ({
	openSpaceId: `dtv1.card//IM_GROUP.${app.group.id}`,
	imGroupOpenDeliverModel: { robotCode: app.app.robotCode },
});
const toWang = () => ({ openSpaceId: 'dtv1.card//IM_ROBOT.wangfang', imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' } });
const create = (rest: object = {}) => app.call('/v1.0/card/instances', card(rest));
const deliver = (rest: object = {}) => app.call('/v1.0/card/instances/deliver', { outTrackId: 'track-1', ...toGroup(), ...rest });
const both = (rest: object = {}) => app.call('/v1.0/card/instances/createAndDeliver', { ...card(), ...toGroup(), ...rest });
const update = (rest: object = {}) => app.call('/v1.0/card/instances', { outTrackId: 'track-1', ...rest }, 'PUT');
const stream = (rest: object = {}) =>
	app.call('/v1.0/card/streaming', { outTrackId: 'track-1', guid: `${Math.random()}`, key: 'content', content: 'a', isFull: true, ...rest }, 'PUT');
const last = () => sandbox.messages().at(-1)!;
const refused = (code: string) => [400, { code, requestid: 'sandbox', message: code }];

describe('a card', () => {
	it('is created and then delivered', async () => {
		expect(answerOf(await create())).toEqual([200, { success: true, result: 'track-1' }]);
		expect(sandbox.messages()).toEqual([]);
		const carrierId = expect.any(String);
		expect(answerOf(await deliver())).toEqual([
			200,
			{ success: true, result: [{ spaceType: 'IM_GROUP', spaceId: app.group.id, success: true, carrierId }] },
		]);
		expect(last()).toMatchObject({ groupId: app.group.id, msgType: 'card', text: '告警\nCPU 98%\nhost: db-1', view: { kind: 'card' } });
	});

	it('is created and delivered at once, to several places in either case', async () => {
		const openSpaceId = `dtv1.card//im_group.${app.group.id};im_robot.wangfang;one_box.${app.group.id}`;
		const models = { imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' }, topOpenDeliverModel: { expiredTimeMillis: NOW + 1 } };
		const { json } = await both({ openSpaceId, ...models });
		expect(json).toMatchObject({
			success: true,
			result: {
				outTrackId: 'track-1',
				deliverResults: [
					{ spaceType: 'IM_GROUP', success: true },
					{ spaceType: 'IM_ROBOT', spaceId: 'wangfang', success: true },
					{ spaceType: 'ONE_BOX', success: true },
				],
			},
		});
		expect(sandbox.messages().map(({ msgType }) => msgType)).toEqual(['card', 'card', 'topCard']);
	});

	it('goes to a person by union ID as well', async () => {
		expect((await both({ ...toWang(), userIdType: 2, openSpaceId: 'dtv1.card//IM_ROBOT.union_wangfang' })).json).toMatchObject({
			result: { deliverResults: [{ success: true }] },
		});
	});

	it('mentions people', async () => {
		await both({ imGroupOpenDeliverModel: { robotCode: app.app.robotCode, atUserIds: { wangfang: '王芳', '@ALL': '@ALL' } } });
		expect(last().mentions.map(({ id }) => id)).toEqual(['wangfang', 'all']);
	});

	it('shows its buttons', async () => {
		const buttons = JSON.stringify([{ text: 'Open', url: 'https://e.com' }]);
		await both(params({ title: 't', buttons, rows: '[{"k":"a","v":"1"}]' }));
		expect(last().text).toBe('t\na: 1\nOpen');
	});

	it('has one processQueryKey for each chat', async () => {
		const { result } = (await both()).json as { result: { deliverResults: Array<{ carrierId: string }> } };
		sandbox.readMessage(last().id, 'wangfang');
		const query = await app.call('/v1.0/robot/groupMessages/query', { processQueryKey: result.deliverResults[0]!.carrierId });
		expect(query.json).toMatchObject({ readUserIds: ['wangfang'] });
	});
});

describe('a delivery fails inside a success', () => {
	it.each([
		['in an unknown group', () => ({ openSpaceId: 'dtv1.card//IM_GROUP.cidx' })],
		['in a group without the robot', () => ({ openSpaceId: `dtv1.card//IM_GROUP.${sandbox.addGroup({ platform: 'dingtalk', name: '空' }).id}` })],
		['to an unknown person', () => ({ ...toWang(), openSpaceId: 'dtv1.card//IM_ROBOT.nobody' })],
		['in a space that was not declared', () => ({ imGroupOpenSpaceModel: undefined })],
		['in a group that is no more', () => (sandbox.changeGroup(app.group.id, { dissolved: true }), {})],
	])('%s', async (_where, change) => {
		const { status, json } = await both(change());
		expect([status, json]).toMatchObject([200, { success: true, result: { deliverResults: [{ success: false, errorMsg: expect.stringMatching(/./) }] } }]);
		expect(sandbox.messages()).toEqual([]);
	});

	it('for one person outside the availability of the app', async () => {
		sandbox.changeApp(app.app.id, { availableTo: [] });
		expect((await both(toWang())).json).toMatchObject({ result: { deliverResults: [{ success: false }] } });
	});
});

describe('a card is not created', () => {
	const data = (key: string, value: unknown) => params({ [key]: value });

	it.each([
		['without a template', { cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
		['without outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
		['without data', { cardData: undefined }, 'param.cardPublicDataEmpty'],
		['from an unknown template', { cardTemplateId: 'nobody.schema' }, 'param.templateNotExist'],
		['from one that is not released', { cardTemplateId: 'draft.schema' }, 'param.templateUnpublished'],
		['with a number', data('count', 1), 'param.invalid'],
		['with a value of more than 1 KB', data('content', 'x'.repeat(1_025)), 'param.invalid'],
		['with a name of more than 100 bytes', data('名'.repeat(34), 'x'), 'param.invalid'],
		['with more than 100 KB', params(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, 'x'.repeat(1_024)]))), 'param.invalid'],
		['with an outTrackId of more than 100 characters', { outTrackId: 'x'.repeat(101) }, 'param.invalid'],
		['by an unknown person', { userId: 'nobody' }, 'param.userIdNotExist'],
		['with data for an unknown person', { privateData: { nobody: { cardParamMap: {} } } }, 'param.userIdNotExist'],
		['with data for no person', { privateData: { '': { cardParamMap: {} } } }, 'param.userIdEmpty'],
		['with a callback type in lower case', { callbackType: 'stream' }, 'param.invalid'],
		['with half a space', { imGroupOpenSpaceModel: {} }, 'param.openSpaceModelInvalid'],
		['with half a top bar', { topOpenSpaceModel: {} }, 'param.openSpaceModelInvalid'],
	])('%s', async (_what, change, code) => {
		expect(answerOf(await create(change))).toEqual(refused(code));
		expect(answerOf(await both(change))).toEqual(refused(code));
	});

	it('without a body', async () => {
		for (const path of ['', '/deliver', '/createAndDeliver']) expect(refusalOf(await app.call(`/v1.0/card/instances${path}`, {}))).toEqual([400, 'param.empty']);
	});

	it('twice', async () => {
		await both();
		expect(answerOf(await both())).toEqual(refused('param.cardAlreadyExist'));
	});

	it.each([
		[{}, 'param.dynamicSourceIdEmpty'],
		[{ dynamicDataSourceId: 'd' }, 'param.dynamicDataPullConfigEmpty'],
		[{ dynamicDataSourceId: 'd', pullConfig: {} }, 'param.dynamicDataSourcePullStrategyEmpty'],
		[{ dynamicDataSourceId: 'd', pullConfig: { pullStrategy: 'INTERVAL', interval: 2, timeUnit: 'SECONDS' } }, 'param.dynamicDataPullIntervalInvalid'],
		[{ dynamicDataSourceId: 'd', pullConfig: { pullStrategy: 'INTERVAL', interval: 3 } }, 'param.dynamicDataPullIntervalTimeUnitInvalid'],
	])('with the data source %j', async (source, code) => {
		expect(answerOf(await create({ openDynamicDataConfig: { dynamicDataSourceConfigs: [source] } }))).toEqual(refused(code));
	});

	it.each([
		['without a place', { openSpaceId: '' }, 'param.openSpaceIdEmpty'],
		['to a place of another form', { openSpaceId: 'dtv1.card://IM_GROUP.x' }, 'param.openSpaceIdInvalid'],
		['to an unknown kind of place', { openSpaceId: 'dtv1.card//DOC.x' }, 'param.openSpaceIdInvalid'],
		['with nothing for any place', { imGroupOpenDeliverModel: undefined }, 'param.openDeliverModelEmpty'],
		['with something for another place', { imGroupOpenDeliverModel: undefined, imRobotOpenDeliverModel: {} }, 'param.openDeliverModelError'],
		['without the robot of a group', { imGroupOpenDeliverModel: {} }, 'param.openDeliverModelError'],
	])('%s', async (_what, change, code) => {
		expect(answerOf(await both(change))).toEqual(refused(code));
	});
});

describe('a delivery is refused', () => {
	it.each([
		['without a card', { outTrackId: 'nobody' }, 'param.cardNotExist'],
		['without outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
	])('%s', async (_what, change, code) => {
		expect(answerOf(await deliver(change))).toEqual(refused(code));
	});

	it('without the robot of a group', async () => {
		await create();
		expect(answerOf(await deliver({ imGroupOpenDeliverModel: {} }))).toEqual([
			400,
			{ code: 'param.spaceDeliverModelEmpty', requestid: 'sandbox', message: 'param.spaceDeliverModelError' },
		]);
	});

	it('to a space until it is added', async () => {
		await create({ imGroupOpenSpaceModel: undefined });
		const add = (rest: object) => app.call('/v1.0/card/instances/spaces', { outTrackId: 'track-1', ...rest }, 'PUT');
		expect((await deliver()).json).toMatchObject({ result: [{ success: false }] });
		expect(answerOf(await add({}))).toEqual(refused('param.emptyAppendSpaces'));
		expect(answerOf(await add({ imGroupOpenSpaceModel: {} }))).toEqual(refused('param.openSpaceModelInvalid'));
		expect(answerOf(await add({ outTrackId: 'x', imGroupOpenSpaceModel: { supportForward: true } }))).toEqual(refused('param.cardNotExist'));
		expect(answerOf(await add({ imGroupOpenSpaceModel: { supportForward: true } }))).toEqual(OK);
		expect((await deliver()).json).toMatchObject({ result: [{ success: true }] });
	});
});

describe('an update', () => {
	beforeEach(() => both());

	it('overwrites everything', async () => {
		expect(answerOf(await update(params({ title: '已恢复' })))).toEqual(OK);
		expect(last()).toMatchObject({ text: '已恢复', editedAt: NOW });
	});

	it('changes what it names, when it says so', async () => {
		await update({ ...params({ title: '已恢复' }), cardUpdateOptions: { updateCardDataByKey: true } });
		expect(last().text).toBe('已恢复\nCPU 98%\nhost: db-1');
	});

	it('of one person leaves the others alone', async () => {
		expect(answerOf(await update({ privateData: { wangfang: { cardParamMap: { seen: 'true' } } } }))).toEqual(OK);
		expect(last().text).toContain('CPU 98%');
	});

	it.each([
		['without outTrackId', { outTrackId: '' }, 'param.outTrackIdEmpty'],
		['with nothing', {}, 'param.cardDataAndPrivateDataBothEmpty'],
		['with a number', params({ count: 1 }), 'param.invalid'],
		['with a value of more than 1 KB', params({ content: 'x'.repeat(1_025) }), 'param.invalid'],
		['of an unknown card', { outTrackId: 'x', cardData: { cardParamMap: {} } }, 'param.cardNotExist'],
		['for an unknown person', { privateData: { nobody: {} } }, 'param.userIdNotExist'],
	])('is refused %s', async (_what, change, code) => {
		expect(answerOf(await update(change))).toEqual(refused(code));
	});

	it("is refused for another app's card", async () => {
		const { call } = callsOf(sandbox, await newToken(sandbox, dingApp(sandbox)));
		expect(refusalOf(await call('/v1.0/card/instances', { outTrackId: 'track-1', ...params({}) }, 'PUT'))).toEqual([400, 'param.cardNotExist']);
	});
});

describe('streaming', () => {
	beforeEach(() => both(params({ title: 't', content: '', plain: '' })));

	it('adds or replaces', async () => {
		expect(answerOf(await stream({ content: '# A' }))).toEqual(OK);
		await stream({ content: '# A B', isFinalize: true });
		expect(last().text).toBe('t\nA B');
		await stream({ key: 'plain', content: 'x', isFull: undefined });
		await stream({ key: 'plain', content: 'y', isFull: false });
		expect(last().text).toContain('plain: xy');
	});

	it('takes the same guid once', async () => {
		for (let times = 0; times < 2; times++) await stream({ key: 'plain', content: 'x', isFull: false, guid: 'g' });
		expect(last().text).toContain('plain: x');
		expect(last().text).not.toContain('xx');
	});

	it.each([
		['no key', { key: '' }, 'param.stream.keyEmpty', 'param.stream.keyEmpty'],
		['no content', { content: '' }, 'param.stream.contentEmpty', 'param.stream.contentEmpty'],
		['no guid', { guid: '' }, 'param.stream.guidEmpty', 'param.stream.guidEmpty'],
		['no card', { outTrackId: 'x' }, 'param.stream.outTrackId', 'card is not exist'],
		['isFull null', { isFull: null }, 'param.stream.isFull', 'streaming update the parameter isFull is null'],
		['a part of Markdown', { isFull: false }, 'param.stream.isFull', 'streaming update the parameter isFull is null'],
		['more than 1 K', { content: 'x'.repeat(1_025) }, 'param.stream.content', 'content is too large'],
	])('is refused with %s', async (_what, change, code, message) => {
		expect(answerOf(await stream(change))).toEqual([400, { code, requestid: 'sandbox', message }]);
	});
});

describe('a callback address', () => {
	const register = (rest: object = {}) => app.call('/v1.0/card/callbacks/register', { callbackRouteKey: 'route', callbackUrl: 'https://e.com/cb', apiSecret: 's', ...rest });

	it('is registered once, or again by force', async () => {
		expect(answerOf(await register())).toEqual([200, { success: true, result: { callbackUrl: 'https://e.com/cb', apiSecret: 's' } }]);
		expect(answerOf(await register())).toEqual([500, { code: 'param.callbackRouteKeyExist', requestid: 'sandbox', message: 'param.callbackRouteKeyExist' }]);
		expect((await register({ forceUpdate: true })).status).toBe(200);
	});

	it.each([
		[{ callbackRouteKey: '' }, 'param.callbackRouteKeyEmpty'],
		[{ callbackUrl: '' }, 'param.callbackUrlEmpty'],
		[{ callbackUrl: 'e.com' }, 'system.updateCallbackFailed'],
	])('is refused with %j', async (change, code) => {
		expect(answerOf(await register(change))).toEqual(refused(code));
	});
});
