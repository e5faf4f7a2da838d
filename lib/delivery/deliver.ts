import type { Clock } from '../clock';
import type { Bucket, Buckets } from './bucket';
import { idempotencyKey } from './idempotencyKey';
import type { Entries, Ledger } from './ledger';
import { unexpected, type Failure, type Message, type Outcome, type Result } from './types';

/** Calls that may be under way at once, each to another target. */
const PARALLEL_TARGETS = 10;
/** Failed attempts at one message; a refusal because of a limit is not one of them. */
const MOST_ATTEMPTS = 5;

/** What all executions of a process share. */
export interface DeliveryState {
	clock: Clock;
	buckets: Buckets;
	ledger: Ledger;
	/** 0 <= n < 1, for jitter. */
	random(): number;
}

export interface Run {
	/** Identifies one turn of one node in one execution: repeated by a retry, not by a loop's next turn. */
	id: string;
	signal?: AbortSignal;
	/** Something beside the messages has failed, so that the run may be repeated even if they are all sent. */
	incomplete?: boolean;
}

/**
 * Sends every message, each as often as its failures allow and as fast as its target's limits allow, and
 * settles what became of it. One result per message, in the order of the messages; a failure is a
 * result, never an exception. Rejects only when `run.signal` is aborted.
 *
 * Messages to one target keep their order; different targets go side by side.
 */
export async function deliver(messages: Message[], run: Run, state: DeliveryState): Promise<Result[]> {
	const started = state.clock.now();
	const results: Result[] = [];
	const entries: Entries = new Map();
	const parts = new Map<number, number>();

	const jobs = messages.map((message, index) => {
		const part = parts.get(message.item) ?? 0;
		parts.set(message.item, part + 1);
		const place = `${message.item}/${part}`;
		const earlier = state.ledger.earlier(run.id, place);
		// A message that may have arrived is repeated under its first key, even if its text has changed since.
		const key = earlier?.key ?? idempotencyKey(run.id, message.item, part, message.content);
		return { message, index, place, key, earlier };
	});

	const deliverTarget = async (queue: typeof jobs) => {
		for (const { message, index, place, key, earlier } of queue) {
			const deadline = started + message.policy.maxWaitMs;
			const result =
				earlier?.sent ??
				leftAlone(message, earlier?.ambiguous) ??
				(await deliverOne(message, key, deadline, earlier?.ambiguous !== undefined, run, state));
			results[index] = result;
			if (result.status === 'sent') entries.set(place, { key, sent: result });
			else if (result.mayHaveArrived) entries.set(place, { key, ambiguous: result.failure });
		}
	};

	try {
		await inParallel(PARALLEL_TARGETS, [...groupBy(jobs, (job) => job.message.target.key).values()], deliverTarget);
	} finally {
		const sent = [...entries.values()].filter((entry) => entry.sent !== undefined);
		state.ledger.close(run.id, entries, run.incomplete === true || sent.length < messages.length);
	}
	return results;
}

/** A message that may have arrived in an earlier try of the run and is not to be sent again. */
function leftAlone({ item, target, warnings, idempotent, policy }: Message, ambiguous?: Failure): Result | undefined {
	if (!ambiguous || idempotent || policy.onAmbiguous === 'resend') return undefined;
	return {
		item,
		channel: target.channel,
		target: target.name,
		attempts: 0,
		apiCalls: 0,
		warnings,
		waitedMs: 0,
		status: 'failed',
		failure: ambiguous,
		mayHaveArrived: true,
	};
}

async function deliverOne(
	message: Message,
	key: string,
	deadline: number,
	mayHaveArrived: boolean,
	run: Run,
	state: DeliveryState,
): Promise<Result> {
	const bucket = state.buckets.of(message.target);
	const started = state.clock.now();
	const warnings = [...message.warnings];
	let attempts = 0;
	let failures = 0;
	let sending = 0;

	const base = () => ({
		item: message.item,
		channel: message.target.channel,
		target: message.target.name,
		attempts,
		apiCalls: attempts,
		warnings,
		waitedMs: Math.max(0, state.clock.now() - started - sending),
	});
	const failed = (failure: Failure): Result => {
		if (mayHaveArrived && failure.class !== 'ambiguous') {
			warnings.push('An earlier attempt timed out, so the message may have arrived all the same.');
		}
		return { ...base(), status: 'failed', failure, mayHaveArrived };
	};

	for (;;) {
		const slot = await bucket.acquire(message.policy.overLimit === 'fail' ? 0 : deadline, run.signal);
		if ('retryAt' in slot) return failed(overLimit(slot.retryAt));

		const callStarted = state.clock.now();
		let outcome: Outcome;
		try {
			outcome = await message.send(key, run.signal);
		} catch (error) {
			run.signal?.throwIfAborted();
			outcome = { accepted: false, failure: unexpected(error) };
		} finally {
			slot.settle();
			sending += state.clock.now() - callStarted;
		}
		attempts++;

		if (outcome.accepted) {
			if (mayHaveArrived && !message.idempotent) {
				warnings.push('Sent again after a timeout: the chat may show this message twice.');
			}
			warnings.push(...(outcome.warnings ?? []));
			const { messageId, raw } = outcome;
			return { ...base(), status: 'sent', messageId, sentAt: state.clock.now(), raw };
		}

		const failure = dated(outcome.failure, state);
		mayHaveArrived ||= failure.class === 'ambiguous';
		if (failure.class !== 'rateLimited') failures++;
		const next = nextAttempt(failure, failures, message, bucket, state);
		if (next === undefined || next > deadline) return failed(failure);
		await state.clock.sleep(next - state.clock.now(), run.signal);
	}
}

/** When to try again, in ms since the epoch; undefined when there is no use in it. */
function nextAttempt(
	failure: Failure,
	failures: number,
	{ policy, idempotent }: Message,
	bucket: Bucket,
	{ clock, random }: DeliveryState,
): number | undefined {
	if (failure.class === 'rateLimited') {
		const until = failure.retryAt ?? clock.now();
		bucket.block(until);
		return policy.overLimit === 'fail' ? undefined : until;
	}
	const again =
		failure.class === 'transient' ||
		(failure.class === 'ambiguous' && (idempotent || policy.onAmbiguous === 'resend'));
	if (!again || failures >= MOST_ATTEMPTS) return undefined;
	// Full jitter: senders that failed together must not come back together.
	return clock.now() + random() * 1000 * 2 ** (failures - 1);
}

function dated(failure: Failure, { clock, random }: DeliveryState): Failure {
	if (failure.class !== 'rateLimited') return failure;
	const { retryAfterMs = 1000, jitterMs = 0 } = failure;
	return { ...failure, retryAt: clock.now() + retryAfterMs + Math.round(random() * jitterMs) };
}

const overLimit = (retryAt: number): Failure => ({
	class: 'rateLimited',
	code: 'LIMIT',
	message: "Not sent: the target's rate limit is used up",
	fix: 'Send fewer messages to this target, raise Max Wait in the options, or send again after the time given as retryAt.',
	retryAt,
});

function groupBy<T>(values: T[], keyOf: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		const group = groups.get(keyOf(value));
		if (group) group.push(value);
		else groups.set(keyOf(value), [value]);
	}
	return groups;
}

/** At most `limit` at a time; waits for all that have started before it rejects. */
async function inParallel<T>(limit: number, values: T[], work: (value: T) => Promise<void>): Promise<void> {
	const queue = values.values();
	const worker = async () => {
		for (const value of queue) await work(value);
	};
	const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, values.length) }, worker));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
