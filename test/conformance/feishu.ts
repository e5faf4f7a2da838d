import type { Case } from './support/conformance';
import { bytesOf, image, pdf } from './support/files';
import type { FeishuWorld } from './support/worlds';


const content = (text: string): string => JSON.stringify({ text });

/** A message in the group, to do something with. */
async function sentText({ client, group }: FeishuWorld, text = 'Disk full'): Promise<string> {
	const { data } = await client.im.v1.message.create({
		params: { receive_id_type: 'chat_id' },
		data: { receive_id: group.id, msg_type: 'text', content: content(text) },
	});
	return data!.message_id!;
}

const card = (text: string): string =>
	JSON.stringify({ schema: '2.0', config: { update_multi: true }, body: { elements: [{ tag: 'markdown', content: text, element_id: 'text' }] } });

async function sentCard({ client, group }: FeishuWorld, cardContent = card('Disk full')): Promise<string> {
	const { data } = await client.im.v1.message.create({
		params: { receive_id_type: 'chat_id' },
		data: { receive_id: group.id, msg_type: 'interactive', content: cardContent },
	});
	return data!.message_id!;
}

/** A card that text can be streamed into. */
async function createdCard({ client }: FeishuWorld): Promise<string> {
	const { data } = await client.cardkit.v1.card.create({
		data: {
			type: 'card_json',
			data: JSON.stringify({
				schema: '2.0',
				config: { streaming_mode: true, update_multi: true },
				body: { elements: [{ tag: 'markdown', content: 'Looking', element_id: 'text' }] },
			}),
		},
	});
	return data!.card_id!;
}

const messageOf = ({ sandbox }: FeishuWorld, id: string | undefined) => sandbox.messages().find((message) => message.id === id);

const groupOf = ({ sandbox }: FeishuWorld, id: string | undefined) => sandbox.state().groups.find((group) => group.id === id);

export const cases: Array<Case<FeishuWorld>> = [
	{
		operation: 'POST /open-apis/auth/v3/tenant_access_token/internal',
		// The SDK reads both when it gets a token for itself.
		differs: ['tenant_access_token: not in the type', 'expire: not in the type'],
		async run({ client, app }) {
			const answer = await client.auth.v3.tenantAccessToken.internal({ data: { app_id: app.id, app_secret: app.secret } });
			expect(answer).toEqual({ code: 0, msg: 'ok', tenant_access_token: expect.stringMatching(/^t-/), expire: 7200 });
		},
	},
	{
		operation: 'POST /open-apis/im/v1/messages',
		async run(world) {
			const { client, app, li } = world;
			const { code, data } = await client.im.v1.message.create({
				params: { receive_id_type: 'email' },
				data: { receive_id: li.email, msg_type: 'text', content: content('Disk full'), uuid: 'alert-1' },
			});
			expect({ code, data }).toEqual({
				code: 0,
				data: expect.objectContaining({ msg_type: 'text', chat_id: expect.stringMatching(/^oc_/), sender: expect.objectContaining({ id: app.id, sender_type: 'app' }) }),
			});
			expect(messageOf(world, data!.message_id)).toMatchObject({ text: 'Disk full', appId: app.id, groupId: data!.chat_id });
		},
	},
	{
		operation: 'POST /open-apis/im/v1/messages/:message_id/reply',
		async run(world) {
			const id = await sentText(world);
			const { data } = await world.client.im.v1.message.reply({
				path: { message_id: id },
				data: { msg_type: 'text', content: content('Solved'), reply_in_thread: true },
			});
			expect(data).toMatchObject({ parent_id: id, root_id: id, thread_id: expect.stringMatching(/^omt_/) });
			expect(messageOf(world, data!.message_id)).toMatchObject({ text: 'Solved', replyTo: id, threadId: data!.thread_id });
		},
	},
	{
		operation: 'PUT /open-apis/im/v1/messages/:message_id',
		async run(world) {
			const id = await sentText(world);
			const { data } = await world.client.im.v1.message.update({
				path: { message_id: id },
				data: { msg_type: 'text', content: content('Disk full again') },
			});
			expect(data).toMatchObject({ message_id: id, updated: true });
			expect(messageOf(world, id)).toMatchObject({ text: 'Disk full again', edits: 1 });
		},
	},
	{
		operation: 'PATCH /open-apis/im/v1/messages/:message_id',
		async run(world) {
			const id = await sentCard(world);
			const { code } = await world.client.im.v1.message.patch({ path: { message_id: id }, data: { content: card('Solved') } });
			expect(code).toBe(0);
			expect(messageOf(world, id)).toMatchObject({ text: 'Solved' });
		},
	},
	{
		operation: 'DELETE /open-apis/im/v1/messages/:message_id',
		async run(world) {
			const id = await sentText(world);
			const { code } = await world.client.im.v1.message.delete({ path: { message_id: id } });
			expect(code).toBe(0);
			expect(messageOf(world, id)?.recalledAt).toBeGreaterThan(0);
		},
	},
	{
		operation: 'POST /open-apis/im/v1/messages/:message_id/forward',
		async run(world) {
			const id = await sentText(world);
			const { data } = await world.client.im.v1.message.forward({
				path: { message_id: id },
				params: { receive_id_type: 'open_id' },
				data: { receive_id: world.openId(world.li) },
			});
			expect(data!.message_id).not.toBe(id);
			expect(messageOf(world, data!.message_id)).toMatchObject({ text: 'Disk full', groupId: data!.chat_id });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/messages/:message_id',
		async run(world) {
			const id = await sentText(world, `<at user_id="${world.openId(world.li)}"></at> Disk full`);
			const { data } = await world.client.im.v1.message.get({ path: { message_id: id } });
			expect(data!.items).toEqual([
				expect.objectContaining({
					message_id: id,
					msg_type: 'text',
					deleted: false,
					updated: false,
					body: { content: content('@_user_1 Disk full') },
					mentions: [expect.objectContaining({ key: '@_user_1', id: world.openId(world.li), id_type: 'open_id', name: 'Li Lei' })],
				}),
			]);
			expect(Number(data!.items![0]!.create_time)).toBe(messageOf(world, id)!.sentAt);
		},
	},
	{
		operation: 'GET /open-apis/im/v1/messages',
		async run(world) {
			for (const text of ['1', '2', '3', '4', '5']) await sentText(world, text);
			const pages = await world.client.im.v1.message.listWithIterator({
				params: { container_id_type: 'chat', container_id: world.group.id, sort_type: 'ByCreateTimeDesc', page_size: 2 },
			});
			const found: Array<string | undefined> = [];
			const sizes: number[] = [];
			for await (const page of pages) {
				sizes.push(page!.items!.length);
				found.push(...page!.items!.map(({ message_id: id }) => id));
			}
			expect(sizes).toEqual([2, 2, 1]);
			expect(found).toEqual(world.sandbox.messages(world.group.id).map(({ id }) => id).reverse());
		},
	},
	{
		operation: 'GET /open-apis/im/v1/messages/:message_id/read_users',
		async run(world) {
			const id = await sentText(world);
			world.sandbox.readMessage(id, world.li.userId);
			const { data } = await world.client.im.v1.message.readUsers({ path: { message_id: id }, params: { user_id_type: 'open_id' } });
			expect(data).toMatchObject({ has_more: false, items: [{ user_id_type: 'open_id', user_id: world.openId(world.li) }] });
			expect(data!.items![0]!.timestamp).toBe(String(messageOf(world, id)!.readAt![world.li.userId]));
		},
	},
	...(['urgentApp', 'urgentSms', 'urgentPhone'] as const).map((method): Case<FeishuWorld> => {
		const way = method.slice('urgent'.length).toLowerCase();
		return {
			operation: `PATCH /open-apis/im/v1/messages/:message_id/urgent_${way}`,
			async run(world) {
				const id = await sentText(world);
				const { data } = await world.client.im.v1.message[method]({
					path: { message_id: id },
					params: { user_id_type: 'open_id' },
					data: { user_id_list: [world.openId(world.li)] },
				});
				expect(data!.invalid_user_id_list).toEqual([]);
				expect(messageOf(world, id)).toMatchObject({ urgent: way });
			},
		};
	}),
	{
		operation: 'POST /open-apis/im/v1/messages/:message_id/reactions',
		async run(world) {
			const id = await sentText(world);
			const { data } = await world.client.im.v1.messageReaction.create({
				path: { message_id: id },
				data: { reaction_type: { emoji_type: 'THUMBSUP' } },
			});
			expect(data).toMatchObject({ operator: { operator_id: world.app.id, operator_type: 'app' }, reaction_type: { emoji_type: 'THUMBSUP' } });
			expect(messageOf(world, id)!.reactions).toEqual([expect.objectContaining({ id: data!.reaction_id, emoji: 'THUMBSUP', by: world.app.id })]);
		},
	},
	{
		operation: 'GET /open-apis/im/v1/messages/:message_id/reactions',
		// "Returned when has_more is true, otherwise not."
		// https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/list
		differs: ['data.page_token: missing'],
		async run(world) {
			const id = await sentText(world);
			for (const emoji of ['THUMBSUP', 'OK', 'DONE']) {
				await world.client.im.v1.messageReaction.create({ path: { message_id: id }, data: { reaction_type: { emoji_type: emoji } } });
			}
			const path = { message_id: id };
			const first = await world.client.im.v1.messageReaction.list({ path, params: { page_size: 2 } });
			expect(first.data).toMatchObject({ has_more: true, page_token: expect.any(String) });
			const second = await world.client.im.v1.messageReaction.list({ path, params: { page_size: 2, page_token: first.data!.page_token } });
			const found = [first, second].flatMap(({ data }) => data!.items!.map(({ reaction_type: type }) => type?.emoji_type));
			expect(found).toEqual(messageOf(world, id)!.reactions!.map(({ emoji }) => emoji));
		},
	},
	{
		operation: 'DELETE /open-apis/im/v1/messages/:message_id/reactions/:reaction_id',
		async run(world) {
			const id = await sentText(world);
			const { data: added } = await world.client.im.v1.messageReaction.create({
				path: { message_id: id },
				data: { reaction_type: { emoji_type: 'OK' } },
			});
			const { data } = await world.client.im.v1.messageReaction.delete({ path: { message_id: id, reaction_id: added!.reaction_id! } });
			expect(data!.reaction_id).toBe(added!.reaction_id);
			expect(messageOf(world, id)!.reactions).toEqual([]);
		},
	},
	{
		operation: 'POST /open-apis/im/v1/pins',
		async run(world) {
			const id = await sentText(world);
			const { data } = await world.client.im.v1.pin.create({ data: { message_id: id } });
			expect(data!.pin).toMatchObject({ message_id: id, chat_id: world.group.id, operator_id: world.app.id, operator_id_type: 'app_id' });
			expect(messageOf(world, id)).toMatchObject({ pinned: true });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/pins',
		async run(world) {
			const id = await sentText(world);
			await world.client.im.v1.pin.create({ data: { message_id: id } });
			const { data } = await world.client.im.v1.pin.list({ params: { chat_id: world.group.id, page_size: 10 } });
			expect(data).toMatchObject({ has_more: false, items: [{ message_id: id, create_time: String(messageOf(world, id)!.pin!.at) }] });
		},
	},
	{
		operation: 'DELETE /open-apis/im/v1/pins/:message_id',
		async run(world) {
			const id = await sentText(world);
			await world.client.im.v1.pin.create({ data: { message_id: id } });
			const { code } = await world.client.im.v1.pin.delete({ path: { message_id: id } });
			expect(code).toBe(0);
			expect(messageOf(world, id)).toMatchObject({ pinned: false });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/batch_messages/:batch_message_id/get_progress',
		async run(world) {
			const id = await sentBatch(world);
			world.sandbox.readMessage(batchOf(world, id)[0]!.id, world.li.userId);
			const { data } = await world.client.im.v1.batchMessage.getProgress({ path: { batch_message_id: id } });
			expect(data).toEqual({
				batch_message_send_progress: { valid_user_ids_count: 2, success_user_ids_count: 2, read_user_ids_count: 1 },
				batch_message_recall_progress: { recall: false, recall_count: 0 },
			});
		},
	},
	{
		operation: 'DELETE /open-apis/im/v1/batch_messages/:batch_message_id',
		async run(world) {
			const id = await sentBatch(world);
			const { code } = await world.client.im.v1.batchMessage.delete({ path: { batch_message_id: id } });
			expect(code).toBe(0);
			expect(batchOf(world, id).map(({ recalledAt }) => recalledAt)).toEqual([expect.any(Number), expect.any(Number)]);
		},
	},
	{
		operation: 'POST /open-apis/im/v1/images',
		async run({ client, sandbox, app }) {
			const uploaded = await client.im.v1.image.create({ data: { image_type: 'message', image: image.stream() } });
			expect(uploaded!.image_key).toMatch(/^img_/);
			expect(sandbox.file(uploaded!.image_key!)).toMatchObject({ appId: app.id, contentType: 'image/png', bytes: image.bytes });
			const ofBuffer = await client.im.v1.image.create({ data: { image_type: 'message', image: image.bytes } });
			expect(sandbox.file(ofBuffer!.image_key!)).toMatchObject({ bytes: image.bytes });
		},
	},
	{
		operation: 'POST /open-apis/im/v1/files',
		async run({ client, sandbox, app }) {
			const form = { file_type: 'pdf', file_name: '报告.pdf' } as const;
			const uploaded = await client.im.v1.file.create({ data: { ...form, file: pdf.stream() } });
			expect(uploaded!.file_key).toMatch(/^file_/);
			expect(sandbox.file(uploaded!.file_key!)).toMatchObject({ appId: app.id, type: 'pdf', name: '报告.pdf', bytes: pdf.bytes });
			const ofBuffer = await client.im.v1.file.create({ data: { ...form, file: pdf.bytes } });
			expect(sandbox.file(ofBuffer!.file_key!)).toMatchObject({ name: '报告.pdf', bytes: pdf.bytes });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/messages/:message_id/resources/:file_key',
		async run({ client, group }) {
			const file = await client.im.v1.file.create({ data: { file_type: 'pdf', file_name: '报告.pdf', file: pdf.stream() } });
			const { data } = await client.im.v1.message.create({
				params: { receive_id_type: 'chat_id' },
				data: { receive_id: group.id, msg_type: 'file', content: JSON.stringify(file) },
			});
			const download = await client.im.v1.messageResource.get({
				path: { message_id: data!.message_id!, file_key: file!.file_key! },
				params: { type: 'file' },
			});
			expect(await bytesOf(download.getReadableStream())).toEqual(pdf.bytes);
			expect((download.headers as Record<string, string>)['content-disposition']).toContain(encodeURIComponent('报告.pdf'));
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats',
		async run({ client, sandbox, app, group }) {
			const others = ['Second', 'Third'].map((name) => sandbox.addGroup({ platform: 'feishu', name, apps: [app.id] }));
			sandbox.addGroup({ platform: 'feishu', name: 'Without the bot' });
			const found: Array<string | undefined> = [];
			for await (const page of await client.im.v1.chat.listWithIterator({ params: { page_size: 2 } })) found.push(...page!.items!.map(({ chat_id: id }) => id));
			expect(found).toEqual([group, ...others].map(({ id }) => id));
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/search',
		async run({ client, sandbox, app }) {
			const second = sandbox.addGroup({ platform: 'feishu', name: '数据库告警', apps: [app.id] });
			const { data } = await client.im.v1.chat.search({ params: { query: '数据库', page_size: 10 } });
			expect(data).toMatchObject({ has_more: false, items: [{ chat_id: second.id, name: '数据库告警' }] });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/:chat_id',
		async run({ client, group }) {
			const { data } = await client.im.v1.chat.get({ path: { chat_id: group.id } });
			expect(data).toMatchObject({ name: group.name, chat_mode: 'group', chat_status: 'normal', user_count: '2', bot_count: '1' });
		},
	},
	{
		operation: 'POST /open-apis/im/v1/chats',
		async run(world) {
			const { client, app, li, han } = world;
			const { data } = await client.im.v1.chat.create({
				params: { user_id_type: 'open_id', uuid: 'incident-1' },
				data: { name: 'Incident 1', user_id_list: [world.openId(li), world.openId(han)] },
			});
			expect(data).toMatchObject({ chat_id: expect.stringMatching(/^oc_/), name: 'Incident 1', chat_type: 'private' });
			expect(groupOf(world, data!.chat_id)).toMatchObject({ name: 'Incident 1', apps: [app.id], members: [{ name: li.name }, { name: han.name }] });
		},
	},
	{
		operation: 'GET /open-apis/im/v1/chats/:chat_id/members',
		async run(world) {
			const { client, group, li, han } = world;
			const found: Array<string | undefined> = [];
			const pages = await client.im.v1.chatMembers.getWithIterator({ path: { chat_id: group.id }, params: { member_id_type: 'open_id', page_size: 1 } });
			for await (const page of pages) {
				expect(page!.member_total).toBe(2);
				found.push(...page!.items!.map(({ member_id: id }) => id));
			}
			expect(found).toEqual([li, han].map(world.openId));
		},
	},
	{
		operation: 'POST /open-apis/im/v1/chats/:chat_id/members',
		async run(world) {
			const { client, group, wu } = world;
			const { data } = await client.im.v1.chatMembers.create({
				path: { chat_id: group.id },
				params: { member_id_type: 'open_id', succeed_type: 1 },
				data: { id_list: [world.openId(wu), 'ou_nobody'] },
			});
			expect(data).toEqual({ invalid_id_list: [], not_existed_id_list: ['ou_nobody'], pending_approval_id_list: [] });
			expect(groupOf(world, group.id)!.members.map(({ name }) => name)).toContain(wu.name);
		},
	},
	{
		operation: 'POST /open-apis/contact/v3/users/batch_get_id',
		async run(world) {
			const { client, li, han } = world;
			const { data } = await client.contact.v3.user.batchGetId({
				params: { user_id_type: 'open_id' },
				data: { emails: [li.email, 'nobody@example.com'], mobiles: [han.mobile] },
			});
			expect(data!.user_list!.map(({ user_id, email, mobile }) => ({ user_id, email, mobile }))).toEqual([
				{ user_id: world.openId(li), email: li.email, mobile: undefined },
				{ user_id: undefined, email: 'nobody@example.com', mobile: undefined },
				{ user_id: world.openId(han), email: undefined, mobile: han.mobile },
			]);
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/users/:user_id',
		async run(world) {
			const { client, li } = world;
			const { data } = await client.contact.v3.user.get({ path: { user_id: li.userId }, params: { user_id_type: 'user_id' } });
			expect(data!.user).toMatchObject({ open_id: world.openId(li), union_id: li.unionId, user_id: li.userId, name: 'Li Lei', email: li.email, department_ids: ['0'] });
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/users/find_by_department',
		async run({ client, li, han, wu }) {
			const found: Array<string | undefined> = [];
			const pages = await client.contact.v3.user.findByDepartmentWithIterator({ params: { department_id: '0', page_size: 2 } });
			for await (const page of pages) found.push(...page!.items!.map(({ name }) => name));
			expect(found).toEqual([li, han, wu].map(({ name }) => name));
		},
	},
	{
		operation: 'GET /open-apis/contact/v3/departments/:department_id/children',
		async run({ client, sandbox }) {
			const names = ['Operations', 'Databases', 'Networks'];
			const added = names.map((name) => sandbox.addDepartment({ platform: 'feishu', name }));
			const found: Array<string | undefined> = [];
			const pages = await client.contact.v3.department.childrenWithIterator({
				path: { department_id: '0' },
				params: { fetch_child: true, page_size: 2, department_id_type: 'open_department_id' },
			});
			for await (const page of pages) found.push(...page!.items!.map(({ open_department_id: id }) => id));
			expect(found).toEqual(added.map(({ id }) => `od-${id}`));
		},
	},
	{
		operation: 'POST /open-apis/cardkit/v1/cards',
		async run(world) {
			const id = await createdCard(world);
			const messageId = await sentCard(world, JSON.stringify({ type: 'card', data: { card_id: id } }));
			expect(messageOf(world, messageId)).toMatchObject({ text: 'Looking' });
		},
	},
	{
		operation: 'PUT /open-apis/cardkit/v1/cards/:card_id/elements/:element_id/content',
		async run(world) {
			const id = await createdCard(world);
			const messageId = await sentCard(world, JSON.stringify({ type: 'card', data: { card_id: id } }));
			const { code } = await world.client.cardkit.v1.cardElement.content({
				path: { card_id: id, element_id: 'text' },
				data: { content: 'Looking into it', sequence: 1, uuid: 'step-1' },
			});
			expect(code).toBe(0);
			expect(messageOf(world, messageId)).toMatchObject({ text: 'Looking into it' });
		},
	},
	{
		operation: 'PATCH /open-apis/cardkit/v1/cards/:card_id/settings',
		async run(world) {
			const id = await createdCard(world);
			const { code } = await world.client.cardkit.v1.card.settings({
				path: { card_id: id },
				data: { settings: JSON.stringify({ config: { streaming_mode: false } }), sequence: 1 },
			});
			expect(code).toBe(0);
			const stream = world.client.cardkit.v1.cardElement.content({ path: { card_id: id, element_id: 'text' }, data: { content: 'Late', sequence: 2 } });
			await expect(stream).rejects.toMatchObject({ response: { data: { code: 300309 } } });
		},
	},
];

/** To everybody but Wu, by the generic request of the SDK, which has no method for it. */
async function sentBatch({ client, li, han }: FeishuWorld): Promise<string> {
	const { data } = await client.request<{ data: { message_id: string } }>({
		method: 'POST',
		url: '/open-apis/message/v4/batch_send/',
		data: { user_ids: [li.userId, han.userId], msg_type: 'text', content: { text: 'Disk full' } },
	});
	return data.message_id;
}

const batchOf = ({ sandbox }: FeishuWorld, id: string) => sandbox.messages().filter(({ batchId }) => batchId === id);
