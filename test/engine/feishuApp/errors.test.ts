import type { IDataObject } from 'n8n-workflow';
import { appErrors, type ErrorTable } from '../../../lib/feishu/appErrors';
import { tokenErrors } from '../../../lib/feishu/errorRows/access';
import { cardContentErrors, cardEntityErrors, clickUpdateErrors } from '../../../lib/feishu/errorRows/cards';
import { batchSendErrors, editErrors, forwardErrors, listErrors, replyErrors, sendErrors } from '../../../lib/feishu/errorRows/messages';
import { FeishuApp } from '../../../nodes/FeishuApp/FeishuApp.node';
import { CARD_PROBLEMS, REFUSALS } from '../../../sandbox/feishu/app/refusals';
import { feishuApp, operate, type OperationOutput, type TestApp } from '../../support/engine/apps';
import { loadOptions } from '../../support/engine/loadOptions';
import { runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const HOUR_MS = 60 * 60_000;

/** At a limit nobody waits, and nothing is tried again. */
const options = { overLimit: 'fail', maxWait: 0 };

type ItemError = OperationOutput['error'];

/** A way to a part of the API; resolves with the error of the item. */
interface Probe {
	/** Where the refusal strikes. */
	path: string;
	run(app: TestApp): Promise<ItemError | undefined>;
}

const operation = (path: string, name: `${string}.${string}`, parameters: IDataObject = {}): Probe => ({
	path: `/open-apis${path}`,
	run: async (app) => (await operate(app, name, { ...parameters, options }))[0]?.error,
});

const chat = { __rl: true, mode: 'id', value: 'oc_1' };

const users = operation('/contact/v3/users/', 'user.get', { userId: 'ou_1' });
const message = operation('/im/v1/messages/om_1', 'message.get', { messageId: 'om_1' });
const updateCard = operation('/im/v1/messages/om_1', 'message.updateCard', { messageId: 'om_1', messageType: 'card', text: 'Done' });
const send = operation('/im/v1/messages', 'message.send', { sendTo: 'chat', chat, text: 'Hello' });
const addMembers = operation('/im/v1/chats/oc_1/members', 'chat.addMembers', { chat, members: 'ou_1' });

/** The list of departments in the editor is the only one that asks for it. */
const departments: Probe = {
	path: '/open-apis/contact/v3/departments/',
	run: async ({ node }) => {
		const { searchDepartments } = new FeishuApp().methods.listSearch;
		const failure = await loadOptions(node, (context) => searchDepartments.call(context)).then(
			() => undefined,
			(error: unknown) => error as { message: string; description: string },
		);
		return failure && { class: '', code: '', message: failure.message, fix: failure.description, retryAt: null };
	},
};

/** One way at least to each part of the API that has codes of its own. */
const PROBES: Probe[] = [
	users,
	message,
	addMembers,
	operation('/im/v1/chats', 'chat.create', { name: 'On call' }),
	operation('/im/v1/messages/om_1/resources', 'file.downloadFromMessage', { messageId: 'om_1', fileKey: 'file_1' }),
	operation('/im/v1/messages', 'message.getMany', { chat }),
	operation('/im/v1/messages/om_1/reactions', 'message.addReaction', { messageId: 'om_1' }),
	operation('/im/v1/pins', 'message.pin', { messageId: 'om_1' }),
	operation('/im/v1/batch_messages/', 'message.getBatchProgress', { batchId: 'bm-1' }),
	departments,
];

const TABLES: Array<[string, ErrorTable, Probe[]]> = [
	['every operation', appErrors, PROBES],
	['the access token', tokenErrors, [{ ...users, path: '/open-apis/auth/v3/' }]],
	['send', sendErrors, [send]],
	['reply', replyErrors, [operation('/im/v1/messages/om_1/reply', 'message.reply', { messageId: 'om_1', text: 'Hello' })]],
	['edit', editErrors, [operation('/im/v1/messages/om_1', 'message.edit', { messageId: 'om_1', text: 'Hello' })]],
	['list', listErrors, [operation('/im/v1/messages', 'message.getMany', { messagesOf: 'thread', threadId: 'omt_1' })]],
	['forward', forwardErrors, [operation('/im/v1/messages/om_1/forward', 'message.forward', { messageId: 'om_1', sendTo: 'chat', chat })]],
	['batch send', batchSendErrors, [operation('/message/v4/batch_send/', 'message.sendBatch', { sendTo: 'openId', openIds: 'ou_1', text: 'Hello' })]],
	['update by token', clickUpdateErrors, [operation('/interactive/v1/card/update', 'card.updateByToken', { token: 'c-1', messageType: 'card', text: 'Done' })]],
	[
		'card entities',
		cardEntityErrors,
		[
			operation('/cardkit/v1/cards', 'card.createStreaming'),
			operation('/cardkit/v1/cards/1/elements', 'card.appendText', { cardId: '1', text: 'Hello' }),
			operation('/cardkit/v1/cards/1/settings', 'card.finishStreaming', { cardId: '1' }),
		],
	],
	['the content of a card', cardContentErrors, [updateCard]],
];

/** What the sandbox has no refusal for, because it knows it as a state of its own; each is made further below. */
const BY_STATE: Record<string, string[]> = { 'the content of a card': ['200740', '300311'] };

/** The error of an item whose call the sandbox has refused with this code; undefined if no document has it for any call. */
async function produced(code: string, row: ErrorTable[string], probes: Probe[]): Promise<ItemError | undefined> {
	for (const probe of probes) {
		const app = feishuApp(world);
		world.sandbox.addFault({ kind: 'refuse', code, match: { appId: app.app.id, path: probe.path }, times: 100 });
		const error = await probe.run(app);
		world.sandbox.clearFaults();
		if (error?.message.includes(row.message) && error.message.includes(code)) return { ...error, fix: error.fix.replaceAll(`${world.sandbox.url}/app/${app.app.id}`, '{app}') };
	}
	return undefined;
}

describe.each(TABLES)('every row for %s is produced by the sandbox, and its item tells what happened and what to do', (name, table, probes) => {
	test.each(Object.keys(table).filter((code) => !BY_STATE[name]?.includes(code)))('%s', async (code) => {
		const row = table[code]!;
		const error = await produced(code, row, probes);
		expect(error?.fix).toContain(row.fix);
		// The editor's lists show no class.
		if (error!.class !== '') expect(error!.class).toBe(row.class);
	});
});

test('every code that a document names for these operations has a row', () => {
	const known = new Set(TABLES.flatMap(([, table]) => Object.keys(table)));
	const documented = [...REFUSALS.flatMap(({ texts }) => Object.keys(texts)), ...Object.keys(CARD_PROBLEMS)];
	expect(documented.length).toBeGreaterThan(200);
	expect(documented.filter((code) => !known.has(code))).toEqual([]);
});

test('every text says what to do, and none leaves a gap', () => {
	for (const [, table] of TABLES) {
		for (const row of Object.values(table)) {
			expect(row.message).toMatch(/^[A-Z][^{}]*[^.]$/);
			expect(row.fix.replaceAll('{app}', '')).toMatch(/^[A-Z][^]*\.$/);
		}
	}
});

const errorOf = async (app: TestApp, { run }: Probe): Promise<ItemError> => (await run(app))!;

describe('what the state of the app makes of a call', () => {
	test('a missing scope is named, with the link that grants it, and works as soon as it is granted', async () => {
		const app = feishuApp(world, { scopes: ['im:message'] });
		const group = app.group();
		const get = operation('/im/v1/chats', 'chat.get', { chat: { ...chat, value: group.id } });
		const error = await errorOf(app, get);
		expect(error).toMatchObject({ class: 'permanent', code: '99991672', message: 'The app lacks a scope: im:chat or im:chat:read or im:chat:readonly (99991672)' });
		expect(error.fix).toContain(`Open https://open.feishu.cn/app/${app.app.id}/auth?q=im:chat,im:chat:read,im:chat:readonly&op_from=openapi and add one of them.`);
		expect(error.fix).toContain('publish a new version');
		world.sandbox.changeApp(app.app.id, { scopes: ['im:chat:read'] });
		expect(await get.run(app)).toBeUndefined();
	});

	test('a wrong secret, an unknown app (of the other region, for instance), one that is switched off', async () => {
		const wrong = [feishuApp(world, {}, { appSecret: 'wrong' }), feishuApp(world, {}, { appId: 'cli_0000000000000000' }), feishuApp(world, { disabled: true })];
		const errors = await Promise.all(wrong.map((app) => errorOf(app, users)));
		expect(errors.map(({ code }) => code)).toEqual(['10015', '10003', '10014']);
		for (const { fix } of errors) expect(fix).toContain('An app of Lark works with the region Lark only');
	});

	test('no version released, bot ability off, bot not in the group: each says what to click', async () => {
		const app = feishuApp(world);
		const get = operation('', 'chat.getMembers', { chat: { ...chat, value: app.group().id } });
		world.sandbox.changeApp(app.app.id, { published: false });
		expect(await errorOf(app, get)).toMatchObject({ code: '232034', fix: expect.stringContaining('Publish a version') });
		world.sandbox.changeApp(app.app.id, { published: true, botEnabled: false });
		expect(await errorOf(app, get)).toMatchObject({ code: '232025', fix: expect.stringContaining('add Bot') });
		world.sandbox.changeApp(app.app.id, { botEnabled: true });
		expect(await get.run(app)).toBeUndefined();
		const elsewhere = operation('', 'chat.getMembers', { chat: { ...chat, value: app.group({ apps: [] }).id } });
		expect(await errorOf(app, elsewhere)).toMatchObject({ code: '232011', fix: expect.stringContaining('Add Bot') });
	});

	test('F10: an address that is not on the allow list, and a month whose calls are used up', async () => {
		const address = await errorOf(feishuApp(world, { allowedIps: ['203.0.113.7'] }), users);
		expect(address).toMatchObject({ class: 'permanent', code: '99991401', fix: expect.stringContaining('IP Allow List') });
		const month = await errorOf(feishuApp(world, { quotaLeft: 0 }), users);
		expect(month).toMatchObject({ class: 'quotaExceeded', code: '99991403', fix: expect.stringContaining('first day of the next month') });
	});

	test('a card that was sent already, or was created by another app', async () => {
		const [app, other] = [feishuApp(world), feishuApp(world)];
		const [own, foreign] = await Promise.all([app, other].map(async (creator) => String((await operate(creator, 'card.createStreaming'))[0]!.card_id)));
		const sending = (cardId: string) => operation('', 'message.send', { sendTo: 'chat', chat: { ...chat, value: app.group().id }, messageType: 'cardEntity', cardId });
		expect(await sending(own!).run(app)).toBeUndefined();
		expect((await errorOf(app, sending(own!))).message).toContain(cardContentErrors['200740']!.message);
		expect((await errorOf(app, sending(foreign!))).message).toContain(cardContentErrors['300311']!.message);
	});

	test('the field that the platform does not take is named', async () => {
		const app = feishuApp(world);
		world.sandbox.addFault({
			kind: 'body',
			status: 400,
			body: { code: 99992402, msg: 'field validation failed', error: { field_violations: [{ field: 'query', value: '', description: 'query is required' }] } },
			match: { path: '/open-apis/im' },
		});
		expect((await errorOf(app, message)).message).toContain('query: query is required');
	});
});

describe('limits', () => {
	test('over the limit of an API the node waits as long as the platform says, and the limit counts for all that call it', async () => {
		const app = feishuApp(world);
		app.person({ userId: 'lilei' });
		world.sandbox.addFault({ kind: 'throttle', code: 99991400, match: { path: '/open-apis/contact' } });
		const before = world.clock.now();
		const outputs = await operate(app, 'user.get', { userId: 'lilei' }, [{}, {}]);
		expect(outputs.map(({ error }) => error)).toEqual([undefined, undefined]);
		expect(world.clock.now() - before).toBeGreaterThanOrEqual(5_000);
	});

	test('who does not want to wait learns when to come back', async () => {
		const app = feishuApp(world);
		world.sandbox.addFault({ kind: 'throttle', code: 99991400, match: { path: '/open-apis/contact' } });
		const error = await errorOf(app, users);
		expect(error).toMatchObject({ class: 'rateLimited', code: '99991400', retryAt: new Date(world.clock.now() + 5_000).toISOString() });
	});
});

describe('access tokens', () => {
	const tokenCalls = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.includes('/auth/'));

	test('a token that the platform does not accept any more is renewed once', async () => {
		const app = feishuApp(world);
		app.person({ userId: 'lilei' });
		const get = operation('/contact', 'user.get', { userId: 'lilei' });
		world.sandbox.addFault({ kind: 'refuse', code: 99991663, match: { path: get.path } });
		expect(await get.run(app)).toBeUndefined();
		expect(tokenCalls()).toHaveLength(2);
	});

	test('a permission that was granted after the token was made takes effect at once', async () => {
		const app = feishuApp(world);
		app.person({ userId: 'lilei' });
		const get = operation('/contact', 'user.get', { userId: 'lilei' });
		expect(await get.run(app)).toBeUndefined();
		world.clock.advance(HOUR_MS);
		world.sandbox.addFault({ kind: 'refuse', code: 99991672, match: { path: get.path } });
		expect(await get.run(app)).toBeUndefined();
		expect(tokenCalls()).toHaveLength(2);
	});

	test('no secret stands in an error, whatever the platform says', async () => {
		const app = feishuApp(world);
		const [token] = await Promise.all([tokenOf(app)]);
		world.sandbox.addFault({ kind: 'body', status: 400, body: { code: 1, msg: `secret ${app.app.secret}, token ${token}` }, match: { path: '/open-apis/contact' } });
		const run = await runNode([{}], { ...app.node, parameters: { resource: 'user', operation: 'get', userId: 'ou_1' } });
		const shown = JSON.stringify(run.data.resultData);
		expect(shown).toContain('secret ...');
		for (const secret of [app.app.secret, token]) expect(shown).not.toContain(secret);
	});

	/** The sandbox gives the same one again as long as it is good. */
	async function tokenOf({ app }: TestApp): Promise<string> {
		const response = await fetch(`${world.sandbox.url}/open-apis/auth/v3/tenant_access_token/internal`, {
			method: 'POST',
			body: JSON.stringify({ app_id: app.id, app_secret: app.secret }),
		});
		return ((await response.json()) as { tenant_access_token: string }).tenant_access_token;
	}
});
