import type { IDataObject } from 'n8n-workflow';
import { appErrors } from '../../../lib/dingtalk/appErrors';
import { dingTalkApp, operate, type TestApp } from '../../support/engine/apps';
import { useWorld } from '../../support/useWorld';

const world = useWorld();

/** At a limit nobody waits, and what is transient is tried again at once or not at all. */
const options = { overLimit: 'fail', maxWait: 1, onAmbiguousTimeout: 'giveUp' };

interface Probe {
	/** Where the refusal strikes. */
	path: string;
	operation: `${string}.${string}`;
	parameters: IDataObject;
}

/** One operation for each part of the API that has codes of its own. */
const PROBES: Probe[] = [
	{ path: '/v1.0/oauth2/accessToken', operation: 'user.getDepartments', parameters: {} },
	{ path: '/v1.0/robot/ding/send', operation: 'ding.send', parameters: { sendTo: 'userId', recipients: 'lilei', text: 'Disk full' } },
	{ path: '/v1.0/robot/groups/', operation: 'group.getRobots', parameters: { openConversationId: 'cid' } },
	{
		path: '/v1.0/card/instances/createAndDeliver',
		operation: 'card.createAndDeliver',
		parameters: { groups: 'cid', templateId: 'x.schema' },
	},
	{ path: '/v1.0/card/callbacks/', operation: 'card.registerCallback', parameters: { routeKey: 'n8n', callbackUrl: 'https://n8n.example.com/' } },
	{ path: '/v1.0/contact/', operation: 'user.search', parameters: { name: 'Li Lei' } },
	{ path: '/v1.0/im/', operation: 'group.create', parameters: { peopleBy: 'userId', name: 'On call', owner: 'lilei' } },
	{ path: '/topapi/', operation: 'user.getDepartments', parameters: {} },
];

/** A code of each family of codes. */
const SAMPLES: Record<string, string> = {
	'invalidParameter.msgKey.*': 'invalidParameter.msgKey.invalid',
	'invalidParameter.*': 'invalidParameter.cursor.invalid',
	'miss.param.*': 'miss.param.markdownTotitle',
	'invalid.param.*': 'invalid.param.actionCardTobtnOrientation',
};

/** What no rule can refuse with, because the sandbox knows it as a state: an address where no API is. */
const WRONG_ADDRESSES: Record<string, IDataObject> = {
	'InvalidAction.NotFound': { baseUrl: '/v1.0' },
	'22': { oldBaseUrl: '/topapi' },
};

const run = async (app: Pick<TestApp, 'node'>, { operation, parameters }: Omit<Probe, 'path'>) =>
	(await operate(app, operation, { ...parameters, options }))[0]?.error as { class: string; code: string; message: string; fix: string } | undefined;

/** The error of an item for which the sandbox has refused a call with this code; undefined if no document has it for any call. */
async function produced(code: string) {
	const address = WRONG_ADDRESSES[code];
	if (address) {
		const credential = Object.fromEntries(Object.entries(address).map(([name, path]) => [name, `${world.sandbox.url}${String(path)}`]));
		return await run(dingTalkApp(world, {}, credential), PROBES.at(-1)!);
	}
	for (const probe of PROBES) {
		const app = dingTalkApp(world);
		world.sandbox.addFault({ kind: 'refuse', code, match: { path: probe.path }, times: 100 });
		const error = await run(app, probe);
		world.sandbox.clearFaults();
		if (error?.code === code) return error;
	}
	return undefined;
}

describe('every row of the table is produced by the sandbox, and its item tells what happened and what to do', () => {
	test.each(Object.keys(appErrors))('%s', async (name) => {
		const row = appErrors[name]!;
		const code = SAMPLES[name] ?? name;
		const error = await produced(code);
		expect(error).toMatchObject({ class: row.class, code });
		if (row.permissionAtFault) return;
		expect(error!.message.startsWith(`${row.message} (${code}`)).toBe(true);
		expect(error!.fix).toBe(row.fix);
	});
});

const departments = { operation: 'user.getDepartments', parameters: {} } as const;
const search = { operation: 'user.search', parameters: { name: 'Li Lei' } } as const;

describe('what the state of the app makes of a call', () => {
	test('a wrong Client Secret, and a wrong Client ID', async () => {
		for (const wrong of [{ clientSecret: 'wrong' }, { clientId: 'dingwrong' }]) {
			expect(await run(dingTalkApp(world, {}, wrong), departments)).toMatchObject({
				class: 'permanent',
				code: 'invalidClientIdOrSecret',
				message: expect.stringMatching(/^The Client ID or the Client Secret is wrong/),
				fix: expect.stringMatching(/Credentials & Basic Information/),
			});
		}
	});

	test.each([
		['old', departments, '60011', 'qyapi_get_department_list'],
		['new', search, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', 'qyapi_addresslist_search'],
	] as const)('a missing permission of the %s API is named, with the link where it is granted', async (_generation, probe, code, scope) => {
		const app = dingTalkApp(world, { scopes: [] });
		expect(await run(app, probe)).toMatchObject({
			class: 'permanent',
			code,
			message: `The app lacks the permission ${scope} (${code})`,
			fix: expect.stringContaining(`https://open-dev.dingtalk.com/appscope/apply?content=${app.app.id}%23${scope}`),
		});
	});

	test('a permission that has just been granted works at once, without a new credential', async () => {
		const app = dingTalkApp(world, { scopes: [] });
		expect(await run(app, search)).toMatchObject({ class: 'permanent' });
		world.sandbox.changeApp(app.app.id, { scopes: null });
		world.clock.advance(61_000);
		expect(await run(app, search)).toBeUndefined();
	});

	test('a token that was withdrawn is renewed without a word', async () => {
		const app = dingTalkApp(world);
		expect(await run(app, departments)).toBeUndefined();
		world.sandbox.dingtalk.revokeTokens(app.app.id);
		expect(await run(app, departments)).toBeUndefined();
		expect(world.sandbox.calls().filter(({ path }) => path === '/v1.0/oauth2/accessToken')).toHaveLength(2);
	});

	test('an app that has been switched off', async () => {
		const app = dingTalkApp(world, { disabled: true });
		expect(await run(app, departments)).toMatchObject({ code: '50003', message: expect.stringMatching(/switched off/), fix: expect.stringMatching(/administrator/) });
		expect(await run(app, search)).toMatchObject({ class: 'tokenInvalid', fix: expect.stringMatching(/not switched off/) });
	});

	test('an address that is not on the allow list', async () => {
		const app = dingTalkApp(world, { allowedIps: ['203.0.113.7'] });
		for (const [probe, code] of [[departments, '60020'], [search, 'Forbidden.AccessDenied.IpNotInWhiteList']] as const) {
			expect(await run(app, probe)).toMatchObject({ class: 'permanent', code, fix: expect.stringMatching(/public IP address/) });
		}
	});

	test('F10: the calls of the month are used up: said at once, and not tried again', async () => {
		const app = dingTalkApp(world, { quotaLeft: 0 });
		const before = world.clock.now();
		expect(await run(app, search)).toMatchObject({
			class: 'quotaExceeded',
			code: 'Forbidden.AccessDenied.ApiCountLimitForOrg',
			message: expect.stringMatching(/of this month are used up/),
			fix: expect.stringMatching(/first day of the next month/),
		});
		expect(world.sandbox.calls().filter(({ path }) => path === '/v1.0/contact/users/search')).toHaveLength(1);
		expect(world.clock.now() - before).toBeLessThan(1_000);
		// Looking somebody up is free.
		app.person({ userId: 'lilei', mobile: '13800138000' });
		expect(await run(app, { operation: 'user.getByMobile', parameters: { mobile: '13800138000' } })).toBeUndefined();
	});

	test('a robot that has not been published, is switched off, or is that of another app', async () => {
		const ding = { operation: 'ding.send', parameters: { sendTo: 'userId', recipients: 'lilei', text: 'Disk full' } } as const;
		for (const [settings, credential] of [[{ published: false }, {}], [{ botEnabled: false }, {}], [{}, { robotCode: 'other' }]]) {
			const app = dingTalkApp(world, settings, credential);
			expect(await run(app, ding)).toMatchObject({
				class: 'permanent',
				code: 'invalid.chatbotId',
				message: expect.stringMatching(/^DingTalk finds no published robot with this robot code/),
				fix: expect.stringMatching(/must be published/),
			});
		}
	});
});

describe('limits', () => {
	test('45 calls a second of one API, where 20 are allowed: none fails, and DingTalk has nothing to refuse', async () => {
		const app = dingTalkApp(world);
		const results = await operate(app, 'user.search', { name: 'Li Lei' }, Array.from({ length: 45 }, () => ({})));
		expect(results.filter(({ error }) => error)).toEqual([]);
		expect(world.sandbox.calls().filter(({ outcome }) => outcome === 'refused')).toEqual([]);
	});

	test('another program uses the limit up: the call waits a second and is made again', async () => {
		const app = dingTalkApp(world);
		for (const [code, path, operation] of [
			['Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', '/v1.0/contact/', 'user.search'],
			['90018', '/topapi/', 'user.getDepartments'],
		] as const) {
			world.sandbox.addFault({ kind: 'refuse', code, match: { path } });
			const before = world.clock.now();
			const [answer] = await operate(app, operation, { name: 'Li Lei' });
			expect(answer?.error).toBeUndefined();
			expect(world.clock.now() - before).toBeGreaterThanOrEqual(1_000);
		}
	});

	test("the machine's address is banned, by a page and by JSON: no other call is made for five minutes", async () => {
		const app = dingTalkApp(world);
		const json = { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'made-up' };
		for (const ban of [{ kind: 'body', body: json }, { kind: 'html', status: 200, body: `<html>${JSON.stringify(json)}</html>` }] as const) {
			world.sandbox.addFault({ ...ban, match: { path: '/v1.0/contact/' } });
			expect(await run(app, search)).toMatchObject({ class: 'rateLimited', code: expect.stringMatching(/^punish/), message: expect.stringMatching(/banned this machine's IP address/) });
			const calls = world.sandbox.calls().length;
			expect(await run(app, departments)).toMatchObject({ class: 'rateLimited' });
			expect(world.sandbox.calls()).toHaveLength(calls);
			world.clock.advance(5 * 60_000);
		}
	});
});

test('no secret and no token is in any error', async () => {
	const app = dingTalkApp(world, { scopes: [] });
	const results = [await run(app, search), await run(app, departments), await run(dingTalkApp(world, {}, { clientSecret: 'a-made-up-secret' }), search)];
	expect(JSON.stringify(results)).not.toMatch(new RegExp(`${app.app.secret}|a-made-up-secret|access_token=`));
});
