import type { IDataObject } from 'n8n-workflow';
import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { callAs, sendAs } from '../../support/engine/feishuApi';
import { runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

/** Values, answers and faults that nobody means well with. */

const world = useWorld();

const openId = ({ app }: TestApp, { userId }: { userId: string }) => `ou_${userId}_${app.id.slice(-6)}`;
const calls = (path: string) => world.sandbox.calls({ platform: 'feishu' }).filter((call) => call.path.startsWith(path));

/** An answer of a platform that is not what it should be, to all calls whose path begins so. */
const answerTo = (path: string, body: unknown, status = 200) => world.sandbox.addFault({ kind: 'body', match: { path }, body, status, times: 100 });

test('no ID leads to another call: to remove the reaction ".." would be to recall the message', async () => {
	const app = feishuApp(world);
	const group = app.group();
	const messageId = await sendAs(world, app, group.id, 'text', { text: 'Keep me' });
	const outputs = await operate(app, 'message.removeReaction', { messageId, reactionId: '={{ $json.id }}' }, [{ id: '..' }, { id: '.' }]);
	expect(outputs.map(({ error }) => error.message)).toEqual(['".." is not an ID', '"." is not an ID']);
	expect(world.sandbox.calls({ platform: 'feishu' }).filter(({ method }) => method === 'DELETE')).toEqual([]);
	expect(app.received(group.id)[0]!.recalledAt).toBeUndefined();

	const users = await operate(app, 'user.get', { userId: '={{ $json.id }}' }, [{ id: '..' }, { id: '\ud800' }]);
	expect(users.map(({ error }) => error.code)).toEqual(['INPUT', 'INPUT']);
	expect(calls('/open-apis/contact')).toEqual([]);
});

test.each(['resetAfterAccept', 'truncatedBody'] as const)('what was done is no error because its answer got lost (%s)', async (kind) => {
	const app = feishuApp(world);
	const messageId = await sendAs(world, app, app.group().id, 'text', { text: 'Hello' });
	const { reaction_id: reactionId } = await callAs(world, app, `/im/v1/messages/${messageId}/reactions`, { reaction_type: { emoji_type: 'OK' } });
	for (const [operation, parameters] of [['removeReaction', { messageId, reactionId }], ['recall', { messageId }]] as Array<[string, IDataObject]>) {
		world.sandbox.addFault({ kind, match: { method: 'DELETE' } });
		const [done] = await operate(app, `message.${operation}`, parameters);
		expect(done!.error).toBeUndefined();
		const [again] = await operate(app, `message.${operation}`, parameters);
		expect(again!.error).toMatchObject({ class: 'permanent' });
	}
	expect(world.sandbox.messages().find(({ id }) => id === messageId)!.recalledAt).toBeDefined();
});

test('an operation without a message does not tell of a message that may have arrived', async () => {
	const app = feishuApp(world);
	world.sandbox.addFault({ kind: 'reset', match: { path: '/open-apis/contact' }, times: 5 });
	const [asked] = await operate(app, 'user.get', { userId: 'ou_1' });
	expect(asked!.error).toMatchObject({ class: 'ambiguous', code: 'ECONNRESET', fix: expect.stringMatching(/^Try again later/) });
	world.sandbox.addFault({ kind: 'reset', match: { method: 'PUT' } });
	const [edited] = await operate(app, 'message.edit', { messageId: 'om_1', text: 'New' });
	expect(edited!.error).toMatchObject({ class: 'ambiguous', fix: expect.stringContaining('look there before you run this again') });
	for (const { error } of [asked!, edited!]) expect(`${error.message} ${error.fix}`).not.toMatch(/chat|arrived/);
});

test('somebody who is unknown is unknown to every item, and takes none of the limit', async () => {
	const app = feishuApp(world);
	const outputs = await operate(app, 'message.send', { sendTo: 'mobile', mobiles: '13700137000', text: 'Hello' }, Array.from({ length: 8 }, () => ({})));
	expect(outputs.map(({ error, apiCalls }) => [error.code, apiCalls])).toEqual(Array(8).fill(['NOT_FOUND', 0]));
});

test('one recipient of an event who can be nobody does not keep the others from hearing of it', async () => {
	const app = feishuApp(world);
	const { email } = app.person({ email: 'li.lei@example.com' });
	const item = { source: 'json', kind: 'alert', status: 'firing', severity: 'critical', title: 'Disk full', fields: [], labels: {}, annotations: {}, dedupeKey: '', subjectKey: '' };
	const [output] = await operate(app, 'notification.sendNotification', { sendTo: 'event' }, [{ ...item, recipients: ['On-call team', email, 'li.lei@@example.com'] }]);
	expect(output).toMatchObject({
		status: 'failed',
		partsSent: 1,
		recipients: [{ target: 'On-call team', status: 'failed' }, { target: email, status: 'sent' }, { target: 'li.lei@@example.com', status: 'failed' }],
	});
	expect(output!.error.message).toContain('"On-call team" is not a user ID');
	expect(app.received()).toHaveLength(1);
});

test('an item with a wrong secret does not hurt one with the right secret', async () => {
	const app = feishuApp(world, {}, { appSecret: '={{ $json.secret }}' });
	const person = app.person({ mobile: '13800138000' });
	const items = [{ secret: 'made-up-wrong-secret' }, { secret: app.app.secret }];
	const found = await operate(app, 'message.send', { sendTo: 'mobile', mobiles: person.mobile, text: 'Hello' }, items);
	const batched = await operate(app, 'message.sendBatch', { sendTo: 'openId', openIds: openId(app, person), text: 'Hello' }, items);
	for (const outputs of [found, batched]) expect(outputs.map(({ status, error }) => error?.code ?? status)).toEqual(['10015', 'sent']);
});

test.each([
	{ resource: 'message', operation: 'explode' },
	{ resource: '={{ $json.resource }}', operation: 'send' },
	{ resource: '__proto__', operation: 'send' },
])('an operation that there is not: %j', async (parameters) => {
	const run = await runNode([{ resource: 'none' }], { ...feishuApp(world).node, parameters });
	const { message, description } = run.data.resultData.error!;
	expect(message).toMatch(/^The node has no operation/);
	expect(description).toContain('Choose Resource and Operation from their lists');
});

test('a token shows nowhere, in whatever the platform wraps it', async () => {
	const app = feishuApp(world);
	const token = 't-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234';
	for (const [body, status] of [[{ tenant_access_token: token }, 403], [`{"code":0,"tenant_access_token":"${token}`, 500], [`<html>${token.slice(0, 30)}`, 400]] as const) {
		world.sandbox.clearFaults();
		answerTo('/open-apis/auth', body, status);
		const outputs = await operate(app, 'user.get', { userId: 'ou_1', options: { maxWait: 0 } });
		expect(outputs[0]!.error.message).toContain('...');
		expect(JSON.stringify(outputs)).not.toContain('qeGEDXTB6');
	}
});

test('an answer without what it should hold is an error, never a key of its own', async () => {
	const app = feishuApp(world);
	answerTo('/open-apis/', { code: 0, tenant_access_token: 't-1', expire: 7200 });
	const file = [withFile(Buffer.from('x'), 'a.png', 'image/png')];
	const outputs = [
		...(await operate(app, 'card.createStreaming', { text: 'Hello' })),
		...(await operateOnFiles(app, 'file.uploadImage', {}, file)).map(({ json }) => json),
		...(await operateOnFiles(app, 'file.uploadFile', {}, file)).map(({ json }) => json),
	] as Array<{ error: { code: string; message: string } }>;
	expect(outputs.map(({ error }) => error.message)).toEqual(['card_id', 'image_key', 'file_key'].map((name) => `The platform answered without the ${name}`));
	const [noFile] = await operate(app, 'file.downloadFromMessage', { messageId: 'om_1', fileKey: 'file_1', options: { maxWait: 0 } });
	expect(noFile!.error).toMatchObject({ class: 'ambiguous' });
});

test('a choice may be made by an expression, item by item', async () => {
	const app = feishuApp(world);
	const group = app.group();
	const person = app.person({ email: 'li.lei@example.com', mobile: '13800138000' });
	const found = await operate(app, 'user.find', { findBy: '={{ $json.by }}', email: person.email, mobile: '' }, [{ by: 'email' }, { by: 'mobile' }]);
	expect(found).toMatchObject([{ open_id: openId(app, person) }, { error: { message: 'The mobile number is empty' } }]);
	await sendAs(world, app, group.id, 'text', { text: 'Hello' });
	const listed = await operate(app, 'message.getMany', { messagesOf: '={{ $json.of }}', chat: { __rl: true, mode: 'id', value: group.id } }, [{ of: 'chat' }, { of: 'thread' }]);
	expect(listed).toMatchObject([{ content: { text: 'Hello' } }, { error: { message: 'There is no recipient' } }]);
});
