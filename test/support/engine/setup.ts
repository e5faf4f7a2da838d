import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

// n8n-core keeps the instance ID in a folder of its own: not in the developer's. Two workers would both write it.
process.env.N8N_USER_FOLDER = join(process.env.ENGINE_FOLDER!, process.env.JEST_WORKER_ID!);
mkdirSync(process.env.N8N_USER_FOLDER, { recursive: true });
process.env.N8N_LOG_LEVEL = 'silent';
