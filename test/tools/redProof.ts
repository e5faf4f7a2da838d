/** What the tools beside it prove with: that a test turns red as soon as something is missing. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../support/projectFiles';

export interface TestName {
	/** From the root of the project. */
	file: string;
	/** With the names of its describes. */
	name: string;
}

/** What a run of jest came to. */
export interface JestRun {
	passed: TestName[];
	/** Whose assertion failed. */
	red: TestName[];
	/** What failed in another way, and how: no proof of anything. The name is empty for a file that could not be run. */
	broken: Array<TestName & { how: string }>;
}

process.once('SIGINT', () => process.exit(130));

/** A folder that is gone when the process ends, also by Ctrl-C. */
export function tempFolder(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `${name}-`));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const reports = tempFolder('red-proof');
let runs = 0;

/** Far more than any run takes that ends at all. */
const LONGEST_RUN_MS = 3 * 60_000;

/** Runs jest on a project, or on a copy of it. */
export async function runJest(args: string[], { folder = root, env = {} }: { folder?: string; env?: NodeJS.ProcessEnv } = {}): Promise<JestRun> {
	const report = join(reports, `${++runs}.json`);
	const jest = join(root, 'node_modules/jest/bin/jest.js');
	const options = ['--silent', '--forceExit', '--reporters', join(__dirname, 'redReporter.cjs')];
	const said = await new Promise<string>((resolve) =>
		execFile(
			process.execPath,
			[jest, ...options, ...args],
			{ cwd: folder, env: { ...process.env, ...env, RED_REPORT: report }, timeout: LONGEST_RUN_MS, killSignal: 'SIGKILL', maxBuffer: Infinity },
			(_error, stdout, stderr) => resolve(stderr || stdout),
		),
	);
	try {
		return JSON.parse(readFileSync(report, 'utf8')) as JestRun;
	} catch {
		return { passed: [], red: [], broken: [{ file: '', name: '', how: `Jest ended without a report. ${said}` }] };
	}
}

/** What failed first, for a row of the table. */
export function firstFailure({ red: [red], broken: [broken] }: JestRun): string {
	if (red) return red.name;
	return broken ? [broken.file, broken.name, broken.how.split('\n')[0]!.slice(0, 200)].filter((part) => part !== '').join(': ') : '';
}

/** The table, as it grows, and the numbers below it. */
export class Table {
	private passed = 0;
	private failed = 0;

	/** @param widths of the columns, but for the last */
	constructor(private readonly widths: number[]) {}

	row(ok: boolean, ...cells: string[]): void {
		if (ok) this.passed++;
		else this.failed++;
		const padded = cells.map((cell, column) => cell.padEnd(this.widths[column] ?? 0));
		process.stdout.write(`${[ok ? 'ok    ' : 'NOT OK', ...padded].join(' ').trimEnd()}\n`);
	}

	/** Says how many, leaves it in COUNT_FILE for test/run.mjs, and sets the exit code. */
	end(): void {
		const { passed, failed } = this;
		process.stdout.write(`${passed} passed, ${failed} failed\n`);
		if (process.env.COUNT_FILE) writeFileSync(process.env.COUNT_FILE, JSON.stringify({ passed, failed, notRun: [] }));
		process.exitCode = failed === 0 ? 0 : 1;
	}
}
