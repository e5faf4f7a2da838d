import type { Clock } from '../../clock';

/** How long the parts of a message wait for each other, in ms. */
const KEPT_MS = 10_000;
/** What is kept at most, of all messages that are not complete. */
const MOST_OPEN = 100;
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_PARTS = 1_000;

/** Where a part belongs, as the headers of its frame tell. */
export interface Place {
	messageId: string;
	/** How many parts the message has. */
	sum: number;
	/** Which one it is, from 0 on. */
	seq: number;
}

interface Open {
	sum: number;
	parts: Map<number, Uint8Array>;
	bytes: number;
	since: number;
}

export type Joined = { whole: Uint8Array } | { waiting: true } | { dropped: string };

/** Large messages come in parts, in any order, some of them twice. What never becomes complete is forgotten. */
export class Parts {
	/** The oldest first. */
	private readonly open = new Map<string, Open>();
	private bytes = 0;

	constructor(private readonly clock: Pick<Clock, 'elapsed'>) {}

	/** How much is kept, for tests. */
	get held(): { messages: number; bytes: number } {
		return { messages: this.open.size, bytes: this.bytes };
	}

	join({ messageId, sum, seq }: Place, payload: Uint8Array): Joined {
		this.forgetOld();
		if (!Number.isInteger(sum) || !Number.isInteger(seq) || sum < 1 || sum > MOST_PARTS || seq < 0 || seq >= sum) {
			return this.drop(messageId, `it is part ${seq} of ${sum}`);
		}
		if (sum === 1) return { whole: payload };
		if (messageId === '') return { dropped: 'it is a part of no message' };
		const message = this.open.get(messageId) ?? this.begin(messageId, sum);
		if (message.sum !== sum) return this.drop(messageId, `its parts tell different totals, ${message.sum} and ${sum}`);
		if (!message.parts.has(seq)) {
			// A copy: a view would keep the whole frame.
			message.parts.set(seq, Uint8Array.from(payload));
			message.bytes += payload.length;
			this.bytes += payload.length;
		}
		if (message.parts.size === sum) {
			this.forget(messageId);
			return { whole: Buffer.concat(Array.from({ length: sum }, (_, index) => message.parts.get(index)!)) };
		}
		this.makeRoom();
		return this.open.has(messageId) ? { waiting: true } : { dropped: 'it is too large' };
	}

	private begin(messageId: string, sum: number): Open {
		const message = { sum, parts: new Map(), bytes: 0, since: this.clock.elapsed() };
		this.open.set(messageId, message);
		return message;
	}

	private drop(messageId: string, why: string): Joined {
		this.forget(messageId);
		return { dropped: why };
	}

	private forget(messageId: string): void {
		this.bytes -= this.open.get(messageId)?.bytes ?? 0;
		this.open.delete(messageId);
	}

	private forgetOld(): void {
		for (const [messageId, { since }] of this.open) {
			if (since > this.clock.elapsed() - KEPT_MS) return;
			this.forget(messageId);
		}
	}

	private makeRoom(): void {
		for (const messageId of this.open.keys()) {
			if (this.open.size <= MOST_OPEN && this.bytes <= MOST_BYTES) return;
			this.forget(messageId);
		}
	}
}
