import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ManagedProcess } from '../../../host/managedProcess';
import { freePort } from '../../../host/ports';

import { program } from './servers';
import { tempFolder } from './tempFolder';

const run = promisify(execFile);

export interface Postgres {
	/** As n8n's Postgres credential takes it. */
	connection: { host: string; port: number; database: string; user: string; password: string };
	/** Runs SQL and returns what psql prints. */
	sql(...statements: string[]): Promise<string>;
	stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; root runs it as its own user. */
const isRoot = process.getuid?.() === 0;
const asServerUser = (command: string, args: string[]): [string, string[]] =>
	isRoot
		? ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]]
		: [command, args];

export async function startPostgres(): Promise<Postgres> {
	const folder = tempFolder('postgres');
	if (isRoot) {
		await run('chown', ['postgres', folder]);
		await chmod(folder, 0o700);
	}
	const data = join(folder, 'data');
	const port = await freePort();
	const env = { ...process.env, LC_ALL: 'C.UTF-8' };
	const options = { cwd: folder, env };
	const initdb = ['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync'];
	await run(...asServerUser(program('initdb'), initdb), options);

	const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', fsync: 'off' };
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const [command, args] = asServerUser(program('postgres'), ['-D', data, ...flags]);
	const server = new ManagedProcess({ name: 'PostgreSQL', command, args, ...options });

	const connection = { host: '127.0.0.1', port, database: 'postgres', user: 'postgres', password: '' };
	const address = ['-h', connection.host, '-p', String(port), '-U', connection.user, '-d', connection.database];
	const sql = async (...statements: string[]): Promise<string> => {
		const commands = statements.flatMap((statement) => ['-c', statement]);
		return (await run(program('psql'), [...address, '-X', '-v', 'ON_ERROR_STOP=1', '-At', ...commands], options)).stdout;
	};
	const answers = async (): Promise<boolean> => await sql('SELECT 1').then(() => true, () => false);
	await server.until(answers, 30_000);
	// SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients to leave.
	return { connection, sql, stop: async () => await server.stop({ signal: 'SIGINT' }) };
}
