import type { IDataObject } from 'n8n-workflow';
import { feishuApp, operate, operateOnFiles, withFile } from '../../support/engine/apps';
import { sendAs } from '../../support/engine/feishuApi';
import { useWorld } from '../../support/useWorld';

/** What the platform says, word for word, of operations that otherwise tell what became of the item. */

const world = useWorld();

const RAW = { options: { simplify: false } };
const OK = { code: 0, msg: expect.any(String) };
const CARD = { config: { update_multi: true }, elements: [{ tag: 'div', text: { tag: 'plain_text', content: 'Approve?' } }] };
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('of a card that grows', async () => {
	const app = feishuApp(world);
	const [card] = await operate(app, 'card.createStreaming', { title: 'Report', text: 'One moment', ...RAW });
	expect(card).toMatchObject({ ...OK, data: { card_id: expect.any(String) } });
	const cardId = (card!.data as IDataObject).card_id as string;
	const growing = { cardId, ...RAW };
	expect(await operate(app, 'card.appendText', { ...growing, text: 'Done', elementId: 'text' })).toMatchObject([OK]);
	expect(await operate(app, 'card.finishStreaming', growing)).toMatchObject([OK]);
});

test('of a card that was clicked', async () => {
	const app = feishuApp(world);
	const token = world.sandbox.cardToken(await sendAs(world, app, app.group().id, 'interactive', CARD));
	expect(await operate(app, 'card.updateByToken', { token, messageType: 'card', title: 'Approved', ...RAW })).toMatchObject([OK]);
});

test('of new members', async () => {
	const app = feishuApp(world);
	const group = app.group();
	app.person({ userId: 'lilei', email: 'lilei@example.com' });
	const chat = { __rl: true, mode: 'id', value: group.id };
	const [added] = await operate(app, 'chat.addMembers', { chat, membersBy: 'email', members: 'lilei@example.com', ...RAW });
	expect(added).toMatchObject({ ...OK, data: expect.any(Object) });
});

test.each(['uploadImage', 'uploadFile'])('of %s', async (operation) => {
	const [output] = await operateOnFiles(feishuApp(world), `file.${operation}`, RAW, [withFile(PNG, 'chart.png', 'image/png')]);
	expect(output!.json).toMatchObject({ ...OK, data: expect.any(Object) });
});
