import CardClient, * as card from '@alicloud/dingtalk/dist/card_1_0/client';
import Contact, * as contact from '@alicloud/dingtalk/dist/contact_1_0/client';
import Im, * as im from '@alicloud/dingtalk/dist/im_1_0/client';
import MicroApp, * as microApp from '@alicloud/dingtalk/dist/micro_app_1_0/client';
import OAuth, * as oauth from '@alicloud/dingtalk/dist/oauth2_1_0/client';
import Robot, * as robot from '@alicloud/dingtalk/dist/robot_1_0/client';
import type { Case } from './support/conformance';
import { bytesOf, pdf } from './support/files';
import type { DingTalkWorld } from './support/worlds';

const text = { msgKey: 'sampleText', msgParam: JSON.stringify({ content: 'Disk full' }) };

/** The `processQueryKey` of a message to two people. */
async function sentToPeople({ client, headers, runtime, app, li, han }: DingTalkWorld): Promise<string> {
	const request = new robot.BatchSendOTORequest({ robotCode: app.robotCode, userIds: [li.userId, han.userId], ...text });
	const { body } = await client(Robot).batchSendOTOWithOptions(request, await headers(robot.BatchSendOTOHeaders), runtime);
	return body!.processQueryKey!;
}

/** The `processQueryKey` of a message to the group. */
async function sentToGroup({ client, headers, runtime, app, group }: DingTalkWorld): Promise<string> {
	const request = new robot.OrgGroupSendRequest({ robotCode: app.robotCode, openConversationId: group.id, ...text });
	const { body } = await client(Robot).orgGroupSendWithOptions(request, await headers(robot.OrgGroupSendHeaders), runtime);
	return body!.processQueryKey!;
}

async function sentDing({ client, headers, runtime, app, li }: DingTalkWorld): Promise<robot.RobotSendDingResponseBody> {
	const request = new robot.RobotSendDingRequest({ robotCode: app.robotCode, remindType: 1, receiverUserIdList: [li.userId, 'nobody'], content: 'Disk full' });
	return (await client(Robot).robotSendDingWithOptions(request, await headers(robot.RobotSendDingHeaders), runtime)).body!;
}

/** A card in the group and in Li's chat with the robot; there is nobody else that it could go to. */
async function sentCard({ client, headers, runtime, app, group, li }: DingTalkWorld): Promise<card.CreateAndDeliverResponseBody> {
	const request = new card.CreateAndDeliverRequest({
		cardTemplateId: 'alert.schema',
		outTrackId: 'alert-1',
		callbackType: 'STREAM',
		cardData: new card.CreateAndDeliverRequestCardData({ cardParamMap: { title: 'Disk full', content: 'db-1' } }),
		privateData: { [li.userId]: new card.PrivateDataValue({ cardParamMap: { mine: 'yes' } }) },
		openSpaceId: `dtv1.card//IM_GROUP.${group.id};IM_ROBOT.${li.userId};IM_ROBOT.nobody`,
		imGroupOpenSpaceModel: new card.CreateAndDeliverRequestImGroupOpenSpaceModel({ supportForward: true }),
		imGroupOpenDeliverModel: new card.CreateAndDeliverRequestImGroupOpenDeliverModel({ robotCode: app.robotCode }),
		imRobotOpenSpaceModel: new card.CreateAndDeliverRequestImRobotOpenSpaceModel({ supportForward: true }),
		imRobotOpenDeliverModel: new card.CreateAndDeliverRequestImRobotOpenDeliverModel({ spaceType: 'IM_ROBOT' }),
		userIdType: 1,
	});
	return (await client(CardClient).createAndDeliverWithOptions(request, await headers(card.CreateAndDeliverHeaders), runtime)).body!;
}

export const cases: Array<Case<DingTalkWorld>> = [
	{
		operation: 'POST /v1.0/oauth2/accessToken',
		async run({ client, app }) {
			const request = new oauth.GetAccessTokenRequest({ appKey: app.id, appSecret: app.secret });
			const { statusCode, body } = await client(OAuth).getAccessToken(request);
			expect(statusCode).toBe(200);
			expect(body).toEqual(new oauth.GetAccessTokenResponseBody({ accessToken: expect.stringMatching(/^\w+$/), expireIn: 7200 }));
		},
	},
	{
		operation: 'POST /v1.0/robot/oToMessages/batchSend',
		async run({ client, headers, runtime, sandbox, app, li, han }) {
			sandbox.dingtalk.flowControl([han.userId]);
			const request = new robot.BatchSendOTORequest({ robotCode: app.robotCode, userIds: [li.userId, han.userId, 'nobody'], ...text });
			const { body } = await client(Robot).batchSendOTOWithOptions(request, await headers(robot.BatchSendOTOHeaders), runtime);
			expect({ ...body }).toEqual({ processQueryKey: expect.any(String), invalidStaffIdList: ['nobody'], flowControlledStaffIdList: [han.userId] });
			expect(sandbox.messages()).toEqual([expect.objectContaining({ appId: app.id, text: 'Disk full' })]);
		},
	},
	{
		operation: 'GET /v1.0/robot/oToMessages/readStatus',
		async run(world) {
			const { client, headers, runtime, sandbox, app, li, han } = world;
			const processQueryKey = await sentToPeople(world);
			sandbox.readMessage(sandbox.messages()[0]!.id, li.userId);
			const request = new robot.BatchOTOQueryRequest({ robotCode: app.robotCode, processQueryKey });
			const { body } = await client(Robot).batchOTOQueryWithOptions(request, await headers(robot.BatchOTOQueryHeaders), runtime);
			expect(body).toMatchObject({
				sendStatus: 'SUCCESS',
				messageReadInfoList: [
					{ name: li.name, userId: li.userId, readStatus: 'READ' },
					{ name: han.name, userId: han.userId, readStatus: 'UNREAD' },
				],
			});
		},
	},
	{
		operation: 'POST /v1.0/robot/otoMessages/batchRecall',
		async run(world) {
			const { client, headers, runtime, sandbox, app } = world;
			const key = await sentToPeople(world);
			const request = new robot.BatchRecallOTORequest({ robotCode: app.robotCode, processQueryKeys: [key, 'unknown'] });
			const { body } = await client(Robot).batchRecallOTOWithOptions(request, await headers(robot.BatchRecallOTOHeaders), runtime);
			expect({ ...body }).toEqual({ successResult: [key], failedResult: { unknown: expect.any(String) } });
			expect(sandbox.messages().map(({ recalledAt }) => recalledAt)).toEqual([expect.any(Number), expect.any(Number)]);
		},
	},
	{
		operation: 'POST /v1.0/robot/groupMessages/send',
		async run(world) {
			expect(await sentToGroup(world)).not.toBe('');
			expect(world.sandbox.messages(world.group.id)).toEqual([expect.objectContaining({ appId: world.app.id, text: 'Disk full' })]);
		},
	},
	{
		operation: 'POST /v1.0/robot/groupMessages/query',
		async run(world) {
			const { client, headers, runtime, sandbox, app, group, li, han } = world;
			const processQueryKey = await sentToGroup(world);
			for (const { userId } of [li, han]) sandbox.readMessage(sandbox.messages(group.id)[0]!.id, userId);
			const asked = { robotCode: app.robotCode, openConversationId: group.id, processQueryKey, maxResults: 1 };
			const page = async (nextToken?: string) =>
				(await client(Robot).orgGroupQueryWithOptions(new robot.OrgGroupQueryRequest({ ...asked, nextToken }), await headers(robot.OrgGroupQueryHeaders), runtime)).body!;
			const first = await page();
			expect(first).toMatchObject({ sendStatus: 'SUCCESS', readUserIds: [li.userId], hasMore: true });
			expect(await page(first.nextToken)).toMatchObject({ readUserIds: [han.userId], hasMore: false });
		},
	},
	{
		operation: 'POST /v1.0/robot/groupMessages/recall',
		async run(world) {
			const { client, headers, runtime, sandbox, app, group } = world;
			const key = await sentToGroup(world);
			const request = new robot.OrgGroupRecallRequest({ robotCode: app.robotCode, openConversationId: group.id, processQueryKeys: [key] });
			const { body } = await client(Robot).orgGroupRecallWithOptions(request, await headers(robot.OrgGroupRecallHeaders), runtime);
			expect({ ...body }).toEqual({ successResult: [key], failedResult: {} });
			expect(sandbox.messages(group.id)[0]!.recalledAt).toBeGreaterThan(0);
		},
	},
	{
		operation: 'POST /v1.0/robot/ding/send',
		async run(world) {
			const { openDingId, failedList } = await sentDing(world);
			expect({ openDingId, failedList }).toEqual({ openDingId: expect.any(String), failedList: { 'miss.staffId': ['nobody'] } });
			expect(world.sandbox.messages()).toEqual([expect.objectContaining({ text: 'Disk full', urgent: 'app' })]);
		},
	},
	{
		operation: 'POST /v1.0/robot/ding/recall',
		async run(world) {
			const { client, headers, runtime, sandbox, app } = world;
			const { openDingId } = await sentDing(world);
			const request = new robot.RobotRecallDingRequest({ robotCode: app.robotCode, openDingId });
			const { body } = await client(Robot).robotRecallDingWithOptions(request, await headers(robot.RobotRecallDingHeaders), runtime);
			expect({ ...body }).toEqual({ openDingId });
			expect(sandbox.messages()[0]!.recalledAt).toBeGreaterThan(0);
		},
	},
	{
		operation: 'POST /v1.0/robot/groups/robots/query',
		async run({ client, headers, runtime, app, group }) {
			const request = new robot.GetBotListInGroupRequest({ openConversationId: group.id });
			const { body } = await client(Robot).getBotListInGroupWithOptions(request, await headers(robot.GetBotListInGroupHeaders), runtime);
			expect(body!.chatbotInstanceVOList).toEqual([
				new robot.GetBotListInGroupResponseBodyChatbotInstanceVOList({ robotCode: app.robotCode, name: app.name, downloadIconURL: expect.any(String), openRobotType: 2 }),
			]);
		},
	},
	{
		operation: 'POST /v1.0/robot/messageFiles/download',
		async run({ client, headers, runtime, sandbox, app }) {
			const downloadCode = sandbox.dingtalk.receiveFile(app.id, { name: 'report.pdf', contentType: 'application/pdf', bytes: pdf.bytes });
			const request = new robot.RobotMessageFileDownloadRequest({ robotCode: app.robotCode, downloadCode });
			const { body } = await client(Robot).robotMessageFileDownloadWithOptions(request, await headers(robot.RobotMessageFileDownloadHeaders), runtime);
			const file = await fetch(body!.downloadUrl!);
			expect(await bytesOf(file.body as unknown as AsyncIterable<Buffer>)).toEqual(pdf.bytes);
		},
	},
	{
		operation: 'POST /v1.0/card/instances/createAndDeliver',
		async run(world) {
			const { sandbox, group, li } = world;
			const { success, result } = await sentCard(world);
			expect(success).toBe(true);
			expect(result).toMatchObject({
				outTrackId: 'alert-1',
				deliverResults: [
					{ spaceType: 'IM_GROUP', spaceId: group.id, success: true, carrierId: expect.any(String) },
					{ spaceType: 'IM_ROBOT', spaceId: li.userId, success: true, carrierId: expect.any(String) },
					{ spaceType: 'IM_ROBOT', spaceId: 'nobody', success: false, errorMsg: expect.any(String) },
				],
			});
			expect(sandbox.messages().map((message) => [message.msgType, message.text.includes('Disk full')])).toEqual([['card', true], ['card', true]]);
			expect(sandbox.messages(group.id)).toHaveLength(1);
		},
	},
	{
		operation: 'POST /v1.0/card/instances/deliver',
		async run(world) {
			const { client, headers, runtime, sandbox, app } = world;
			await sentCard(world);
			const { id } = sandbox.addGroup({ platform: 'dingtalk', name: 'Another', apps: [app.id] });
			const request = new card.DeliverCardRequest({
				outTrackId: 'alert-1',
				openSpaceId: `dtv1.card//IM_GROUP.${id};IM_GROUP.cidnone`,
				imGroupOpenDeliverModel: new card.DeliverCardRequestImGroupOpenDeliverModel({ robotCode: app.robotCode }),
				userIdType: 1,
			});
			const { body } = await client(CardClient).deliverCardWithOptions(request, await headers(card.DeliverCardHeaders), runtime);
			expect(body).toMatchObject({
				success: true,
				result: [
					{ spaceType: 'IM_GROUP', spaceId: id, success: true, carrierId: expect.any(String) },
					{ spaceType: 'IM_GROUP', spaceId: 'cidnone', success: false, errorMsg: expect.any(String) },
				],
			});
			expect(sandbox.messages(id).map(({ text }) => text)).toEqual([expect.stringContaining('Disk full')]);
		},
	},
	{
		operation: 'PUT /v1.0/card/instances',
		async run(world) {
			const { client, headers, runtime, sandbox, group } = world;
			await sentCard(world);
			const request = new card.UpdateCardRequest({
				outTrackId: 'alert-1',
				cardData: new card.UpdateCardRequestCardData({ cardParamMap: { title: 'Solved' } }),
				cardUpdateOptions: new card.UpdateCardRequestCardUpdateOptions({ updateCardDataByKey: true }),
			});
			const { body } = await client(CardClient).updateCardWithOptions(request, await headers(card.UpdateCardHeaders), runtime);
			expect({ ...body }).toEqual({ success: true, result: true });
			const { text: shown } = sandbox.messages(group.id)[0]!;
			expect([shown.includes('Solved'), shown.includes('db-1'), shown.includes('Disk full')]).toEqual([true, true, false]);
		},
	},
	{
		operation: 'PUT /v1.0/card/streaming',
		async run(world) {
			const { client, headers, runtime, sandbox, group } = world;
			await sentCard(world);
			const stream = async (content: string, isFinalize: boolean) => {
				const request = new card.StreamingUpdateRequest({ outTrackId: 'alert-1', guid: content, key: 'content', content, isFull: true, isFinalize, isError: false });
				return (await client(CardClient).streamingUpdateWithOptions(request, await headers(card.StreamingUpdateHeaders), runtime)).body!;
			};
			for (const [content, isFinalize] of [['Looking', false], ['Looking into it', true]] as const) {
				expect({ ...(await stream(content, isFinalize)) }).toEqual({ success: true, result: true });
				expect(sandbox.messages(group.id)[0]!.text).toContain(content);
			}
		},
	},
	{
		operation: 'POST /v1.0/card/callbacks/register',
		async run({ client, headers, runtime }) {
			const asked = { callbackRouteKey: 'approvals', callbackUrl: 'https://n8n.example.com/webhook/cards', apiSecret: 'made-up' };
			const register = async (forceUpdate: boolean) => {
				const request = new card.RegisterCallbackRequest({ ...asked, forceUpdate });
				return (await client(CardClient).registerCallbackWithOptions(request, await headers(card.RegisterCallbackHeaders), runtime)).body!;
			};
			const { success, result } = await register(false);
			expect({ success, ...result }).toEqual({ success: true, callbackUrl: asked.callbackUrl, apiSecret: asked.apiSecret });
			await expect(register(false)).rejects.toMatchObject({ code: 'param.callbackRouteKeyExist' });
			await expect(register(true)).resolves.toMatchObject({ success: true });
		},
	},
	{
		operation: 'POST /v1.0/im/chat/{chatId}/convertToOpenConversationId',
		async run({ client, headers, runtime, sandbox, group }) {
			const chatId = sandbox.dingtalk.chatId(group.id);
			const { body } = await client(Im).chatIdToOpenConversationIdWithOptions(chatId, await headers(im.ChatIdToOpenConversationIdHeaders), runtime);
			expect(body!.openConversationId).toBe(group.id);
		},
	},
	{
		operation: 'POST /v1.0/contact/users/search',
		async run({ client, headers, runtime, li, han }) {
			const page = async (offset: number) => {
				const request = new contact.SearchUserRequest({ queryWord: 'i', offset, size: 1 });
				return (await client(Contact).searchUserWithOptions(request, await headers(contact.SearchUserHeaders), runtime)).body!;
			};
			expect({ ...(await page(0)) }).toEqual({ hasMore: true, totalCount: 3, list: [li.userId] });
			expect((await page(1)).list).toEqual([han.userId]);
		},
	},
	{
		operation: 'GET /v1.0/microApp/allInnerApps',
		async run({ client, headers, runtime, app }) {
			const { body } = await client(MicroApp).listAllInnerAppsWithOptions(await headers(microApp.ListAllInnerAppsHeaders), runtime);
			expect(body!.appList).toEqual([expect.objectContaining({ name: app.name, agentId: Number(app.agentId) })]);
			expect(body!.appList![0]!.robotInfo).toMatchObject({ robotCode: app.robotCode });
		},
	},
];
