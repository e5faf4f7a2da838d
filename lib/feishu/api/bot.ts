import { isObject, objectOf, type JsonObject } from '../../http';
import type { FeishuCall } from '../appClient';
import { botOff } from '../errorRows/rows';

/** How {@link botInfo} is refused for an app without a bot. */
export const NO_BOT = '11205';

/** "Get bot information", which no permission is needed for: https://open.feishu.cn/document/ukTMukTMukTM/uAjMxEjLwITMx4CMyETM */
export const botInfo: FeishuCall = { method: 'GET', path: '/open-apis/bot/v3/info', errors: { [NO_BOT]: botOff } };

export interface BotInfo {
	/** Of the app. */
	name: string;
	/** Why it can't send anything as things are, and what to do. */
	hint?: string;
}

/** The answer stands outside of `data`. */
export function botInfoOf({ bot }: JsonObject): BotInfo {
	const { app_name: name, activate_status: status } = objectOf(bot);
	return { name: String(name ?? ''), hint: HINTS.get(Number(status)) };
}

/** By which mentions of the bot are known; empty if the platform does not tell it. */
export const botOpenIdOf = ({ bot }: JsonObject): string => (isObject(bot) && typeof bot.open_id === 'string' ? bot.open_id : '');

const NOT_RELEASED = 'The app is not in use yet: release a version in the developer console (Version Management & Release), and have an administrator approve it.';
const STOPPED = 'The app has been stopped in your organization: ask an administrator to enable it in the admin console.';
const ENDED = 'The app has been stopped because a licence or plan has ended: ask an administrator of your organization.';

/** By `activate_status`; 2 is in use. */
const HINTS = new Map([
	[0, NOT_RELEASED],
	[1, STOPPED],
	[3, 'The app is installed but not enabled: ask an administrator to enable it in the admin console.'],
	[4, 'A new version of the app waits for an administrator to approve it in the admin console.'],
	[5, ENDED],
	[6, ENDED],
]);
