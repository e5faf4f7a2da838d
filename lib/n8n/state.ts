import { AccessTokens } from '../accessTokens';
import { systemClock, type Clock } from '../clock';
import { Connections } from '../connection/connections';
import type { OpenSocket } from '../connection/types';
import { openWebSocket } from '../connection/webSocket';
import { Boards } from '../delivery/board';
import { Buckets } from '../delivery/bucket';
import { Ledger } from '../delivery/ledger';
import type { DeliveryState, SendingState } from '../delivery/state';
import { ReplayGuard } from '../events/authentication';
import { OwnBots } from '../feishu/ownBots';
import { CALLBACK_WINDOW_MS } from '../inbound/callback';
import { Claims } from '../inbound/claims';
import { Clicks } from '../inbound/clicks';
import type { Taking } from '../inbound/taking';
import { Sequences } from '../sequences';
import { ServerTime } from '../serverTime';
import { RecentCredentials } from './recentCredentials';

export interface ProcessState extends DeliveryState {
	serverTime: ServerTime;
	accessTokens: AccessTokens;
	sequences: Sequences;
	/** Events that workflows have taken. */
	claims: Claims;
	/** Events of connections that are on their way to n8n, by who has taken them. */
	takings: Map<string, Taking>;
	/** Events over HTTP that are on their way to n8n: whether it can store them is not known yet. */
	storing: Set<string>;
	/** The bots of Feishu's apps. */
	ownBots: OwnBots;
	/** Clicks that wait for an answer. */
	clicks: Clicks;
	/** Credentials of triggers that are being called. */
	recentCredentials: RecentCredentials;
	/** Signed callbacks of the platforms that have come. */
	callbackReplays: ReplayGuard;
	/** The long connections of apps. */
	connections: Connections;
}

export function createState(clock: Clock, random: () => number = Math.random, open: OpenSocket = openWebSocket): ProcessState {
	const sending: SendingState = { clock, buckets: new Buckets(clock), random };
	const accessTokens = new AccessTokens(clock);
	return {
		...sending,
		boards: new Boards(sending),
		ledger: new Ledger(clock),
		serverTime: new ServerTime(clock),
		accessTokens,
		sequences: new Sequences(clock),
		claims: new Claims(clock),
		takings: new Map(),
		storing: new Set(),
		ownBots: new OwnBots(clock, accessTokens),
		clicks: new Clicks(clock),
		recentCredentials: new RecentCredentials(clock),
		callbackReplays: new ReplayGuard(clock, CALLBACK_WINDOW_MS),
		connections: new Connections({ clock, random, open }),
	};
}

let state = createState(systemClock);

/** What all executions of this n8n process share: the clock, the limits, what waits, what has been sent and in which order. */
export const sharedState = (): ProcessState => state;

/** For tests: another clock, fresh limits. */
export function replaceSharedState(replacement: ProcessState): void {
	state = replacement;
}
