import { wallTime } from '../clock';
import { nextTurn, overLimit, send, type Attempted, type Sending, type Turn } from './attempts';
import type { Need } from './bucket';
import { keyOfDigest } from './idempotencyKey';
import type { SendingState } from './state';
import { unexpected, type Digestible, type Failure, type Message, type Result, type Routes } from './types';

/** How long what is not urgent leaves the reserve alone. */
const MODEST_MS = 20_000;
/** No platform's message holds more lines; no more have to be looked at for one. */
const MOST_IN_ONE = 1_000;

export type DigestibleMessage = Message & { digest: Digestible };

/** A message that comes to the board. */
export interface Arrival {
	message: DigestibleMessage;
	/** How it would go alone. */
	sending: Sending;
	/** Its key, alone. */
	key: string;
	/** How often it has been tried already. */
	attempts: number;
	/** How many of these calls are counted as its own. */
	calls: number;
	signal?: AbortSignal;
}

interface Entry extends Arrival {
	/** Steady time, in ms, as all times here. */
	joinedAt: number;
	/** Beginnings whose end this is, and whose place it has taken. */
	replaced: Entry[];
	/** The part of a refused message that it was in: goes apart from all others, until the one at fault is found. */
	suspects?: number;
	settle(result: Result): void;
}

/**
 * The messages of one kind that wait for the same readers, from whatever execution. They go out in waves: what
 * waits when a wave begins goes at once, in as few messages as hold it and the urgent first; what comes later is
 * gathered for the next wave.
 */
export class Board {
	private entries = new Set<Entry>();
	private flushing = false;
	private waveBegan = -Infinity;
	/** Ends whatever the board waits for. */
	private wait = new AbortController();
	/** Of the slot that the board waits for, if it does. */
	private need: Need = { urgent: false, modestUntil: 0 };
	private parts = 0;
	private summary?: { oldest: number; firstDeadline: number; urgent: boolean };

	constructor(private readonly state: SendingState) {}

	get isEmpty(): boolean {
		return this.entries.size === 0 && !this.flushing;
	}

	/** Nobody would miss it. */
	get isIdle(): boolean {
		return this.isEmpty && this.waveBegan < this.now() - 60_000;
	}

	/** Resolves when the message has gone, alone or with others, or can't go in time; rejects when its signal is aborted. */
	join(arrival: Arrival): Promise<Result> {
		const { signal } = arrival;
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			const leave = () => {
				this.leave(entry);
				reject(signal?.reason);
			};
			const entry: Entry = {
				...arrival,
				joinedAt: this.now(),
				replaced: [],
				settle: (result) => {
					signal?.removeEventListener('abort', leave);
					resolve(result);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.place(entry);
			this.turnAway([entry]);
			if (this.entries.size > 0 && !this.flushing) void this.flush();
			else this.hurry();
		});
	}

	/** The end of something takes the place of its beginning. */
	private place(entry: Entry): void {
		const { subject, phase } = entry.message.digest;
		if (phase === 'end' && subject !== undefined) {
			entry.replaced = [...this.entries].filter(({ message: { digest } }) => digest.phase === 'begin' && digest.subject === subject);
			this.remove(entry.replaced);
		}
		this.add([entry]);
	}

	private add(entries: Entry[]): void {
		for (const entry of entries) {
			this.entries.add(entry);
			if (!this.summary) continue;
			const { oldest, firstDeadline, urgent } = this.summary;
			this.summary = {
				oldest: Math.min(oldest, entry.joinedAt),
				firstDeadline: Math.min(firstDeadline, entry.sending.deadline),
				urgent: urgent || entry.message.digest.urgent,
			};
		}
	}

	private remove(entries: Entry[]): void {
		for (const entry of entries) this.entries.delete(entry);
		this.summary = undefined;
	}

	/** Of all entries: there is at least one. */
	private get whole(): NonNullable<Board['summary']> {
		if (this.summary) return this.summary;
		const whole = { oldest: Infinity, firstDeadline: Infinity, urgent: false };
		for (const { joinedAt, sending, message } of this.entries) {
			whole.oldest = Math.min(whole.oldest, joinedAt);
			whole.firstDeadline = Math.min(whole.firstDeadline, sending.deadline);
			whole.urgent ||= message.digest.urgent;
		}
		this.summary = whole;
		return whole;
	}

	/** Its execution has been stopped. What it stood for stands for itself again. */
	private leave(entry: Entry): void {
		for (const other of this.entries) other.replaced = other.replaced.filter((replaced) => replaced !== entry);
		if (this.entries.has(entry)) {
			this.remove([entry]);
			this.add(entry.replaced);
		}
		if (this.entries.size === 0) this.wait.abort();
	}

	private async flush(): Promise<void> {
		this.flushing = true;
		try {
			for (this.turnAway(this.entries); this.entries.size > 0; this.turnAway(this.entries)) {
				if (this.due() > this.now()) {
					await this.pause();
					continue;
				}
				const turn = await this.turn();
				if (turn && this.entries.size > 0) await this.sendNext(turn);
				else turn?.slot.release();
			}
		} catch (error) {
			// A defect of ours; nobody is to wait for ever because of it.
			this.failAll([...this.entries], unexpected(error));
		} finally {
			this.flushing = false;
		}
	}

	/** When the next message may go as far as the waves are concerned. */
	private due(): number {
		const isLeftOver = this.whole.oldest <= this.waveBegan;
		return isLeftOver ? this.waveBegan : this.waveBegan + msBetweenWaves(this.routes());
	}

	private async pause(): Promise<void> {
		this.wait = new AbortController();
		const until = Math.min(this.due(), this.whole.firstDeadline);
		await this.state.clock.sleep(until - this.now(), this.wait.signal).catch(() => {});
	}

	/** A slot; undefined if nobody needs it any more. */
	private async turn(): Promise<Turn | undefined> {
		const wait = new AbortController();
		this.wait = wait;
		this.need = { urgent: false, modestUntil: Infinity };
		this.hurry();
		void this.watchDeadlines(wait.signal);
		try {
			const turn = await nextTurn(this.routes(), Infinity, this.state, wait.signal, this.need);
			return 'retryAt' in turn ? undefined : turn;
		} catch {
			return undefined;
		} finally {
			wait.abort();
		}
	}

	/** The board keeps its place in the queue, however its need for a slot grows. */
	private hurry(): void {
		if (this.entries.size === 0) return;
		const { urgent, oldest, firstDeadline } = this.whole;
		const modestUntil = urgent ? 0 : Math.min(oldest + MODEST_MS, firstDeadline);
		if (urgent === this.need.urgent && modestUntil >= this.need.modestUntil) return;
		this.need.urgent = urgent;
		this.need.modestUntil = Math.min(this.need.modestUntil, modestUntil);
		for (const { target } of this.routes()) this.state.buckets.of(target).reconsider();
	}

	/** Whose time is up while the board waits for a slot is to hear of it. */
	private async watchDeadlines(signal: AbortSignal): Promise<void> {
		while (!signal.aborted && this.entries.size > 0) {
			const { firstDeadline } = this.whole;
			await this.state.clock.sleep(firstDeadline - this.now(), signal).catch(() => {});
			if (signal.aborted) return;
			this.failAll(
				[...this.entries].filter(({ sending }) => sending.deadline <= firstDeadline),
				overLimit(wallTime(this.state.clock, this.goesAt())),
			);
		}
		this.wait.abort();
	}

	private async sendNext(turn: Turn): Promise<void> {
		if (this.whole.oldest > this.waveBegan) this.waveBegan = this.now();
		const batch = this.nextTogether();
		let entries = batch;
		try {
			const { sending, taken } = together(batch);
			entries = batch.slice(0, taken);
			// On its way: nothing takes its place any more.
			this.remove(entries);
			const attempted = await send(sending, this.state, turn);
			if (isForOneOf(entries, attempted)) return this.split(entries, attempted.attempts);
			const mergedInto = keyOf(attempted, sending);
			const isAlone = entries.length === 1 && sending.bodies === entries[0]!.sending.bodies;
			entries.forEach((entry, index) => this.settle(entry, attempted, { mergedInto, isAlone, isFirst: index === 0 }));
		} catch (error) {
			turn.slot.release();
			this.failAll(entries, unexpected(error));
		}
	}

	/** The urgent first; those under suspicion only with their like. */
	private nextTogether(): Entry[] {
		const all = [...this.entries];
		const isUrgent = ({ message: { digest } }: Entry) => digest.urgent;
		const first = all.find((entry) => isUrgent(entry) && entry.suspects === undefined) ?? all.find(({ joinedAt }) => joinedAt <= this.whole.oldest)!;
		const together = all.filter(({ suspects }) => suspects === first.suspects);
		return [...together.filter(isUrgent), ...together.filter((entry) => !isUrgent(entry))].slice(0, MOST_IN_ONE);
	}

	/** One of them is not taken, and the others must not go down with it: half of them goes apart from the other half. */
	private split(entries: Entry[], attempts: number): void {
		entries[0]!.calls += attempts;
		const half = Math.ceil(entries.length / 2);
		for (const part of [entries.slice(0, half), entries.slice(half)]) {
			const suspects = ++this.parts;
			for (const entry of part) {
				entry.suspects = suspects;
				entry.attempts += attempts;
			}
			this.add(part.filter(({ signal }) => !signal?.aborted));
		}
	}

	private settle(entry: Entry, attempted: Attempted, how: { mergedInto: string; isAlone: boolean; isFirst: boolean }): void {
		const { channel, target, targetKey, attempts, warnings, outcome } = attempted;
		const base = {
			item: entry.message.item,
			channel,
			target,
			targetKey,
			attempts: entry.attempts + attempts,
			// Calls that several share are counted once.
			apiCalls: entry.calls + (how.isFirst ? attempts : 0),
			warnings: how.isAlone ? warnings : [...entry.message.warnings, ...warnings],
			waitedMs: this.now() - entry.joinedAt,
		};
		const mergedInto = how.isAlone ? undefined : how.mergedInto;
		if ('failure' in outcome) entry.settle({ ...base, ...outcome, status: 'failed', mergedInto });
		else if (mergedInto === undefined) entry.settle({ ...base, ...outcome, status: 'sent' });
		else entry.settle({ ...base, ...outcome, status: 'merged', mergedInto });
		for (const other of entry.replaced) this.settle(other, attempted, { ...how, isAlone: false, isFirst: false });
	}

	private failAll(entries: Entry[], failure: Failure): void {
		this.remove(entries);
		for (const entry of entries) {
			const { target } = entry.message.routes[0];
			const outcome = { failure, mayHaveArrived: entry.sending.mayHaveArrived };
			const base = { channel: target.channel, target: target.name, targetKey: target.key };
			this.settle(entry, { ...base, attempts: 0, warnings: [], waitedMs: 0, outcome }, { mergedInto: '', isAlone: true, isFirst: true });
		}
	}

	/** Tells those who can't go in time, instead of letting them wait for nothing. */
	private turnAway(entries: Iterable<Entry>): void {
		if (this.entries.size === 0) return;
		const goesAt = this.goesAt();
		if (goesAt <= this.now()) return;
		const late = [...entries].filter(({ sending }) => sending.deadline < goesAt);
		// What they stood for has a time of its own.
		for (const entry of late) {
			this.add(entry.replaced);
			entry.replaced = [];
		}
		if (late.length > 0) this.failAll(late, overLimit(wallTime(this.state.clock, goesAt)));
	}

	/** When the next message can go. */
	private goesAt(): number {
		if (this.entries.size === 0) return this.now();
		const { urgent, oldest, firstDeadline } = this.whole;
		const need = { urgent, modestUntil: urgent ? 0 : Math.min(oldest + MODEST_MS, firstDeadline) };
		const free = this.routes().map(({ target }) => this.state.buckets.of(target).freeAt(need));
		return Math.max(this.due(), Math.min(...free));
	}

	private routes(): Routes {
		const [first] = this.entries;
		return first!.message.routes;
	}

	private now(): number {
		return this.state.clock.elapsed();
	}
}

/** So that digests alone take half of what the limits allow. */
function msBetweenWaves(routes: Routes): number {
	const perMs = routes.map(({ target }) => Math.min(...target.limits.map(({ max, windowMs }) => max / 2 / windowMs)));
	return 1 / perMs.reduce((sum, one) => sum + one, 0);
}

/** The first entry as it is if it is alone and stands for nothing else, or one message for as many as it holds. */
function together(entries: Entry[]): { sending: Sending; taken: number } {
	const [first] = entries as [Entry];
	const policy = { ...first.sending.policy, overLimit: 'wait' as const };
	const alone = { sending: { ...first.sending, policy, signal: undefined }, taken: 1 };
	if (entries.length === 1 && first.replaced.length === 0) return alone;
	const { taken, bodies, warnings } = first.message.digest.merge(
		entries.map(({ message: { digest }, replaced }) => ({ entry: digest.entry, untoldBeginning: replaced.length > 0 })),
	);
	if (taken === 1 && first.replaced.length === 0) return alone;
	const batch = entries.slice(0, taken);
	return {
		taken,
		sending: {
			...alone.sending,
			bodies,
			warnings,
			deadline: Math.max(...batch.map(({ sending }) => sending.deadline)),
			mayHaveArrived: false,
			keyOf: (body) => keyOfDigest(batch.map(({ key }) => key), body),
		},
	};
}

/** What the platform does not take is in one of several. */
const isForOneOf = (batch: Entry[], { outcome }: Attempted): boolean =>
	batch.length > 1 && 'failure' in outcome && (outcome.failure.messageAtFault === 'content' || outcome.failure.messageAtFault === 'form');

/** What the results of a shared message have in common. */
const keyOf = ({ outcome }: Attempted, { keyOf, bodies }: Sending): string =>
	('messageId' in outcome ? outcome.messageId : undefined) ?? keyOf(bodies.best);

/** All boards of the process. */
export class Boards {
	private readonly byKind = new Map<string, Board>();

	/** What a board needs is there before it is. */
	constructor(private readonly state: SendingState) {}

	of(kind: string): Board {
		let board = this.byKind.get(kind);
		if (!board) {
			this.forgetIdle();
			board = new Board(this.state);
			this.byKind.set(kind, board);
		}
		return board;
	}

	private forgetIdle(): void {
		if (this.byKind.size < 1000) return;
		for (const [kind, board] of this.byKind) if (board.isIdle) this.byKind.delete(kind);
	}
}
