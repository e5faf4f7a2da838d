import CardClient, * as card from '@alicloud/dingtalk/dist/card_1_0/client';
import Im, * as im from '@alicloud/dingtalk/dist/im_1_0/client';
import OAuth, { GetAccessTokenRequest } from '@alicloud/dingtalk/dist/oauth2_1_0/client';
import Robot, * as robot from '@alicloud/dingtalk/dist/robot_1_0/client';
import type { AppChange } from '../../sandbox';
import { useSandbox } from './support/useSandbox';
import { dingtalkWorld, type DingTalkWorld } from './support/worlds';

/** What the SDK throws when the sandbox refuses. */
interface Thrown {
	code: string;
	/** `<code>: code: 400, <message> request id: <id>` */
	message: string;
	data: { statusCode: number; code: string; message: string; requestid: string };
	accessDeniedDetail?: { requiredScopes: string[] };
}

const handle = useSandbox();

const thrownBy = (call: Promise<unknown>): Promise<Thrown> =>
	call.then(
		(answer) => {
			throw new Error(`Not refused: ${JSON.stringify(answer)}`);
		},
		({ code, message, data, accessDeniedDetail }: Thrown) => ({ code, message, data, accessDeniedDetail }),
	);

async function send(world: DingTalkWorld, change: Partial<robot.OrgGroupSendRequest> = {}, headers?: robot.OrgGroupSendHeaders) {
	const { client, runtime, app, group } = world;
	const request = new robot.OrgGroupSendRequest({
		robotCode: app.robotCode,
		openConversationId: group.id,
		msgKey: 'sampleText',
		msgParam: '{"content":"Disk full"}',
		...change,
	});
	return client(Robot).orgGroupSendWithOptions(request, headers ?? (await world.headers(robot.OrgGroupSendHeaders)), runtime);
}

/** The SDK keeps code and text of the answer in three places. */
const refused = (status: number, code: string, message: unknown = expect.any(String)) => ({
	code,
	message: expect.stringMatching(new RegExp(`^${code}: code: ${status}, .+ request id: \\w+$`)),
	data: expect.objectContaining({ statusCode: status, code, message, requestid: expect.any(String) }),
});

describe('an access token', () => {
	it.each([
		['a wrong secret', (world: DingTalkWorld) => ({ appKey: world.app.id, appSecret: 'wrong' })],
		['an unknown app', () => ({ appKey: 'dingnobody', appSecret: 'wrong' })],
	])('is not given for %s', async (_name, credentials) => {
		const world = dingtalkWorld(handle.sandbox);
		const error = await thrownBy(world.client(OAuth).getAccessToken(new GetAccessTokenRequest(credentials(world))));
		expect(error).toMatchObject(refused(400, 'invalidClientIdOrSecret', '无效的clientId或者clientSecret'));
	});

	it('has to be there', async () => {
		const error = await thrownBy(send(dingtalkWorld(handle.sandbox), {}, new robot.OrgGroupSendHeaders({})));
		expect(error).toMatchObject(refused(400, 'AuthenticationFailed.MissingParameter'));
	});

	it('has to be one of the platform', async () => {
		const error = await thrownBy(send(dingtalkWorld(handle.sandbox), {}, new robot.OrgGroupSendHeaders({ xAcsDingtalkAccessToken: 'made-up' })));
		expect(error).toMatchObject(refused(400, 'InvalidAuthentication'));
	});

	it('is worth nothing after two hours', async () => {
		const world = dingtalkWorld(handle.sandbox);
		const headers = await world.headers(robot.OrgGroupSendHeaders);
		await send(world, {}, headers);
		world.sandbox.clock.advance(7_200_000);
		expect(await thrownBy(send(world, {}, headers))).toMatchObject(refused(400, 'InvalidAuthentication'));
		await expect(send(world)).resolves.toMatchObject({ statusCode: 200 });
	});
});

describe('an app', () => {
	it.each<[string, AppChange, string]>([
		['that calls from another address', { allowedIps: ['192.0.2.1'] }, 'Forbidden.AccessDenied.IpNotInWhiteList'],
		['whose organization has no calls left', { quotaLeft: 0 }, 'Forbidden.AccessDenied.ApiCountLimitForOrg'],
	])('%s', async (_name, change, code) => {
		const world = dingtalkWorld(handle.sandbox, change);
		expect(await thrownBy(send(world))).toMatchObject(refused(403, code));
		expect(world.sandbox.messages()).toEqual([]);
	});

	it('without the permission', async () => {
		const error = await thrownBy(send(dingtalkWorld(handle.sandbox, { scopes: [] })));
		expect(error).toMatchObject({
			...refused(403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied', expect.stringContaining('qyapi_robot_sendmsg')),
			accessDeniedDetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
		});
	});

	it('over 20 calls a second', async () => {
		const world = dingtalkWorld(handle.sandbox);
		const headers = await world.headers(robot.GetBotListInGroupHeaders);
		const ask = () =>
			world.client(Robot).getBotListInGroupWithOptions(new robot.GetBotListInGroupRequest({ openConversationId: world.group.id }), headers, world.runtime);
		for (let call = 0; call < 20; call++) await ask();
		expect(await thrownBy(ask())).toMatchObject(refused(403, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'));
		world.sandbox.clock.advance(1_000);
		await expect(ask()).resolves.toMatchObject({ statusCode: 200 });
	});
});

describe('a request', () => {
	it.each<[string, Partial<robot.OrgGroupSendRequest>, string, string]>([
		['to an unknown group', { openConversationId: 'cidnothing==' }, 'invalid.openConversationId', '无效的openConversationId'],
		['of an unknown robot', { robotCode: 'dingnobody' }, 'invalidParameter.robotCode.notExsit', '机器人不存在'],
		['with a message key that there is not', { msgKey: 'sampleTelegram' }, 'invalidParameter.msgKey.invalid', 'msgKey无效'],
		['with parameters that are no JSON', { msgParam: 'Disk full' }, 'invalidParameter.msgParam.invalid', 'msgParam必须是json格式'],
	])('%s', async (_name, change, code, message) => {
		const world = dingtalkWorld(handle.sandbox);
		expect(await thrownBy(send(world, change))).toMatchObject(refused(400, code, message));
		expect(world.sandbox.messages()).toEqual([]);
	});

	it('for a card that does not exist', async () => {
		const { client, headers, runtime } = dingtalkWorld(handle.sandbox);
		const request = new card.UpdateCardRequest({ outTrackId: 'nothing', cardData: new card.UpdateCardRequestCardData({ cardParamMap: { title: 'Solved' } }) });
		const update = client(CardClient).updateCardWithOptions(request, await headers(card.UpdateCardHeaders), runtime);
		expect(await thrownBy(update)).toMatchObject(refused(400, 'param.cardNotExist'));
	});

	it('for a chat ID of old that does not exist', async () => {
		const { client, headers, runtime } = dingtalkWorld(handle.sandbox);
		const convert = client(Im).chatIdToOpenConversationIdWithOptions('chatnothing', await headers(im.ChatIdToOpenConversationIdHeaders), runtime);
		expect(await thrownBy(convert)).toMatchObject(refused(400, 'invalideChatId'));
	});

	it('that the platform itself fails at', async () => {
		const { client, headers, runtime } = dingtalkWorld(handle.sandbox);
		const request = new card.RegisterCallbackRequest({ callbackRouteKey: 'approvals', callbackUrl: 'https://n8n.example.com/webhook/cards' });
		const register = async () => client(CardClient).registerCallbackWithOptions(request, await headers(card.RegisterCallbackHeaders), runtime);
		await register();
		expect(await thrownBy(register())).toMatchObject(refused(500, 'param.callbackRouteKeyExist'));
	});

	it('to an API that there is not', async () => {
		const { client, headers, runtime } = dingtalkWorld(handle.sandbox);
		const request = new im.GetSceneGroupInfoRequest({ openConversationId: 'cidnothing==' });
		const ask = client(Im).getSceneGroupInfoWithOptions(request, await headers(im.GetSceneGroupInfoHeaders), runtime);
		expect(await thrownBy(ask)).toMatchObject(refused(404, 'InvalidAction.NotFound'));
	});
});
