import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface StoredExecution {
	status: string;
	/** Unix ms; null while it runs. */
	stoppedAt: number | null;
}

/** All executions of a workflow, from n8n's database: its API gives a page at a time and competes with the work. */
export function storedExecutions(userFolder: string, workflowId: string): StoredExecution[] {
	const database = new DatabaseSync(join(userFolder, '.n8n', 'database.sqlite'), { readOnly: true });
	try {
		const rows = database.prepare('SELECT status, stoppedAt FROM execution_entity WHERE workflowId = ?').all(workflowId);
		return rows.map(({ status, stoppedAt }) => ({
			status: String(status),
			// n8n writes UTC without saying so.
			stoppedAt: stoppedAt === null ? null : Date.parse(`${String(stoppedAt).replace(' ', 'T')}Z`),
		}));
	} finally {
		database.close();
	}
}
