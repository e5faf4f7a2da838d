import { deliver, type Run } from './deliver';
import type { DeliveryState } from './state';
import type { Failure, Message, Result } from './types';

/** The same content to several readers: the messages that it stands for, by their places in the run. */
interface Call {
	indexes: number[];
	message: Message;
}

/** A reader whom the platform could not serve just then is asked again after this time. */
const PAUSE_MS = 5_000;

/**
 * Like {@link deliver}, but the same content goes to several readers by one call. Each message has a result of its
 * own: whom the platform names as refused has failed, and nobody else. Who was refused for a limit is tried again as
 * long as there is time.
 */
export async function deliverBatched(messages: Message[], run: Run, state: DeliveryState): Promise<Result[]> {
	const { clock } = state;
	const started = clock.elapsed();
	const results: Result[] = [];
	let open = messages.map((_, index) => index);
	for (let round = 0; open.length > 0; round++) {
		const calls = callsOf(messages, open);
		const spent = clock.elapsed() - started;
		const timed = calls.map(({ message }) => withLess(message, spent));
		const delivered = await deliver(timed, round === 0 ? run : { ...run, id: `${run.id} round ${round}` }, state);
		open = [];
		for (const [call, { indexes }] of calls.entries()) {
			for (const [place, index] of indexes.entries()) {
				const result = ofOne(delivered[call]!, messages[index]!, place === 0, results[index]);
				results[index] = result;
				if (isWorthAnotherRound(result, messages[index]!, clock.elapsed() - started)) open.push(index);
			}
		}
		if (open.length > 0) await clock.sleep(PAUSE_MS * (0.5 + state.random()), run.signal);
	}
	return results;
}

/** What goes together, in the order of the messages. */
function callsOf(messages: Message[], open: number[]): Call[] {
	const groups: Array<{ first: Message; indexes: number[]; recipients: Set<string> }> = [];
	const filling = new Map<string, (typeof groups)[number]>();
	for (const index of open) {
		const message = messages[index]!;
		const { kind, recipient, most } = message.batch ?? { kind: `${index}`, recipient: '', most: 1 };
		let group = filling.get(kind);
		// Nobody gets a message twice by the same call.
		if (!group || group.recipients.size >= most || group.recipients.has(recipient)) {
			group = { first: message, indexes: [], recipients: new Set() };
			filling.set(kind, group);
			groups.push(group);
		}
		group.indexes.push(index);
		group.recipients.add(recipient);
	}
	return groups.map(({ first, indexes, recipients }) => {
		const bodies = first.batch ? { best: first.batch.to([...recipients]), simpler: () => [] } : first.bodies;
		return { indexes, message: { ...first, bodies } };
	});
}

/** The time that there is counts from the start of the run. */
const withLess = (message: Message, spentMs: number): Message => ({
	...message,
	policy: { ...message.policy, maxWaitMs: Math.max(0, message.policy.maxWaitMs - spentMs) },
});

/** The result of a call as that of one of its messages; calls that several share are counted once. */
function ofOne(result: Result, { item, batch, routes: [{ target }] }: Message, isFirst: boolean, earlier?: Result): Result {
	const own = {
		item,
		target: target.name,
		attempts: result.attempts + (earlier?.attempts ?? 0),
		apiCalls: (isFirst ? result.apiCalls : 0) + (earlier?.apiCalls ?? 0),
		waitedMs: result.waitedMs + (earlier?.waitedMs ?? 0),
	};
	if (result.status === 'failed' || !batch) return { ...result, ...own };
	const failure = result.refused?.get(batch.recipient);
	if (!failure) return { ...result, ...own };
	const { channel, targetKey, warnings } = result;
	return { ...own, channel, targetKey, warnings, status: 'failed', failure, mayHaveArrived: false };
}

const isWorthAnotherRound = (result: Result, { batch, policy }: Message, spentMs: number): boolean =>
	result.status === 'failed' && batch !== undefined && isForNow(result.failure) && policy.overLimit !== 'fail' && spentMs + PAUSE_MS * 1.5 <= policy.maxWaitMs;

/** It was the reader's own limit; a call that was refused as a whole has waited already. */
const isForNow = ({ class: failureClass, code }: Failure): boolean => failureClass === 'rateLimited' && code === RECIPIENT_LIMIT;

/** The code of a failure by which a platform leaves out one of several readers for now. */
export const RECIPIENT_LIMIT = 'RECIPIENT_LIMIT';
