import type { Case } from '../support/conformance';
import type { FeishuWorld } from '../support/worlds';
import { messageOf, sentText } from './sent';

/** Readers, urgent messages, reactions, pins and what becomes of a batch. */
export const followUpCases: Array<Case<FeishuWorld>> = [
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
