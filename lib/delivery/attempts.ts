import { wallTime } from '../clock';
import type { Need, Slot } from './bucket';
import type { SendingState } from './state';
import { unexpected, type Bodies, type Failure, type JsonLike, type Outcome, type Policy, type Route, type Routes } from './types';

/** Failed attempts at one message; a refusal because of a limit is not one of them. */
const MOST_ATTEMPTS = 5;

export const SENT_AGAIN = 'Sent again after a timeout: the chat may show this message twice.';

/** A message on its way, whoever is in it. */
export interface Sending {
	routes: Routes;
	bodies: Bodies;
	isIdempotent(body: JsonLike): boolean;
	policy: Policy;
	warnings: string[];
	/** When it must have gone, in ms of the steady time. */
	deadline: number;
	/** It may have arrived in an earlier run. */
	mayHaveArrived: boolean;
	/** The platform can't know a repetition by its key, so that it may show twice. */
	repetitionShows: boolean;
	/** The idempotency key of a form of the message. */
	keyOf(body: JsonLike): string;
	signal?: AbortSignal;
}

/** What became of it; without the item, which may be several. */
export interface Attempted {
	channel: string;
	target: string;
	/** Of the target: see there. */
	targetKey: string;
	attempts: number;
	warnings: string[];
	/** How long it waited for its turn, in ms. */
	waitedMs: number;
	outcome:
		| { sentAt: number; raw: JsonLike; messageId?: string; refused?: Map<string, Failure> }
		| { failure: Failure; mayHaveArrived: boolean };
}

/** A slot in the bucket of one of the routes. */
export interface Turn {
	route: Route;
	slot: Slot;
}

/**
 * A turn on the route that is free first; or when one will be (ms of the steady time), if that is after `deadline`. Who waits
 * asks all routes, because the one that was to be free first may be blocked in the meantime.
 */
export async function nextTurn(
	routes: Routes,
	deadline: number,
	{ buckets, clock }: SendingState,
	signal?: AbortSignal,
	need?: Need,
): Promise<Turn | { retryAt: number }> {
	const asked = routes
		.map((route) => ({ route, bucket: buckets.of(route.target) }))
		.map((one) => ({ ...one, freeAt: one.bucket.freeAt(need) }))
		.sort((a, b) => a.freeAt - b.freeAt);
	const [best] = asked as [(typeof asked)[number]];
	if (asked.length === 1 || best.freeAt <= clock.elapsed()) {
		const answer = await best.bucket.acquire(deadline, signal, need);
		return 'retryAt' in answer ? answer : { route: best.route, slot: answer };
	}
	const enough = new AbortController();
	const either = signal ? AbortSignal.any([signal, enough.signal]) : enough.signal;
	let turn: Turn | undefined;
	const refusals: number[] = [];
	await Promise.all(
		asked.map(async ({ route, bucket }) => {
			const answer = await bucket.acquire(deadline, either, need).catch(() => undefined);
			if (answer === undefined) return;
			if ('retryAt' in answer) refusals.push(answer.retryAt);
			else if (turn) answer.release();
			else {
				turn = { route, slot: answer };
				enough.abort();
			}
		}),
	);
	if (signal?.aborted) {
		turn?.slot.release();
		throw signal.reason;
	}
	return turn ?? { retryAt: Math.min(...refusals) };
}

/**
 * Sends one message, as often as its failures allow and as fast as the limits of its routes allow. A failure is
 * a result, never an exception. Rejects only when `signal` is aborted.
 *
 * @param turn the slot for the first attempt, if the caller has one already
 */
export async function send(sending: Sending, state: SendingState, turn?: Turn): Promise<Attempted> {
	const { policy, isIdempotent, deadline, signal } = sending;
	const { clock, buckets } = state;
	const started = clock.elapsed();
	const warnings = [...sending.warnings];
	let { routes, mayHaveArrived, repetitionShows } = sending;
	let [route] = routes;
	let body = sending.bodies.best;
	let simpler: JsonLike[] | undefined;
	let attempts = 0;
	let failures = 0;
	let underWay = 0;

	const ended = (outcome: Attempted['outcome']): Attempted => ({
		channel: route.target.channel,
		target: route.target.name,
		targetKey: route.target.key,
		attempts,
		warnings,
		waitedMs: Math.max(0, clock.elapsed() - started - underWay),
		outcome,
	});
	const failed = (failure: Failure): Attempted => {
		if (mayHaveArrived && failure.class !== 'ambiguous') {
			warnings.push('An earlier attempt timed out, so the message may have arrived all the same.');
		}
		return ended({ failure: mayHaveArrived && repetitionShows ? { ...failure, repetitionShows } : failure, mayHaveArrived });
	};

	for (;;) {
		const next = turn ?? (await nextTurn(routes, policy.overLimit === 'fail' ? 0 : deadline, state, signal));
		turn = undefined;
		if ('retryAt' in next) return failed(overLimit(wallTime(clock, next.retryAt)));
		route = next.route;

		const callStarted = clock.elapsed();
		let outcome: Outcome;
		try {
			outcome = await route.send(body, sending.keyOf(body), signal, mayHaveArrived);
		} catch (error) {
			signal?.throwIfAborted();
			outcome = { accepted: false, failure: unexpected(error) };
		} finally {
			next.slot.settle();
			underWay += clock.elapsed() - callStarted;
		}
		attempts++;

		if (outcome.accepted) {
			if (mayHaveArrived && repetitionShows) {
				warnings.push(SENT_AGAIN);
			}
			warnings.push(...(outcome.warnings ?? []));
			return ended({ messageId: outcome.messageId, sentAt: clock.now(), raw: outcome.raw, refused: outcome.refused });
		}

		const failure = dated(outcome.failure, state);
		if (failure.class === 'ambiguous') {
			mayHaveArrived = true;
			repetitionShows ||= !isIdempotent(body);
			// Only this bot knows the message's key.
			routes = [route];
		}
		if (failure.class === 'rateLimited') {
			const until = clock.elapsed() + (failure.retryAt ?? clock.now()) - clock.now();
			if (failure.wholePlatform) buckets.blockHost(route.target.host, until);
			else buckets.of(route.target).block(until, failure.sharedLimit);
			// Another bot of the group may still have room; a digest gathers what comes until its own has. What may have
			// arrived is repeated as it is.
			const waits = (policy.overLimit === 'wait' || mayHaveArrived) && until <= deadline;
			if (policy.overLimit === 'fail' || (routes.length === 1 && !waits)) return failed(failure);
			continue;
		}
		if (failure.messageAtFault === 'form') simpler ??= sending.bodies.simpler();
		const form = failure.messageAtFault === 'form' ? simpler?.shift() : undefined;
		if (form !== undefined) {
			body = form;
			warnings.push(`The platform refused the form of the message, so that it was sent in a simpler one. ${failure.message}`);
			continue;
		}
		const others = routes.filter((other) => other !== route);
		if (failure.class === 'permanent' && !failure.messageAtFault && others.length > 0) {
			warnings.push(`${route.target.name} did not take the message, another bot of the group did its work. ${failure.message}`);
			routes = others as Routes;
			continue;
		}
		failures++;
		const again =
			failure.class === 'transient' || (failure.class === 'ambiguous' && (isIdempotent(body) || policy.onAmbiguous === 'resend'));
		// Full jitter: senders that failed together must not come back together.
		const pause = state.random() * 1000 * 2 ** (failures - 1);
		if (!again || failures >= MOST_ATTEMPTS || clock.elapsed() + pause > deadline) return failed(failure);
		await clock.sleep(pause, signal);
	}
}

function dated(failure: Failure, { clock, random }: SendingState): Failure {
	if (failure.class !== 'rateLimited') return failure;
	const { retryAfterMs = 1000, jitterMs = 0 } = failure;
	return { ...failure, retryAt: clock.now() + retryAfterMs + Math.round(random() * jitterMs) };
}

/** @param retryAt ms since the epoch */
export const overLimit = (retryAt: number): Failure => ({
	class: 'rateLimited',
	code: 'LIMIT',
	message: "Not sent: the target's rate limit is used up",
	fix: 'Send fewer messages to this target, raise Max Wait in the options, or send again after the time given as retryAt.',
	retryAt,
});
