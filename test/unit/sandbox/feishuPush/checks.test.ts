import { CHECKS, type CheckName } from '../../../../sandbox';
import { card, place, type Place } from '../feishuApp/support';
import { locate, TestClient, until } from './client';
import { button, card2, closeEverything, sentCard, TestServer } from './support';

afterEach(closeEverything);

type PushCheck = Extract<CheckName, `feishuPush.${string}`>;
const isPushCheck = (name: CheckName): name is PushCheck => name.startsWith('feishuPush.');

/** Something that offends against one check: what comes of it with the check on, and with the check off. */
interface Scenario {
	run(at: Place): Promise<unknown>;
	on: unknown;
	off: unknown;
}

const codeOf = async ({ sandbox, app }: Place, secret = app.secret): Promise<number> => (await locate(sandbox, { id: app.id, secret })).code;

const isOpened = (url: string): Promise<boolean> => TestClient.open(url).then(() => true, () => false);

/** The outcome of the first push. */
async function outcome({ sandbox }: Place): Promise<string | undefined> {
	await until(() => sandbox.push.pushes()[0]?.outcome !== 'pending');
	return sandbox.push.pushes()[0]?.outcome;
}

const say = ({ sandbox, app }: Place) => sandbox.push.write({ userId: 'lilei', appId: app.id, text: 'hi' });

/** What who clicks is shown when the app answers so. */
const shown = (answer: unknown, status = 200) => async (at: Place) => {
	const server = (await TestServer.start()).says(answer, status);
	at.sandbox.changeApp(at.app.id, { push: { by: 'http', eventUrl: server.url } });
	const { click } = await sentCard(at, card2(button(1)));
	return (await click('body.elements.0')).error ?? 'nothing';
};

const SCENARIOS: Record<PushCheck, Scenario> = {
	'feishuPush.request': {
		run: async ({ sandbox }) => ((await (await fetch(`${sandbox.url}/callback/ws/endpoint`)).json()) as { code: number }).code,
		on: 1,
		off: 514,
	},
	'feishuPush.secret': { run: (at) => codeOf(at, 'wrong'), on: 514, off: 0 },
	'feishuPush.appState': {
		run: (at) => {
			at.sandbox.changeApp(at.app.id, { disabled: true });
			return codeOf(at);
		},
		on: 403,
		off: 0,
	},
	'feishuPush.connections': {
		run: async (at) => {
			for (let count = 0; count < 50; count++) await TestClient.connect(at.sandbox, at.app);
			return codeOf(at);
		},
		on: 1000040350,
		off: 0,
	},
	'feishuPush.ticket': {
		run: async ({ sandbox, app }) => {
			const url = (await locate(sandbox, app)).data.URL!;
			return [await isOpened(url), await isOpened(url)];
		},
		on: [true, false],
		off: [true, true],
	},
	'feishuPush.subscription': {
		run: async (at) => {
			at.sandbox.changeApp(at.app.id, { push: { events: [] } });
			say(at);
			return at.sandbox.push.pushes().length;
		},
		on: 0,
		off: 1,
	},
	'feishuPush.hearing': {
		run: async (at) => {
			at.sandbox.changeApp(at.app.id, { scopes: [] });
			say(at);
			return at.sandbox.push.pushes().length;
		},
		on: 0,
		off: 1,
	},
	'feishuPush.acknowledged': {
		run: async (at) => {
			const client = await TestClient.connect(at.sandbox, at.app);
			client.answering = () => ({ code: 500 });
			say(at);
			return outcome(at);
		},
		on: 'refused',
		off: 'acknowledged',
	},
	'feishuPush.eventStatus': {
		run: async (at) => {
			const server = (await TestServer.start()).says({}, 500);
			at.sandbox.changeApp(at.app.id, { push: { by: 'http', eventUrl: server.url } });
			say(at);
			return outcome(at);
		},
		on: 'refused',
		off: 'acknowledged',
	},
	'feishuPush.answerStatus': { run: shown({}, 500), on: '200671', off: 'nothing' },
	'feishuPush.answerBody': { run: shown('not json'), on: '200672', off: 'nothing' },
	'feishuPush.answerCard': { run: shown({ card: { type: 'raw', data: card2({ tag: 'nothing' }) } }), on: '200673', off: 'nothing' },
	'feishuPush.answerFirst': {
		run: async (at) => {
			const client = await TestClient.connect(at.sandbox, at.app);
			client.answering = () => undefined;
			const { click, message } = await sentCard(at, card2(button(1)));
			const clicked = click('body.elements.0');
			await until(() => client.events.length === 1);
			await at.ask('POST /interactive/v1/card/update', { token: client.events[0]!.event.token, card: card2({ tag: 'markdown', content: 'early' }) });
			client.acknowledge(client.frames[0]!, 200);
			await clicked;
			return message().text;
		},
		on: 'Go',
		off: 'early',
	},
};

const REFUSING = ['feishuPush.request', 'feishuPush.secret', 'feishuPush.appState', 'feishuPush.connections'];

describe.each(CHECKS.map(({ name }) => name).filter(isPushCheck))('%s', (name) => {
	const { run, on, off } = SCENARIOS[name];

	it('sees what offends against it', async () => {
		const at = await place();
		expect(await run(at)).toEqual(on);
		if (REFUSING.includes(name)) expect(at.sandbox.calls().at(-1)?.check).toBe(name);
	});

	it('lets it pass when switched off', async () => {
		const at = await place();
		at.sandbox.disableCheck(name);
		expect(await run(at)).toEqual(off);
	});
});

describe('with every check switched off', () => {
	it('nothing breaks', async () => {
		const at = await place();
		for (const { name } of CHECKS) at.sandbox.disableCheck(name);
		const { data } = await locate(at.sandbox, { id: 'cli_nobody', secret: '' });
		expect(await isOpened(data.URL!)).toBe(false);
		const client = await TestClient.connect(at.sandbox, at.app);
		client.answering = () => ({ code: 200, data: 'not json' });
		const { click } = await sentCard(at, card2(button(1)));
		expect(await click('body.elements.0')).toBeDefined();
		expect((await at.ask('POST /im/v1/messages', card({}))).code).toBe(0);
	});
});
