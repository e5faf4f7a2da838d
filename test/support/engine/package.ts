import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

const root = join(__dirname, '../../..');
const { n8n: listed } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

/** Loads what package.json lists, from the sources instead of dist/. */
function load<T>(paths: string[]): T[] {
	return paths.map((path) => {
		const source = join(root, path.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
		const className = basename(source).split('.')[0]!;
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- the paths are data: package.json's
		const loaded = require(source) as Record<string, new () => T>;
		return new loaded[className]!();
	});
}

export const packageNodes = (): INodeType[] => load<INodeType>(listed.nodes);

export const packageCredentials = (): Map<string, ICredentialType> =>
	new Map(load<ICredentialType>(listed.credentials).map((type) => [type.name, type]));
