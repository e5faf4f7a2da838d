import type { Sandbox } from '../../../../sandbox';
import { answerOf, closeAll, open, send } from '../support';
import { client, type Client } from './support';
import { DOCUMENTED } from './documentedCodes';

let sandbox: Sandbox;
let app: Client;

beforeEach(async () => {
	sandbox = await open();
	app = await client(sandbox);
});
afterEach(closeAll);

const refuse = (code: number | string, path: string): void => {
	sandbox.addFault({ kind: 'refuse', code, match: { appId: app.app.id, path } });
};

/** The answer to a call that a rule refuses with `code`, then the status of the same call. */
async function refused(code: number | string, path: string): Promise<unknown[]> {
	refuse(code, path);
	const call = () => (path.startsWith('/v1.0/') ? app.call(path, {}) : app.old(path, {}));
	return [...(answerOf(await call()) as unknown[]), sandbox.calls().at(-1)?.outcome];
}

describe.each(Object.entries(DOCUMENTED))('a rule at %s', (path, rows) => {
	it.each(rows.map(([status, code, message]) => ({ status, code, message })))('answers $status $code', async ({ status, code, message }) => {
		// A request for a token names the app in its body.
		const isToken = path.startsWith('/v1.0/oauth2/');
		refuse(code, path);
		const body = isToken ? { client_id: app.app.id } : {};
		const answer = answerOf(await app.call(path, body));
		expect(answer).toEqual([status, { code, requestid: 'sandbox', message: message ?? expect.stringMatching(/./) }]);
		expect(sandbox.calls().at(-1)?.fault).toBe('refuse');
	});
});

const FORBIDDEN = 'Forbidden.AccessDenied.';
const NEW = '/v1.0/robot/oToMessages/batchSend';

describe('a rule of the gateway of the new API', () => {
	it.each([
		[400, 'InvalidAuthentication', '不合法的access_token'],
		[403, `${FORBIDDEN}IpNotInWhiteList`, '访问ip不在白名单之中'],
		[403, `${FORBIDDEN}QpsLimitForApi`, '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[403, `${FORBIDDEN}QpsLimitForAppkeyAndApi`, '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[403, `${FORBIDDEN}QpmLimitForAppkeyAndApi`, '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[403, `${FORBIDDEN}QpsLimitForSuitekeyAndOrgAndApi`, '您的ISV应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[403, `${FORBIDDEN}QpmLimitForSuitekeyAndOrgAndApi`, '您的ISV应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[403, `${FORBIDDEN}ApiCountLimitForOrg`, expect.any(String)],
	])('answers %d %s', async (status, code, message) => {
		expect(await refused(code, NEW)).toEqual([status, { code, requestid: 'sandbox', message }, 'faulted']);
	});

	it('names the permission', async () => {
		expect(await refused(`${FORBIDDEN}AccessTokenPermissionDenied`, NEW)).toEqual([
			403,
			expect.objectContaining({ accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] } }),
			'faulted',
		]);
	});
});

describe('a rule of the old API', () => {
	const TOP = '/topapi/v2/user/get';
	const wrapped: Array<[number, string]> = [
		[40001, '获取access_token时Secret错误，或者access_token无效'],
		[40014, '不合法的access_token'],
		[41001, '缺少access_token参数'],
		[42001, 'access_token超时'],
		[43007, '需要授权'],
		[50003, '应用已停用'],
		[60011, '没有调用该接口的权限'],
		[60020, '访问ip不在白名单之中'],
		[90001, '您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了'],
		[90002, '您的服务器调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[90003, '您的企业调用钉钉开放平台所有接口的请求都被暂时禁用了，仅对企业自己的Accesstoken有效'],
		[90004, '您当前使用的CorpId及CorpSecret被暂时禁用了，仅对企业自己的Accesstoken有效'],
		[90005, '您的企业调用当前接口次数过多，请求被暂时禁用了，仅对企业自己的Accesstoken有效'],
		[90006, '您当前使用的CorpId及CorpSecret调用当前接口次数过多，请求被暂时禁用了，仅对企业自己的Accesstoken有效'],
		[90017, '此IP使用CorpId及CorpSecret调用接口的CorpId个数超过限制'],
		[90018, '您的企业应用调用钉钉开放平台当前接口的所有请求都被暂时禁用了'],
		[90020, '当前组织本月接口调用次数已达上限'],
	];

	it.each(wrapped)('wraps %d of the gateway in 88 under /topapi, and nowhere else', async (code, text) => {
		const errmsg = `ding talk error[subcode=${code},submsg=${text}]`;
		expect(await refused(code, TOP)).toEqual([
			200,
			{ errcode: 88, sub_code: String(code), sub_msg: text, errmsg, request_id: 'sandbox' },
			'faulted',
		]);
		expect(await refused(code, '/media/upload')).toEqual([200, { errcode: code, errmsg: text, request_id: 'sandbox' }, 'faulted']);
	});

	it.each([
		[-1, '系统繁忙'],
		[500, '系统异常'],
		[33012, '无效的USERID'],
		[40004, '不合法的媒体文件类型'],
		[40005, '不合法的文件类型'],
		[40006, '不合法的文件大小'],
		[40007, '不合法的媒体文件id'],
		[40008, '不合法的消息类型'],
		[40032, '不合法的UserID列表长度'],
		[40035, '不合法的参数'],
		[40056, '不合法的agentid'],
		[40066, '不合法的部门列表'],
		[40068, '不合法的偏移量'],
		[40069, '不合法的分页大小'],
		[40089, '不合法的corpId或corpSecret'],
		[40104, '电话号码无效'],
		[41005, '缺少多媒体文件数据'],
		[41011, '缺少agentid'],
		[41028, '禁止给全员发送消息'],
		[41029, '超过消息接收者人数上限，企业接入为5000，ISV接入为1000'],
		[41045, '单应用全员消息/每天总量超限'],
		[41052, '本次发送人数过多,不再返回发送结果'],
		[43001, '需要GET请求'],
		[43002, '需要POST请求'],
		[43008, '参数需要multipart类型'],
		[45002, '消息内容超过限制'],
		[50002, '企业员工不在授权范围'],
		[50004, '企业部门不在授权范围'],
		[52019, '无效的agentid'],
		[60003, '部门不存在'],
		[60121, '找不到该用户'],
		[400002, '参数错误'],
	])('answers %d as it is', async (code, text) => {
		expect(await refused(code, TOP)).toEqual([200, { errcode: code, errmsg: text, request_id: 'sandbox' }, 'faulted']);
	});

	it.each([
		[-1, '系统繁忙'],
		[40035, '缺少参数 json'],
		[43002, '需要POST请求'],
		[43004, '无效的HTTP HEADER Content-Type'],
		[130101, 'send too fast, exceed 20 times per minute'],
		[300001, 'session 不存在'],
		[300005, 'token is not exist'],
		[400013, '群已被解散'],
		[400101, 'access_token不存在'],
		[400102, '机器人已停用'],
		[400105, '不支持的消息类型'],
		[400106, '机器人不存在'],
		[410100, '发送速度太快而限流'],
		[430101, '含有不安全的外链'],
		[430102, '含有不合适的文本'],
		[430103, '含有不合适的图片'],
		[430104, '含有不合适的内容'],
		[660026, 'sending too many messages per minute'],
		[90020, '当前组织本月接口调用次数已达上限'],
	])('answers %d at the reply address of a message', async (code, text) => {
		const { sessionWebhook } = sandbox.dingtalk.sessionWebhook(app.app.id, { groupId: app.group.id });
		refuse(code, '/robot/sendBySession');
		expect(answerOf(await send(sessionWebhook, { body: {} }))).toEqual([200, { errcode: code, errmsg: text }]);
	});
});

it('a code that no document names at a path waits', async () => {
	refuse('group.disbanded', '/v1.0/card/');
	refuse(60121, '/v1.0/card/');
	expect(((await app.call('/v1.0/card/instances', {})).json as { code: string }).code).toBe('param.empty');
});
