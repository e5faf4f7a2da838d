import type { ICredentialDataDecryptedObject, ICredentialType, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { DingTalkEnterpriseAppApi } from '../../../credentials/DingTalkEnterpriseAppApi.credentials';
import { FeishuAppApi } from '../../../credentials/FeishuAppApi.credentials';
import { createState, replaceSharedState } from '../../../lib/n8n/state';
import { InstantClock } from '../lib/support/instantClock';

beforeEach(() => replaceSharedState(createState(new InstantClock())));

const answer = { code: 0, tenant_access_token: 't-of-this-test', expire: 7200, accessToken: 't-of-this-test', expireIn: 7200 };

/** A request of the HTTP Request node as it goes out, and where the token came from. */
async function authenticated(type: ICredentialType, data: ICredentialDataDecryptedObject, url: string) {
	const asked: string[] = [];
	const helpers = {
		httpRequest: async (options: IHttpRequestOptions) => {
			asked.push(options.url);
			return { statusCode: 200, headers: {}, body: JSON.stringify(type.name === 'feishuAppApi' ? answer : { ...answer, code: undefined }) };
		},
	};
	const session = await type.preAuthentication!.call({ helpers } as unknown as IHttpRequestHelper, data);
	const authenticate = type.authenticate as (credentials: object, options: IHttpRequestOptions) => Promise<IHttpRequestOptions>;
	const { headers, qs } = await authenticate({ ...data, ...session }, { url });
	return { asked, headers, qs };
}

const HEADER = { headers: { 'x-acs-dingtalk-access-token': 't-of-this-test' }, qs: undefined };
const QUERY = { headers: undefined, qs: { access_token: 't-of-this-test' } };
const dingTalk = { clientId: 'dinga1', clientSecret: 'made-up' };
const exclusive = { ...dingTalk, exclusive: true };

test.each([
	['https://api.dingtalk.com/v1.0/robot/oToMessages/batchSend', HEADER],
	['https://api.dingtalk.com/v2.0/storage/spaces', HEADER],
	['https://oapi.dingtalk.com/topapi/v2/user/get', QUERY],
	['https://oapi.dingtalk.com/media/upload?type=file', QUERY],
])('DingTalk: %s takes the token in its way', async (url, way) => {
	expect(await authenticated(new DingTalkEnterpriseAppApi(), dingTalk, url)).toEqual({ asked: ['https://api.dingtalk.com/v1.0/oauth2/accessToken'], ...way });
});

test.each([
	['https://ding.example.com', 'https://ding.example.com', '/v1.0/robot/x', HEADER],
	['https://ding.example.com', 'https://ding.example.com', '/v2.0/x', HEADER],
	['https://ding.example.com', 'https://ding.example.com', '/topapi/v2/user/get', QUERY],
	['https://ding.example.com', 'https://ding.example.com', '/media/upload', QUERY],
	['https://ding.example.com/new', 'https://ding.example.com/old', '/new/v1.0/x', HEADER],
	['https://ding.example.com/new', 'https://ding.example.com/old', '/old/v1.0/x', QUERY],
	['https://ding.example.com/new', 'https://ding.example.com', '/new/v1.0/x', HEADER],
	['https://ding.example.com/new', 'https://ding.example.com', '/topapi/x', QUERY],
])('both APIs on one host (%s, %s): %s', async (baseUrl, oldBaseUrl, path, way) => {
	expect(await authenticated(new DingTalkEnterpriseAppApi(), { ...exclusive, baseUrl, oldBaseUrl }, `https://ding.example.com${path}`)).toMatchObject(way);
});

test.each([
	['feishu', '', 'https://open.feishu.cn'],
	['lark', '', 'https://open.larksuite.com'],
	['private', 'https://gateway.example.com/feishu', 'https://gateway.example.com/feishu'],
])('Feishu (%s): its own host, and no other', async (region, baseUrl, base) => {
	const data = { region, baseUrl, appId: 'cli_a1', appSecret: 'made-up' };
	expect(await authenticated(new FeishuAppApi(), data, `${base}/open-apis/im/v1/chats`)).toEqual({
		asked: [`${base}/open-apis/auth/v3/tenant_access_token/internal`],
		headers: { authorization: 'Bearer t-of-this-test' },
		qs: undefined,
	});
	for (const other of ['https://open.feishu.cn', 'https://open.larksuite.com', 'https://gateway.example.com', 'https://oapi.dingtalk.com']) {
		if (other !== base) await expect(authenticated(new FeishuAppApi(), data, `${other}/open-apis/im/v1/chats`)).rejects.toThrow(`only for ${base}`);
	}
});

test('DingTalk: no other host than its two', async () => {
	for (const url of ['https://open.feishu.cn/x', 'https://api.dingtalk.com.evil.example/v1.0/x', 'http://oapi.dingtalk.com/topapi/x']) {
		await expect(authenticated(new DingTalkEnterpriseAppApi(), dingTalk, url)).rejects.toThrow('only for https://api.dingtalk.com and https://oapi.dingtalk.com');
	}
});

test.each([new FeishuAppApi(), new DingTalkEnterpriseAppApi()])('n8n finds the hidden session of $name, and keeps it like a password', ({ properties, ...type }) => {
	expect(properties.find(({ name }) => name === 'session')).toMatchObject({ type: 'hidden', typeOptions: { expirable: true, password: true }, default: '' });
	// It would be hidden in the HTTP Request node.
	expect(type).not.toHaveProperty('httpRequestNode');
});
