import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { WebSocketServer, type WebSocket } from 'ws';
import type { App } from '../../organization';
import type { PushBook } from '../../push/book';
import type { Push, SocketInfo } from '../../push/types';
import { refuseUpgrade } from '../../push/upgrade';
import type { World } from '../../world';
import { stateOf } from '../app/state';
import { Connection } from './connection';
import { CONNECT_PATH, takeTicket, type Ticket } from './gateway';
import { newFrame, newMessageId, type Ack, type FrameType, type StreamFrame } from './frames';

/** "服务端在静默10s之后会主动断开 tcp 连接" */
const GOODBYE_MS = 10_000;

/**
 * Unconfirmed: how often the platform pings; no document and no SDK tells. The SDKs ping by themselves (every 8 to 120 s).
 */
const PING_MS = 60_000;

/** Unconfirmed: the largest frame that the platform takes. */
const MAX_FRAME = 4 * 1_048_576;

export type Reply = { ack: Ack } | 'timeout' | 'none';

/** The Stream connections of all apps. */
export class Stream {
	private readonly server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME });
	private readonly open = new Set<Connection>();
	private counter = 0;

	constructor(
		private readonly world: World,
		private readonly book: PushBook,
	) {}

	/** "步骤二：建立 WebSocket 连接"; unconfirmed: what a ticket that is worth nothing is answered with. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
		const [path, query] = (request.url ?? '').split('?');
		if (path !== CONNECT_PATH) return false;
		const ticket = takeTicket(new URLSearchParams(query).get('ticket') ?? '', this.world);
		if (ticket) this.server.handleUpgrade(request, socket, head, (ws) => this.welcome(ticket, ws, socket));
		else refuseUpgrade(socket, '401 Unauthorized');
		return true;
	}

	private welcome(ticket: Ticket, ws: WebSocket, socket: Duplex): void {
		const { appId, subscriptions } = ticket;
		const info = { id: `stream_${++this.counter}`, appId, openedAt: this.world.now() };
		const connection = new Connection(info, subscriptions, ws, socket, () => this.book.strikes(appId, 'loseAck'));
		const stopPinging = this.pingAgain(connection);
		this.open.add(connection);
		ws.on('close', () => {
			stopPinging();
			this.open.delete(connection);
			this.world.emit({ type: 'state' });
		});
		this.world.emit({ type: 'state' });
	}

	private pingAgain(connection: Connection): () => void {
		let stop = (): void => {};
		const again = (): void => {
			stop = this.book.schedule.after(PING_MS, () => {
				this.pingOver(connection);
				again();
			});
		};
		again();
		return () => stop();
	}

	private pingOver(connection: Connection): void {
		connection.send(newFrame({ type: 'SYSTEM', topic: 'ping', data: { opaque: randomUUID() }, now: this.world.now() }));
	}

	ping(app: App): void {
		for (const connection of this.of(app)) this.pingOver(connection);
	}

	private of = (app: App): Connection[] => [...this.open].filter(({ info, draining }) => info.appId === app.id && !draining);

	/** Those faults that strike at once. */
	faultAdded(app: App): void {
		for (const connection of this.of(app)) {
			if (this.book.strikes(app.id, 'halfOpen')) connection.freeze();
			else if (this.book.strikes(app.id, 'disconnect')) this.sayGoodbye(connection);
		}
	}

	/** "disconnect 请求处理": the client is to connect anew, and need not answer; the frame of the document has no `messageId`. */
	private sayGoodbye(connection: Connection): void {
		connection.draining = true;
		const frame = newFrame({ type: 'SYSTEM', topic: 'disconnect', data: { reason: 'connection is expired' }, now: this.world.now() });
		delete frame.headers.messageId;
		connection.send(frame);
		this.book.schedule.after(GOODBYE_MS, () => connection.end());
	}

	/**
	 * Sends the frame to one client of the app that hears it: "通过随机策略选取一个Stream通道推送". Resolves with its
	 * acknowledgement, or after `deadlineMs` without one.
	 */
	async push(app: App, frame: StreamFrame, push: Push, deadlineMs: number): Promise<Reply> {
		const connection = this.chosen(app, frame.type, frame.headers.topic ?? '');
		if (!connection) return 'none';
		push.socketId = connection.info.id;
		if (this.book.strikes(app.id, 'drop')) {
			connection.end();
			return 'none';
		}
		return await new Promise((resolve) => {
			const done = (reply: Reply): void => {
				callOff();
				forget();
				resolve(reply);
			};
			const isLimited = this.world.switches.isOn('dingtalkPush.ackDeadline');
			const callOff = isLimited ? this.book.schedule.after(deadlineMs, () => done('timeout')) : (): void => {};
			const forget = connection.await(frame.headers.messageId ?? '', (ack) => done({ ack }));
			this.sendWithFaults(app, connection, frame);
		});
	}

	private chosen(app: App, type: FrameType, topic: string): Connection | undefined {
		const isStrict = this.world.switches.isOn('dingtalkPush.topic');
		const able = this.of(app).filter((connection) => !isStrict || connection.hears(type, topic));
		return able[able.length > 1 ? stateOf(this.world).choose(able.length) : 0];
	}

	private sendWithFaults(app: App, connection: Connection, frame: StreamFrame): void {
		const strikes = (kind: 'malformed' | 'notJson' | 'duplicate'): boolean => this.book.strikes(app.id, kind);
		if (strikes('malformed')) connection.send('{"specVersion":"1.0","type":"EVE');
		if (strikes('notJson')) connection.send({ ...frame, headers: { ...frame.headers, messageId: newMessageId() }, data: 'not JSON' });
		connection.send(frame);
		if (strikes('duplicate')) connection.send(frame);
	}

	sockets(): SocketInfo[] {
		return [...this.open].map(({ info }) => info);
	}

	clear(): void {
		for (const connection of this.open) connection.end();
	}
}
