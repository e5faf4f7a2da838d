import type { Clock } from './clock';
import type { Failure, Outcome } from './delivery/types';

export interface AccessToken {
	value: string;
	/** How long it is good for, in ms, from the moment of asking. */
	lifeMs: number;
}

/** Asks the platform for a token. */
export type FetchToken = () => Promise<AccessToken | Failure>;

interface Held {
	value: string;
	/** Steady time, in ms. */
	fetchedAt: number;
	renewAt: number;
}

/** A token is renewed this long before its end, so that none ends while a call is on its way. */
const MARGIN_MS = 10 * 60 * 1000;
/** A token younger than this knows all permissions there are. */
const FRESH_MS = 60 * 1000;

/**
 * The access tokens of all apps of the process. Whoever needs one while another asks for it waits for the same
 * answer; a failed answer is kept for nobody else.
 */
export class AccessTokens {
	private readonly held = new Map<string, Promise<Held | Failure>>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Makes a call with the app's token. A call that is refused because of its token, or for a permission that may
	 * have been granted since the token was made, is made once more with a new one.
	 *
	 * @param app names the app and its secret, so that an edited credential never gets the token of the old one
	 */
	async call(app: string, fetch: FetchToken, attempt: (token: string) => Promise<Outcome>): Promise<Outcome> {
		const token = await this.token(app, fetch);
		if ('class' in token) return { accepted: false, failure: token };
		const outcome = await attempt(token.value);
		if (outcome.accepted || !this.mayHelp(outcome.failure, token)) return outcome;
		await this.drop(app, token);
		const renewed = await this.token(app, fetch);
		return 'class' in renewed ? { accepted: false, failure: renewed } : await attempt(renewed.value);
	}

	private async token(app: string, fetch: FetchToken): Promise<Held | Failure> {
		const current = await this.held.get(app);
		if (current && !('class' in current) && current.renewAt > this.clock.elapsed()) return current;
		if (current) await this.drop(app, current);
		const pending = this.held.get(app) ?? this.fetch(app, fetch);
		return await pending;
	}

	private fetch(app: string, fetch: FetchToken): Promise<Held | Failure> {
		const fetchedAt = this.clock.elapsed();
		const pending = fetch().then((answer): Held | Failure => {
			if ('class' in answer) return answer;
			return { value: answer.value, fetchedAt, renewAt: fetchedAt + Math.max(answer.lifeMs - MARGIN_MS, answer.lifeMs / 2) };
		});
		this.held.set(app, pending);
		void this.forgetFailure(app, pending);
		return pending;
	}

	private async forgetFailure(app: string, pending: Promise<Held | Failure>): Promise<void> {
		const answer = await pending.catch(() => undefined);
		const failed = answer === undefined || 'class' in answer;
		if (failed && this.held.get(app) === pending) this.held.delete(app);
	}

	/** Somebody else may have renewed it already. */
	private async drop(app: string, token: Held | Failure): Promise<void> {
		if ((await this.held.get(app)) === token) this.held.delete(app);
	}

	/** Whether a new token can make a difference. */
	private mayHelp({ class: failureClass, permissionAtFault }: Failure, { fetchedAt }: Held): boolean {
		return failureClass === 'tokenInvalid' || (permissionAtFault === true && this.clock.elapsed() - fetchedAt > FRESH_MS);
	}
}
