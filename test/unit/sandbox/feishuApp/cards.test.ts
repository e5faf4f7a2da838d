import { openIdOf } from '../../../../sandbox/organization';
import { send } from '../support';
import { card, CARD, CARD_2, closeAll, DAY, last, place, refused, sent, toGroup, type Place } from './support';

let at: Place;

beforeEach(async () => {
	at = await place();
});
afterEach(closeAll);

describe('the update after a click', () => {
	const update = (token: string, value: unknown, who = at) => who.ask('POST /interactive/v1/card/update', { token, card: value });
	const DONE = { ...CARD, elements: [{ tag: 'markdown', content: 'done' }] };

	it('works twice in 30 minutes', async () => {
		const token = at.sandbox.cardToken(await sent(at, card(CARD)));
		expect(token).toMatch(/^c-/);
		expect((await update(token, DONE)).body).toEqual({ code: 0, msg: 'ok' });
		expect(last(at).text).toBe('done');
		expect((await update(token, DONE)).code).toBe(0);
		expect(await refused(update(token, DONE))).toEqual([200, 300040]);
		const late = at.sandbox.cardToken(last(at).id);
		at.sandbox.clock.advance(30 * 60_000 + 1);
		expect(await refused(update(late, DONE))).toEqual([200, 300030]);
	});

	it('needs a good token, the same app, a card that is still there', async () => {
		const id = await sent(at, card(CARD));
		expect(await refused(update('nothing', DONE))).toEqual([200, 300020]);
		expect(await refused(update('c-unknown', DONE))).toEqual([200, 300030]);
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		expect(await refused(update(at.sandbox.cardToken(id), DONE, other))).toEqual([200, 200310]);
		await at.ask(`DELETE /im/v1/messages/${id}`);
		expect(await refused(update(at.sandbox.cardToken(id), DONE))).toEqual([200, 200000]);
		expect(() => at.sandbox.cardToken('om_none')).toThrow('No card of an app: om_none');
	});

	it('names the readers of a card that is not shared, and of no other', async () => {
		const token = at.sandbox.cardToken(await sent(at, card(CARD)));
		const alone = { elements: [] };
		expect(await refused(update(token, alone))).toEqual([200, 300090]);
		expect(await refused(update(token, { ...alone, open_ids: ['ou_nobody'] }))).toEqual([200, 200320]);
		expect(await refused(update(token, { ...DONE, open_ids: [openIdOf(at.ann, at.app)] }))).toEqual([200, 200320]);
		expect((await update(token, { ...alone, open_ids: [openIdOf(at.ann, at.app)] })).code).toBe(0);
	});

	it('refuses what is no card, or too large', async () => {
		const token = at.sandbox.cardToken(await sent(at, card(CARD)));
		const long = (size: number) => ({ ...CARD, elements: [{ tag: 'markdown', content: 'x'.repeat(size) }] });
		expect(await refused(update(token, JSON.stringify(DONE)))).toEqual([200, 10002]);
		expect(await refused(update(token, { ...CARD, elements: [{ tag: 'nothing' }] }))).toEqual([200, 11311]);
		expect(await refused(update(token, long(30 * 1_024)))).toEqual([200, 11311]);
		expect(await refused(update(token, long(100 * 1_024)))).toEqual([200, 100000]);
		expect(await refused(at.ask('POST /interactive/v1/card/update', 'no json'))).toEqual([200, 100030]);
	});
});

describe('a card entity', () => {
	const STREAMING = { ...CARD_2, config: { streaming_mode: true } };
	const create = (value: unknown, who = at) => who.ask('POST /cardkit/v1/cards', { type: 'card_json', data: typeof value === 'string' ? value : JSON.stringify(value) });
	const made = async (value: unknown = STREAMING): Promise<string> => String((await create(value)).data.card_id);
	const entity = (id: string) => card({ type: 'card', data: { card_id: id } });
	let sequence = 0;
	const stream = (id: string, content: string, rest: Record<string, unknown> = {}, element = 'words', who = at) =>
		who.ask(`PUT /cardkit/v1/cards/${id}/elements/${element}/content`, { content, sequence: ++sequence, ...rest });
	const settings = (id: string, value: unknown) => at.ask(`PATCH /cardkit/v1/cards/${id}/settings`, { settings: JSON.stringify(value), sequence: ++sequence });
	const batch = (id: string, actions: unknown) => at.ask(`POST /cardkit/v1/cards/${id}/batch_update`, { actions: JSON.stringify(actions), sequence: ++sequence });

	it('is sent once, then text streams into the message until that is finished', async () => {
		const id = await made();
		expect((await toGroup(at, entity(id))).code).toBe(0);
		expect((await stream(id, 'CPU')).body).toEqual({ code: 0, msg: 'success', data: {} });
		expect((await stream(id, 'CPU is high')).code).toBe(0);
		expect(last(at).text).toBe('CPU is high');
		expect((await settings(id, { config: { streaming_mode: false } })).code).toBe(0);
		expect(await refused(stream(id, 'more'))).toEqual([400, 300309]);
		expect(last(at).text).toBe('CPU is high');
		expect(await refused(toGroup(at, entity(id)))).toEqual([400, 230099]);
	});

	it('stops streaming after 10 minutes, until it is switched on again', async () => {
		const id = await made();
		at.sandbox.clock.advance(10 * 60_000 + 1);
		expect(await refused(stream(id, 'late'))).toEqual([400, 200850]);
		await settings(id, { config: { streaming_mode: false } });
		await settings(id, { config: { streaming_mode: true } });
		expect((await stream(id, 'on')).code).toBe(0);
	});

	it('takes operations in turn alone, and each uuid once', async () => {
		const id = await made();
		expect((await stream(id, 'a', { sequence: 5, uuid: 'x' })).code).toBe(0);
		expect(await refused(stream(id, 'b', { sequence: 5 }))).toEqual([400, 300317]);
		expect(await refused(stream(id, 'b', { sequence: 6, uuid: 'x' }))).toEqual([400, 200770]);
		expect((await stream(id, 'b', { sequence: 6, uuid: 'y' })).code).toBe(0);
		expect(await refused(stream(id, 'c', { sequence: undefined }))).toEqual([400, 99992402]);
		expect(await refused(stream(id, '', { sequence: 7 }))).toEqual([400, 99992402]);
	});

	it('streams into texts that are there', async () => {
		const id = await made({ schema: '2.0', config: { streaming_mode: true }, body: { elements: [{ tag: 'div', element_id: 'plain', text: { tag: 'plain_text', content: '' } }, { tag: 'hr', element_id: 'line' }] } });
		expect((await stream(id, 'hi', {}, 'plain')).code).toBe(0);
		expect(await refused(stream(id, 'hi', {}, 'line'))).toEqual([400, 300310]);
		expect(await refused(stream(id, 'hi', {}, 'none'))).toEqual([400, 300313]);
	});

	it('belongs to its app, for 14 days', async () => {
		const id = await made();
		const other = await at.as(at.sandbox.addApp({ platform: 'feishu', name: 'Other' }));
		at.sandbox.changeGroup(at.group.id, { apps: [at.app.id, other.app.id] });
		expect(await refused(stream(id, 'hi', {}, 'words', other))).toEqual([400, 300311]);
		expect((await toGroup(other, entity(id))).body.msg).toContain('ErrCode: 300311');
		expect((await toGroup(at, entity('7000'))).body.msg).toContain('ErrCode: 200740');
		expect(await refused(stream('7000', 'hi'))).toEqual([400, 200740]);
		at.sandbox.clock.advance(14 * DAY + 1);
		expect(await refused(stream(id, 'hi', {}, 'words', await at.as(at.app)))).toEqual([400, 200750]);
	});

	it.each([
		['no JSON', 'hi', 10002],
		['an empty card', {}, 300307],
		['a card 1.0', CARD, 300303],
		['a card of its own for everybody', { ...CARD_2, config: { update_multi: false } }, 300302],
		['201 elements', { schema: '2.0', body: { elements: Array.from({ length: 201 }, () => ({ tag: 'hr' })) } }, 300305],
		['an ID twice', { schema: '2.0', body: { elements: [{ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }] } }, 300301],
		['an unknown element', { schema: '2.0', body: { elements: [{ tag: 'nothing' }] } }, 200220],
		['over 30 KB', { schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'x'.repeat(30 * 1_024) }] } }, 200860],
	])('is not made of %s', async (_what, value, code) => {
		expect(await refused(create(value))).toEqual([400, code]);
	});

	it('is made of a template too', async () => {
		const data = JSON.stringify({ template_id: 'AAqmadeup', template_variable: {} });
		const { data: answer } = await at.ask('POST /cardkit/v1/cards', { type: 'template', data });
		expect((await toGroup(at, entity(String(answer.card_id)))).code).toBe(0);
		expect(await refused(at.ask('POST /cardkit/v1/cards', { type: 'template', data: '{}' }))).toEqual([400, 10002]);
		expect(await refused(at.ask('POST /cardkit/v1/cards', { type: 'other', data }))).toEqual([400, 99992402]);
	});

	it('is replaced as a whole', async () => {
		const id = await made();
		await toGroup(at, entity(id));
		const put = (value: unknown, type = 'card_json') => at.ask(`PUT /cardkit/v1/cards/${id}`, { card: { type, data: JSON.stringify(value) }, sequence: ++sequence });
		expect((await put({ schema: '2.0', body: { elements: [{ tag: 'markdown', content: 'new' }] } })).code).toBe(0);
		expect(last(at).text).toBe('new');
		expect(await refused(put(CARD))).toEqual([400, 300303]);
		expect(await refused(put(CARD_2, 'template'))).toEqual([400, 10002]);
	});

	it('is changed by a batch of actions, or not at all', async () => {
		const id = await made();
		await toGroup(at, entity(id));
		const words = (element: string, content: string) => ({ tag: 'markdown', element_id: element, content });
		const { code } = await batch(id, [
			{ action: 'partial_update_setting', params: { settings: { config: { streaming_mode: false } } } },
			{ action: 'add_elements', params: { type: 'insert_before', target_element_id: 'words', elements: [words('first', 'one')] } },
			{ action: 'add_elements', params: { type: 'append', elements: [words('third', 'three'), words('fourth', 'four')] } },
			{ action: 'delete_elements', params: { element_ids: ['fourth'] } },
			{ action: 'partial_update_element', params: { element_id: 'words', partial_element: { content: 'two' } } },
			{ action: 'update_element', params: { element_id: 'third', element: words('third', 'THREE') } },
		]);
		expect(code).toBe(0);
		expect(last(at).text).toBe('one\ntwo\nTHREE');
		const one = (action: string, params: unknown) => refused(batch(id, [{ action, params }]));
		expect(await one('partial_update_setting', {})).toEqual([400, 300122]);
		expect(await one('add_elements', { type: 'insert_after', target_element_id: 'none', elements: [] })).toEqual([400, 300315]);
		expect(await one('delete_elements', { element_ids: ['none'] })).toEqual([400, 300314]);
		expect(await one('partial_update_element', { element_id: 'none', partial_element: {} })).toEqual([400, 300313]);
		expect(await one('partial_update_element', { element_id: 'words', partial_element: { tag: 'hr' } })).toEqual([400, 300312]);
		expect(await one('update_element', { element_id: 'none', element: {} })).toEqual([400, 300121]);
		expect(await one('nothing', {})).toEqual([400, 10002]);
		expect(await refused(settings(id, { header: {} }))).toEqual([400, 300122]);
		expect(last(at).text).toBe('one\ntwo\nTHREE');
	});

	it('needs its scope', async () => {
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message'] });
		expect(await refused(create(CARD_2))).toEqual([400, 99991672]);
	});
});

describe('the control API', () => {
	it('hands out card tokens, reads messages and changes groups', async () => {
		const id = await sent(at, card(CARD));
		const post = (path: string, body: unknown) => send(`${at.sandbox.url}/sandbox/api${path}`, { body });
		expect((await post('/messages/cardToken', { messageId: id })).json).toEqual({ token: expect.stringMatching(/^c-/) });
		expect((await post('/messages/read', { messageId: id, userId: 'lilei' })).json).toMatchObject({ readBy: ['lilei'] });
		expect((await post('/groups/change', { id: at.group.id, allowAtAll: false })).json).toMatchObject({ allowAtAll: false });
		expect((await post('/groups/change', { id: 'oc_none' })).status).toBe(400);
	});
});
