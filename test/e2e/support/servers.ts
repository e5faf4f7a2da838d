import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const POSTGRES_FOLDER = '/usr/lib/postgresql';

/** Debian keeps PostgreSQL's programs outside PATH, in a folder per version. */
const postgresFolders = (): string[] => {
	try {
		const versions = readdirSync(POSTGRES_FOLDER).sort((a, b) => Number(b) - Number(a));
		return versions.map((version) => join(POSTGRES_FOLDER, version, 'bin'));
	} catch {
		return [];
	}
};

const programs = {
	chromium: ['chromium', 'chromium-browser', 'google-chrome'],
	prometheus: ['prometheus'],
	alertmanager: ['prometheus-alertmanager', 'alertmanager'],
	postgres: ['postgres'],
	initdb: ['initdb'],
	psql: ['psql'],
	mariadbd: ['mariadbd'],
	mariadb: ['mariadb'],
	'mariadb-install-db': ['mariadb-install-db'],
} as const;

export type Program = keyof typeof programs;

function find(program: Program): string | undefined {
	const folders = [...postgresFolders(), ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
	const candidates = folders.flatMap((folder) => programs[program].map((name) => join(folder, name)));
	return candidates.find((path) => {
		try {
			accessSync(path, constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});
}

/** The path of an installed server program. */
export function program(name: Program): string {
	const path = find(name);
	if (!path) throw new Error(`${name} is not installed (.ci/run installs it on Debian)`);
	return path;
}

/** `describe` for tests that need these servers; without one of them they can't run, and test/run.mjs lists them. */
export function describeWith(needed: Program[], name: string, tests: () => void): void {
	const missing = needed.filter((server) => find(server) === undefined);
	if (missing.length === 0) describe(name, tests);
	else it.todo(`${name} [not installed: ${missing.join(', ')}]`);
}
