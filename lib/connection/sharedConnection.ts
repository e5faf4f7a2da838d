import type { Failure } from '../delivery/types';
import { handOut, type Listener, type Reply } from '../inbound/taking';
import type { AppEvent } from '../inbound/types';
import { InputError } from '../inputError';
import { watchClients } from './clientCount';
import { isPassing, LiveConnection, type ConnectionState, type Dependencies } from './liveConnection';
import type { Log, Protocol } from './types';

/** An app can't be connected. */
export class ConnectionFailure extends Error {
	constructor(
		name: string,
		readonly failure: Failure,
	) {
		super(`${name} can't be connected: ${failure.message}`);
	}
}

export interface JoinOptions {
	log: Log;
	/** A first attempt that fails, but may succeed later, is no failure. */
	keepTrying?: boolean;
	/** A test run: nobody waits for its return. */
	isTest?: boolean;
}

/** A workflow that is saved leaves and joins again, within this time. The platforms repeat an event later than that. */
const SAVED_WITHIN_MS = 5_000;
/** When n8n starts it activates one workflow after the other: so long after the last one another may follow. */
const STARTED_WITHIN_MS = 15_000;

/** Somebody's part in a connection. */
export interface Membership {
	/** Nothing is heard from now on. Resolves when the connection is closed, if nobody else uses it: within 5 seconds. */
	leave(): Promise<void>;
}

interface Member {
	listener: Listener;
	/** Where it listens now. */
	at: SharedConnection;
	/** It has been told that it is one. */
	hasJoined: boolean;
	isTest: boolean;
	/** It knows that another client is connected. */
	isWarned: boolean;
}

/** Whom it tells what becomes of it. */
interface SharedConnectionEvents {
	/** For the first time, or again. */
	opened(): void;
	/** Nobody may join any more; called once, with what resolves when it is closed. */
	closed(end: Promise<void>): void;
}

/** One app's connection, and all who listen to it. It is closed for good when the last one leaves. */
export class SharedConnection {
	private readonly members = new Set<Member>();
	private readonly connection: LiveConnection;
	private counting = new AbortController();
	/** Until when, in ms of the steady time, somebody may join who is to hear what comes now. */
	private completeAt = 0;
	private closing?: Promise<void>;
	private log?: Log;

	constructor(
		readonly protocol: Protocol,
		private readonly dependencies: Dependencies,
		private readonly events: SharedConnectionEvents,
		after?: Promise<void>,
	) {
		// Of those who listen the latest: any of them will do.
		const log: Log = { info: (message) => this.log?.info(message), warn: (message) => this.log?.warn(message) };
		const connectionEvents = {
			handle: (event: AppEvent, withinMs: number, gone: AbortSignal) => this.handle(event, withinMs, gone),
			opened: () => {
				this.count();
				this.events.opened();
			},
			lost: () => this.counting.abort(),
			failed: (failure: Failure) => this.fail(failure),
		};
		this.connection = new LiveConnection(protocol, dependencies, connectionEvents, log, after);
	}

	get state(): ConnectionState {
		return this.connection.state;
	}

	async join(listener: Listener, { log, keepTrying = false, isTest = false }: JoinOptions): Promise<Membership> {
		const member: Member = { listener, at: this, hasJoined: false, isTest, isWarned: false };
		this.members.add(member);
		this.log = log;
		if (keepTrying) this.expect(STARTED_WITHIN_MS);
		const failure = await this.connection.reached();
		if (failure && !(keepTrying && isPassing(failure))) {
			await this.leave(member);
			throw new ConnectionFailure(this.protocol.name, failure);
		}
		member.hasJoined = true;
		if (keepTrying) this.expect(STARTED_WITHIN_MS);
		return { leave: () => member.at.leave(member) };
	}

	/** Whoever listens here listens there from now on. Who is still joining finds out first what becomes of that. */
	handOver(successor: SharedConnection): void {
		for (const member of [...this.members].filter(({ hasJoined }) => hasJoined)) {
			this.members.delete(member);
			successor.members.add(member);
			member.at = successor;
		}
		successor.completeAt = Math.max(successor.completeAt, this.completeAt);
		if (this.members.size === 0) void this.close();
	}

	/** Somebody may join within this time. */
	private expect(ms: number): void {
		this.completeAt = Math.max(this.completeAt, this.dependencies.clock.elapsed() + ms);
	}

	private async leave(member: Member): Promise<void> {
		this.members.delete(member);
		if (member.hasJoined && !member.isTest) this.expect(SAVED_WITHIN_MS);
		if (this.members.size === 0) await this.close();
	}

	private async close(): Promise<void> {
		if (!this.closing) {
			this.counting.abort();
			this.closing = this.connection.stop();
			this.events.closed(this.closing);
		}
		await this.closing;
	}

	/** What nobody listens to any more, while it is being closed, is for whoever connects next. */
	private async handle(event: AppEvent, withinMs: number, gone: AbortSignal): Promise<Reply> {
		if (this.members.size === 0) return { accepted: false };
		const listeners = [...this.members].map(({ listener }) => listener);
		const isComplete = this.dependencies.clock.elapsed() >= this.completeAt;
		const reply = await handOut(event, listeners, { withinMs, gone }, this.dependencies.clock);
		// The others know a repetition. Clicks are not repeated, and somebody waits for the answer.
		return isComplete || event.kind === 'cardAction' ? reply : { accepted: false };
	}

	private fail(failure: Failure): void {
		const joined = [...this.members].filter(({ hasJoined }) => hasJoined);
		for (const member of joined) this.members.delete(member);
		void this.close();
		for (const { listener } of joined) this.tell(() => listener.fail(new ConnectionFailure(this.protocol.name, failure)));
	}

	private count(): void {
		this.counting = new AbortController();
		void watchClients(this.protocol, this.dependencies.clock, this.counting.signal, (clients) => this.judge(clients));
	}

	/** Everybody is told once, until there is one client again. */
	private judge(clients: number): void {
		for (const member of this.members) {
			if (clients > 1 && !member.isWarned) this.tell(() => member.listener.warn(severalClients(this.protocol.name, clients)));
			member.isWarned = clients > 1;
		}
	}

	/** What goes wrong at one of them is nothing to the others. */
	private tell(act: () => void): void {
		try {
			act();
		} catch (error) {
			this.log?.warn(`${this.protocol.name}: a workflow could not be told: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
}

const severalClients = (name: string, clients: number): InputError =>
	new InputError(
		`${clients} clients of ${name} are connected: the platform gives each event to only one of them, chosen at random, so that this workflow misses what the others get`,
		'Stop the other program, or the other n8n, that is connected with the credentials of this app; or create an app of its own for this n8n.',
	);
