import type { Clock } from '../clock';
import type { Reply } from '../inbound/taking';
import type { AppEvent } from '../inbound/types';
import type { Frame, Log, OpenSocket, Protocol, Session, Socket } from './types';

/** How long a socket may take to open. */
const OPEN_MS = 15_000;
/** The longest look away: what a session says of its heartbeat and its silence may change at any time. */
const LOOK_MS = 10_000;
const SHORTEST_LOOK_MS = 1000;
/** How long what is being handled holds up an end that nothing else urges, ... */
const ANSWER_MS = 2000;
/** ... with a moment for the session to send what it came to. */
const MOMENT_MS = 20;
/** How long an end waits for the other side to close, too. */
const CLOSE_MS = 2500;

/** What a conversation needs from whoever holds it. */
export interface ConversationDependencies {
	clock: Clock;
	open: OpenSocket;
	log: Log;
	/** @param gone it is over: nobody waits for the reply */
	handle(event: AppEvent, withinMs: number, gone: AbortSignal): Promise<Reply>;
	/** It has begun. */
	begun(): void;
}

/** One socket and what is said over it: from the attempt to open it until it is over. After that nothing is heard of it. */
export class Conversation {
	/** Why it is over, once it is. */
	readonly over: Promise<string>;
	/** When it began, in ms of the steady time. */
	begunAt?: number;
	private readonly ended = new AbortController();
	private readonly closed: Promise<void>;
	private readonly socket: Socket;
	private readonly log: Log;
	private readonly handling = new Set<Promise<unknown>>();
	private session?: Session;
	private heardAt = 0;

	/** Throws what opening throws. */
	constructor(
		url: string,
		private readonly protocol: Protocol,
		private readonly dependencies: ConversationDependencies,
	) {
		this.log = named(protocol.name, dependencies.log);
		const { signal } = this.ended;
		this.over = new Promise((resolve) => signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true }));
		let isClosed = () => {};
		this.closed = new Promise((resolve) => (isClosed = resolve));
		this.socket = dependencies.open(url, {
			opened: () => this.begin(),
			received: (frame) => this.receive(frame),
			closed: (reason) => {
				isClosed();
				this.end(reason);
			},
		});
		void this.giveUpOpening();
	}

	/** Ends it, as soon as what is being handled is answered: within {@link ANSWER_MS}. */
	async leave(reason: string): Promise<void> {
		if (this.handling.size > 0) {
			await Promise.race([Promise.allSettled(this.handling), this.sleep(ANSWER_MS)]);
			await this.sleep(MOMENT_MS);
		}
		this.end(reason);
	}

	/** Resolves when the socket is closed: {@link CLOSE_MS} after the end at the latest, for what the other side never closes is as good as closed. */
	async isClosed(): Promise<void> {
		const waiting = new AbortController();
		await Promise.race([this.closed, this.dependencies.clock.sleep(CLOSE_MS, waiting.signal)]);
		waiting.abort();
	}

	private begin(): void {
		// Somebody who opens late.
		if (this.isOver) return this.closeSocket();
		const { dependencies, protocol } = this;
		this.begunAt = this.heardAt = dependencies.clock.elapsed();
		this.orEnd(() => {
			this.session = protocol.begin({
				send: (frame) => this.send(frame),
				reconnect: (reason) => void this.leave(reason),
				handle: (event, withinMs) => this.handle(event, withinMs),
				log: this.log,
			});
			void this.lookAfter(this.session);
			dependencies.begun();
		});
	}

	private receive(frame: Frame): void {
		if (this.isOver) return;
		this.heardAt = this.dependencies.clock.elapsed();
		try {
			this.session?.receive(frame);
		} catch (error) {
			this.log.warn(`a frame was dropped: ${nameOf(error)}`);
		}
	}

	/** What comes too late for this socket goes nowhere: false. */
	private send(frame: Frame): boolean {
		if (!this.isOver) this.orEnd(() => this.socket.send(frame));
		return !this.isOver;
	}

	private async handle(event: AppEvent, withinMs: number): Promise<Reply> {
		const handled = this.dependencies.handle(event, withinMs, this.ended.signal);
		this.handling.add(handled);
		return await handled.finally(() => this.handling.delete(handled));
	}

	private async giveUpOpening(): Promise<void> {
		await this.sleep(OPEN_MS);
		if (this.begunAt === undefined) this.end(`the server did not answer within ${OPEN_MS / 1000} seconds`);
	}

	/** Sends its heartbeat, and ends it when nothing is heard any more. */
	private async lookAfter(session: Session): Promise<void> {
		const { clock } = this.dependencies;
		let beatAt = -Infinity;
		while (!this.isOver) {
			const { heartbeat, silenceMs } = session;
			const now = clock.elapsed();
			if (now - this.heardAt >= silenceMs) return this.end(`nothing was heard of the server for ${Math.round(silenceMs / 1000)} seconds`);
			if (heartbeat && now - beatAt >= heartbeat.everyMs) {
				beatAt = now;
				this.orEnd(() => void this.send(heartbeat.frame()));
			}
			const next = Math.min(this.heardAt + silenceMs, heartbeat ? beatAt + heartbeat.everyMs : Infinity) - now;
			// No busy loop, whatever a session says.
			await this.sleep(next >= SHORTEST_LOOK_MS ? Math.min(next, LOOK_MS) : SHORTEST_LOOK_MS);
		}
	}

	private get isOver(): boolean {
		return this.ended.signal.aborted;
	}

	/** The first reason counts. */
	private end(reason: string): void {
		if (this.isOver) return;
		this.ended.abort(reason);
		this.closeSocket();
	}

	private closeSocket(): void {
		try {
			this.socket.close();
		} catch {
			// There is nothing more to be done for it.
		}
	}

	/** What else goes wrong ends this conversation, and nothing but it. */
	private orEnd(act: () => void): void {
		try {
			act();
		} catch (error) {
			this.end(nameOf(error));
		}
	}

	/** Until then, or the end. */
	private async sleep(ms: number): Promise<void> {
		await this.dependencies.clock.sleep(ms, this.ended.signal).catch(() => {});
	}
}

const named = (name: string, log: Log): Log => ({
	info: (message) => log.info(`${name}: ${message}`),
	warn: (message) => log.warn(`${name}: ${message}`),
});

/** Its message may show what was in a frame. */
const nameOf = (error: unknown): string => `unexpected ${error instanceof Error ? error.name : typeof error}`;
