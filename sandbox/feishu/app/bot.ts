import type { App } from '../../organization';
import { ok } from './answers';
import type { Call } from './call';
import { consoleHost } from './gateway';
import type { Operation } from './operation';

/**
 * "获取机器人信息", https://open.feishu.cn/document/ukTMukTMukTM/uAjMxEjLwITMx4CMyETM
 * `activate_status`: 0 not installed yet, 1 disabled, 2 in use. An app without a released version is not installed.
 */
const run = (call: Call) => {
	const { app } = call;
	call.refuseIf(!app.botEnabled, 'feishuApp.bot', 11205);
	return ok({
		msg: 'ok',
		bot: {
			activate_status: app.published ? 2 : 0,
			app_name: app.name,
			avatar_url: `${consoleHost(app)}/avatar.png`,
			ip_white_list: app.allowedIps,
			open_id: botOpenId(app),
		},
	});
};

export const botOpenId = (app: App): string => `ou_bot_${app.id.slice(-6)}`;

export const BOT_OPERATIONS: Operation[] = [{ method: 'GET', path: '/bot/v3/info', run }];
