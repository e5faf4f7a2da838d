/**
 * `npm test`: installs what is missing, runs every step whatever the earlier ones said, and ends with one line
 * "N passed, N failed". `node test/run.mjs e2e [part of a file name]` runs the end-to-end tests alone.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { buildAndPack } from '../host/pack.mjs';
import { ended, env24, node24, root, setup } from '../host/setup.mjs';

const reports = join(root, '.run', 'test');
const reporter = join(root, 'test', 'countReporter.cjs');
const total = { passed: 0, failed: 0 };
const impossible = [];

const say = (text) => process.stdout.write(`${text}\n`);

/** Runs with the output shown; the answer is whether it succeeded. */
const succeeds = async (command, args, env = {}) => {
	const child = spawn(command, args, { cwd: root, env: { ...env24(), ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
	return (await ended(child)) === 0;
};

/** A step without tests of its own counts as one. */
const script = (name) => async () => count((await succeeds('npm', ['run', '--silent', name])) ? { passed: 1 } : { failed: 1 });

/** A step that leaves its numbers in COUNT_FILE. */
const counted = (name, command, args, env) => async () => {
	const report = join(reports, `${name}.json`);
	rmSync(report, { force: true });
	const success = await succeeds(command, args, { ...env, COUNT_FILE: report });
	countReport(name, report, success);
};

const jest = (project, { name = project, args = [], env } = {}) => {
	const jestBin = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const options = ['--selectProjects', project, '--passWithNoTests', '--reporters', 'default', '--reporters', reporter];
	return counted(name, node24, [jestBin, ...options, ...args], env);
};

function countReport(project, report, success) {
	if (!existsSync(report)) {
		// No tests (yet), or the test runner broke down.
		if (!success) say(`${project}: the test runner ended without a report.`);
		return count({ failed: success ? 0 : 1 });
	}
	const { passed, failed, notRun } = JSON.parse(readFileSync(report, 'utf8'));
	count({ passed, failed: failed === 0 && !success ? 1 : failed });
	impossible.push(...notRun);
}

function count({ passed = 0, failed = 0 }) {
	total.passed += passed;
	total.failed += failed;
}

/** In a real n8n with the packed package, and with the real servers; one file after the other. */
const e2e = (name) => async () => {
	const tarball = await buildAndPack();
	const args = ['--runInBand', '--testTimeout', '300000', `test/e2e/.*${name}`];
	await jest('e2e', { args, env: { E2E_TARBALL: tarball } })();
};

/** The app nodes once more, against a platform of the organization's own: below a path, with a private authority's certificate. */
const privateDeployment = jest('engine', {
	name: 'private',
	args: ['--testPathPatterns', 'engine/(feishuApp|dingTalkApp)/'],
	env: { SANDBOX_PRIVATE: 'true', NODE_EXTRA_CA_CERTS: join(root, 'test', 'support', 'tls', 'ca.crt') },
});

const steps = {
	lint: script('lint'),
	types: script('typecheck'),
	unit: jest('unit'),
	engine: jest('engine'),
	private: privateDeployment,
	conformance: jest('conformance'),
	checks: counted('checks', 'npm', ['run', '--silent', 'test:checks']),
	protections: counted('protections', 'npm', ['run', '--silent', 'test:protections']),
	e2e: e2e(process.argv[3] ?? ''),
};

async function main() {
	const only = process.argv[2];
	if (only !== undefined && !(only in steps)) throw new Error(`No such step: ${only}. Steps: ${Object.keys(steps).join(', ')}.`);
	await setup();
	mkdirSync(reports, { recursive: true });
	for (const [name, step] of Object.entries(steps)) {
		if (only !== undefined && name !== only) continue;
		say(`\n== ${name}`);
		await step().catch((error) => {
			say(error.message);
			count({ failed: 1 });
		});
	}
}

await main().catch((error) => {
	say(error.message);
	count({ failed: 1 });
});
if (impossible.length > 0) {
	say(`\nNot run, because a server is not installed here${process.env.CI === 'true' ? ' (under CI a failure)' : ''}:`);
	for (const name of impossible) say(`  ${name}`);
	if (process.env.CI === 'true') count({ failed: impossible.length });
}
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
