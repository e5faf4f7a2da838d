import type { Clock } from '../clock';
import type { Limit, Target } from './types';

/** A place in the sending order of a target. */
interface Reservation {
	/** When the call is planned or was made, in ms; when it is settled, the time of its answer. */
	at: number;
	settled: boolean;
	/** Resolves when the place is settled or given back. */
	over: Promise<void>;
	end: () => void;
}

/** A granted slot; `settle` must be called when the call has been answered (or has failed). */
export interface Slot {
	settle(): void;
}

/**
 * The limits of one target (a bot, a person, a chat), shared by all executions of the process.
 *
 * A slot is counted until `windowMs` after the *answer* to its call: the platform saw the call at some
 * time before its answer, so two calls can never be closer together there than they are here.
 * Places are given in the order of asking; who would have to wait past its deadline is told at once.
 */
export class Bucket {
	private readonly reservations: Reservation[] = [];
	private blockedUntil = 0;

	constructor(
		private readonly limits: Limit[],
		private readonly clock: Clock,
	) {
		const unknown = Math.max(0, ...limits.map(({ max, atStart }) => max - (atStart ?? max)));
		for (let i = 0; i < unknown; i++) this.settle(this.reserve(clock.now()));
	}

	/** No call before `until` (ms since the epoch): the platform has said so. */
	block(until: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, until);
	}

	/** A slot, as soon as one is free; or when one will be free, if that is after `deadline` (ms since the epoch). */
	async acquire(deadline: number, signal?: AbortSignal): Promise<Slot | { retryAt: number }> {
		this.forget();
		const mine = this.reserve(this.earliest(this.reservations.length));
		try {
			for (;;) {
				const index = this.reservations.indexOf(mine);
				mine.at = this.earliest(index);
				if (mine.at > deadline) {
					this.giveBack(mine);
					return { retryAt: mine.at };
				}
				const pending = this.counted(index).find(({ settled }) => !settled);
				const wait = mine.at - this.clock.now();
				if (pending) await abortable(pending.over, signal);
				else if (wait > 0) await this.clock.sleep(wait, signal);
				else return { settle: () => this.settle(mine) };
			}
		} catch (error) {
			this.giveBack(mine);
			throw error;
		}
	}

	/** True when nothing is counted any more, so that the bucket may be forgotten. */
	isIdle(): boolean {
		this.forget();
		return this.reservations.length === 0 && this.blockedUntil <= this.clock.now();
	}

	/** When the reservation at `index` may go, given those before it. */
	private earliest(index: number): number {
		const times = this.limits.flatMap(({ max, windowMs }) =>
			this.reservations.slice(0, Math.max(0, index - max + 1)).map(({ at }) => at + windowMs),
		);
		return times.reduce((a, b) => Math.max(a, b), Math.max(this.clock.now(), this.blockedUntil));
	}

	/** The reservations whose windows must be over before the one at `index` may go. */
	private counted(index: number): Reservation[] {
		const smallest = Math.min(...this.limits.map(({ max }) => max));
		return this.reservations.slice(0, Math.max(0, index - smallest + 1));
	}

	private reserve(at: number): Reservation {
		let end = () => {};
		const over = new Promise<void>((resolve) => (end = resolve));
		const reservation = { at, settled: false, over, end };
		this.reservations.push(reservation);
		return reservation;
	}

	private settle(reservation: Reservation): void {
		reservation.at = this.clock.now();
		reservation.settled = true;
		reservation.end();
	}

	private giveBack(reservation: Reservation): void {
		this.reservations.splice(this.reservations.indexOf(reservation), 1);
		reservation.end();
	}

	private forget(): void {
		const longest = Math.max(...this.limits.map(({ windowMs }) => windowMs));
		const before = this.clock.now() - longest;
		while (this.reservations[0]?.settled && this.reservations[0].at < before) this.reservations.shift();
	}
}

async function abortable(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
	if (!signal) return await promise;
	signal.throwIfAborted();
	await new Promise<void>((resolve, reject) => {
		const abort = () => reject(signal.reason);
		signal.addEventListener('abort', abort, { once: true });
		void promise.then(() => {
			signal.removeEventListener('abort', abort);
			resolve();
		});
	});
}

/** All buckets of the process. */
export class Buckets {
	private readonly byKey = new Map<string, Bucket>();

	constructor(private readonly clock: Clock) {}

	of(target: Target): Bucket {
		let bucket = this.byKey.get(target.key);
		if (!bucket) {
			this.forgetIdle();
			bucket = new Bucket(target.limits, this.clock);
			this.byKey.set(target.key, bucket);
		}
		return bucket;
	}

	/** Keeps a process that talks to ever new targets from growing without end. */
	private forgetIdle(): void {
		if (this.byKey.size < 1000) return;
		for (const [key, bucket] of this.byKey) if (bucket.isIdle()) this.byKey.delete(key);
	}
}
