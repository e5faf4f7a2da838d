import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface Received {
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** What answers at a path; it reads the request by itself. */
export type Endpoint = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface CallbackServer {
	url: string;
	/** By path: `/events`. */
	endpoints: Record<string, Endpoint>;
	received: Received[];
}

/** Where the platforms call back: one HTTP server for a test file; before each test nothing has come. */
export function useCallbackServer(): CallbackServer {
	const handle: CallbackServer = { url: '', endpoints: {}, received: [] };
	const server = createServer((request, response) => void answer(handle, request, response));
	beforeAll(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		handle.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	beforeEach(() => {
		handle.endpoints = {};
		handle.received = [];
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return handle;
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}

async function answer({ endpoints, received }: CallbackServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://callback');
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	request.on('end', () => received.push({ path, query: Object.fromEntries(searchParams), headers: request.headers, body: Buffer.concat(chunks) }));
	try {
		await endpoints[path]!(request, response);
	} catch {
		// What an SDK throws is up to its user.
		response.writeHead(500).end();
	}
}
