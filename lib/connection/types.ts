import type { Failure } from '../delivery/types';
import type { Reply } from '../inbound/taking';
import type { AppEvent } from '../inbound/types';

/** A frame as it comes and goes: text (DingTalk) or bytes (Feishu, Lark). */
export type Frame = string | Uint8Array;

/** One open WebSocket. */
export interface Socket {
	send(frame: Frame): void;
	/** Ends it; `closed` of its events follows when the other side has closed it, too. */
	close(): void;
}

export interface SocketEvents {
	opened(): void;
	received(frame: Frame): void;
	/** It never opened, or is over; called once. */
	closed(reason: string): void;
}

/** Opens a WebSocket; the built-in one of Node.js 22 and later in n8n, another one in tests. */
export type OpenSocket = (url: string, events: SocketEvents) => Socket;

/** Where to connect to, or why not. */
export type Located = { url: string } | { failure: Failure };

export interface Log {
	info(message: string): void;
	warn(message: string): void;
}

/** What a session may do with the connection that it speaks over. */
export interface SessionContext {
	/** Whether it went out: false once the connection is over. */
	send(frame: Frame): boolean;
	/** The server is about to hang up, or speaks what can't be understood: connect anew. */
	reconnect(reason: string): void;
	/** Hands an event on; what to tell the platform is known after `withinMs` at the latest. */
	handle(event: AppEvent, withinMs: number): Promise<Reply>;
	log: Log;
}

/** The conversation over one socket. */
export interface Session {
	/** Never throws: what makes no sense is logged and dropped. */
	receive(frame: Frame): void;
	/** Something to send every `everyMs`, so that the other side answers. Read anew each time. */
	heartbeat?: { everyMs: number; frame(): Frame };
	/** Without any frame for this long, in ms, the connection is dead. Read anew each time. */
	silenceMs: number;
}

/** How one app of one platform is connected. */
export interface Protocol {
	/** Names the app and its secret: who listens with the same shares a connection. */
	key: string;
	/** Names the app whatever its secret is: it is to have one connection. */
	app: string;
	/** For logs and errors: `Feishu app cli_...`. */
	name: string;
	/** Asks the platform where to connect to. A failure of the class `transient`, `ambiguous` or `rateLimited` is tried again; any other is fatal. */
	locate(signal: AbortSignal): Promise<Located>;
	/** The conversation over a socket that has just opened. */
	begin(context: SessionContext): Session;
	/** How many clients of this app are connected, this one included; undefined if the platform does not tell. */
	countClients?(): Promise<number | undefined>;
}
