const { writeFileSync } = require('node:fs');

/**
 * Jest reporter that leaves the numbers for test/run.mjs. (Jest's own --json fails on errors with circular
 * properties, as axios throws them.)
 */
module.exports = class CountReporter {
	onRunComplete(_contexts, results) {
		const tests = results.testResults.flatMap(({ testResults }) => testResults);
		const counts = {
			passed: results.numPassedTests,
			// A file that cannot even be loaded has no tests to count, yet it failed.
			failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
			notRun: tests.filter(({ status }) => ['todo', 'pending'].includes(status)).map(({ fullName }) => fullName),
		};
		writeFileSync(process.env.COUNT_FILE, JSON.stringify(counts));
	}
};
