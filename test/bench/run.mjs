/** `npm run bench [-- --json FILE]`: installs and builds what is missing, then hands over to main.ts on Node 24. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { buildAndPack } from '../../host/pack.mjs';
import { ended, env24, node24, root, setup } from '../../host/setup.mjs';

async function main() {
	await setup();
	const tarball = await buildAndPack();
	const args = ['--import', 'tsx', join(root, 'test', 'bench', 'main.ts'), tarball, ...process.argv.slice(2)];
	return await ended(spawn(node24, args, { cwd: root, env: env24(), stdio: ['ignore', 'inherit', 'inherit'] }));
}

try {
	process.exitCode = await main();
} catch (error) {
	process.stdout.write(`\n${error.message}\n`);
	process.exitCode = 1;
}
