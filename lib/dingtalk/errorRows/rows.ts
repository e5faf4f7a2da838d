import type { Failure } from '../../delivery/types';

/** What a code of the platform means: what happened, and what to do next. */
export type ErrorRow = Omit<Failure, 'code'>;

/** By code; a code that ends in `*` stands for all that begin so. */
export type ErrorTable = Record<string, ErrorRow>;

/** How most rows are made: each says by its name what is at fault. */

export const permanent = (message: string, fix: string): ErrorRow => ({ class: 'permanent', message, fix });

/** What the message or card says. */
export const content = (message: string, fix: string): ErrorRow => ({ ...permanent(message, fix), messageAtFault: 'content' });

/** How it says it. */
export const form = (message: string, fix: string): ErrorRow => ({ ...permanent(message, fix), messageAtFault: 'form' });

export const transient = (message: string, fix = 'Try again later.'): ErrorRow => ({ class: 'transient', message, fix });

export const quota = (message: string, fix: string): ErrorRow => ({ class: 'quotaExceeded', message, fix });

/** Names in the console, which is Chinese: https://open-dev.dingtalk.com */
export const CONSOLE = {
	app: 'developer console (open-dev.dingtalk.com) > your app',
	credentials: 'developer console (open-dev.dingtalk.com) > your app > Credentials & Basic Information (凭证与基础信息)',
	permissions: 'developer console (open-dev.dingtalk.com) > your app > Permission Management (权限管理)',
	robot: 'developer console (open-dev.dingtalk.com) > your app > Robot (机器人)',
	versions: 'developer console (open-dev.dingtalk.com) > your app > Version Management & Release (版本管理与发布)',
	cards: 'card platform (open-dev.dingtalk.com/fe/card)',
};
