import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { tempFolder } from './tempFolder';

const root = resolve(__dirname, '..', '..', '..');
/** What a clone does not have, and what makes the copy slow. */
const notCopied = new Set(['node_modules', '.git', '.run', 'dist', 'coverage']);

/** The project as a fresh clone has it, except that the installed packages are links to this one's. */
export async function copyProject(): Promise<string> {
	const copy = join(tempFolder('project'), 'project');
	await mkdir(copy);
	await cp(root, copy, { recursive: true, filter: (path) => path === root || !notCopied.has(basename(path)) });
	for (const folder of ['node_modules', join('host', 'node_modules')]) {
		await symlink(join(root, folder), join(copy, folder));
	}
	return copy;
}
