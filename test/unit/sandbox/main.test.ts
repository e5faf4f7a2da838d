import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { closeAll, open, send } from './support';

const ROOT = path.join(__dirname, '..', '..', '..');
const children: ChildProcess[] = [];

afterEach(async () => {
	for (const child of children.splice(0)) child.kill('SIGKILL');
	await closeAll();
});

/** Runs what `npm run sandbox` runs; resolves with its output once it is up. */
const run = (port: string): Promise<{ child: ChildProcess; output: string }> =>
	new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
			cwd: ROOT,
			env: { ...process.env, SANDBOX_PORT: port },
			// Nothing of ours: who reads what this test prints would wait for it, should the test be killed.
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		children.push(child);
		let output = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			if (output.includes('Ctrl-C')) resolve({ child, output });
		});
		child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.on('exit', () => reject(new Error(`Ended early:\n${output}`)));
	});

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));

describe('npm run sandbox', () => {
	it('takes a free port when its own is taken, prints what a credential needs and ends on a signal', async () => {
		const other = await open();
		const { child, output } = await run(new URL(other.url).port);
		const url = /^Chat page: (http:\/\/127\.0\.0\.1:\d+)\/$/m.exec(output)?.[1] ?? '';
		expect(url).not.toBe(other.url);
		expect((await send(url, { method: 'GET' })).text).toContain('<title>Chat sandbox</title>');
		expect(output.match(/Webhook URL {5}http:/g)?.length).toBe(3);
		expect(output).toContain('Signing secret  made-up-demo-secret');
		expect(output).toContain('App ID          cli_de00000000000001');
		expect(output).toContain('Client ID       dingdemo000000000003');
		expect(output.split(`Base URL        ${url}\n`).length).toBe(4);
		const exit = ended(child);
		child.kill('SIGTERM');
		expect(await exit).toBe(0);
	}, 20_000);
});
