import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** What n8n loads: the strict rules for verified (Cloud) packages hold here. */
const shipped = ['credentials/**/*.ts', 'nodes/**/*.ts', 'lib/**/*.ts'];

/**
 * The import directions (nodes -> lib/n8n and lib/*; platforms never each other; the platform-neutral
 * parts use no platform; the sandbox shares nothing with lib).
 */
const zone = (target, from, message) => ({ target, from, message });
const platformNeutral = ['inbound', 'connection', 'delivery', 'notification', 'events'];
const importZones = [
	zone('./lib', './nodes', 'lib holds no node: nodes import lib, never the other way.'),
	zone('./lib', './credentials', 'lib takes credentials as values.'),
	zone('./lib/feishu', './lib/dingtalk', 'The platforms never use each other.'),
	zone('./lib/dingtalk', './lib/feishu', 'The platforms never use each other.'),
	...platformNeutral.flatMap((part) => [
		zone(`./lib/${part}`, './lib/feishu', `lib/${part} knows no platform.`),
		zone(`./lib/${part}`, './lib/dingtalk', `lib/${part} knows no platform.`),
	]),
	...[...platformNeutral, 'feishu', 'dingtalk'].map((part) =>
		zone(`./lib/${part}`, './lib/n8n', `Only nodes use lib/n8n; lib/${part} works without n8n.`),
	),
	zone('./sandbox', './lib', 'The sandbox is written from the documents, so that it can prove lib wrong.'),
	zone('./sandbox', './nodes', 'The sandbox shares no code with the nodes.'),
	...['sandbox', 'host', 'test'].flatMap((part) =>
		['nodes', 'lib', 'credentials'].map((target) =>
			zone(`./${target}`, `./${part}`, `${part} is never shipped.`),
		),
	),
];

export default tseslint.config(
	globalIgnores(['dist', '**/node_modules', '.run', 'coverage']),
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, tseslint.configs.recommended, importX.configs['flat/recommended']],
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: importZones }],
		},
	},
	{
		files: shipped,
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { 'prefer-spread': 'off', 'no-console': 'error' },
	},
	{
		// lib knows no node: it throws InputError and HttpFailure, and lib/n8n/errors.ts makes the
		// NodeApiError of a run from them, in one place.
		files: ['lib/**/*.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		// A group bot's webhook URL *is* the secret: whoever has it can post into the group.
		files: ['credentials/{LarkBotApi,DingTalkBotApi}.credentials.ts'],
		rules: { '@n8n/community-nodes/credential-unnecessary-password': 'off' },
	},
	{
		// The keys that callbacks are encrypted with: secrets, though their names don't say so.
		files: ['credentials/{FeishuAppApi,DingTalkEnterpriseAppApi}.credentials.ts'],
		rules: { '@n8n/community-nodes/credential-unnecessary-password': 'off' },
	},
	{
		// n8n-workflow's values belong to the nodes and the adapter; elsewhere only its types.
		files: ['lib/**/*.ts'],
		ignores: ['lib/n8n/**'],
		rules: {
			'@typescript-eslint/no-restricted-imports': [
				'error',
				{ name: 'n8n-workflow', allowTypeImports: true, message: 'Only nodes and lib/n8n use n8n-workflow at run time.' },
			],
		},
	},
	{
		files: ['package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...n8nNodesBase.configs.community.rules },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// The two exceptions of @n8n/node-cli's own configuration.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// The three exceptions of @n8n/node-cli's own configuration.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	{
		// Browser code of the chat page.
		files: ['sandbox/page/**/*.js'],
		extends: [js.configs.recommended],
		languageOptions: { sourceType: 'module', globals: { document: 'readonly', window: 'readonly', EventSource: 'readonly', fetch: 'readonly', location: 'readonly', Intl: 'readonly' } },
	},
);
