import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A folder of its own for one server; gone when this test file ends. */
export function tempFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `${name}-`));
	made.push(folder);
	return folder;
}

afterAll(() => {
	for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
