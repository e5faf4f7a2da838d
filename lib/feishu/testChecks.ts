import { ApiFailure } from '../apiFailure';
import type { Failure } from '../delivery/types';
import { NO_BOT, type BotInfo } from './api/bot';
import { tokenErrors } from './errorRows/access';

/** One step of a test message. */
export interface Check {
	check: string;
	/** Null if it could not be tried. */
	ok: boolean | null;
	/** What was found, and what to do if it isn't well. */
	detail: string;
}

type Failed = { failure: Failure };

/** What became of each step. */
export interface Steps {
	bot: BotInfo | Failed;
	/** The reader, as the user named him, and why he was not found if a look-up failed. */
	reader: { name: string; failure?: Failure };
	/** Left out if there is nobody to send to. */
	sent?: { messageId: string } | Failed;
}

/** What a call resolves with, or how it was refused. */
export async function attempt<Value>(act: () => Promise<Value>): Promise<Value | Failed> {
	try {
		return await act();
	} catch (error) {
		if (error instanceof ApiFailure) return { failure: error.failure };
		throw error;
	}
}

const BOT_OFF = new Set([NO_BOT, '230006']);
const NOT_PUBLISHED = new Set(['11210', '99991662', '99991673']);
/** There is nobody with the ID or number, or the app can't reach him. */
const NOT_FOUND = new Set(
	['INPUT', 'NOT_FOUND', '230002', '230013', '230029', '230034', '232009', '99992351', '99992356', '99992360', '99992361', '99992363', '99992364'],
);

/** No token, or no answer at all: codes of the transport are words. */
const isDown = ({ class: failureClass, code }: Failure): boolean =>
	failureClass === 'tokenInvalid' || code in tokenErrors || (!/^\d+$/.test(code) && !NOT_FOUND.has(code));

const failureOf = (step: object | undefined): Failure | undefined => (step && 'failure' in step ? (step as Partial<Failed>).failure : undefined);

/** What works and what doesn't, step by step, from the access token to the message in the chat. */
export function testChecks({ bot, reader, sent }: Steps): Check[] {
	const failures = [bot, reader, sent].map(failureOf).filter((failure) => failure !== undefined);
	const step = (check: string, isCause: (failure: Failure) => boolean, isFine: boolean, fine: string): Check => {
		const failure = failures.find(isCause);
		if (failure) return { check, ok: false, detail: `${failure.message}. ${failure.fix}` };
		return { check, ok: isFine ? true : null, detail: isFine ? fine : 'Not tried: first mend what is named beside this' };
	};
	const info = 'failure' in bot ? undefined : bot;
	const wasSent = sent !== undefined && 'messageId' in sent;
	const published = step('Version Published', ({ code }) => NOT_PUBLISHED.has(code), info !== undefined, 'A version of the app is in use');
	const before = [
		step('Access Token', isDown, !failures.some(isDown), 'App ID and App Secret are right, and the platform answers'),
		step('Bot Enabled', ({ code }) => BOT_OFF.has(code), info !== undefined, `The app ${info?.name ?? ''} has a bot`),
		info?.hint === undefined ? published : { ...published, ok: false, detail: info.hint },
		step('Scopes', ({ permissionAtFault }) => permissionAtFault === true, wasSent, 'The app has the scopes that this takes'),
		step('Recipient Found', ({ code }) => NOT_FOUND.has(code), wasSent, `${reader.name} was found`),
	];
	const last = step('Sent', (failure) => failure === failureOf(sent), wasSent, 'The platform took the message; it stands in the chat now');
	// What is wrong stands there once, with the step that it is about.
	const cause = before.find(({ ok, detail }) => ok === false && detail === last.detail);
	return [...before, cause ? { ...last, detail: `Not sent: see ${cause.check}` } : last];
}
