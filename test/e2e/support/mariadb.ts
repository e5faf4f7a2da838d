import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ManagedProcess } from '../../../host/managedProcess';
import { freePort } from '../../../host/ports';

import { program } from './servers';
import { tempFolder } from './tempFolder';

const run = promisify(execFile);

export interface Mariadb {
	/** As n8n's MySQL credential takes it, but for the user. */
	connection: { host: string; port: number; database: string };
	/** Runs SQL, as its command line reads it (DELIMITER and all), and returns what it prints, without column names. */
	sql(script: string, login?: Login): Promise<string>;
	stop(): Promise<void>;
}

export interface Login {
	user: string;
	password: string;
}

const ROOT: Login = { user: 'root', password: '' };

/** MariaDB refuses to run as root; root runs it as its own user. */
const isRoot = process.getuid?.() === 0;
const asServerUser = (command: string, args: string[]): [string, string[]] =>
	isRoot ? ['setpriv', ['--reuid=mysql', '--regid=mysql', '--clear-groups', command, ...args]] : [command, args];

export async function startMariadb(): Promise<Mariadb> {
	const folder = tempFolder('mariadb');
	if (isRoot) await run('chown', ['mysql', folder]);
	const data = join(folder, 'data');
	const port = await freePort();
	const options = { cwd: folder };
	const install = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
	await run(...asServerUser(program('mariadb-install-db'), install), options);

	const flags = [
		'--no-defaults',
		`--datadir=${data}`,
		`--port=${port}`,
		'--bind-address=127.0.0.1',
		`--socket=${join(folder, 'socket')}`,
		`--pid-file=${join(folder, 'pid')}`,
		'--character-set-server=utf8mb4',
		'--skip-name-resolve',
	];
	const [command, args] = asServerUser(program('mariadbd'), flags);
	const server = new ManagedProcess({ name: 'MariaDB', command, args, ...options });

	const connection = { host: '127.0.0.1', port, database: 'shop' };
	const client = ['--no-defaults', '--default-character-set=utf8mb4', '--host=127.0.0.1', `--port=${port}`, '--skip-column-names', '--raw'];
	const mariadb = async (script: string, { user, password }: Login, ...database: string[]): Promise<string> => {
		const running = run(program('mariadb'), [...client, `--user=${user}`, `--password=${password}`, ...database], options);
		running.child.stdin?.end(script);
		return (await running).stdout;
	};
	await server.until(async () => await mariadb('SELECT 1', ROOT).then(() => true, () => false), 30_000);
	await mariadb(`CREATE DATABASE ${connection.database}`, ROOT);
	return {
		connection,
		sql: async (script, login = ROOT) => await mariadb(script, login, connection.database),
		stop: async () => await server.stop(),
	};
}
