import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { sendAs } from '../../support/engine/feishuApi';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const DAY_MS = 86_400_000;
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const openId = ({ app }: TestApp, { userId }: { userId: string }) => `ou_${userId}_${app.id.slice(-6)}`;
const calls = (method: string, part: string) => world.sandbox.calls({ platform: 'feishu' }).filter((call) => call.method === method && call.path.includes(part));
const message = (id: unknown) => world.sandbox.messages().find((one) => one.id === id)!;
const codes = (outputs: Array<{ error?: { code: string } }>) => outputs.map(({ error }) => error?.code);

/** An app with a group, and a way to say something in it. */
function start(settings = {}) {
	const app = feishuApp(world, settings);
	const lei = app.person({ name: 'Li Lei', userId: 'lilei', email: 'li.lei@example.com', mobile: '13800138000' });
	const mei = app.person({ name: 'Han Meimei', userId: 'hanmeimei', email: 'han.meimei@example.com' });
	const group = app.group({ members: [{ name: 'Li Lei', userId: 'lilei' }, { name: 'Han Meimei', userId: 'hanmeimei' }] });
	const say = (text = 'Hello', groupId = group.id) => sendAs(world, app, groupId, 'text', { text });
	return { app, lei, mei, group, say };
}

test.each(['reply', 'edit', 'updateCard', 'recall', 'forward', 'get', 'getReadUsers', 'markUrgent', 'pin', 'unpin', 'addReaction', 'removeReaction', 'getReactions'])(
	'%s: an ID that is none, and one of a message that is not there',
	async (operation) => {
		const { app, lei } = start();
		const parameters = { messageId: '={{ $json.id }}', text: 'Hello', title: 'Hello', sendTo: 'openId', openIds: openId(app, lei), emoji: 'OK', reactionId: 'r1' };
		const outputs = await operate(app, `message.${operation}`, parameters, [{ id: '' }, { id: 'bm-1' }, { id: 'om_none' }]);
		expect(outputs.map(({ error }) => error.message)).toEqual(['The message ID is empty', '"bm-1" is not a message ID', expect.stringMatching(/^The(re is no)? message/)]);
		for (const { error } of outputs) expect(error.fix).toMatch(/ID of a message|message ID/);
	},
);

describe('Reply', () => {
	test('below the message, or in a thread of its own', async () => {
		const { app, say } = start();
		const id = await say();
		const [plain, threaded] = await operate(app, 'message.reply', { messageId: id, text: 'Fine', replyInThread: '={{ $itemIndex === 1 }}' }, [{}, {}]);
		expect([plain, threaded]).toMatchObject([{ status: 'sent', parts: 1 }, { status: 'sent' }]);
		expect(message(plain!.messageId)).toMatchObject({ replyTo: id, text: 'Fine' });
		expect(message(threaded!.messageId).threadId).toMatch(/^omt_/);
		expect([plain, threaded]).toMatchObject([{ threadId: null }, { threadId: message(threaded!.messageId).threadId }]);
	});

	test('with a file of the item, once even if the answer got lost', async () => {
		const { app, say } = start();
		world.sandbox.addFault({ kind: 'resetAfterAccept', times: 1, match: { path: '/open-apis/im/v1/messages/' } });
		const [output] = await operateOnFiles(app, 'message.reply', { messageId: await say(), messageType: 'file' }, [withFile(Buffer.from('x'), 'a.txt', 'text/plain')]);
		expect(output!.json).toMatchObject({ status: 'sent', attempts: 2 });
		expect(app.received()).toHaveLength(2);
	});

	test('to a recalled message; where threads do not work', async () => {
		const { app, say } = start();
		const id = await say();
		await operate(app, 'message.recall', { messageId: id });
		const [recalled] = await operate(app, 'message.reply', { messageId: id, text: 'Fine' });
		world.sandbox.addFault({ kind: 'refuse', code: 230071 });
		const [threadless] = await operate(app, 'message.reply', { messageId: await say(), text: 'Fine', replyInThread: true });
		expect([recalled!.error.code, threadless!.error.code]).toEqual(['230011', '230071']);
		expect(threadless!.error.fix).toContain('Reply in Thread');
	});
});

describe('Edit', () => {
	test('a text and a rich text', async () => {
		const { app, group, say } = start();
		const post = await sendAs(world, app, group.id, 'post', { en_us: { content: [[{ tag: 'text', text: 'old' }]] } });
		const [text] = await operate(app, 'message.edit', { messageId: await say(), text: 'New' });
		expect(text).toMatchObject({ msg_type: 'text', content: { text: 'New' }, chat_id: group.id, deleted: false });
		expect(text!.updated_at).toMatch(/^2026-11-20T/);
		const [rich] = await operate(app, 'message.edit', { messageId: post, messageType: 'post', title: 'New' , parts: { part: [{ type: 'text', text: 'text' }] } });
		expect(rich).toMatchObject({ message_id: post, msg_type: 'post' });
		expect(message(post).text).toContain('New');
	});

	test('a text that was cut says so, and so does a card', async () => {
		const { app, group, say } = start();
		const [text] = await operate(app, 'message.edit', { messageId: await say(), text: 'x'.repeat(200_000) });
		const [sent] = await operate(app, 'message.send', { sendTo: 'chat', chat: byId(group.id), messageType: 'card', title: 'Approve?' });
		const [card] = await operate(app, 'message.updateCard', { messageId: sent!.messageId, messageType: 'card', title: 'Approved', text: 'x'.repeat(40_000) });
		for (const output of [text, card]) expect(output).toMatchObject({ warnings: [expect.stringMatching(/cut|shorten/)] });
	});

	test('another type, somebody else\'s, too late, too often', async () => {
		const { app, group, say } = start();
		const other = feishuApp(world, { name: 'Another' });
		const shared = app.group({ apps: [app.app.id, other.app.id] });
		const foreign = await sendAs(world, other, shared.id, 'text', { text: 'Mine' });
		const image = await sendAs(world, app, group.id, 'share_chat', { chat_id: group.id });
		const [late, often] = [await say(), await say()];
		const [wrongType, notMine] = await operate(app, 'message.edit', { messageId: '={{ $json.id }}', text: 'New' }, [{ id: image }, { id: foreign }]);
		const edits = await operate(app, 'message.edit', { messageId: often, text: 'New' }, Array.from({ length: 21 }, () => ({})));
		world.clock.advance(2 * DAY_MS);
		const [tooLate] = await operate(app, 'message.edit', { messageId: late, text: 'New' });
		expect(codes([wrongType!, notMine!, tooLate!])).toEqual(['230054', '230071', '230075']);
		expect(codes(edits).filter((code) => code !== undefined)).toEqual(['230072']);
	});
});

describe('Update Card', () => {
	const card = { messageType: 'card', title: 'Approved' };

	test('a card that Send has sent: by fields, JSON, template', async () => {
		const { app, group } = start();
		const [sent] = await operate(app, 'message.send', { sendTo: 'chat', chat: byId(group.id), messageType: 'card', title: 'Approve?' });
		const parameters = { messageId: sent!.messageId, ...card, messageType: '={{ $json.type }}', cardJson: '{"header":{"title":{"tag":"plain_text","content":"By JSON"}},"elements":[{"tag":"hr"}]}', templateId: 'AAqkweugf8sLk' };
		const outputs = await operate(app, 'message.updateCard', parameters, [{ type: 'card' }, { type: 'cardJson' }, { type: 'cardTemplate' }]);
		expect(outputs).toEqual(Array(3).fill({ message_id: sent!.messageId, updated: true, warnings: [] }));
		expect(calls('PATCH', sent!.messageId as string).map(({ requestBody }) => Object.keys(requestBody as object))).toEqual(Array(3).fill(['content']));
	});

	test('no card, somebody else\'s, one that is not shared, one of 15 days; a new card that is too large', async () => {
		const { app, group, say } = start();
		const own = await sendAs(world, app, group.id, 'interactive', { elements: [{ tag: 'hr' }] });
		const old = await sendAs(world, app, group.id, 'interactive', { config: { update_multi: true }, elements: [{ tag: 'hr' }] });
		const [text, exclusive] = await operate(app, 'message.updateCard', { messageId: '={{ $json.id }}', ...card }, [{ id: await say() }, { id: own }]);
		const [large] = await operate(app, 'message.updateCard', { messageId: old, messageType: 'cardJson', cardJson: JSON.stringify({ elements: [{ tag: 'markdown', content: 'x'.repeat(31_000) }] }) });
		world.clock.advance(15 * DAY_MS);
		const [late] = await operate(app, 'message.updateCard', { messageId: old, ...card });
		expect(codes([text!, exclusive!, large!, late!])).toEqual(['230001', '230001', 'INPUT', '230031']);
	});

	test('more than five at a time wait for their turn', async () => {
		const { app, group } = start();
		const [sent] = await operate(app, 'message.send', { sendTo: 'chat', chat: byId(group.id), messageType: 'card', title: 'Approve?' });
		const started = world.clock.now();
		const outputs = await operate(app, 'message.updateCard', { messageId: sent!.messageId, ...card }, Array.from({ length: 12 }, () => ({})));
		expect(codes(outputs)).toEqual(Array(12).fill(undefined));
		expect(world.clock.now() - started).toBeGreaterThanOrEqual(2_000);
		expect(calls('PATCH', '/im/v1/messages/')).toHaveLength(12);
	});
});

describe('Recall', () => {
	test('once; then it is gone', async () => {
		const { app, say } = start();
		const id = await say();
		const outputs = await operate(app, 'message.recall', { messageId: id });
		expect(outputs).toEqual([{ message_id: id, recalled: true }]);
		expect(message(id).recalledAt).toBeDefined();
		expect(codes(await operate(app, 'message.recall', { messageId: id }))).toEqual(['230110']);
	});

	test('once, also if the answer got lost', async () => {
		const { app, say } = start();
		const id = await say();
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: `/open-apis/im/v1/messages/${id}` } });
		expect(await operate(app, 'message.recall', { messageId: id })).toEqual([{ message_id: id, recalled: true }]);
		expect(calls('DELETE', id)).toHaveLength(2);
	});

	test('somebody else\'s, and after the time that the administrator allows', async () => {
		const { app, say } = start();
		const other = feishuApp(world, { name: 'Another' });
		const foreign = await sendAs(world, other, app.group({ apps: [app.app.id, other.app.id] }).id, 'text', { text: 'Mine' });
		const old = await say();
		world.clock.advance(2 * DAY_MS);
		const outputs = await operate(app, 'message.recall', { messageId: '={{ $json.id }}' }, [{ id: foreign }, { id: old }]);
		expect(codes(outputs)).toEqual(['230026', '230009']);
	});
});

describe('Forward', () => {
	test('to people, a group, a thread', async () => {
		const { app, lei, mei, say } = start();
		const id = await say('News');
		const target = app.group();
		const [reply] = await operate(app, 'message.reply', { messageId: await say('Topic'), text: 'In here', replyInThread: true });
		const thread = message(reply!.messageId).threadId;
		const chat = byId(target.id);
		const [toPeople] = await operate(app, 'message.forward', { messageId: id, sendTo: 'email', emails: `${lei.email},${mei.email}` });
		const [toChat, toThread] = await operate(app, 'message.forward', { messageId: id, sendTo: '={{ $json.to }}', chat, threadId: thread }, [{ to: 'chat' }, { to: 'thread' }]);
		expect([toPeople, toChat, toThread]).toMatchObject([{ status: 'sent', parts: 2 }, { status: 'sent', target: target.id }, { status: 'sent', target: thread }]);
		expect(app.received().filter(({ text }) => text === 'News')).toHaveLength(5);
		expect(calls('POST', '/forward')[0]!.path).toContain('uuid=');
	});

	test('a recalled message, a reader who is not there', async () => {
		const { app, lei, say } = start();
		const [id, gone] = [await say(), await say()];
		await operate(app, 'message.recall', { messageId: gone });
		const parameters = { messageId: '={{ $json.id }}', sendTo: 'email', emails: '={{ $json.to }}' };
		const outputs = await operate(app, 'message.forward', parameters, [{ id: gone, to: lei.email }, { id, to: 'nobody@example.com' }]);
		expect(codes(outputs)).toEqual(['230065', '230034']);
		expect(outputs[1]!.error.message).toContain('email nobody@example.com');
	});
});

describe('Get', () => {
	test('what it says, who sent it, when; without Simplify all of it', async () => {
		const { app, group, say } = start();
		const id = await say('Hello <at user_id="lilei"></at>');
		const [output, raw] = await operate(app, 'message.get', { messageId: id, options: { simplify: '={{ $itemIndex === 0 }}' } }, [{}, {}]);
		expect(output).toMatchObject({
			message_id: id,
			msg_type: 'text',
			chat_id: group.id,
			sender_id: app.app.id,
			sender_type: 'app',
			content: { text: 'Hello @_user_1' },
			mentions: [{ key: '@_user_1', name: 'Li Lei' }],
			created_at: '2026-11-20T03:00:00.000Z',
			updated_at: null,
			deleted: false,
		});
		expect(raw).toMatchObject({ message_id: id, body: { content: '{"text":"Hello @_user_1"}' } });
	});

	test('a recalled one; a card as it was sent', async () => {
		const { app, group, say } = start();
		const gone = await say();
		await operate(app, 'message.recall', { messageId: gone });
		const sent = { elements: [{ tag: 'hr' }] };
		const card = await sendAs(world, app, group.id, 'interactive', sent);
		const outputs = await operate(app, 'message.get', { messageId: '={{ $json.id }}' }, [{ id: gone }, { id: card }]);
		expect(outputs).toMatchObject([{ deleted: true, content: 'This message was recalled' }, { content: sent }]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput', undefined] as const)('error mode %s', async (onError) => {
		const { app, say } = start();
		const items = [{ id: 'om_none' }, { id: await say() }];
		const run = await runNode(items, { ...app.node, parameters: { resource: 'message', operation: 'get', messageId: '={{ $json.id }}' }, onError });
		if (onError === undefined) return expect(run.data.resultData.error!.message).toMatch(/1 of 2 items was not done/);
		const outputs = [outputOf(run, 'Node'), outputOf(run, 'Node', { output: 1 })].map((list) => list.map(({ json, pairedItem }) => [json.message_id, pairedItem]));
		const [failed, fine] = [[undefined, { item: 0 }], [items[1]!.id, { item: 1 }]];
		expect(outputs).toEqual(onError === 'continueErrorOutput' ? [[fine], [[undefined, expect.objectContaining({ item: 0 })]]] : [[failed, fine], []]);
	});
});

test('messages of groups need a scope of their own, which the error names', async () => {
	const { app, group, say } = start({ scopes: ['im:message'] });
	const id = await say();
	const outputs = [...(await operate(app, 'message.get', { messageId: id })), ...(await operate(app, 'message.getMany', { chat: byId(group.id) }))];
	for (const { error } of outputs) expect(error).toMatchObject({ code: '230027', message: expect.stringContaining('im:message.group_msg'), fix: expect.stringContaining('/auth?q=im:message.group_msg') });
	world.sandbox.addFault({ kind: 'refuse', code: 230027 });
	const [wordless] = await operate(app, 'message.get', { messageId: id });
	expect(wordless!.error.message).toContain('im:message.group_msg');
	world.sandbox.changeApp(app.app.id, { scopes: ['im:message', 'im:message.group_msg'] });
	expect(await operate(app, 'message.get', { messageId: id })).toMatchObject([{ message_id: id }]);
});

describe('Get Many', () => {
	test('of a chat: newest or oldest first, all or up to the limit, between two times', async () => {
		const { app, group, say } = start();
		for (let index = 0; index < 120; index++) {
			await say(`Message ${index}`);
			world.clock.advance(1_000);
		}
		const chat = byId(group.id);
		const texts = (outputs: unknown[]) => outputs.map((output) => (output as { content: { text: string } }).content.text);
		const newest = await operate(app, 'message.getMany', { chat });
		const all = await operate(app, 'message.getMany', { chat, returnAll: true, sort: 'oldest' });
		expect(texts(newest)).toEqual(Array.from({ length: 50 }, (_, index) => `Message ${119 - index}`));
		expect(texts(all)).toEqual(Array.from({ length: 120 }, (_, index) => `Message ${index}`));
		const filters = { after: '2026-11-20T03:00:10Z', before: '2026-11-20T03:00:12Z' };
		expect(texts(await operate(app, 'message.getMany', { chat, filters, sort: 'oldest', limit: 60 }))).toEqual(['Message 10', 'Message 11', 'Message 12']);
		expect(calls('GET', '/im/v1/messages?').map(({ path }) => new URLSearchParams(path.split('?')[1]).get('page_size'))).toEqual(['50', '50', '50', '50', '50']);
	});

	test("a time without a zone is the workflow's; n8n's $now will do", async () => {
		const { app, group, say } = start();
		await say();
		const parameters = { resource: 'message', operation: 'getMany', chat: byId(group.id), filters: { after: '={{ $json.after }}' } };
		const items = [{ after: '2026-11-20T10:59:00' }, { after: '2026-11-20T11:01:00' }];
		const run = await runNode(items, { ...app.node, parameters }, { timezone: 'Asia/Shanghai' });
		expect(outputOf(run, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		const filters = { after: '={{ DateTime.fromISO("2026-11-20T02:59:00Z") }}' };
		expect(await operate(app, 'message.getMany', { chat: byId(group.id), filters })).toHaveLength(1);
	});

	test('of a thread', async () => {
		const { app, say } = start();
		const id = await say('Topic');
		const [reply] = await operate(app, 'message.reply', { messageId: id, text: 'In here', replyInThread: true });
		await say('Elsewhere');
		const outputs = await operate(app, 'message.getMany', { messagesOf: 'thread', threadId: message(reply!.messageId).threadId, sort: 'oldest' });
		expect(outputs).toMatchObject([{ message_id: id }, { message_id: reply!.messageId, root_id: id }]);
	});

	test('a chat that the bot is not in, IDs and times that are none', async () => {
		const { app, group } = start();
		const chat = '={{ { __rl: true, mode: "id", value: $json.id } }}';
		const foreign = app.group({ apps: [] }).id;
		const parameters = { messagesOf: '={{ $json.of }}', chat, threadId: '={{ $json.id }}', filters: { after: '={{ $json.after }}' } };
		const outputs = await operate(app, 'message.getMany', parameters, [
			{ of: 'chat', id: foreign },
			{ of: 'chat', id: group.id, after: 'yesterday' },
			{ of: 'thread', id: 'oc_1' },
		]);
		expect(outputs.map(({ error }) => error.message)).toEqual([expect.stringContaining("not in the group"), '"yesterday" is not a time', '"oc_1" is not a thread ID']);
	});
});

describe('Get Read Users', () => {
	test('who has read it, and when', async () => {
		const { app, lei, say } = start();
		const id = await say();
		world.clock.advance(60_000);
		world.sandbox.readMessage(id, 'lilei');
		const [byOpenId] = await operate(app, 'message.getReadUsers', { messageId: id });
		const [byUserId] = await operate(app, 'message.getReadUsers', { messageId: id, userIdType: 'user_id', returnAll: true });
		expect(byOpenId).toEqual({ user_id: openId(app, lei), user_id_type: 'open_id', read_at: '2026-11-20T03:01:00.000Z' });
		expect(byUserId).toMatchObject({ user_id: 'lilei', user_id_type: 'user_id' });
	});

	test('after 7 days', async () => {
		const { app, say } = start();
		const id = await say();
		world.clock.advance(8 * DAY_MS);
		expect(codes(await operate(app, 'message.getReadUsers', { messageId: id }))).toEqual(['230033']);
	});
});

describe('Mark Urgent', () => {
	test.each(['app', 'sms', 'phone'])('by %s', async (alertBy) => {
		const { app, lei, say } = start();
		const id = await say();
		const [output] = await operate(app, 'message.markUrgent', { messageId: id, alertBy, sendTo: 'email', emails: `${lei.email}, han.meimei@example.com` });
		expect(output).toMatchObject({ status: 'sent', parts: 2, apiCalls: 1, recipients: [{ target: lei.email }, { target: 'han.meimei@example.com' }] });
		expect(message(id).urgent).toBe(alertBy);
		expect(calls('PATCH', `/urgent_${alertBy}`)).toHaveLength(1);
	});

	test('exactly those who are not in the chat are errors', async () => {
		const { app, say } = start();
		app.person({ name: 'Stranger', userId: 'stranger' });
		const id = await say();
		const parameters = { messageId: id, sendTo: 'userId', userIds: '={{ $json.to }}' };
		const [mixed, fine] = await operate(app, 'message.markUrgent', parameters, [{ to: 'lilei, stranger, nobody' }, { to: 'hanmeimei' }]);
		expect(mixed).toMatchObject({ status: 'failed', partsSent: 1, recipients: [{ target: 'lilei', status: 'sent' }, { target: 'stranger', status: 'failed' }, { target: 'nobody', status: 'failed' }] });
		expect(mixed!.error.message).toMatch(/^1 of the 3 recipients of this item were reached\. Not reached: stranger, nobody: The person could not be alerted/);
		expect(fine).toMatchObject({ status: 'sent' });
	});

	test('somebody with 200 unread ones, and when the quota is used up', async () => {
		const { app, say } = start();
		const id = await say();
		world.sandbox.addFault({ kind: 'refuse', code: 230023 });
		const [unread] = await operate(app, 'message.markUrgent', { messageId: id, sendTo: 'userId', userIds: 'lilei' });
		world.sandbox.addFault({ kind: 'refuse', code: 230024 });
		const [quota] = await operate(app, 'message.markUrgent', { messageId: id, alertBy: 'phone', sendTo: 'userId', userIds: 'lilei' });
		expect([unread!.error.class, quota!.error.class]).toEqual(['permanent', 'quotaExceeded']);
	});
});

describe('pins', () => {
	test('pin, list, unpin', async () => {
		const { app, group, say } = start();
		const id = await say();
		const [pinned] = await operate(app, 'message.pin', { messageId: id });
		expect(pinned).toEqual({ message_id: id, chat_id: group.id, pinned_by: app.app.id, pinned_by_type: 'app_id', pinned_at: '2026-11-20T03:00:00.000Z' });
		expect(await operate(app, 'message.getPinned', { chat: byId(group.id) })).toEqual([pinned]);
		expect(await operate(app, 'message.unpin', { messageId: id })).toEqual([{ message_id: id, pinned: false }]);
		expect(await operate(app, 'message.getPinned', { chat: byId(group.id) })).toEqual([]);
	});

	test('more than a page of them', async () => {
		const { app, group, say } = start();
		for (let index = 0; index < 70; index++) {
			await operate(app, 'message.pin', { messageId: await say() });
			world.clock.advance(300);
		}
		expect(await operate(app, 'message.getPinned', { chat: byId(group.id), returnAll: true })).toHaveLength(70);
		expect(await operate(app, 'message.getPinned', { chat: byId(group.id), limit: 3 })).toHaveLength(3);
	});

	test('a recalled message, and a chat without the bot', async () => {
		const { app, say } = start();
		const id = await say();
		await operate(app, 'message.recall', { messageId: id });
		expect(codes(await operate(app, 'message.pin', { messageId: id }))).toEqual(['230011']);
		expect(codes(await operate(app, 'message.getPinned', { chat: byId(app.group({ apps: [] }).id) }))).toEqual(['230002']);
	});
});

describe('reactions', () => {
	test('add, list, remove', async () => {
		const { app, say } = start();
		const messageId = await say();
		const [ok] = await operate(app, 'message.addReaction', { messageId, emoji: 'OK' });
		const [heart] = await operate(app, 'message.addReaction', { messageId, emoji: ':HEART:' });
		expect(ok).toMatchObject({ emoji: 'OK', operator_id: app.app.id, operator_type: 'app', reacted_at: '2026-11-20T03:00:00.000Z' });
		expect(await operate(app, 'message.getReactions', { messageId })).toEqual([ok, heart]);
		expect(await operate(app, 'message.getReactions', { messageId, emoji: 'HEART', returnAll: true })).toEqual([heart]);
		expect(await operate(app, 'message.removeReaction', { messageId, reactionId: ok!.reaction_id })).toEqual([ok]);
		expect(await operate(app, 'message.getReactions', { messageId })).toEqual([heart]);
	});

	test('an emoji that there isn\'t, a reaction that there isn\'t', async () => {
		const { app, say } = start();
		const messageId = await say();
		const outputs = await operate(app, 'message.addReaction', { messageId, emoji: '={{ $json.emoji }}' }, [{ emoji: 'NOPE' }, { emoji: '👍' }, { emoji: '' }]);
		expect(codes(outputs)).toEqual(['231001', 'INPUT', 'INPUT']);
		const removed = await operate(app, 'message.removeReaction', { messageId, reactionId: '={{ $json.id }}' }, [{ id: 'nope' }, { id: '' }]);
		expect(codes(removed)).toEqual(['231011', 'INPUT']);
	});
});
