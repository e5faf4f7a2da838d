import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, open } from '../support';
import { client, dingApp, refusalOf, text, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const create = (rest: object = {}) => app.call('/v1.0/im/group/create', { name: '应急', owner: 'wangfang', useridlist: ['chenchen'], ...rest });
const convert = (chatId: string) => app.call(`/v1.0/im/chat/${chatId}/convertToOpenConversationId`);
const robots = (openConversationId: unknown) => app.call('/v1.0/robot/groups/robots/query', { openConversationId });

describe('a group', () => {
	it('is created with its people and without the robot', async () => {
		const { openConversationId, chatid } = (await create()).json as { openConversationId: string; chatid: string };
		const group = sandbox.state().groups.find(({ id }) => id === openConversationId);
		expect(group).toMatchObject({ name: '应急', members: [{ userId: 'wangfang' }, { userId: 'chenchen' }], apps: [] });
		expect(answerOf(await convert(chatid))).toEqual([200, { openConversationId }]);
		expect(answerOf(await robots(openConversationId))).toEqual([200, { chatbotInstanceVOList: [] }]);
		const send = await app.call('/v1.0/robot/groupMessages/send', { robotCode: app.app.robotCode, openConversationId, ...text('hi') });
		expect(refusalOf(send)).toEqual([400, 'invalidParameter.robotCode.notExsit']);
	});

	it.each([
		['no name', { name: '' }],
		['more than 20 characters', { name: '长'.repeat(21) }],
		['no owner', { owner: '' }],
		['an unknown owner', { owner: 'nobody' }],
		['nobody', { useridlist: [] }],
	])('is not created with %s', async (_what, change) => {
		expect(answerOf(await create(change))).toEqual([400, { code: 'parameter.invalid', requestid: 'sandbox', message: '输入参数错误' }]);
	});

	it('is not created for an owner whom the app does not see', async () => {
		sandbox.changeApp(app.app.id, { availableTo: ['chenchen'] });
		expect(answerOf(await create())).toEqual([
			400,
			{ code: 'permession.checkFailed', requestid: 'sandbox', message: '群主不在应用可见性内' },
		]);
	});

	it('is found by its old ID', async () => {
		expect((await convert(sandbox.dingtalk.chatId(app.group.id))).json).toEqual({ openConversationId: app.group.id });
		expect(answerOf(await convert('chatnobody'))).toEqual([400, { code: 'invalideChatId', requestid: 'sandbox', message: '不合法的chatId' }]);
	});

	it('lists its robots', async () => {
		const other = dingApp(sandbox, { name: '别的', robotCode: 'dingother' });
		sandbox.changeGroup(app.group.id, { apps: [app.app.id, other.id] });
		const robot = (robotCode: string, name: string) => ({ robotCode, name, downloadIconURL: '', openRobotType: 2 });
		expect((await robots(app.group.id)).json).toEqual({ chatbotInstanceVOList: [robot(app.app.id, '告警助手'), robot('dingother', '别的')] });
		expect(refusalOf(await robots('x'))).toEqual([400, 'illegal.openconevrsation.id']);
	});
});

describe('a group from a template', () => {
	const scene = (rest: object = {}) =>
		app.call('/v1.0/im/sceneGroup/create', { title: '应急', template_id: 'tpl', owner_user_id: 'wangfang', user_ids: ['chenchen'], ...rest });

	it('brings the robot along', async () => {
		sandbox.dingtalk.addGroupTemplate('tpl');
		const { open_conversation_id: openConversationId, chat_id } = (await scene()).json as { open_conversation_id: string; chat_id: string };
		expect((await convert(chat_id)).json).toEqual({ openConversationId });
		const send = await app.call('/v1.0/robot/groupMessages/send', { robotCode: app.app.robotCode, openConversationId, ...text('hi') });
		expect(send.status).toBe(200);
	});

	it('is refused', async () => {
		expect(refusalOf(await scene())).toEqual([400, 'groupTemplate.notFound']);
		sandbox.dingtalk.addGroupTemplate('tpl');
		expect(refusalOf(await scene({ title: '长'.repeat(31) }))).toEqual([400, 'parameter.invalid']);
		expect(refusalOf(await scene({ owner_user_id: 'nobody' }))).toEqual([400, 'member.notFound']);
		sandbox.changeApp(app.app.id, { availableTo: [] });
		expect(refusalOf(await scene())).toEqual([400, 'permession.checkFailed']);
	});
});
