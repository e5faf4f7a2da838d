import type { IDataObject } from 'n8n-workflow';
import { dingTalkApp, operate, type TestApp } from '../../support/engine/apps';
import { outputOf, runNode } from '../../support/engine/run';
import { createDemo } from '../../../host/demo';
import { useWorld } from '../../support/useWorld';
import { alertmanagerBody } from '../../unit/lib/support/alertmanagerBody';

const world = useWorld();

const TEMPLATE = '1a2b3c4d.schema';
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const GROUP = '/v1.0/robot/groupMessages/send';
const CARD = '/v1.0/card/instances/createAndDeliver';

const calls = (path: string) => world.sandbox.calls().filter((call) => call.path === path);
const bodyOf = (path: string) => calls(path).at(-1)!.requestBody as IDataObject;
const paramOf = (path: string) => JSON.parse(String(bodyOf(path).msgParam)) as Record<string, string>;

const PAGE = 'https://example.com/d/7';
const filledIn = { contentFrom: 'fields', title: 'Disk full', summary: 'db-1 has 2 GB left', status: 'firing', severity: 'critical' };
const links = (count: number) => ({ links: { link: Array.from({ length: count }, (_, index) => ({ text: `Link ${index + 1}`, url: `${PAGE}?${index}` })) } });
const fields = { fields: { field: [{ name: 'Host', value: 'db-1' }, { name: 'Free', value: '2 GB' }] } };

const notify = (app: TestApp, parameters: IDataObject = {}, items?: IDataObject[]) =>
	operate(app, 'notification.sendNotification', { sendTo: 'userId', recipients: 'lilei', ...filledIn, openLinksIn: 'default', ...parameters }, items);

const withPerson = (credential: IDataObject = {}, settings = {}) => {
	const app = dingTalkApp(world, settings, credential);
	app.person({ userId: 'lilei', mobile: '13800138000' });
	app.person({ userId: 'hanmei', mobile: '13900139000' });
	return app;
};

describe('without a card template', () => {
	test('markdown with a title, to a person by mobile number', async () => {
		const app = withPerson();
		const [sent] = await notify(app, { sendTo: 'mobile', recipients: '13800138000', ...fields });
		expect(sent).toMatchObject({ status: 'sent', target: '13800138000', warnings: [], apiCalls: 1, messageId: expect.any(String) });
		expect(bodyOf(BATCH)).toMatchObject({ userIds: ['lilei'], msgKey: 'sampleMarkdown' });
		expect(app.received()).toMatchObject([{ title: '🔴 [FIRING] Disk full', text: '🔴 [FIRING] Disk full\ndb-1 has 2 GB left\nHost: db-1\nFree: 2 GB' }]);
	});

	test('into a group', async () => {
		const app = withPerson();
		const group = app.group();
		expect(await notify(app, { sendTo: 'group', openConversationId: group.id })).toMatchObject([{ status: 'sent', target: group.id }]);
		expect(app.received(group.id).map(({ text }) => text)).toEqual(['🔴 [FIRING] Disk full\ndb-1 has 2 GB left']);
		expect(bodyOf(GROUP)).toMatchObject({ msgKey: 'sampleMarkdown' });
	});

	test.each([1, 2, 5])('with %i links: an action card with a button for each', async (count) => {
		const app = withPerson();
		expect(await notify(app, links(count))).toMatchObject([{ status: 'sent' }]);
		expect(bodyOf(BATCH).msgKey).toBe(count === 1 ? 'sampleActionCard' : `sampleActionCard${count}`);
		expect(app.received()[0]!.view).toMatchObject({ buttons: Array.from({ length: count }, (_, index) => ({ title: `Link ${index + 1}`, href: `${PAGE}?${index}` })) });
		expect(paramOf(BATCH).text).not.toMatch(/Link/);
	});

	test('with more links than buttons: they stand in the text', async () => {
		const app = withPerson();
		await notify(app, links(6));
		expect(bodyOf(BATCH).msgKey).toBe('sampleMarkdown');
		expect(paramOf(BATCH).text).toMatch(/\[Link 1\].*\[Link 6\]/);
	});

	test('links open in the organization of the credential', async () => {
		const app = withPerson({ corpId: 'dingcorp', agentId: '77' });
		await notify(app, { ...links(1), openLinksIn: 'organization' });
		expect(paramOf(BATCH).singleURL).toBe(
			`dingtalk://dingtalkclient/action/openapp?corpid=dingcorp&container_type=work_platform&app_id=0_77&redirect_type=jump&redirect_url=${encodeURIComponent(`${PAGE}?0`)}`,
		);
		await notify(withPerson2(), { ...links(1), recipients: 'other', openLinksIn: 'organization' });
		expect(paramOf(BATCH).singleURL).toBe(`${PAGE}?0`);
	});

	const withPerson2 = () => {
		const app = dingTalkApp(world, {}, { agentId: '' });
		app.person({ userId: 'other' });
		return app;
	};

	test('what an item tells is recognised; two people share a call', async () => {
		const app = withPerson();
		const sent = await notify(app, { contentFrom: 'item', recipients: 'lilei, hanmei' }, [alertmanagerBody()]);
		expect(sent).toMatchObject([{ status: 'sent', parts: 4, apiCalls: 2 }]);
		expect(app.received().map(({ title }) => title)).toEqual([...Array(2).fill('🔴 [FIRING] HighMemory'), ...Array(2).fill('🟢 [RESOLVED] HighMemory')]);
	});

	test('a robot that takes no card gets markdown', async () => {
		const app = withPerson();
		world.sandbox.addFault({ kind: 'refuse', code: 'invalidParameter.msg.unsupport', match: { path: BATCH } });
		expect(await notify(app, links(2))).toMatchObject([{ status: 'sent', attempts: 2, warnings: [expect.stringMatching(/sent in a simpler one/)] }]);
		expect(bodyOf(BATCH)).toMatchObject({ msgKey: 'sampleMarkdown', userIds: ['lilei'] });
	});

	test('100 KB are cut to the limit, with the title and the buttons kept', async () => {
		const app = withPerson();
		expect(await notify(app, { summary: '汉字'.repeat(20_000), ...links(2) })).toMatchObject([{ status: 'sent', warnings: [expect.stringMatching(/has been cut/)] }]);
		expect(Buffer.byteLength(String(bodyOf(BATCH).msgParam))).toBeLessThanOrEqual(15_000);
		expect(app.received()[0]!.view).toMatchObject({ buttons: [{ title: 'Link 1' }, { title: 'Link 2' }] });
	});
});

describe('a flood', () => {
	const flood = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
	const titled = { title: '={{ "Alert " + $json.n }}' };

	test('to the same two people is merged: all of them stand in few messages, which both get', async () => {
		const app = withPerson();
		const sent = await notify(app, { ...titled, recipients: 'lilei, hanmei' }, flood(200));
		expect([...new Set(sent.map(({ status }) => status))]).toEqual(['merged']);
		expect(calls(BATCH).length).toBeLessThan(10);
		for (const userId of ['lilei', 'hanmei']) {
			const texts = app.received().filter(({ groupId }) => world.sandbox.state().groups.find(({ id }) => id === groupId)?.direct?.userId === userId).map(({ text }) => text).join('\n');
			expect(flood(200).filter(({ n }) => !new RegExp(`Alert ${n}\\b`).test(texts))).toEqual([]);
		}
	});

	test('with the option Wait, each is a message of its own', async () => {
		const app = withPerson();
		const group = app.group();
		const sent = await notify(app, { ...titled, sendTo: 'group', openConversationId: group.id, options: { overLimit: 'wait' } }, flood(50));
		expect(sent.map(({ status }) => status)).toEqual(Array(50).fill('sent'));
		expect(app.received(group.id)).toHaveLength(50);
	});
});

describe('with a card template', () => {
	const withTemplate = (credential: IDataObject = { cardTemplateId: TEMPLATE }) => {
		world.sandbox.dingtalk.addCardTemplate({ id: TEMPLATE });
		return withPerson(credential);
	};
	const variables = () => (bodyOf(CARD).cardData as { cardParamMap: Record<string, string> }).cardParamMap;

	test("the credential's: one card for all people, with its variables", async () => {
		const app = withTemplate();
		const [sent] = await notify(app, { recipients: 'lilei, hanmei', ...fields, ...links(2) });
		expect(sent).toMatchObject({ status: 'sent', parts: 2, apiCalls: 1, warnings: [], messageId: expect.stringMatching(/^\w{32}$/) });
		expect(app.received().map(({ msgType }) => msgType)).toEqual(['card', 'card']);
		expect(bodyOf(CARD)).toMatchObject({ cardTemplateId: TEMPLATE, outTrackId: sent!.messageId, openSpaceId: 'dtv1.card//IM_ROBOT.lilei;IM_ROBOT.hanmei' });
		expect(variables()).toEqual({
			title: '[FIRING] Disk full',
			status: 'FIRING',
			severity: 'Critical',
			color: 'red',
			summary: 'db-1 has 2 GB left',
			fields: '**Host:** db-1  \n**Free:** 2 GB',
			lines: '',
			links: `[Link 1](${PAGE}?0) | [Link 2](${PAGE}?1)`,
			linkText: 'Link 1',
			linkUrl: `${PAGE}?0`,
			footer: expect.any(String),
		});
	});

	test('in the local demo it is a card that says all of it', async () => {
		const { type, data } = createDemo(world.sandbox).credentials.find((one) => one.type === 'dingTalkEnterpriseAppApi')!;
		const node = { type: 'dingTalkEnterpriseApp', credential: { type, data } as TestApp['node']['credential'] };
		const [sent] = await operate({ node }, 'notification.sendNotification', { recipients: '13800000001', ...filledIn });
		expect(sent).toMatchObject({ status: 'sent', warnings: [] });
		expect(world.sandbox.messages()).toMatchObject([{ msgType: 'card', text: expect.stringMatching(/\[FIRING\] Disk full[^]*db-1 has 2 GB left/) }]);
	});

	test("the operation's own, into a group", async () => {
		const app = withTemplate({});
		const group = app.group();
		expect(await notify(app, { sendTo: 'group', openConversationId: group.id, cardTemplateId: TEMPLATE })).toMatchObject([{ status: 'sent', target: group.id }]);
		expect(app.received(group.id).map(({ msgType }) => msgType)).toEqual(['card']);
	});

	test('Send As: Markdown uses none', async () => {
		const app = withTemplate();
		expect(await notify(app, { sendAs: 'markdown' })).toMatchObject([{ status: 'sent' }]);
		expect(calls(CARD)).toEqual([]);
	});

	test.each([
		['that does not exist', 'other.schema', /There is no such card template/],
		['that is not published', 'draft.schema', /has not been published/],
	])('one %s: the notification goes out without it, to people and a group', async (_name, cardTemplateId, warning) => {
		const app = withTemplate();
		world.sandbox.dingtalk.addCardTemplate({ id: 'draft.schema', published: false });
		const group = app.group();
		const refused = { status: 'sent', attempts: 2, warnings: [expect.stringMatching(warning)] };
		expect(await notify(app, { recipients: 'lilei, hanmei', cardTemplateId })).toMatchObject([{ ...refused, parts: 2, attempts: 4 }]);
		expect(bodyOf(BATCH)).toMatchObject({ userIds: ['lilei', 'hanmei'], msgKey: 'sampleMarkdown' });
		expect(await notify(app, { sendTo: 'group', openConversationId: group.id, cardTemplateId })).toMatchObject([refused]);
		expect(app.received().map(({ text }) => text)).toEqual(Array(3).fill('🔴 [FIRING] Disk full\ndb-1 has 2 GB left'));
	});

	test('who can not be reached has failed, and nobody else', async () => {
		const app = withTemplate();
		const sent = await notify(app, { recipients: '={{ $json.who }}' }, ['lilei', 'nobody', 'hanmei'].map((who) => ({ who })));
		expect(sent).toMatchObject([{ status: 'sent' }, { status: 'failed', error: { code: 'NOT_DELIVERED', message: expect.stringMatching(/nobody/) } }, { status: 'sent' }]);
		expect(calls(CARD)).toHaveLength(1);
		expect(app.received()).toHaveLength(2);
	});

	test('a group without the robot is an item error', async () => {
		const app = withTemplate();
		const [sent] = await notify(app, { sendTo: 'group', openConversationId: app.group({ apps: [] }).id });
		expect(sent).toMatchObject({ status: 'failed', error: { message: expect.stringMatching(/group|robot/i) } });
	});

	test('F27: values of more than 1 KB are cut, each with a warning, and fields by whole lines', async () => {
		const app = withTemplate();
		const field = Array.from({ length: 20 }, (_, index) => ({ name: `Field ${index}`, value: 'x'.repeat(100) }));
		const [sent] = await notify(app, { title: '汉'.repeat(150), summary: '汉字'.repeat(1_000), fields: { field } });
		expect(sent).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/variable "summary" was longer than the 1 KB/), expect.stringMatching(/variable "fields"/)] });
		for (const value of Object.values(variables())) expect(Buffer.byteLength(value)).toBeLessThanOrEqual(1_024);
		expect(variables().summary).toMatch(/… \(cut\)$/);
		expect(variables().fields).toMatch(/x\s+\+\d+ more$/);
	});

	test('after a timeout, a card that is there already counts as sent, and is there once', async () => {
		const app = withTemplate();
		world.sandbox.addFault({ kind: 'timeoutAfterAccept', match: { path: CARD } });
		expect(await notify(app, { options: { timeout: 1 } })).toMatchObject([{ status: 'sent', attempts: 2, messageId: expect.stringMatching(/./), warnings: [expect.stringMatching(/nobody knows whether it is shown/)] }]);
		expect(app.received()).toHaveLength(1);
	});

	test('many at once are merged into markdown', async () => {
		const app = withTemplate();
		const sent = await notify(app, { title: '={{ "Alert " + $json.n }}' }, Array.from({ length: 100 }, (_, n) => ({ n })));
		expect([...new Set(sent.map(({ status }) => status))]).toEqual(['merged']);
		expect(bodyOf(BATCH)).toMatchObject({ msgKey: 'sampleMarkdown' });
	});
});

describe('bad input', () => {
	test.each<[string, IDataObject, RegExp]>([
		['no recipient', { recipients: ' ' }, /no recipients/],
		['no group', { sendTo: 'group', openConversationId: ' ' }, /open conversation ID is empty/],
		['no title', { title: ' ' }, /The title is empty/],
		['half an address', { links: { link: [{ text: 'x', url: 'example.com' }] } }, /example.com is not a complete URL/],
	])('%s is an error of its item', async (_name, parameters, message) => {
		const app = withPerson();
		const [sent] = await notify(app, parameters);
		expect(sent).toMatchObject({ status: 'failed', error: { code: 'INPUT', message: expect.stringMatching(message) } });
		expect(app.received()).toEqual([]);
	});
});

describe('the three error modes', () => {
	const send = (onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput') =>
		runNode([{ who: 'lilei' }, { who: 'nobody' }], {
			...withPerson().node,
			parameters: { resource: 'notification', operation: 'sendNotification', ...filledIn, sendTo: 'userId', recipients: '={{ $json.who }}' },
			onError,
		});

	test('Stop', async () => {
		expect((await send('stopWorkflow')).data.resultData.error).toMatchObject({ message: expect.stringMatching(/^1 of 2 items was not sent\. Item 1: /) });
		expect(world.sandbox.messages()).toHaveLength(1);
	});

	test('Continue', async () => {
		expect(outputOf(await send('continueRegularOutput'), 'Node')).toMatchObject([
			{ json: { status: 'sent' }, pairedItem: { item: 0 } },
			{ json: { status: 'failed', error: { code: 'invalidStaffIdList' } }, pairedItem: { item: 1 } },
		]);
	});

	test('Error output', async () => {
		const run = await send('continueErrorOutput');
		expect(outputOf(run, 'Node')).toMatchObject([{ json: { status: 'sent' } }]);
		expect(outputOf(run, 'Node', { output: 1 })).toMatchObject([{ json: { who: 'nobody', error: { code: 'invalidStaffIdList' } }, pairedItem: { item: 1 } }]);
	});
});
