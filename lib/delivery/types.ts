/** The words of the delivery pipeline. It knows no platform. */

/**
 * What kind of failure it was, and so what to do about it:
 * - `transient`: not taken, try again soon;
 * - `rateLimited`: not taken, try again when the limit allows;
 * - `ambiguous`: may have arrived (timeout, cut-off answer);
 * - `tokenInvalid`: not taken, with another access token it may be;
 * - `quotaExceeded`: not taken before the quota's period ends;
 * - `permanent`: never taken as it is.
 */
export type FailureClass =
	| 'transient'
	| 'rateLimited'
	| 'ambiguous'
	| 'tokenInvalid'
	| 'quotaExceeded'
	| 'permanent';

export interface Failure {
	class: FailureClass;
	/** The platform's code, or the transport's (`HTTP 502`, `ECONNRESET`). */
	code: string;
	/** What happened, in plain words. */
	message: string;
	/** What to do next. */
	fix: string;
	/** The bot works; it is this message that it did not take. */
	messageAtFault?: boolean;
	/** Rate limits: how long the platform wants to be left alone, in ms; plus a random part of `jitterMs`. */
	retryAfterMs?: number;
	jitterMs?: number;
	/** When a new attempt makes sense, in ms since the epoch. */
	retryAt?: number;
}

/** A defect of this package: an item fails by it like by anything else, so that the others are not held up. */
export const unexpected = (error: unknown): Failure => ({
	class: 'permanent',
	code: 'UNEXPECTED',
	message: `Unexpected error: ${error instanceof Error ? error.message : String(error)}`,
	fix: 'Please report this to the maintainers of the package, with the item that caused it.',
});

/** What became of one call to a platform. */
export type Outcome =
	| { accepted: true; messageId?: string; raw: JsonLike; warnings?: string[] }
	| { accepted: false; failure: Failure };

export type JsonLike = Record<string, unknown>;

/** At most `max` calls in any `windowMs` milliseconds. */
export interface Limit {
	max: number;
	windowMs: number;
	/** How many the process allows itself in its first window, since it can't know what went out before it started. */
	atStart?: number;
}

export interface Target {
	/** `lark`, `feishu` or `dingtalk`: what the result names as its channel. */
	channel: string;
	/** For people; never holds a token. */
	name: string;
	/** For buckets: one key per bot, never a token in clear. */
	key: string;
	limits: Limit[];
}

/** One message ready to go. */
export interface Message {
	/** Index of the input item that it came from. */
	item: number;
	target: Target;
	/** What a reader gets, byte for byte: part of the idempotency key. */
	content: string;
	/** The platform drops a second message with the same idempotency key. */
	idempotent: boolean;
	policy: Policy;
	/** What was changed to make it fit. */
	warnings: string[];
	send(idempotencyKey: string, signal?: AbortSignal): Promise<Outcome>;
}

export interface Policy {
	/** At the limit: `wait` for a free slot (up to `maxWaitMs`) or `fail` at once. */
	overLimit: 'wait' | 'fail';
	/** How long the message may wait and be retried, from the start of the run, in ms. */
	maxWaitMs: number;
	/** After an ambiguous failure of a message that is not idempotent: send it again (it may show twice) or leave it. */
	onAmbiguous: 'resend' | 'giveUp';
}

interface ResultBase {
	item: number;
	channel: string;
	target: string;
	attempts: number;
	apiCalls: number;
	warnings: string[];
	/** How long the message waited for its turn, in ms. */
	waitedMs: number;
}

export type Result =
	| (ResultBase & { status: 'sent'; messageId?: string; sentAt: number; raw: JsonLike })
	| (ResultBase & { status: 'failed'; failure: Failure; mayHaveArrived: boolean });
