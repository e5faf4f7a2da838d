import type { Target } from '../delivery/types';
import { sha256 } from '../hash';
import { InputError } from '../inputError';

/**
 * "20 messages a minute, else blocked for 10 minutes" (custom robots send group messages). The window is a little
 * longer than a minute, because a clock that is being set right may run faster, and a block costs ten minutes.
 */
const LIMITS = [{ max: 20, windowMs: 60_500, atStart: 18, reserve: 2 }];

/** The platform's own; any other is a private deployment or a sandbox. */
export const HOSTS = ['oapi.dingtalk.com'];

const WHERE = 'Copy it from the group: Group Settings > Bot > your custom robot > Webhook.';

export interface BotAddress {
	url: string;
	target: Target;
}

/** Reads the webhook URL of a custom robot; throws an {@link InputError} that says what is wrong with it. */
export function botAddress(webhookUrl: string): BotAddress {
	const text = webhookUrl.trim();
	if (text === '') throw new InputError('The Webhook URL is empty', WHERE);
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		throw new InputError('The Webhook URL is not a complete URL (https://...)', WHERE);
	}
	const url = new URL(text);
	if (url.protocol === 'http:' && HOSTS.includes(url.host)) {
		throw new InputError('The Webhook URL must start with https://, or everybody on the way could read it', WHERE);
	}
	if (/\/open-apis\/bot\//.test(url.pathname)) {
		throw new InputError('This is the webhook URL of a Lark or Feishu bot: use the Lark Bot node for it', WHERE);
	}
	const token = url.searchParams.get('access_token');
	if (!url.pathname.endsWith('/robot/send') || !token) {
		throw new InputError("The Webhook URL does not end in /robot/send?access_token= and the robot's token", WHERE);
	}
	// A signature that was copied along would be out of date.
	url.searchParams.delete('timestamp');
	url.searchParams.delete('sign');
	const id = sha256(token);
	return {
		url: url.href,
		target: {
			channel: 'dingtalk',
			name: `DingTalk robot ${id.slice(0, 6)} at ${url.host}`,
			key: `dingtalk-bot:${sha256(`${url.host} ${token}`)}`,
			host: url.host,
			limits: LIMITS,
		},
	};
}
