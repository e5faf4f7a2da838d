import type { Frame, SessionContext, Located, OpenSocket, Protocol, Session, SocketEvents } from '../../../../lib/connection/types';
import type { AppEvent } from '../../../../lib/inbound/types';
import { InstantClock } from '../support/instantClock';

export const TICKET = 'ticket-4711-4711-4711';

export const eventOf = (eventId: string, kind: AppEvent['kind'] = 'event'): AppEvent => ({
	platform: 'feishu',
	kind,
	type: 'test.happened',
	eventId,
	time: '',
	appId: 'cli_test',
	tenant: '',
	raw: {},
});

/** The server's end of a socket. */
export class ServerSocket {
	state: 'opening' | 'open' | 'closed' = 'opening';
	readonly heard: string[] = [];
	/** What was sent when there was nobody to hear it. */
	readonly lost: string[] = [];
	/** The client has asked to close. */
	isClosing = false;

	constructor(
		private readonly server: FakePlatform,
		readonly events: SocketEvents,
	) {}

	push(frame: Frame): void {
		this.events.received(frame);
	}

	/** The server ends it. */
	hangUp(reason = 'the server is gone'): void {
		if (this.state === 'closed') return;
		this.state = 'closed';
		this.events.closed(reason);
	}

	accept(): void {
		this.state = 'open';
		this.server.mostLive = Math.max(this.server.mostLive, this.server.live.length);
		this.events.opened();
	}

	async close(): Promise<void> {
		if (this.isClosing) return;
		this.isClosing = true;
		// Half open: nobody is there to answer.
		if (this.server.closesAfterMs === undefined) return;
		await this.server.clock.sleep(this.server.closesAfterMs);
		this.hangUp('closed by both');
	}

	async hear(frame: string): Promise<void> {
		(this.state === 'open' && !this.isClosing ? this.heard : this.lost).push(frame);
		if (frame !== 'ping' || this.server.isSilent) return;
		await this.server.clock.sleep(10);
		if (this.state === 'open') this.push('pong');
	}
}

/**
 * A platform with one app: where to connect to, its sockets, and a protocol in which events are `event <id>` or `click <id>`, answered by
 * `<id> taken` or `<id> again`, and `bye` announces that it hangs up.
 */
export class FakePlatform {
	readonly clock = new InstantClock();
	/** Every socket that was asked for, the latest last. */
	readonly sockets: ServerSocket[] = [];
	/** The most sockets that were open at a moment. */
	mostLive = 0;
	/** When it was asked where to connect to, in ms of the steady time. */
	readonly asked: number[] = [];
	/** Answers of the next questions; then it is always the address. */
	readonly answers: Array<Located | Error> = [];
	locateMs = 50;
	/** Undefined: it never does. */
	opensAfterMs: number | undefined = 30;
	closesAfterMs: number | undefined = 20;
	/** It sends nothing any more, and yet stays. */
	isSilent = false;
	refuses = false;
	/** How many clients it counts. */
	clients: number | undefined | Error = 1;
	readonly countedAt: number[] = [];
	heartbeat: Session['heartbeat'] = { everyMs: 30_000, frame: () => 'ping' };
	silenceMs = 90_000;

	get live(): ServerSocket[] {
		return this.sockets.filter(({ state }) => state === 'open');
	}

	get socket(): ServerSocket {
		return this.sockets.at(-1)!;
	}

	/** Sockets that the client holds or still closes. */
	get held(): number {
		return this.sockets.filter(({ state }) => state !== 'closed').length;
	}

	open: OpenSocket = (_url, events) => {
		const socket = new ServerSocket(this, events);
		this.sockets.push(socket);
		void this.answer(socket);
		return { send: (frame) => void socket.hear(String(frame)), close: () => void socket.close() };
	};

	private async answer(socket: ServerSocket): Promise<void> {
		if (this.opensAfterMs === undefined) return;
		const { refuses } = this;
		await this.clock.sleep(this.opensAfterMs);
		if (socket.state !== 'opening') return;
		if (refuses) socket.hangUp('the server did not accept the connection');
		else socket.accept();
	}

	protocol(changes: Partial<Protocol> = {}): Protocol {
		return {
			key: 'app',
			app: 'app',
			name: 'Test app',
			locate: async (signal) => {
				this.asked.push(this.clock.elapsed());
				const answer = this.answers.shift() ?? { url: `wss://push.example.com/?ticket=${TICKET}` };
				await this.clock.sleep(this.locateMs, signal);
				if (answer instanceof Error) throw answer;
				return answer;
			},
			begin: (line) => this.begin(line),
			countClients: async () => {
				this.countedAt.push(this.clock.elapsed());
				if (this.clients instanceof Error) throw this.clients;
				return this.clients;
			},
			...changes,
		};
	}

	private begin(line: SessionContext): Session {
		const { heartbeat, silenceMs } = this;
		return {
			heartbeat,
			silenceMs,
			receive: (frame) => {
				const [word, id = ''] = String(frame).split(' ');
				if (word === 'bye') line.reconnect('the server says goodbye');
				if (word === 'event' || word === 'click') void this.take(line, id, word === 'click' ? 'cardAction' : 'event');
			},
		};
	}

	private async take(line: SessionContext, id: string, kind: AppEvent['kind']): Promise<void> {
		const { accepted } = await line.handle(eventOf(id, kind), 3000);
		// To put an answer into words may take a few steps.
		for (let step = 0; step < 10; step++) await Promise.resolve();
		line.send(`${id} ${accepted ? 'taken' : 'again'}`);
	}
}

export function fakeLog() {
	const lines: string[] = [];
	return { lines, info: (message: string) => void lines.push(message), warn: (message: string) => void lines.push(message) };
}
