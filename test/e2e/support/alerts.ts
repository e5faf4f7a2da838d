/** An alert of a burst. No other has its instance, and no instance is part of another. */
export interface Alert {
	name: string;
	instance: string;
	severity: 'critical' | 'warning' | 'info';
	summary: string;
}

const kinds: Array<Omit<Alert, 'instance'>> = [
	{ name: 'InstanceDown', severity: 'critical', summary: 'No answer for five minutes' },
	{ name: 'HighCpuUsage', severity: 'warning', summary: 'The CPU has been busy by more than 90 % for ten minutes' },
	{ name: 'DiskAlmostFull', severity: 'warning', summary: 'The volume /var/lib is 87 % full' },
	{ name: 'DiskAlmostFull', severity: 'critical', summary: 'The volume /var/lib is 97 % full and full in two hours' },
	{ name: 'BackupFinishedLate', severity: 'info', summary: 'The backup took 40 minutes longer than usual' },
	{ name: 'HighRequestLatency', severity: 'warning', summary: '99 % of the requests took up to 2.4 s' },
	{ name: 'CertificateRenewed', severity: 'info', summary: 'The new certificate is valid for 90 days' },
];

/** Different alerts of some kinds and severities. */
export const makeAlerts = (count: number): Alert[] =>
	Array.from({ length: count }, (_, index) => ({
		...kinds[index % kinds.length]!,
		instance: `node-${String(index).padStart(5, '0')}.prod.example:9100`,
	}));

/** What Alertmanager posts (webhook version 4). */
export function alertmanagerBody(alerts: Alert[]): object {
	const startsAt = new Date().toISOString();
	return {
		version: '4',
		groupKey: '{}:{}',
		truncatedAlerts: 0,
		status: 'firing',
		receiver: 'chat',
		groupLabels: {},
		commonLabels: {},
		commonAnnotations: {},
		externalURL: 'http://alertmanager.example:9093',
		alerts: alerts.map(({ name, instance, severity, summary }) => ({
			status: 'firing',
			labels: { alertname: name, instance, severity, job: 'node' },
			annotations: { summary },
			startsAt,
			endsAt: '0001-01-01T00:00:00Z',
			generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up',
			fingerprint: instance,
		})),
	};
}

/**
 * The alerts that nobody can read in these messages. An alert is represented when severity, name and instance
 * stand in one line; a message about one alert alone may spread them over several. "+5 more" represents nothing.
 */
export function unrepresented(alerts: Alert[], messages: string[]): Alert[] {
	const missing = new Set(alerts);
	for (const message of messages) {
		const named = alerts.filter(({ instance }) => message.includes(instance));
		const places = named.length === 1 ? [message] : message.split('\n');
		for (const alert of named) if (places.some((place) => tells(place, alert))) missing.delete(alert);
	}
	return [...missing];
}

const tells = (text: string, { name, instance, severity }: Alert): boolean =>
	text.includes(instance) && text.includes(name) && new RegExp(`\\b${severity}\\b`, 'i').test(text);
