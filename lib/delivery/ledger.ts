import type { Clock } from '../clock';
import type { Result } from './types';

type Sent = Extract<Result, { status: 'sent' }>;

const KEEP_MS = 60 * 60 * 1000;
const MOST_RUNS = 1000;

interface Run {
	at: number;
	sent: Map<string, Sent>;
}

/**
 * What runs with failures have already had accepted, so that n8n's "Retry on Fail" sends only the rest.
 * A run is one turn of one node in one execution; runs without a failure are never repeated and not kept.
 */
export class Ledger {
	private readonly runs = new Map<string, Run>();

	constructor(private readonly clock: Clock) {}

	sentEarlier(run: string, idempotencyKey: string): Sent | undefined {
		return this.runs.get(run)?.sent.get(idempotencyKey);
	}

	/** Remembers what a run with failures got through; forgets a run that needs no repeat. */
	close(run: string, sent: Map<string, Sent>, failed: boolean): void {
		this.runs.delete(run);
		if (failed && sent.size > 0) this.runs.set(run, { at: this.clock.now(), sent });
		for (const [key, { at }] of this.runs) {
			if (this.runs.size <= MOST_RUNS && at > this.clock.now() - KEEP_MS) break;
			this.runs.delete(key);
		}
	}
}
