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
	/**
	 * The bot works; it is this message that it did not take: for what it says, for the form that it says it in, or
	 * for a setting of the bot or the group that any such message offends.
	 */
	messageAtFault?: 'content' | 'form' | 'settings';
	/** The signature was refused, so that the clock may be the cause. */
	signatureAtFault?: boolean;
	/** The platform has shut out this machine, not this target alone. */
	wholePlatform?: boolean;
	/** The limit is one that the target shares with others (see {@link Target.shared}), not its own. */
	sharedLimit?: boolean;
	/** The question for an access token failed: the call itself was not made. */
	tokenAtFault?: boolean;
	/** What may have arrived was in a form of which the platform drops no second one. */
	repetitionShows?: boolean;
	/** A permission is missing; one that has been granted in the meantime may need a new access token. */
	permissionAtFault?: boolean;
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
	| Taken
	| { accepted: false; failure: Failure };

interface Taken {
	accepted: true;
	messageId?: string;
	raw: JsonLike;
	warnings?: string[];
	/** Of a message to several at once: those who did not get it, and why. */
	refused?: Map<string, Failure>;
}

export type JsonLike = Record<string, unknown>;

/** At most `max` calls in any `windowMs` milliseconds. */
export interface Limit {
	max: number;
	windowMs: number;
	/** How many the process allows itself in its first window, since it can't know what went out before it started. */
	atStart?: number;
	/** How many are kept back for what is urgent. */
	reserve?: number;
}

export interface Target {
	/** `lark`, `feishu` or `dingtalk`: what the result names as its channel. */
	channel: string;
	/** For people; never holds a token. */
	name: string;
	/** For buckets: one key per bot, never a token in clear. */
	key: string;
	/** The host that is called: it may shut out this machine as a whole. */
	host: string;
	limits: Limit[];
	/** Limits that it shares with other targets: an app's for one API, say. */
	shared?: SharedLimit[];
}

export interface SharedLimit {
	key: string;
	limits: Limit[];
}

/** A way to the readers: a bot, one of several in the same group. */
export interface Route {
	target: Target;
	/** @param mayHaveArrived by an earlier attempt */
	send(body: JsonLike, idempotencyKey: string, signal?: AbortSignal, mayHaveArrived?: boolean): Promise<Outcome>;
}

export type Routes = [Route, ...Route[]];

/** One message ready to go. */
export interface Message {
	/** Index of the input item that it came from. */
	item: number;
	routes: Routes;
	bodies: Bodies;
	/** The platform drops a second message with the same idempotency key. */
	idempotent: boolean;
	/** Of its simpler forms, those of which the platform does not. */
	isRepeatShown?(body: JsonLike): boolean;
	policy: Policy;
	/** What was changed to make it fit. */
	warnings: string[];
	/** How it can share a message with others that wait for the same readers. */
	digest?: Digestible;
	/** How the same content can go to several readers by one call. */
	batch?: Batchable;
	/** In an earlier try of the run, as the caller knows. */
	mayHaveArrived?: boolean;
	/** Its idempotency key, if the caller knows better: by what stays the same in a retry. */
	key?: string;
	/** Messages of one queue go one after the other; by default those to the same target do. */
	queue?: string;
	/** Why its readers can't get it, if that is known beforehand: no call is made. */
	unreachable?: Failure;
}

/** What it takes to send the same content to several readers by one call. */
export interface Batchable {
	/** Only messages of one kind share a call: the same sender, the same content, the same options. */
	kind: string;
	/** Who is to get it, as {@link Taken.refused} names them. */
	recipient: string;
	/** How many a call takes. */
	most: number;
	/** The one body for all of them, by what it says. */
	to(recipients: string[], body: JsonLike): JsonLike;
	/** Limits that a call to so many takes from besides. */
	shared?(count: number): SharedLimit[];
}

/** What a reader gets, in its best form, and in ever simpler ones for a platform that refuses the form of the one before. */
export interface Bodies {
	best: JsonLike;
	simpler(): JsonLike[];
}

/** What it takes to merge a message with others. */
export interface Digestible {
	/** Only messages of one kind share a message: the same bot, the same form, the same language. */
	kind: string;
	/** Goes before the others, and may use what is kept back from them. */
	urgent: boolean;
	/** What the message is about, if others can be about the same. */
	subject?: string;
	/** It tells that its subject has begun, or that it has ended: an end takes the place of a beginning that still waits. */
	phase?: 'begin' | 'end';
	/** What `merge` needs of it. */
	entry: unknown;
	/** One message that holds as many of the first entries as fit, at least one. */
	merge(entries: DigestEntry[]): MergedMessage;
}

export interface DigestEntry {
	entry: unknown;
	/** Its subject's beginning has not been told: this line stands for both. */
	untoldBeginning: boolean;
}

export interface MergedMessage {
	/** How many of the entries it holds. */
	taken: number;
	bodies: Bodies;
	warnings: string[];
}

export interface Policy {
	/**
	 * At the limit: `digest` merges with whatever else waits for the same readers, `wait` waits for a free slot (both
	 * up to `maxWaitMs`), `fail` fails at once.
	 */
	overLimit: 'digest' | 'wait' | 'fail';
	/** How long the message may wait and be retried, from the start of the run, in ms. */
	maxWaitMs: number;
	/** After an ambiguous failure of a message that is not idempotent: send it again (it may show twice) or leave it. */
	onAmbiguous: 'resend' | 'giveUp';
}

interface ResultBase {
	item: number;
	channel: string;
	target: string;
	/** Which bot it was, for those who repeat. */
	targetKey: string;
	attempts: number;
	apiCalls: number;
	warnings: string[];
	/** How long the message waited for its turn, in ms. */
	waitedMs: number;
}

/** Accepted, by itself or as a part of a message that several share. */
export type Accepted = ResultBase & {
	sentAt: number;
	raw: JsonLike;
	messageId?: string;
	refused?: Map<string, Failure>;
} & ({ status: 'sent' } | { status: 'merged'; mergedInto: string });

export type Result =
	| Accepted
	| (ResultBase & {
			status: 'failed';
			failure: Failure;
			mayHaveArrived: boolean;
			/** It was in a message that several share. */
			mergedInto?: string;
	  });
