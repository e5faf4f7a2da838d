/** The two app credentials: their tests, their access tokens, and what n8n's HTTP Request node does with them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions, IDataObject, INodeCredentialTestResult, IRun } from 'n8n-workflow';
import type { AppInput, Call } from '../../sandbox';
import { createState, replaceSharedState } from '../../lib/n8n/state';
import { dingTalkApp, feishuApp, operate, type OperationOutput, type TestApp } from '../support/engine/apps';
import { EngineCredentials } from '../support/engine/credentials';
import { packageCredentials } from '../support/engine/package';
import { executionData, outputOf, registry, runNode } from '../support/engine/run';
import { useWorld } from '../support/useWorld';

const world = useWorld();

const MINUTE = 60_000;
/** How long a token is good for, on both platforms. */
const LIFE = 120 * MINUTE;

const MOBILE = '13800138000';

/** An app, and something that it asks for: by its node, and by HTTP Request. */
interface Subject extends TestApp {
	/** The same question for each of so many items. */
	ask(count?: number): Promise<OperationOutput[]>;
	/** Asks once, and can be stopped. */
	run(onStart: (stop: () => void) => void): Promise<IRun>;
	request: IDataObject;
	answer: object;
	/** Calls for tokens since the subject is there, and the others. */
	tokenCalls(): Call[];
	calls(): Call[];
	/** Of the credential. */
	secretField: string;
}

const isTokenCall = ({ path }: Call) => /oauth2\/accessToken|tenant_access_token\/internal/.test(path);

interface Question {
	resource: string;
	operation: string;
	parameters: IDataObject;
	request: IDataObject;
	answer: object;
	secretField: string;
}

function subject(test: TestApp, { resource, operation, parameters, ...rest }: Question): Subject {
	const earlier = new Set(world.sandbox.calls().map(({ id }) => id));
	const since = () => world.sandbox.calls({ appId: test.app.id }).filter(({ id }) => !earlier.has(id));
	return {
		...test,
		...rest,
		ask: (count = 1) => operate(test, `${resource}.${operation}`, parameters, Array.from({ length: count }, () => ({}))),
		run: (onStart) => runNode([{}], { ...test.node, parameters: { resource, operation, ...parameters } }, { onStart }),
		tokenCalls: () => since().filter(isTokenCall),
		calls: () => since().filter((call) => !isTokenCall(call)),
	};
}

/** Asks the platform without the package. */
async function post(path: string, body: object, token = ''): Promise<IDataObject> {
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
	return (await (await fetch(world.sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as IDataObject;
}

const MAKE = {
	/** Gets a message. */
	feishu: async (settings: Partial<AppInput> = {}): Promise<Subject> => {
		const test = feishuApp(world, { ...settings, scopes: null });
		const { id: receive_id } = test.group();
		const { tenant_access_token } = await post('/open-apis/auth/v3/tenant_access_token/internal', { app_id: test.app.id, app_secret: test.app.secret });
		const message = { receive_id, msg_type: 'text', content: '{"text":"hello"}' };
		const { data } = await post('/open-apis/im/v1/messages?receive_id_type=chat_id', message, String(tenant_access_token));
		const messageId = (data as { message_id: string }).message_id;
		world.sandbox.changeApp(test.app.id, settings);
		return subject(test, {
			resource: 'message',
			operation: 'get',
			parameters: { messageId },
			request: { url: `${world.sandbox.url}/open-apis/im/v1/messages/${messageId}` },
			answer: { code: 0 },
			secretField: 'appSecret',
		});
	},
	/** Finds somebody. */
	dingtalk: async (settings: Partial<AppInput> = {}): Promise<Subject> => {
		const test = dingTalkApp(world, settings);
		test.person({ mobile: MOBILE });
		return subject(test, {
			resource: 'user',
			operation: 'getByMobile',
			parameters: { mobile: MOBILE },
			request: { method: 'POST', url: `${world.sandbox.url}/topapi/v2/user/getbymobile`, body: { mobile: MOBILE } },
			answer: { errcode: 0 },
			secretField: 'clientSecret',
		});
	},
};

const tokenIn = ({ responseBody }: Call): string => {
	const { tenant_access_token, accessToken } = responseBody as Record<string, string>;
	return tenant_access_token ?? accessToken!;
};

const failures = (outputs: OperationOutput[]) => outputs.flatMap(({ error }) => (error ? [error] : []));
const refusedCalls = (one: Subject) => one.calls().filter(({ outcome }) => outcome !== 'accepted');

describe.each(['feishu', 'dingtalk'] as const)('access tokens (%s)', (platform) => {
	test('F12: 50 items on a cold cache ask for one token, and so does the next run', async () => {
		const one = await MAKE[platform]();
		const [first, second] = await Promise.all([one.ask(50), one.ask(50)]);
		expect(failures([...first, ...second])).toEqual([]);
		expect(one.calls()).toHaveLength(100);
		expect(one.tokenCalls()).toHaveLength(1);
		expect(failures(await one.ask())).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(1);
	});

	test('F11: a token that ends in the middle of a run is renewed once, and every item is done once', async () => {
		const one = await MAKE[platform]();
		// The platform's clock goes before ours.
		const unsubscribe = world.sandbox.subscribe((event) => {
			if (event.type !== 'call' || one.calls().length < 15) return;
			unsubscribe();
			world.sandbox.clock.advance(LIFE);
		});
		expect(failures(await one.ask(50))).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(2);
		expect(refusedCalls(one).length).toBeGreaterThan(0);
		expect(one.calls().filter(({ outcome }) => outcome === 'accepted')).toHaveLength(50);
	});

	test('F13: a refusal of the token call is not cached, tells no secret, and is asked for once', async () => {
		const one = await MAKE[platform]();
		const { secret } = one.app;
		world.sandbox.changeApp(one.app.id, { secret: 'another-secret-than-before' });
		const outputs = await one.ask(20);
		expect(failures(outputs)).toHaveLength(20);
		expect(failures(outputs)[0]).toMatchObject({ class: 'permanent', message: expect.stringMatching(/secret/i), fix: expect.any(String) });
		expect(JSON.stringify(outputs)).not.toContain(secret);
		// Ten items at a time.
		expect(one.tokenCalls().length).toBeLessThanOrEqual(2);
		expect(one.calls()).toEqual([]);
		world.sandbox.changeApp(one.app.id, { secret });
		expect(failures(await one.ask())).toEqual([]);
	});

	test('F13: a refusal that repeats the secret shows nothing of it', async () => {
		const one = await MAKE[platform]();
		const said = `the secret ${one.app.secret} of ${one.app.id} is not valid`;
		const body = platform === 'feishu' ? { code: 10014, msg: said } : { code: 'invalidClientIdOrSecret', requestid: '1', message: said };
		world.sandbox.addFault({ match: { appId: one.app.id }, kind: 'body', status: 400, body, times: 9 });
		const outputs = await one.ask();
		expect(failures(outputs)).toMatchObject([{ class: 'permanent', message: expect.stringContaining('the secret ... of') }]);
		expect(JSON.stringify(outputs)).not.toContain(one.app.secret);
	});

	test('F13: half an answer to the token call shows no part of the token', async () => {
		const one = await MAKE[platform]();
		world.sandbox.addFault({ match: { appId: one.app.id }, kind: 'truncatedBody', times: 9 });
		const outputs = await one.ask();
		const token = tokenIn(one.tokenCalls()[0]!);
		expect(failures(outputs)).toMatchObject([{ class: 'transient', message: expect.stringMatching(/access token/) }]);
		expect(JSON.stringify(outputs)).not.toContain(token.slice(0, 8));
		expect(one.calls()).toEqual([]);
	});

	test('a token is renewed before its end: none is refused', async () => {
		const one = await MAKE[platform]();
		for (const minutes of [0, 105, 10, 60, 55]) {
			world.clock.advance(minutes * MINUTE);
			expect(failures(await one.ask())).toEqual([]);
		}
		expect(refusedCalls(one)).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(3);
	});

	test('after an edit of the secret no call is made with the token of the old one', async () => {
		const one = await MAKE[platform]();
		await one.ask();
		world.sandbox.changeApp(one.app.id, { secret: 'another-secret-than-before' });
		one.node.credential.data[one.secretField] = 'wrong-secret-of-a-typo';
		expect(failures(await one.ask())).toMatchObject([{ class: 'permanent' }]);
		one.node.credential.data[one.secretField] = 'another-secret-than-before';
		expect(failures(await one.ask())).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(3);
		expect(one.calls()).toHaveLength(2);
	});

	test('a permission that is missing is not asked for again and again, and takes effect once it is granted', async () => {
		const one = await MAKE[platform]({ scopes: [] });
		expect(failures(await one.ask(30))).toHaveLength(30);
		expect(one.tokenCalls()).toHaveLength(1);
		world.clock.advance(2 * MINUTE);
		const [failure] = failures(await one.ask(30));
		expect(failure).toMatchObject({ class: 'permanent', message: expect.stringMatching(/permission|scope/i) });
		expect(one.tokenCalls()).toHaveLength(2);
		world.clock.advance(2 * MINUTE);
		world.sandbox.changeApp(one.app.id, { scopes: null });
		expect(failures(await one.ask(30))).toEqual([]);
		expect(one.tokenCalls().length).toBeLessThanOrEqual(3);
	});

	test('a token that is refused again and again is not fetched again and again', async () => {
		const one = await MAKE[platform]();
		const code = platform === 'feishu' ? 99991663 : 40014;
		world.sandbox.addFault({ match: { appId: one.app.id, path: platform === 'feishu' ? '/open-apis/im' : '/topapi' }, kind: 'refuse', code, times: 1000 });
		for (let run = 0; run < 5; run++) expect(failures(await one.ask(10))).toHaveLength(10);
		expect(one.tokenCalls()).toHaveLength(2);
		world.sandbox.clearFaults();
		expect(failures(await one.ask(10))).toEqual([]);
	});

	test('the Stop button ends the wait for a token, and others get it all the same', async () => {
		const one = await MAKE[platform]();
		world.sandbox.addFault({ match: { appId: one.app.id }, kind: 'delay', delayMs: 1000 });
		let stoppedAt = Infinity;
		const stopping = one.run((stop) => {
			setTimeout(() => {
				stoppedAt = performance.now();
				stop();
			}, 50);
		});
		const waited = stopping.then(() => performance.now() - stoppedAt);
		const outputs = await one.ask();
		expect((await stopping).status).toBe('canceled');
		expect(await waited).toBeLessThan(600);
		expect(failures(outputs)).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(1);
	});
});

/** Requests of n8n's HTTP Request node with the subject's credential. */
async function httpRequest(one: Subject, count = 1, parameters: IDataObject = one.request): Promise<IDataObject[]> {
	const items = Array.from({ length: count }, () => ({}));
	const run = await runNode(items, { type: 'httpRequest', credential: one.node.credential, parameters, onError: 'continueRegularOutput' });
	// Neither the answers nor the errors show what the requests were made with.
	const said = JSON.stringify(run.data.resultData);
	for (const call of one.tokenCalls()) if (call.status === 200) expect(said).not.toContain(tokenIn(call));
	expect(said).not.toContain(one.node.credential.data[one.secretField]);
	return outputOf(run, 'Node').map(({ json }) => json);
}

describe.each(['feishu', 'dingtalk'] as const)("n8n's HTTP Request node (%s)", (platform) => {
	test('F12: 50 items on a cold cache ask for one token; the next run asks for none', async () => {
		const one = await MAKE[platform]();
		world.sandbox.disableCheck('dingtalkApp.rate');
		world.sandbox.disableCheck('feishuApp.rate');
		expect(await httpRequest(one, 50)).toEqual(Array.from({ length: 50 }, () => expect.objectContaining(one.answer)));
		expect(await httpRequest(one, 3)).toMatchObject([one.answer, one.answer, one.answer]);
		expect(one.tokenCalls()).toHaveLength(1);
		expect(one.calls()).toHaveLength(53);
	});

	test('uses the token that the node has, and the other way round', async () => {
		const one = await MAKE[platform]();
		await one.ask();
		expect(await httpRequest(one)).toMatchObject([one.answer]);
		await one.ask();
		expect(one.tokenCalls()).toHaveLength(1);
	});

	test('the token lasts for as long as a session, also after a restart of n8n', async () => {
		const one = await MAKE[platform]();
		await httpRequest(one);
		replaceSharedState(createState(world.clock));
		world.clock.advance(60 * MINUTE);
		expect(await httpRequest(one)).toMatchObject([one.answer]);
		expect(one.tokenCalls()).toHaveLength(1);
	});

	test('past the end of the token it goes on with a new one: nothing is refused', async () => {
		const one = await MAKE[platform]();
		for (const wait of [0, LIFE - 5 * MINUTE, LIFE, 10 * LIFE]) {
			world.clock.advance(wait);
			expect(await httpRequest(one)).toMatchObject([one.answer]);
		}
		expect(refusedCalls(one)).toEqual([]);
		expect(one.tokenCalls()).toHaveLength(4);
	});

	test('after an edit of the secret a token of the new one is fetched', async () => {
		const one = await MAKE[platform]();
		await httpRequest(one);
		world.sandbox.changeApp(one.app.id, { secret: 'another-secret-than-before' });
		one.node.credential.data[one.secretField] = 'another-secret-than-before';
		expect(await httpRequest(one)).toMatchObject([one.answer]);
		one.node.credential.data[one.secretField] = 'wrong-secret-of-a-typo';
		expect(await httpRequest(one)).toMatchObject([{ error: { message: expect.stringMatching(/secret/i) } }]);
		expect(one.tokenCalls().map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'refused']);
		expect(one.calls()).toHaveLength(2);
	});

	test('a request that leads elsewhere is not sent, and the error says where the credential belongs', async () => {
		await using stranger = await strangersServer();
		const one = await MAKE[platform]();
		await httpRequest(one);
		const { port } = new URL(world.sandbox.url);
		for (const url of [`${stranger.url}/open-apis/im/v1/chats`, `http://127.0.0.1:${port}@127.0.0.1:${stranger.port}/v1.0/x`, `https://127.0.0.1:${port}/v1.0/x`, '/v1.0/x']) {
			const message = expect.stringMatching(new RegExp(`only for ${world.sandbox.url}.*leads to (http|no complete address)`));
			expect(await httpRequest(one, 1, { url })).toMatchObject([{ error: { message } }]);
		}
		expect(stranger.asked).toEqual([]);
		expect(one.calls()).toHaveLength(1);
		expect(one.tokenCalls().length).toBeLessThanOrEqual(2);
	});

	test.each([302, 307])('a redirect (%d) is not followed: the token stays here', async (status) => {
		await using stranger = await strangersServer();
		const one = await MAKE[platform]();
		await httpRequest(one);
		world.sandbox.addFault({ match: { appId: one.app.id }, kind: 'body', status, headers: { location: `${stranger.url}/stolen` }, times: 4 });
		expect(await httpRequest(one)).toMatchObject([{ error: expect.anything() }]);
		expect(stranger.asked).toEqual([]);
	});
});

test('HTTP Request: a token that is rejected before its end is renewed, and the request is repeated', async () => {
	const one = await MAKE.feishu();
	await httpRequest(one);
	world.sandbox.clock.advance(LIFE);
	expect(await httpRequest(one)).toMatchObject([one.answer]);
	expect(one.calls().map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'accepted']);
	const [first, second, ...more] = one.tokenCalls().map(tokenIn);
	expect(second).not.toBe(first);
	expect(more).toEqual([]);
});

test('HTTP Request: requests that are wrong in themselves do not make the platform give out tokens again and again', async () => {
	const one = await MAKE.feishu();
	for (let run = 0; run < 5; run++) expect(await httpRequest(one, 5, { url: `${world.sandbox.url}/open-apis/no/such/path` })).toHaveLength(5);
	expect(one.tokenCalls().length).toBeLessThanOrEqual(2);
});

test('HTTP Request: both generations of DingTalk, each by its way of taking the token', async () => {
	const one = await MAKE.dingtalk();
	const search = { method: 'POST', url: `${world.sandbox.url}/v1.0/contact/users/search`, body: { queryWord: 'Li', offset: 0, size: 10 } };
	expect(await httpRequest(one, 1, search)).toMatchObject([{ totalCount: 1 }]);
	// The wrong token of somebody who has copied a whole address.
	const old = { ...one.request, url: `${String(one.request.url)}?access_token=copied&lang=en` };
	expect(await httpRequest(one, 1, old)).toMatchObject([{ errcode: 0 }]);
	expect(one.calls().map(({ path }) => path)).toEqual(['/v1.0/contact/users/search', expect.stringMatching(/getbymobile\?lang=en&access_token=(?!copied)/)]);
});

describe('the test of an app credential', () => {
	async function testCredential({ node }: TestApp, changed: IDataObject = {}): Promise<INodeCredentialTestResult> {
		const { methods, description } = registry.getByNameAndVersion(node.type, 1);
		const test = methods!.credentialTest![description.credentials![0]!.testedBy as string]!;
		const context = new CredentialTestContext(executionData(new EngineCredentials(packageCredentials()), {}));
		const data = { ...node.credential.data, ...changed } as TestApp['node']['credential']['data'];
		return await test.call(context as ICredentialTestFunctions, { id: '1', name: 'App', type: node.credential.type, data });
	}

	test('names the Feishu app', async () => {
		const one = feishuApp(world, { name: 'Night watch' });
		expect(await testCredential(one)).toEqual({ status: 'OK', message: 'Connected as Night watch' });
	});

	test('Feishu: without a bot, or before a version is released, it works and says what is missing', async () => {
		const one = feishuApp(world, { name: 'Night watch', botEnabled: false });
		expect(await testCredential(one)).toEqual({ status: 'OK', message: expect.stringMatching(/are right, but the app has no bot/) });
		world.sandbox.changeApp(one.app.id, { botEnabled: true, published: false });
		expect(await testCredential(one)).toEqual({ status: 'OK', message: expect.stringMatching(/^Connected as Night watch\. .*release a version/) });
	});

	test('names the DingTalk app if it may read its name', async () => {
		const one = dingTalkApp(world, { name: 'Night watch' });
		expect(await testCredential(one)).toEqual({ status: 'OK', message: 'Connected as Night watch' });
		world.sandbox.changeApp(one.app.id, { scopes: [] });
		expect(await testCredential(one)).toEqual({ status: 'OK', message: 'Client ID and Client Secret are right' });
	});

	test.each([
		['feishu', 'appId', 'appSecret'],
		['dingtalk', 'clientId', 'clientSecret'],
	] as const)('tells what is wrong (%s): secret, ID, nothing entered, address', async (platform, id, secret) => {
		const one = platform === 'feishu' ? feishuApp(world) : dingTalkApp(world);
		expect(await testCredential(one)).toMatchObject({ status: 'OK' });
		for (const [changed, message] of [
			[{ [secret]: 'wrong-secret-of-a-typo' }, /secret/i],
			[{ [id]: `${one.app.id.slice(0, -3)}000` }, / ID /],
			[{ [id]: ' ' }, /has no (App|Client) ID/],
			[{ [secret]: '' }, /has no (App|Client) Secret/],
			[{ baseUrl: 'somewhere' }, /is not a complete address/],
			[{ baseUrl: 'http://127.0.0.1:1' }, /can't be reached/],
		] as const) {
			const result = await testCredential(one, changed);
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
			expect(result.message).not.toContain('wrong-secret-of-a-typo');
			expect(result.message).not.toContain(one.app.secret);
		}
	});

	test.each(['feishu', 'dingtalk'] as const)('proves the secret of today, whatever token the process holds (%s)', async (platform) => {
		const one = await MAKE[platform]();
		await one.ask();
		world.sandbox.changeApp(one.app.id, { secret: 'another-secret-than-before' });
		expect(await testCredential(one)).toMatchObject({ status: 'Error', message: expect.stringMatching(/secret/i) });
	});

	test.each(['feishu', 'dingtalk'] as const)('an app that may not call from here is told of (%s)', async (platform) => {
		const one = platform === 'feishu' ? feishuApp(world) : dingTalkApp(world);
		world.sandbox.changeApp(one.app.id, { allowedIps: ['8.8.8.8'] });
		expect(await testCredential(one)).toMatchObject({ status: 'Error', message: expect.stringMatching(/IP/) });
	});
});

/** Somebody else's server, and what it was asked. */
async function strangersServer() {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url!);
		response.end('{"code":0}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return { asked, port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
