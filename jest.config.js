/** Two fast projects, the official SDKs (conformance); e2e has its own runner (test/run.mjs) because it needs real servers. */
const common = {
	rootDir: __dirname,
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	testPathIgnorePatterns: ['/node_modules/', '/dist/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/host/node_modules/', '<rootDir>/.run/'],
};
const project = (displayName, extra = {}) => ({
	...common,
	displayName,
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
	...extra,
});

module.exports = {
	// Time is simulated; this is for a machine that is busy with something else.
	testTimeout: 30_000,
	projects: [
		project('unit'),
		project('engine', {
			setupFiles: ['<rootDir>/test/support/engine/setup.ts'],
			globalSetup: '<rootDir>/test/support/engine/makeFolder.ts',
			globalTeardown: '<rootDir>/test/support/engine/removeFolder.ts',
		}),
		project('conformance'),
		project('e2e'),
	],
};
