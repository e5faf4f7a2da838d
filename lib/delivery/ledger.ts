import type { Clock } from '../clock';
import type { Accepted, Failure } from './types';

const KEEP_MS = 60 * 60 * 1000;
const MOST_RUNS = 1000;
const MOST_ENTRIES = 50_000;

/** What a run knows of one of its messages, by the message's place (item and part). */
export interface Entry {
	/** The idempotency key that it was sent with. */
	key: string;
	/** It was accepted. */
	sent?: Accepted;
	/** It may have arrived, through this target, and in a message that it shared with others. */
	ambiguous?: Failure;
	targetKey?: string;
	wasMerged?: boolean;
}

export type Entries = Map<string, Entry>;

/**
 * What has become of the messages of runs with failures, so that n8n's "Retry on Fail" sends only the rest,
 * whatever an expression makes of their text the second time. A run is one turn of one node in one execution;
 * runs without a failure are never repeated and not kept.
 */
export class Ledger {
	private readonly runs = new Map<string, { at: number; entries: Entries }>();
	/** Entries of all runs. */
	private count = 0;

	constructor(private readonly clock: Clock) {}

	earlier(run: string, place: string): Entry | undefined {
		return this.runs.get(run)?.entries.get(place);
	}

	/** Remembers what a run with failures came to; forgets a run that needs no repeat. */
	close(run: string, entries: Entries, failed: boolean): void {
		this.forget(run);
		if (failed && entries.size > 0) {
			this.runs.set(run, { at: this.clock.elapsed(), entries });
			this.count += entries.size;
		}
		// A run that has just ended is the one that is repeated next.
		for (const [key, { at }] of this.runs) {
			const tooMany = this.runs.size > MOST_RUNS || (this.count > MOST_ENTRIES && key !== run);
			if (!tooMany && at > this.clock.elapsed() - KEEP_MS) break;
			this.forget(key);
		}
	}

	private forget(run: string): void {
		this.count -= this.runs.get(run)?.entries.size ?? 0;
		this.runs.delete(run);
	}
}
