import type { Clock } from '../clock';
import type { JsonObject } from '../http';
import type { AppEvent } from './types';

/** What n8n makes of an event that it was handed. */
export interface Taking {
	/** Resolves once n8n has stored it, or had stored it before; rejects when it could not. May be pending for as long as the workflow runs. */
	stored: Promise<void>;
	/** Whether n8n shows, while `stored` is still pending, that the workflow is running: then it is stored. False if n8n may be stuck. */
	isRunning(): boolean;
	/** Of a click: what to answer in any case, ... */
	answer?: JsonObject;
	/** ... and what the workflow itself answers, if it is to; undefined if it did not in time. */
	ownAnswer?: Promise<JsonObject | undefined>;
}

/** One trigger of a workflow that listens. */
export interface Listener {
	/**
	 * Undefined: it has no use for it, or has it already. What is still on its way to n8n from an earlier delivery is the
	 * same Taking again.
	 *
	 * @param gone nobody waits for an answer any more
	 */
	take(event: AppEvent, gone?: AbortSignal): Taking | undefined;
	/** The connection can't be had: for the people who look after the workflow. */
	fail(error: Error): void;
	/** It works, but not as it should. */
	warn(error: Error): void;
}

/** So much earlier than the platform gives up is an answer given, in ms: some of the time is spent on the way. */
export const WAY_BACK_MS = 500;

/** What the platform is told of an event. */
export interface Reply {
	/** False: repeat it. */
	accepted: boolean;
	/** The answer to a click. */
	answer?: JsonObject;
}

/** Clicks are answered first: only what goes wrong at once holds the answer back, in ms. */
export const CLICK_GRACE_MS = 300;

/**
 * Hands an event to everybody who listens, and tells what the platform is to hear, `withinMs` at the latest: that it is
 * safe once everybody's execution is stored; that it is to be repeated if one could not be stored, or may not have been.
 */
export async function handOut(event: AppEvent, listeners: Iterable<Listener>, { withinMs, gone }: { withinMs: number; gone?: AbortSignal }, clock: Clock): Promise<Reply> {
	const takings = [...listeners].map((listener) => taken(listener, event, gone)).filter((taking) => taking !== undefined);
	const fixed = fixedOf(takings);
	const answers = takings.flatMap(({ ownAnswer }) => (ownAnswer ? [ownAnswer] : []));
	const isClick = event.kind === 'cardAction';
	const isFirst = isClick && answers.length === 0;
	const over = new AbortController();
	const deadline = clock.sleep(isFirst ? Math.min(withinMs, CLICK_GRACE_MS) : withinMs, over.signal).catch(() => {});
	const stored = allStored(takings, deadline, isClick);
	const own = firstOf(answers, deadline);
	// What could not be stored will not answer.
	const answer = await Promise.race([own, stored.then(async (isStored) => (isStored ? await own : undefined))]);
	// Who answers is running.
	const reply = answer ? { accepted: true, answer } : { accepted: await stored, ...(fixed && { answer: fixed }) };
	over.abort();
	return reply;
}

/** The first that says something: a form that was left empty does not silence another one. */
function fixedOf(takings: Taking[]): JsonObject | undefined {
	const answers = takings.flatMap(({ answer }) => (answer ? [answer] : []));
	return answers.find((answer) => Object.keys(answer).length > 0) ?? answers[0];
}

/** A listener that fails could not store it; the others hear it all the same. */
function taken(listener: Listener, event: AppEvent, gone?: AbortSignal): Taking | undefined {
	try {
		return listener.take(event, gone);
	} catch (error) {
		return { stored: Promise.reject(error), isRunning: () => false };
	}
}

/** A click that is still on its way at the deadline is not repeated by the platform: whoever clicked is told that it has come. */
async function allStored(takings: Taking[], deadline: Promise<void>, isClick: boolean): Promise<boolean> {
	const verdicts = takings.map(({ stored, isRunning }) =>
		Promise.race([stored.then(() => true), deadline.then(() => isClick || isRunning())]).catch(() => false),
	);
	return (await Promise.all(verdicts)).every((verdict) => verdict);
}

/** The first that is an answer; undefined if none is by the deadline. */
async function firstOf(answers: Array<Promise<JsonObject | undefined>>, deadline: Promise<void>): Promise<JsonObject | undefined> {
	const given = answers.map(async (answer) => (await answer) ?? (await Promise.reject(new Error('No answer'))));
	return await Promise.race([Promise.any(given).catch(() => undefined), deadline.then(() => undefined)]);
}
