import type { Clock } from '../clock';
import { unexpected, type Failure } from '../delivery/types';
import type { Reply } from '../inbound/taking';
import type { AppEvent } from '../inbound/types';
import { InputError } from '../inputError';
import { Conversation } from './conversation';
import type { Located, Log, OpenSocket, Protocol } from './types';

/** How long the platform may take to say where to connect to. */
const LOCATE_MS = 15_000;
/** The longest pauses double from the first ... */
const FIRST_PAUSE_MS = 1000;
/** ... to the last. */
const LAST_PAUSE_MS = 60_000;
/** A connection that lived this long was one: the pauses start anew. */
const STABLE_MS = 30_000;

/** `waiting`: for the next attempt. */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'stopped';

/** Whom a connection tells what becomes of it. */
export interface ConnectionEvents {
	/** Never rejects. @param gone the socket that it came over is no more: nobody waits for the reply */
	handle(event: AppEvent, withinMs: number, gone: AbortSignal): Promise<Reply>;
	/** It is open, for the first time or again. */
	opened(): void;
	/** It is no longer open. */
	lost(): void;
	/** It can't be had, and is not tried again. */
	failed(failure: Failure): void;
}

export interface Dependencies {
	clock: Clock;
	/** 0 <= n < 1 */
	random(): number;
	open: OpenSocket;
}

/** Whether another attempt may help. */
export const isPassing = ({ class: kind }: Failure): boolean => ['transient', 'ambiguous', 'rateLimited'].includes(kind);

/** What an attempt came to, and how long it was connected. */
interface Ended {
	failure: Failure;
	livedMs?: number;
}

/** One app's connection, kept up until somebody stops it: one socket at a time. */
export class LiveConnection {
	state: ConnectionState = 'connecting';
	private readonly ended: Promise<void>;
	private isStopped = false;
	/** Ends what is waited for. */
	private step = new AbortController();
	private conversation?: Conversation;
	/** What the last attempt failed by. */
	private problem?: Failure;
	private readonly askers = new Set<(failure?: Failure) => void>();
	private lostAt?: number;

	/** @param after it waits for this, say for the socket of its predecessor */
	constructor(
		private readonly protocol: Protocol,
		private readonly dependencies: Dependencies,
		private readonly events: ConnectionEvents,
		private readonly log: Log,
		after?: Promise<void>,
	) {
		this.ended = this.run(after);
	}

	/** Undefined as soon as it is open; or what the attempt under way, or else the last one, failed by. */
	async reached(): Promise<Failure | undefined> {
		return this.state === 'open' || this.problem ? this.problem : await new Promise((resolve) => this.askers.add(resolve));
	}

	/** Resolves within 5 seconds, when the socket is closed and nothing is waited for any more. */
	async stop(): Promise<void> {
		this.isStopped = true;
		this.step.abort();
		void this.conversation?.leave('stopped');
		await this.ended;
	}

	private async run(after?: Promise<void>): Promise<void> {
		await after;
		let failures = 0;
		while (!this.isStopped) {
			this.state = 'connecting';
			const { failure, livedMs } = await this.connect();
			if (livedMs !== undefined) this.events.lost();
			if (this.isStopped) break;
			if (!isPassing(failure)) return this.fail(failure);
			failures = livedMs !== undefined && livedMs >= STABLE_MS ? 0 : failures + 1;
			await this.pause(failure, failures, livedMs !== undefined);
		}
		this.state = 'stopped';
		this.log.info(`${this.protocol.name}: stopped`);
	}

	/** One attempt, and the connection that comes of it, from beginning to end. */
	private async connect(): Promise<Ended> {
		try {
			const located = await this.locate();
			if ('failure' in located) return located;
			if (this.isStopped) return { failure: passing('it was stopped') };
			const { clock, open } = this.dependencies;
			const conversation = new Conversation(located.url, this.protocol, {
				clock,
				open,
				log: this.log,
				handle: (event, withinMs, gone) => this.events.handle(event, withinMs, gone),
				begun: () => this.opened(),
			});
			this.conversation = conversation;
			const why = await conversation.over;
			const livedMs = conversation.begunAt === undefined ? undefined : clock.elapsed() - conversation.begunAt;
			this.state = 'connecting';
			await conversation.isClosed();
			return { failure: passing(why), livedMs };
		} catch (error) {
			return { failure: failureOf(error) };
		} finally {
			this.conversation = undefined;
		}
	}

	private async locate(): Promise<Located> {
		return await this.cutShort(async (signal) => {
			const late = this.dependencies.clock.sleep(LOCATE_MS, signal).then(
				() => `the platform did not say within ${LOCATE_MS / 1000} seconds where to connect to`,
				() => 'it was stopped',
			);
			return await Promise.race([this.protocol.locate(signal), late.then((why) => ({ failure: passing(why) }))]);
		});
	}

	private opened(): void {
		const { log, protocol, dependencies } = this;
		const awayMs = this.lostAt === undefined ? undefined : dependencies.clock.elapsed() - this.lostAt;
		log.info(`${protocol.name}: connected${awayMs === undefined ? '' : ` again after ${seconds(awayMs)}`}`);
		this.state = 'open';
		this.lostAt = undefined;
		this.answer(undefined);
		this.events.opened();
	}

	/** Full jitter, so that clients that were thrown out together do not come back together. */
	private async pause(failure: Failure, failures: number, wasOpen: boolean): Promise<void> {
		const { log, protocol, dependencies } = this;
		const { retryAfterMs = 0, jitterMs = 0 } = failure;
		const longest = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
		// Only the first attempt after a good connection may come at once.
		const shortest = failures === 0 ? 0 : FIRST_PAUSE_MS;
		const pauseMs = Math.max(shortest + dependencies.random() * (longest - shortest), retryAfterMs + dependencies.random() * jitterMs);
		this.state = 'waiting';
		if (wasOpen) this.lostAt = dependencies.clock.elapsed();
		log.warn(`${protocol.name}: ${wasOpen ? 'connection lost' : 'could not connect'}: ${failure.message}; next attempt in ${seconds(pauseMs)}`);
		if (!wasOpen) this.answer(failure);
		await this.cutShort((signal) => dependencies.clock.sleep(pauseMs, signal).catch(() => {}));
	}

	private fail(failure: Failure): void {
		const { log, protocol, events } = this;
		this.state = 'stopped';
		log.warn(`${protocol.name}: can't connect: ${failure.message}. ${failure.fix}`);
		events.failed(failure);
		this.answer(failure);
	}

	private answer(failure: Failure | undefined): void {
		this.problem = failure;
		for (const resolve of this.askers) resolve(failure);
		this.askers.clear();
	}

	/** Does what {@link stop} ends. */
	private async cutShort<Value>(act: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
		const step = new AbortController();
		this.step = step;
		if (this.isStopped) step.abort();
		try {
			return await act(step.signal);
		} finally {
			step.abort();
		}
	}
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const passing = (message: string): Failure => ({
	class: 'transient',
	code: 'CONNECTION',
	message,
	fix: 'Check the network and the firewall of the machine that runs n8n: the proxy settings of n8n do not hold for long connections. A private certificate authority has to be named in NODE_EXTRA_CA_CERTS.',
});

const failureOf = (error: unknown): Failure =>
	error instanceof InputError ? { class: 'permanent', code: 'INPUT', message: error.message, fix: error.fix } : unexpected(error);
