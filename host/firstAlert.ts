import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';

import type { startSandbox } from '../sandbox';

import { ALERT_TOKEN, type Demo } from './demo';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

const ALERT = 'DiskAlmostFull';
const ARRIVES_WITHIN_MS = 30_000;

/** What Alertmanager posts (webhook version 4). */
export function alertmanagerBody(startsAt: string): object {
	const labels = { alertname: ALERT, instance: 'db-1.example:9100', severity: 'critical', job: 'node' };
	const annotations = {
		summary: 'Disk almost full on db-1',
		description: 'The volume /var/lib/postgresql is 93 % full and full in about four hours.',
	};
	const prometheus = 'http://prometheus.example:9090/graph?g0.expr=disk_free_percent+%3C+10';
	return {
		version: '4',
		groupKey: `{}:{alertname="${ALERT}"}`,
		truncatedAlerts: 0,
		status: 'firing',
		receiver: 'chat',
		groupLabels: { alertname: ALERT },
		commonLabels: labels,
		commonAnnotations: annotations,
		externalURL: 'http://alertmanager.example:9093',
		alerts: [
			{
				status: 'firing',
				labels,
				annotations,
				startsAt,
				endsAt: '0001-01-01T00:00:00Z',
				generatorURL: prometheus,
				fingerprint: 'f1e2d3c4b5a69788',
			},
		],
	};
}

/** Sends an alert as Alertmanager would and returns the names of the groups it has arrived in. */
export async function sendFirstAlert(webhookUrl: string, sandbox: Sandbox, { groups }: Demo): Promise<string[]> {
	await axios.post(webhookUrl, alertmanagerBody(new Date().toISOString()), {
		headers: { authorization: `Bearer ${ALERT_TOKEN}` },
		proxy: false,
	});
	const deadline = Date.now() + ARRIVES_WITHIN_MS;
	for (;;) {
		const reached = groups.filter(({ id }) => sandbox.messages(id).some(({ text }) => text.includes(ALERT)));
		if (reached.length === groups.length || Date.now() > deadline) return reached.map(({ name }) => name);
		await sleep(200);
	}
}
