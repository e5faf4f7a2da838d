import type { Failure } from '../delivery/types';
import { retryAfterMs, type HttpResponse, type JsonObject } from '../http';

type Row = Omit<Failure, 'code'>;

const SIZE = 'Shorten the message: a custom bot takes at most 20 KB per message.';

/** Codes of the custom bot's webhook: what happened, and what the user can do about it. */
export const botErrors: Record<string, Row> = {
	'9499': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'The platform could not read the message (Bad Request)',
		fix: 'Check the message: a link must be a complete URL, JSON must have the shape that the platform documents, and the size must stay below 20 KB.',
	},
	'11232': {
		class: 'rateLimited',
		message: 'The platform refused the message because too many are being sent',
		fix: 'Send fewer messages, and not all at the full or half hour; the limits are 5 a second and 100 a minute for each bot.',
		retryAfterMs: 5_000,
		jitterMs: 25_000,
	},
	'11235': {
		class: 'permanent',
		messageAtFault: 'settings',
		message: 'The group does not allow this bot to mention everyone',
		fix: "Switch off Mention Everyone, or allow it in the group's settings.",
	},
	'11246': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'The card is not valid',
		fix: 'Check the card in the platform\'s card builder; the answer above names the element.',
	},
	'19001': {
		class: 'permanent',
		message: 'The bot does not exist: the token in the webhook URL is unknown (the bot may have been removed from the group)',
		fix: 'Copy the webhook URL again from the group: Settings > Bots. A Lark bot works only on open.larksuite.com, a Feishu bot only on open.feishu.cn.',
	},
	'19002': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'The message has no type, or its content does not fit its type',
		fix: 'Check the message type and its fields.',
	},
	'19007': {
		class: 'permanent',
		message: 'The bot is switched off',
		fix: 'Ask the group owner to enable the bot again: Settings > Bots.',
	},
	'19021': {
		class: 'permanent',
		signatureAtFault: true,
		message: 'The signature was refused: it does not match, or the clock is off by more than an hour',
		fix: 'Copy the signing secret again from the bot\'s security settings into the credential, and check the clock of the machine that runs n8n.',
	},
	'19022': {
		class: 'permanent',
		message: 'The IP address of this n8n is not on the bot\'s IP allow list',
		fix: 'Add the public IP address of the machine that runs n8n in the bot\'s security settings.',
	},
	'19024': {
		class: 'permanent',
		messageAtFault: 'settings',
		message: 'The message contains none of the bot\'s security keywords',
		fix: 'Enter one of the bot\'s keywords in the credential (Security Keywords): the node then adds it to every message.',
	},
	'19036': { class: 'permanent', messageAtFault: 'form', message: 'The message is too long', fix: SIZE },
	'99991400': {
		class: 'rateLimited',
		message: 'The platform refused the call because too many are being made',
		fix: 'Send fewer messages, or let the node wait longer (Max Wait).',
		retryAfterMs: 1_000,
	},
	'99991403': {
		class: 'quotaExceeded',
		message: 'The monthly number of API calls of this organization is used up',
		fix: 'Ask the administrator to upgrade the plan, or wait for the first day of the next month.',
	},
};

const THROTTLED = /too many request|frequency limit|rate limit/i;

/** Reads a refusal of the webhook. */
export function botFailure(code: string, answer: JsonObject, response: HttpResponse): Failure {
	const said = typeof answer.msg === 'string' ? answer.msg : '';
	// 9499 is both "Bad Request" and "too many request".
	const row = code === '9499' && THROTTLED.test(said) ? botErrors['11232'] : botErrors[code];
	const failure: Row = row ?? unknown(response.status, THROTTLED.test(said));
	return {
		...failure,
		code,
		message: `${failure.message} (${code}${said ? `: ${said.slice(0, 300)}` : ''})`,
		retryAfterMs: failure.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? failure.retryAfterMs) : undefined,
	};
}

function unknown(status: number, throttled: boolean): Row {
	if (throttled || status === 429) return botErrors['99991400']!;
	if (status >= 500) {
		return {
			class: 'transient',
			message: 'The platform is failing at the moment',
			fix: 'Try again later.',
		};
	}
	return {
		class: 'permanent',
		message: 'The platform refused the message',
		fix: 'Look the code up in the platform\'s documentation of custom bots.',
	};
}
