import type { DingTalkApp } from '../../../../lib/dingtalk/appClient';
import { appErrors, appFailure, rowOf } from '../../../../lib/dingtalk/appErrors';
import { robotNotInGroup } from '../../../../lib/dingtalk/errorRows/robots';
import type { JsonObject } from '../../../../lib/http';

const app = { clientId: 'dingmadeup' } as DingTalkApp;
const failure = (answer: JsonObject, { status = 400, headers = {}, own = {} } = {}) => appFailure(answer, { status, headers, body: '' }, app, own);

const LINK = 'https://open-dev.dingtalk.com/appscope/apply?content=dingmadeup%23';

describe('the table', () => {
	test.each(Object.entries({ ...appErrors, 'robot not in the group': robotNotInGroup }))('%s is in plain English: what happened, then what to do', (_code, { message, fix }) => {
		expect(message).toMatch(/^[A-Z][^\u3400-\u9fff]+[^.!\s]$/);
		expect(fix).toMatch(/^[A-Z].+\.$/s);
		// Chinese names of menus stand beside the English ones, never alone.
		expect(fix).not.toMatch(/[^(\u3400-\u9fff][\u3400-\u9fff]/);
	});

	test('a code that nobody knows, a word that every object has, and a whole family', () => {
		expect(rowOf('no.such.code')).toBeUndefined();
		expect(rowOf('constructor')).toBeUndefined();
		expect(rowOf('miss.param.whatever')).toBe(appErrors['miss.param.*']);
		expect(rowOf('invalidParameter.msgKey.empty')).toBe(appErrors['invalidParameter.msgKey.*']);
		expect(rowOf('invalidParameter.whatever')).toBe(appErrors['invalidParameter.*']);
	});
});

describe('a refusal', () => {
	test('of the old API is unwrapped, of the new one taken as it is', () => {
		expect(failure({ errcode: 88, sub_code: '90018', sub_msg: 'too fast', errmsg: 'ding talk error' }, { status: 200 })).toMatchObject({
			code: '90018',
			class: 'rateLimited',
			sharedLimit: true,
			retryAfterMs: 1_000,
			message: expect.stringMatching(/\(90018: too fast\)$/),
		});
		expect(failure({ errcode: 60121, errmsg: '找不到该用户' })).toMatchObject({ code: '60121', class: 'permanent' });
		expect(failure({ code: 'param.cardNotExist', message: 'param.cardNotExist', requestid: 'x' }).message).toMatch(/ \(param\.cardNotExist\)$/);
	});

	test('can mean something else in one call', () => {
		const own = { 'invalidParameter.robotCode.notExsit': robotNotInGroup };
		expect(failure({ code: 'invalidParameter.robotCode.notExsit', message: '机器人不存在' }, { own }).message).toMatch(/^The robot is not in the group/);
		expect(failure({ code: 'invalidParameter.robotCode.notExsit', message: '机器人不存在' }).message).toMatch(/^DingTalk finds no published robot/);
		expect(failure({ code: 'constructor', message: 'x' }, { own }).message).toMatch(/^The platform refused the call/);
	});

	test('with an unknown code goes by its HTTP status', () => {
		expect(failure({ code: 'new.code', message: 'x' }, { status: 429, headers: { 'retry-after': '7' } })).toMatchObject({ class: 'rateLimited', retryAfterMs: 7_000 });
		expect(failure({ code: 'new.code' }, { status: 503 })).toMatchObject({ class: 'transient' });
		expect(failure({ code: 'new.code' }, { status: 403 })).toMatchObject({ class: 'permanent', code: 'new.code' });
		expect(failure({ errcode: 88, errmsg: 'x' })).toMatchObject({ code: '88' });
	});

	test('a long text of the platform is cut', () => {
		expect(failure({ code: 'x', message: 'y'.repeat(5_000) }).message.length).toBeLessThan(400);
	});

	test('by the firewall is no refusal of the API', () => {
		expect(failure({ status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'x' })).toMatchObject({ class: 'rateLimited', wholePlatform: true, retryAfterMs: 300_000 });
	});
});

describe('a missing permission is named', () => {
	const code = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
	const named = (scope: string) => ({ permissionAtFault: true, class: 'permanent', message: expect.stringContaining(scope), fix: expect.stringContaining(LINK + encodeURIComponent(scope.split(',')[0]!)) });

	test.each([
		['by its detail, in lower case', { code, message: '没有调用该接口的权限', accessdenieddetail: { requiredScopes: ['Contact.User.Read'] } }, 'Contact.User.Read'],
		['by its detail, in upper case', { code, AccessDeniedDetail: { requiredScopes: ['Contact.User.Read', 'Other'] } }, 'Contact.User.Read, Other'],
		['by the text of the new API', { code, message: '应用尚未开通所需的权限：[qyapi_base]，点击链接申请' }, 'qyapi_base'],
		['by the text of the old API', { errcode: 88, sub_code: '60011', sub_msg: '应用尚未开通所需的权限：[qyapi_get_member]', errmsg: 'x' }, 'qyapi_get_member'],
		['by the list in the text', { errcode: 88, sub_code: '60011', sub_msg: 'x', errmsg: 'ding talk error[subcode=60011,submsg=x , {requiredScopes=[qyapi_get_member]}]' }, 'qyapi_get_member'],
	] as const)('%s', (_where, answer, scope) => {
		expect(failure(answer as JsonObject)).toMatchObject(named(scope));
	});

	test('with the link of the text, if there is one', () => {
		const link = 'https://open-dev.dingtalk.com/appscope/apply?content=dingother%23qyapi_base';
		expect(failure({ code, message: `应用尚未开通所需的权限：[qyapi_base]，点击链接申请并开通即可：${link}，谢谢` }).fix).toContain(`Open ${link} and`);
	});

	test('without a name: the place where all of them are', () => {
		expect(failure({ code, message: '没有调用该接口的权限' })).toMatchObject({ permissionAtFault: true, message: expect.stringMatching(/lacks a permission/), fix: expect.stringMatching(/Permission Management/) });
	});
});
