import { openIdOf } from '../../../../sandbox/organization';
import { CARD, closeAll, DAY, group, image, last, NOW, place, refused, sent, text, type Place } from './support';

let at: Place;
let id: string;

beforeEach(async () => {
	at = await place();
	id = await sent(at);
});
afterEach(closeAll);

const another = async (): Promise<Place> => {
	const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
	at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
	return other;
};

describe('urgent messages', () => {
	const urge = (kind: string, list: unknown, who = at) => who.ask(`PATCH /im/v1/messages/${id}/urgent_${kind}?user_id_type=user_id`, { user_id_list: list });

	it.each(['app', 'sms', 'phone'])('go out by %s, and name who is not in the chat', async (kind) => {
		expect((await urge(kind, ['lilei', 'hanmei'])).body).toEqual({ code: 0, msg: 'success', data: { invalid_user_id_list: ['hanmei'] } });
		expect(last(at).urgent).toBe(kind);
	});

	it('need a scope of their own, a list, and the sender', async () => {
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message'] });
		expect(await refused(urge('sms', ['lilei']))).toEqual([400, 99991672]);
		at.sandbox.changeApp(at.app.id, { scopes: null });
		expect(await refused(urge('app', undefined))).toEqual([400, 99992402]);
		expect(await refused(urge('app', ['lilei'], await another()))).toEqual([400, 230012]);
	});

	it('wait for a person 200 at most', async () => {
		for (let index = 0; index < 200; index++) {
			if (index % 5 === 0) at.sandbox.clock.advance(1_000);
			id = await sent(at);
			expect((await urge('app', ['lilei'])).code).toBe(0);
		}
		const first = id;
		at.sandbox.clock.advance(1_000);
		id = await sent(at);
		expect(await refused(urge('app', ['lilei']))).toEqual([400, 230023]);
		at.sandbox.readMessage(first, 'lilei');
		expect((await urge('app', ['lilei'])).code).toBe(0);
	});

	it('are no recalled ones', async () => {
		await at.ask(`DELETE /im/v1/messages/${id}`);
		expect(await refused(urge('app', ['lilei']))).toEqual([400, 230110]);
	});
});

describe('pins', () => {
	const pin = () => at.ask('POST /im/v1/pins', { message_id: id });
	const list = (query = '') => at.ask(`GET /im/v1/pins?chat_id=${at.group.id}${query}`);

	it('stand on a message, again and again the same, until they are taken off', async () => {
		const first = await pin();
		expect(first.data).toEqual({
			pin: { message_id: id, chat_id: at.group.id, operator_id: at.app.id, operator_id_type: 'app_id', create_time: String(NOW) },
		});
		expect(last(at).pinned).toBe(true);
		at.sandbox.clock.advance(1_000);
		expect((await pin()).data).toEqual(first.data);
		expect((await list()).data).toEqual({ has_more: false, items: [first.data.pin] });
		expect((await list(`&start_time=${NOW + 1}`)).data.items).toEqual([]);
		expect((await at.ask(`DELETE /im/v1/pins/${id}`)).code).toBe(0);
		expect((await list()).data.items).toEqual([]);
		expect(last(at).pinned).toBe(false);
	});

	it('change 5 times a second at most, on messages that are there', async () => {
		for (let index = 0; index < 5; index++) await pin();
		expect(await refused(pin())).toEqual([400, 230047]);
		at.sandbox.clock.advance(1_000);
		await at.ask(`DELETE /im/v1/messages/${id}`);
		expect(await refused(pin())).toEqual([400, 230011]);
		expect(await refused(at.ask('POST /im/v1/pins', { message_id: 'om_none' }))).toEqual([400, 99992354]);
		expect(await refused(at.ask('GET /im/v1/pins?chat_id=oc_none'))).toEqual([400, 99992356]);
		expect(await refused(at.ask(`GET /im/v1/pins?chat_id=${group(at, { apps: [] }).id}`))).toEqual([400, 230002]);
	});
});

describe('reactions', () => {
	const react = (emoji: string, who = at) => who.ask(`POST /im/v1/messages/${id}/reactions`, { reaction_type: { emoji_type: emoji } });

	it('are added, listed and taken back', async () => {
		const { data } = await react('THUMBSUP');
		expect(data).toEqual({
			reaction_id: expect.any(String),
			operator: { operator_id: at.app.id, operator_type: 'app' },
			action_time: String(NOW),
			reaction_type: { emoji_type: 'THUMBSUP' },
		});
		await react('SMILE');
		expect((await at.ask(`GET /im/v1/messages/${id}/reactions?page_size=1`)).data).toMatchObject({ items: [data], has_more: true, page_token: expect.any(String) });
		expect((await at.ask(`GET /im/v1/messages/${id}/reactions?reaction_type=SMILE`)).data.items).toHaveLength(1);
		expect(last(at).reactions).toHaveLength(2);
		const path = `DELETE /im/v1/messages/${id}/reactions/${String(data.reaction_id)}`;
		expect(await refused((await another()).ask(path))).toEqual([400, 231007]);
		expect((await at.ask(path)).data).toEqual(data);
		expect(await refused(at.ask(path))).toEqual([400, 231011]);
		expect(last(at).reactions).toHaveLength(1);
	});

	it('are of the listed emoji types, on a message of a chat that the bot is in', async () => {
		expect(await refused(react('NOTHING'))).toEqual([400, 231001]);
		const { data } = await react('OK');
		const first = id;
		id = await sent(at);
		expect(await refused(at.ask(`DELETE /im/v1/messages/${id}/reactions/${String(data.reaction_id)}`))).toEqual([400, 231010]);
		expect(await refused(at.ask(`GET /im/v1/messages/${id}/reactions?page_token=x`))).toEqual([400, 231012]);
		await at.ask(`DELETE /im/v1/messages/${first}`);
		expect(await refused(at.ask(`GET /im/v1/messages/${first}/reactions`))).toEqual([400, 231003]);
		at.sandbox.changeApp(at.app.id, { botEnabled: false });
		expect(await refused(react('OK'))).toEqual([400, 231002]);
		at.sandbox.changeApp(at.app.id, { botEnabled: true });
		at.sandbox.changeGroup(at.group.id, { apps: [] });
		expect(await refused(react('OK'))).toEqual([400, 231008]);
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id], dissolved: true });
		expect(await refused(react('OK'))).toEqual([400, 232009]);
		id = 'om_none';
		expect(await refused(react('OK'))).toEqual([400, 231003]);
	});
});

describe('batch sending', () => {
	const batch = (body: Record<string, unknown>) => at.ask('POST /message/v4/batch_send/', { msg_type: 'text', content: { text: 'hi' }, ...body });

	it('reaches people and departments with all below them, once each, and names the IDs that are wrong', async () => {
		const top = at.sandbox.addDepartment({ platform: 'feishu', name: 'Top' });
		const below = at.sandbox.addDepartment({ platform: 'feishu', name: 'Below', parentId: top.id });
		at.sandbox.addPerson({ platform: 'feishu', name: 'Eve', userId: 'eve', departmentIds: [below.id] });
		const { status, body } = await batch({
			department_ids: [`od-${top.id}`, '999'],
			open_ids: [openIdOf(at.ann, at.app), 'ou_nobody'],
			user_ids: ['lilei', 'eve'],
			union_ids: ['on_hanmei', 'on_nobody'],
		});
		expect(status).toBe(200);
		expect(body).toEqual({
			code: 0,
			msg: 'ok',
			data: {
				message_id: expect.stringMatching(/^bm-/),
				invalid_department_ids: ['999'],
				invalid_open_ids: ['ou_nobody'],
				invalid_user_ids: [],
				invalid_union_ids: ['on_nobody'],
			},
		});
		const reached = at.sandbox.messages().filter((message) => message.batchId === body.data.message_id);
		expect(reached.map(({ text: shown }) => shown)).toEqual(['hi', 'hi', 'hi']);
		expect(await refused(at.ask(`POST /im/v1/messages/${reached[0]!.id}/reply`, text('no')))).toEqual([400, 230054]);
	});

	it('tells how far it is, who has read it, and takes it back for a day', async () => {
		const bm = String((await batch({ user_ids: ['lilei', 'hanmei'] })).data.message_id);
		at.sandbox.readMessage(last(at).id, 'hanmei');
		expect((await at.ask(`GET /im/v1/batch_messages/${bm}/get_progress`)).data).toEqual({
			batch_message_send_progress: { valid_user_ids_count: 2, success_user_ids_count: 2, read_user_ids_count: 1 },
			batch_message_recall_progress: { recall: false, recall_count: 0 },
		});
		expect((await at.ask(`GET /im/v1/batch_messages/${bm}/read_user`)).body).toEqual({ code: 0, msg: 'ok', data: { read_user: { read_count: '1', total_count: '2' } } });
		const other = await another();
		expect(await refused(other.ask(`GET /im/v1/batch_messages/${bm}/get_progress`))).toEqual([400, 230012]);
		expect(await refused(other.ask(`DELETE /im/v1/batch_messages/${bm}`))).toEqual([400, 230026]);
		expect((await at.ask(`DELETE /im/v1/batch_messages/${bm}`)).body).toEqual({ code: 0, msg: 'success', data: {} });
		expect((await at.ask(`GET /im/v1/batch_messages/${bm}/get_progress`)).data.batch_message_recall_progress).toEqual({ recall: true, recall_count: 2 });
		expect(last(at).recalledAt).toBe(NOW);
		expect(await refused(at.ask('GET /im/v1/batch_messages/bm-none/get_progress'))).toEqual([400, 230030]);
		at.sandbox.clock.advance(DAY + 1);
		expect(await refused((await at.as(at.app)).ask(`DELETE /im/v1/batch_messages/${bm}`))).toEqual([400, 230009]);
		at.sandbox.clock.advance(30 * DAY);
		expect(await refused((await at.as(at.app)).ask(`GET /im/v1/batch_messages/${bm}/get_progress`))).toEqual([400, 230030]);
	});

	it('takes the shapes of a group bot', async () => {
		expect((await batch({ user_ids: ['lilei'], msg_type: 'post', content: { post: { zh_cn: { title: 'T', content: [[{ tag: 'text', text: 'x' }]] } } } })).code).toBe(0);
		expect(last(at).text).toBe('T\nx');
		expect((await batch({ user_ids: ['lilei'], msg_type: 'interactive', content: undefined, card: CARD })).code).toBe(0);
		expect((await batch({ user_ids: ['lilei'], msg_type: 'image', content: { image_key: await image(at) } })).code).toBe(0);
		expect((await batch({ user_ids: ['lilei'], msg_type: 'share_chat', content: { share_chat_id: at.group.id } })).code).toBe(0);
	});

	it.each([
		['nobody', {}, 10003],
		['the root department', { department_ids: ['0'] }, 10003],
		['201 people', { user_ids: Array.from({ length: 201 }, (_, index) => `user${index}`) }, 10003],
		['a file', { user_ids: ['lilei'], msg_type: 'file' }, 10003],
		['a JSON text', { user_ids: ['lilei'], content: '{"text":"hi"}' }, 10002],
		['151 KB', { user_ids: ['lilei'], content: { text: 'x'.repeat(151 * 1_024) } }, 10002],
		['a post without its outer key', { user_ids: ['lilei'], msg_type: 'post', content: { zh_cn: { content: [[]] } } }, 10002],
		['unknown people alone', { open_ids: ['ou_nobody'] }, 11101],
		['unknown user IDs alone', { user_ids: ['nobody'] }, 10003],
		['a foreign picture', { user_ids: ['lilei'], msg_type: 'image', content: { image_key: 'img_none' } }, 11227],
		['an unknown chat', { user_ids: ['lilei'], msg_type: 'share_chat', content: { share_chat_id: 'oc_none' } }, 11231],
		['a broken card', { user_ids: ['lilei'], msg_type: 'interactive', card: { elements: [{ tag: 'nothing' }] } }, 11246],
	])('refuses %s with HTTP 200', async (_what, body, code) => {
		expect(await refused(batch(body))).toEqual([200, code]);
	});

	it('has a number of messages for a day', async () => {
		at.sandbox.changeApp(at.app.id, { batchQuota: 2 });
		expect((await batch({ user_ids: ['lilei', 'hanmei'] })).code).toBe(0);
		expect(await refused(batch({ user_ids: ['lilei'] }))).toEqual([200, 11247]);
		at.sandbox.clock.advance(DAY);
		at = await at.as(at.app);
		expect((await batch({ user_ids: ['lilei'] })).code).toBe(0);
	});

	it('needs the scopes of its targets and a bot that is on', async () => {
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message', 'im:message:send_multi_depts'] });
		expect(await refused(batch({ user_ids: ['lilei'] }))).toEqual([200, 11203]);
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message', 'im:message:send_multi_users'] });
		expect(await refused(batch({ department_ids: ['1'] }))).toEqual([200, 11204]);
		at.sandbox.changeApp(at.app.id, { scopes: null, botEnabled: false });
		expect(await refused(batch({ user_ids: ['lilei'] }))).toEqual([200, 11205]);
		at.sandbox.changeApp(at.app.id, { botEnabled: true, published: false });
		expect(await refused(batch({ user_ids: ['lilei'] }))).toEqual([200, 11210]);
	});
});
