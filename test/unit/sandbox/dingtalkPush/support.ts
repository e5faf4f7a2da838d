import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { App, Push, Sandbox } from '../../../../sandbox';
import { send, type Reply } from '../support';

/** A Stream client, written from the protocol page alone. */
export interface Client {
	/** Every text that has come, parsed; the text itself when it is no JSON. */
	frames: Frame[];
	texts: string[];
	/** The first frame that is still to be taken out, waiting for it if need be. */
	next(type?: string): Promise<Frame>;
	answer(frame: Frame, code?: number, data?: unknown): void;
	sendText(text: string): void;
	/** Resolves with the close code. */
	closed: Promise<number>;
	isClosed(): boolean;
	close(): void;
	/** Hangs up without a word. */
	terminate(): void;
	/** Whether a ping is answered. */
	ping(): Promise<boolean>;
}

export interface Frame {
	specVersion: string;
	type: string;
	headers: Record<string, string>;
	data: string;
}

export const EVENTS = { type: 'EVENT', topic: '*' };
export const ROBOT = { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' };
export const CARDS = { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' };

export const JSON_HEADERS = { accept: 'application/json' };

export const openConnection = (sandbox: Sandbox, app: App, rest: object = {}, headers: Record<string, string> = JSON_HEADERS): Promise<Reply> =>
	send(`${sandbox.url}/v1.0/gateway/connections/open`, {
		headers,
		body: { clientId: app.id, clientSecret: app.secret, subscriptions: [EVENTS, ROBOT, CARDS], ua: 'test/1', localIp: '10.0.0.1', ...rest },
	});

export interface Ticket {
	endpoint: string;
	ticket: string;
}

export const ticketOf = async (sandbox: Sandbox, app: App, rest: object = {}): Promise<Ticket> => (await openConnection(sandbox, app, rest)).json as Ticket;

/** Resolves once it is open; rejects when it is refused. */
export function dial({ endpoint, ticket }: Ticket, answersItself = true): Promise<Client> {
	const ws = new WebSocket(`${endpoint}?ticket=${encodeURIComponent(ticket)}`);
	const untaken: Frame[] = [];
	const waiting: Array<{ type: string | undefined; take: (frame: Frame) => void }> = [];
	const client: Client = {
		frames: [],
		texts: [],
		next: (type) => {
			const index = untaken.findIndex((frame) => type === undefined || frame.type === type);
			if (index >= 0) return Promise.resolve(untaken.splice(index, 1)[0]!);
			return new Promise((take) => waiting.push({ type, take }));
		},
		answer: ({ headers }, code = 200, data = { status: 'SUCCESS', message: 'ok' }) =>
			ws.send(JSON.stringify({ code, message: 'OK', headers: { messageId: headers.messageId, contentType: 'application/json' }, data: JSON.stringify(data) })),
		sendText: (text) => ws.send(text),
		closed: new Promise((resolve) => ws.on('close', resolve)),
		isClosed: () => ws.readyState === WebSocket.CLOSED,
		close: () => ws.close(),
		terminate: () => ws.terminate(),
		ping: () =>
			new Promise((resolve) => {
				const late = setTimeout(() => resolve(false), 200);
				ws.once('pong', () => {
					clearTimeout(late);
					resolve(true);
				});
				ws.ping();
			}),
	};
	ws.on('message', (bytes: Buffer) => {
		client.texts.push(bytes.toString());
		const frame = parsed(bytes.toString());
		if (!frame) return;
		client.frames.push(frame);
		if (answersItself && frame.type !== 'SYSTEM') client.answer(frame);
		const index = waiting.findIndex(({ type }) => type === undefined || type === frame.type);
		if (index >= 0) waiting.splice(index, 1)[0]!.take(frame);
		else untaken.push(frame);
	});
	return new Promise((resolve, reject) => {
		ws.on('open', () => resolve(client));
		ws.on('error', reject);
	});
}

export const connect = async (sandbox: Sandbox, app: App, rest: object = {}, answersItself = true): Promise<Client> =>
	await dial(await ticketOf(sandbox, app, rest), answersItself);

function parsed(text: string): Frame | undefined {
	try {
		return JSON.parse(text) as Frame;
	} catch {
		return undefined;
	}
}

export const dataOf = <Data = Record<string, unknown>>({ data }: Pick<Frame, 'data'>): Data => JSON.parse(data) as Data;

/** Waits until it holds, for two seconds of real time at most. */
export async function until<Value>(read: () => Value | undefined | false): Promise<Value> {
	const end = Date.now() + 2_000;
	for (;;) {
		const value = read();
		if (value !== undefined && value !== false) return value as Value;
		if (Date.now() > end) throw new Error('It has not come to that');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Longer than anything takes that is not waited for on the sandbox clock. */
export const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));

/** All attempts for one event, once as many have come to an end. */
export const settled = (sandbox: Sandbox, count: number, filter: Parameters<Sandbox['push']['pushes']>[0] = {}): Promise<Push[]> =>
	until(() => {
		const pushes = sandbox.push.pushes(filter);
		return pushes.filter(({ outcome }) => outcome !== 'pending').length >= count && pushes;
	});

export interface Heard {
	method: string;
	url: URL;
	headers: IncomingHttpHeaders;
	text: string;
}

export interface Listening {
	url: string;
	heard: Heard[];
	/** Status and body of what it answers from now on; undefined = nothing at all. */
	answer(respond: (heard: Heard) => { status?: number; body: unknown } | undefined): void;
}

const servers: Server[] = [];

/** An HTTP server that takes down what it is sent. */
export async function listen(): Promise<Listening> {
	let respond: Parameters<Listening['answer']>[0] = () => ({ body: '' });
	const heard: Heard[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.setEncoding('utf8');
		request.on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const one = { method: request.method ?? '', url: new URL(request.url ?? '/', 'http://here'), headers: request.headers, text };
			heard.push(one);
			const answer = respond(one);
			if (!answer) return;
			response.statusCode = answer.status ?? 200;
			response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?from=test`, heard, answer: (next) => (respond = next) };
}

export async function closeServers(): Promise<void> {
	await Promise.all(
		servers.splice(0).map(
			(server) =>
				new Promise<void>((resolve) => {
					server.close(() => resolve());
					server.closeAllConnections();
				}),
		),
	);
}
