import { CHECKS, type App, type CheckName, type Sandbox } from '../../../../sandbox';
import { closeAll, open } from '../support';
import { client as appClient, type Client as AppClient } from '../dingtalkApp/support';
import { aMoment, CARDS, closeServers, connect, dataOf, dial, EVENTS, listen, openConnection, ROBOT, settled, ticketOf } from './support';

afterEach(async () => {
	await closeAll();
	await closeServers();
});

/** What happens with the check on and off. */
interface Scenario {
	run(sandbox: Sandbox, app: App, client: AppClient): Promise<unknown>;
	on: unknown;
	off: unknown;
}

const statusOf = async (sandbox: Sandbox, app: App, rest: object): Promise<number> => (await openConnection(sandbox, app, rest)).status;

const event = (sandbox: Sandbox, { id }: App): string => sandbox.push.event({ appId: id, type: 'org_change', event: {} });

const outcome = async (sandbox: Sandbox): Promise<string | undefined> => (await settled(sandbox, 1))[0]?.outcome;

const inGroup = async (sandbox: Sandbox, app: App, groupId: string, writing: object): Promise<number> => {
	await connect(sandbox, app);
	sandbox.push.write({ userId: 'wangfang', groupId, ...writing });
	await aMoment();
	return sandbox.push.pushes().length;
};

/** What the robot is told of a private message. */
async function told(sandbox: Sandbox, app: App): Promise<Record<string, unknown>> {
	const stream = await connect(sandbox, app);
	sandbox.push.write({ userId: 'wangfang', appId: app.id, text: 'hi' });
	return dataOf(await stream.next('CALLBACK'));
}

const has = (heard: Record<string, unknown>, name: string): boolean => Object.hasOwn(heard, name);

const SCENARIOS: Partial<Record<CheckName, Scenario>> = {
	'dingtalkPush.secret': { run: (sandbox, app) => statusOf(sandbox, app, { clientSecret: 'other' }), on: 401, off: 200 },
	'dingtalkPush.subscriptions': { run: (sandbox, app) => statusOf(sandbox, app, { subscriptions: [] }), on: 400, off: 200 },
	'dingtalkPush.accept': {
		run: async (sandbox, app) => (await openConnection(sandbox, app, {}, {})).text[0],
		on: '<',
		off: '{',
	},
	'dingtalkPush.ticket': {
		run: async (sandbox, app) => {
			const ticket = await ticketOf(sandbox, app);
			await dial(ticket);
			return await dial(ticket).then(
				() => 'open',
				() => 'refused',
			);
		},
		on: 'refused',
		off: 'open',
	},
	'dingtalkPush.topic': {
		run: async (sandbox, app) => {
			await connect(sandbox, app, { subscriptions: [ROBOT, CARDS] });
			event(sandbox, app);
			return await outcome(sandbox);
		},
		on: 'none',
		off: 'acknowledged',
	},
	'dingtalkPush.events': {
		run: async (sandbox, app) => {
			sandbox.changeApp(app.id, { push: { events: [] } });
			await connect(sandbox, app);
			event(sandbox, app);
			await aMoment();
			return sandbox.push.pushes().length;
		},
		on: 0,
		off: 1,
	},
	'dingtalkPush.ackStatus': {
		run: async (sandbox, app) => {
			const stream = await connect(sandbox, app, { subscriptions: [EVENTS] }, false);
			event(sandbox, app);
			stream.answer(await stream.next(), 500, { status: 'LATER' });
			return await outcome(sandbox);
		},
		on: 'refused',
		off: 'acknowledged',
	},
	'dingtalkPush.ackDeadline': {
		run: async (sandbox, app) => {
			const stream = await connect(sandbox, app, {}, false);
			event(sandbox, app);
			const frame = await stream.next();
			sandbox.clock.advance(3_000);
			await aMoment();
			stream.answer(frame);
			return await outcome(sandbox);
		},
		on: 'timeout',
		off: 'acknowledged',
	},
	'dingtalkPush.httpAnswer': {
		run: async (sandbox, app) => {
			const server = await listen();
			sandbox.changeApp(app.id, { push: { by: 'http', eventUrl: server.url, token: 'abc', aesKey: 'a'.repeat(43) } });
			server.answer(() => ({ body: 'success' }));
			event(sandbox, app);
			return await outcome(sandbox);
		},
		on: 'refused',
		off: 'acknowledged',
	},
	'dingtalkPush.cardAnswer': {
		run: async (sandbox, app, { call, group }) => {
			const stream = await connect(sandbox, app, {}, false);
			await call('/v1.0/card/instances/createAndDeliver', {
				cardTemplateId: 'approval.schema',
				outTrackId: 'x',
				callbackType: 'STREAM',
				cardData: { cardParamMap: {} },
				openSpaceId: `dtv1.card//IM_GROUP.${group.id}`,
				imGroupOpenSpaceModel: { supportForward: true },
				imGroupOpenDeliverModel: { robotCode: app.robotCode },
			});
			const clicked = sandbox.push.click({ messageId: sandbox.messages()[0]!.id, userId: 'wangfang', control: 'approve' });
			stream.answer(await stream.next(), 200, { response: { cardData: { cardParamMap: { decision: 1 } } } });
			return (await clicked).error;
		},
		on: 'refused',
		off: undefined,
	},
	'dingtalkPush.mentioned': { run: (sandbox, app, { group }) => inGroup(sandbox, app, group.id, { text: 'hi' }), on: 0, off: 1 },
	'dingtalkPush.groupFiles': {
		run: (sandbox, app, { group }) =>
			inGroup(sandbox, app, group.id, { mentions: [app.id], file: { kind: 'file', name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('a') } }),
		on: 0,
		off: 1,
	},
	'dingtalkPush.published': {
		run: async (sandbox, app) => has(await told(sandbox, sandbox.changeApp(app.id, { published: false })), 'senderStaffId'),
		on: false,
		off: true,
	},
	'dingtalkPush.quota': {
		run: async (sandbox, app) => has(await told(sandbox, sandbox.changeApp(app.id, { quotaLeft: 0 })), 'text'),
		on: false,
		off: true,
	},
};

const OWN = CHECKS.filter(({ name }) => name.startsWith('dingtalkPush.'));

describe.each(OWN)('$name', ({ name }) => {
	const { run, on, off } = SCENARIOS[name]!;

	it('counts, and does not when it is switched off', async () => {
		const strict = await open();
		const one = await appClient(strict);
		expect(await run(strict, one.app, one)).toEqual(on);
		const loose = await open();
		loose.disableCheck(name);
		const two = await appClient(loose);
		expect(await run(loose, two.app, two)).toEqual(off);
	});
});

it('every scenario belongs to a check', () => {
	expect(Object.keys(SCENARIOS).sort()).toEqual(OWN.map(({ name }) => name).sort());
});
