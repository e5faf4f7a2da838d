import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import { installCommunityPackage } from './communityPackage';
import { ManagedProcess } from './managedProcess';
import { freePort } from './ports';

const N8N = join(__dirname, 'node_modules', 'n8n', 'bin', 'n8n');
const START_TIMEOUT_MS = 180_000;
const READY = 'Editor is now accessible via';

export interface N8nOptions {
	/** Database, encryption key and installed package live here; a second start with the same folder continues. */
	userFolder: string;
	port: number;
	/** The packed package to install before the start. */
	tarball?: string;
	env?: Record<string, string>;
}

/** Variables of the caller that would change what n8n is: its own settings and Node's. */
const foreign = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|EXTERNAL_|CREDENTIALS_OVERWRITE_|OFFLOAD_|WEBHOOK_URL$|NODE_OPTIONS$|NODE_ENV$)/;

const callersEnvironment = (): NodeJS.ProcessEnv =>
	Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/** A quiet n8n on the loopback interface that calls nobody. */
async function environment({ userFolder, port, env }: N8nOptions): Promise<NodeJS.ProcessEnv> {
	const callers = callersEnvironment();
	return {
		...callers,
		PATH: [dirname(process.execPath), callers.PATH].join(delimiter),
		NO_PROXY: [callers.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
		// As n8n's own Docker image sets it; otherwise answers carry stack traces.
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		// Cannot be switched off; the default port would be taken by any other n8n on this machine.
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		// n8n's own default is New York.
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		...env,
	};
}

/** A real n8n with SQLite: the pinned release of host/package.json. */
export class N8n {
	readonly url: string;

	private process?: ManagedProcess;

	private earlierLogs = '';

	constructor(private readonly options: N8nOptions) {
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** Where a person begins; n8n's own first page advertises its assistant. */
	get editorUrl(): string {
		return `${this.url}/home/workflows`;
	}

	/** Everything n8n has written, over all its starts. */
	get logs(): string {
		return this.earlierLogs + (this.process?.output ?? '');
	}

	get exited(): Promise<void> {
		return this.process?.exited ?? Promise.resolve();
	}

	async start(): Promise<void> {
		const { userFolder, tarball } = this.options;
		await mkdir(userFolder, { recursive: true });
		if (tarball) await installCommunityPackage(userFolder, tarball);
		this.earlierLogs = this.logs;
		const process_ = new ManagedProcess({
			name: 'n8n',
			command: process.execPath,
			args: [N8N, 'start'],
			cwd: userFolder,
			env: await environment(this.options),
			logFile: join(userFolder, 'n8n.log'),
		});
		this.process = process_;
		try {
			await process_.until(() => process_.output.includes(READY), START_TIMEOUT_MS);
		} catch (error) {
			await process_.kill9();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.process?.stop();
	}

	async kill9(): Promise<void> {
		await this.process?.kill9();
	}

	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}
}

export async function startN8n(options: N8nOptions): Promise<N8n> {
	const n8n = new N8n(options);
	await n8n.start();
	return n8n;
}
