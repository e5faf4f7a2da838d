import { systemClock, type Clock } from '../clock';
import { Buckets } from '../delivery/bucket';
import type { DeliveryState } from '../delivery/deliver';
import { Ledger } from '../delivery/ledger';

export const createState = (clock: Clock): DeliveryState => ({
	clock,
	buckets: new Buckets(clock),
	ledger: new Ledger(clock),
	random: Math.random,
});

let state = createState(systemClock);

/** What all executions of this n8n process share: the clock, the limits, what has been sent. */
export const sharedState = (): DeliveryState => state;

/** For tests: another clock, fresh limits. */
export function replaceSharedState(replacement: DeliveryState): void {
	state = replacement;
}
