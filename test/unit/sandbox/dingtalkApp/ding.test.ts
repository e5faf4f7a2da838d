import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open } from '../support';
import { client, dingApp, refusalOf, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const ding = (rest: object = {}) =>
	app.call('/v1.0/robot/ding/send', { robotCode: app.app.robotCode, remindType: 1, receiverUserIdList: ['wangfang'], content: '数据库不可用', ...rest });
const recall = (openDingId: unknown, rest: object = {}) =>
	app.call('/v1.0/robot/ding/recall', { robotCode: app.app.robotCode, openDingId, ...rest });

describe('a DING message', () => {
	it.each([
		[1, 'app'],
		[2, 'sms'],
		[3, 'phone'],
	])('of remindType %d reaches people by %s', async (remindType, remind) => {
		const answer = answerOf(await ding({ remindType, receiverUserIdList: ['wangfang', 'nobody'] }));
		expect(answer).toEqual([200, { openDingId: expect.any(String), failedList: { 'miss.staffId': ['nobody'] } }]);
		expect(sandbox.messages()).toHaveLength(1);
		const view = { kind: 'ding', remind, text: '数据库不可用' };
		expect(sandbox.messages()[0]).toMatchObject({ msgType: 'ding', text: '数据库不可用', urgent: remind, view });
	});

	it.each([
		['an unknown robot', { robotCode: 'x' }, 'invalid.chatbotId'],
		['no robot', { robotCode: '' }, 'invalidParameter.param.invalid'],
		['another remindType', { remindType: 4 }, 'invalidParameter.param.invalid'],
		['no content', { content: '' }, 'invalidParameter.param.invalid'],
		['an unknown voice', { remindType: 3, callVoice: 'Robot' }, 'invalidParameter.param.invalid'],
		['nobody', { receiverUserIdList: [] }, 'miss.staffId'],
		['nobody who is known', { receiverUserIdList: ['nobody'] }, 'miss.staffId'],
		['more than 200 people', { receiverUserIdList: Array.from({ length: 201 }, (_, index) => `u${index}`) }, 'ding.receivercount.limit'],
		['more than 20 people by phone', { remindType: 3, receiverUserIdList: Array.from({ length: 21 }, (_, index) => `u${index}`) }, 'ding.receivercount.limit'],
	])('is refused with %s', async (_what, change, code) => {
		expect(refusalOf(await ding(change))).toEqual([400, code]);
		expect(sandbox.messages()).toEqual([]);
	});

	it('by SMS or phone uses up what is paid for', async () => {
		sandbox.dingtalk.setDingQuota(1);
		expect(answerOf(await ding({ remindType: 3, receiverUserIdList: ['wangfang', 'chenchen'] }))).toEqual([
			400,
			{ code: 'ding.serverquota.insufficient', requestid: 'sandbox', message: 'ding server quota insufficient' },
		]);
		expect((await ding({ remindType: 3 })).status).toBe(200);
		expect(refusalOf(await ding({ remindType: 2 }))).toEqual([400, 'ding.serverquota.insufficient']);
		expect((await ding()).status).toBe(200);
	});

	it('is taken back by the same robot', async () => {
		const { openDingId } = (await ding()).json as { openDingId: string };
		expect(refusalOf(await recall(''))).toEqual([400, 'invalidParameter.param.invalid']);
		expect(refusalOf(await recall('x'))).toEqual([400, 'recall.ding.exception']);
		expect(refusalOf(await recall(openDingId, { robotCode: dingApp(sandbox).robotCode }))).toEqual([400, 'recall.ding.exception']);
		expect(answerOf(await recall(openDingId))).toEqual([200, { openDingId }]);
		expect(sandbox.messages()[0]?.recalledAt).toBe(NOW);
	});
});
