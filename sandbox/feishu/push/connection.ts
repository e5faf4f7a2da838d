import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { asText, isObject, parseJson } from '../../json';
import type { JsonObject } from '../../types';
import { decodeFrame, encodeFrame, METHOD, type Frame } from './frames';

/** What a client says of a push. */
export interface Ack {
	/** 200 or 500. */
	code: number;
	/** The answer to a click. */
	data?: string;
}

export interface ConnectionEvents {
	/** Before anything that the client has sent is looked at. */
	receiving(connection: Connection): void;
	/** What every pong carries. */
	config(): JsonObject;
	/** Whether the acknowledgement that has just come is to be taken notice of. */
	takesAck(connection: Connection): boolean;
}

/** One client of one app. */
export class Connection {
	private readonly waiting = new Map<string, (ack: Ack) => void>();
	private isHalfOpen = false;
	private frames = 0;

	constructor(
		readonly id: string,
		readonly appId: string,
		/** Unix ms on the sandbox clock. */
		readonly openedAt: number,
		private readonly serviceId: number,
		private readonly socket: WebSocket,
		private readonly wire: Duplex,
		private readonly events: ConnectionEvents,
	) {
		socket.on('message', (data) => this.receive(data));
		// What breaks the protocol ends the connection by itself.
		socket.on('error', () => {});
	}

	private receive(data: RawData): void {
		this.events.receiving(this);
		if (this.isHalfOpen) return;
		const frame = readable(data);
		if (!frame) return;
		if (frame.method === METHOD.control && frame.headers.type === 'ping') this.pong(frame);
		if (frame.method === METHOD.data) this.acknowledge(frame);
	}

	private pong({ service }: Frame): void {
		this.send({ service, method: METHOD.control, headers: { type: 'pong' }, payload: Buffer.from(JSON.stringify(this.events.config())) });
	}

	private acknowledge({ headers, payload }: Frame): void {
		const waiting = this.waiting.get(headers.message_id ?? '');
		const body = parseJson(payload.toString());
		if (!waiting || !isObject(body) || !this.events.takesAck(this)) return;
		this.waiting.delete(headers.message_id ?? '');
		const data = asText(body.data);
		waiting({ code: Number(body.code), ...(data !== '' && { data: Buffer.from(data, 'base64').toString() }) });
	}

	/** Calls back with the acknowledgement of this message; returns how to wait no longer. */
	awaitAck(messageId: string, acknowledged: (ack: Ack) => void): () => void {
		this.waiting.set(messageId, acknowledged);
		return () => void this.waiting.delete(messageId);
	}

	/** Numbers stay small: one of the official clients can't keep more than 53 bits. */
	send(frame: Pick<Frame, 'method' | 'headers' | 'payload'> & { service?: number }): void {
		this.sendBytes(encodeFrame({ service: this.serviceId, ...frame, seqId: ++this.frames, logId: this.frames }));
	}

	sendBytes(bytes: Buffer): void {
		if (!this.isHalfOpen) this.socket.send(bytes);
	}

	/** Nothing goes either way any more, and the other side can't tell; only that it hangs up is noticed. */
	goHalfOpen(): void {
		if (this.isHalfOpen) return;
		this.isHalfOpen = true;
		this.wire.removeAllListeners('data');
		this.wire.on('data', () => {});
		this.wire.on('end', () => this.drop());
	}

	/** With a close frame. Unconfirmed: the code. */
	close(): void {
		this.socket.close(1001);
	}

	/** Without a word. */
	drop(): void {
		this.socket.terminate();
	}
}

function readable(data: RawData): Frame | undefined {
	try {
		return decodeFrame(data as Buffer);
	} catch {
		// Unconfirmed: what becomes of a frame that can't be read; it is dropped here.
		return undefined;
	}
}
