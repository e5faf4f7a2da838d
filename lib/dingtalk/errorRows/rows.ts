export { content, form, permanent, quota, transient, type ErrorRow, type ErrorTable } from '../../errorRow';

/** Names in the console, which is Chinese: https://open-dev.dingtalk.com */
export const CONSOLE = {
	app: 'developer console (open-dev.dingtalk.com) > your app',
	credentials: 'developer console (open-dev.dingtalk.com) > your app > Credentials & Basic Information (凭证与基础信息)',
	permissions: 'developer console (open-dev.dingtalk.com) > your app > Permission Management (权限管理)',
	robot: 'developer console (open-dev.dingtalk.com) > your app > Robot (机器人)',
	versions: 'developer console (open-dev.dingtalk.com) > your app > Version Management & Release (版本管理与发布)',
	cards: 'card platform (open-dev.dingtalk.com/fe/card)',
};
