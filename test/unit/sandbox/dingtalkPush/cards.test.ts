import { readFileSync } from 'node:fs';
import type { CardTemplateInput } from '../../../../sandbox/dingtalk/app/control';
import { TEMPLATES } from '../../../../sandbox/dingtalk/app/cardTemplates';
import { cardHeaders } from '../../../../sandbox/dingtalk/push/http';
import type { CardButton, ClickOutcome, Message, Sandbox } from '../../../../sandbox';
import { closeAll, NOW, open } from '../support';
import { client as appClient } from '../dingtalkApp/support';
import { aMoment, CARDS, closeServers, connect, dataOf, EVENTS, listen, settled, until, type Client, type Listening } from './support';

afterEach(async () => {
	await closeAll();
	await closeServers();
});

interface Sent {
	sandbox: Sandbox;
	app: Awaited<ReturnType<typeof appClient>>;
	stream: Client;
	message: Message;
	click(control: string, rest?: object): Promise<ClickOutcome>;
	update(body: object): Promise<unknown>;
}

const MAP = { title: 'Deploy 1.2', summary: 'To production', linkText: 'Log', linkUrl: 'https://example.com/log' };

async function card({ way = {}, spaceId, params = MAP, rest = {}, template }: { way?: object; spaceId?: string; params?: Record<string, string>; rest?: object; template?: CardTemplateInput } = {}): Promise<Sent> {
	const sandbox = await open();
	const app = await appClient(sandbox);
	const stream = await connect(sandbox, app.app, {}, false);
	if (template) sandbox.dingtalk.addCardTemplate(template);
	const { status } = await app.call('/v1.0/card/instances/createAndDeliver', {
		cardTemplateId: template?.id ?? 'approval.schema',
		outTrackId: 'deploy-1',
		callbackType: 'STREAM',
		...way,
		cardData: { cardParamMap: params },
		openSpaceId: `dtv1.card//${spaceId ?? `IM_GROUP.${app.group.id}`}`,
		imGroupOpenSpaceModel: { supportForward: true },
		imGroupOpenDeliverModel: { robotCode: app.app.robotCode },
		imRobotOpenSpaceModel: { supportForward: true },
		imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT' },
		...rest,
	});
	if (status !== 200) throw new Error(`Not sent: ${status}`);
	const message = sandbox.messages()[0]!;
	return {
		sandbox,
		app,
		stream,
		message,
		click: (control, more = {}) => sandbox.push.click({ messageId: message.id, userId: 'wangfang', control, ...more }),
		update: (body) => app.call('/v1.0/card/instances', { outTrackId: 'deploy-1', ...body }, 'PUT'),
	};
}

const buttonsOf = ({ view }: Pick<Message, 'view'>): CardButton[] => {
	const found: CardButton[] = [];
	const walk = (node: unknown): void => {
		if (node === null || typeof node !== 'object') return;
		if ('buttons' in node && Array.isArray(node.buttons)) found.push(...(node.buttons as CardButton[]));
		for (const inner of Object.values(node)) walk(inner);
	};
	walk(view);
	return found;
};

const decided = (decision: string, more: object = {}) => ({ cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { decision } }, ...more });

/** Clicks, and answers over Stream. */
async function answered({ stream, click }: Sent, data: unknown, code = 200): Promise<ClickOutcome> {
	const outcome = click('approve');
	stream.answer(await stream.next('CALLBACK'), code, data);
	return await outcome;
}

describe('a card', () => {
	it('shows the buttons of its template, the decision while it is open', async () => {
		const sent = await card();
		expect(buttonsOf(sent.message)).toEqual([
			{ text: 'Approve', type: 'blue', href: '', disabled: false, control: 'approve' },
			{ text: 'Reject', type: 'red', href: '', disabled: false, control: 'reject' },
			{ text: 'Log', type: 'blue', href: 'https://example.com/log', disabled: false },
		]);
		expect(sent.message.text).not.toContain('linkUrl');
		await sent.update(decided('Approved'));
		expect(buttonsOf(sent.sandbox.messages()[0]!)).toMatchObject([{ text: 'Log' }]);
	});

	it('of which nobody is told has nothing to click', async () => {
		const { message, click } = await card({ way: { callbackType: undefined } });
		expect(buttonsOf(message).map(({ control }) => control)).toEqual([undefined, undefined, undefined]);
		await expect(click('approve')).rejects.toThrow('nothing to click');
	});

	it('has what can be clicked in a variable', async () => {
		const buttons = JSON.stringify([{ text: 'Yes', actionId: 'yes', params: { n: '1' } }, { text: 'Again', actionId: 'yes' }, { text: 'Docs', url: 'https://example.com' }]);
		const sent = await card({ params: { title: 'x', buttons }, template: { id: 'own.schema' } });
		expect(buttonsOf(sent.message).map(({ text, control }) => [text, control])).toEqual([
			['Yes', 'yes'],
			['Again', 'yes 2'],
			['Docs', undefined],
		]);
		void sent.click('yes');
		expect(JSON.parse(dataOf<{ content: string }>(await sent.stream.next()).content)).toEqual({ cardPrivateData: { actionIds: ['yes'], params: { n: '1' } } });
	});

	it('has no click for a button that is disabled', async () => {
		const buttons = JSON.stringify([{ text: 'Yes', actionId: 'yes', disabled: true }]);
		const sent = await card({ params: { title: 'x', buttons }, template: { id: 'own.schema' } });
		await expect(sent.click('yes')).rejects.toThrow('disabled');
		expect(sent.sandbox.push.pushes()).toEqual([]);
	});

	it('has a form where its template has one', async () => {
		const template: CardTemplateInput = {
			id: 'form.schema',
			inputs: [{ name: 'reason', label: 'Reason', placeholder: 'Why?' }, { name: 'urgent', label: 'Urgent' }],
			buttons: [{ text: 'Send', actionId: 'send', params: { reason: '${reason}', urgent: '${urgent}', of: 'Re: ${title}', by: 'form' } }],
		};
		const sent = await card({ template });
		expect(sent.message.view).toMatchObject({
			card: {
				blocks: expect.arrayContaining([
					{
						kind: 'form',
						blocks: [
							expect.objectContaining({ kind: 'input', name: 'reason', placeholder: 'Why?' }),
							expect.objectContaining({ kind: 'input', name: 'urgent' }),
							{ kind: 'actions', buttons: [{ text: 'Send', type: 'default', href: '', disabled: false, control: 'send', submits: true }] },
						],
					},
				]),
			},
		});
		void sent.click('send', { form: { reason: 'It is late', urgent: true } });
		const { content } = dataOf<{ content: string }>(await sent.stream.next());
		expect(JSON.parse(content)).toEqual({ cardPrivateData: { actionIds: ['send'], params: { reason: 'It is late', urgent: true, of: 'Re: Deploy 1.2', by: 'form' } } });
	});
});

describe('a click over Stream', () => {
	it('comes as documented', async () => {
		const { app, stream, click, sandbox, message } = await card();
		void click('approve');
		const frame = await stream.next();
		expect(frame).toMatchObject({ type: 'CALLBACK', headers: { topic: '/v1.0/card/instances/callback', contentType: 'application/json', time: String(NOW) } });
		const content = '{"cardPrivateData":{"actionIds":["approve"],"params":{"action":"approve"}}}';
		expect(dataOf(frame)).toEqual({
			extension: '{}',
			corpId: app.app.corpId,
			spaceType: 'im',
			userIdType: 1,
			type: 'actionCallback',
			userId: 'wangfang',
			content,
			value: content,
			spaceId: app.group.id,
			outTrackId: 'deploy-1',
		});
		expect(sandbox.push.pushes()).toMatchObject([{ type: '/v1.0/card/instances/callback', way: 'connection', messageId: message.id, outcome: 'pending' }]);
	});

	it('names people as the card does', async () => {
		const { stream, click } = await card({ rest: { userIdType: 2 } });
		void click('approve');
		expect(dataOf(await stream.next())).toMatchObject({ userId: 'union_wangfang', userIdType: 2 });
	});

	it('changes the card for who clicked, and for nobody else', async () => {
		const sent = await card();
		const outcome = await answered(sent, { response: decided('Approved by Wang') });
		expect(outcome).toMatchObject({ updated: true, message: { text: expect.stringContaining('decision: Approved by Wang') } });
		expect(outcome.error).toBeUndefined();
		expect(buttonsOf(outcome.message).map(({ text }) => text)).toEqual(['Log']);
		const [message] = sent.sandbox.messages();
		expect(message!.text).not.toContain('Approved');
		expect(buttonsOf(message!)).toHaveLength(3);
		expect(buttonsOf({ view: message!.viewOf!.wangfang! })).toHaveLength(1);
		expect(Object.keys(message!.viewOf!)).toEqual(['wangfang']);
	});

	it('in a private chat changes what there is to see', async () => {
		const sent = await card({ spaceId: 'IM_ROBOT.wangfang' });
		await answered(sent, { response: decided('Approved by Wang') });
		expect(sent.sandbox.messages()[0]).toMatchObject({ text: expect.stringContaining('Approved by Wang'), viewOf: {} });
	});

	it('an update changes it for everybody', async () => {
		const sent = await card();
		await answered(sent, { response: decided('Approved by Wang') });
		await sent.update(decided('Approved by all'));
		const [message] = sent.sandbox.messages();
		expect(message).toMatchObject({ text: expect.stringContaining('Approved by all'), viewOf: {} });
	});

	it('without updateCardDataByKey nothing else stays', async () => {
		const sent = await card();
		const { message } = await answered(sent, { response: { cardData: { cardParamMap: { title: 'Done' } } } });
		expect([message.text.includes('Done'), message.text.includes('To production')]).toEqual([true, false]);
	});

	it('can change what only who clicked has', async () => {
		const sent = await card();
		const response = { cardUpdateOptions: { updatePrivateDataByKey: true }, userPrivateData: { cardParamMap: { decision: 'You approved' } } };
		expect((await answered(sent, { response })).message.text).toContain('You approved');
		await sent.update({ cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { title: 'New' } } });
		const [message] = sent.sandbox.messages();
		expect(JSON.stringify(message!.viewOf!.wangfang)).toContain('You approved');
		expect(message!.text).not.toContain('You approved');
	});

	it.each([
		['nothing', { response: null }],
		['an empty answer', { response: {} }],
		['no response', {}],
	])('is answered with %s and changes nothing', async (_name, data) => {
		const sent = await card();
		expect(await answered(sent, data)).toMatchObject({ updated: false, message: { id: sent.message.id } });
		expect(sent.sandbox.push.pushes()).toMatchObject([{ outcome: 'acknowledged' }]);
	});

	it.each([
		['an error', { response: decided('x') }, 500],
		['a variable that is no text', { response: { cardData: { cardParamMap: { decision: 1 } } } }, 200],
		['no object', 'OK', 200],
	])('answered with %s has failed', async (_name, data, code) => {
		const sent = await card();
		expect(await answered(sent, data, code)).toMatchObject({ updated: false, error: 'refused' });
		expect(sent.sandbox.messages()[0]!.text).toBe(sent.message.text);
	});

	it('has failed after two seconds, and is not repeated', async () => {
		const { sandbox, stream, click } = await card();
		const outcome = click('approve');
		const frame = await stream.next();
		sandbox.clock.advance(1_999);
		await aMoment();
		expect(sandbox.push.pushes()).toMatchObject([{ outcome: 'pending' }]);
		sandbox.clock.advance(1);
		expect(await outcome).toMatchObject({ updated: false, error: 'timeout' });
		stream.answer(frame, 200, { response: decided('late') });
		await aMoment();
		sandbox.clock.advance(60_000);
		await aMoment();
		expect(sandbox.push.pushes()).toHaveLength(1);
		expect(sandbox.messages()[0]!.viewOf).toEqual({});
	});

	it('is waited for no longer when the sandbox forgets everything', async () => {
		const { sandbox, stream, click } = await card();
		const outcome = click('approve');
		await stream.next();
		sandbox.reset();
		expect(await outcome).toMatchObject({ updated: false, error: 'reset' });
		await until(() => sandbox.push.sockets().length === 0);
	});

	it('goes only to who has subscribed to it', async () => {
		const { sandbox, app, stream, click } = await card();
		stream.terminate();
		await until(() => sandbox.push.sockets().length === 0);
		const deaf = await connect(sandbox, app.app, { subscriptions: [EVENTS] });
		expect(await click('approve')).toMatchObject({ error: 'none' });
		const keen = await connect(sandbox, app.app, { subscriptions: [CARDS] });
		void click('approve');
		await keen.next('CALLBACK');
		expect(deaf.frames).toEqual([]);
	});

	it('needs a person, a message and a button', async () => {
		const { sandbox, click } = await card();
		await expect(click('other')).rejects.toThrow('nothing to click that is called other');
		await expect(click('approve', { userId: 'nobody' })).rejects.toThrow('nobody');
		await expect(click('approve', { messageId: 'msg_0' })).rejects.toThrow('No such message');
		const written = sandbox.push.write({ userId: 'wangfang', groupId: sandbox.messages()[0]!.groupId, text: 'x' });
		await expect(click('approve', { messageId: written.id })).rejects.toThrow('nothing to click');
	});
});

describe('a click over HTTP', () => {
	const overHttp = async (apiSecret?: string): Promise<Sent & { server: Listening }> => {
		const server = await listen();
		const sent = await card({ way: { callbackType: 'HTTP', callbackRouteKey: 'route' } });
		await sent.app.call('/v1.0/card/callbacks/register', { callbackRouteKey: 'route', callbackUrl: server.url, apiSecret });
		return { ...sent, server };
	};

	it('comes signed, though the app has set up Stream', async () => {
		const { app, server, click, stream, sandbox } = await overHttp('ACTION');
		server.answer(() => ({ body: decided('Approved by Wang') }));
		expect(await click('approve')).toMatchObject({ updated: true, message: { text: expect.stringContaining('Approved by Wang') } });
		expect(server.heard).toHaveLength(1);
		const { method, headers, text } = server.heard[0]!;
		expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
		expect(headers).toMatchObject(cardHeaders('ACTION', NOW));
		expect(JSON.parse(text)).toMatchObject({ type: 'actionCallback', outTrackId: 'deploy-1', userId: 'wangfang', corpId: app.app.corpId });
		expect(stream.frames).toEqual([]);
		expect(sandbox.push.pushes()).toMatchObject([{ way: 'http', outcome: 'acknowledged', status: 200 }]);
	});

	it('is not signed where the address was registered without a secret', async () => {
		const { server, click } = await overHttp();
		server.answer(() => ({ body: {} }));
		expect(await click('approve')).toMatchObject({ updated: false });
		expect(Object.keys(server.heard[0]!.headers).filter((name) => name.startsWith('x-ddpaas'))).toEqual([]);
	});

	it.each([
		['an error', { status: 500, body: decided('x') }],
		['no JSON', { body: 'ok' }],
		['no object', { body: '[]' }],
		['a variable that is no text', { body: { cardData: { cardParamMap: { decision: true } } } }],
	])('answered with %s has failed', async (_name, answer) => {
		const { server, click } = await overHttp();
		server.answer(() => answer);
		expect(await click('approve')).toMatchObject({ updated: false, error: 'refused' });
	});

	it('has failed after two seconds, and without an address', async () => {
		const { sandbox, server, click } = await overHttp();
		server.answer(() => undefined);
		const outcome = click('approve');
		await until(() => server.heard.length === 1);
		sandbox.clock.advance(2_000);
		expect(await outcome).toMatchObject({ error: 'timeout' });
		const lost = await card({ way: { callbackType: 'HTTP', callbackRouteKey: 'other' } });
		expect(await lost.click('approve')).toMatchObject({ error: 'none' });
		expect(await settled(lost.sandbox, 1)).toMatchObject([{ way: 'http', outcome: 'none' }]);
	});
});

describe('the templates of the sandbox', () => {
	interface Part {
		componentName?: string;
		props?: { actionType: string; actionId: { content: string }; params: Array<{ name: string; value: string }>; text: { content: string }; visible: { condition: { conditions: Array<{ variable: string; op: string }> } } };
		children?: Part[];
	}

	it.each(['alert', 'approval', 'digest'])('%s has the buttons of the template that is in the examples', (name) => {
		const { editorData } = JSON.parse(readFileSync(`examples/card-templates/dingtalk/${name}.json`, 'utf8')) as { editorData: string };
		const { schema } = JSON.parse(editorData) as { schema: { componentsTree: Part[] } };
		const buttons = (parts: Part[]): Part[] => parts.flatMap((part) => [...(part.componentName === 'SingleButton' ? [part] : []), ...buttons(part.children ?? [])]);
		const real = buttons(schema.componentsTree).map(({ props }) => {
			const [condition] = props!.visible.condition.conditions;
			return { text: props!.text.content, actionId: props!.actionId.content, params: Object.fromEntries(props!.params.map(({ name: key, value }) => [key, value])), [condition!.op]: condition!.variable };
		});
		const own = TEMPLATES.find(({ id }) => id === `${name}.schema`)!.buttons.map(({ text, actionId = '', params = {}, whileEmpty, whileFilled }) => ({
			text,
			actionId,
			params,
			...(whileEmpty && { isEmpty: whileEmpty }),
			...(whileFilled && { isNotEmpty: whileFilled }),
		}));
		expect(own).toEqual(real);
	});
});
