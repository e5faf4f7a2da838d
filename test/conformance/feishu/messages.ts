import type { Case } from '../support/conformance';
import type { FeishuWorld } from '../support/worlds';
import { card, content, messageOf, sentCard, sentText } from './sent';

/** Sending, changing and reading. */
export const messageCases: Array<Case<FeishuWorld>> = [
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
];
