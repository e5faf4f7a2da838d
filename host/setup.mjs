/**
 * Puts in place what the scripts need: the packages of both lock files, a Node 24 for the real n8n, and
 * n8n's SQLite driver. Plain JavaScript without dependencies, for it runs before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const host = join(root, 'host');
const bin = join(root, 'node_modules', '.bin');
export const node24 = join(bin, 'node');

const OLDEST_NODE = 20;
const PROGRESS_MS = 10_000;

/** PATH without this project's node_modules, whose Node is replaced while npm runs. */
const outsidePath = () => (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== bin).join(delimiter);

/** The environment for everything after the setup: Node 24 comes first. */
export const env24 = () => ({ ...process.env, PATH: [bin, outsidePath()].join(delimiter) });

/** Installs whatever is missing; returns at once when all is there. */
export async function setup() {
	if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
		throw new Error(`Node ${OLDEST_NODE} or later is needed; this is ${process.versions.node}.`);
	}
	if (!isInstalled(root)) await npm(root, 'the development tools (about a minute)', ['ci']);
	if (!runs(node24, ['--version'], root)) {
		await npm(root, 'Node 24, for n8n (about half a minute)', ['rebuild', 'node', '--ignore-scripts=false']);
	}
	if (!isInstalled(host)) await npm(host, 'the real n8n (2 GB, about four minutes)', ['ci', '--legacy-peer-deps', '--ignore-scripts']);
	if (!sqliteLoads()) await buildSqlite();
}

/** Every package of the lock file is there in its version; only those for other systems may be absent. */
function isInstalled(folder) {
	const installed = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(installed)) return false;
	const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
	const have = packages(installed);
	return Object.entries(packages(join(folder, 'package-lock.json'))).every(
		([path, { version, optional }]) => path === '' || (have[path] ? have[path].version === version : optional),
	);
}

const runs = (command, args, cwd) => spawnSync(command, args, { cwd, stdio: 'ignore' }).status === 0;

const sqliteLoads = () => runs(node24, ['-e', "require('sqlite3')"], host);

async function buildSqlite() {
	const missing = ['python3', 'make', 'g++'].filter((tool) => !runs(tool, ['--version'], host));
	const hint = missing.length > 0 ? `\nNot found on this machine: ${missing.join(', ')}. Install them (Debian, Ubuntu: apt-get install ${missing.join(' ')}) and try again.` : '';
	try {
		await npm(host, "n8n's SQLite driver (up to two minutes)", ['rebuild', 'sqlite3', '--ignore-scripts=false']);
	} catch (error) {
		throw new Error(`n8n's SQLite driver could not be built. ${error.message}${hint}`);
	}
	if (!sqliteLoads()) throw new Error(`n8n's SQLite driver was built but cannot be loaded.${hint}`);
}

/** Runs npm and shows that it is still at work; its own output appears only when it fails. */
async function npm(cwd, what, args) {
	const start = Date.now();
	const seconds = () => Math.round((Date.now() - start) / 1000);
	process.stdout.write(`Installing ${what} ...\n`);
	const progress = setInterval(() => process.stdout.write(`  ... ${seconds()} s\n`), PROGRESS_MS);
	try {
		await run('npm', [...args, '--no-audit', '--no-fund'], { cwd, env: { ...process.env, PATH: outsidePath() } });
	} finally {
		clearInterval(progress);
	}
	process.stdout.write(`  done in ${seconds()} s\n`);
}

/** Runs a command silently; its output is the error when it fails. */
export async function run(command, args, options) {
	const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
	if ((await ended(child)) !== 0) throw new Error(`"${[command, ...args].join(' ')}" failed:\n${output}`);
	return output;
}

/** The exit code of a child. When this process is asked to end meanwhile, the child ends first and then this process. */
export async function ended(child) {
	let asked = false;
	const stop = () => {
		asked = true;
		child.kill('SIGTERM');
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, stop);
	const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', (code) => resolve(code ?? 1)));
	if (asked) process.exit(code);
	for (const signal of signals) process.off(signal, stop);
	return code;
}
