/**
 * node leash.mjs COMMAND [ARGUMENTS]: runs a command so that nothing of it can be left behind.
 *
 * The leash leads its own process group and holds a pipe (stdin) to whoever started it. When that one is
 * gone, even by SIGKILL, the pipe closes and the leash ends the whole group.
 */
import { spawn } from 'node:child_process';

const GRACE_MS = 5000;
const [command, ...args] = process.argv.slice(2);

const endGroup = (signal) => {
	try {
		process.kill(-process.pid, signal);
	} catch {
		// Not a group leader (started by hand): the child alone is ours.
		child.kill(signal);
	}
};

// Signals reach the whole group; the leash itself outlives them to see the child off.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
	process.stderr.write(`${command}: ${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code, signal) => {
	if (code !== 0) process.stderr.write(`${command} ended with ${signal ?? `code ${code}`}\n`);
	endGroup('SIGKILL');
	process.exit(code ?? 1);
});

process.stdin.on('error', () => {});
process.stdin.on('close', () => {
	endGroup('SIGINT');
	setTimeout(() => endGroup('SIGKILL'), GRACE_MS);
});
process.stdin.resume();
