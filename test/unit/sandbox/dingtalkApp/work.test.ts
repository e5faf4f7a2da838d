import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open, send as post } from '../support';
import { callsOf, client, dingApp, errcodeOf, multipart, newToken, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const DAY = 24 * 3_600_000;
const PREFIX = '/topapi/message/corpconversation/';
const text = (content: string) => ({ msgtype: 'text', text: { content } });
const send = (rest: object = {}) =>
	app.old(`${PREFIX}asyncsend_v2`, { agent_id: app.app.agentId, userid_list: 'wangfang', msg: text('日报'), ...rest });
const follow = (path: string, body: object) => app.old(PREFIX + path, { agent_id: Number(app.app.agentId), ...body });
const sent = async (rest: object = {}) => ((await send(rest)).json as { task_id: number }).task_id;
const resultOf = async (task_id: number) => ((await follow('getsendresult', { task_id })).json as { send_result: object }).send_result;
const last = () => sandbox.messages().at(-1)!;
const later = async (ms: number) => {
	sandbox.clock.advance(ms);
	app = { ...app, ...callsOf(sandbox, await newToken(sandbox, app.app)) };
};

async function upload(name: string, type: string, bytes = Buffer.from('x')): Promise<string> {
	const url = `${sandbox.url}/media/upload?access_token=${app.token}&type=${type}`;
	return ((await post(url, multipart({ name, bytes }))).json as { media_id: string }).media_id;
}

describe('a work notification', () => {
	it('reaches people, and tells whom', async () => {
		const reply = await send({ userid_list: 'wangfang,nobody,chenchen,wangfang' });
		expect(answerOf(reply)).toEqual([200, { errcode: 0, errmsg: 'ok', task_id: expect.any(Number), request_id: 'sandbox' }]);
		const { task_id } = reply.json as { task_id: number };
		expect(sandbox.messages().map(({ msgType, text: shown }) => [msgType, shown])).toEqual([['work_text', '日报'], ['work_text', '日报']]);
		sandbox.readMessage(sandbox.messages()[0]!.id, 'wangfang');
		expect(answerOf(await follow('getsendprogress', { task_id }))).toEqual([
			200,
			{ errcode: 0, errmsg: 'ok', progress: { progress_in_percent: 100, status: 2 }, request_id: 'sandbox' },
		]);
		expect(await resultOf(task_id)).toEqual({
			invalid_user_id_list: ['nobody'],
			forbidden_user_id_list: [],
			failed_user_id_list: [],
			read_user_id_list: ['wangfang'],
			unread_user_id_list: ['chenchen'],
			invalid_dept_id_list: [],
			forbidden_list: [],
		});
	});

	it('comes as a form, too', async () => {
		const form = new URLSearchParams({ agent_id: app.app.agentId, userid_list: 'wangfang', msg: JSON.stringify(text('表单')) }).toString();
		const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
		expect(errcodeOf(await post(`${sandbox.url}${PREFIX}asyncsend_v2?access_token=${app.token}`, { body: form, headers }))).toBe(0);
		expect(last().text).toBe('表单');
	});

	it('reaches departments with those below, or everybody', async () => {
		sandbox.addDepartment({ platform: 'dingtalk', id: '7', name: '研发' });
		sandbox.addDepartment({ platform: 'dingtalk', id: '8', name: '平台', parentId: '7' });
		sandbox.addPerson({ platform: 'dingtalk', name: '乙', userId: 'yi', departmentIds: ['8'] });
		const task = await sent({ userid_list: undefined, dept_id_list: '7,99' });
		expect(await resultOf(task)).toMatchObject({ unread_user_id_list: ['yi'], invalid_dept_id_list: [99] });
		await send({ userid_list: undefined, to_all_user: true, msg: text('全员') });
		expect(sandbox.messages().filter(({ text: shown }) => shown === '全员')).toHaveLength(3);
	});

	it('reaches nobody outside the availability of the app', async () => {
		sandbox.changeApp(app.app.id, { availableTo: ['chenchen'] });
		expect(await resultOf(await sent({ userid_list: 'wangfang,chenchen' }))).toMatchObject({ invalid_user_id_list: ['wangfang'], unread_user_id_list: ['chenchen'] });
	});

	it('with the same content reaches somebody once a day, without an error', async () => {
		await send();
		const forbidden = { forbidden_user_id_list: ['wangfang'], forbidden_list: [{ code: '143106', count: 1, userid: 'wangfang' }] };
		expect(await resultOf(await sent())).toMatchObject({ ...forbidden, unread_user_id_list: [] });
		expect(sandbox.messages()).toHaveLength(1);
		await later(DAY);
		expect(await resultOf(await sent())).toMatchObject({ unread_user_id_list: ['wangfang'] });
	});

	it('reaches somebody 500 times a day, without an error', async () => {
		sandbox.disableCheck('dingtalkApp.rate');
		for (let number = 0; number < 500; number++) await send({ msg: text(`${number}`) });
		const forbidden_list = [{ code: '143105', count: 500, userid: 'wangfang' }];
		expect(await resultOf(await sent({ msg: text('501') }))).toMatchObject({ forbidden_list });
		expect(sandbox.messages()).toHaveLength(500);
	});

	it('reaches 5,000 people a minute, without an error', async () => {
		for (let number = 0; number < 5_000; number++) sandbox.addPerson({ platform: 'dingtalk', name: `${number}` });
		await send({ userid_list: undefined, to_all_user: true });
		expect(sandbox.messages()).toHaveLength(5_000);
		const forbidden_list = [{ code: '143103', count: 5_000, userid: 'wangfang' }];
		expect(await resultOf(await sent({ msg: text('2') }))).toMatchObject({ forbidden_list });
		sandbox.clock.advance(60_000);
		expect(await resultOf(await sent({ msg: text('3') }))).toMatchObject({ unread_user_id_list: ['wangfang'] });
	});

	it.each([
		['no agent_id', { agent_id: undefined }, 41011],
		['a wrong agent_id', { agent_id: 1 }, 40056],
		['no message', { msg: undefined }, 40035],
		['nobody', { userid_list: '' }, 40035],
		['101 people', { userid_list: Array.from({ length: 101 }, (_, index) => `u${index}`).join() }, 40032],
		['21 departments', { dept_id_list: Array.from({ length: 21 }, (_, index) => index + 1).join() }, 40066],
		['an unknown type', { msg: { msgtype: 'actionCard', actionCard: {} } }, 40008],
		['no object of its type', { msg: { msgtype: 'text' } }, 40035],
		['more than 2,048 bytes', { msg: text('字'.repeat(700)) }, 45002],
	])('is refused with %s', async (_what, change, code) => {
		expect(errcodeOf(await send(change))).toBe(code);
		expect(sandbox.messages()).toEqual([]);
	});
});

const oa = (rest: object = {}) => ({
	msgtype: 'oa',
	oa: {
		message_url: 'https://e.com',
		head: { bgcolor: 'FFBBBBBB', text: '头部' },
		body: { title: '正文', form: Array.from({ length: 7 }, (_, index) => ({ key: `k${index}`, value: `v${index}` })), content: '内容', author: '李四' },
		...rest,
	},
});

describe('the types', () => {
	const card = { title: 't', markdown: '**b**' };
	const single = { single_title: '查看', single_url: 'https://e.com' };
	const multi = { btn_orientation: '1', btn_json_list: [{ title: 'A', action_url: 'https://a.com' }] };
	const link = { messageUrl: 'https://e.com', picUrl: '@lAD', title: 't', text: 'x' };

	it.each([
		['text', { content: 'hi' }, { kind: 'text' }],
		['link', link, { kind: 'link', tile: { title: 't', text: 'x', href: 'https://e.com', picUrl: '@lAD' } }],
		['markdown', { title: 't', text: '# H' }, { kind: 'markdown', source: '# H' }],
		['action_card', { ...card, ...single }, { kind: 'actionCard', buttons: [{ title: '查看', href: 'https://e.com' }] }],
		['action_card', { ...card, ...multi }, { kind: 'actionCard', source: '**b**', buttons: [{ title: 'A', href: 'https://a.com' }], horizontal: true }],
	])('%s', async (msgtype, content, view) => {
		expect(errcodeOf(await send({ msg: { msgtype, [msgtype]: content } }))).toBe(0);
		expect(last()).toMatchObject({ msgType: `work_${msgtype}`, view });
	});

	it.each([
		['image', 'a.png', 'image', {}, 'image'],
		['voice', 'a.amr', 'voice', { duration: '10' }, 'audio'],
		['file', 'a.pdf', 'file', {}, 'file'],
	])('%s', async (msgtype, name, type, rest, fileKind) => {
		const media_id = await upload(name, type);
		expect(errcodeOf(await send({ msg: { msgtype, [msgtype]: { media_id, ...rest } } }))).toBe(0);
		expect(last().view).toEqual({ kind: 'file', fileKind, key: media_id, name });
		expect(errcodeOf(await send({ msg: { msgtype, [msgtype]: { media_id: '@lADnobody', ...rest } } }))).toBe(40007);
	});

	it('oa, with six rows at most', async () => {
		expect(errcodeOf(await send({ msg: oa() }))).toBe(0);
		expect(last().view).toMatchObject({
			kind: 'oa',
			head: { text: '头部', color: 'FFBBBBBB' },
			title: '正文',
			content: '内容',
			author: '李四',
			href: 'https://e.com',
		});
		expect(last().view).toHaveProperty('form.length', 6);
	});

	it.each([
		['text', { content: '' }],
		['link', { ...link, picUrl: '' }],
		['markdown', { title: 't' }],
		['voice', { media_id: '@x', duration: '60' }],
		['action_card', { ...card }],
		['action_card', { markdown: '', ...single }],
		['action_card', { ...card, ...single, single_title: '长'.repeat(21) }],
		['action_card', { ...card, ...single, single_url: `https://e.com/${'x'.repeat(500)}` }],
		['action_card', { ...card, ...multi, btn_orientation: undefined }],
		['action_card', { ...card, btn_orientation: '0', btn_json_list: [{ title: 'A' }] }],
		['oa', { ...oa().oa, message_url: '' }],
		['oa', { ...oa().oa, head: { bgcolor: '0xFFBBBBBB', text: 'h' } }],
	])('%s is refused as %j', async (msgtype, content) => {
		expect(errcodeOf(await send({ msg: { msgtype, [msgtype]: content } }))).toBe(40035);
	});

	it('a file of more than 10 MB is refused', async () => {
		const media_id = await upload('a.pdf', 'file', Buffer.alloc(10 * 1024 * 1024 + 1));
		expect(errcodeOf(await send({ msg: { msgtype: 'file', file: { media_id } } }))).toBe(40006);
	});
});

describe('what follows', () => {
	it('is recalled within a day', async () => {
		const msg_task_id = await sent();
		expect(answerOf(await follow('recall', { msg_task_id, agent_id: 1 }))).toEqual([200, { errcode: 400002, errmsg: '参数错误', request_id: 'sandbox' }]);
		expect(errcodeOf(await follow('recall', { msg_task_id: 1 }))).toBe(400002);
		expect(errcodeOf(await follow('recall', { msg_task_id }))).toBe(0);
		expect(last().recalledAt).toBe(NOW);
		await later(DAY + 1);
		expect(errcodeOf(await follow('recall', { msg_task_id }))).toBe(400002);
	});

	it('is told for a day, to its own app, for 100 receivers at most', async () => {
		const task_id = await sent();
		for (const path of ['getsendprogress', 'getsendresult']) {
			expect(errcodeOf(await follow(path, { task_id, agent_id: 1 }))).toBe(40035);
			expect(errcodeOf(await follow(path, { task_id: 1 }))).toBe(40035);
			const other = dingApp(sandbox);
			const { old } = callsOf(sandbox, await newToken(sandbox, other));
			expect(errcodeOf(await old(PREFIX + path, { task_id, agent_id: other.agentId }))).toBe(40035);
		}
		for (let number = 0; number < 99; number++) sandbox.addPerson({ platform: 'dingtalk', name: `${number}` });
		const everybody = await sent({ userid_list: undefined, to_all_user: true, msg: text('2') });
		expect(answerOf(await follow('getsendresult', { task_id: everybody }))).toEqual([
			200,
			{ errcode: 41052, errmsg: '本次发送人数过多,不再返回发送结果', request_id: 'sandbox' },
		]);
		await later(DAY + 1);
		expect(errcodeOf(await follow('getsendresult', { task_id }))).toBe(40035);
	});

	it('is a status bar that changes within a week', async () => {
		const task_id = await sent({ msg: oa({ status_bar: { status_value: '进行中', status_bg: '0xFFF65E5E' } }) });
		expect(last().view).toMatchObject({ status: { value: '进行中', color: 'FFF65E5E' } });
		const update = (body: object) => follow('status_bar/update', { task_id, status_value: '已同意', status_bg: '0xFF78C06E', ...body });
		expect(errcodeOf(await update({}))).toBe(0);
		expect(last()).toMatchObject({ view: { status: { value: '已同意', color: 'FF78C06E' } }, editedAt: NOW });
		expect(last().text).toContain('已同意');
		expect(answerOf(await update({ agent_id: 1 }))).toEqual([200, { errcode: 40056, errmsg: '不合法的agentid', request_id: 'sandbox' }]);
		expect(errcodeOf(await update({ status_value: '' }))).toBe(40035);
		expect(errcodeOf(await update({ task_id: 1 }))).toBe(40035);
		expect(errcodeOf(await update({ task_id: await sent() }))).toBe(40035);
		await later(7 * DAY);
		expect(errcodeOf(await update({}))).toBe(0);
		await later(1);
		expect(errcodeOf(await update({}))).toBe(40035);
	});

	it('a status bar is for five people at most', async () => {
		const msg = oa({ status_bar: { status_value: '进行中' } });
		expect(errcodeOf(await send({ msg, userid_list: 'a,b,c,d,e,f' }))).toBe(40035);
		expect(errcodeOf(await send({ msg, dept_id_list: '1' }))).toBe(40035);
		expect(errcodeOf(await send({ msg, to_all_user: 'true' }))).toBe(40035);
		expect(errcodeOf(await send({ msg, userid_list: 'a,b,c,d,e' }))).toBe(0);
	});
});
