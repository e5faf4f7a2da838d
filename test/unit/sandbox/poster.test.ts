import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Poster } from '../../../sandbox/push/poster';
import { Schedule } from '../../../sandbox/push/schedule';
import { closeAll, open } from './support';

const servers: Server[] = [];

afterEach(async () => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	await closeAll();
});

async function listen(answer: RequestListener): Promise<string> {
	const server = createServer(answer);
	servers.push(server);
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The sandbox clock stands still. */
const poster = () => new Poster(new Schedule(() => 0));
const posting = (url: string) => ({ url, headers: {}, body: '{}' });

describe('what the platforms post', () => {
	it('is answered', async () => {
		const url = await listen((request, response) => void request.on('data', (chunk: Buffer) => response.writeHead(201).end(`heard ${chunk.toString()}`)));
		expect(await poster().post(posting(url))).toEqual({ kind: 'answer', status: 201, body: 'heard {}' });
	});

	it.each(['', 'not a URL', 'ftp://127.0.0.1/', 'file:///etc/hosts'])('goes nowhere without an address: %j', async (url) => {
		expect(await poster().post(posting(url))).toEqual({ kind: 'noUrl' });
	});

	it('is given up by the real clock too', async () => {
		const url = await listen(() => {});
		expect(await poster().post({ ...posting(url), withinMs: 20 })).toEqual({ kind: 'timeout' });
	});

	it('is given up when the sandbox forgets everything', async () => {
		const url = await listen(() => asking.clear());
		const asking = poster();
		expect(await asking.post(posting(url))).toEqual({ kind: 'noConnection' });
	});

	it('keeps a megabyte of the answer', async () => {
		const url = await listen((_, response) => response.end(Buffer.alloc(3_000_000, 'x')));
		const posted = await poster().post(posting(url));
		expect(posted.kind === 'answer' && posted.body.length).toBeLessThanOrEqual(1_048_576);
	});
});

it.each(['/ws/v2?ticket=none', '/connect?ticket=none', '/nowhere'])('a client that is refused at %s and stays is hung up on', async (path) => {
	const { hostname, port } = new URL((await open()).url);
	const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
	socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
	await new Promise((resolve) => void socket.resume().on('end', resolve));
	await closeAll();
	socket.destroy();
});
