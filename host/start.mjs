/** `npm start`: installs and builds what is missing, then hands over to start.ts on Node 24. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { claim } from './lock.mjs';
import { buildAndPack } from './pack.mjs';
import { ended, env24, node24, root, setup } from './setup.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

async function main() {
	const { told, tell } = await claim(root);
	if (told !== undefined) {
		say(`npm start is already running in this folder.\n${told}\nStop it with Ctrl-C in its own terminal to start anew.`);
		return 1;
	}
	await setup();
	say('Building the package ...');
	const tarball = await buildAndPack();
	return await runStart(tarball, tell);
}

async function runStart(tarball, tell) {
	// start.ts notices by the IPC channel when this process is gone.
	const child = spawn(node24, ['--import', 'tsx', join(root, 'host', 'start.ts'), tarball], {
		cwd: root,
		env: env24(),
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
	});
	child.on('message', tell);
	whenParentEnds(() => child.kill('SIGTERM'));
	return await ended(child);
}

/** npm passes a SIGTERM on to the shell between it and this process, which ends without telling anybody. */
function whenParentEnds(act) {
	const parent = process.ppid;
	setInterval(() => process.ppid !== parent && act(), 1000).unref();
}

try {
	process.exitCode = await main();
} catch (error) {
	say(`\n${error.message}`);
	process.exitCode = 1;
}
