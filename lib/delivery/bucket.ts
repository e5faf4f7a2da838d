import type { Clock } from '../clock';
import type { Limit, Target } from './types';

interface Call {
	/** When it was answered, in ms of the steady time; undefined while it is under way. */
	answeredAt?: number;
}

/** How much somebody needs a slot; may change while he waits (then the bucket is to `reconsider`). */
export interface Need {
	/** Goes before the others. */
	urgent: boolean;
	/** Until when the reserve is left to what is urgent, in ms of the steady time. */
	modestUntil: number;
}

const ORDINARY: Need = { urgent: false, modestUntil: 0 };

interface Waiter {
	deadline: number;
	need: Need;
	settle: (answer: Slot | Refusal) => void;
}

/** A granted slot; one of the two must be called. */
export interface Slot {
	/** The call has been answered, or has failed. */
	settle(): void;
	/** There was no call (without effect after `settle`). */
	release(): void;
}

/** No slot before the deadline; there will be one at `retryAt` (ms of the steady time). */
export interface Refusal {
	retryAt: number;
}

/**
 * The limits of one target (a bot, a person, a chat), shared by all executions of the process.
 *
 * A slot is counted until `windowMs` after the *answer* to its call: the platform saw the call at some
 * time before its answer, so two calls can never be closer together there than they are here.
 * Slots are given in the order of asking, to what is urgent first; who would have to wait past its deadline is told
 * at once. All times are those of the clock that never jumps.
 */
export class Bucket {
	/** In the order in which they were let go. */
	private readonly calls: Call[] = [];
	private waiters: Waiter[] = [];
	private blockedUntil = 0;
	/** When the clock wakes us. */
	private alarmAt = Infinity;

	constructor(
		private readonly limits: Limit[],
		private readonly clock: Clock,
	) {
		const unknown = Math.max(0, ...limits.map(({ max, atStart }) => max - (atStart ?? max)));
		for (let i = 0; i < unknown; i++) this.calls.push({ answeredAt: clock.elapsed() });
	}

	/** No call before `until`: the platform has said so. */
	block(until: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, until);
		this.advance();
	}

	/** A slot, as soon as one is free; or when one will be free, if that is after `deadline`. */
	async acquire(deadline: number, signal?: AbortSignal, need: Need = ORDINARY): Promise<Slot | Refusal> {
		signal?.throwIfAborted();
		// Whoever can't go in time is told without a look at all who wait, so that very many can ask.
		if (!need.urgent && this.waiters.length >= this.mostUntil(deadline)) return { retryAt: this.freeAt(need) };
		return await new Promise((resolve, reject) => {
			const waiter: Waiter = {
				deadline,
				need,
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

	/** How many calls there can be until then. */
	private mostUntil(deadline: number): number {
		const ms = Math.max(0, deadline - this.clock.elapsed());
		return Math.min(Infinity, ...this.limits.map(({ max, windowMs }) => max * (Math.floor(ms / windowMs) + 1)));
	}

	/** Somebody's need has changed. */
	reconsider(): void {
		this.advance();
	}

	/** When a slot will be free for one more. */
	freeAt(need: Need = ORDINARY): number {
		const plan = this.plan(this.clock.elapsed());
		for (const other of this.waiters) if (!need.urgent || other.need.urgent) plan.add(plan.earliestFor(0));
		return plan.earliestFor(need.modestUntil);
	}

	/** How many more calls would leave half of the widest limit to others. */
	room(): number {
		this.forget();
		const widest = this.limits.find(({ windowMs }) => windowMs === this.longestWindowMs());
		if (this.blockedUntil > this.clock.elapsed()) return 0;
		return Math.max(0, Math.floor((widest?.max ?? Infinity) / 2) - this.calls.length - this.waiters.length);
	}

	/** True when nothing is counted any more, so that the bucket may be forgotten. */
	isIdle(): boolean {
		this.forget();
		return this.calls.length === 0 && this.waiters.length === 0 && this.blockedUntil <= this.clock.elapsed();
	}

	/** Lets go whose time has come, turns away who can't go in time, and wakes up again for the next one. */
	private advance(): void {
		this.forget();
		const now = this.clock.elapsed();
		const plan = this.plan(now);
		const held: Waiter[] = [];
		let next = Infinity;
		/** Returns whether the waiter stays. */
		const stays = (waiter: Waiter, at: number): boolean => {
			if (at > now && at > waiter.deadline) {
				waiter.settle({ retryAt: at });
				return false;
			}
			plan.add(at);
			if (at > now) {
				next = Math.min(next, at);
				return true;
			}
			waiter.settle(this.letGo());
			return false;
		};

		const isUrgent = ({ need }: Waiter) => need.urgent;
		const asking = this.waiters.some(isUrgent)
			? [...this.waiters.filter(isUrgent), ...this.waiters.filter((waiter) => !isUrgent(waiter))]
			: this.waiters;
		this.waiters = [];
		for (const waiter of asking) {
			const { modestUntil } = waiter.need;
			const at = plan.earliestFor(modestUntil);
			// Those behind it may use what it leaves.
			if (at > now && modestUntil > now) held.push(waiter);
			else if (stays(waiter, at)) this.waiters.push(waiter);
		}
		for (const waiter of held) if (stays(waiter, plan.earliestFor(waiter.need.modestUntil))) this.waiters.push(waiter);
		this.wakeAt(next);
	}

	/** @param now read once: a clock that is fine enough goes on from one reading to the next */
	private plan(now: number): Plan {
		// Whatever is under way is answered now at the earliest.
		const plan = new Plan(this.limits, Math.max(now, this.blockedUntil));
		for (const { answeredAt } of this.calls) plan.add(answeredAt ?? now);
		return plan;
	}

	private letGo(): Slot {
		const call: Call = {};
		this.calls.push(call);
		return {
			settle: () => {
				call.answeredAt = this.clock.elapsed();
				this.advance();
			},
			release: () => {
				if (call.answeredAt !== undefined) return;
				this.calls.splice(this.calls.indexOf(call), 1);
				this.advance();
			},
		};
	}

	/** An alarm is never taken back: one that comes too early only looks again. */
	private wakeAt(time: number): void {
		if (time >= this.alarmAt) return;
		this.alarmAt = time;
		void this.clock.sleep(time - this.clock.elapsed()).then(() => {
			if (this.alarmAt === time) this.alarmAt = Infinity;
			this.advance();
		});
	}

	private longestWindowMs(): number {
		return Math.max(0, ...this.limits.map(({ windowMs }) => windowMs));
	}

	private forget(): void {
		const before = this.clock.elapsed() - this.longestWindowMs();
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

	/** When the next call may go if it leaves the reserve until then, and takes what there is after that. */
	earliestFor(modestUntil: number): number {
		return Math.min(this.earliest(true), Math.max(this.earliest(false), modestUntil));
	}

	/** Of any `max + 1` calls, the last comes `windowMs` after the first. */
	private earliest(modest: boolean): number {
		return this.limits.reduce((time, { max, windowMs, reserve = 0 }) => {
			const first = this.times[this.times.length - (modest ? Math.max(1, max - reserve) : max)];
			return first === undefined ? time : Math.max(time, first + windowMs);
		}, this.start);
	}
}

/** The bucket of a target, with those that it shares with other targets: a call takes a slot of each. */
export class Lane {
	constructor(
		private readonly own: Bucket,
		private readonly shared: Bucket[],
	) {}

	/** No call before `until`, because of its own limit or of one that it shares. */
	block(until: number, isShared = false): void {
		for (const bucket of isShared && this.shared.length > 0 ? this.shared : [this.own]) bucket.block(until);
	}

	/** The narrowest first: who waits for it holds up nobody else. */
	async acquire(deadline: number, signal?: AbortSignal, need?: Need): Promise<Slot | Refusal> {
		const slots: Slot[] = [];
		const release = () => slots.forEach((slot) => slot.release());
		try {
			for (const bucket of [this.own, ...this.shared]) {
				const answer = await bucket.acquire(deadline, signal, need);
				if ('retryAt' in answer) {
					release();
					return answer;
				}
				slots.push(answer);
			}
		} catch (error) {
			release();
			throw error;
		}
		return { settle: () => slots.forEach((slot) => slot.settle()), release };
	}

	reconsider(): void {
		for (const bucket of [this.own, ...this.shared]) bucket.reconsider();
	}

	freeAt(need?: Need): number {
		return Math.max(...[this.own, ...this.shared].map((bucket) => bucket.freeAt(need)));
	}

	room(): number {
		return Math.min(...[this.own, ...this.shared].map((bucket) => bucket.room()));
	}
}

/** Beyond this many, buckets that count nothing are forgotten. */
const MOST_IDLE = 1000;

/** All buckets of the process. */
export class Buckets {
	private readonly byKey = new Map<string, Bucket & { host?: string }>();
	private sweepAt = MOST_IDLE;
	/** Hosts that have shut out this machine, and until when. */
	private readonly shutOut = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	of({ key, host, limits, shared = [] }: Target): Lane {
		return new Lane(this.bucket(key, host, limits), shared.map((one) => this.bucket(one.key, host, one.limits)));
	}

	private bucket(key: string, host: string, limits: Limit[]): Bucket {
		let bucket = this.byKey.get(key);
		if (!bucket) {
			this.forgetIdle();
			bucket = Object.assign(new Bucket(limits, this.clock), { host });
			bucket.block(this.shutOut.get(host) ?? 0);
			this.byKey.set(key, bucket);
		}
		return bucket;
	}

	/** No call to any target of this host before `until` (ms of the steady time). */
	blockHost(host: string, until: number): void {
		this.shutOut.set(host, Math.max(until, this.shutOut.get(host) ?? 0));
		for (const bucket of this.byKey.values()) if (bucket.host === host) bucket.block(until);
	}

	/** Keeps a process that talks to ever new targets from growing without end. */
	private forgetIdle(): void {
		if (this.byKey.size < this.sweepAt) return;
		for (const [key, bucket] of this.byKey) if (bucket.isIdle()) this.byKey.delete(key);
		// Not for each new one, if they are all in use.
		this.sweepAt = Math.max(MOST_IDLE, 2 * this.byKey.size);
	}
}
