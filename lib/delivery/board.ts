import { nextTurn, overLimit, send, type Attempted, type Sending, type Turn } from './attempts';
import { keyOfDigest } from './idempotencyKey';
import type { SendingState } from './state';
import { unexpected, type Digestible, type Failure, type Message, type Result, type Routes } from './types';

/** How long what is not urgent leaves the reserve alone. */
const MODEST_MS = 20_000;

export type DigestibleMessage = Message & { digest: Digestible };

/** A message that comes to the board. */
export interface Arrival {
	message: DigestibleMessage;
	/** How it would go alone. */
	sending: Sending;
	/** Its key, alone. */
	key: string;
	/** Calls that it has cost already. */
	attempts: number;
	signal?: AbortSignal;
}

interface Entry extends Arrival {
	joinedAt: number;
	/** Beginnings whose end this is, and whose place it has taken. */
	replaced: Entry[];
	settle(result: Result): void;
}

/**
 * The messages of one kind that wait for the same readers, from whatever execution. They go out in waves: what
 * waits when a wave begins goes at once, in as few messages as hold it and the urgent first; what comes later is
 * gathered for the next wave.
 */
export class Board {
	private entries: Entry[] = [];
	private flushing = false;
	private waveBegan = -Infinity;
	/** Ends whatever the board waits for, so that it looks again. */
	private wait = new AbortController();

	constructor(private readonly state: SendingState) {}

	get isEmpty(): boolean {
		return this.entries.length === 0 && !this.flushing;
	}

	/** Nobody would miss it. */
	get isIdle(): boolean {
		return this.isEmpty && this.waveBegan < this.state.clock.now() - 60_000;
	}

	/** Resolves when the message has gone, alone or with others, or can't go in time; rejects when its signal is aborted. */
	join(arrival: Arrival): Promise<Result> {
		const { signal } = arrival;
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			const leave = () => {
				this.remove(entry);
				this.wait.abort();
				reject(signal?.reason);
			};
			const entry: Entry = {
				...arrival,
				joinedAt: this.state.clock.now(),
				replaced: [],
				settle: (result) => {
					signal?.removeEventListener('abort', leave);
					resolve(result);
				},
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.place(entry);
			this.turnAway();
			if (entry.message.digest.urgent) this.wait.abort();
			if (!this.flushing) void this.flush();
		});
	}

	/** The end of something takes the place of its beginning. */
	private place(entry: Entry): void {
		const { subject, phase } = entry.message.digest;
		if (phase === 'end' && subject !== undefined) {
			entry.replaced = this.entries.filter(({ message: { digest } }) => digest.phase === 'begin' && digest.subject === subject);
			this.entries = this.entries.filter((other) => !entry.replaced.includes(other));
		}
		this.entries.push(entry);
	}

	/** What it stood for stands for itself again. */
	private remove(entry: Entry): void {
		this.entries = this.entries.flatMap((other) => (other === entry ? entry.replaced : [other]));
	}

	private async flush(): Promise<void> {
		this.flushing = true;
		for (this.turnAway(); this.entries.length > 0; this.turnAway()) {
			if (this.due() > this.state.clock.now()) {
				await this.pause();
				continue;
			}
			const turn = await this.turn();
			if (turn) await this.sendNext(turn);
		}
		this.flushing = false;
	}

	/** When the next message may go as far as the waves are concerned. */
	private due(): number {
		const isLeftOver = this.oldest().joinedAt <= this.waveBegan;
		return isLeftOver ? this.waveBegan : this.waveBegan + msBetweenWaves(this.routes());
	}

	private async pause(): Promise<void> {
		this.wait = new AbortController();
		const until = Math.min(this.due(), this.firstDeadline());
		await this.state.clock.sleep(until - this.state.clock.now(), this.wait.signal).catch(() => {});
	}

	/** A slot; undefined if there is something to look at first. */
	private async turn(): Promise<Turn | undefined> {
		const wait = new AbortController();
		this.wait = wait;
		// Somebody's time is up: he is to hear of it.
		void this.state.clock.sleep(this.firstDeadline() - this.state.clock.now(), wait.signal).then(
			() => wait.abort(),
			() => {},
		);
		try {
			const turn = await nextTurn(this.routes(), Infinity, this.state, wait.signal, this.modestUntil());
			if ('retryAt' in turn) return undefined;
			if (this.entries.length > 0) return turn;
			turn.slot.release();
			return undefined;
		} catch {
			return undefined;
		} finally {
			wait.abort();
		}
	}

	private async sendNext(turn: Turn): Promise<void> {
		if (this.oldest().joinedAt > this.waveBegan) this.waveBegan = this.state.clock.now();
		const isUrgent = ({ message: { digest } }: Entry) => digest.urgent;
		const inOrder = [...this.entries.filter(isUrgent), ...this.entries.filter((entry) => !isUrgent(entry))];
		await this.sendFirst(inOrder, turn);
	}

	/** Sends as many of the first entries as one message holds; returns how many. */
	private async sendFirst(entries: Entry[], turn?: Turn): Promise<number> {
		let batch = entries;
		try {
			const { sending, taken } = together(entries);
			batch = entries.slice(0, taken);
			// On its way: nothing takes its place any more.
			this.entries = this.entries.filter((entry) => !batch.includes(entry));
			const attempted = await send(sending, this.state, turn);
			if (isForOneOf(batch, attempted)) {
				// The others must not go down with it.
				const half = Math.ceil(batch.length / 2);
				for (const part of [batch.slice(0, half), batch.slice(half)]) {
					for (let rest = part; rest.length > 0; ) rest = rest.slice(await this.sendFirst(rest));
				}
			} else {
				const mergedInto = keyOf(attempted, sending);
				batch.forEach((entry, index) => this.settle(entry, attempted, { mergedInto, isAlone: batch.length === 1, isFirst: index === 0 }));
			}
		} catch (error) {
			// A defect of ours; nobody is to wait for ever because of it.
			turn?.slot.release();
			this.entries = this.entries.filter((entry) => !batch.includes(entry));
			for (const entry of batch) this.fail(entry, unexpected(error));
		}
		return batch.length;
	}

	private settle(entry: Entry, attempted: Attempted, how: { mergedInto: string; isAlone: boolean; isFirst: boolean }): void {
		const { channel, target, attempts, warnings, outcome } = attempted;
		const base = {
			item: entry.message.item,
			channel,
			target,
			attempts: entry.attempts + attempts,
			// Calls that several share are counted once.
			apiCalls: entry.attempts + (how.isFirst ? attempts : 0),
			warnings: how.isAlone ? warnings : [...entry.message.warnings, ...warnings],
			waitedMs: this.state.clock.now() - entry.joinedAt,
		};
		if ('failure' in outcome) entry.settle({ ...base, ...outcome, status: 'failed' });
		else if (how.isAlone) entry.settle({ ...base, ...outcome, status: 'sent' });
		else entry.settle({ ...base, ...outcome, status: 'merged', mergedInto: how.mergedInto });
		for (const other of entry.replaced) this.settle(other, attempted, { ...how, isAlone: false, isFirst: false });
	}

	private fail(entry: Entry, failure: Failure): void {
		const { target } = entry.message.routes[0];
		const outcome = { failure, mayHaveArrived: entry.sending.mayHaveArrived };
		const attempted = { channel: target.channel, target: target.name, attempts: 0, warnings: [], waitedMs: 0, outcome };
		this.settle(entry, attempted, { mergedInto: '', isAlone: true, isFirst: true });
	}

	/** Tells those who can't go in time, instead of letting them wait for nothing. */
	private turnAway(): void {
		if (this.entries.length === 0) return;
		const now = this.state.clock.now();
		const isLate = ({ sending }: Entry) => sending.deadline < goesAt && goesAt > now;
		const goesAt = Math.max(this.due(), Math.min(...this.routes().map(({ target }) => this.state.buckets.of(target).freeAt(this.modestUntil()))));
		for (const entry of this.entries.filter(isLate)) {
			this.remove(entry);
			entry.replaced = [];
			this.fail(entry, overLimit(goesAt));
		}
	}

	private routes(): Routes {
		return this.entries[0]!.message.routes;
	}

	private oldest(): Entry {
		return this.entries.reduce((oldest, entry) => (entry.joinedAt < oldest.joinedAt ? entry : oldest));
	}

	private firstDeadline(): number {
		return Math.min(...this.entries.map(({ sending }) => sending.deadline));
	}

	private modestUntil(): number {
		if (this.entries.some(({ message: { digest } }) => digest.urgent)) return 0;
		return Math.min(this.oldest().joinedAt + MODEST_MS, this.firstDeadline());
	}
}

/** So that digests alone take half of what the limits allow. */
function msBetweenWaves(routes: Routes): number {
	const perMs = routes.map(({ target }) => Math.min(...target.limits.map(({ max, windowMs }) => max / 2 / windowMs)));
	return 1 / perMs.reduce((sum, one) => sum + one, 0);
}

/** The first entry as it is if it is alone, or one message for as many as it holds. */
function together(entries: Entry[]): { sending: Sending; taken: number } {
	const [first] = entries as [Entry];
	const policy = { ...first.sending.policy, overLimit: 'wait' as const };
	const alone = { sending: { ...first.sending, policy, signal: undefined }, taken: 1 };
	if (entries.length === 1) return alone;
	const { taken, bodies, warnings } = first.message.digest.merge(
		entries.map(({ message: { digest }, replaced }) => ({ entry: digest.entry, untoldBeginning: replaced.length > 0 })),
	);
	if (taken === 1) return alone;
	const batch = entries.slice(0, taken);
	return {
		taken,
		sending: {
			...first.sending,
			bodies,
			warnings,
			policy,
			deadline: Math.max(...batch.map(({ sending }) => sending.deadline)),
			mayHaveArrived: false,
			keyOf: (body) => keyOfDigest(batch.map(({ key }) => key), body),
			signal: undefined,
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
