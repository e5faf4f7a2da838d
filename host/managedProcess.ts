import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ManagedProcessOptions {
	/** How errors call it. */
	name: string;
	command: string;
	args: string[];
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	/** Its output is appended here as well as kept in memory. */
	logFile?: string;
}

/** A server as a child process in its own process group, which ends with this process whatever happens (leash.mjs). */
export class ManagedProcess {
	private readonly child: ChildProcess;

	private readonly logStream?: WriteStream;

	private text = '';

	private ended = false;

	private readonly end: Promise<void>;

	constructor(private readonly options: ManagedProcessOptions) {
		const { command, args, cwd, env, logFile } = options;
		this.child = spawn(process.execPath, [join(__dirname, 'leash.mjs'), command, ...args], {
			cwd,
			env: env ?? process.env,
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		if (logFile) this.logStream = createWriteStream(logFile, { flags: 'a' });
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream?.setEncoding('utf8').on('data', (chunk: string) => {
				this.text += chunk;
				this.logStream?.write(chunk);
			});
		}
		this.end = new Promise<void>((resolve) => {
			this.child.once('error', () => resolve());
			this.child.once('close', () => resolve());
		}).then(() => {
			this.ended = true;
			this.logStream?.end();
		});
	}

	get output(): string {
		return this.text;
	}

	get running(): boolean {
		return !this.ended;
	}

	/** Resolves when the process and its group have ended. */
	get exited(): Promise<void> {
		return this.end;
	}

	/** Polls until `ready` says true; fails with the tail of the output when the process ends or the time is up. */
	async until(ready: () => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		while (!(await ready())) {
			if (this.ended) throw new Error(`${this.options.name} ended while starting:\n${this.tail()}`);
			if (Date.now() > deadline) {
				throw new Error(`${this.options.name} was not ready after ${timeoutMs / 1000} s:\n${this.tail()}`);
			}
			await sleep(100);
		}
	}

	/** Asks politely, then kills the group after the grace period. */
	async stop({ signal = 'SIGTERM', graceMs = 8000 }: { signal?: NodeJS.Signals; graceMs?: number } = {}): Promise<void> {
		this.signalGroup(signal);
		const force = setTimeout(() => this.signalGroup('SIGKILL'), graceMs);
		await this.end;
		clearTimeout(force);
	}

	/** What a power cut does: the whole group is gone at once. */
	async kill9(): Promise<void> {
		this.signalGroup('SIGKILL');
		await this.end;
	}

	private signalGroup(signal: NodeJS.Signals): void {
		if (this.ended || this.child.pid === undefined) return;
		try {
			process.kill(-this.child.pid, signal);
		} catch (error) {
			// ESRCH: it ended in the meantime.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}

	private tail(): string {
		return this.text.split('\n').slice(-40).join('\n');
	}
}
