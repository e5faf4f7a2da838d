import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { env24, root, run } from './setup.mjs';

/** Builds the package and packs it as for publishing. Returns the tarball's path. */
export async function buildAndPack() {
	const folder = join(root, '.run', 'pack');
	mkdirSync(folder, { recursive: true });
	const options = { cwd: root, env: env24() };
	await run('npm', ['run', 'build'], options);
	const [{ filename }] = JSON.parse(await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { ...options }));
	return join(folder, filename);
}
