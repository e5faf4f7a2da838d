import { wallTime } from '../clock';
import { send, type Attempted, type Sending } from './attempts';
import type { Arrival, DigestibleMessage } from './board';
import { idempotencyKey, keyOfForm } from './idempotencyKey';
import type { Entries, Entry } from './ledger';
import type { DeliveryState } from './state';
import type { Failure, Message, Result, Routes } from './types';

/** Calls that may be under way at once, each to another target. */
const PARALLEL_TARGETS = 10;

export interface Run {
	/** Identifies one turn of one node in one execution: repeated by a retry, not by a loop's next turn. */
	id: string;
	signal?: AbortSignal;
	/** Something beside the messages has failed, so that the run may be repeated even if they are all sent. */
	incomplete?: boolean;
	/** The caller knows what has been sent in an earlier try. */
	unrecorded?: boolean;
}

/** A message and its place in the run. */
interface Job {
	message: Message;
	index: number;
	/** Item and part. */
	place: string;
	key: string;
	earlier?: Entry;
	sending: Sending;
}

/**
 * Sends every message, each as often as its failures allow and as fast as its target's limits allow, and
 * settles what became of it. One result per message, in the order of the messages; a failure is a
 * result, never an exception. Rejects only when `run.signal` is aborted.
 *
 * Messages to one target keep their order; different targets go side by side. Messages that may be merged wait on
 * their board as soon as they are too many for their share of the limit.
 */
export async function deliver(messages: Message[], run: Run, state: DeliveryState): Promise<Result[]> {
	const started = state.clock.elapsed();
	const results: Result[] = [];
	const entries: Entries = new Map();

	const settle = ({ index, place, key }: Job, result: Result) => {
		results[index] = result;
		if (result.status !== 'failed') entries.set(place, { key, sent: result });
		else if (result.mayHaveArrived) {
			const { failure, targetKey, mergedInto } = result;
			entries.set(place, { key, ambiguous: failure, targetKey, wasMerged: mergedInto !== undefined });
		}
	};
	const deliverTarget = async (queue: Job[]) => {
		const [digestible, others] = partition(queue.filter((job) => !settledBefore(job, settle)), isDigestible);
		await Promise.all([
			inOrder(others, async (job) => settle(job, resultOf(job.message, await send(job.sending, state)))),
			...[...groupBy(digestible, ({ message }) => message.digest.kind).values()].map((jobs) => digest(jobs, run, state, settle)),
		]);
	};

	try {
		const jobs = jobsOf(messages, run, state, started);
		await inParallel(PARALLEL_TARGETS, [...groupBy(jobs, ({ message }) => readersOf(message)).values()], deliverTarget);
	} finally {
		const sent = [...entries.values()].filter((entry) => entry.sent !== undefined);
		if (!run.unrecorded) state.ledger.close(run.id, entries, run.incomplete === true || sent.length < messages.length);
	}
	return results;
}

function jobsOf(messages: Message[], run: Run, { ledger }: DeliveryState, started: number): Job[] {
	const parts = new Map<number, number>();
	return messages.map((message, index) => {
		const { item, routes, bodies, idempotent, policy, warnings } = message;
		const part = parts.get(item) ?? 0;
		parts.set(item, part + 1);
		const place = `${item}/${part}`;
		const earlier = run.unrecorded ? undefined : ledger.earlier(run.id, place);
		// A message that may have arrived is repeated under its first key, even if its text has changed since.
		const key = earlier?.key ?? message.key ?? idempotencyKey(run.id, item, part, bodies.best);
		const known = routes.filter(({ target }) => target.key === earlier?.targetKey);
		const sending: Sending = {
			// Only the bot that got it knows its key.
			routes: known.length > 0 ? (known as Routes) : routes,
			bodies,
			isIdempotent: (body) => idempotent && message.isRepeatShown?.(body) !== true,
			policy,
			warnings,
			deadline: started + policy.maxWaitMs,
			mayHaveArrived: earlier?.ambiguous !== undefined || message.mayHaveArrived === true,
			// What it was merged with then is not known any more, and neither is that message's key.
			repetitionShows: !idempotent || earlier?.wasMerged === true || earlier?.ambiguous?.repetitionShows === true,
			keyOf: (body) => (body === bodies.best ? key : keyOfForm(key, body)),
			signal: run.signal,
		};
		return { message, index, place, key, earlier, sending };
	});
}

/** All bots of the group that a message is for; or whom a call for several has in common with others. */
const readersOf = ({ routes, queue }: Message): string =>
	queue ??
	routes
		.map(({ target }) => target.key)
		.sort()
		.join(' ');

type DigestJob = Job & { message: DigestibleMessage };

/** What may have arrived is repeated as it was. */
const isDigestible = (job: Job): job is DigestJob =>
	job.message.digest !== undefined && job.message.policy.overLimit === 'digest' && !job.sending.mayHaveArrived;

/** Alone as long as there is room for all of them, otherwise together with all others of their kind. */
async function digest(jobs: DigestJob[], run: Run, state: DeliveryState, settle: (job: Job, result: Result) => void): Promise<void> {
	const [{ message }] = jobs as [DigestJob];
	const board = state.boards.of(message.digest.kind);
	const room = () => message.routes.reduce((sum, { target }) => sum + state.buckets.of(target).room(), 0);
	const rest = jobs.map((job): Arrival & { job: Job } => ({ ...job, job, attempts: 0, calls: 0, signal: run.signal }));
	while (rest[0] && board.isEmpty && rest.length <= room()) {
		const [{ job, sending }] = rest as [Arrival & { job: Job }];
		const attempted = await send(sending, state);
		if (isRefusedByLimit(attempted, sending, state)) {
			Object.assign(rest[0], { attempts: attempted.attempts, calls: attempted.attempts });
			break;
		}
		settle(job, resultOf(job.message, attempted));
		rest.shift();
	}
	await Promise.all(rest.map(async (arrival) => settle(arrival.job, await board.join(arrival))));
}

/** Another program uses the bot, too. */
const isRefusedByLimit = ({ outcome }: Attempted, { deadline }: Sending, { clock }: DeliveryState): boolean =>
	'failure' in outcome &&
	!outcome.mayHaveArrived &&
	outcome.failure.class === 'rateLimited' &&
	(outcome.failure.retryAt ?? 0) <= wallTime(clock, deadline);

function resultOf({ item }: Message, { outcome, ...rest }: Attempted): Result {
	const base = { item, apiCalls: rest.attempts, ...rest };
	return 'failure' in outcome ? { ...base, status: 'failed', ...outcome } : { ...base, status: 'sent', ...outcome };
}

/** Whether the message is settled without a call: it can't be sent, or an earlier try of the run has sent it or may have and it is not to be sent again. */
function settledBefore(job: Job, settle: (job: Job, result: Result) => void): boolean {
	const { message, earlier } = job;
	if (earlier?.sent) settle(job, earlier.sent);
	else if (message.unreachable) settle(job, notSent(message, message.unreachable, false));
	else if (earlier?.ambiguous && job.sending.repetitionShows && message.policy.onAmbiguous === 'giveUp') {
		settle(job, notSent(message, earlier.ambiguous, true));
	} else return false;
	return true;
}

/** A message that is not to be sent, or not again if it may have arrived. */
export function notSent({ item, routes: [{ target }], warnings }: Message, failure: Failure, mayHaveArrived: boolean): Result {
	return {
		item,
		channel: target.channel,
		target: target.name,
		targetKey: target.key,
		attempts: 0,
		apiCalls: 0,
		warnings,
		waitedMs: 0,
		status: 'failed',
		failure,
		mayHaveArrived,
	};
}

function groupBy<T>(values: T[], keyOf: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		const group = groups.get(keyOf(value));
		if (group) group.push(value);
		else groups.set(keyOf(value), [value]);
	}
	return groups;
}

function partition<T, Special extends T>(values: T[], isSpecial: (value: T) => value is Special): [Special[], T[]] {
	return [values.filter(isSpecial), values.filter((value) => !isSpecial(value))];
}

async function inOrder<T>(values: Iterable<T>, work: (value: T) => Promise<void>): Promise<void> {
	for (const value of values) await work(value);
}

/** At most `limit` at a time; waits for all that have started before it rejects. */
async function inParallel<T>(limit: number, values: T[], work: (value: T) => Promise<void>): Promise<void> {
	// Shared by the workers: each takes the next value.
	const queue = values.values();
	const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, values.length) }, () => inOrder(queue, work)));
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
