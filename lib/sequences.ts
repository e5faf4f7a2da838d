import type { Clock } from './clock';
import { Gate } from './gate';

/** A number that is so old (in ms) is far behind those that the time gives. */
const KEEP_MS = 60 * 60 * 1000;
const MOST = 10_000;

interface Line {
	gate: Gate;
	/** The last number; 0 for none. */
	last: number;
	/** When it was last asked for, in ms of the steady time. */
	at: number;
}

/**
 * Changes of things whose changes must come one after the other, each with a number of its own that a platform tells
 * their order by. All executions of the process stand in the same line.
 */
export class Sequences {
	private readonly lines = new Map<string, Line>();

	constructor(private readonly clock: Clock) {}

	/**
	 * @param key what is changed
	 * @param next the number that comes after `last` at the time `now` (ms since the epoch)
	 */
	run<Value>(key: string, next: (last: number, now: number) => number, change: (number: number) => Promise<Value>): Promise<Value> {
		const line = this.lineOf(key);
		return line.gate.run(() => {
			line.last = next(line.last, this.clock.now());
			return change(line.last);
		});
	}

	private lineOf(key: string): Line {
		const line = this.lines.get(key) ?? { gate: new Gate(1), last: 0, at: 0 };
		line.at = this.clock.elapsed();
		// The line that has been used last stands at the end.
		this.lines.delete(key);
		this.lines.set(key, line);
		for (const [oldest, { at }] of this.lines) {
			if (this.lines.size <= MOST && at > this.clock.elapsed() - KEEP_MS) break;
			this.lines.delete(oldest);
		}
		return line;
	}
}
