import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface PackageJson {
	name: string;
	version: string;
}

/**
 * Puts a packed package where n8n's "Install community node" puts it, so that it is loaded the way users
 * load it: unpacked in <user folder>/.n8n/nodes/node_modules and listed in <user folder>/.n8n/nodes/package.json.
 */
export async function installCommunityPackage(userFolder: string, tarball: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const unpacked = join(nodesFolder, 'unpacked');
	await rm(unpacked, { recursive: true, force: true });
	await mkdir(unpacked, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const { name, version } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as PackageJson;

	const target = join(nodesFolder, 'node_modules', name);
	await rm(target, { recursive: true, force: true });
	await mkdir(join(nodesFolder, 'node_modules'), { recursive: true });
	await rename(unpacked, target);
	const ledger = { name: 'installed-nodes', private: true, dependencies: { [name]: version } };
	await writeFile(join(nodesFolder, 'package.json'), JSON.stringify(ledger, null, 2));
}
