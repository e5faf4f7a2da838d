import type { Clock } from './clock';
import type { JudgeAnswer } from './http';

/** A signature holds for an hour; less than this is not worth a word. */
export const NOTABLE_MS = 5 * 60 * 1000;
/** `Date` has whole seconds, and the answer was on its way. */
const PRECISION_MS = 30 * 1000;

/**
 * What time it is at the platforms, for signatures: one made with a clock that is off by more than an hour is refused.
 * It is our own time until a platform refuses a signature and tells another one (HTTP's `Date` header, RFC 9110).
 */
export class ServerTime {
	/** Server's time minus ours, in ms, by host. */
	private readonly ahead = new Map<string, number>();

	constructor(private readonly clock: Clock) {}

	/** Milliseconds since the epoch. */
	now(host: string): number {
		return this.clock.now() + this.difference(host);
	}

	/** How far our clock is behind the host's, in ms; 0 as long as it makes no difference. */
	difference(host: string): number {
		return this.ahead.get(host) ?? 0;
	}

	/** The same by the `Date` header of an answer; 0 if it is little or unknown. */
	private differenceBy(date: string | undefined): number {
		const ahead = Date.parse(date ?? '') - this.clock.now();
		return Math.abs(ahead) >= NOTABLE_MS ? ahead : 0;
	}

	/** Goes by the time of an answer from now on; returns whether that changes anything. */
	correct(host: string, date: string | undefined): boolean {
		const [before, now] = [this.difference(host), this.differenceBy(date)];
		this.ahead.set(host, now);
		return Math.abs(now - before) > PRECISION_MS;
	}

	/** Judges the answer to a signed call: a signature that was refused for its time is made again with the right one. */
	judging(host: string, judge: JudgeAnswer): JudgeAnswer {
		return (answer, response) => {
			const outcome = judge(answer, response);
			if (outcome?.accepted === false && outcome.failure.signatureAtFault && this.correct(host, response.headers.date)) {
				return { accepted: false, failure: { ...outcome.failure, class: 'transient' } };
			}
			if (!outcome?.accepted || this.difference(host) === 0) return outcome;
			return { ...outcome, warnings: [...(outcome.warnings ?? []), clockWarning(this.difference(host))] };
		};
	}
}

/** What a user is told of a clock that is off. */
export const clockWarning = (differenceMs: number): string =>
	`The clock of the machine that runs n8n is ${Math.round(Math.abs(differenceMs) / 60_000)} minutes ${differenceMs > 0 ? 'behind' : 'ahead of'} the platform's, so the message was signed with the platform's time. Set the clock (NTP).`;
