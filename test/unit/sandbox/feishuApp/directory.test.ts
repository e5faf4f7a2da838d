import { openIdOf } from '../../../../sandbox/organization';
import { closeAll, file, form, group, HOUR, image, person, place, png, refused, sent, type Place } from './support';

let at: Place;

beforeEach(async () => {
	at = await place();
});
afterEach(closeAll);

describe('finding people', () => {
	const find = (body: Record<string, unknown>, type = 'user_id') => at.ask(`POST /contact/v3/users/batch_get_id?user_id_type=${type}`, body);
	const status = { is_frozen: false, is_resigned: false, is_activated: true, is_exited: false, is_unjoin: false };

	it('gives one entry for each e-mail and mobile, without an ID for who is not found', async () => {
		person(at, { userId: 'gone', email: 'gone@example.com', resigned: true });
		const { body } = await find({ emails: ['LILEI@example.com', 'nobody@example.com', 'gone@example.com'], mobiles: ['13800000001', '+8613800000002', '1'] });
		expect(body).toEqual({
			code: 0,
			msg: 'success',
			data: {
				user_list: [
					{ user_id: 'lilei', email: 'LILEI@example.com', status },
					{ email: 'nobody@example.com' },
					{ email: 'gone@example.com' },
					{ user_id: 'lilei', mobile: '13800000001', status },
					{ user_id: 'hanmei', mobile: '+8613800000002', status },
					{ mobile: '1' },
				],
			},
		});
		expect((await find({ emails: ['gone@example.com'], include_resigned: true })).data.user_list).toEqual([
			{ user_id: 'gone', email: 'gone@example.com', status: { ...status, is_resigned: true } },
		]);
		expect((await find({ emails: ['lilei@example.com'] }, 'open_id')).data.user_list).toMatchObject([{ user_id: openIdOf(at.ann, at.app) }]);
	});

	it('takes 50 of each, and shows nobody outside the range of the app', async () => {
		const emails = Array.from({ length: 50 }, (_, index) => `${index}@example.com`);
		expect((await find({ emails, mobiles: emails })).data.user_list).toHaveLength(100);
		expect(await refused(find({ emails: [...emails, 'more@example.com'] }))).toEqual([400, 99992402]);
		at.sandbox.changeApp(at.app.id, { availableTo: ['hanmei'] });
		expect((await find({ emails: ['lilei@example.com'] })).data.user_list).toEqual([{ email: 'lilei@example.com' }]);
		at.sandbox.changeApp(at.app.id, { availableTo: null, published: false });
		expect((await find({ emails: ['lilei@example.com'] })).data.user_list).toEqual([{ email: 'lilei@example.com' }]);
		at.sandbox.changeApp(at.app.id, { published: true, scopes: ['contact:user.id:readonly'] });
		expect((await find({ emails: ['lilei@example.com'] })).data.user_list).toEqual([{ user_id: 'lilei', email: 'lilei@example.com' }]);
		at.sandbox.changeApp(at.app.id, { scopes: [] });
		expect(await refused(find({ emails }))).toEqual([400, 99991672]);
	});

	it('gives one person, as much as the scopes allow', async () => {
		const get = (id: string) => at.ask(`GET /contact/v3/users/${id}?user_id_type=user_id`);
		expect((await get('lilei')).data.user).toMatchObject({ user_id: 'lilei', union_id: 'on_lilei', open_id: openIdOf(at.ann, at.app), name: '李雷', email: 'lilei@example.com', mobile: '+8613800000001', status });
		at.sandbox.changeApp(at.app.id, { scopes: ['contact:contact.base:readonly', 'contact:user.base:readonly'] });
		const { user } = (await get('lilei')).data as { user: Record<string, unknown> };
		expect(user.name).toBe('李雷');
		for (const hidden of ['email', 'mobile', 'user_id', 'status', 'department_ids']) expect(user).not.toHaveProperty(hidden);
		expect(await refused(get('nobody'))).toEqual([400, 41012]);
		at.sandbox.changeApp(at.app.id, { availableTo: [] });
		expect(await refused(get('lilei'))).toEqual([400, 41050]);
	});

	it('gives the people and the departments of a department, page by page', async () => {
		const top = at.sandbox.addDepartment({ platform: 'feishu', name: 'Top' });
		const below = at.sandbox.addDepartment({ platform: 'feishu', name: 'Below', parentId: top.id });
		for (const name of ['A', 'B', 'C']) person(at, { name, userId: name, departmentIds: [top.id] });
		const inside = (query: string) => at.ask(`GET /contact/v3/users/find_by_department?user_id_type=user_id&${query}`);
		const first = (await inside(`department_id=od-${top.id}&page_size=2`)).data;
		expect(first).toMatchObject({ has_more: true, items: [{ name: 'A', department_ids: [`od-${top.id}`] }, { name: 'B' }] });
		expect((await inside(`department_id=od-${top.id}&page_size=2&page_token=${String(first.page_token)}`)).data).toMatchObject({ has_more: false, items: [{ name: 'C' }] });
		expect((await inside(`department_id=${top.id}&department_id_type=department_id`)).data.items).toHaveLength(3);
		expect((await inside('department_id=0')).data.items).toHaveLength(2);
		expect(await refused(inside('department_id=od-none'))).toEqual([400, 99992357]);
		expect(await refused(inside('department_id=none&department_id_type=department_id'))).toEqual([400, 99992380]);
		expect(await refused(inside(`department_id=od-${top.id}&page_size=51`))).toEqual([400, 40011]);
		expect(await refused(inside(`department_id=od-${top.id}&page_token=x`))).toEqual([400, 40012]);
		expect(await refused(inside(''))).toEqual([400, 99992402]);
		const children = (query = '') => at.ask(`GET /contact/v3/departments/0/children${query}`);
		expect((await children()).data.items).toMatchObject([{ name: 'Top', department_id: top.id, open_department_id: `od-${top.id}`, parent_department_id: '0', member_count: 3 }]);
		expect((await children('?fetch_child=true')).data.items).toMatchObject([{ name: 'Top' }, { name: 'Below', department_id: below.id }]);
		at.sandbox.changeApp(at.app.id, { availableTo: ['lilei'] });
		expect(await refused(inside('department_id=0'))).toEqual([403, 40004]);
		expect(await refused(children())).toEqual([403, 40004]);
	});
});

describe('groups', () => {
	it('are listed and searched by name or member, those that the bot is in', async () => {
		const ops = group(at);
		group(at, { name: 'Elsewhere', apps: [] });
		await at.ask('POST /im/v1/messages?receive_id_type=user_id', { receive_id: 'lilei', msg_type: 'text', content: '{"text":"hi"}' });
		const names = async (path: string) => ((await at.ask(`GET ${path}`)).data.items as Array<{ name: string }>).map(({ name }) => name);
		expect(await names('/im/v1/chats')).toEqual(['值班群', 'Ops']);
		const first = await at.ask('GET /im/v1/chats?page_size=1');
		expect(first.data).toEqual({
			items: [{ chat_id: at.group.id, avatar: expect.any(String), name: '值班群', description: '', external: false, tenant_key: expect.any(String), chat_status: 'normal' }],
			has_more: true,
			page_token: expect.any(String),
		});
		expect(await names(`/im/v1/chats?page_size=1&page_token=${String(first.data.page_token)}`)).toEqual(['Ops']);
		at.sandbox.clock.advance(1);
		await at.ask('POST /im/v1/messages?receive_id_type=chat_id', { receive_id: ops.id, msg_type: 'text', content: '{"text":"hi"}' });
		expect(await names('/im/v1/chats?sort_type=ByActiveTimeDesc')).toEqual(['Ops', '值班群']);
		expect(await names('/im/v1/chats/search?query=op')).toEqual(['Ops']);
		expect(await names(`/im/v1/chats/search?query=${encodeURIComponent('李雷')}`)).toEqual(['值班群']);
		expect(await names('/im/v1/chats/search?query=')).toEqual([]);
		expect(await names(`/im/v1/chats/search?query=${'o'.repeat(65)}`)).toEqual([]);
		expect(await refused(at.ask('GET /im/v1/chats?page_token=x'))).toEqual([400, 232001]);
		at.sandbox.changeApp(at.app.id, { botEnabled: false });
		expect(await refused(at.ask('GET /im/v1/chats'))).toEqual([400, 232025]);
		at.sandbox.changeApp(at.app.id, { botEnabled: true, published: false });
		expect(await refused(at.ask('GET /im/v1/chats'))).toEqual([400, 232034]);
	});

	it('say more to who is in them', async () => {
		expect((await at.ask(`GET /im/v1/chats/${at.group.id}`)).data).toMatchObject({ name: '值班群', chat_mode: 'group', at_all_permission: 'all_members', user_count: '1', bot_count: '1', chat_status: 'normal' });
		const elsewhere = await at.ask(`GET /im/v1/chats/${group(at, { apps: [] }).id}`);
		expect(Object.keys(elsewhere.data).sort()).toEqual(['avatar', 'bot_count', 'chat_status', 'name', 'user_count']);
		expect(await refused(at.ask('GET /im/v1/chats/oc_none'))).toEqual([400, 232006]);
	});

	it('are made with people and bots, once per uuid in 10 hours', async () => {
		const other = at.sandbox.addApp({ platform: 'feishu', name: 'Other' });
		const create = (body: Record<string, unknown>, uuid = '') => at.ask(`POST /im/v1/chats?user_id_type=user_id&uuid=${uuid}`, body);
		const made = await create({ name: 'War room', user_id_list: ['lilei', 'hanmei'], bot_id_list: [other.id] }, 'c-1');
		expect(made.data).toMatchObject({ chat_id: expect.stringMatching(/^oc_/), name: 'War room', chat_mode: 'group', chat_type: 'private' });
		expect(at.sandbox.state().groups.at(-1)).toMatchObject({ id: made.data.chat_id, apps: [at.app.id, other.id], members: [{ userId: 'lilei' }, { userId: 'hanmei' }] });
		expect((await create({ name: 'War room' }, 'c-1')).data.chat_id).toBe(made.data.chat_id);
		at.sandbox.clock.advance(HOUR);
		expect((await create({ name: 'War room' }, 'c-1')).data.chat_id).toBe(made.data.chat_id);
		expect((await create({ name: 'War room' })).data.chat_id).not.toBe(made.data.chat_id);
		person(at, { userId: 'gone', resigned: true });
		expect(await refused(create({ user_id_list: ['gone'] }))).toEqual([400, 232022]);
		expect(await refused(create({ user_id_list: ['nobody'] }))).toEqual([400, 232043]);
		expect(await refused(create({ bot_id_list: ['cli_none'] }))).toEqual([400, 232021]);
		expect(await refused(create({ chat_type: 'public' }))).toEqual([400, 232042]);
		expect(await refused(create({ chat_type: 'public', name: 'x' }))).toEqual([400, 232020]);
		expect(await refused(create({ user_id_list: Array.from({ length: 51 }, () => 'lilei') }))).toEqual([400, 99992402]);
	});

	it('have members, listed and added', async () => {
		const path = `/im/v1/chats/${at.group.id}/members?member_id_type=`;
		const add = (ids: unknown, succeedType = '0', type = 'user_id') => at.ask(`POST ${path}${type}&succeed_type=${succeedType}`, { id_list: ids });
		expect((await at.ask(`GET ${path}open_id`)).data).toEqual({
			items: [{ member_id_type: 'open_id', member_id: openIdOf(at.ann, at.app), name: '李雷', tenant_key: expect.any(String) }],
			has_more: false,
			member_total: 1,
		});
		person(at, { userId: 'gone', resigned: true });
		expect((await add(['hanmei', 'gone'])).data).toEqual({ invalid_id_list: ['gone'], not_existed_id_list: [], pending_approval_id_list: [] });
		expect((await at.ask(`GET ${path}user_id`)).data.member_total).toBe(2);
		expect(await refused(add(['nobody']))).toEqual([400, 99992360]);
		expect(await refused(add(['ou_nobody'], '0', 'open_id'))).toEqual([400, 99992351]);
		expect(await refused(add(['on_nobody'], '0', 'union_id'))).toEqual([400, 99992364]);
		expect(await refused(add(['cli_none'], '0', 'app_id'))).toEqual([400, 232021]);
		expect((await add(['nobody', 'gone', 'lilei'], '1')).data).toEqual({ invalid_id_list: ['gone'], not_existed_id_list: ['nobody'], pending_approval_id_list: [] });
		expect(await refused(add(['nobody', 'lilei'], '2'))).toEqual([400, 232043]);
		expect(await refused(add([]))).toEqual([400, 232027]);
		expect(await refused(add(Array.from({ length: 51 }, () => 'lilei')))).toEqual([400, 232001]);
		const other = at.sandbox.addApp({ platform: 'feishu', name: 'Other' });
		expect((await add([other.id], '0', 'app_id')).code).toBe(0);
		at.sandbox.changeApp(at.app.id, { availableTo: ['lilei'] });
		expect(await refused(add(['hanmei']))).toEqual([400, 232024]);
		at.sandbox.changeGroup(at.group.id, { apps: [] });
		expect(await refused(at.ask(`GET ${path}open_id`))).toEqual([400, 232011]);
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id], dissolved: true });
		expect(await refused(at.ask(`GET ${path}open_id`))).toEqual([400, 232009]);
	});
});

describe('pictures and files', () => {
	const upload = (path: string, parts: Parameters<typeof form>[0]) => {
		const { body, headers } = form(parts);
		return at.ask(`POST ${path}`, body, headers);
	};
	const MB = 1_048_576;
	const IMAGES: Array<[string, Buffer]> = [
		['gif', Buffer.from('47494638396101000100', 'hex')],
		['jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
		['webp', Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')],
		['bmp', Buffer.concat([Buffer.from('BM'), Buffer.alloc(30)])],
		['x-icon', Buffer.from('0000010001000000', 'hex')],
		['tiff', Buffer.from('49492a0008000000', 'hex')],
		['heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
	];

	it.each(IMAGES)('takes a %s', async (format, bytes) => {
		const { data } = await upload('/im/v1/images', { image_type: 'message', image: { name: 'a', bytes } });
		expect(at.sandbox.file(String(data.image_key))?.contentType).toBe(`image/${format}`);
	});

	it.each([
		['nothing', { image_type: 'message' }, 234001],
		['another type', { image_type: 'sticker', image: { name: 'a.png', bytes: png() } }, 234001],
		['no bytes', { image_type: 'message', image: { name: 'a.png', bytes: Buffer.alloc(0) } }, 234010],
		['no picture', { image_type: 'message', image: { name: 'a.png', bytes: Buffer.from('hello') } }, 234011],
		['over 10 MB', { image_type: 'message', image: { name: 'a.png', bytes: Buffer.concat([png(), Buffer.alloc(10 * MB)]) } }, 234006],
		['12,001 pixels', { image_type: 'message', image: { name: 'a.png', bytes: png(12_001, 1) } }, 234039],
		['an avatar of 4,097 pixels', { image_type: 'avatar', image: { name: 'a.png', bytes: png(1, 4_097) } }, 234039],
		['a GIF of 2,001 pixels', { image_type: 'message', image: { name: 'a.gif', bytes: Buffer.from('474946383961d1070100', 'hex') } }, 234039],
	])('refuses a picture of %s', async (_what, parts, code) => {
		expect(await refused(upload('/im/v1/images', parts))).toEqual([400, code]);
	});

	it.each([
		['another type', { file_type: 'zip', file_name: 'a.zip', file: { name: 'a.zip', bytes: Buffer.from('x') } }, 234001],
		['no name', { file_type: 'pdf', file: { name: 'a.pdf', bytes: Buffer.from('x') } }, 234001],
		['no bytes', { file_type: 'pdf', file_name: 'a.pdf', file: { name: 'a.pdf', bytes: Buffer.alloc(0) } }, 234010],
		['31 MB', { file_type: 'stream', file_name: 'a', file: { name: 'a', bytes: Buffer.alloc(31 * MB) } }, 234006],
	])('refuses a file of %s', async (_what, parts, code) => {
		expect(await refused(upload('/im/v1/files', parts))).toEqual([400, code]);
	});

	it('gives what the app has uploaded back to it', async () => {
		const key = await image(at);
		const { reply } = await at.ask(`GET /im/v1/images/${key}`);
		expect([reply.status, reply.headers['content-type'], reply.headers['content-length']]).toEqual([200, 'image/png', String(png().length)]);
		const fileKey = await file(at, 'pdf', '报告.pdf');
		const plain = await at.ask(`GET /im/v1/files/${fileKey}`);
		expect([plain.reply.text, plain.reply.headers['content-disposition']]).toEqual(['%PDF-', undefined]);
		const named = await at.ask(`GET /im/v1/files/${fileKey}`, undefined, { 'content-type': 'application/json' });
		expect(named.reply.headers['content-disposition']).toContain(encodeURIComponent('报告.pdf'));
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		expect(await refused(other.ask(`GET /im/v1/images/${key}`))).toEqual([400, 234008]);
		expect(await refused(other.ask(`GET /im/v1/files/${fileKey}`))).toEqual([400, 234008]);
		expect(await refused(at.ask('GET /im/v1/files/file_none'))).toEqual([400, 234001]);
		const avatar = (await upload('/im/v1/images', { image_type: 'avatar', image: { name: 'a.png', bytes: png() } })).data.image_key;
		expect(await refused(at.ask(`GET /im/v1/images/${String(avatar)}`))).toEqual([400, 234001]);
		at.sandbox.changeApp(at.app.id, { botEnabled: false });
		expect(await refused(at.ask(`GET /im/v1/images/${key}`))).toEqual([400, 234007]);
	});

	it('gives the resource of a message to whoever is in the chat', async () => {
		const fileKey = await file(at);
		const id = await sent(at, { msg_type: 'file', content: JSON.stringify({ file_key: fileKey }) });
		const path = (message: string, key: string, type = 'file') => `GET /im/v1/messages/${message}/resources/${key}?type=${type}`;
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		expect(await refused(other.ask(path(id, fileKey)))).toEqual([400, 234004]);
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect((await other.ask(path(id, fileKey))).reply.text).toBe('%PDF-');
		expect(await refused(at.ask(path(id, 'file_other')))).toEqual([400, 234003]);
		expect(await refused(at.ask(path(id, fileKey, 'image')))).toEqual([400, 234003]);
		expect(await refused(at.ask(path(id, fileKey, 'video')))).toEqual([400, 99992402]);
		expect(await refused(at.ask(path('om_none', fileKey)))).toEqual([400, 99992354]);
		const img = await image(at);
		const post = await sent(at, { msg_type: 'post', content: JSON.stringify({ zh_cn: { content: [[{ tag: 'img', image_key: img }]] } }) });
		expect((await at.ask(path(post, img, 'image'))).status).toBe(200);
		const cardId = await sent(at, { msg_type: 'interactive', content: '{"elements":[]}' });
		expect(await refused(at.ask(path(cardId, img, 'image')))).toEqual([400, 234043]);
		await at.ask(`DELETE /im/v1/messages/${id}`);
		expect(await refused(at.ask(path(id, fileKey)))).toEqual([400, 230110]);
	});
});
