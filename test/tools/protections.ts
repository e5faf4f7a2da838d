/**
 * Proves that the tests depend on every named protection (protectionList.ts): switches each off in turn, in a copy of
 * the project, runs its tests and expects an assertion of theirs to fail. Prints a table; ends with an error if a
 * protection could be lost unnoticed. Words behind the command choose the protections whose scenario and name hold them.
 */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProjectFiles, root } from '../support/projectFiles';
import { protections, type Protection } from './protectionList';
import { firstFailure, runJest, Table, tempFolder, type JestRun, type TestName } from './redProof';

/** Runs side by side, each in a copy of its own. */
const COPIES = 2;

/** They share the machine: what only takes longer than usual has not failed. */
const LONGEST_TEST_MS = 20_000;

/** The sources alone; the installed packages are the project's. */
function copyOfProject(folder: string): string {
	copyProjectFiles(folder);
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	return folder;
}

const fileOf = ({ tests }: Protection): string => `test/${tests}.test.ts`;

/** Picks a protection's own tests from a run of many; a file or a run that failed as a whole is everybody's. */
const ownTests = (protection: Protection) => (test: TestName) =>
	[fileOf(protection), ''].includes(test.file) && (test.name.includes(protection.testName) || test.name === '');

const unique = (texts: string[]): string[] => [...new Set(texts)];

function runTests(some: Protection[], folder: string): Promise<JestRun> {
	const names = unique(some.map(({ testName }) => testName.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
	const options = ['--runInBand', '--testTimeout', String(LONGEST_TEST_MS), '--cacheDirectory', `${folder}-jest`];
	return runJest([...options, '-t', names.join('|'), '--runTestsByPath', ...unique(some.map(fileOf))], { folder });
}

/** All tests of the list, with nothing switched off: half of them in each copy. */
async function runUnchanged(some: Protection[], copies: string[]): Promise<JestRun> {
	const files = unique(some.map(fileOf));
	const parts = copies.map((_, part) => some.filter((protection) => files.indexOf(fileOf(protection)) % copies.length === part));
	const runs = await Promise.all(parts.map(async (part, n) => (part.length > 0 ? [await runTests(part, copies[n]!)] : [])));
	return {
		passed: runs.flat().flatMap(({ passed }) => passed),
		red: runs.flat().flatMap(({ red }) => red),
		broken: runs.flat().flatMap(({ broken }) => broken),
	};
}

interface Verdict {
	ok: boolean;
	said: string;
}

/** Switches a protection off, and on again. */
async function proof(protection: Protection, unchanged: JestRun, copy: string): Promise<Verdict> {
	const { name, file, from, to, tests, testName } = protection;
	const path = join(copy, file);
	const source = readFileSync(path, 'utf8');
	const parts = source.split(from);
	if (parts.length !== 2) return { ok: false, said: `the protection "${name}" has moved: its text stands ${parts.length - 1} times in ${file}` };

	const isOurs = ownTests(protection);
	const before: JestRun = { passed: unchanged.passed.filter(isOurs), red: unchanged.red.filter(isOurs), broken: unchanged.broken.filter(isOurs) };
	// Red would mean nothing.
	if (before.red.length + before.broken.length > 0) return { ok: false, said: `fails with the protection, too: ${firstFailure(before)}` };
	if (before.passed.length === 0) return { ok: false, said: `there is no test "${testName}" in ${tests}` };

	writeFileSync(path, parts.join(to));
	try {
		const run = await runTests([protection], copy);
		if (run.red.length > 0) return { ok: true, said: firstFailure(run) };
		return { ok: false, said: run.broken.length > 0 ? `no assertion failed: ${firstFailure(run)}` : `unnoticed by ${run.passed.length} tests` };
	} finally {
		writeFileSync(path, source);
	}
}

async function main(): Promise<void> {
	const words = process.argv.slice(2).join(' ');
	const chosen = protections.filter(({ name, scenario = '' }) => `${scenario} ${name}`.toLowerCase().includes(words.toLowerCase()));
	if (chosen.length === 0) throw new Error(`No protection has "${words}" in its scenario or name.`);
	const table = new Table([Math.max(...chosen.map(({ name }) => name.length)), 3]);
	const folder = tempFolder('protections');
	const copies = Array.from({ length: COPIES }, (_, n) => copyOfProject(join(folder, `${n}`)));
	const unchanged = await runUnchanged(chosen, copies);
	// Shared by the copies: each takes the next one.
	const queue = chosen.values();
	await Promise.all(
		copies.map(async (copy) => {
			for (const protection of queue) {
				const { ok, said } = await proof(protection, unchanged, copy);
				table.row(ok, protection.name, protection.scenario ?? '', said);
			}
		}),
	);
	table.end();
}

main().catch((error: Error) => {
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
});
