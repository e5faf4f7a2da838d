import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket as ServerEnd } from 'ws';
import type { Frame } from '../../../../lib/connection/types';
import { openWebSocket } from '../../../../lib/connection/webSocket';
import { refusal } from '../support/refusal';

const TICKET = 'secret-ticket-4711-4711';

let http: Server;
let server: WebSocketServer;
let url: string;

beforeEach(async () => {
	http = createServer();
	server = new WebSocketServer({ server: http, verifyClient: ({ req }: { req: { url?: string } }) => !req.url!.startsWith('/refused') });
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/connect?ticket=${TICKET}`;
});

afterEach(async () => {
	for (const client of server.clients) client.terminate();
	await new Promise((resolve) => http.close(resolve));
});

const serverEnd = () => new Promise<ServerEnd>((resolve) => server.once('connection', resolve));

/** A socket and what happens to it. */
function open(address = url) {
	const frames: Frame[] = [];
	const ends: string[] = [];
	let isOpen = () => {};
	let isClosed = () => {};
	let isHeard = () => {};
	const opened = new Promise<void>((resolve) => (isOpen = resolve));
	const closed = new Promise<void>((resolve) => (isClosed = resolve));
	const heard = (count: number) => new Promise<void>((resolve) => (isHeard = () => void (frames.length === count && resolve())));
	const socket = openWebSocket(address, {
		opened: isOpen,
		received: (frame) => {
			frames.push(frame);
			isHeard();
		},
		closed: (reason) => {
			ends.push(reason);
			isClosed();
		},
	});
	return { socket, frames, ends, opened, closed, heard };
}

test('text and bytes, both ways', async () => {
	const accepted = serverEnd();
	const { socket, frames, opened, heard } = open();
	await opened;
	const peer = await accepted;
	const told: Array<string | number[]> = [];
	const both = new Promise<void>((resolve) => {
		peer.on('message', (data: Buffer, isBinary) => {
			told.push(isBinary ? [...data] : data.toString());
			if (told.length === 2) resolve();
		});
	});
	socket.send('{"a":"你好"}');
	socket.send(Uint8Array.from([1, 0, 255]));
	await both;
	expect(told).toEqual(['{"a":"你好"}', [1, 0, 255]]);
	const came = heard(2);
	peer.send('text');
	peer.send(Buffer.from([2, 0, 254]));
	await came;
	expect(frames[0]).toBe('text');
	expect(frames[1]).toBeInstanceOf(Uint8Array);
	expect([...(frames[1] as Uint8Array)]).toEqual([2, 0, 254]);
});

test('it is closed by either end, with the reason that the server gives, but for what is secret in the address', async () => {
	const accepted = serverEnd();
	const ours = open();
	await ours.opened;
	const closedThere = new Promise<number>((resolve) => void accepted.then((peer) => peer.on('close', resolve)));
	ours.socket.close();
	expect(await closedThere).toBe(1000);
	await ours.closed;
	expect(ours.ends).toHaveLength(1);

	const again = serverEnd();
	const theirs = open();
	await theirs.opened;
	(await again).close(4001, `ticket ${TICKET}\n is used up`);
	await theirs.closed;
	expect(theirs.ends).toEqual(['the server closed it: 4001 ticket ... is used up']);
});

test('a connection that breaks off says so', async () => {
	const accepted = serverEnd();
	const { opened, closed, ends } = open();
	await opened;
	(await accepted).terminate();
	await closed;
	expect(ends).toEqual(['the connection broke off']);
});

test('a server that refuses, or that is not there, is told from one that hangs up; nothing shows the ticket', async () => {
	const refused = open(url.replace('/connect', '/refused'));
	await refused.closed;
	const absent = open(`ws://127.0.0.1:1/connect?ticket=${TICKET}`);
	await absent.closed;
	const reason = "the server can't be reached, or did not accept the connection";
	expect([refused.ends, absent.ends]).toEqual([[reason], [reason]]);
});

test('one that is still being opened can be closed', async () => {
	http.removeAllListeners('upgrade');
	const asked = new Promise<Duplex>((resolve) => http.on('upgrade', (_request, end) => resolve(end)));
	const { socket, closed, ends } = open();
	const end = await asked;
	socket.close();
	await closed;
	end.destroy();
	expect(ends).toHaveLength(1);
});

test('an address that is none is refused without showing it', () => {
	const { message, fix } = refusal(() => open(`https:// broken ?ticket=${TICKET}`));
	expect(message).toContain('no WebSocket address');
	expect(`${message} ${fix}`).not.toContain(TICKET);
});

test('before Node.js 22 it says what is needed, and what works without', () => {
	const builtIn = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket')!;
	Object.defineProperty(globalThis, 'WebSocket', { value: undefined, configurable: true, writable: true });
	try {
		const { message, fix } = refusal(() => open());
		expect(message).toBe('A long connection needs n8n on Node.js 22 or newer');
		expect(fix).toContain('webhook trigger');
	} finally {
		Object.defineProperty(globalThis, 'WebSocket', builtIn);
	}
});
