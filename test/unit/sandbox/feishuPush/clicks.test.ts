import type { Block, MessageView } from '../../../../sandbox';
import { CARD, card, place, sent, type Place } from '../feishuApp/support';
import { TestClient, until, type Json } from './client';
import { button, card2, closeEverything, sentCard } from './support';

afterEach(closeEverything);

async function clicking(content: Record<string, unknown>, answer: unknown = {}) {
	const at = await place();
	const client = await TestClient.connect(at.sandbox, at.app);
	client.answering = () => ({ code: 200, data: answer });
	return { at, client, ...(await sentCard(at, content)), last: () => client.events.at(-1)! as Json };
}

const plain = (content: string) => ({ tag: 'plain_text', content });
const option = (value: string) => ({ text: plain(value), value });
const OPTIONS = ['a', 'b'].map(option);

describe('a click on a button', () => {
	it('has the documented form', async () => {
		const { at, last, click, id } = await clicking(card2({ tag: 'hr' }, button({ choice: 'yes' }, { name: 'go' })));
		expect(await click('body.elements.1')).toMatchObject({ updated: false, message: { id } });
		expect(last()).toEqual({
			schema: '2.0',
			header: {
				event_id: expect.stringMatching(/./) as string,
				event_type: 'card.action.trigger',
				create_time: `${at.sandbox.clock.now()}000`,
				token: '',
				app_id: at.app.id,
				tenant_key: '736588c9260f175e',
			},
			event: {
				operator: { tenant_key: '736588c9260f175e', union_id: 'on_lilei', user_id: 'lilei', open_id: `ou_lilei_${at.app.id.slice(-6)}` },
				token: expect.stringMatching(/^c-/) as string,
				action: { value: { choice: 'yes' }, tag: 'button', name: 'go' },
				host: 'im_message',
				context: { open_message_id: id, open_chat_id: at.group.id },
			},
		});
		expect(at.sandbox.push.pushes({ messageId: id })).toMatchObject([{ type: 'card.action.trigger', outcome: 'acknowledged', attempt: 1 }]);
	});

	it('of a card 1.0 has the value of the older way', async () => {
		const { last, click } = await clicking({ elements: [{ tag: 'action', actions: [{ tag: 'button', text: plain('Go'), value: { a: '1' } }] }] });
		await click('elements.0.actions.0');
		expect(last().event.action).toEqual({ value: { a: '1' }, tag: 'button' });
	});

	it('has no place where nobody is told', async () => {
		const { click } = await clicking(card2({ tag: 'markdown', content: 'Go' }, button(1, { disabled: true })));
		await expect(click('body.elements.0')).rejects.toThrow('Nobody is told');
		await expect(click('body.elements.1')).rejects.toThrow('disabled');
		await expect(click('body.elements.7')).rejects.toThrow('Nobody is told');
		await expect(click('__proto__')).rejects.toThrow('Nobody is told');
	});
});

describe('who clicks a button is told of', () => {
	const link = { type: 'open_url', default_url: 'https://example.com' };
	const url = 'https://example.com';
	it.each([
		['with nothing behind it', {}, true],
		['with a callback', { behaviors: [{ type: 'callback', value: {} }] }, true],
		['that opens an address', { behaviors: [link] }, false],
		['with both', { behaviors: [link, { type: 'callback', value: {} }] }, true],
		['with an address in the older way', { url }, false],
		['with an address and a value', { url, value: { a: 1 } }, false],
		['with addresses and a value', { multi_url: { url }, value: { a: 1 } }, false],
		['that says that it means both', { url, value: { a: 1 }, complex_interaction: true }, true],
	])('%s: %j', async (_, more, isTold) => {
		const { message, click } = await clicking({ elements: [{ tag: 'action', actions: [{ tag: 'button', text: plain('Go'), ...more }] }] });
		expect(controlsOf(message().view)).toEqual(isTold ? ['elements.0.actions.0'] : []);
		if (!isTold) await expect(click('elements.0.actions.0')).rejects.toThrow('Nobody is told');
	});
});

it('an app that has not been released is told of no click', async () => {
	const { at, client, click } = await clicking(card2(button(1)));
	at.sandbox.changeApp(at.app.id, { published: false });
	expect(await click('body.elements.0')).toMatchObject({ updated: false, error: '200340' });
	expect([client.events, at.sandbox.push.pushes()]).toEqual([[], []]);
});

describe('a choice', () => {
	it.each([
		[{ tag: 'select_static', placeholder: plain('?'), options: OPTIONS }, { option: 'b' }, { tag: 'select_static', option: 'b' }],
		[{ tag: 'multi_select_static', placeholder: plain('?'), options: OPTIONS }, { option: ['a', 'b'] }, { tag: 'multi_select_static', options: ['a', 'b'] }],
		[{ tag: 'overflow', options: OPTIONS, behaviors: [{ type: 'callback', value: { k: 1 } }] }, { option: 'a' }, { value: { k: 1 }, tag: 'overflow', option: 'a' }],
		[{ tag: 'date_picker', placeholder: plain('?') }, { option: '2024-04-01' }, { tag: 'date_picker', timezone: 'Asia/Shanghai', option: '2024-04-01 +0800' }],
		[{ tag: 'picker_time' }, { option: '07:07' }, { tag: 'picker_time', timezone: 'Asia/Shanghai', option: '07:07 +0800' }],
		[{ tag: 'picker_datetime' }, { option: '2024-04-29T07:07' }, { tag: 'picker_datetime', timezone: 'Asia/Shanghai', option: '2024-04-29 07:07 +0800' }],
		[{ tag: 'input', name: 'why' }, { option: 'because' }, { tag: 'input', name: 'why', input_value: 'because' }],
		[{ tag: 'checker', text: plain('x'), behaviors: [{ type: 'callback', value: { k: 1 } }] }, {}, { value: { k: 1 }, tag: 'checker', checked: true }],
		[{ tag: 'interactive_container', elements: [], behaviors: [{ type: 'callback', value: { k: 1 } }] }, {}, { value: { k: 1 }, tag: 'interactive_container' }],
	])('%j', async (element, more, action) => {
		const { last, click, message } = await clicking(card2(element));
		expect(controlsOf(message().view)).toEqual(['body.elements.0']);
		await click('body.elements.0', more);
		expect(last().event.action).toEqual(action);
	});

	it('must be one that is offered', async () => {
		const { click } = await clicking(card2({ tag: 'select_static', options: OPTIONS }));
		await expect(click('body.elements.0', { option: 'c' })).rejects.toThrow('No such option');
	});
});

const submit = (name = 'send') => ({ tag: 'button', name, text: plain('Send'), form_action_type: 'submit' });
const FORM = card2({
	tag: 'form',
	name: 'f',
	elements: [
		{ tag: 'input', name: 'why', required: true },
		{ tag: 'column_set', columns: [{ tag: 'column', elements: [{ tag: 'select_static', name: 'one', options: OPTIONS, initial_index: 2 }] }] },
		{ tag: 'multi_select_static', name: 'many', options: OPTIONS },
		{ tag: 'date_picker', name: 'day' },
		{ tag: 'checker', name: 'sure', text: plain('Sure?') },
		submit(),
		{ tag: 'button', name: 'no', text: plain('Reset'), form_action_type: 'reset' },
	],
});

describe('a form', () => {
	it('is sent as a whole by its button', async () => {
		const { last, click } = await clicking(FORM);
		await click('body.elements.0.elements.5', { form: { why: 'late', many: ['a'], day: '2024-04-01', sure: true } });
		expect(last().event.action).toEqual({
			tag: 'button',
			name: 'send',
			timezone: 'Asia/Shanghai',
			form_value: { why: 'late', one: 'b', many: ['a'], day: '2024-04-01 +0800', sure: true },
		});
	});

	it('tells nobody while something is missing', async () => {
		const { client, click } = await clicking(FORM);
		expect(await click('body.elements.0.elements.5', { form: {} })).toMatchObject({ updated: false, error: '有必填项未填写' });
		expect(client.events).toEqual([]);
	});

	it('can not be sent with fields without names', async () => {
		const { click } = await clicking(card2({ tag: 'form', name: 'f', elements: [{ tag: 'input' }, submit()] }));
		expect(await click('body.elements.0.elements.1')).toMatchObject({ error: '200530' });
	});

	it('can not be sent with a button without a name', async () => {
		const { client, click } = await clicking(card2({ tag: 'form', name: 'f', elements: [{ tag: 'input', name: 'why' }, submit('')] }));
		expect(await click('body.elements.0.elements.1')).toMatchObject({ error: '200530' });
		expect(client.events).toEqual([]);
	});

	it.each([
		['submits', { form_action_type: 'submit' }, true],
		['submits in an older way', { action_type: 'form_submit' }, true],
		['submits by its behaviors', { behaviors: [{ type: 'form_action', behavior: 'submit' }] }, true],
		['submits by default', { behaviors: [{ type: 'form_action' }] }, true],
		['tells of itself', { action_type: 'request', value: { a: 1 } }, false],
		['resets', { form_action_type: 'reset', value: { a: 1 } }, undefined],
		['resets by its behaviors', { behaviors: [{ type: 'form_action', behavior: 'reset' }, { type: 'callback', value: {} }] }, undefined],
		['opens an address', { action_type: 'link', value: { a: 1 } }, undefined],
	])('has a button that %s', async (_, more, submits) => {
		const { last, message, click } = await clicking({ elements: [{ tag: 'form', name: 'f', elements: [{ tag: 'input', name: 'why' }, { tag: 'button', name: 'b', text: plain('x'), ...more }] }] });
		expect(controlsOf(message().view)).toEqual(submits === undefined ? [] : ['elements.0.elements.1']);
		if (submits === undefined) return;
		await click('elements.0.elements.1', { form: { why: 'late' } });
		expect(last().event.action.form_value).toEqual(submits ? { why: 'late' } : undefined);
	});

	it('has names in its view, and one control that submits', async () => {
		const { message } = await clicking(FORM);
		const { blocks } = (message().view as Extract<MessageView, { kind: 'card' }>).card;
		const form = (blocks[0] as Extract<Block, { kind: 'form' }>).blocks;
		expect(form[0]).toMatchObject({ kind: 'input', name: 'why', required: true });
		expect(form[0]).not.toHaveProperty('control');
		expect(form[2]).toMatchObject({ name: 'many', options: [{ value: 'a' }, { value: 'b' }] });
		expect(form[5]).toMatchObject({ buttons: [{ control: 'body.elements.0.elements.5', submits: true }] });
		expect(controlsOf(message().view)).toEqual(['body.elements.0.elements.5']);
	});
});

/** Every control of a view. */
const controlsOf = (value: unknown): string[] =>
	typeof value !== 'object' || value === null
		? []
		: Object.entries(value).flatMap(([name, part]) => (name === 'control' && typeof part === 'string' ? [part] : controlsOf(part)));

it('a card of the bot of a group has no controls', async () => {
	const at = await place();
	const bot = at.sandbox.addBot({ groupId: at.group.id, name: 'Webhook' });
	await fetch(bot.webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ msg_type: 'interactive', card: card2(button(1)) }) });
	expect(at.sandbox.messages()).toHaveLength(1);
	expect(controlsOf(at.sandbox.messages()[0]!.view)).toEqual([]);
});

describe('the answer', () => {
	const GO = card2(button({ go: 1 }));
	const go = async (answer: unknown, content: Record<string, unknown> = GO) => {
		const one = await clicking(content, answer);
		return { ...one, outcome: await one.click(content === GO ? 'body.elements.0' : 'elements.0.actions.0') };
	};
	const words = (content: string) => card2({ tag: 'markdown', content });

	it('can be a toast, in the language of the platform', async () => {
		expect((await go({ toast: { type: 'success', content: 'Done' } })).outcome).toMatchObject({ toast: { type: 'success', content: 'Done' }, updated: false });
		expect((await go({ toast: { type: 'info', content: 'x', i18n: { zh_cn: '好', en_us: 'Good' } } })).outcome.toast).toEqual({ type: 'info', content: '好' });
	});

	it('can be another card', async () => {
		const { outcome, message } = await go({ toast: { type: 'info', content: 'ok' }, card: { type: 'raw', data: words('done') } });
		expect(outcome).toMatchObject({ toast: { content: 'ok' }, updated: true });
		expect(outcome.message).toBe(message());
		expect(message()).toMatchObject({ text: 'done', editedAt: expect.any(Number) as number });
	});

	it('can be a template', async () => {
		const { outcome } = await go({ card: { type: 'template', data: { template_id: 'AAq1', template_variable: {} } } });
		expect(outcome).toMatchObject({ updated: true, message: { view: { kind: 'unrendered', type: 'card template' } } });
	});

	describe('to a card that is not shared', () => {
		const own = (content: string, config?: object) => ({ ...(config && { config }), elements: [{ tag: 'action', actions: [{ tag: 'button', text: plain(content), value: { content } }] }] });
		const shared = { update_multi: true };
		const answered = async (before: Record<string, unknown>, after: Record<string, unknown>) => {
			const one = await clicking(before, { card: { type: 'raw', data: after } });
			const outcome = await one.click('elements.0.actions.0');
			return { ...one, outcome };
		};

		it('changes it for who has clicked, and what comes next is theirs', async () => {
			const { at, last, outcome, message, click } = await answered(own('before'), own('after'));
			expect(outcome).toMatchObject({ updated: true, message: { text: 'after' } });
			expect(message()).toMatchObject({ text: 'before', viewOf: { lilei: outcome.message.view } });
			await click('elements.0.actions.0');
			expect(last().event.action.value).toEqual({ content: 'after' });
			await at.sandbox.push.click({ messageId: message().id, userId: at.bob.userId, control: 'elements.0.actions.0' });
			expect(last().event.action.value).toEqual({ content: 'before' });
		});

		it.each([
			['before and after', own('before', shared), own('after', shared), 'after'],
			['before alone', own('before', shared), own('after'), 'before'],
			['after alone', own('before'), own('after', shared), 'before'],
		])('changes it for everybody when it is shared: %s', async (_, before, after, text) => {
			const { message, outcome } = await answered(before, after);
			expect([message().text, outcome.message.text]).toEqual([text, 'after']);
		});

		it('by the token is for those who are named', async () => {
			const { at, click, last, message } = await clicking(own('before'));
			await click('elements.0.actions.0');
			const open_ids = [`ou_hanmei_${at.app.id.slice(-6)}`];
			const { code } = await at.ask('POST /interactive/v1/card/update', { token: last().event.token, card: { ...own('after'), open_ids } });
			expect([code, message().text, Object.keys(message().viewOf ?? {})]).toEqual([0, 'before', ['hanmei']]);
		});

		it('by the token before the answer is undone', async () => {
			const { at, client, click, last, message } = await clicking(own('before'));
			client.answering = () => undefined;
			const outcome = click('elements.0.actions.0');
			await until(() => client.events.length === 1);
			const open_ids = [`ou_lilei_${at.app.id.slice(-6)}`];
			await at.ask('POST /interactive/v1/card/update', { token: last().event.token, card: { ...own('early'), open_ids } });
			expect(message().viewOf).toHaveProperty('lilei');
			client.acknowledge(client.frames.at(-1)!, 200);
			expect((await outcome).message.text).toBe('before');
			expect(message().viewOf).toBeUndefined();
		});
	});

	it.each([
		['no object', 'not json', '200672'],
		['an unknown toast', { toast: { type: 'loud', content: 'x' } }, '200672'],
		['something else', { code: 0 }, '200672'],
		['a card without its type', { card: words('x') }, '200672'],
		['a card that could not be sent', { card: { type: 'raw', data: card2({ tag: 'nothing' }) } }, '200673'],
		['a card that is too long', { card: { type: 'raw', data: words('x'.repeat(31_000)) } }, '200673'],
		['a card with a picture of nobody', { card: { type: 'raw', data: card2({ tag: 'img', img_key: 'img_none', alt: plain('') }) } }, '200673'],
		['a card 1.0 for one of 2.0', { card: { type: 'raw', data: CARD } }, '200830'],
	])('is wrong: %s', async (_, answer, error) => {
		const { outcome, message } = await go(answer);
		expect(outcome).toMatchObject({ updated: false, error });
		expect(message().editedAt).toBeUndefined();
	});

	it('fails with the client', async () => {
		const { at, client, click } = await clicking(GO);
		client.answering = () => ({ code: 500 });
		expect(await click('body.elements.0')).toMatchObject({ error: '200671' });
		client.answering = () => undefined;
		const late = click('body.elements.0');
		await until(() => client.events.length === 2);
		at.sandbox.clock.advance(3_000);
		expect(await late).toMatchObject({ error: '200341' });
		client.socket.close();
		await until(() => at.sandbox.push.sockets().length === 0);
		expect(await click('body.elements.0')).toMatchObject({ error: '200340' });
		at.sandbox.clock.advance(1_000_000);
		await new Promise((resolve) => setTimeout(resolve, 40));
		expect(at.sandbox.push.pushes()).toHaveLength(3);
	});

	it('is waited for no longer when the sandbox forgets everything', async () => {
		const { at, client, click } = await clicking(GO);
		client.answering = () => undefined;
		const outcome = click('body.elements.0');
		await until(() => client.events.length === 1);
		at.sandbox.reset();
		expect(await outcome).toMatchObject({ updated: false, error: 'reset' });
		await until(() => at.sandbox.push.sockets().length === 0);
	});

	it('comes too late for a card of more than 14 days, and no click after 30', async () => {
		const day = 86_400_000;
		const content = { elements: [{ tag: 'action', actions: [{ tag: 'button', text: plain('Go'), value: {} }] }] };
		const { at, click, client } = await clicking(content, { card: { type: 'raw', data: { elements: [] } } });
		at.sandbox.clock.advance(15 * day);
		expect(await click('elements.0.actions.0')).toMatchObject({ updated: false });
		at.sandbox.clock.advance(16 * day);
		expect(await click('elements.0.actions.0')).toMatchObject({ updated: false, error: expect.stringContaining('30 天') as string });
		expect(client.events).toHaveLength(1);
		const newer = await sentCard(await at.as(at.app), GO);
		at.sandbox.clock.advance(15 * day);
		expect((await newer.click('body.elements.0')).error).toBeDefined();
	});
});

describe('the token of a click', () => {
	const update = async (at: Place, token: unknown, content: string) =>
		(await (await at.as(at.app)).ask('POST /interactive/v1/card/update', { token, card: card2({ tag: 'markdown', content }) })).code;

	it('updates the card twice', async () => {
		const { at, click, last, message } = await clicking(card2(button(1)));
		await click('body.elements.0');
		const { token } = last().event;
		expect([await update(at, token, 'one'), await update(at, token, 'two'), await update(at, token, 'three')]).toEqual([0, 0, 300040]);
		expect(message().text).toBe('two');
	});

	it('updates nothing for good before the click is answered', async () => {
		const { at, client, click, last, message } = await clicking(card2(button(1)));
		client.answering = () => undefined;
		const outcome = click('body.elements.0');
		await until(() => client.events.length === 1);
		expect(await update(at, last().event.token, 'too early')).toBe(0);
		client.acknowledge(client.frames.at(-1)!, 200);
		expect(await outcome).toMatchObject({ updated: false });
		expect(message().text).not.toContain('too early');
		expect(await update(at, last().event.token, 'in time')).toBe(0);
		expect(message().text).toBe('in time');
	});
});

it('a card entity can be clicked', async () => {
	const at = await place();
	const client = await TestClient.connect(at.sandbox, at.app);
	const { card_id } = (await at.ask('POST /cardkit/v1/cards', { type: 'card_json', data: JSON.stringify(card2(button({ e: 1 }))) })).data;
	const id = await sent(at, card({ type: 'card', data: { card_id } }));
	await at.sandbox.push.click({ messageId: id, userId: 'lilei', control: 'body.elements.0' });
	expect(client.events[0]!.event.action.value).toEqual({ e: 1 });
});
