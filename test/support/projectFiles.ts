import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';

export const root = join(__dirname, '../..');

/** What a clone does not have, and what makes the copy slow. */
const NOT_COPIED = new Set(['node_modules', '.git', '.run', 'dist', 'coverage']);

/** The project as a fresh clone has it, without installed packages. */
export const copyProjectFiles = (folder: string): void =>
	cpSync(root, folder, { recursive: true, filter: (path) => path === root || !NOT_COPIED.has(basename(path)) });
