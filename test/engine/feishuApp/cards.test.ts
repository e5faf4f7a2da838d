import { feishuApp, operate, type TestApp } from '../../support/engine/apps';
import { callAs, sendAs } from '../../support/engine/feishuApi';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const MINUTE_MS = 60_000;
const CARD = { config: { update_multi: true }, elements: [{ tag: 'div', text: { tag: 'plain_text', content: 'Approve?' } }] };

const callsTo = (part: string) => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.includes(part));

describe('Update by Token', () => {
	async function clicked(app: TestApp) {
		const messageId = await sendAs(world, app, app.group().id, 'interactive', CARD);
		return { messageId, token: world.sandbox.cardToken(messageId) };
	}

	const textOf = (messageId: string) => world.sandbox.messages().find(({ id }) => id === messageId)!.text;

	test('a composed card takes the place of the one that was clicked', async () => {
		const app = feishuApp(world);
		const { messageId, token } = await clicked(app);
		const [output] = await operate(app, 'card.updateByToken', { token, messageType: 'card', title: 'Approved', text: 'by **Li Lei**' });
		expect(output).toEqual({ updated: true, warnings: [] });
		expect(textOf(messageId)).toContain('Li Lei');
	});

	test('so do a card in JSON and a template', async () => {
		const app = feishuApp(world);
		const { messageId, token } = await clicked(app);
		const json = JSON.stringify({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'Done' }] } });
		const parameters = { token, messageType: '={{ $json.type }}', cardJson: json, templateId: 'AAqkweugf8sLk' };
		const outputs = await operate(app, 'card.updateByToken', parameters, [{ type: 'cardTemplate' }, { type: 'cardJson' }]);
		expect(outputs.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(callsTo('/card/update').map(({ requestBody }) => requestBody)).toEqual([
			{ token, card: expect.objectContaining({ type: 'template' }) },
			{ token, card: expect.objectContaining({ schema: '2.0' }) },
		]);
		expect(textOf(messageId)).toBeDefined();
	});

	test('for some readers only', async () => {
		const app = feishuApp(world);
		const person = app.person({});
		const { token } = await clicked(app);
		const readers = `ou_${person.userId}_${app.app.id.slice(-6)}`;
		const cardJson = JSON.stringify({ ...CARD, config: { update_multi: false } });
		await operate(app, 'card.updateByToken', { token, messageType: 'cardJson', cardJson, readers });
		expect(callsTo('/card/update')[0]!.requestBody).toMatchObject({ card: { open_ids: [readers], config: { update_multi: false } } });
	});

	test('a third time, too late, of another app, with something that is no token', async () => {
		const app = feishuApp(world);
		const { token } = await clicked(app);
		const parameters = { token: '={{ $json.token }}', messageType: 'card', text: 'Done' };
		const [foreign] = await operate(feishuApp(world), 'card.updateByToken', parameters, [{ token }]);
		const outputs = await operate(app, 'card.updateByToken', parameters, [{ token }, { token }, { token: '' }, { token: 'om_1' }]);
		const [third] = await operate(app, 'card.updateByToken', parameters, [{ token }]);
		world.clock.advance(31 * MINUTE_MS);
		const [late] = await operate(app, 'card.updateByToken', parameters, [{ token }]);
		expect([foreign!, ...outputs, third!, late!].map(({ error }) => error?.code)).toEqual(['200310', undefined, undefined, 'INPUT', 'INPUT', '300040', '300030']);
		expect(third!.error.fix).toContain('Message > Update Card');
	});

	test('a card that is too large or has too many elements is refused before', async () => {
		const app = feishuApp(world);
		const elements = (count: number, text: string) => Array.from({ length: count }, () => ({ tag: 'markdown', content: text }));
		const outputs = await operate(app, 'card.updateByToken', { token: 'c-1', messageType: 'cardJson', cardJson: '={{ $json.card }}' }, [
			{ card: { schema: '2.0', body: { elements: elements(1, 'x'.repeat(31 * 1024)) } } },
			{ card: { schema: '2.0', body: { elements: elements(201, 'x') } } },
			{ card: '{"schema": ' },
		]);
		expect(outputs.map(({ error }) => error.code)).toEqual(['INPUT', 'INPUT', 'INPUT']);
		expect(callsTo('/card/update')).toEqual([]);
	});
});

describe('A streaming card', () => {
	test('is created, sent, grows and is finished', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', { title: 'Incident 4711', color: 'red', text: 'One moment ...' });
		expect(created).toEqual({ card_id: expect.stringMatching(/^\d{1,20}$/), element_id: 'text' });
		const cardId = String(created!.card_id);
		const chat = { __rl: true, mode: 'id', value: app.group().id };
		const [sent] = await operate(app, 'message.send', { sendTo: 'chat', chat, messageType: 'cardEntity', cardId });
		const shown = () => world.sandbox.messages().find(({ id }) => id === sent!.messageId)!.text;

		const grown = await operate(app, 'card.appendText', { cardId, text: '={{ $json.text }}' }, ['Checking', 'Checking the database', 'Checking the database ... done'].map((text) => ({ text })));
		expect(grown.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(shown()).toContain('Checking the database ... done');

		world.clock.advance(1_000);
		const [finished] = await operate(app, 'card.finishStreaming', { cardId, summary: 'Database is fine' });
		expect(Number(finished!.sequence)).toBeGreaterThan(Number(grown[2]!.sequence));
		world.clock.advance(1_000);
		const [late] = await operate(app, 'card.appendText', { cardId, text: 'More' });
		expect(late!.error).toMatchObject({ code: '300309', message: expect.stringContaining('streaming has been finished') });
	});

	test('sequence numbers grow within an execution and from one to the next', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', {});
		const parameters = { cardId: String(created!.card_id), text: '={{ $json.text }}' };
		const numbers: number[] = [];
		for (let execution = 0; execution < 3; execution++) {
			const outputs = await operate(app, 'card.appendText', parameters, Array.from({ length: 20 }, (_, index) => ({ text: 'x'.repeat(index + 1) })));
			numbers.push(...outputs.map(({ sequence }) => Number(sequence)));
			world.clock.advance(1_000);
		}
		expect(numbers).toHaveLength(60);
		expect(numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)).toBe(true);
		expect(Math.max(...numbers)).toBeLessThan(2 ** 31);
	});

	test('many changes and then the end in the next moment come in their order', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', {});
		const cardId = String(created!.card_id);
		const grown = await operate(app, 'card.appendText', { cardId, text: '={{ $json.text }}' }, Array.from({ length: 10 }, (_, index) => ({ text: 'x'.repeat(index + 1) })));
		world.clock.advance(25);
		const [again] = await operate(app, 'card.appendText', { cardId, text: 'the end' });
		const [finished] = await operate(app, 'card.finishStreaming', { cardId });
		expect([...grown, again!, finished!].map(({ error }) => error)).toEqual(Array(12).fill(undefined));
	});

	test('new text is added to the text so far', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', {});
		const parameters = { cardId: String(created!.card_id), textSoFar: '={{ $json.text }}', text: '={{ $json.more }}' };
		const [first] = await operate(app, 'card.appendText', parameters, [{ text: null, more: 'Checking' }]);
		const [second] = await operate(app, 'card.appendText', parameters, [{ ...first, more: ' the database' }]);
		expect([first!.text, second!.text]).toEqual(['Checking', 'Checking the database']);
		expect(callsTo('/content').map(({ requestBody }) => (requestBody as { content: string }).content)).toEqual([first!.text, second!.text]);
	});

	test.each([['key', []], ['number', ['feishuApp.cardUuid']]] as const)('a change whose answer got lost is made once and is done, by its %s', async (_, disabled) => {
		const app = feishuApp(world);
		for (const check of disabled) world.sandbox.disableCheck(check);
		const [created] = await operate(app, 'card.createStreaming', {});
		const cardId = String(created!.card_id);
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/open-apis/cardkit/v1/cards/' } });
		const [grown] = await operate(app, 'card.appendText', { cardId, text: 'Checking' });
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/open-apis/cardkit/v1/cards/' } });
		const [finished] = await operate(app, 'card.finishStreaming', { cardId });
		for (const check of disabled) world.sandbox.enableCheck(check);
		expect([grown!.error, finished!.error]).toEqual([undefined, undefined]);
		const keys = callsTo(`/cards/${cardId}`).map(({ requestBody }) => (requestBody as { uuid: string }).uuid);
		expect(keys).toEqual([keys[0], keys[0], keys[2], keys[2]]);
		expect(keys[0]).toMatch(/^[\w-]{36}$/);
		expect(keys[2]).not.toBe(keys[0]);
	});

	test('a number that is not new is an error, if nothing got lost', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', {});
		const card = String(created!.card_id);
		await callAs(world, app, `/cardkit/v1/cards/${card}/batch_update`, { actions: '[]', sequence: 2 ** 31 - 1 });
		const [output] = await operate(app, 'card.appendText', { cardId: card, text: 'Checking' });
		expect(output!.error.code).toBe('300317');
	});

	test('from JSON: schema 2.0 and streaming are added, the growing element is found', async () => {
		const app = feishuApp(world);
		const cardJson = JSON.stringify({ config: { width_mode: 'fill' }, body: { elements: [{ tag: 'hr' }, { tag: 'markdown', content: '', element_id: 'answer' }] } });
		const [created] = await operate(app, 'card.createStreaming', { specifyCard: 'json', cardJson });
		expect(created!.element_id).toBe('answer');
		const { data } = callsTo('/cardkit/v1/cards')[0]!.requestBody as { data: string };
		expect(JSON.parse(data)).toMatchObject({ schema: '2.0', config: { width_mode: 'fill', streaming_mode: true, update_multi: true } });
		const [wrong] = await operate(app, 'card.appendText', { cardId: String(created!.card_id), text: 'Hello', elementId: 'text' });
		expect(wrong!.error).toMatchObject({ code: '300313', fix: expect.stringContaining('element_id') });
	});

	test('of another app, one that has timed out, an ID and a text that are none', async () => {
		const app = feishuApp(world);
		const [created] = await operate(app, 'card.createStreaming', {});
		const cardId = String(created!.card_id);
		const [foreign] = await operate(feishuApp(world), 'card.appendText', { cardId, text: 'x' });
		const inputs = await operate(app, 'card.appendText', { cardId: '={{ $json.id }}', text: '={{ $json.text }}' }, [{ id: 'om_1', text: 'x' }, { id: cardId, text: '' }, { id: '1', text: 'x' }]);
		world.clock.advance(20 * MINUTE_MS);
		const [late] = await operate(app, 'card.appendText', { cardId, text: 'x' });
		expect([foreign, ...inputs, late].map((output) => output!.error.code)).toEqual(['300311', 'INPUT', 'INPUT', '200740', '200850']);
	});
});
