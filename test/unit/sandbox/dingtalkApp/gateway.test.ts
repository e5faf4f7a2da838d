import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, NOW, open, send } from '../support';
import { callsOf, client, dingApp, errcodeOf, newToken, refusalOf, text, type Client } from './support';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const NEW_TOKEN = '/v1.0/oauth2/accessToken';
const SEND = '/v1.0/robot/oToMessages/batchSend';
const toWang = () => ({ robotCode: app.app.robotCode, userIds: ['wangfang'], ...text('hi') });
const sendToWang = () => app.call(SEND, toWang());
const getWang = () => app.old('/topapi/v2/user/get', { userid: 'wangfang' });

describe('a request for a token', () => {
	const asked = (body: unknown, path = NEW_TOKEN) => send(sandbox.url + path, { body });
	const old = (query: string) => send(`${sandbox.url}/gettoken?${query}`, { method: 'GET' });

	it('gets the same one from all three APIs, for two hours', async () => {
		const { id, secret, corpId } = app.app;
		expect(answerOf(await asked({ appKey: id, appSecret: secret }))).toEqual([200, { accessToken: app.token, expireIn: 7200 }]);
		const ofCorp = await asked({ client_id: id, client_secret: secret, grant_type: 'client_credentials' }, `/v1.0/oauth2/${corpId}/token`);
		expect(answerOf(ofCorp)).toEqual([200, { access_token: app.token, expires_in: 7200 }]);
		expect(answerOf(await old(`appkey=${id}&appsecret=${secret}`))).toEqual([
			200,
			{ errcode: 0, errmsg: 'ok', access_token: app.token, expires_in: 7200 },
		]);
	});

	it('renews it while it is valid, and gets another one afterwards', async () => {
		sandbox.clock.advance(7_199_999);
		expect(await newToken(sandbox, app.app)).toBe(app.token);
		sandbox.clock.advance(7_199_999);
		expect((await sendToWang()).status).toBe(200);
		sandbox.clock.advance(1);
		expect(await newToken(sandbox, app.app)).not.toBe(app.token);
	});

	it('is refused for a wrong pair', async () => {
		const { id, secret, corpId } = app.app;
		const invalid = [400, { code: 'invalidClientIdOrSecret', requestid: 'sandbox', message: '无效的clientId或者clientSecret' }];
		expect(answerOf(await asked({ appKey: id, appSecret: 'other' }))).toEqual(invalid);
		expect(answerOf(await asked({ appKey: 'dingnobody', appSecret: secret }))).toEqual(invalid);
		const ofCorp = (body: object, corp = corpId) =>
			asked({ client_id: id, client_secret: secret, grant_type: 'client_credentials', ...body }, `/v1.0/oauth2/${corp}/token`);
		expect(refusalOf(await ofCorp({ client_secret: 'other' }))).toEqual([400, 'invalid.client']);
		expect(refusalOf(await ofCorp({ grant_type: 'password' }))).toEqual([400, 'unsupported.grant.type']);
		expect(refusalOf(await ofCorp({}, 'dingother'))).toEqual([401, 'unauthorized.client']);
		expect(answerOf(await old(`appkey=${id}&appsecret=other`))).toEqual([
			200,
			{ errcode: 40096, errmsg: '不合法的appKey或appSecret', request_id: 'sandbox' },
		]);
	});

	it('takes the fields of /gettoken from the query only', async () => {
		const body = `appkey=${app.app.id}&appsecret=${app.app.secret}`;
		const reply = await send(`${sandbox.url}/gettoken`, { method: 'GET', body, headers: { 'content-length': String(body.length) } });
		expect(answerOf(reply)).toEqual([200, { errcode: 40035, errmsg: '缺少参数 corpid or appkey', request_id: 'sandbox' }]);
	});
});

describe('the token of a call', () => {
	it('stands in the header of the new API', async () => {
		const missing = [
			400,
			{ code: 'AuthenticationFailed.MissingParameter', requestid: 'sandbox', message: '缺少参数：x-acs-dingtalk-access-token' },
		];
		const url = sandbox.url + SEND;
		expect(answerOf(await send(url, { body: toWang() }))).toEqual(missing);
		expect(answerOf(await send(`${url}?access_token=${app.token}`, { body: toWang() }))).toEqual(missing);
		expect(answerOf(await send(url, { body: toWang(), headers: { authorization: `Bearer ${app.token}` } }))).toEqual(missing);
	});

	it('stands in the query of the old API, or in the body', async () => {
		const url = `${sandbox.url}/topapi/v2/user/get`;
		const blank = 'access_token is blank';
		expect(answerOf(await send(url, { body: { userid: 'wangfang' } }))).toEqual([
			200,
			{
				errcode: 88,
				sub_code: '40000',
				sub_msg: blank,
				errmsg: `ding talk error[subcode=40000,submsg=${blank}]`,
				request_id: 'sandbox',
			},
		]);
		const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
		const form = await send(url, { body: `access_token=${app.token}&userid=wangfang`, headers });
		expect(errcodeOf(form)).toBe(0);
		expect(errcodeOf(await send(`${sandbox.url}/media/upload`, { body: {} }))).toBe(41001);
	});

	it.each(['unknown', 'expired', 'revoked'])('is refused when %s', async (how) => {
		if (how === 'expired') sandbox.clock.advance(7_200_000);
		if (how === 'revoked') sandbox.dingtalk.revokeTokens(app.app.id);
		const { call, old } = how === 'unknown' ? callsOf(sandbox, 'abc') : app;
		expect(answerOf(await call(SEND, toWang()))).toEqual([
			400,
			{ code: 'InvalidAuthentication', requestid: 'sandbox', message: '不合法的access_token' },
		]);
		const wrapped = await old('/topapi/v2/user/get', { userid: 'wangfang' });
		expect(answerOf(wrapped)).toEqual([
			200,
			{
				errcode: 88,
				sub_code: '40014',
				sub_msg: '不合法的access_token',
				errmsg: 'ding talk error[subcode=40014,submsg=不合法的access_token]',
				request_id: 'sandbox',
			},
		]);
		expect(errcodeOf(await old('/media/upload', {}))).toBe(40014);
		expect(sandbox.calls().at(-1)?.appId).toBe(how === 'unknown' ? null : app.app.id);
	});
});

describe('the gateway', () => {
	const CODE = 'Forbidden.AccessDenied.';
	const wrappedCode = async () => ((await getWang()).json as { errcode: number; sub_code: string }).sub_code;

	it('names the permission that is missing, with where to get it', async () => {
		sandbox.changeApp(app.app.id, { scopes: [] });
		const text = (scope: string): string =>
			`应用尚未开通所需的权限：[${scope}]，点击链接申请并开通即可：https://open-dev.dingtalk.com/appscope/apply?content=${app.app.id}%23${scope}`;
		expect(answerOf(await sendToWang())).toEqual([
			403,
			{
				code: `${CODE}AccessTokenPermissionDenied`,
				requestid: 'sandbox',
				message: text('qyapi_robot_sendmsg'),
				accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
			},
		]);
		expect(answerOf(await getWang())).toEqual([
			200,
			{
				errcode: 88,
				sub_code: '60011',
				sub_msg: text('qyapi_get_member'),
				errmsg: `ding talk error[subcode=60011,submsg=${text('qyapi_get_member')} , {requiredScopes=[qyapi_get_member]}]`,
				request_id: 'sandbox',
			},
		]);
	});

	it.each([
		['POST', '/v1.0/robot/ding/send', 'Premium.Ding.Write'],
		['POST', '/v1.0/robot/groups/robots/query', 'qyapi_chat_manage'],
		['POST', '/v1.0/card/instances', 'Card.Instance.Write'],
		['PUT', '/v1.0/card/streaming', 'Card.Streaming.Write'],
		['POST', '/v1.0/contact/users/search', 'qyapi_addresslist_search'],
		['POST', '/v1.0/im/group/create', 'qyapi_chat_manage'],
		['POST', '/v1.0/im/chat/x/convertToOpenConversationId', 'qyapi_chat_read'],
	])('asks at %s %s for %s', async (method, path, scope) => {
		sandbox.changeApp(app.app.id, { scopes: [] });
		const { json } = await app.call(path, {}, method);
		expect((json as { accessdenieddetail: unknown }).accessdenieddetail).toEqual({ requiredScopes: [scope] });
	});

	it('sees a permission granted meanwhile from the next request for a token on', async () => {
		sandbox.changeApp(app.app.id, { scopes: [] });
		await newToken(sandbox, app.app);
		sandbox.changeApp(app.app.id, { scopes: ['qyapi_robot_sendmsg'] });
		expect(refusalOf(await sendToWang())).toEqual([403, `${CODE}AccessTokenPermissionDenied`]);
		expect(sandbox.calls().at(-1)?.check).toBe('dingtalkApp.freshToken');
		await newToken(sandbox, app.app);
		expect((await sendToWang()).status).toBe(200);
	});

	it('lets 20 calls a second through, per app and API', async () => {
		for (let call = 0; call < 20; call++) expect([(await sendToWang()).status, errcodeOf(await getWang())]).toEqual([200, 0]);
		expect(refusalOf(await sendToWang())).toEqual([403, `${CODE}QpsLimitForAppkeyAndApi`]);
		expect(await wrappedCode()).toBe('90018');
		expect((await app.call('/v1.0/contact/users/search', { queryWord: '王', offset: 0, size: 1 })).status).toBe(200);
		const other = callsOf(sandbox, await newToken(sandbox, dingApp(sandbox)));
		expect(errcodeOf(await other.old('/topapi/v2/user/get', { userid: 'wangfang' }))).toBe(0);
		sandbox.clock.advance(1_000);
		expect([(await sendToWang()).status, errcodeOf(await getWang())]).toEqual([200, 0]);
	});

	it('counts the calls of a month, but not those for people', async () => {
		sandbox.changeApp(app.app.id, { quotaLeft: 1 });
		expect(errcodeOf(await getWang())).toBe(0);
		expect((await sendToWang()).status).toBe(200);
		expect(refusalOf(await sendToWang())).toEqual([403, `${CODE}ApiCountLimitForOrg`]);
		expect(answerOf(await app.old('/topapi/message/corpconversation/asyncsend_v2', {}))).toEqual([
			200,
			expect.objectContaining({ errcode: 88, sub_code: '90020' }),
		]);
		expect(errcodeOf(await getWang())).toBe(0);
	});

	it('refuses an address that is not on the list', async () => {
		sandbox.changeApp(app.app.id, { allowedIps: ['1.1.1.0/24'] });
		expect(refusalOf(await sendToWang())).toEqual([403, `${CODE}IpNotInWhiteList`]);
		expect(await wrappedCode()).toBe('60020');
		sandbox.changeApp(app.app.id, { allowedIps: ['127.0.0.1'] });
		expect((await sendToWang()).status).toBe(200);
	});

	it('refuses an app that has been switched off', async () => {
		sandbox.changeApp(app.app.id, { disabled: true });
		expect(refusalOf(await sendToWang())).toEqual([400, 'InvalidAuthentication']);
		expect(await wrappedCode()).toBe('50003');
	});

	it('knows no other paths and methods', async () => {
		const notFound = [
			404,
			{
				code: 'InvalidAction.NotFound',
				requestid: 'sandbox',
				message: 'Specified api is not found, please check your url and method.',
			},
		];
		expect(answerOf(await app.call('/v1.0/robot/otoMessages/batchSend', {}))).toEqual(notFound);
		expect(answerOf(await app.call(SEND, undefined, 'GET'))).toEqual(notFound);
		expect(errcodeOf(await app.old('/topapi/user/getbyemail', {}))).toBe(22);
		expect(errcodeOf(await send(`${sandbox.url}/topapi/v2/user/get?access_token=${app.token}`, { method: 'GET' }))).toBe(43002);
	});

	it('keeps a record of every call, without secrets', async () => {
		await sendToWang();
		const [first, last] = [sandbox.calls()[0], sandbox.calls().at(-1)];
		expect(JSON.stringify(first)).not.toContain(app.app.secret);
		expect(last).toMatchObject({ at: NOW, platform: 'dingtalk', appId: app.app.id, path: SEND, outcome: 'accepted', messageId: sandbox.messages()[0]?.id });
	});
});
