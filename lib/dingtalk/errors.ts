import type { Failure, Outcome } from '../delivery/types';
import { refused, retryAfterMs, type HttpResponse, type JsonObject } from '../http';

type Row = Omit<Failure, 'code'>;

const BLOCK_MS = 10 * 60 * 1000;

const throttled: Row = {
	class: 'rateLimited',
	message: 'The platform refused the message: more than 20 a minute were sent to this robot, which is now blocked for 10 minutes',
	fix: 'Send fewer messages through this robot; another program that uses the same webhook counts too.',
	retryAfterMs: BLOCK_MS,
};

const unknownToken: Row = {
	class: 'permanent',
	message: 'The robot does not exist: the access_token in the webhook URL is unknown (the robot may have been removed from the group)',
	fix: 'Copy the webhook URL again from the group: Group Settings > Bot.',
};

const contentPolicy = (what: string): Row => ({
	class: 'permanent',
	messageAtFault: 'content',
	message: `The platform refused the message because it holds ${what} to be unsafe`,
	fix: 'Remove that from the message, or replace it.',
});

const IP_NOT_LISTED: Row = {
	class: 'permanent',
	message: "The IP address of this n8n is not on the robot's IP allow list",
	fix: "Add the public IP address of the machine that runs n8n in the robot's security settings.",
};

const SIGNATURE_MISMATCH: Row = {
	class: 'permanent',
	signatureAtFault: true,
	message: 'The signature does not match',
	fix: "Copy the signing secret (SEC...) again from the robot's security settings into the credential; leave it empty only if the robot has no signature check.",
};

/**
 * The causes behind 310000, told apart by the text, which has been English and Chinese over the years. The
 * Chinese text about the signature also speaks of the timestamp, so it is asked for first.
 */
const securityCauses: Array<{ says: RegExp; row: Row }> = [
	{
		says: /关键词|keyword/i,
		row: {
			class: 'permanent',
			messageAtFault: 'settings',
			message: "The message contains none of the robot's security keywords",
			fix: "Enter one of the robot's keywords in the credential (Security Keywords): the node then adds it to every message.",
		},
	},
	{ says: /签名不匹配|sign not match/i, row: SIGNATURE_MISMATCH },
	{
		says: /timestamp|时间戳|过期/i,
		row: {
			class: 'permanent',
			signatureAtFault: true,
			message: 'The signature is too old or too new: the clock is off by more than an hour',
			fix: 'Set the clock of the machine that runs n8n (NTP).',
		},
	},
	{ says: /签名|sign/i, row: SIGNATURE_MISMATCH },
	{ says: /\bip\b|白名单/i, row: IP_NOT_LISTED },
];

/** Codes of the custom robot's webhook: what happened, and what the user can do about it. */
export const botErrors: Record<string, Row> = {
	'-1': { class: 'transient', message: 'The platform is busy', fix: 'Try again later.' },
	'130101': throttled,
	'410100': throttled,
	'660026': throttled,
	'300001': unknownToken,
	'300005': unknownToken,
	'400101': unknownToken,
	'400106': unknownToken,
	'310000': {
		class: 'permanent',
		message: "The message was refused by the robot's security settings",
		fix: 'Compare keyword, signing secret and IP allow list of the robot with the credential.',
	},
	'400013': {
		class: 'permanent',
		message: 'The group has been disbanded',
		fix: 'Create a robot in another group and enter its webhook URL in the credential.',
	},
	'400102': {
		class: 'permanent',
		message: 'The robot has been stopped',
		fix: 'Ask the group owner to enable the robot again.',
	},
	'400105': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'The platform does not know this message type',
		fix: 'Check the message type.',
	},
	'40035': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'A part of the message is missing',
		fix: 'Check that no required field of the message is empty.',
	},
	'43002': {
		class: 'permanent',
		message: 'The platform wants a POST request',
		fix: 'Check whether a proxy on the way changes the request.',
	},
	'43004': {
		class: 'permanent',
		message: 'The platform refused the Content-Type of the request',
		fix: 'Check whether a proxy on the way changes the request.',
	},
	'430101': contentPolicy('a link in it'),
	'430102': contentPolicy('its text'),
	'430103': contentPolicy('a picture in it'),
	'430104': contentPolicy('its content'),
	'460101': {
		class: 'permanent',
		messageAtFault: 'form',
		message: 'The message is too long',
		fix: 'Shorten the message: a robot takes at most 20,000 bytes per message.',
	},
	'90020': {
		class: 'quotaExceeded',
		message: 'The monthly number of calls of this organization is used up',
		fix: 'Ask the administrator to buy more calls, or wait for the first day of the next month.',
	},
};

/** The page of the platform's firewall: 10,000 calls in 20 s from one address. */
export const ipBan: Row = {
	class: 'rateLimited',
	wholePlatform: true,
	message: "The platform has banned this machine's IP address for 5 minutes because of too many calls",
	fix: 'Make fewer calls from this address; other programs behind the same address count too.',
	retryAfterMs: 5 * 60 * 1000,
};

/** "What comes back is an HTML page", which shows the same words as the JSON (call frequency limits). */
export const banPage = ({ body }: HttpResponse): Outcome | undefined =>
	/\bpunish\b/.test(body) && /\bdeny\b/.test(body) ? refused({ ...ipBan, code: 'punish' }) : undefined;

/** Reads a refusal of the webhook. */
export function botFailure(code: string, answer: JsonObject, response: HttpResponse): Failure {
	const said = typeof answer.errmsg === 'string' ? answer.errmsg : '';
	if (answer.punish !== undefined) return { ...ipBan, code: `punish ${String(answer.status)}` };
	const row =
		(code === '310000' ? securityCauses.find(({ says }) => says.test(said))?.row : undefined) ??
		botErrors[code] ??
		unknown(response.status);
	return {
		...row,
		code,
		message: `${row.message} (${code}${said ? `: ${said.slice(0, 300)}` : ''})`,
		retryAfterMs: row.class === 'rateLimited' ? (retryAfterMs(response.headers) ?? row.retryAfterMs) : undefined,
	};
}

function unknown(status: number): Row {
	if (status === 429) return { ...throttled, retryAfterMs: 1_000 };
	if (status >= 500) {
		return { class: 'transient', message: 'The platform is failing at the moment', fix: 'Try again later.' };
	}
	return {
		class: 'permanent',
		message: 'The platform refused the message',
		fix: "Look the code up in the platform's documentation of custom robots.",
	};
}
