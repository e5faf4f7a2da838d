import type { Target } from '../delivery/types';
import { sha256 } from '../hash';
import { InputError } from '../inputError';

const PATH = /\/open-apis\/bot\/v2\/hook\/([\w-]+)\/?$/;
const LEGACY_PATH = /\/open-apis\/bot\/hook\//;
/** "100 calls a minute, 5 a second per bot and tenant" (custom bot usage guide). */
const LIMITS = [
	{ max: 5, windowMs: 1_000 },
	{ max: 100, windowMs: 60_000 },
];

/** The platform's own; any other is a private deployment or a sandbox. */
export const HOSTS = ['open.feishu.cn', 'open.larksuite.com'];

const WHERE = 'Copy it from the chat: Settings > Bots > your custom bot > Webhook URL.';

export interface BotAddress {
	url: string;
	target: Target;
}

/** Reads the webhook URL of a custom bot; throws an {@link InputError} that says what is wrong with it. */
export function botAddress(webhookUrl: string): BotAddress {
	const url = parse(webhookUrl.trim());
	const token = PATH.exec(url.pathname)?.[1];
	if (!token) throw new InputError(wrongPath(url), WHERE);
	// Another host is a private deployment (Feishu's) or a sandbox.
	const brand = url.hostname.endsWith('larksuite.com') ? 'lark' : 'feishu';
	const id = sha256(token);
	return {
		url: url.href,
		target: {
			channel: brand,
			name: `${brand === 'lark' ? 'Lark' : 'Feishu'} bot ${id.slice(0, 6)} at ${url.host}`,
			key: `feishu-bot:${sha256(`${url.host} ${token}`)}`,
			host: url.host,
			limits: LIMITS,
		},
	};
}

function parse(text: string): URL {
	if (text === '') throw new InputError('The Webhook URL is empty', WHERE);
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw new InputError('The Webhook URL is not a complete URL (https://...)', WHERE);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new InputError('The Webhook URL must start with https://', WHERE);
	}
	if (url.protocol === 'http:' && HOSTS.includes(url.host)) {
		throw new InputError('The Webhook URL must start with https://, or everybody on the way could read it', WHERE);
	}
	return url;
}

function wrongPath(url: URL): string {
	if (url.pathname.endsWith('/robot/send')) {
		return 'This is the webhook URL of a DingTalk robot: use the DingTalk Bot node for it';
	}
	if (LEGACY_PATH.test(url.pathname)) {
		return 'This is an old (v1) webhook URL, which takes nothing but plain text; create a new custom bot to get a v2 URL';
	}
	return "The Webhook URL does not end in /open-apis/bot/v2/hook/ and the bot's token";
}
