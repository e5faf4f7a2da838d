import type { IDataObject } from 'n8n-workflow';
import type { ClickOutcome, Message } from '../../../sandbox';
import { controlOf } from '../../conformance/support/controls';
import { dingTalkApp, feishuApp, operate, type TestApp } from '../../support/engine/apps';
import { sendAs } from '../../support/engine/feishuApi';
import { recorder } from '../../support/engine/recorder';
import { outputOf, type TestNode } from '../../support/engine/run';
import { moment, until, useTriggers } from '../../support/engine/useTriggers';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
const { activate, pass, passing, serve } = useTriggers(world);

type Way = 'connection' | 'http';

/** A card with one button, in a group. */
interface Clickable {
	app: TestApp;
	click(): Promise<ClickOutcome>;
	card(): Message;
}

const feishuCard = (text: string) => ({
	schema: '2.0',
	body: {
		elements: [
			{ tag: 'markdown', content: text },
			{ tag: 'button', text: { tag: 'plain_text', content: 'Approve' }, behaviors: [{ type: 'callback', value: { decision: 'approve' } }] },
		],
	},
});

async function openFeishu(app: TestApp, way: Way, url: string): Promise<Clickable> {
	world.sandbox.changeApp(app.app.id, { push: { by: way, eventUrl: url, cardUrl: url } });
	const person = app.person({ userId: 'lilei' });
	const group = app.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }] });
	const messageId = await sendAs(world, app, group.id, 'interactive', feishuCard('Restart db-1?'));
	const card = () => world.sandbox.messages(group.id).find(({ id }) => id === messageId)!;
	return { app, card, click: () => world.sandbox.push.click({ messageId, userId: person.userId, control: controlOf(card(), 'Approve') }) };
}

async function openDingTalk(app: TestApp, way: Way, url: string): Promise<Clickable> {
	const person = app.person({ userId: 'lilei' });
	const group = app.group({ members: [{ name: 'Li Lei', openId: '', userId: 'lilei', mobile: '' }] });
	const templateId = 'approval.schema';
	world.sandbox.dingtalk.addCardTemplate({ id: templateId, markdown: ['text'], buttons: [{ text: 'Approve', actionId: 'approve', params: { decision: 'approve' } }] });
	if (way === 'http') await operate(app, 'card.registerCallback', { routeKey: 'n8n', callbackUrl: url, overwrite: true });
	const [{ messageId: outTrackId, error }] = (await operate(app, 'card.createAndDeliver', {
		templateId,
		sendTo: 'group',
		groups: group.id,
		specifyVariables: 'json',
		variablesJson: '{ "text": "Restart db-1?" }',
		callback: way === 'http' ? 'HTTP' : 'STREAM',
		routeKey: 'n8n',
	})) as unknown as [IDataObject];
	if (error || !outTrackId) throw new Error(JSON.stringify(error));
	const card = () => world.sandbox.messages(group.id).at(-1)!;
	return { app, card, click: () => world.sandbox.push.click({ messageId: card().id, userId: person.userId, control: controlOf(card(), 'Approve') }) };
}

const rows = (values: Record<string, string>) => ({ variable: Object.entries(values).map(([name, value]) => ({ name, value })) });

const PLATFORMS = [
	{
		platform: 'feishu' as const,
		answer: { toast: 'Taken', toastType: 'info', answerCard: JSON.stringify(feishuCard('In work')) },
		respond: { toast: 'Done', toastType: 'success', messageType: 'cardJson', cardJson: JSON.stringify(feishuCard('Approved')) },
		name: 'feishuApp',
		open: openFeishu,
		newApp: () => feishuApp(world, { push: { token: 'made-up', encryptKey: 'made-up-key' } }, { verificationToken: 'made-up', encryptKey: 'made-up-key' }),
	},
	{
		platform: 'dingtalk' as const,
		answer: { answerVariables: rows({ text: 'In work' }) },
		respond: { variables: rows({ text: 'Approved' }) },
		name: 'dingTalkEnterpriseApp',
		open: openDingTalk,
		newApp: () => dingTalkApp(world, {}, { cardCallbackSecret: 'made-up-secret' }),
	},
];

const CASES = PLATFORMS.flatMap((one) => (['connection', 'http'] as const).map((way) => ({ ...one, way })));

describe.each(CASES)('$platform, a click told by $way', ({ platform, way, answer, respond, name, open, newApp }) => {
	const respondNode = (app: TestApp, more: IDataObject = {}): TestNode => ({ name: 'Respond', ...app.node, parameters: { resource: 'card', operation: 'respondToClick', ...respond, ...more } });

	async function start(parameters: IDataObject, then: (app: TestApp) => TestNode[] = () => []) {
		const app = newApp();
		const trigger = { credential: app.node.credential, parameters: { events: ['cardAction'], ...answer, ...parameters } };
		if (way === 'connection') {
			const active = await activate({ trigger: { ...trigger, type: `${name}Trigger` }, then: then(app) });
			return { ...(await open(app, way, '')), active };
		}
		const active = await serve({ trigger: { ...trigger, type: `${name}WebhookTrigger` }, then: then(app) });
		await active.activate();
		return { ...(await open(app, way, active.url)), active };
	}

	test('is answered right away, and starts the workflow', async () => {
		const { click, active } = await start({});
		const outcome = await click();
		expect(outcome).toMatchObject({ updated: true, ...(platform === 'feishu' && { toast: { type: 'info', content: 'Taken' } }) });
		expect(outcome.message.text).toContain('In work');
		expect(active.items).toMatchObject([{ kind: 'cardAction', sender: { userId: 'lilei' }, card: { value: { decision: 'approve' }, click: expect.any(String), answerBy: expect.any(String) } }]);
		await until(() => active.runs.length === 1);
	});

	test('is answered with nothing if that is what the form says', async () => {
		const { click, card } = await start({ toast: '', answerCard: '', answerVariables: {} });
		expect(await click()).toMatchObject({ updated: false });
		expect(card().text).toContain('Restart db-1?');
	});

	test('is answered by the workflow, if that is quick enough', async () => {
		const { click, card, active } = await start({ clickAnswer: 'workflow' }, (app) => [{ name: 'Work', type: 'pause', parameters: { ms: 1_000 } }, respondNode(app)]);
		const outcome = await passing(click());
		expect(outcome).toMatchObject({ updated: true, ...(platform === 'feishu' && { toast: { type: 'success', content: 'Done' } }) });
		expect(outcome.message.text).toContain('Approved');
		await until(() => active.runs.length === 1);
		expect(outputOf(active.runs[0]!, 'Respond')[0]!.json).toEqual({ answered: 'inTime', warnings: [] });
		// For everybody.
		expect(card().text).toContain('Approved');
	});

	test('gets the fixed answer if the workflow takes too long; the card is changed later', async () => {
		const { click, card, active } = await start({ clickAnswer: 'workflow' }, (app) => [{ name: 'Work', type: 'pause', parameters: { ms: 10_000 } }, respondNode(app)]);
		const outcome = await passing(click());
		expect(outcome).toMatchObject({ updated: true, ...(platform === 'feishu' && { toast: { content: 'Taken' } }) });
		expect(outcome.message.text).toContain('In work');
		await pass(20_000);
		await until(() => active.runs.length === 1);
		expect(outputOf(active.runs[0]!, 'Respond')[0]!.json).toEqual({
			answered: 'later',
			warnings: platform === 'feishu' ? [expect.stringContaining('toast was not shown')] : [],
		});
		expect(card().text).toContain('Approved');
	});

	test('gets the fixed answer right away; what the workflow says changes the card after that, not before', async () => {
		const { click, card, active } = await start({}, (app) => [respondNode(app)]);
		expect((await passing(click())).message.text).toContain('In work');
		await pass(5_000);
		await until(() => active.runs.length === 1);
		expect(outputOf(active.runs[0]!, 'Respond')[0]!.json).toMatchObject({ answered: 'later' });
		expect(card().text).toContain('Approved');
		const { answerBy } = active.items[0]!.card as { answerBy: string };
		expect(world.sandbox.calls().at(-1)!.at).toBeGreaterThanOrEqual(Date.parse(answerBy));
	});

	test('a workflow that is a moment too late knows it, so that its answer is not lost', async () => {
		const ms = platform === 'feishu' ? 2_700 : 1_700;
		const { click, card, active } = await start({ clickAnswer: 'workflow' }, (app) => [{ name: 'Work', type: 'pause', parameters: { ms } }, respondNode(app)]);
		const clicked = click();
		for (let step = 0; step < 40; step++) await pass(100);
		expect(await clicked).toMatchObject({ updated: true });
		await until(() => active.runs.length === 1);
		expect(outputOf(active.runs[0]!, 'Respond')[0]!.json).toMatchObject({ answered: 'later' });
		expect(card().text).toContain('Approved');
	});

	test('too late and with nothing to change, the output says so', async () => {
		const { click, active } = await start({}, (app) => [respondNode(app, { messageType: 'unchanged', variables: {} })]);
		await click();
		await until(() => active.runs.length === 1);
		expect(outputOf(active.runs[0]!, 'Respond')[0]!.json).toMatchObject({ answered: 'tooLate' });
	});

	test('n8n is slow to store it: whoever has clicked does not wait for that', async () => {
		const { click, active } = await start({});
		if ('storing' in active) active.storing.afterMs = 6_000;
		else active.executions.storesAfterMs = 6_000;
		const clicked = click();
		for (let step = 0; step < 10; step++) await pass(300);
		expect(await clicked).toMatchObject({ updated: true });
		expect(active.items).toEqual([]);
		await pass(10_000);
		await moment();
		expect(active.items).toHaveLength(1);
	});
});

describe.each(PLATFORMS)('$platform, a click told by connection', ({ answer, name, open, newApp }) => {
	const start = async () => {
		const app = newApp();
		const active = await activate({ trigger: { type: `${name}Trigger`, credential: app.node.credential, parameters: { events: ['cardAction'], ...answer } } });
		return { ...(await open(app, 'connection', '')), active };
	};

	test('that n8n can not store has failed, for whoever clicked as well: nothing comes of it afterwards', async () => {
		const { click, active } = await start();
		active.executions.failures = 1;
		const outcome = await passing(click());
		expect(outcome.updated).toBe(false);
		expect(outcome.message.text).not.toContain('In work');
		await pass(60_000);
		expect(active.items).toEqual([]);
		expect((await click()).updated).toBe(true);
		await until(() => active.items.length === 1);
	});
});

describe.each(PLATFORMS)('$platform, a click told by http', ({ answer, name, open, newApp }) => {
	test('that comes again while n8n still stores it is not put off, since nobody would repeat it', async () => {
		const app = newApp();
		const served = await serve({ trigger: { type: `${name}WebhookTrigger`, credential: app.node.credential, parameters: { events: ['cardAction'], ...answer } } });
		const { url, requests, send, close } = await recorder(served.url);
		try {
			const { click } = await open(app, 'http', url);
			// So that the very same request may come again.
			served.storing.fails = true;
			await click();
			const [given] = requests as [(typeof requests)[number]];
			Object.assign(served.storing, { fails: false, afterMs: 5_000 });
			await expect(send(given, AbortSignal.timeout(30))).rejects.toThrow();
			expect(await send(given)).toMatchObject({ status: 200 });
			await pass(6_000);
			expect(served.items).toHaveLength(1);
		} finally {
			close();
		}
	});
});
