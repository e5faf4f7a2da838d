import { openIdOf } from '../../../../sandbox/organization';
import { card, CARD, CARD_2, closeAll, DAY, file, group, HOUR, image, last, NOW, person, place, refused, sent, text, toGroup, type Place } from './support';

let at: Place;

beforeEach(async () => {
	at = await place();
});
afterEach(closeAll);

const openId = (place_ = at, who = place_.ann) => openIdOf(who, place_.app);
const to = (type: string, id: string, body: Record<string, unknown> = text('hi')) => at.ask(`POST /im/v1/messages?receive_id_type=${type}`, { receive_id: id, ...body });
const content = (msgType: string, value: unknown) => ({ msg_type: msgType, content: JSON.stringify(value) });

describe('sending', () => {
	it('answers with the message and shows it in the chat', async () => {
		const { status, body } = await toGroup(at, text(`<at user_id="${openId()}">李雷</at> <b>CPU</b> [runbook](https://example.com)`));
		const id = last(at).id;
		expect(status).toBe(200);
		expect(body).toEqual({
			code: 0,
			msg: 'success',
			data: {
				message_id: id,
				msg_type: 'text',
				create_time: String(NOW),
				update_time: String(NOW),
				deleted: false,
				updated: false,
				chat_id: at.group.id,
				sender: { id: at.app.id, id_type: 'app_id', sender_type: 'app', tenant_key: expect.any(String) },
				body: { content: '{"text":"@_user_1 <b>CPU</b> [runbook](https://example.com)"}' },
				mentions: [{ key: '@_user_1', id: openId(), id_type: 'open_id', name: '李雷', tenant_key: expect.any(String) }],
			},
		});
		expect(id).toMatch(/^om_/);
		expect(last(at)).toMatchObject({ groupId: at.group.id, appId: at.app.id, bot: '告警', text: '@李雷 CPU runbook', mentions: [{ type: 'user', id: openId(), name: '李雷' }] });
		expect(at.sandbox.calls().at(-1)).toMatchObject({ outcome: 'accepted', messageId: id, appId: at.app.id });
	});

	it('mentions members by any of their IDs, nobody else, and by e-mail in cards alone', async () => {
		const mentioned = async (id: string) => {
			await sent(at, text(`<at user_id="${id}">x</at>`));
			at.sandbox.clock.advance(1_000);
			return last(at).mentions.map(({ name }) => name);
		};
		for (const id of [openId(), 'on_lilei', 'lilei']) expect(await mentioned(id)).toEqual(['李雷']);
		for (const id of ['lilei@example.com', 'hanmei', 'nobody']) expect(await mentioned(id)).toEqual([]);
	});

	it.each([
		['open_id', (who: string) => who],
		['union_id', () => 'on_lilei'],
		['user_id', () => 'lilei'],
		['email', () => 'LiLei@example.com'],
	])('reaches a person by %s, in one direct chat', async (type, id) => {
		const { code, data } = await to(type, id(openId()));
		expect(code).toBe(0);
		const chat = at.sandbox.state().groups.find((one) => one.id === data.chat_id);
		expect(chat).toMatchObject({ direct: { userId: 'lilei' }, apps: [at.app.id] });
		expect((await to('chat_id', String(data.chat_id))).code).toBe(0);
		expect(at.sandbox.messages(String(data.chat_id))).toHaveLength(2);
	});

	it.each([
		['open_id', 'ou_nobody', 99992351],
		['open_id', 'lilei', 230034],
		['union_id', 'on_nobody', 99992363],
		['union_id', 'ou_lilei', 230034],
		['user_id', 'nobody', 99992360],
		['email', 'nobody@example.com', 230034],
		['email', 'nobody', 230034],
		['chat_id', 'oc_nowhere', 99992356],
		['chat_id', 'ou_lilei', 230034],
	])('refuses %s %s', async (type, id, code) => {
		expect(await refused(to(type, id))).toEqual([400, code]);
	});

	it('refuses the open ID of another app', async () => {
		const other = at.sandbox.addApp({ platform: 'feishu', name: 'Other' });
		expect(await refused(to('open_id', openIdOf(at.ann, other)))).toEqual([400, 99992361]);
	});

	it('refuses who has resigned or is out of range, and a bot that is off, unreleased or not in the group', async () => {
		person(at, { userId: 'gone', resigned: true });
		expect(await refused(to('user_id', 'gone'))).toEqual([400, 230029]);
		at.sandbox.changeApp(at.app.id, { availableTo: ['hanmei'] });
		expect(await refused(to('user_id', 'lilei'))).toEqual([400, 230013]);
		at.sandbox.changeApp(at.app.id, { botEnabled: false });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 230006]);
		at.sandbox.changeApp(at.app.id, { botEnabled: true, published: false });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 230006]);
		at.sandbox.changeApp(at.app.id, { published: true });
		at.sandbox.changeGroup(at.group.id, { apps: [] });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 230002]);
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id], dissolved: true });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 232009]);
	});

	it('sends once per uuid within an hour, and refuses a longer one', async () => {
		const first = await toGroup(at, { ...text('one'), uuid: 'u-1' });
		const second = await toGroup(at, { ...text('two'), uuid: 'u-1' });
		expect(second.data.message_id).toBe(first.data.message_id);
		expect(at.sandbox.messages()).toHaveLength(1);
		expect(at.sandbox.calls().at(-1)?.outcome).toBe('duplicate');
		at.sandbox.clock.advance(HOUR);
		expect((await toGroup(at, { ...text('three'), uuid: 'u-1' })).data.message_id).not.toBe(first.data.message_id);
		expect((await toGroup(at, { ...text('hi'), uuid: 'x'.repeat(50) })).code).toBe(0);
		expect(await refused(toGroup(at, { ...text('hi'), uuid: 'x'.repeat(51) }))).toEqual([400, 99992402]);
	});

	it('lets 5 messages a second into a group, of all its bots together, and to a person', async () => {
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		for (let index = 0; index < 5; index++) await sent(index < 3 ? at : other);
		expect(await refused(toGroup(other, text('six')))).toEqual([400, 230020]);
		for (let index = 0; index < 5; index++) expect((await to('user_id', 'lilei')).code).toBe(0);
		expect(await refused(to('user_id', 'lilei'))).toEqual([400, 230020]);
		at.sandbox.clock.advance(1_000);
		await sent(at);
	});

	it('has limits of size: 150 KB for texts, 30 KB for posts and cards', async () => {
		expect((await toGroup(at, text('x'.repeat(149 * 1_024)))).code).toBe(0);
		expect(await refused(toGroup(at, text('x'.repeat(150 * 1_024))))).toEqual([400, 230025]);
		const long = 'x'.repeat(30 * 1_024);
		expect(await refused(toGroup(at, card({ elements: [{ tag: 'markdown', content: long }] })))).toEqual([400, 230025]);
		expect(await refused(toGroup(at, content('post', { zh_cn: { content: [[{ tag: 'text', text: long }]] } })))).toEqual([400, 230025]);
	});

	it('refuses @all in a group that does not allow it', async () => {
		expect((await toGroup(at, text('<at user_id="all"></at> hi'))).code).toBe(0);
		expect(last(at).mentions).toEqual([{ type: 'all', id: 'all', name: expect.any(String) }]);
		at.sandbox.changeGroup(at.group.id, { allowAtAll: false });
		expect(await refused(toGroup(at, text('<at user_id="all"></at> hi')))).toEqual([400, 230018]);
	});
});

describe('the types of messages', () => {
	it('takes a post without an outer key, with every tag', async () => {
		const img = await image(at);
		const video = await file(at, 'mp4', 'a.mp4');
		const { code } = await toGroup(
			at,
			content('post', {
				zh_cn: {
					title: '告警',
					content: [
						[{ tag: 'text', text: 'CPU ', style: ['bold'] }, { tag: 'a', text: 'link', href: 'https://example.com' }, { tag: 'at', user_id: openId() }],
						[{ tag: 'img', image_key: img }],
						[{ tag: 'media', file_key: video, image_key: img }],
						[{ tag: 'emotion', emoji_type: 'SMILE' }],
						[{ tag: 'hr' }],
						[{ tag: 'code_block', language: 'SQL', text: 'SELECT 1' }],
						[{ tag: 'md', text: `**bold** <at user_id="${openId()}"></at>` }],
					],
				},
			}),
		);
		expect(code).toBe(0);
		expect(last(at).text).toBe('告警\nCPU link@李雷\nvideo\n[SMILE]\n———\nSELECT 1\nbold @李雷');
	});

	it.each([
		['text', {}],
		['text', { text: '' }],
		['post', { post: { zh_cn: { content: [[]] } } }],
		['post', { zh_cn: { content: [] } }],
		['post', { zh_cn: { content: [[{ tag: 'a', text: 'x', href: 'nowhere' }]] } }],
		['post', { zh_cn: { content: [[{ tag: 'md', text: 'x' }, { tag: 'text', text: 'y' }]] } }],
		['post', { zh_cn: { content: [[{ tag: 'video' }]] } }],
		['image', { file_key: 'x' }],
		['image', { image_key: 'img_unknown' }],
		['file', { file_key: 'file_unknown' }],
		['share_user', { user_id: 'ou_nobody' }],
		['system', { type: 'divider', params: { divider_text: { text: 'new' } } }],
	])('refuses a %s of %j', async (msgType, value) => {
		expect(await refused(toGroup(at, content(msgType, value)))).toEqual([400, 230001]);
	});

	it('refuses content that is no JSON text', async () => {
		expect(await refused(toGroup(at, { msg_type: 'text', content: 'hi' }))).toEqual([400, 230001]);
		expect(await refused(toGroup(at, { msg_type: 'text', content: { text: 'hi' } }))).toEqual([400, 99992402]);
		expect(await refused(toGroup(at, { msg_type: 'sms', content: '{}' }))).toEqual([400, 99992402]);
	});

	it.each([
		['file', 'pdf', 'file'],
		['audio', 'opus', 'audio'],
		['media', 'mp4', 'video'],
	])('sends a %s as what it was uploaded as', async (msgType, fileType, fileKind) => {
		const key = await file(at, fileType, `a.${fileType}`);
		expect((await toGroup(at, content(msgType, { file_key: key }))).code).toBe(0);
		expect(last(at).view).toEqual({ kind: 'file', fileKind, key, name: `a.${fileType}` });
		for (const other of ['file', 'audio', 'media'].filter((type) => type !== msgType)) {
			expect(await refused(toGroup(at, content(other, { file_key: key })))).toEqual([400, 230055]);
		}
	});

	it('sends pictures of the app alone', async () => {
		const key = await image(at);
		expect((await toGroup(at, content('image', { image_key: key }))).code).toBe(0);
		expect(last(at).view).toEqual({ kind: 'file', fileKind: 'image', key, name: 'a.png' });
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect(await refused(toGroup(other, content('image', { image_key: key })))).toEqual([400, 230017]);
		expect(await refused(toGroup(other, card({ elements: [{ tag: 'img', img_key: key, alt: { tag: 'plain_text', content: '' } }] })))).toEqual([400, 230099]);
	});

	it('shares groups that the bot is in, and people', async () => {
		const elsewhere = group(at, { apps: [] });
		expect((await toGroup(at, content('share_chat', { chat_id: at.group.id }))).code).toBe(0);
		expect(await refused(toGroup(at, content('share_chat', { chat_id: elsewhere.id })))).toEqual([400, 230002]);
		const direct = (await to('user_id', 'lilei')).data.chat_id;
		expect(await refused(toGroup(at, content('share_chat', { chat_id: direct })))).toEqual([400, 230015]);
		expect((await toGroup(at, content('share_user', { user_id: openId() }))).code).toBe(0);
		expect(last(at).view).toEqual({ kind: 'tile', label: 'Personal card', detail: '李雷' });
	});

	it('takes a system message with its own scope, in a direct chat alone', async () => {
		const divider = content('system', { type: 'divider', params: { divider_text: { text: 'new' } } });
		expect((await to('user_id', 'lilei', divider)).code).toBe(0);
		expect(last(at).view).toEqual({ kind: 'tile', label: 'System message', detail: 'new' });
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message'] });
		expect(await refused(to('user_id', 'lilei', divider))).toEqual([400, 230027]);
	});

	it('takes cards of both schemas and templates, and mentions in them by any ID or e-mail', async () => {
		const words = `<at id=${openId()}></at><at id=on_lilei></at><at id=lilei></at><at email=lilei@example.com></at>`;
		expect((await toGroup(at, card({ elements: [{ tag: 'markdown', content: words }] }))).code).toBe(0);
		expect(last(at).text).toBe('@李雷@李雷@李雷@李雷');
		expect((await toGroup(at, card(CARD_2))).code).toBe(0);
		expect((await toGroup(at, card({ type: 'template', data: { template_id: 'AAqmadeup' } }))).code).toBe(0);
		const nobody = await toGroup(at, card({ elements: [{ tag: 'markdown', content: '<at id=ou_nobody></at>' }] }));
		expect([nobody.status, nobody.code, nobody.body.msg]).toEqual([
			400,
			230099,
			'Failed to create card content, ext=ErrCode: 100290; ErrMsg: There is an invalid user resource(at/person) in your card; ErrorValue: ou_nobody; ',
		]);
	});

	it('refuses a card of 201 elements, an unknown property and a removed tag', async () => {
		const cardOf = (elements: unknown[]) => toGroup(at, card({ schema: '2.0', body: { elements } }));
		expect((await cardOf(Array.from({ length: 201 }, () => ({ tag: 'hr' })))).body.msg).toContain('ErrCode: 11310; ErrMsg: element exceeds the limit');
		expect((await cardOf([{ tag: 'note', elements: [] }])).body.msg).toContain('ErrCode: 200861');
		expect((await cardOf([{ tag: 'hr', color: 'red' }])).body.msg).toContain('ErrCode: 200621');
	});
});

describe('a message that was sent', () => {
	it('is replied to, in a thread if wanted', async () => {
		const root = await sent(at);
		const reply = await at.ask(`POST /im/v1/messages/${root}/reply`, { ...text('one'), uuid: 'r-1' });
		expect(reply.data).toMatchObject({ root_id: root, parent_id: root });
		expect(reply.data).not.toHaveProperty('thread_id');
		expect((await at.ask(`POST /im/v1/messages/${root}/reply`, { ...text('one'), uuid: 'r-1' })).data.message_id).toBe(reply.data.message_id);
		const inThread = await at.ask(`POST /im/v1/messages/${root}/reply`, { ...text('two'), reply_in_thread: true });
		expect(inThread.data.thread_id).toMatch(/^omt_/);
		const nested = await at.ask(`POST /im/v1/messages/${String(inThread.data.message_id)}/reply`, text('three'));
		expect(nested.data).toMatchObject({ root_id: root, parent_id: inThread.data.message_id, thread_id: inThread.data.thread_id });
		const thread = await at.ask(`GET /im/v1/messages?container_id_type=thread&container_id=${String(inThread.data.thread_id)}`);
		expect((thread.data.items as unknown[]).length).toBe(3);
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message'] });
		expect(await refused(at.ask(`GET /im/v1/messages/${root}`))).toEqual([400, 230027]);
		expect(await refused(at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}`))).toEqual([400, 230027]);
		at.sandbox.changeApp(at.app.id, { scopes: null });
		expect(await refused(at.ask('POST /im/v1/messages/om_nothing/reply', text('hi')))).toEqual([400, 99992354]);
	});

	it('is edited 20 times at most, as long as the administrator allows, by its sender', async () => {
		const id = await sent(at);
		for (let index = 1; index <= 20; index++) expect((await at.ask(`PUT /im/v1/messages/${id}`, text(`edit ${index}`))).code).toBe(0);
		expect(last(at)).toMatchObject({ text: 'edit 20', editedAt: NOW });
		expect(await refused(at.ask(`PUT /im/v1/messages/${id}`, text('edit 21')))).toEqual([400, 230072]);
		const late = await sent(at);
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect(await refused(other.ask(`PUT /im/v1/messages/${late}`, text('no')))).toEqual([400, 230071]);
		const cardId = await sent(at, card(CARD));
		expect(await refused(at.ask(`PUT /im/v1/messages/${cardId}`, text('no')))).toEqual([400, 230054]);
		expect(await refused(at.ask(`PUT /im/v1/messages/${cardId}`, card(CARD)))).toEqual([400, 99992402]);
		at.sandbox.clock.advance(DAY + 1);
		const again = await at.as(at.app);
		expect(await refused(again.ask(`PUT /im/v1/messages/${late}`, text('late')))).toEqual([400, 230075]);
	});

	it('is a card that is updated for 14 days, if it is shared before and after', async () => {
		const id = await sent(at, card(CARD));
		const update = (value: unknown, who = at) => who.ask(`PATCH /im/v1/messages/${id}`, { content: JSON.stringify(value) });
		expect((await update({ ...CARD, elements: [{ tag: 'markdown', content: 'done' }] })).body).toEqual({ code: 0, msg: 'success', data: {} });
		expect(last(at).text).toBe('done');
		expect(await refused(update({ elements: [] }))).toEqual([400, 230001]);
		for (let index = 0; index < 4; index++) expect((await update(CARD)).code).toBe(0);
		expect(await refused(update(CARD))).toEqual([400, 230020]);
		at.sandbox.clock.advance(14 * DAY + 1);
		expect(await refused(update(CARD, await at.as(at.app)))).toEqual([400, 230031]);
		const exclusive = await at.as(at.app);
		const alone = await sent(exclusive, card({ elements: [] }));
		expect(await refused(exclusive.ask(`PATCH /im/v1/messages/${alone}`, { content: JSON.stringify(CARD) }))).toEqual([400, 230001]);
		const second = await sent(exclusive, card(CARD_2));
		expect((await exclusive.ask(`PATCH /im/v1/messages/${second}`, { content: JSON.stringify(CARD) })).body.msg).toContain('ErrCode: 200830');
		expect(await refused(exclusive.ask(`PATCH /im/v1/messages/${await sent(exclusive)}`, { content: JSON.stringify(CARD) }))).toEqual([400, 230001]);
	});

	it('is recalled once, for a day, by its sender', async () => {
		const id = await sent(at);
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect(await refused(other.ask(`DELETE /im/v1/messages/${id}`))).toEqual([400, 230026]);
		expect((await at.ask(`DELETE /im/v1/messages/${id}`)).body).toEqual({ code: 0, msg: 'success', data: {} });
		expect(last(at).recalledAt).toBe(NOW);
		expect(await refused(at.ask(`DELETE /im/v1/messages/${id}`))).toEqual([400, 230110]);
		expect(await refused(at.ask(`POST /im/v1/messages/${id}/reply`, text('hi')))).toEqual([400, 230011]);
		expect(await refused(at.ask(`PUT /im/v1/messages/${id}`, text('hi')))).toEqual([400, 230011]);
		expect(await refused(at.ask(`GET /im/v1/messages/${id}/read_users?user_id_type=open_id`))).toEqual([400, 230110]);
		expect(await refused(at.ask(`POST /im/v1/messages/${id}/forward?receive_id_type=user_id`, { receive_id: 'lilei' }))).toEqual([400, 230065]);
		expect((await at.ask(`GET /im/v1/messages/${id}`)).data.items).toEqual([expect.objectContaining({ deleted: true })]);
		const old = await sent(at);
		at.sandbox.clock.advance(DAY + 1);
		expect(await refused((await at.as(at.app)).ask(`DELETE /im/v1/messages/${old}`))).toEqual([400, 230009]);
	});

	it('is forwarded, once per uuid and target', async () => {
		const id = await sent(at, card(CARD));
		const forward = (target: string, uuid = '') => at.ask(`POST /im/v1/messages/${id}/forward?receive_id_type=user_id&uuid=${uuid}`, { receive_id: target });
		const first = await forward('lilei', 'f-1');
		expect(first.code).toBe(0);
		expect((await forward('lilei', 'f-1')).data.message_id).toBe(first.data.message_id);
		expect((await forward('hanmei', 'f-1')).data.message_id).not.toBe(first.data.message_id);
		expect(last(at)).toMatchObject({ msgType: 'interactive', text: 'hi' });
		expect(await refused(forward('nobody'))).toEqual([400, 99992360]);
		const audio = await sent(at, content('audio', { file_key: await file(at, 'opus', 'a.opus') }));
		expect(await refused(at.ask(`POST /im/v1/messages/${audio}/forward?receive_id_type=user_id`, { receive_id: 'lilei' }))).toEqual([400, 230061]);
		expect(await refused(at.ask(`POST /im/v1/messages/${id}/forward?receive_id_type=thread_id`, { receive_id: 'omt_none' }))).toEqual([400, 230019]);
	});

	it('is read again, a card as its plain text unless the original is asked for', async () => {
		const id = await sent(at, card(CARD));
		const [item] = (await at.ask(`GET /im/v1/messages/${id}`)).data.items as Array<{ body: { content: string } }>;
		expect(JSON.parse(item!.body.content)).toEqual({ title: null, elements: [[{ tag: 'text', text: 'hi' }]] });
		const [original] = (await at.ask(`GET /im/v1/messages/${id}?card_msg_content_type=user_card_content`)).data.items as Array<{ body: { content: string } }>;
		expect(JSON.parse(original!.body.content)).toEqual(CARD);
	});

	it('is listed page by page, by time (seconds)', async () => {
		const ids = [await sent(at), await sent(at), await sent(at)];
		at.sandbox.clock.advance(60_000);
		const late = await sent(at);
		const list = async (query: string) => {
			const { data } = await at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}&${query}`);
			return { ids: (data.items as Array<{ message_id: string }>).map(({ message_id }) => message_id), ...data };
		};
		const first = await list('page_size=2');
		expect(first).toMatchObject({ ids: ids.slice(0, 2), has_more: true });
		expect(await list(`page_size=2&page_token=${String((first as { page_token?: string }).page_token)}`)).toMatchObject({ ids: [ids[2], late], has_more: false });
		expect((await list('sort_type=ByCreateTimeDesc')).ids[0]).toBe(late);
		expect((await list(`end_time=${NOW / 1_000}`)).ids).toEqual(ids);
		expect(await refused(at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}&page_token=x`))).toEqual([400, 230001]);
		expect(await refused(at.ask(`GET /im/v1/messages?container_id_type=chat&container_id=${at.group.id}&page_size=51`))).toEqual([400, 99992402]);
	});

	it('tells its sender for 7 days who has read it', async () => {
		const id = await sent(at);
		at.sandbox.clock.advance(1_000);
		at.sandbox.readMessage(id, 'lilei');
		const { data } = await at.ask(`GET /im/v1/messages/${id}/read_users?user_id_type=open_id`);
		expect(data).toEqual({
			items: [{ user_id_type: 'open_id', user_id: openId(), timestamp: String(NOW + 1_000), tenant_key: expect.any(String) }],
			has_more: false,
		});
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect(await refused(other.ask(`GET /im/v1/messages/${id}/read_users?user_id_type=open_id`))).toEqual([400, 230012]);
		at.sandbox.clock.advance(7 * DAY);
		expect(await refused((await at.as(at.app)).ask(`GET /im/v1/messages/${id}/read_users?user_id_type=open_id`))).toEqual([400, 230033]);
	});
});
