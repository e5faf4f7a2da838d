/**
 * Proves that the engine tests depend on every check of the sandbox: switches each off in turn, runs the
 * tests and expects them to turn red. Prints a table; ends with an error if a check could go unnoticed.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKS } from '../../sandbox';

interface JestReport {
	numFailedTests: number;
	numPassedTests: number;
	testResults: Array<{ message: string; assertionResults: Array<{ status: string; fullName: string }> }>;
}

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'sandbox-checks-'));

/** Runs the engine tests without the check, up to the first file with a failure. */
async function run(check: string): Promise<JestReport> {
	const outputFile = join(folder, `${check || 'all'}.json`);
	const jest = join(root, 'node_modules/jest/bin/jest.js');
	const args = [jest, '--selectProjects', 'engine', '--bail=1', '--silent', '--json', '--outputFile', outputFile];
	await new Promise<void>((resolve) =>
		execFile(process.execPath, args, { cwd: root, env: { ...process.env, SANDBOX_DISABLED_CHECKS: check } }, () => resolve()),
	);
	return JSON.parse(readFileSync(outputFile, 'utf8')) as JestReport;
}

const firstRed = ({ testResults }: JestReport): string =>
	testResults.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === 'failed')?.fullName ?? '';

async function main(): Promise<void> {
	// Green with all checks on, before and after: else red would mean nothing.
	const checks = ['', ...CHECKS.map(({ name }) => name), ''];
	const width = Math.max(...checks.map(({ length }) => length));
	let noticed = 0;
	let unnoticed = 0;
	for (const check of checks) {
		const report = await run(check);
		const asExpected = check === '' ? report.numFailedTests === 0 && report.numPassedTests > 0 : firstRed(report) !== '';
		if (asExpected) noticed++;
		else unnoticed++;
		const colour = report.numFailedTests === 0 ? 'green' : 'red  ';
		process.stdout.write(
			`${asExpected ? 'ok    ' : 'NOT OK'} ${(check || '(all checks on)').padEnd(width)} ${colour} ${firstRed(report)}\n`,
		);
	}
	rmSync(folder, { recursive: true });
	process.stdout.write(`${noticed} passed, ${unnoticed} failed\n`);
	const counts = { passed: noticed, failed: unnoticed, notRun: [] };
	if (process.env.COUNT_FILE) writeFileSync(process.env.COUNT_FILE, JSON.stringify(counts));
	process.exitCode = unnoticed === 0 ? 0 : 1;
}

void main();
