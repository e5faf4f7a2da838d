/** The times (ms) at which one bot sent, newest last, and until when it is blocked (ms). */
export interface RateState {
	sentAt: number[];
	blockedUntil: number;
}

export const newRateState = (): RateState => ({ sentAt: [], blockedUntil: 0 });

const KEEP_MS = 60_000;

/** How many messages went out in the `windowMs` before `now`: a sliding window, its far end excluded. */
export const countWithin = (state: RateState, now: number, windowMs: number): number =>
	state.sentAt.filter((at) => at > now - windowMs && at <= now).length;

/** How long until fewer than `limit` messages lie in the window, ms; 0 = they do. */
export function freeIn(state: RateState, now: number, windowMs: number, limit: number): number {
	const within = state.sentAt.filter((at) => at > now - windowMs && at <= now);
	const last = within.at(-limit);
	return last === undefined ? 0 : last + windowMs - now;
}

/** Notes a message and forgets what no window can see any more. */
export function recordSent(state: RateState, now: number): void {
	state.sentAt = [...state.sentAt.filter((at) => at > now - KEEP_MS), now];
}
