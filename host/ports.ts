import { createServer } from 'node:net';

const HOST = '127.0.0.1';

const listenOn = async (port: number): Promise<number> =>
	await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			const address = server.address();
			server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port'))));
		});
	});

/** The preferred port, or any free one on the loopback interface when that is taken (or none is preferred). */
export async function freePort(preferred = 0): Promise<number> {
	return await listenOn(preferred).catch(async () => await listenOn(0));
}
