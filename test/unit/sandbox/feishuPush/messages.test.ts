import { FEISHU_EVENT_TYPES, FEISHU_SAMPLES } from '../../../../sandbox/feishu/push/samples';
import { card, CARD, place, png, sent, type Place } from '../feishuApp/support';
import { TestClient, until, type Json } from './client';
import { closeEverything } from './support';

afterEach(closeEverything);

async function hearing(app: Parameters<typeof place>[1] = {}) {
	const at = await place({}, app);
	const client = await TestClient.connect(at.sandbox, at.app);
	/** The next event. */
	const heard = async (count = 1): Promise<Json> => {
		await until(() => client.events.length >= count, `event ${count}`);
		return client.events[count - 1]!;
	};
	const told = () => new Promise((resolve) => setTimeout(resolve, 30)).then(() => client.events.map(({ header, uuid }) => (header?.event_type ?? uuid) as string));
	return { at, client, heard, told };
}

const inGroup = ({ group, ann }: Place) => ({ userId: ann.userId, groupId: group.id });
const openId = ({ app, ann }: Place) => `ou_${ann.userId}_${app.id.slice(-6)}`;

describe('what somebody writes', () => {
	it('to the bot in private has the documented form', async () => {
		const { at, heard } = await hearing();
		const message = at.sandbox.push.write({ userId: 'lilei', appId: at.app.id, text: 'hi' });
		expect(await heard()).toEqual({
			schema: '2.0',
			header: {
				event_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
				event_type: 'im.message.receive_v1',
				create_time: String(at.sandbox.clock.now()),
				token: '',
				app_id: at.app.id,
				tenant_key: '736588c9260f175e',
			},
			event: {
				sender: { sender_id: { union_id: 'on_lilei', user_id: 'lilei', open_id: openId(at) }, sender_type: 'user', tenant_key: '736588c9260f175e' },
				message: {
					message_id: message.id,
					create_time: String(message.sentAt),
					update_time: String(message.sentAt),
					chat_id: message.groupId,
					chat_type: 'p2p',
					message_type: 'text',
					content: '{"text":"hi"}',
					user_agent: expect.stringContaining('Lark') as string,
				},
			},
		});
		expect(at.sandbox.messages(message.groupId)).toMatchObject([{ from: 'lilei', bot: '李雷', text: 'hi' }]);
	});

	it('in a group mentions by keys', async () => {
		const { at, heard } = await hearing();
		const message = at.sandbox.push.write({ ...inGroup(at), text: '@告警 please ask @韩梅梅 now', mentions: [at.app.id, 'hanmei'] });
		const { event } = await heard();
		expect(event.message).toMatchObject({ chat_type: 'group', chat_id: at.group.id, content: '{"text":"@_user_1 please ask @_user_2 now"}' });
		const bot = (await at.ask('GET /bot/v3/info')).body.bot as { open_id: string };
		expect(event.message.mentions).toEqual([
			{ key: '@_user_1', id: expect.objectContaining({ open_id: bot.open_id }) as object, mentioned_type: 'bot', name: '告警', tenant_key: '736588c9260f175e' },
			{ key: '@_user_2', id: { union_id: 'on_hanmei', user_id: 'hanmei', open_id: expect.stringMatching(/^ou_hanmei/) as string }, mentioned_type: 'user', name: '韩梅梅', tenant_key: '736588c9260f175e' },
		]);
		expect(message.text).toBe('@告警 please ask 韩梅梅 now');
	});

	it('mentions in front what does not stand in the text, and everybody as @_all', async () => {
		const { at, heard } = await hearing();
		at.sandbox.push.write({ ...inGroup(at), text: 'look', mentions: ['all', at.app.id] });
		expect((await heard()).event.message.content).toBe('{"text":"@_all @_user_1 look"}');
	});

	it('as an answer tells what it answers', async () => {
		const { at, heard } = await hearing();
		const root = await sent(at);
		const first = at.sandbox.push.write({ ...inGroup(at), text: 'one', replyTo: root });
		at.sandbox.push.write({ ...inGroup(at), text: 'two', replyTo: first.id });
		expect((await heard(1)).event.message).toMatchObject({ root_id: root, parent_id: root });
		expect((await heard(2)).event.message).toMatchObject({ root_id: root, parent_id: first.id });
	});

	it.each([
		['image', 'image', 'image', ['image_key']],
		['file', 'file', 'file', ['file_key', 'file_name']],
		['audio', 'audio', 'file', ['file_key', 'duration']],
		['video', 'media', 'file', ['file_key', 'image_key', 'file_name', 'duration']],
	] as const)('can be a file: %s', async (kind, type, resource, fields) => {
		const { at, heard } = await hearing();
		const message = at.sandbox.push.write({ ...inGroup(at), file: { kind, name: 'a.bin', contentType: 'image/png', bytes: png() } });
		const { message_type: told, content } = (await heard()).event.message;
		const parsed = JSON.parse(content) as Record<string, string>;
		expect([told, Object.keys(parsed).sort()]).toEqual([type, [...fields].sort()]);
		const key = parsed[kind === 'image' ? 'image_key' : 'file_key']!;
		const { reply } = await at.ask(`GET /im/v1/messages/${message.id}/resources/${key}?type=${resource}`);
		expect([reply.status, reply.headers['content-type'], reply.headers['content-length']]).toEqual([200, 'image/png', String(png().length)]);
		expect(message.view).toMatchObject({ kind: 'file', fileKind: kind, key });
	});

	it('can be a post, whose pictures the app may have', async () => {
		const { at, heard } = await hearing();
		const picture = at.sandbox.push.write({ ...inGroup(at), file: { kind: 'image', name: 'a.png', contentType: 'image/png', bytes: png() } });
		const key = (JSON.parse(String(picture.body.content)) as { image_key: string }).image_key;
		const content = {
			title: 'Look',
			content: [[{ tag: 'at', user_id: at.app.id, user_name: '' }, { tag: 'text', text: ' hi' }], [{ tag: 'img', image_key: key }]],
		};
		const post = at.sandbox.push.write({ ...inGroup(at), raw: { type: 'post', content } });
		const { message } = (await heard(2)).event;
		expect(JSON.parse(message.content)).toEqual({ ...content, content: [[{ tag: 'at', user_id: '@_user_1', user_name: '' }, { tag: 'text', text: ' hi' }], content.content[1]] });
		expect(message.mentions).toMatchObject([{ key: '@_user_1', mentioned_type: 'bot' }]);
		expect((await at.ask(`GET /im/v1/messages/${post.id}/resources/${key}?type=image`)).status).toBe(200);
		expect(post.text).toContain('Look');
	});

	it('can be read, answered, reacted to and pinned by the app, and not recalled', async () => {
		const { at } = await hearing();
		const { id } = at.sandbox.push.write({ ...inGroup(at), text: '@告警 hi', mentions: [at.app.id] });
		const [read] = (await at.ask(`GET /im/v1/messages/${id}`)).data.items as Array<Json>;
		expect(read).toMatchObject({ sender: { id: openId(at), id_type: 'open_id', sender_type: 'user' }, body: { content: '{"text":"@_user_1 hi"}' }, mentions: [{ key: '@_user_1', name: '告警' }] });
		expect((await at.ask(`POST /im/v1/messages/${id}/reply`, { msg_type: 'text', content: '{"text":"yes"}' })).data).toMatchObject({ root_id: id, parent_id: id });
		expect((await at.ask(`POST /im/v1/messages/${id}/reactions`, { reaction_type: { emoji_type: 'SMILE' } })).code).toBe(0);
		expect((await at.ask('POST /im/v1/pins', { message_id: id })).code).toBe(0);
		expect((await at.ask(`DELETE /im/v1/messages/${id}`)).code).toBe(230026);
	});
});

describe('who hears it', () => {
	const write = async (scopes: string[], ...texts: Array<{ private?: true; mention?: true }>) => {
		const { at, told } = await hearing({ scopes });
		for (const { private: isPrivate, mention } of texts) {
			const where = isPrivate ? { userId: 'lilei', appId: at.app.id } : inGroup(at);
			at.sandbox.push.write({ ...where, text: 'hi', ...(mention && { mentions: [at.app.id] }) });
		}
		return (await told()).length;
	};

	it.each([
		[['im:message.p2p_msg'], 1, 0, 0],
		[['im:message.p2p_msg:readonly'], 1, 0, 0],
		[['im:message.group_at_msg'], 0, 1, 0],
		[['im:message.group_at_msg:readonly'], 0, 1, 0],
		[['im:message.group_at_msg.include_bot:readonly'], 0, 1, 0],
		[['im:message.group_msg'], 0, 1, 1],
		[['im:message'], 0, 0, 0],
	])('with %j: private %i, mentioned %i, everything else %i', async (scopes, isPrivate, mentioned, others) => {
		expect([await write(scopes, { private: true }), await write(scopes, { mention: true }), await write(scopes, {})]).toEqual([isPrivate, mentioned, others]);
	});

	it('gets user IDs with their scope only', async () => {
		const { at, heard } = await hearing({ scopes: ['im:message.p2p_msg'] });
		at.sandbox.push.write({ userId: 'lilei', appId: at.app.id, text: 'hi' });
		expect((await heard()).event.sender.sender_id).toEqual({ union_id: 'on_lilei', open_id: openId(at) });
	});

	it('is every app in the group, each by its own open IDs', async () => {
		const { at, heard } = await hearing();
		const other = at.sandbox.addApp({ platform: 'feishu', name: 'Other' });
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.id] });
		const client = await TestClient.connect(at.sandbox, other);
		at.sandbox.push.write({ ...inGroup(at), text: 'hi' });
		await until(() => client.events.length === 1);
		const [mine, theirs] = [await heard(), client.events[0]!];
		expect(mine.event.sender.sender_id.open_id).not.toBe(theirs.event.sender.sender_id.open_id);
		expect(mine.header.event_id).not.toBe(theirs.header.event_id);
	});

	it('is nobody who has not subscribed, is disabled or has no bot', async () => {
		const { at, told } = await hearing();
		for (const change of [{ push: { events: ['contact.user.created_v3'] } }, { push: { events: null }, disabled: true }, { disabled: false, botEnabled: false }]) {
			at.sandbox.changeApp(at.app.id, change);
			at.sandbox.push.write({ ...inGroup(at), text: 'hi' });
		}
		expect(await told()).toEqual([]);
	});
});

describe('what else happens', () => {
	it('who joins and leaves, reads, reacts and recalls is told', async () => {
		const { at, told, client } = await hearing();
		const message = at.sandbox.push.write({ userId: 'lilei', appId: at.app.id, text: 'hi' });
		const { data } = await at.ask(`POST /im/v1/messages/${message.id}/reply`, { msg_type: 'text', content: '{"text":"yes"}' });
		const answer = String(data.message_id);
		at.sandbox.readMessage(answer, 'lilei');
		at.sandbox.push.react({ messageId: answer, userId: 'lilei', emoji: 'OK' });
		at.sandbox.push.react({ messageId: answer, userId: 'lilei', emoji: 'OK', undo: true });
		at.sandbox.push.recall(message.id);
		at.sandbox.changeGroup(at.group.id, { apps: [] });
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id] });
		expect(await told()).toEqual([
			'im.message.receive_v1',
			'im.message.message_read_v1',
			'im.message.reaction.created_v1',
			'im.message.reaction.deleted_v1',
			'im.message.recalled_v1',
			'im.chat.member.bot.deleted_v1',
			'im.chat.member.bot.added_v1',
		]);
		const ids = { union_id: 'on_lilei', user_id: 'lilei', open_id: openId(at) };
		expect(client.events.slice(1).map(({ event }) => event as unknown)).toMatchObject([
			{ reader: { reader_id: ids, read_time: String(at.sandbox.clock.now()) }, message_id_list: [answer] },
			{ message_id: answer, reaction_type: { emoji_type: 'OK' }, operator_type: 'user', user_id: ids },
			{ message_id: answer, reaction_type: { emoji_type: 'OK' } },
			{ message_id: message.id, chat_id: message.groupId, recall_type: 'message_owner' },
			{ chat_id: at.group.id, name: '值班群' },
			{ chat_id: at.group.id, operator_id: ids },
		]);
	});

	it('reading in a group is not', async () => {
		const { at, told } = await hearing();
		at.sandbox.readMessage(await sent(at, card(CARD)), 'lilei');
		expect(await told()).toEqual([]);
	});

	it.each(Object.entries(FEISHU_SAMPLES))('%s comes as it is given', async (type, event) => {
		const { at, heard } = await hearing();
		const id = at.sandbox.push.event({ appId: at.app.id, type, event });
		const { header, uuid, event: told } = await heard();
		expect([header?.event_id ?? uuid, header?.event_type ?? told.type]).toEqual([id, type]);
		expect(told).toMatchObject(header ? event : { ...event, app_id: expect.stringMatching(/^cli_/) as string });
	});

	it('has each type once', () => {
		expect(new Set(FEISHU_EVENT_TYPES).size).toBe(FEISHU_EVENT_TYPES.length);
		expect(FEISHU_EVENT_TYPES.length).toBeGreaterThan(40);
	});
});
