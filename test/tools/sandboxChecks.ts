/**
 * Proves that the engine tests depend on every check of the sandbox's group bots: switches each off in turn, runs the
 * tests and expects them to turn red. Prints a table; ends with an error if a check could go unnoticed.
 * The checks of the apps are proven by unit tests, which make each request with its check on and off
 * (test/unit/sandbox/{feishuApp,feishuPush,dingtalkApp,dingtalkPush}/checks.test.ts).
 */
import { CHECKS } from '../../sandbox';
import { firstFailure, runJest, Table, type JestRun } from './redProof';

/** Most checks are noticed here, in a tenth of the time that all tests take. */
const FIRST = ['sandboxChecks', 'refusals', 'limits', 'sendText'];

/** The engine tests, up to the first file with a failure. */
const run = (check: string, options: string[] = []): Promise<JestRun> =>
	runJest(['--selectProjects', 'engine', '--bail=1', ...options], { env: { SANDBOX_DISABLED_CHECKS: check } });

async function runWithout(check: string): Promise<JestRun> {
	const first = await run(check, ['--runTestsByPath', ...FIRST.map((name) => `test/engine/${name}.test.ts`)]);
	return first.red.length > 0 ? first : await run(check);
}

async function main(): Promise<void> {
	// Green with all checks on, before and after: else red would mean nothing.
	const checks = ['', ...CHECKS.map(({ name }) => name).filter((name) => !/(?:App|Push)\./.test(name)), ''];
	const table = new Table([Math.max(...checks.map(({ length }) => length)), 5]);
	for (const check of checks) {
		const result = check === '' ? await run('') : await runWithout(check);
		const isGreen = result.red.length + result.broken.length === 0;
		const asExpected = check === '' ? isGreen && result.passed.length > 0 : result.red.length > 0;
		table.row(asExpected, check || '(all checks on)', isGreen ? 'green' : 'red', firstFailure(result));
	}
	table.end();
}

void main();
