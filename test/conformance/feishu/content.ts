import type { Case } from '../support/conformance';
import { bytesOf, image, pdf } from '../support/files';
import type { FeishuWorld } from '../support/worlds';
import { messageOf, sentCard } from './sent';

/** Files, and cards that text is streamed into. */
export const contentCases: Array<Case<FeishuWorld>> = [
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
