import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In the temp folder, because the path of a socket must be short. It closes with its process, however that ends. */
const socketOf = (folder) => join(tmpdir(), `n8n-lark-dingtalk-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);

/**
 * Claims a folder for this process. The answer is the function that sets what others are told (`tell`), or,
 * when another process holds the folder, what that one tells (`told`).
 */
export async function claim(folder) {
	const path = socketOf(folder);
	let news = '';
	const server = createServer((socket) => socket.on('error', () => {}).end(news));
	const listen = async () =>
		await new Promise((resolve, reject) => {
			server.once('error', reject);
			server.listen(path, () => resolve());
		});
	try {
		await listen();
	} catch (error) {
		if (error.code !== 'EADDRINUSE') throw error;
		const told = await ask(path);
		if (told !== undefined) return { told };
		// Left behind by a killed process.
		rmSync(path, { force: true });
		await listen();
	}
	server.unref();
	return { tell: (text) => (news = text) };
}

/** What the holder of the socket tells; undefined when nobody listens. */
const ask = async (path) =>
	await new Promise((resolve) => {
		let text = '';
		connect(path)
			.setEncoding('utf8')
			.on('data', (chunk) => (text += chunk))
			.on('end', () => resolve(text))
			.on('error', () => resolve(undefined));
	});
