import type { Clock } from '../clock';
import type { Limit, Target } from './types';

interface Call {
	/** When it was answered, in ms since the epoch; undefined while it is under way. */
	answeredAt?: number;
}

interface Waiter {
	deadline: number;
	settle: (answer: Slot | Refusal) => void;
}

/** A granted slot; `settle` must be called when the call has been answered (or has failed). */
export interface Slot {
	settle(): void;
}

/** No slot before the deadline; there will be one at `retryAt` (ms since the epoch). */
export interface Refusal {
	retryAt: number;
}

/**
 * The limits of one target (a bot, a person, a chat), shared by all executions of the process.
 *
 * A slot is counted until `windowMs` after the *answer* to its call: the platform saw the call at some
 * time before its answer, so two calls can never be closer together there than they are here.
 * Slots are given in the order of asking; who would have to wait past its deadline is told at once.
 */
export class Bucket {
	/** In the order in which they were let go. */
	private readonly calls: Call[] = [];
	private waiters: Waiter[] = [];
	private blockedUntil = 0;
	/** When the clock wakes us, in ms since the epoch. */
	private alarmAt = Infinity;

	constructor(
		private readonly limits: Limit[],
		private readonly clock: Clock,
	) {
		const unknown = Math.max(0, ...limits.map(({ max, atStart }) => max - (atStart ?? max)));
		for (let i = 0; i < unknown; i++) this.calls.push({ answeredAt: clock.now() });
	}

	/** No call before `until` (ms since the epoch): the platform has said so. */
	block(until: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, until);
		this.advance();
	}

	/** A slot, as soon as one is free; or when one will be free, if that is after `deadline` (ms since the epoch). */
	async acquire(deadline: number, signal?: AbortSignal): Promise<Slot | Refusal> {
		signal?.throwIfAborted();
		return await new Promise((resolve, reject) => {
			const waiter: Waiter = {
				deadline,
				settle: (answer) => {
					signal?.removeEventListener('abort', leave);
					resolve(answer);
				},
			};
			const leave = () => {
				this.waiters = this.waiters.filter((other) => other !== waiter);
				reject(signal?.reason);
			};
			signal?.addEventListener('abort', leave, { once: true });
			this.waiters.push(waiter);
			this.advance();
		});
	}

	/** True when nothing is counted any more, so that the bucket may be forgotten. */
	isIdle(): boolean {
		this.forget();
		return this.calls.length === 0 && this.waiters.length === 0 && this.blockedUntil <= this.clock.now();
	}

	/** Lets go whose time has come, turns away who can't go in time, and wakes up again for the next one. */
	private advance(): void {
		this.forget();
		const now = this.clock.now();
		// Whatever is under way is answered now at the earliest.
		const plan = new Plan(this.limits, Math.max(now, this.blockedUntil));
		for (const { answeredAt } of this.calls) plan.add(answeredAt ?? now);

		const asking = this.waiters;
		this.waiters = [];
		let next = Infinity;
		for (const waiter of asking) {
			const at = plan.earliest();
			if (at > now && at > waiter.deadline) {
				waiter.settle({ retryAt: at });
				continue;
			}
			plan.add(at);
			if (at <= now) {
				waiter.settle(this.letGo());
			} else {
				this.waiters.push(waiter);
				next = Math.min(next, at);
			}
		}
		this.wakeAt(next);
	}

	private letGo(): Slot {
		const call: Call = {};
		this.calls.push(call);
		return {
			settle: () => {
				call.answeredAt = this.clock.now();
				this.advance();
			},
		};
	}

	/** An alarm is never taken back: one that comes too early only looks again. */
	private wakeAt(time: number): void {
		if (time >= this.alarmAt) return;
		this.alarmAt = time;
		void this.clock.sleep(time - this.clock.now()).then(() => {
			if (this.alarmAt === time) this.alarmAt = Infinity;
			this.advance();
		});
	}

	private forget(): void {
		const before = this.clock.now() - Math.max(0, ...this.limits.map(({ windowMs }) => windowMs));
		while ((this.calls[0]?.answeredAt ?? Infinity) <= before) this.calls.shift();
	}
}

/** When calls may go, one after the other. */
class Plan {
	/** The time of each call, or that of one before it if that is later. */
	private readonly times: number[] = [];

	constructor(
		private readonly limits: Limit[],
		private readonly start: number,
	) {}

	add(time: number): void {
		this.times.push(Math.max(time, this.times.at(-1) ?? time));
	}

	/** When the next call may go: of any `max + 1` calls, the last comes `windowMs` after the first. */
	earliest(): number {
		return this.limits.reduce((time, { max, windowMs }) => {
			const first = this.times[this.times.length - max];
			return first === undefined ? time : Math.max(time, first + windowMs);
		}, this.start);
	}
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
