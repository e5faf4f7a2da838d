import { answerOf, closeAll, open } from '../support';
import { client, refusalOf } from './support';

afterEach(closeAll);

const LIST = '/v1.0/microApp/allInnerApps';

it('the apps of the organization are listed', async () => {
	const sandbox = await open();
	const { app, call } = await client(sandbox);
	sandbox.addApp({ platform: 'dingtalk', name: '停用', agentId: '77', disabled: true, botEnabled: false });
	sandbox.addApp({ platform: 'feishu', name: '飞书' });
	const robotInfo = { name: app.name, robotCode: app.robotCode };
	expect(answerOf(await call(LIST, undefined, 'GET'))).toEqual([
		200,
		{
			appList: [
				{ agentId: Number(app.agentId), name: '告警助手', appId: 0, appStatus: 1, developType: 0, robotInfo },
				{ agentId: 77, name: '停用', appId: 0, appStatus: 0, developType: 0 },
			],
		},
	]);
	sandbox.changeApp(app.id, { scopes: [] });
	expect(refusalOf(await call(LIST, undefined, 'GET'))).toEqual([403, 'Forbidden.AccessDenied.AccessTokenPermissionDenied']);
});
