import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ManagedProcess } from '../../../host/managedProcess';
import { freePort } from '../../../host/ports';

import { isReady } from './alertmanager';
import { startGauge, type Gauge } from './gauge';
import { program } from './servers';
import { tempFolder } from './tempFolder';

export const ALERT_NAME = 'DiskAlmostFull';
export const THRESHOLD_PERCENT = 10;

export interface Prometheus {
	url: string;
	/** Below the threshold the alert of that host fires, above it resolves; about two seconds later. */
	gauge: Gauge;
	stop(): Promise<void>;
}

const rules = {
	groups: [
		{
			name: 'disk',
			rules: [
				{
					alert: ALERT_NAME,
					expr: `disk_free_percent < ${THRESHOLD_PERCENT}`,
					labels: { severity: 'critical' },
					annotations: {
						summary: 'Disk almost full on {{ $labels.host }}',
						description: '{{ $value }} % free.',
					},
				},
			],
		},
	],
};

const configuration = (scrapeTarget: string, alertmanagerUrl: string): object => ({
	global: { scrape_interval: '1s', evaluation_interval: '1s' },
	rule_files: ['rules.yml'],
	scrape_configs: [{ job_name: 'node', static_configs: [{ targets: [scrapeTarget] }] }],
	alerting: { alertmanagers: [{ static_configs: [{ targets: [new URL(alertmanagerUrl).host] }] }] },
});

export async function startPrometheus(alertmanagerUrl: string): Promise<Prometheus> {
	const folder = tempFolder('prometheus');
	const gauge = await startGauge();
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	// JSON is YAML too.
	await writeFile(join(folder, 'rules.yml'), JSON.stringify(rules));
	await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(configuration(gauge.target, alertmanagerUrl)));
	const server = new ManagedProcess({
		name: 'Prometheus',
		command: program('prometheus'),
		args: [
			`--config.file=${join(folder, 'prometheus.yml')}`,
			`--storage.tsdb.path=${join(folder, 'data')}`,
			`--web.listen-address=127.0.0.1:${port}`,
		],
		cwd: folder,
	});
	await server.until(async () => await isReady(`${url}/-/ready`), 30_000);
	return {
		url,
		gauge,
		stop: async () => {
			gauge.close();
			await server.stop();
		},
	};
}
