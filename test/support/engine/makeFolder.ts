import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One folder for all that n8n-core writes in a run; removeFolder.ts takes it away. */
export default function makeFolder(): void {
	process.env.ENGINE_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
}
