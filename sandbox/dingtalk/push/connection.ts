import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { SocketInfo } from '../../push/types';
import type { Subscription } from './gateway';
import { readAck, type Ack, type FrameType, type StreamFrame } from './frames';

/** One open Stream connection. */
export class Connection {
	/** Has been told to go: gets nothing any more. */
	draining = false;
	private dead = false;
	/** Who waits for an acknowledgement, by the ID of the frame. */
	private readonly waiting = new Map<string, (ack: Ack) => void>();

	constructor(
		readonly info: SocketInfo,
		private readonly subscriptions: readonly Subscription[],
		private readonly ws: WebSocket,
		private readonly socket: Duplex,
		/** Whether an acknowledgement is lost on its way. */
		isLost: () => boolean,
	) {
		ws.on('message', (bytes: Buffer) => {
			const ack = readAck(bytes.toString());
			const taken = ack && this.waiting.get(ack.messageId);
			if (ack && taken && !isLost()) taken(ack);
		});
		// A client that breaks the protocol of WebSockets is hung up on; `close` follows.
		ws.on('error', () => ws.terminate());
	}

	hears(type: FrameType, topic: string): boolean {
		return this.subscriptions.some((one) => one.type === type && (one.topic === topic || one.topic === '*'));
	}

	/** Text is sent as it is. */
	send(frame: StreamFrame | string): void {
		if (!this.dead) this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
	}

	/** Calls `taken` when the frame is acknowledged; returns how to wait no longer. */
	await(messageId: string, taken: (ack: Ack) => void): () => void {
		this.waiting.set(messageId, taken);
		return () => void this.waiting.delete(messageId);
	}

	/** From now on nothing is sent and nothing is read, not even pings; only that the other side hangs up is noticed. */
	freeze(): void {
		this.dead = true;
		this.socket.removeAllListeners('data').resume();
	}

	end(): void {
		this.ws.terminate();
	}
}
