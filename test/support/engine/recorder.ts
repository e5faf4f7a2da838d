import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

const OF_THE_CONNECTION = ['content-length', 'host', 'connection', 'transfer-encoding'];

/** Passes on what the platform sends, and keeps it. */
export async function recorder(target: string) {
	const requests: RecordedRequest[] = [];
	const send = async ({ path, headers, body }: RecordedRequest, signal?: AbortSignal) => {
		const others = Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
		const answer = await fetch(new URL(path, target), { method: 'POST', headers: Object.fromEntries(others) as Record<string, string>, body: new Uint8Array(body), signal });
		return { status: answer.status, text: await answer.text() };
	};
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const received = { path: request.url ?? '/', headers: request.headers, body: Buffer.concat(parts) };
			requests.push(received);
			void send(received).then(({ status, text }) => response.writeHead(status, { 'content-type': 'application/json' }).end(text));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests, send, close: () => server.close() };
}
