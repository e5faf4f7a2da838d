import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import axios from 'axios';

import { ManagedProcess } from '../../../host/managedProcess';
import { freePort } from '../../../host/ports';

import { program } from './servers';
import { tempFolder } from './tempFolder';

export interface AlertmanagerOptions {
	/** Where the webhook goes. */
	url: string;
	/** At most one of the two. */
	basicAuth?: { username: string; password: string };
	bearerToken?: string;
}

export interface Alertmanager {
	url: string;
	stop(): Promise<void>;
}

/** The configuration as JSON, which is YAML too. All waits are as short as a test can use. */
function configuration({ url, basicAuth, bearerToken }: AlertmanagerOptions): object {
	const http = basicAuth
		? { basic_auth: basicAuth }
		: bearerToken
			? { authorization: { type: 'Bearer', credentials: bearerToken } }
			: {};
	return {
		route: {
			receiver: 'webhook',
			group_by: ['alertname'],
			group_wait: '1s',
			group_interval: '2s',
			repeat_interval: '1h',
		},
		receivers: [{ name: 'webhook', webhook_configs: [{ url, send_resolved: true, http_config: http }] }],
	};
}

export async function startAlertmanager(options: AlertmanagerOptions): Promise<Alertmanager> {
	const folder = tempFolder('alertmanager');
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	await writeFile(join(folder, 'alertmanager.yml'), JSON.stringify(configuration(options)));
	const server = new ManagedProcess({
		name: 'Alertmanager',
		command: program('alertmanager'),
		args: [
			`--config.file=${join(folder, 'alertmanager.yml')}`,
			`--storage.path=${join(folder, 'data')}`,
			`--web.listen-address=127.0.0.1:${port}`,
			// One instance: no cluster port.
			'--cluster.listen-address=',
		],
		cwd: folder,
	});
	await server.until(async () => await isReady(`${url}/-/ready`), 30_000);
	return { url, stop: async () => await server.stop() };
}

export const isReady = async (url: string): Promise<boolean> =>
	await axios.get(url, { proxy: false, timeout: 1000 }).then(
		() => true,
		() => false,
	);
