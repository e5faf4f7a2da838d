import { closeAll, place, refused, request, sent, text, toGroup, tokenOf, type Place } from './support';

let at: Place;

beforeEach(async () => {
	at = await place();
});
afterEach(closeAll);

const INTERNAL = 'POST /auth/v3/tenant_access_token/internal';
const MINUTE = 60_000;
const ask = (body: unknown, path = INTERNAL) => request(at.sandbox, path, body);
const credentials = () => ({ app_id: at.app.id, app_secret: at.app.secret });

describe('an access token', () => {
	it('comes with the documented members and no data', async () => {
		const { body, status } = await ask(credentials());
		expect(status).toBe(200);
		expect(body).toEqual({ code: 0, msg: 'ok', tenant_access_token: expect.stringMatching(/^t-/), expire: 7_200 });
	});

	it('comes as an app token too, and with a slash at the end', async () => {
		const { body } = await ask(credentials(), 'POST /auth/v3/app_access_token/internal');
		expect(body).toEqual({ code: 0, msg: 'ok', app_access_token: at.token, tenant_access_token: at.token, expire: 7_200 });
		expect((await ask(credentials(), `${INTERNAL}/`)).body.tenant_access_token).toBe(at.token);
	});

	it('is the same while 30 minutes are left, then a new one; both work until their own end', async () => {
		at.sandbox.clock.advance(90 * MINUTE);
		expect((await ask(credentials())).body).toMatchObject({ tenant_access_token: at.token, expire: 1_800 });
		at.sandbox.clock.advance(1_000);
		const second = await tokenOf(at.sandbox, at.app);
		expect(second).not.toBe(at.token);
		expect((await toGroup(at, text('old'))).code).toBe(0);
		at.sandbox.clock.advance(30 * MINUTE);
		expect(await refused(toGroup(at, text('old')))).toEqual([400, 99991663]);
		expect((await at.ask('GET /bot/v3/info', undefined, { authorization: `Bearer ${second}` })).code).toBe(0);
	});

	it.each([
		['an unknown app', { app_id: 'cli_0000000000000001' }, 10003],
		['a malformed app ID', { app_id: 'nobody' }, 10003],
		['no secret', { app_secret: '' }, 10003],
		['a wrong secret', { app_secret: 'wrong' }, 10015],
	])('is refused to %s', async (_what, change, code) => {
		expect(await refused(ask({ ...credentials(), ...change }))).toEqual([400, code]);
	});

	it('is refused to a disabled app', async () => {
		at.sandbox.changeApp(at.app.id, { disabled: true });
		expect(await refused(ask(credentials()))).toEqual([400, 10014]);
	});

	it('is forgotten with everything else at a reset', async () => {
		at.sandbox.reset();
		expect(await refused(at.ask('GET /bot/v3/info'))).toEqual([400, 99991663]);
	});

	it('is not recorded with the secret', async () => {
		await ask(credentials());
		expect(JSON.stringify(at.sandbox.calls())).not.toContain(at.app.secret);
		expect(at.sandbox.calls({ appId: at.app.id }).length).toBeGreaterThan(0);
	});
});

describe('the gateway', () => {
	const info = (authorization: string) => refused(request(at.sandbox, 'GET /bot/v3/info', undefined, authorization === '' ? {} : { authorization }));

	it('wants a token, of the right form, and a good one', async () => {
		expect(await info('')).toEqual([400, 99991661]);
		expect(await info('Bearer abc')).toEqual([400, 99991671]);
		expect(await info('Bearer t-unknown')).toEqual([400, 99991663]);
		expect(await info('Bearer u-somebody')).toEqual([400, 99991668]);
		expect(await info(`Bearer ${at.token}`)).toEqual([200, 0]);
	});

	it('knows no other path or method', async () => {
		expect(await refused(at.ask('GET /im/v1/nothing'))).toEqual([404, 99991201]);
		expect(await refused(at.ask('DELETE /bot/v3/info'))).toEqual([400, 99991301]);
	});

	it('keeps out a disabled app, a foreign address and one without calls left', async () => {
		at.sandbox.changeApp(at.app.id, { disabled: true });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 99991662]);
		at.sandbox.changeApp(at.app.id, { disabled: false, allowedIps: ['10.0.0.1'] });
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 99991401]);
		at.sandbox.changeApp(at.app.id, { allowedIps: ['127.0.0.1'], quotaLeft: 1 });
		await sent(at);
		expect(await refused(toGroup(at, text('hi')))).toEqual([400, 99991403]);
	});

	it('names the missing scopes, with the address of the console', async () => {
		at.sandbox.changeApp(at.app.id, { scopes: ['im:chat'] });
		const { status, body } = await toGroup(at, text('hi'));
		expect([status, body.code]).toEqual([400, 99991672]);
		expect(body.msg).toContain('Access denied. One of the following scopes is required: [im:message, im:message:send_as_bot, im:message:send]');
		expect(body.error).toMatchObject({
			permission_violations: [
				{ scope: 'im:message', url: `https://open.feishu.cn/apps/${at.app.id}/auth` },
				{ scope: 'im:message:send_as_bot', url: expect.any(String) },
				{ scope: 'im:message:send', url: expect.any(String) },
			],
			helps: [{ url: expect.stringContaining(`https://open.feishu.cn/app/${at.app.id}/auth?q=im:message,`), description: expect.any(String) }],
			log_id: expect.any(String),
		});
		at.sandbox.changeApp(at.app.id, { scopes: ['im:message:send_as_bot'] });
		expect((await toGroup(at, text('hi'))).code).toBe(0);
	});

	it('names the fields that are wrong', async () => {
		const { status, body } = await at.ask('POST /im/v1/messages?receive_id_type=nobody', { msg_type: 'text', content: '{}' });
		expect([status, body.code]).toEqual([400, 99992402]);
		expect(body.error.field_violations).toEqual([
			{ field: 'receive_id_type', value: 'nobody', description: expect.any(String) },
			{ field: 'receive_id', value: '', description: 'receive_id is required' },
		]);
		expect(await refused(at.ask('POST /im/v1/messages?receive_id_type=open_id', 'no json'))).toEqual([400, 9499]);
	});

	it('lets 50 calls of an operation through in a second, and 1,000 in a minute', async () => {
		for (let index = 0; index < 50; index++) await at.ask('GET /bot/v3/info');
		const { status, body, reply } = await at.ask('GET /bot/v3/info');
		expect([status, body]).toEqual([429, { code: 99991400, msg: 'request trigger frequency limit' }]);
		expect(reply.headers).toMatchObject({ 'x-ogw-ratelimit-limit': '50', 'x-ogw-ratelimit-reset': '1' });
		expect((await at.ask('GET /im/v1/messages/om_1')).code).toBe(99992354);
		at.sandbox.clock.advance(1_000);
		expect((await at.ask('GET /bot/v3/info')).code).toBe(0);
		for (let index = 0; index < 949; index++) {
			if (index % 40 === 0) at.sandbox.clock.advance(1_000);
			await at.ask('GET /bot/v3/info');
		}
		at.sandbox.clock.advance(1_000);
		const minute = await at.ask('GET /bot/v3/info');
		expect(minute.status).toBe(429);
		expect(minute.reply.headers).toMatchObject({ 'x-ogw-ratelimit-limit': '1000', 'x-ogw-ratelimit-reset': expect.stringMatching(/^\d\d$/) });
	});
});

describe('a sandbox behind a path', () => {
	it('has its operations there', async () => {
		const other = await place({ pathPrefix: '/feishu' });
		expect(other.sandbox.url).toMatch(/\/feishu$/);
		await sent(other);
		expect(await refused(request({ ...other.sandbox, url: other.sandbox.url.replace('/feishu', '') }, 'GET /bot/v3/info'))).toEqual([404, undefined]);
	});
});

describe('the bot', () => {
	it('says who it is', async () => {
		expect((await at.ask('GET /bot/v3/info')).body).toEqual({
			code: 0,
			msg: 'ok',
			bot: { activate_status: 2, app_name: '告警', avatar_url: expect.any(String), ip_white_list: [], open_id: expect.stringMatching(/^ou_/) },
		});
		at.sandbox.changeApp(at.app.id, { published: false });
		expect((await at.ask('GET /bot/v3/info')).body.bot).toMatchObject({ activate_status: 0 });
		at.sandbox.changeApp(at.app.id, { botEnabled: false });
		expect(await refused(at.ask('GET /bot/v3/info'))).toEqual([400, 11205]);
	});

	it('of Lark has the Lark console in its answers', async () => {
		const lark = await place({}, { platform: 'lark', scopes: [] });
		expect((await toGroup(lark, text('hi'))).body.error.helps).toEqual([{ url: expect.stringContaining('https://open.larksuite.com/app/'), description: expect.any(String) }]);
		expect(lark.sandbox.calls().at(-1)).toMatchObject({ platform: 'lark', appId: lark.app.id });
	});
});
