import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, operateOnFiles, withFile, type TestApp } from '../../support/engine/apps';
import { KILOBYTES_100, VALUE } from '../../support/engine/messages';
import { outputOf, runNode } from '../../support/engine/run';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP = '/v1.0/robot/groupMessages/send';
const PAGE = 'https://example.com/page?a=1&b=2';

const calls = (path: string) => world.sandbox.calls().filter((call) => call.path === path);
const bodyOf = (path: string, index = -1) => calls(path).at(index)!.requestBody as Record<string, unknown>;
const paramOf = (path: string, index = -1) => JSON.parse(String(bodyOf(path, index).msgParam)) as Record<string, string>;

const people = (app: TestApp, count: number) => Array.from({ length: count }, (_, index) => app.person({ name: `Person ${index}`, userId: `user${index}` }).userId);

const toLilei = (app: TestApp, parameters: IDataObject, items?: IDataObject[]) => {
	app.person({ userId: 'lilei' });
	return operate(app, 'message.sendToPeople', { recipients: 'lilei', ...parameters }, items);
};

describe('Send to People', () => {
	test('a text to a person by user ID: one call, and what became of it', async () => {
		const app = dingTalkApp(world);
		const [sent] = await toLilei(app, { messageType: 'text', text: 'Backup done' });
		expect(sent).toMatchObject({ status: 'sent', channel: 'dingtalk', target: 'lilei', parts: 1, attempts: 1, apiCalls: 1, warnings: [], messageId: expect.stringMatching(/\S{20}/) });
		expect(app.received().map(({ text }) => text)).toEqual(['Backup done']);
		expect(bodyOf(BATCH)).toEqual({ robotCode: app.app.robotCode, userIds: ['lilei'], msgKey: 'sampleText', msgParam: '{"content":"Backup done"}' });
	});

	test('by mobile and union ID; each is looked up once', async () => {
		const app = dingTalkApp(world);
		const { unionId } = app.person({ userId: 'lilei', mobile: '13800138000' });
		const sent = await operate(app, 'message.sendToPeople', { recipientsBy: VALUE, recipients: '={{ $json.who }}', messageType: 'text', text: 'x' }, [
			{ value: 'mobile', who: '13800138000' },
			{ value: 'mobile', who: '13800138000' },
			{ value: 'unionId', who: unionId },
		]);
		expect(sent).toMatchObject([{ status: 'sent', target: '13800138000' }, { status: 'sent' }, { status: 'sent', target: unionId }]);
		expect(app.received()).toHaveLength(3);
		expect(calls('/topapi/v2/user/getbymobile')).toHaveLength(1);
	});

	test('several people, named by a text or a list; who is named twice gets it once', async () => {
		const app = dingTalkApp(world);
		app.person({ userId: 'lilei', mobile: '13800138000' });
		app.person({ userId: 'hanmei', mobile: '13900139000' });
		const sent = await operate(app, 'message.sendToPeople', { recipientsBy: '={{ $json.by }}', recipients: VALUE, messageType: 'text', text: '={{ $itemIndex }}' }, [
			{ by: 'userId', value: 'lilei, hanmei, lilei,' },
			{ by: 'mobile', value: ['13800138000', '13900139000', '+8613800138000'] },
		]);
		expect(sent).toMatchObject([
			{ status: 'sent', parts: 2, apiCalls: 1, recipients: [{ target: 'lilei', status: 'sent' }, { target: 'hanmei', status: 'sent' }] },
			{ status: 'sent', parts: 2, apiCalls: 1 },
		]);
		expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([['lilei', 'hanmei'], ['lilei', 'hanmei']]);
	});

	test('1,000 people, one item each, with the same text: 50 calls within the 20 a second', async () => {
		const app = dingTalkApp(world);
		const ids = people(app, 1_000);
		const started = world.clock.now();
		const sent = await operate(app, 'message.sendToPeople', { recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
		expect(sent.every(({ status }) => status === 'sent')).toBe(true);
		expect(app.received()).toHaveLength(1_000);
		expect(calls(BATCH).map(({ status }) => status)).toEqual(Array(50).fill(200));
		expect(sent.reduce((sum, { apiCalls }) => sum + Number(apiCalls), 0)).toBe(50);
		expect(world.clock.now() - started).toBeLessThanOrEqual(4_000);
	});

	test('10,000 recipients of one item: 500 calls, and a warning about the quota first', async () => {
		const app = dingTalkApp(world);
		const ids = Array.from({ length: 10_000 }, (_, index) => `user${index}`);
		const run = await runNode([{ ids }], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', recipients: '={{ $json.ids }}', messageType: 'text', text: 'x' },
			onError: 'continueRegularOutput',
		});
		const [output] = outputOf(run, 'Node');
		// Nobody is there; what counts is how many calls are made to find out.
		expect(output!.json).toMatchObject({ status: 'failed', parts: 10_000, apiCalls: 500 });
		const [hint, ...more] = run.data.resultData.runData.Node![0]!.hints!;
		expect(hint).toMatchObject({ type: 'warning', message: expect.stringMatching(/by 500 calls.*5,000 a month/) });
		expect(more).toEqual([]);
	});

	test('499 calls are not worth a warning', async () => {
		const app = dingTalkApp(world);
		const ids = Array.from({ length: 9_980 }, (_, index) => `user${index}`);
		const run = await runNode([{ ids }], {
			...app.node,
			parameters: { resource: 'message', operation: 'sendToPeople', recipients: '={{ $json.ids }}', messageType: 'text', text: 'x' },
			onError: 'continueRegularOutput',
		});
		expect(run.data.resultData.runData.Node![0]!.hints ?? []).toEqual([]);
	});

	describe('who is left out', () => {
		test('20 people of whom 2 are unknown: 18 sent, 2 item errors, in one call', async () => {
			const app = dingTalkApp(world);
			const ids = [...people(app, 18), 'nobody1', 'nobody2'];
			const sent = await operate(app, 'message.sendToPeople', { recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
			expect(sent.map(({ status }) => status)).toEqual([...Array(18).fill('sent'), 'failed', 'failed']);
			expect(sent[18]!.error).toMatchObject({ class: 'permanent', code: 'invalidStaffIdList', message: expect.stringMatching(/user ID nobody1$/), fix: expect.stringMatching(/visible scope/) });
			expect(app.received()).toHaveLength(18);
			expect(calls(BATCH)).toHaveLength(1);
		});

		test('the same in one item: the item has failed, and tells who got it and who did not', async () => {
			const app = dingTalkApp(world);
			const [sent] = await operate(app, 'message.sendToPeople', { recipients: [...people(app, 18), 'nobody1', 'nobody2'].join(), messageType: 'text', text: 'x' });
			expect(sent).toMatchObject({ status: 'failed', parts: 20, partsSent: 18, apiCalls: 1 });
			expect(sent!.error.message).toMatch(/^18 of the 20 messages of this item were sent\. Not sent to nobody1: .*; nobody2: /);
			expect((sent!.recipients as Array<{ status: string }>).filter(({ status }) => status === 'sent')).toHaveLength(18);
		});

		test('a mobile number that nobody has keeps nobody else from getting it', async () => {
			const app = dingTalkApp(world);
			app.person({ userId: 'lilei', mobile: '13800138000' });
			const sent = await operate(app, 'message.sendToPeople', { recipientsBy: 'mobile', recipients: VALUE, messageType: 'text', text: 'x' }, [
				{ value: '13800138000, 13111111111' },
				{ value: '13111111111' },
				{ value: '13800138000' },
			]);
			expect(sent.map(({ status, partsSent }) => [status, partsSent])).toEqual([['failed', 1], ['failed', 0], ['sent', 1]]);
			expect(sent[0]!.error.message).toMatch(/^1 of the 2 .* Not sent to 13111111111: Nobody in the organization has the mobile number 13111111111/);
			expect(app.received()).toHaveLength(2);
		});

		test('who gets too much just now is asked again within the time that there is', async () => {
			const app = dingTalkApp(world);
			const ids = people(app, 3);
			world.sandbox.dingtalk.flowControl(['user1'], 2);
			const sent = await operate(app, 'message.sendToPeople', { recipients: VALUE, messageType: 'text', text: 'x' }, ids.map((value) => ({ value })));
			expect(sent.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
			expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([ids, ['user1'], ['user1']]);
			expect(app.received()).toHaveLength(3);
		});

		test('and fails when the time is up, with its class and nobody else', async () => {
			const app = dingTalkApp(world);
			const ids = people(app, 2);
			world.sandbox.dingtalk.flowControl(['user1'], 99);
			const sent = await operate(app, 'message.sendToPeople', { recipients: VALUE, messageType: 'text', text: 'x', options: { maxWait: 20 } }, ids.map((value) => ({ value })));
			expect(sent).toMatchObject([{ status: 'sent' }, { status: 'failed', error: { class: 'rateLimited', code: 'RECIPIENT_LIMIT', message: expect.stringMatching(/to user1 for now/) } }]);
			expect(calls(BATCH).length).toBeGreaterThan(2);
		});

		test('Over the Limit: Fail asks once', async () => {
			const app = dingTalkApp(world);
			people(app, 1);
			world.sandbox.dingtalk.flowControl(['user0'], 99);
			const sent = await operate(app, 'message.sendToPeople', { recipients: 'user0', messageType: 'text', text: 'x', options: { overLimit: 'fail' } });
			expect(sent).toMatchObject([{ status: 'failed', error: { code: 'RECIPIENT_LIMIT' } }]);
			expect(calls(BATCH)).toHaveLength(1);
		});
	});

	test('Retry on Fail sends to nobody twice, though the calls are composed otherwise', async () => {
		const app = dingTalkApp(world);
		people(app, 3);
		app.person({ userId: 'late', mobile: '13800138000' });
		// The look-up of the first item fails the first time, so that the second try has one more in its call.
		world.sandbox.addFault({ kind: 'status', status: 500, match: { path: '/topapi/v2/user/getbymobile' }, times: 5 });
		const run = await runNode(
			[{ by: 'mobile', who: '13800138000' }, ...[0, 1, 2].map((n) => ({ by: 'userId', who: `user${n}` }))],
			{
				...app.node,
				parameters: { resource: 'message', operation: 'sendToPeople', recipientsBy: '={{ $json.by }}', recipients: '={{ $json.who }}', messageType: 'text', text: 'x' },
				retryOnFail: true,
				maxTries: 2,
				waitBetweenTries: 0,
			},
		);
		expect(outputOf(run, 'Node').map(({ json }) => json.status)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(calls(BATCH).map(({ requestBody }) => (requestBody as { userIds: string[] }).userIds)).toEqual([['user0', 'user1', 'user2'], ['late']]);
	});

	describe('after a timeout', () => {
		const settings = { messageType: 'text', text: 'x' };

		test('the message is sent again, with a warning', async () => {
			const app = dingTalkApp(world);
			world.sandbox.addFault({ kind: 'hang', match: { path: BATCH } });
			const [sent] = await toLilei(app, { ...settings, options: { timeout: 1 } });
			expect(sent).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/may show this message twice/)] });
		});

		test('or left alone, if that is wanted', async () => {
			const app = dingTalkApp(world);
			world.sandbox.addFault({ kind: 'hang', match: { path: BATCH } });
			const [sent] = await toLilei(app, { ...settings, options: { timeout: 1, onAmbiguousTimeout: 'giveUp' } });
			expect(sent).toMatchObject({ status: 'failed', error: { class: 'ambiguous' } });
			expect(calls(BATCH)).toHaveLength(1);
		});
	});
});
