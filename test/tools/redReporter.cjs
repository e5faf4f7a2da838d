const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');

/**
 * Jest reporter that tells test/tools/redProof.ts which tests passed and which turned red. Red is a test whose
 * assertion failed: code that can't be loaded, a timeout or a crash prove nothing and are listed by themselves.
 */
module.exports = class RedReporter {
	constructor({ rootDir }) {
		this.rootDir = rootDir;
	}

	onRunComplete(_contexts, { testResults: files }) {
		const report = { passed: [], red: [], broken: [] };
		for (const { testFilePath, testExecError, testResults } of files) {
			const file = relative(this.rootDir, testFilePath);
			if (testExecError) report.broken.push({ file, name: '', how: `can't be loaded: ${testExecError.message}` });
			for (const { status, fullName: name, failureMessages } of testResults) {
				if (status === 'passed') report.passed.push({ file, name });
				if (status !== 'failed') continue;
				if (failureMessages.some((message) => message.includes('expect('))) report.red.push({ file, name });
				else report.broken.push({ file, name, how: failureMessages.join('\n') });
			}
		}
		writeFileSync(process.env.RED_REPORT, JSON.stringify(report));
	}
};
