import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { copyProjectFiles, root } from '../../support/projectFiles';

import { tempFolder } from './tempFolder';

/** The project as a fresh clone has it, except that the installed packages are links to this one's. */
export async function copyProject(): Promise<string> {
	const copy = join(tempFolder('project'), 'project');
	copyProjectFiles(copy);
	for (const folder of ['node_modules', join('host', 'node_modules')]) {
		await symlink(join(root, folder), join(copy, folder));
	}
	return copy;
}
