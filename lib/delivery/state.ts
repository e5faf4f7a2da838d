import type { Clock } from '../clock';
import type { Boards } from './board';
import type { Buckets } from './bucket';
import type { Ledger } from './ledger';

/** What it takes to send a message within the limits. */
export interface SendingState {
	clock: Clock;
	buckets: Buckets;
	/** 0 <= n < 1, for jitter. */
	random(): number;
}

/** What all executions of a process share. */
export interface DeliveryState extends SendingState {
	boards: Boards;
	ledger: Ledger;
}
