import type { FeishuWorld } from '../support/worlds';

/** Messages in the group, to do something with; the answer is their ID. */

export const content = (text: string): string => JSON.stringify({ text });

export const card = (text: string): string =>
	JSON.stringify({ schema: '2.0', config: { update_multi: true }, body: { elements: [{ tag: 'markdown', content: text, element_id: 'text' }] } });

export const sentText = (world: FeishuWorld, text = 'Disk full'): Promise<string> => sent(world, 'text', content(text));

export const sentCard = (world: FeishuWorld, cardContent = card('Disk full')): Promise<string> => sent(world, 'interactive', cardContent);

async function sent({ client, group }: FeishuWorld, type: string, written: string): Promise<string> {
	const { data } = await client.im.v1.message.create({
		params: { receive_id_type: 'chat_id' },
		data: { receive_id: group.id, msg_type: type, content: written },
	});
	return data!.message_id!;
}

export const messageOf = ({ sandbox }: FeishuWorld, id: string | undefined) => sandbox.messages().find((message) => message.id === id);
