import { dingTalkApp, operate, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const TEMPLATE = '1a2b3c4d.schema';

const withTemplate = (settings = {}): TestApp => {
	world.sandbox.dingtalk.addCardTemplate({ id: TEMPLATE, markdown: ['content'] });
	return dingTalkApp(world, settings, { cardTemplateId: TEMPLATE });
};

const variables = (values: Record<string, string>) => ({ variables: { variable: Object.entries(values).map(([name, value]) => ({ name, value })) } });

const create = (app: TestApp, parameters: object, items: object[] = [{}]) =>
	operate(app, 'card.createAndDeliver', { ...variables({ title: 'Disk full' }), ...parameters }, items as never);

const calls = (path = '/v1.0/card/instances/createAndDeliver') => world.sandbox.calls().filter((call) => call.path === path);
const lastBody = (path?: string) => calls(path).at(-1)!.requestBody as Record<string, unknown>;

describe('Card: Create and Deliver', () => {
	test('into a group, with the template of the credential', async () => {
		const app = withTemplate();
		const group = app.group();
		const [sent] = await create(app, { sendTo: 'group', groups: group.id });
		expect(sent).toMatchObject({ status: 'sent', channel: 'dingtalk', target: group.id, parts: 1, apiCalls: 1, messageId: expect.stringMatching(/^[0-9a-f]{32}$/) });
		expect(app.received(group.id)).toMatchObject([{ msgType: 'card', text: expect.stringMatching(/Disk full/) }]);
		expect(lastBody()).toMatchObject({ cardTemplateId: TEMPLATE, outTrackId: sent!.messageId, callbackType: 'STREAM', cardData: { cardParamMap: { title: 'Disk full' } } });
	});

	test('to people by mobile number, and into the top bar', async () => {
		const app = withTemplate();
		const group = app.group();
		app.person({ userId: 'lilei', mobile: '13800138000' });
		expect(await create(app, { sendTo: 'mobile', recipients: '13800138000' })).toMatchObject([{ status: 'sent', target: '13800138000' }]);
		expect(await create(app, { sendTo: 'topBar', groups: group.id, cardOptions: { topBarHours: 2 } })).toMatchObject([{ status: 'sent' }]);
		expect(app.received().map(({ msgType }) => msgType)).toEqual(['card', 'topCard']);
		expect(lastBody()).toMatchObject({ topOpenDeliverModel: { expiredTimeMillis: expect.any(Number) } });
		expect((lastBody().topOpenDeliverModel as { expiredTimeMillis: number }).expiredTimeMillis - world.clock.now()).toBeGreaterThan(7_100_000);
	});

	test('several places of an item are one call and one card; each item has its own', async () => {
		const app = withTemplate();
		const [one, two] = [app.group(), app.group()];
		const sent = await create(app, { groups: `${one.id}, ${two.id}, ${one.id}` }, [{}, {}]);
		expect(sent).toMatchObject([{ status: 'sent', parts: 2, apiCalls: 1 }, { status: 'sent', parts: 2, apiCalls: 1 }]);
		expect(sent[0]!.messageId).not.toBe(sent[1]!.messageId);
		expect(calls()).toHaveLength(2);
		await operate(app, 'card.update', { outTrackId: sent[0]!.messageId, ...variables({ title: 'Over' }) });
		expect(app.received(one.id).map(({ text }) => text)).toEqual([expect.stringMatching(/Over/), expect.stringMatching(/Disk full/)]);
		expect(app.received(two.id)[0]!.text).toMatch(/Over/);
	});

	test('variables as JSON: every value is made a text; private ones per person', async () => {
		const app = withTemplate();
		app.person({ userId: 'lilei' });
		const [sent] = await create(app, {
			groups: app.group().id,
			specifyVariables: 'json',
			variablesJson: '{"count": 3, "open": true, "list": ["a", {"b": 1}], "nothing": null, "text": "x"}',
			privateVariablesJson: '={{ ({ lilei: { canApprove: true } }) }}',
		});
		expect(sent!.status).toBe('sent');
		expect(lastBody()).toMatchObject({
			cardData: { cardParamMap: { count: '3', open: 'true', list: '["a",{"b":1}]', nothing: '', text: 'x' } },
			privateData: { lilei: { cardParamMap: { canApprove: 'true' } } },
		});
	});

	test('private variables as rows, a route key, and how the card is announced', async () => {
		const app = withTemplate();
		app.person({ userId: 'lilei' });
		await create(app, {
			groups: app.group().id,
			privateVariables: { variable: [{ userId: 'lilei', name: 'a', value: '1' }, { userId: 'lilei', name: 'b', value: '2' }] },
			callback: 'HTTP',
			routeKey: 'n8n',
			cardOptions: { summary: 'Disk full on db-1', forwardable: false },
		});
		expect(lastBody()).toMatchObject({
			privateData: { lilei: { cardParamMap: { a: '1', b: '2' } } },
			callbackType: 'HTTP',
			callbackRouteKey: 'n8n',
			imGroupOpenSpaceModel: { supportForward: false, lastMessageI18n: { ZH_CN: 'Disk full on db-1' }, notification: { alertContent: 'Disk full on db-1' } },
		});
	});

	test('DingTalk answers that it has not made the card: not sent, though it is HTTP 200 without a code', async () => {
		const app = withTemplate();
		world.sandbox.addFault({ kind: 'body', body: { success: false, result: null }, match: { path: '/v1.0/card/instances/createAndDeliver' } });
		const [sent] = await create(app, { groups: app.group().id });
		expect(sent).toMatchObject({ status: 'failed', error: { class: 'permanent', code: 'NOT_DONE' } });
	});

	test('part of an hour in the top bar ends at a whole millisecond', async () => {
		const app = withTemplate();
		await create(app, { sendTo: 'topBar', groups: app.group().id, cardOptions: { topBarHours: '={{ 8 / 7 }}' } });
		expect(Number.isInteger((lastBody().topOpenDeliverModel as { expiredTimeMillis: number }).expiredTimeMillis)).toBe(true);
	});

	test("the card's ID: the event's, or the one that is given, or a new one", async () => {
		const app = withTemplate();
		const group = app.group();
		const dedupeKey = `outbox:${'9'.repeat(120)}`;
		const sent = await create(app, { groups: group.id }, [{ dedupeKey: 'outbox:17' }, { dedupeKey }, {}]);
		expect(sent.map(({ messageId }) => messageId)).toEqual(['outbox:17', expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
		// A later run of the same event finds its card again, also by the long key.
		expect(await operate(app, 'card.update', { outTrackId: '={{ $json.dedupeKey }}', ...variables({ title: 'Over' }) }, [{ dedupeKey: 'outbox:17' }, { dedupeKey }])).toMatchObject([
			{ updated: true },
			{ updated: true },
		]);
		expect(await create(app, { groups: group.id, cardOptions: { outTrackId: 'mine' } }, [{ dedupeKey: 'outbox:18' }])).toMatchObject([{ messageId: 'mine' }]);
		const [again] = await create(app, { groups: group.id }, [{ dedupeKey: 'outbox:17' }]);
		expect(again).toMatchObject({ status: 'failed', error: { code: 'param.cardAlreadyExist', fix: expect.stringMatching(/Update/) } });
		expect(app.received(group.id)).toHaveLength(4);
	});

	test('an answer that got lost: the card is there once, and the result knows its ID and what it does not know', async () => {
		const app = withTemplate();
		const group = app.group();
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/v1.0/card/instances/createAndDeliver' } });
		const [sent] = await create(app, { groups: group.id });
		expect(sent).toMatchObject({ status: 'sent', attempts: 2, messageId: expect.stringMatching(/^[0-9a-f]{32}$/), warnings: [expect.stringMatching(/nobody knows whether it is shown/)] });
		expect(app.received(group.id)).toHaveLength(1);
		expect(await operate(app, 'card.update', { outTrackId: sent!.messageId, ...variables({ title: 'Over' }) })).toMatchObject([{ updated: true }]);
	});

	test('the same with an ID that is given: what is there by then is what was made', async () => {
		const app = withTemplate();
		const group = app.group();
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/v1.0/card/instances/createAndDeliver' } });
		expect(await create(app, { groups: group.id }, [{ dedupeKey: 'outbox:17' }])).toMatchObject([{ status: 'sent', attempts: 2, messageId: 'outbox:17', warnings: [expect.stringMatching(/answer of DingTalk got lost/)] }]);
		expect(app.received(group.id)).toHaveLength(1);
	});

	describe('a card that no place took', () => {
		const given = [{ dedupeKey: 'outbox:17' }];

		test('is delivered when the robot has been added, if that is chosen', async () => {
			const app = withTemplate();
			const group = app.group({ apps: [] });
			const [refused] = await create(app, { groups: group.id }, given);
			expect(refused!.error).toMatchObject({ code: 'NOT_DELIVERED', fix: expect.stringMatching(/If the Card Exists: Deliver It/) });
			world.sandbox.changeGroup(group.id, { apps: [app.app.id] });
			const [exists] = await create(app, { groups: group.id }, given);
			expect(exists!.error).toMatchObject({ code: 'param.cardAlreadyExist', fix: expect.stringMatching(/If the Card Exists to Deliver It/) });
			expect(await create(app, { groups: group.id, cardOptions: { ifExists: 'deliver' } }, given)).toMatchObject([{ status: 'sent', messageId: 'outbox:17' }]);
			expect(app.received(group.id)).toMatchObject([{ text: expect.stringMatching(/Disk full/) }]);
			await operate(app, 'card.update', { outTrackId: 'outbox:17', ...variables({ title: 'Over' }) });
			expect(app.received(group.id)).toMatchObject([{ text: expect.stringMatching(/Over/) }]);
		});

		test('is still named as such where it is not taken the second time', async () => {
			const app = withTemplate();
			const group = app.group({ apps: [] });
			const [first, second] = [await create(app, { groups: group.id }, given), await create(app, { groups: group.id, cardOptions: { ifExists: 'deliver' } }, given)];
			expect([first[0]!.error.code, second[0]!.error.code]).toEqual(['NOT_DELIVERED', 'NOT_DELIVERED']);
		});

		test.each([
			['a card', 'card', 'createAndDeliver', (id: string) => ({ groups: id })],
			['a notification as a card', 'notification', 'sendNotification', (id: string) => ({ sendTo: 'group', openConversationId: id, contentFrom: 'fields', title: 'Disk full' })],
		])('is not taken for sent by Retry on Fail: %s', async (_name, resource, operation, to) => {
			const app = withTemplate();
			const group = app.group({ apps: [] });
			const parameters = { resource, operation, ...variables({ title: 'Disk full' }), ...to(group.id) };
			const run = await runNode([{}], { ...app.node, parameters, retryOnFail: true, maxTries: 2, waitBetweenTries: 0, onError: 'continueRegularOutput' });
			expect(outputOf(run, 'Node').map(({ json }) => json)).toMatchObject([{ status: 'failed', error: { code: 'NOT_DELIVERED' } }]);
			expect(calls('/v1.0/card/instances/deliver')).toHaveLength(1);
		});

		test('and one that may be there is shown once, also by Retry on Fail', async () => {
			const app = withTemplate();
			const group = app.group();
			const match = { path: '/v1.0/card/instances/createAndDeliver' };
			world.sandbox.addFault({ kind: 'resetAfterAccept', match });
			world.sandbox.addFault({ kind: 'reset', match, times: 4 });
			const parameters = { resource: 'card', operation: 'createAndDeliver', ...variables({ title: 'Disk full' }), groups: group.id };
			const run = await runNode([{}], { ...app.node, parameters, retryOnFail: true, maxTries: 2, waitBetweenTries: 0, onError: 'continueRegularOutput' });
			expect(outputOf(run, 'Node').map(({ json }) => json)).toMatchObject([{ status: 'sent', messageId: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
			expect(calls()).toHaveLength(6);
			expect(app.received(group.id)).toHaveLength(1);
		});
	});

	test('a place that did not take the card is named; the others have it', async () => {
		const app = withTemplate();
		const inside = app.group();
		const outside = app.group({ apps: [] });
		const [some] = await create(app, { groups: `${inside.id}, ${outside.id}` });
		expect(some).toMatchObject({ status: 'failed', parts: 2, partsSent: 1, error: { class: 'permanent', code: 'NOT_DELIVERED' } });
		expect(some!.error.message).toContain(outside.id);
		expect(some!.error.fix).toMatch(/Group Settings > Group Management > Robots/);
		expect(app.received(inside.id)).toHaveLength(1);
		const [nobody] = await create(app, { sendTo: 'userId', recipients: 'nobody' });
		expect(nobody).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(/did not show it to the person with the user ID "nobody"/) } });
	});

	test('a value over 1 KB, 100 KB in all, and other bad input: the item alone fails, before any call', async () => {
		const app = withTemplate();
		const group = app.group();
		const many = Object.fromEntries(Array.from({ length: 105 }, (_, index) => [`v${index}`, 'x'.repeat(1_000)]));
		const json = { groups: group.id, specifyVariables: 'json', variablesJson: '={{ $json.values }}' };
		const results = await create(app, json, [{ values: { title: '警'.repeat(342) } }, { values: many }, { values: '{"a":' }, { values: { ok: '警'.repeat(341) } }, { values: { ['k'.repeat(101)]: '1' } }]);
		expect(results.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'sent', 'failed']);
		expect(results[0]!.error.message).toBe('The card variable "title" has 1026 bytes; DingTalk takes at most 1024 (a Chinese character has 3)');
		expect(results[1]!.error.message).toMatch(/together; DingTalk takes at most 102400/);
		expect(results[2]!.error.message).toMatch(/is not a JSON object/);
		expect(results[4]!.error.message).toMatch(/more than 100 bytes/);
		const places = await create(app, { groups: '={{ $json.groups }}' }, [{}, { groups: Array.from({ length: 11 }, (_, index) => `cid${index}`) }]);
		expect(places.map(({ error }) => error.message)).toEqual(['No group is named', 'The card is for 11 groups; one card can be in at most 10 places']);
		expect(calls()).toHaveLength(1);
	});

	test('no template anywhere, an unknown one and one that is not published', async () => {
		const app = withTemplate();
		world.sandbox.dingtalk.addCardTemplate({ id: 'draft.schema', published: false });
		const groups = app.group().id;
		const results = await create(app, { groups, templateId: '={{ $json.id }}' }, [{ id: 'nothing.schema' }, { id: 'draft.schema' }]);
		expect(results.map(({ error }) => error.code)).toEqual(['param.templateNotExist', 'param.templateUnpublished']);
		const [none] = await create(dingTalkApp(world), { groups });
		expect(none!.error).toMatchObject({ message: 'The credential has no Card Template ID', fix: expect.stringMatching(/Enter a template/) });
	});
});

describe('Card: Update', () => {
	const card = async (app: TestApp) => {
		const group = app.group();
		const [sent] = await create(app, { groups: group.id, ...variables({ title: 'Disk full', host: 'db-1' }) });
		return { outTrackId: String(sent!.messageId), text: () => app.received(group.id)[0]!.text };
	};

	test('keeps the other variables, or removes them', async () => {
		const app = withTemplate();
		const { outTrackId, text } = await card(app);
		expect(await operate(app, 'card.update', { outTrackId, ...variables({ title: 'Over' }) })).toEqual([{ messageId: outTrackId, updated: true }]);
		expect(text()).toMatch(/Over/);
		expect(text()).toMatch(/db-1/);
		await operate(app, 'card.update', { outTrackId, otherVariables: 'remove', ...variables({ title: 'Closed' }) });
		expect(text()).toMatch(/Closed/);
		expect(text()).not.toMatch(/db-1/);
	});

	test('only private variables leave the shared ones alone', async () => {
		const app = withTemplate();
		app.person({ userId: 'lilei' });
		const { outTrackId, text } = await card(app);
		const privateVariables = { variable: [{ userId: 'lilei', name: 'canApprove', value: 'true' }] };
		await operate(app, 'card.update', { outTrackId, otherVariables: 'remove', privateVariables });
		expect(text()).toMatch(/Disk full/);
		expect(lastBody('/v1.0/card/instances')).not.toHaveProperty('cardData');
	});

	test('nothing to change, an unknown card, no card, somebody who does not exist', async () => {
		const app = withTemplate();
		const { outTrackId } = await card(app);
		const update = (parameters: object, items: object[]) => operate(app, 'card.update', { outTrackId: '={{ $json.id }}', ...parameters }, items as never);
		expect((await update({}, [{ id: outTrackId }]))[0]!.error.message).toBe('There is nothing to change on the card');
		const errors = await update(variables({ title: 'x' }), [{ id: 'nothing' }, {}]);
		expect(errors.map(({ error }) => error.code)).toEqual(['param.cardNotExist', 'INPUT']);
		const unknown = { privateVariables: { variable: [{ userId: 'nobody', name: 'a', value: '1' }] } };
		expect((await update(unknown, [{ id: outTrackId }]))[0]!.error.code).toBe('param.userIdNotExist');
	});

	test('HTTP 200 that says it did nothing is an error', async () => {
		const app = withTemplate();
		const { outTrackId } = await card(app);
		world.sandbox.addFault({ kind: 'body', body: { success: true, result: false }, match: { path: '/v1.0/card/instances' } });
		expect((await operate(app, 'card.update', { outTrackId, ...variables({ title: 'x' }) }))[0]!.error).toMatchObject({ code: 'NOT_DONE' });
	});
});

describe('Card: Stream Text', () => {
	const aiCard = async () => {
		const app = withTemplate();
		const group = app.group();
		const [sent] = await create(app, { groups: group.id });
		const messageId = String(sent!.messageId);
		const stream = (parameters: object) => operate(app, 'card.streamText', { outTrackId: messageId, key: 'content', ...parameters });
		return { app, stream, messageId, text: () => app.received(group.id)[0]!.text };
	};

	test('the whole text each time, then finished', async () => {
		const { stream, messageId, text } = await aiCard();
		expect(await stream({ text: 'The disk' })).toEqual([{ messageId, state: 'more' }]);
		await stream({ text: 'The disk is full', state: 'finished' });
		expect(text()).toMatch(/The disk is full/);
		expect(lastBody('/v1.0/card/streaming')).toMatchObject({ isFull: true, isFinalize: true, isError: false, guid: expect.stringMatching(/^[0-9a-f]{32}$/) });
		const guids = calls('/v1.0/card/streaming').map(({ requestBody }) => (requestBody as { guid: string }).guid);
		expect(new Set(guids).size).toBe(2);
		await stream({ text: 'Sorry', state: 'failed' });
		expect(lastBody('/v1.0/card/streaming')).toMatchObject({ isFinalize: false, isError: true });
	});

	test('a part whose answer got lost is repeated as the same part', async () => {
		const { app, messageId, text } = await aiCard();
		world.sandbox.addFault({ kind: 'reset', match: { path: '/v1.0/card/streaming' } });
		const part = { outTrackId: messageId, key: 'plain', text: 'one ', textIs: 'part' };
		expect((await operate(app, 'card.streamText', part))[0]).not.toHaveProperty('error');
		await operate(app, 'card.streamText', { ...part, text: 'two' });
		expect(text()).toMatch(/one two/);
		expect(text()).not.toMatch(/one one/);
	});

	test('many items to one card arrive in their order, also when the first has to be repeated', async () => {
		const { app, messageId, text } = await aiCard();
		world.sandbox.addFault({ kind: 'refuse', code: 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', match: { path: '/v1.0/card/streaming' } });
		const parts = Array.from({ length: 25 }, (_, index) => ({ part: `${index}.` }));
		await operate(app, 'card.streamText', { outTrackId: messageId, key: 'plain', text: '={{ $json.part }}', textIs: 'part' }, parts);
		expect(text()).toContain(parts.map(({ part }) => part).join(''));
	});

	test('a part may be a line break or a space', async () => {
		const { app, messageId } = await aiCard();
		const parts = ['one', '\n', 'two', ' ', 'three'].map((part) => ({ part }));
		const streamed = await operate(app, 'card.streamText', { outTrackId: messageId, key: 'plain', text: '={{ $json.part }}', textIs: 'part' }, parts);
		expect(streamed.filter(({ error }) => error)).toEqual([]);
		expect(calls('/v1.0/card/streaming').map(({ requestBody }) => (requestBody as { content: string }).content).join('')).toBe('one\ntwo three');
	});

	test('a part of a Markdown variable, an unknown card, nothing to say, a part that is too large', async () => {
		const { app, stream, messageId } = await aiCard();
		expect((await stream({ text: 'x', textIs: 'part' }))[0]!.error).toMatchObject({ code: 'param.stream.isFull', fix: expect.stringMatching(/Whole Text/) });
		expect((await operate(app, 'card.streamText', { outTrackId: 'nothing', key: 'content', text: 'x' }))[0]!.error.code).toBe('param.stream.outTrackId');
		expect((await stream({ text: '={{ $json.none }}' }))[0]!.error.message).toBe('The text is empty');
		const large = { outTrackId: messageId, key: 'plain', text: 'x'.repeat(1_025), textIs: 'part' };
		expect((await operate(app, 'card.streamText', large))[0]!.error.message).toMatch(/has 1025 bytes/);
	});
});

describe('Card: Register Callback', () => {
	const URL = 'https://n8n.example.com/webhook/1a2b3c';

	test("with the credential's secret, which is shown nowhere", async () => {
		const app = dingTalkApp(world, {}, { cardCallbackSecret: 'a-made-up-secret' });
		const [registered] = await operate(app, 'card.registerCallback', { routeKey: 'n8n', callbackUrl: URL });
		expect(registered).toEqual({ routeKey: 'n8n', callbackUrl: URL, signed: true });
		expect(lastBody('/v1.0/card/callbacks/register')).toMatchObject({ callbackRouteKey: 'n8n', callbackUrl: URL, apiSecret: '****', forceUpdate: false });
	});

	test.each([
		['breaks off', 200, `{"success":true,"result":{"callbackUrl":"${URL}","apiSecret":"a-made-up-secret"`],
		['refuses', 400, { code: 'param.callbackUrlEmpty', message: 'no callbackUrl for a-made-up-secret' }],
	])('nor in the error of an answer that repeats it and %s', async (_name, status, body) => {
		const app = dingTalkApp(world, {}, { cardCallbackSecret: 'a-made-up-secret' });
		world.sandbox.addFault({ kind: 'body', status, body, match: { path: '/v1.0/card/callbacks/register' } });
		const [registered] = await operate(app, 'card.registerCallback', { routeKey: 'n8n', callbackUrl: URL });
		expect(registered).toMatchObject({ error: { message: expect.stringMatching(/\w/) } });
		expect(JSON.stringify(registered)).not.toContain('a-made-up-secret');
	});

	test('a route key that is taken, with and without Overwrite; what is no URL', async () => {
		const app = dingTalkApp(world);
		const register = (parameters: object) => operate(app, 'card.registerCallback', { routeKey: 'n8n', callbackUrl: URL, ...parameters });
		expect(await register({})).toMatchObject([{ signed: false }]);
		expect(lastBody('/v1.0/card/callbacks/register')).not.toHaveProperty('apiSecret');
		const [taken] = await register({ callbackUrl: `${URL}2` });
		expect(taken!.error).toMatchObject({ code: 'param.callbackRouteKeyExist', fix: expect.stringMatching(/Overwrite/) });
		expect(await register({ callbackUrl: `${URL}2`, overwrite: true })).toMatchObject([{ callbackUrl: `${URL}2` }]);
		expect((await register({ callbackUrl: 'n8n.example.com' }))[0]!.error.message).toMatch(/not a complete address/);
		expect((await register({ routeKey: '={{ $json.none }}' }))[0]!.error.message).toBe('The route key is empty');
	});
});
