import { Poster } from './poster';
import type { Schedule } from './schedule';
import type { Push, PushControl, PushWay, SocketFaultInput, SocketFaultKind } from './types';

/** The oldest attempts are forgotten beyond this many. */
const MAX_KEPT = 20_000;

/** What an app is to be told, and how often the platform tries. */
export interface Delivery {
	appId: string;
	eventId: string;
	type: string;
	way: PushWay;
	/** The message that it tells of, or on which it tells of a click. */
	messageId?: string;
	/** After how many ms each further attempt is made; empty = one attempt only. */
	retryAfterMs: readonly number[];
	/** One attempt. Resolves with what became of it. */
	attempt(push: Push): Promise<Pick<Push, 'outcome' | 'status' | 'body'>>;
}

/** Every attempt to tell an app of something, and those that are still to be made. */
export class PushBook {
	private pushes: Push[] = [];
	/** By identity, for a repetition that somebody asks for. */
	private readonly deliveries = new Map<string, Delivery[]>();
	private readonly faults: Array<{ appId: string; kind: SocketFaultKind; times: number }> = [];
	private counter = 0;
	readonly poster: Poster;
	/** How to tell those who wait that nothing comes any more. */
	private readonly waiting = new Set<() => void>();
	/** Grows when all is forgotten: what is still under way then counts no more. */
	private generation = 0;

	constructor(
		private readonly now: () => number,
		readonly schedule: Schedule,
		private readonly changed: () => void,
		/** Which of several clients a push goes to: from 0 to 1, without 1. */
		readonly random: () => number = Math.random,
	) {
		this.poster = new Poster(schedule);
	}

	/** Makes the first attempt now, and the others when they are due. */
	deliver(delivery: Delivery): void {
		const known = this.deliveries.get(delivery.eventId) ?? [];
		if (known.push(delivery) === 1) this.deliveries.set(delivery.eventId, known);
		if (this.deliveries.size > MAX_KEPT) this.deliveries.delete(this.deliveries.keys().next().value!);
		void this.attempt(delivery, 1);
	}

	/** Once more, whatever became of it before. */
	redeliver(eventId: string): void {
		const known = this.deliveries.get(eventId);
		if (!known) throw new Error(`Nothing was pushed as ${eventId}`);
		for (const delivery of known) void this.attempt(delivery, this.attempts(delivery) + 1);
	}

	private attempts = ({ eventId, way }: Delivery): number => this.find({ eventId, way }).length;

	private async attempt(delivery: Delivery, attempt: number): Promise<void> {
		const { appId, eventId, messageId, type, way, retryAfterMs } = delivery;
		const push: Push = { id: `push_${++this.counter}`, appId, eventId, messageId, type, way, attempt, at: this.now(), outcome: 'pending' };
		this.pushes.push(push);
		if (this.pushes.length > MAX_KEPT) this.pushes.shift();
		const { generation } = this;
		Object.assign(push, await delivery.attempt(push));
		if (generation !== this.generation) return;
		this.changed();
		const wait = retryAfterMs[attempt - 1];
		if (push.outcome === 'acknowledged' || wait === undefined) return;
		this.schedule.after(wait, () => void this.attempt(delivery, attempt + 1));
	}

	find(filter: Parameters<PushControl['pushes']>[0] = {}): Push[] {
		const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
		return this.pushes.filter((push) => wanted.every(([name, value]) => push[name as keyof Push] === value));
	}

	addFault({ appId, kind, times = 1 }: SocketFaultInput): void {
		this.faults.push({ appId, kind, times });
	}

	/** Whether this fault strikes now; takes one strike off it. */
	strikes(appId: string, kind: SocketFaultKind): boolean {
		const fault = this.faults.find((one) => one.appId === appId && one.kind === kind);
		if (!fault) return false;
		fault.times -= 1;
		if (fault.times < 1) this.faults.splice(this.faults.indexOf(fault), 1);
		return true;
	}

	/** What the work comes to, or `otherwise` when everything is forgotten before. */
	async orForgotten<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
		let forget = (): void => {};
		const forgotten = new Promise<Value>((resolve) => {
			forget = (): void => resolve(otherwise);
		});
		this.waiting.add(forget);
		try {
			return await Promise.race([work, forgotten]);
		} finally {
			this.waiting.delete(forget);
		}
	}

	clear(): void {
		this.generation += 1;
		for (const forget of this.waiting) forget();
		this.pushes = [];
		this.deliveries.clear();
		this.faults.length = 0;
		this.poster.clear();
		this.schedule.clear();
	}
}
