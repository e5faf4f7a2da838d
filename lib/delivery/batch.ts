import { SENT_AGAIN } from './attempts';
import { deliver, notSent, type Run } from './deliver';
import { keyOfDigest } from './idempotencyKey';
import type { Entries, Entry } from './ledger';
import type { DeliveryState } from './state';
import type { Batchable, Bodies, Failure, Message, Result, Routes } from './types';

type BatchMessage = Message & { batch: Batchable };

/** The same content to several readers: the messages that it stands for, by their places in the run. */
interface Call {
	indexes: number[];
	message: Message;
}

/** A reader whom the platform could not serve just then is asked again after this time. */
const PAUSE_MS = 5_000;

/** The code of a failure by which a platform leaves out one of several readers for now. */
export const RECIPIENT_LIMIT = 'RECIPIENT_LIMIT';

/** How many calls the messages take, if all goes well and none of them are merged. */
export const callCount = (messages: Message[]): number =>
	callsOf(messages, [...messages.keys()].filter((index) => !messages[index]!.unreachable)).length;

/**
 * Like {@link deliver}, but the same content goes to several readers by one call. Each message has a result of its
 * own: whom the platform names as refused has failed, and nobody else. Who was refused for a limit is tried again as
 * long as there is time.
 */
export async function deliverBatched(messages: Message[], run: Run, state: DeliveryState): Promise<Result[]> {
	const places = [...messages.keys()];
	const [together, alone] = [places.filter((index) => isBatch(messages[index]!)), places.filter((index) => !isBatch(messages[index]!))];
	const results: Result[] = [];
	const deliverPart = async (part: number[], delivered: Promise<Result[]>) => {
		for (const [place, result] of (await delivered).entries()) results[part[place]!] = result;
	};
	// What goes well in one of the two parts is to be known when the other makes a retry necessary.
	const incomplete = run.incomplete === true || (together.length > 0 && alone.length > 0);
	// Neither is to go on alone when the execution is stopped.
	const ends = await Promise.allSettled([
		deliverPart(alone, deliver(alone.map((index) => messages[index]!), { ...run, incomplete }, state)),
		deliverPart(together, deliverTogether(together.map((index) => messages[index] as BatchMessage), { ...run, incomplete }, state)),
	]);
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
	return results;
}

const isBatch = ({ batch, unreachable }: Message): boolean => batch !== undefined && unreachable === undefined;

async function deliverTogether(messages: BatchMessage[], run: Run, state: DeliveryState): Promise<Result[]> {
	const { clock, ledger } = state;
	const started = clock.elapsed();
	const results: Result[] = [];
	const record = new RunRecord(messages, `${run.id} batched`, state);
	let open = [...messages.keys()].filter((index) => {
		const settled = record.settled(index);
		if (settled) results[index] = settled;
		return !settled;
	});
	try {
		for (let round = 0; open.length > 0; round++) {
			const id = round === 0 ? run.id : `${run.id} round ${round}`;
			const calls = inQueues(callsOf(messages, open, (index) => record.keyOfAmbiguous(index)), messages).map((call) => record.keyed(call, id));
			const spent = clock.elapsed() - started;
			const timed = calls.map(({ message }) => withLess(message, spent));
			const delivered = await deliver(timed, { ...run, id, unrecorded: true }, state);
			open = [];
			for (const [call, { indexes }] of calls.entries()) {
				for (const [place, index] of indexes.entries()) {
					const result = record.note(index, ofOne(delivered[call]!, messages[index]!, place === 0, results[index]), calls[call]!.message.key);
					results[index] = result;
					if (isWorthAnotherRound(result, messages[index]!, clock.elapsed() - started)) open.push(index);
				}
			}
			if (open.length > 0) await clock.sleep(PAUSE_MS * (0.5 + state.random()), run.signal);
		}
	} finally {
		record.close(ledger, run.incomplete === true);
	}
	return results;
}

/**
 * What has become of each message, for "Retry on Fail": what shares a call may be others the second time, so that the
 * call says nothing of them.
 */
class RunRecord {
	private readonly places: string[];
	private readonly entries: Entries = new Map();

	constructor(
		private readonly messages: BatchMessage[],
		private readonly id: string,
		private readonly state: DeliveryState,
	) {
		const counts = new Map<string, number>();
		this.places = messages.map(({ item, batch: { recipient } }) => {
			const place = `${item}/${recipient}`;
			const count = counts.get(place) ?? 0;
			counts.set(place, count + 1);
			return `${place}/${count}`;
		});
	}

	/** The result of a message that is not to be sent any more. */
	settled(index: number): Result | undefined {
		const { sent, ambiguous } = this.earlier(index) ?? {};
		const message = this.messages[index]!;
		const isShown = !message.idempotent || ambiguous?.repetitionShows === true;
		const result = sent ?? (ambiguous && isShown && message.policy.onAmbiguous === 'giveUp' ? notSent(message, ambiguous, true) : undefined);
		return result && this.note(index, result, this.earlier(index)!.key);
	}

	/** The key of the call that may have brought it in an earlier try. */
	keyOfAmbiguous(index: number): string | undefined {
		const { ambiguous, key } = this.earlier(index) ?? {};
		return ambiguous && key;
	}

	/** What may have arrived goes under its first key; any other call under one that says whom it is for. */
	keyed({ indexes, message }: Call, run: string): Call {
		const first = this.keyOfAmbiguous(indexes[0]!);
		const key = first ?? keyOfDigest([run, ...indexes.map((index) => this.places[index]!)], message.bodies.best);
		return { indexes, message: { ...message, key, mayHaveArrived: first !== undefined } };
	}

	/** Returns the result, with a warning if the reader may have got the message before. */
	note(index: number, result: Result, key = ''): Result {
		const place = this.places[index]!;
		const earlier = this.earlier(index)?.ambiguous;
		if (result.status === 'failed') {
			const ambiguous = result.mayHaveArrived ? result.failure : earlier;
			if (ambiguous) this.entries.set(place, { key, ambiguous });
			return result;
		}
		const isRepeated = earlier !== undefined && (!this.messages[index]!.idempotent || earlier.repetitionShows === true);
		const sent = isRepeated ? { ...result, warnings: [...new Set([...result.warnings, SENT_AGAIN])] } : result;
		this.entries.set(place, { key, sent });
		return sent;
	}

	close(ledger: DeliveryState['ledger'], incomplete: boolean): void {
		const sent = [...this.entries.values()].filter((entry) => entry.sent !== undefined);
		ledger.close(this.id, this.entries, incomplete || sent.length < this.messages.length);
	}

	private earlier(index: number): Entry | undefined {
		return this.state.ledger.earlier(this.id, this.places[index]!);
	}
}

/** What goes together, in the order of the messages. What may have arrived is repeated by itself. */
function callsOf(messages: Message[], open: number[], keyOfAmbiguous: (index: number) => string | undefined = () => undefined): Call[] {
	const groups: Array<{ first: Message; indexes: number[]; recipients: Set<string> }> = [];
	const filling = new Map<string, (typeof groups)[number]>();
	for (const index of open) {
		const message = messages[index]!;
		const { kind, recipient, most } = message.batch ?? { kind: `${index}`, recipient: '', most: 1 };
		const key = `${keyOfAmbiguous(index) ?? ''} ${kind}`;
		let group = filling.get(key);
		// Nobody gets a message twice by the same call.
		if (!group || group.recipients.size >= most || group.recipients.has(recipient)) {
			group = { first: message, indexes: [], recipients: new Set() };
			filling.set(key, group);
			groups.push(group);
		}
		group.indexes.push(index);
		group.recipients.add(recipient);
	}
	return groups.map(({ first, indexes, recipients }) => ({
		indexes,
		message: isBatch(first) ? toAll(first as BatchMessage, [...recipients]) : first,
	}));
}

/** Calls that have a reader in common go one after the other, so that he gets his messages in their order. */
function inQueues(calls: Call[], messages: Message[]): Call[] {
	const leaders = new Map<string, string>();
	const leaderOf = (reader: string): string => {
		let leader = reader;
		for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader)) leader = next;
		leaders.set(reader, leader);
		return leader;
	};
	const readersOf = ({ indexes }: Call) => indexes.map((index) => messages[index]!.routes[0].target.key);
	for (const call of calls) {
		const [first, ...others] = readersOf(call) as [string, ...string[]];
		for (const reader of others) leaders.set(leaderOf(reader), leaderOf(first));
	}
	return calls.map((call) => ({ ...call, message: { ...call.message, queue: leaderOf(readersOf(call)[0]!) } }));
}

/** One message to all of them, which can be merged with others to exactly the same readers. */
function toAll(message: BatchMessage, recipients: string[]): Message {
	const { batch, bodies, digest } = message;
	const shared = batch.shared?.(recipients.length) ?? [];
	const routes = message.routes.map((route) => ({ ...route, target: { ...route.target, shared: [...(route.target.shared ?? []), ...shared] } }));
	const addressed = ({ best, simpler }: Bodies): Bodies => ({
		best: batch.to(recipients, best),
		simpler: () => simpler().map((body) => batch.to(recipients, body)),
	});
	return {
		...message,
		routes: routes as unknown as Routes,
		bodies: addressed(bodies),
		digest: digest && {
			...digest,
			kind: `${digest.kind} ${JSON.stringify(recipients)}`,
			merge: (entries) => {
				const merged = digest.merge(entries);
				return { ...merged, bodies: addressed(merged.bodies) };
			},
		},
	};
}

/** The time that there is counts from the start of the run. */
const withLess = (message: Message, spentMs: number): Message => ({
	...message,
	policy: { ...message.policy, maxWaitMs: Math.max(0, message.policy.maxWaitMs - spentMs) },
});

/** The result of a call as that of one of its messages; calls that several share are counted once. */
function ofOne(result: Result, { item, batch, routes: [{ target }] }: BatchMessage, isFirst: boolean, earlier?: Result): Result {
	const own = {
		item,
		target: target.name,
		attempts: result.attempts + (earlier?.attempts ?? 0),
		apiCalls: (isFirst ? result.apiCalls : 0) + (earlier?.apiCalls ?? 0),
		waitedMs: result.waitedMs + (earlier?.waitedMs ?? 0),
	};
	if (result.status === 'failed') return { ...result, ...own };
	const failure = result.refused?.get(batch.recipient);
	if (!failure) return { ...result, ...own };
	const { channel, targetKey, warnings } = result;
	return { ...own, channel, targetKey, warnings, status: 'failed', failure, mayHaveArrived: false };
}

const isWorthAnotherRound = (result: Result, { policy }: Message, spentMs: number): boolean =>
	result.status === 'failed' && isForNow(result.failure) && policy.overLimit !== 'fail' && spentMs + PAUSE_MS * 1.5 <= policy.maxWaitMs;

/** It was the reader's own limit; a call that was refused as a whole has waited already. */
const isForNow = ({ class: failureClass, code }: Failure): boolean => failureClass === 'rateLimited' && code === RECIPIENT_LIMIT;
