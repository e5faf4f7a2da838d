import { dingTalkApp, operate, type TestApp } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

const withPeople = (count: number): { app: TestApp; userIds: string[] } => {
	const app = dingTalkApp(world);
	const userIds = Array.from({ length: count }, (_, index) => app.person({ userId: `p${index}`, name: `Person ${index}`, mobile: `1380013${8000 + index}` }).userId);
	return { app, userIds };
};

const dings = () => world.sandbox.calls().filter(({ path }) => path === '/v1.0/robot/ding/send');

describe('DING: Send', () => {
	test('in the app, by SMS and by phone', async () => {
		const { app } = withPeople(1);
		for (const [remindBy, more] of [['app', {}], ['sms', {}], ['phone', { voice: 'Standard_Male_Voice' }]] as const) {
			const [sent] = await operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0', remindBy, text: 'Disk full', ...more });
			expect(sent).toMatchObject({ status: 'sent', channel: 'dingtalk', target: 'p0', apiCalls: 1 });
			expect(sent!.dingIds).toEqual([sent!.messageId]);
		}
		expect(app.received().map(({ urgent, text }) => [urgent, text])).toEqual([['app', 'Disk full'], ['sms', 'Disk full'], ['phone', 'Disk full']]);
		expect(dings().at(-1)!.requestBody).toMatchObject({ remindType: 3, callVoice: 'Standard_Male_Voice' });
	});

	test('201 people in the app are two calls, 21 by phone are two; each gets one', async () => {
		const { app, userIds } = withPeople(201);
		const [sent] = await operate(app, 'ding.send', { sendTo: 'userId', recipients: userIds.join(', '), text: 'Disk full' });
		expect(sent).toMatchObject({ status: 'sent', parts: 201, partsSent: 201, apiCalls: 2 });
		expect(sent!.dingIds).toHaveLength(2);
		await operate(app, 'ding.send', { sendTo: 'userId', recipients: userIds.slice(0, 21).join(), remindBy: 'phone', text: 'Disk full' });
		expect(dings()).toHaveLength(4);
		expect(app.received()).toHaveLength(201 + 21);
	});

	test('by mobile number, each looked up once, and each person once', async () => {
		const { app } = withPeople(2);
		const items = [{}, {}];
		const sent = await operate(app, 'ding.send', { sendTo: 'mobile', recipients: '13800138000, 13800138001, 13800138000', text: 'Disk full' }, items);
		expect(sent).toMatchObject([{ status: 'sent', parts: 2 }, { status: 'sent', parts: 2 }]);
		expect(world.sandbox.calls().filter(({ path }) => path.startsWith('/topapi/v2/user/getbymobile'))).toHaveLength(2);
	});

	test('who could not be reached is named, and nobody else fails', async () => {
		const { app } = withPeople(3);
		const people = (list: string) => operate(app, 'ding.send', { sendTo: 'userId', recipients: list, text: 'Disk full' });
		const [some] = await people('p0, gone, p2');
		expect(some).toMatchObject({ status: 'failed', parts: 3, partsSent: 2, error: { code: 'miss.staffId' } });
		expect(some!.error.message).toMatch(/The DING did not reach gone/);
		expect(app.received()).toHaveLength(2);
		const sent = await operate(app, 'ding.send', { sendTo: 'userId', recipients: '={{ $json.who }}', text: 'Disk full' }, [{ who: 'p0' }, { who: 'gone' }, { who: 'p1' }]);
		expect(sent.map(({ status }) => status)).toEqual(['sent', 'failed', 'sent']);
		expect(sent[1]!.error.fix).toMatch(/admin console > Contacts/);
		// The three were one call.
		expect(dings()).toHaveLength(2);
	});

	test('a mobile number that nobody has keeps nobody else from the DING', async () => {
		const { app } = withPeople(2);
		const [some] = await operate(app, 'ding.send', { sendTo: 'mobile', recipients: '13800138000, 13900139000, 13800138001', text: 'Disk full' });
		expect(some).toMatchObject({ status: 'failed', parts: 3, partsSent: 2 });
		expect(some!.error.message).toMatch(/Nobody in the organization has the mobile number 13900139000/);
		expect(app.received()).toHaveLength(2);
	});

	test('after an answer that got lost it is not sent again, so that no phone rings twice, unless that is wanted', async () => {
		const { app } = withPeople(1);
		const call = (options: object) => operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0', remindBy: 'phone', text: 'Disk full', options } as never);
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/v1.0/robot/ding/send' } });
		expect(await call({})).toMatchObject([{ status: 'failed', error: { class: 'ambiguous' } }]);
		expect(dings()).toHaveLength(1);
		world.sandbox.addFault({ kind: 'resetAfterAccept', match: { path: '/v1.0/robot/ding/send' } });
		expect(await call({ onAmbiguousTimeout: 'resend' })).toMatchObject([{ status: 'sent', attempts: 2 }]);
	});

	test('nobody named, no text, the paid pack used up', async () => {
		const { app } = withPeople(1);
		const errors = await operate(app, 'ding.send', { sendTo: 'userId', recipients: '={{ $json.who }}', text: '={{ $json.text }}' }, [{ text: 'x' }, { who: 'p0' }]);
		expect(errors.map(({ error }) => error.message)).toEqual(['There are no recipients', 'The text is empty']);
		world.sandbox.dingtalk.setDingQuota(0);
		const [over] = await operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0', remindBy: 'sms', text: 'Disk full' });
		expect(over!.error).toMatchObject({ class: 'quotaExceeded', code: 'ding.serverquota.insufficient', fix: expect.stringMatching(/buy more/) });
		expect((await operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0', text: 'Disk full' }))[0]!.status).toBe('sent');
	});
});

describe('DING: Recall', () => {
	test('takes it back from everybody', async () => {
		const { app } = withPeople(2);
		const [sent] = await operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0, p1', text: 'Disk full' });
		expect(await operate(app, 'ding.recall', { openDingId: sent!.messageId })).toEqual([{ messageId: sent!.messageId, recalled: true }]);
		expect(app.received().every(({ recalledAt }) => recalledAt !== undefined)).toBe(true);
	});

	test('one of another robot, one that does not exist, and none', async () => {
		const { app } = withPeople(1);
		const [sent] = await operate(app, 'ding.send', { sendTo: 'userId', recipients: 'p0', text: 'Disk full' });
		const errors = await operate(dingTalkApp(world), 'ding.recall', { openDingId: '={{ $json.id }}' }, [{ id: sent!.messageId }, { id: 'x' }, {}]);
		expect(errors.map(({ error }) => error.code)).toEqual(['recall.ding.exception', 'recall.ding.exception', 'INPUT']);
		expect(errors[0]!.error.message).toMatch(/none with this ID that this robot has sent/);
	});
});
