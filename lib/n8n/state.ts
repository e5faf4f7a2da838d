import { AccessTokens } from '../accessTokens';
import { systemClock, type Clock } from '../clock';
import { Boards } from '../delivery/board';
import { Buckets } from '../delivery/bucket';
import { Ledger } from '../delivery/ledger';
import type { DeliveryState, SendingState } from '../delivery/state';
import { Sequences } from '../sequences';
import { ServerTime } from '../serverTime';

export interface ProcessState extends DeliveryState {
	serverTime: ServerTime;
	accessTokens: AccessTokens;
	sequences: Sequences;
}

export function createState(clock: Clock, random: () => number = Math.random): ProcessState {
	const sending: SendingState = { clock, buckets: new Buckets(clock), random };
	return {
		...sending,
		boards: new Boards(sending),
		ledger: new Ledger(clock),
		serverTime: new ServerTime(clock),
		accessTokens: new AccessTokens(clock),
		sequences: new Sequences(clock),
	};
}

let state = createState(systemClock);

/** What all executions of this n8n process share: the clock, the limits, what waits, what has been sent and in which order. */
export const sharedState = (): ProcessState => state;

/** For tests: another clock, fresh limits. */
export function replaceSharedState(replacement: ProcessState): void {
	state = replacement;
}
