import { activateExample, readExample, type Example } from '../../../host/examples';
import { createDemo, type Demo } from '../../../host/demo';
import { startN8n, type N8n } from '../../../host/n8n';
import { N8nApi, type Credential } from '../../../host/n8nApi';
import { freePort } from '../../../host/ports';
import { startSandbox } from '../../../sandbox';

import { tempFolder } from './tempFolder';
import { until } from './until';

/** Characters of n8n's log that a failure shows. */
const LOG_SHOWN = 3_000;
const OWNER = { email: 'owner@example.com', password: 'Made-up-password-1' };

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** A chat group of the sandbox, as a test looks at it. */
export interface Group {
	name: string;
	/** Waits until a message of the group contains all of these texts, and returns the message's text. */
	shows(...texts: string[]): Promise<string>;
	/** The same, for longer than the usual minute. */
	showsWithin(timeoutMs: number, ...texts: string[]): Promise<string>;
	texts(): string[];
}

export interface World {
	sandbox: Sandbox;
	demo: Demo;
	n8n: N8n;
	/** Where n8n keeps its database. */
	userFolder: string;
	api: N8nApi;
	groups: Group[];
	/** Loads an example from examples/ with the demo's credentials and these, and makes it listen. */
	activate(folder: string, ...credentials: Credential[]): Promise<Example>;
	close(): Promise<void>;
}

export interface WorldOptions {
	/** Variables for n8n. */
	env?(where: { userFolder: string }): Record<string, string>;
}

/** A sandbox with a group and a bot per platform, and a real n8n with the packed package. */
export async function startWorld({ env }: WorldOptions = {}): Promise<World> {
	const tarball = process.env.E2E_TARBALL;
	if (!tarball) throw new Error('Run the end-to-end tests with: npm run e2e');
	const sandbox = await startSandbox();
	const demo = createDemo(sandbox);
	const userFolder = tempFolder('n8n');
	const n8n = await startN8n({ userFolder, port: await freePort(), tarball, env: env?.({ userFolder }) });
	const api = new N8nApi(n8n.url);
	await api.signIn(OWNER);

	const groupOf = ({ id, name }: Demo['groups'][number]): Group => {
		const texts = (): string[] => sandbox.messages(id).map(({ text }) => text);
		const showsWithin = async (timeoutMs: number, ...wanted: string[]): Promise<string> =>
			await until(
				() => `a message in ${name} with ${wanted.join(', ')} among:\n${texts().join('\n---\n')}\n\nThe end of n8n's log:\n${n8n.logs.slice(-LOG_SHOWN)}`,
				() => texts().find((text) => wanted.every((part) => text.includes(part))),
				timeoutMs,
			);
		return { name, texts, showsWithin, shows: (...wanted) => showsWithin(60_000, ...wanted) };
	};

	return {
		sandbox,
		demo,
		n8n,
		userFolder,
		api,
		groups: demo.groups.map(groupOf),
		activate: async (folder, ...credentials) => {
			for (const credential of [...demo.credentials, ...credentials]) await api.createOrUpdateCredential(credential);
			const example = await readExample(folder);
			await activateExample(api, example);
			return example;
		},
		close: async () => {
			await n8n.stop();
			await sandbox.close();
		},
	};
}
