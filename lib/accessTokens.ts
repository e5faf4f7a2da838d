import type { Clock } from './clock';
import type { Failure, Outcome } from './delivery/types';

export interface AccessToken {
	value: string;
	/** How long it is good for, in ms, from the moment of asking. */
	lifeMs: number;
}

/** Where an app's tokens come from. */
export interface TokenSource {
	/** Names the app and its secret, so that an edited credential never gets the token of the old one. */
	key: string;
	/** Asks the platform for a token. */
	fetch(): Promise<AccessToken | Failure>;
}

export interface HeldToken {
	value: string;
	/** When a new one is to be fetched, in ms of the steady time. */
	renewAt: number;
}

interface Held extends HeldToken {
	/** Steady time, in ms. */
	fetchedAt: number;
	/** It was fetched because the platform had rejected the one before. */
	isReplacement: boolean;
}

/** A token is renewed this long before its end, so that none ends while a call is on its way. */
const MARGIN_MS = 10 * 60 * 1000;
/** A token younger than this knows all permissions that there are. */
const FRESH_MS = 60 * 1000;

/**
 * The access tokens of all apps of the process. Whoever needs one while another asks for it waits for the same
 * answer; a failed answer is kept for nobody else.
 */
export class AccessTokens {
	private readonly held = new Map<string, Held>();
	private readonly pending = new Map<string, Promise<Held | Failure>>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Makes a call with the app's token. A call that is refused because of its token, or for a permission that may
	 * have been granted since the token was made, is made once more with a new one. Rejects when `signal` is aborted.
	 */
	async call(source: TokenSource, attempt: (token: string) => Promise<Outcome>, signal?: AbortSignal): Promise<Outcome> {
		const token = await orStop(this.token(source), signal);
		if ('class' in token) return { accepted: false, failure: token };
		const outcome = await attempt(token.value);
		if (outcome.accepted || !this.mayHelp(outcome.failure, token)) return outcome;
		const another = await orStop(this.replace(source, token), signal);
		return 'class' in another ? { accepted: false, failure: another } : await attempt(another.value);
	}

	/** @param rejected a token that the platform did not take, as far as the caller can tell */
	async get(source: TokenSource, rejected?: string): Promise<HeldToken | Failure> {
		const token = await this.token(source);
		const isRejected = !('class' in token) && token.value === rejected && !this.isLatest(token);
		return isRejected ? await this.replace(source, token) : token;
	}

	private async token(source: TokenSource): Promise<Held | Failure> {
		const held = this.held.get(source.key);
		return held && held.renewAt > this.clock.elapsed() ? held : await this.fetch(source, false);
	}

	/** Somebody else may have replaced it already. */
	private async replace(source: TokenSource, token: Held): Promise<Held | Failure> {
		return this.held.get(source.key) === token ? await this.fetch(source, true) : await this.token(source);
	}

	private fetch(source: TokenSource, isReplacement: boolean): Promise<Held | Failure> {
		const pending = this.pending.get(source.key) ?? this.fetchNew(source, isReplacement).finally(() => this.pending.delete(source.key));
		this.pending.set(source.key, pending);
		return pending;
	}

	private async fetchNew({ key, fetch }: TokenSource, isReplacement: boolean): Promise<Held | Failure> {
		const fetchedAt = this.clock.elapsed();
		// Those of apps and secrets that nobody uses any more, too.
		for (const [other, { renewAt }] of this.held) if (other === key || renewAt <= fetchedAt) this.held.delete(other);
		const answer = await fetch();
		if ('class' in answer) return answer;
		const { value, lifeMs } = answer;
		const token = { value, fetchedAt, renewAt: fetchedAt + Math.max(lifeMs - MARGIN_MS, lifeMs / 2), isReplacement };
		this.held.set(key, token);
		return token;
	}

	/** Whether a new token can make a difference. */
	private mayHelp({ class: failureClass, permissionAtFault }: Failure, token: Held): boolean {
		return failureClass === 'tokenInvalid' ? !this.isLatest(token) : permissionAtFault === true && !this.isFresh(token);
	}

	/** The platform has given it out just now in place of one that was rejected: it has no other. */
	private isLatest(token: Held): boolean {
		return token.isReplacement && this.isFresh(token);
	}

	private isFresh({ fetchedAt }: Held): boolean {
		return this.clock.elapsed() - fetchedAt <= FRESH_MS;
	}
}

/** Waits for what others wait for as well: who is stopped leaves, and they stay. */
async function orStop<Value>(shared: Promise<Value>, signal?: AbortSignal): Promise<Value> {
	if (!signal) return await shared;
	let leave = () => {};
	const stopped = new Promise<never>((_, reject) => {
		leave = () => reject(signal.reason);
		if (signal.aborted) leave();
		else signal.addEventListener('abort', leave, { once: true });
	});
	try {
		return await Promise.race([stopped, shared]);
	} finally {
		signal.removeEventListener('abort', leave);
	}
}
