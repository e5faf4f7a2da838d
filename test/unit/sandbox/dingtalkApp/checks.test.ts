import { CHECKS, type CheckName, type Sandbox } from '../../../../sandbox';
import { closeAll, dingText, open, send } from '../support';
import { client, multipart, newToken, text, type Client } from './support';

afterEach(closeAll);

/** A call that offends against one check alone: code (or what else tells) with the check on and off. */
interface Scenario {
	run(app: Client, sandbox: Sandbox): Promise<unknown>;
	on: unknown;
	off: unknown;
	/** It leaves somebody out instead of refusing. */
	silent?: true;
}

const codeOf = ({ json }: { json: unknown }): unknown => {
	const { code, errcode } = json as { code?: string; errcode?: number };
	return code ?? errcode ?? 'ok';
};

const SEND = '/v1.0/robot/oToMessages/batchSend';
const toWang = ({ app }: Client, rest: object = {}) => ({ robotCode: app.robotCode, userIds: ['wangfang'], ...text('hi'), ...rest });
const robot = async (app: Client, rest: object = {}) => codeOf(await app.call(SEND, toWang(app, rest)));
const top = async (app: Client, path: string, body: object) => codeOf(await app.old(`/topapi/${path}`, body));
const work = (app: Client, rest: object = {}) =>
	app.old('/topapi/message/corpconversation/asyncsend_v2', { agent_id: app.app.agentId, userid_list: 'wangfang', msg: { msgtype: 'text', text: { content: 'hi' } }, ...rest });
const card = (app: Client, rest: object = {}) => app.call('/v1.0/card/instances', { cardTemplateId: 'alert.schema', outTrackId: 't', cardData: { cardParamMap: {} }, ...rest });
const refused = (on: unknown, run: Scenario['run'], off: unknown = 'ok'): Scenario => ({ run, on, off });
const FORBIDDEN = 'Forbidden.AccessDenied.';

const SCENARIOS: Partial<Record<CheckName, Scenario>> = {
	'dingtalkApp.credentials': refused('invalidClientIdOrSecret', async ({ app }, { url }) =>
		codeOf(await send(`${url}/v1.0/oauth2/accessToken`, { body: { appKey: app.id, appSecret: 'other' } })),
	),
	'dingtalkApp.tokenPresent': refused('AuthenticationFailed.MissingParameter', async (app, { url }) => codeOf(await send(url + SEND, { body: toWang(app) }))),
	'dingtalkApp.token': refused('InvalidAuthentication', (app, sandbox) => {
		sandbox.clock.advance(7_200_000);
		return robot(app);
	}),
	'dingtalkApp.enabled': refused('InvalidAuthentication', (app, sandbox) => {
		sandbox.changeApp(app.app.id, { disabled: true });
		return robot(app);
	}),
	'dingtalkApp.ip': refused(`${FORBIDDEN}IpNotInWhiteList`, (app, sandbox) => {
		sandbox.changeApp(app.app.id, { allowedIps: ['1.1.1.1'] });
		return robot(app);
	}),
	'dingtalkApp.scope': refused(`${FORBIDDEN}AccessTokenPermissionDenied`, (app, sandbox) => {
		sandbox.changeApp(app.app.id, { scopes: [] });
		return robot(app);
	}),
	'dingtalkApp.freshToken': refused(`${FORBIDDEN}AccessTokenPermissionDenied`, async (app, sandbox) => {
		sandbox.changeApp(app.app.id, { scopes: [] });
		await newToken(sandbox, app.app);
		sandbox.changeApp(app.app.id, { scopes: null });
		return robot(app);
	}),
	'dingtalkApp.rate': refused(`${FORBIDDEN}QpsLimitForAppkeyAndApi`, async (app) => {
		for (let call = 0; call < 20; call++) await robot(app);
		return robot(app);
	}),
	'dingtalkApp.quota': refused(`${FORBIDDEN}ApiCountLimitForOrg`, (app, sandbox) => {
		sandbox.changeApp(app.app.id, { quotaLeft: 0 });
		return robot(app);
	}),
	'dingtalkApp.params': refused('parameter.error', async (app) => codeOf(await app.call('/v1.0/contact/users/search', {}))),
	'dingtalkApp.robot': refused('invalidParameter.robotCode.notExsit', (app) => robot(app, { robotCode: 'x' })),
	'dingtalkApp.receivers': refused('invalidParameter.userIds.overMax', (app) => robot(app, { userIds: Array.from({ length: 21 }, (_, index) => `${index}`) })),
	'dingtalkApp.group': refused('invalid.openConversationId', async (app) =>
		codeOf(await app.call('/v1.0/robot/groupMessages/send', { robotCode: app.app.robotCode, openConversationId: 'x', ...text('hi') })),
	),
	'dingtalkApp.message': refused('invalidParameter.msgKey.invalid', (app) => robot(app, { msgKey: 'x' })),
	'dingtalkApp.media': refused('invalidParameter.param.invalid', (app) => robot(app, { msgKey: 'sampleImageMsg', msgParam: '{"photoURL":"@lADx"}' })),
	'dingtalkApp.size': refused('invalidParameter.msgParam.tooLong', (app) => robot(app, text('x'.repeat(15_000)))),
	'dingtalkApp.flowControl': {
		run: async (app, sandbox) => {
			sandbox.dingtalk.flowControl(['wangfang']);
			await robot(app);
			return sandbox.messages().length;
		},
		on: 0,
		off: 1,
		silent: true,
	},
	'dingtalkApp.availability': refused(50002, (app, sandbox) => {
		sandbox.changeApp(app.app.id, { availableTo: [] });
		return top(app, 'v2/user/get', { userid: 'wangfang' });
	}, 0),
	'dingtalkApp.person': refused(60121, (app) => top(app, 'v2/user/getbymobile', { mobile: '13899999999' }), 0),
	'dingtalkApp.department': refused(60003, (app) => top(app, 'user/listid', { dept_id: 99 }), 0),
	'dingtalkApp.mediaType': refused(40004, async ({ token }, { url }) =>
		codeOf(await send(`${url}/media/upload?access_token=${token}&type=x`, multipart({ name: 'a.png', bytes: Buffer.from('x') }))), 0),
	'dingtalkApp.session': refused(300001, async (_app, { url }) => codeOf(await send(`${url}/robot/sendBySession?session=x`, { body: dingText('hi') })), 0),
	'dingtalkApp.downloadCode': refused('invalidParameter.robotCode.downloadCode', async (app) =>
		codeOf(await app.call('/v1.0/robot/messageFiles/download', { robotCode: app.app.robotCode, downloadCode: 'x' })),
	),
	'dingtalkApp.sending': refused('invalid.processQueryKey', async (app) =>
		codeOf(await app.call('/v1.0/robot/otoMessages/batchRecall', { robotCode: app.app.robotCode, processQueryKeys: ['x'] })),
	),
	'dingtalkApp.ding': refused('ding.serverquota.insufficient', async (app, sandbox) => {
		sandbox.dingtalk.setDingQuota(0);
		return codeOf(await app.call('/v1.0/robot/ding/send', { robotCode: app.app.robotCode, remindType: 3, receiverUserIdList: ['wangfang'], content: 'hi' }));
	}),
	'dingtalkApp.agentId': refused(40056, async (app) => codeOf(await work(app, { agent_id: 1 })), 0),
	'dingtalkApp.task': refused(400002, (app) => top(app, 'message/corpconversation/recall', { agent_id: app.app.agentId, msg_task_id: 1 }), 0),
	'dingtalkApp.workLimits': {
		run: async (app, sandbox) => {
			await work(app);
			await work(app);
			return sandbox.messages().length;
		},
		on: 1,
		off: 2,
		silent: true,
	},
	'dingtalkApp.template': refused('param.templateNotExist', async (app) => codeOf(await card(app, { cardTemplateId: 'x' }))),
	'dingtalkApp.card': refused('param.cardAlreadyExist', async (app) => {
		await card(app);
		return codeOf(await card(app));
	}),
	'dingtalkApp.cardSpace': refused('param.openSpaceModelInvalid', async (app) => codeOf(await card(app, { imGroupOpenSpaceModel: {} }))),
	'dingtalkApp.callbackRoute': refused('param.callbackRouteKeyExist', async (app) => {
		const register = () => app.call('/v1.0/card/callbacks/register', { callbackRouteKey: 'r', callbackUrl: 'https://e.com' });
		await register();
		return codeOf(await register());
	}),
	'dingtalkApp.chat': refused('invalideChatId', async (app) => codeOf(await app.call('/v1.0/im/chat/x/convertToOpenConversationId'))),
};

const OWN = CHECKS.filter(({ name }) => name.startsWith('dingtalkApp.'));

describe.each(OWN)('$name', ({ name }) => {
	const { run, on, off, silent } = SCENARIOS[name]!;

	it('refuses what offends against it, and passes it when switched off', async () => {
		const strict = await open();
		expect(await run(await client(strict), strict)).toEqual(on);
		if (!silent) expect(strict.calls().at(-1)?.check).toBe(name);
		const loose = await open();
		const app = await client(loose);
		loose.disableCheck(name);
		expect(await run(app, loose)).toEqual(off);
	});
});

it('every scenario belongs to a check', () => {
	expect(Object.keys(SCENARIOS).sort()).toEqual(OWN.map(({ name }) => name).sort());
});
