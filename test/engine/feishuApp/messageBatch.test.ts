import { feishuApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const DAY_MS = 86_400_000;
const openId = ({ app }: TestApp, { userId }: { userId: string }) => `ou_${userId}_${app.id.slice(-6)}`;
const batches = () => world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.startsWith('/open-apis/message/v4/batch_send'));
const bodies = () => batches().map(({ requestBody }) => requestBody as Record<string, unknown>);
const codes = (outputs: Array<{ error?: { code: string } }>) => outputs.map(({ error }) => error?.code);
const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `u${index}`, email: `p${index}@example.com` }));

describe('Send Batch', () => {
	test('a text to 450 people takes three calls, and each gets it once', async () => {
		const app = feishuApp(world);
		const userIds = people(app, 450).map(({ userId }) => userId);
		const [output] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: '={{ $json.to }}', text: 'Hello' }, [{ to: [...userIds, 'u0', 'u1'] }]);
		expect(output).toMatchObject({ status: 'sent', parts: 450, apiCalls: 3 });
		expect(output!.batchIds).toHaveLength(3);
		expect(bodies().map(({ user_ids: ids }) => (ids as string[]).length)).toEqual([200, 200, 50]);
		expect(bodies()[0]).toMatchObject({ msg_type: 'text', content: { text: 'Hello' } });
		expect(app.received()).toHaveLength(450);
	});

	test('10,000 people: 50 calls, whether they are in one item or in 10,000', async () => {
		const app = feishuApp(world);
		const userIds = Array.from({ length: 10_000 }, (_, index) => `u${index}`);
		people(app, 10);
		const [together] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: '={{ $json.to }}', text: 'Hello' }, [{ to: userIds }]);
		expect(together).toMatchObject({ status: 'failed', parts: 10_000, partsSent: 10 });
		expect(together!.error.message).toMatch(/^10 of the 10000 recipients of this item were reached/);
		const apart = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: '={{ $json.to }}', text: 'Hello' }, userIds.map((to) => ({ to })));
		expect(apart.filter(({ status }) => status === 'sent')).toHaveLength(10);
		expect(apart[10]).toMatchObject({ status: 'failed' });
		expect(batches()).toHaveLength(100);
	}, 60_000);

	test('exactly those whom the platform does not know are errors', async () => {
		const app = feishuApp(world);
		const [known] = people(app, 1);
		const other = feishuApp(world, { name: 'Another' });
		const ids = [openId(app, known!), openId(other, known!), 'ou_nobody'];
		const outputs = await operate(app, 'message.sendBatch', { sendTo: 'openId', openIds: '={{ $json.to }}', text: 'Hello' }, ids.map((to) => ({ to })));
		expect(codes(outputs)).toEqual([undefined, 'INVALID_OPEN_ID', 'INVALID_OPEN_ID']);
		expect(outputs[2]!.error.message).toContain('ou_nobody');
		expect(outputs[2]!.error.fix).toMatch(/availability.*published/);
		expect(batches()).toHaveLength(1);
	});

	test('by email: looked up by 50; who is not found is an error of its own', async () => {
		const app = feishuApp(world);
		const emails = people(app, 120).map(({ email }) => email);
		const [output] = await operate(app, 'message.sendBatch', { sendTo: 'email', emails: [...emails, 'nobody@example.com'].join(','), text: 'Hello' });
		expect(output).toMatchObject({ status: 'failed', parts: 121, partsSent: 120 });
		expect(output!.error.message).toContain('nobody@example.com');
		expect(world.sandbox.calls({ platform: 'feishu' }).filter(({ path }) => path.includes('batch_get_id'))).toHaveLength(3);
		expect(batches()).toHaveLength(1);
	});

	test('departments, with those below them', async () => {
		const app = feishuApp(world);
		const sales = world.sandbox.addDepartment({ platform: 'feishu', name: 'Sales' });
		app.person({ name: 'Li Lei', departmentIds: [sales.id] });
		const [output, root, none] = await operate(app, 'message.sendBatch', { sendTo: 'department', departmentIds: '={{ $json.to }}', text: 'Hello' }, [{ to: `od-${sales.id}, od-none` }, { to: '0' }, { to: '' }]);
		expect(output).toMatchObject({ status: 'failed', partsSent: 1, recipients: [{ status: 'sent' }, { target: 'od-none', status: 'failed' }] });
		expect(codes([root!, none!])).toEqual(['INPUT', 'INPUT']);
		expect(app.received()).toHaveLength(1);
	});

	test('each kind of message has the form of this operation: objects, "post" around a post, "card"', async () => {
		const app = feishuApp(world);
		people(app, 1);
		const shared = app.group();
		const parameters = {
			sendTo: 'userId',
			userIds: 'u0',
			messageType: '={{ $json.type }}',
			text: 'Hello',
			title: 'Title',
			parts: { part: [{ type: 'text', text: 'Hello' }] },
			sharedChatId: shared.id,
			cardJson: '{"elements":[{"tag":"hr"}]}',
			templateId: 'AAqkweugf8sLk',
		};
		const types = ['text', 'post', 'shareChat', 'card', 'cardJson', 'cardTemplate'];
		const outputs = await operate(app, 'message.sendBatch', parameters, types.map((type) => ({ type })));
		expect(codes(outputs)).toEqual(types.map(() => undefined));
		const user_ids = ['u0'];
		expect(bodies()).toEqual([
			{ user_ids, msg_type: 'text', content: { text: 'Hello' } },
			{ user_ids, msg_type: 'post', content: { post: { en_us: { title: 'Title', content: [[{ tag: 'text', text: 'Hello' }]] } } } },
			{ user_ids, msg_type: 'share_chat', content: { share_chat_id: shared.id } },
			{ user_ids, msg_type: 'interactive', card: expect.objectContaining({ header: expect.anything() }) },
			{ user_ids, msg_type: 'interactive', card: { elements: [{ tag: 'hr' }] } },
			{ user_ids, msg_type: 'interactive', card: { type: 'template', data: { template_id: 'AAqkweugf8sLk', template_variable: {} } } },
		]);
		const [wrong] = await operate(app, 'message.sendBatch', { ...parameters, messageType: '={{ "file" }}' });
		expect(wrong!.error.message).toMatch(/Message Type: file is not one of/);
	});

	test('a picture of the item, uploaded once', async () => {
		const app = feishuApp(world);
		people(app, 2);
		const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
		const [output] = await operateOnFiles(app, 'message.sendBatch', { sendTo: 'userId', userIds: 'u0,u1', messageType: 'image' }, [withFile(png, 'a.png', 'image/png')]);
		expect(output!.json).toMatchObject({ status: 'sent', parts: 2 });
		expect(bodies()).toEqual([{ user_ids: ['u0', 'u1'], msg_type: 'image', content: { image_key: expect.stringMatching(/^img_/) } }]);
	});

	test('a card is cut so that it fits with 200 IDs beside it', async () => {
		const app = feishuApp(world);
		const userIds = people(app, 200).map(({ userId }) => userId);
		const [output] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: userIds.join(','), messageType: 'card', text: 'long\n'.repeat(10_000) });
		expect(output).toMatchObject({ status: 'sent', warnings: [expect.stringContaining('cut')] });
		const size = Buffer.byteLength(JSON.stringify(bodies()[0]));
		expect(size).toBeLessThanOrEqual(30_000);
		expect(size).toBeGreaterThan(28_000);
	});

	test.each([
		[11203, 'permanent'],
		[11247, 'quotaExceeded'],
		[11246, 'permanent'],
	])('the platform refuses with %s', async (code, failureClass) => {
		const app = feishuApp(world);
		people(app, 1);
		world.sandbox.addFault({ kind: 'refuse', code, match: { path: '/open-apis/message/v4/' } });
		const [output] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: 'u0', text: 'Hello' });
		expect(output!.error).toMatchObject({ code: String(code), class: failureClass });
	});

	test('Error Output: whom it did not reach leave there', async () => {
		const app = feishuApp(world);
		people(app, 1);
		const parameters = { resource: 'message', operation: 'sendBatch', sendTo: 'userId', userIds: '={{ $json.to }}', text: 'Hello' };
		const run = await runNode([{ to: 'nobody' }, { to: 'u0' }], { ...app.node, parameters, onError: 'continueErrorOutput' });
		expect(outputOf(run, 'Node').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(outputOf(run, 'Node', { output: 1 }).map(({ json }) => json.to)).toEqual(['nobody']);
	});
});

describe('what becomes of a batch', () => {
	async function sent(app: TestApp): Promise<string> {
		people(app, 3);
		const [output] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: 'u0,u1,u2', text: 'Hello' });
		return (output!.batchIds as [string])[0];
	}

	test('its progress, and after its recall', async () => {
		const app = feishuApp(world);
		const batchId = await sent(app);
		world.sandbox.readMessage(app.received()[0]!.id, 'u0');
		expect(await operate(app, 'message.getBatchProgress', { batchId })).toEqual([
			{ batch_id: batchId, recipients: 3, delivered: 3, read: 1, recalled: false, recalled_count: 0 },
		]);
		expect(await operate(app, 'message.recallBatch', { batchId })).toEqual([{ batch_id: batchId, recalled: true }]);
		expect(await operate(app, 'message.getBatchProgress', { batchId })).toMatchObject([{ recalled: true, recalled_count: 3 }]);
		expect(app.received().every(({ recalledAt }) => recalledAt !== undefined)).toBe(true);
		const [raw] = await operate(app, 'message.getBatchProgress', { batchId, options: { simplify: false } });
		expect(raw).toHaveProperty('data.batch_message_send_progress');
	});

	test('too late to be recalled; another app\'s; no batch at all', async () => {
		const app = feishuApp(world);
		const batchId = await sent(app);
		const foreign = await operate(feishuApp(world), 'message.recallBatch', { batchId });
		world.clock.advance(2 * DAY_MS);
		const outputs = await operate(app, 'message.recallBatch', { batchId: '={{ $json.id }}' }, [{ id: batchId }, { id: 'bm-none' }, { id: 'om_1' }, { id: '' }]);
		expect(codes([...foreign, ...outputs])).toEqual(['230026', '230009', '230030', 'INPUT', 'INPUT']);
		expect(codes(await operate(app, 'message.getBatchProgress', { batchId: 'bm-none' }))).toEqual(['230030']);
	});
});

test.each([
	['resend', 'sent', 2],
	['giveUp', 'failed', 1],
])('a lost answer, for which the platform has no key: %s', async (onAmbiguousTimeout, status, times) => {
	const app = feishuApp(world);
	people(app, 1);
	world.sandbox.addFault({ kind: 'resetAfterAccept', times: 1, match: { path: '/open-apis/message/v4/' } });
	const [output] = await operate(app, 'message.sendBatch', { sendTo: 'userId', userIds: 'u0', text: 'Hello', options: { onAmbiguousTimeout } });
	expect(output).toMatchObject({ status, attempts: times });
	expect(app.received()).toHaveLength(times);
});
