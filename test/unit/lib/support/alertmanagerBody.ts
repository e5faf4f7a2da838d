/** A body as Alertmanager sends it (webhook_config, version 4): one alert of two still firing, three more left out. */
export const alertmanagerBody = () => ({
	version: '4',
	groupKey: '{}/{severity=~"critical|warning"}:{alertname="HighMemory", cluster="cn-1"}',
	truncatedAlerts: 3,
	receiver: 'n8n',
	status: 'firing',
	groupLabels: { alertname: 'HighMemory', cluster: 'cn-1' },
	commonLabels: { alertname: 'HighMemory', cluster: 'cn-1', severity: 'critical' },
	commonAnnotations: { runbook_url: 'https://runbooks.example.com/memory' },
	externalURL: 'http://alertmanager.example.com:9093',
	alerts: [
		{
			status: 'firing',
			labels: { alertname: 'HighMemory', cluster: 'cn-1', instance: '10.0.0.1:9100', job: 'node', severity: 'critical' },
			annotations: {
				summary: '内存使用率超过 90 %',
				description: 'Memory on 10.0.0.1:9100 has been above 90 % for 5 minutes.',
				runbook_url: 'https://runbooks.example.com/memory',
				dashboard_url: 'https://grafana.example.com/d/node',
				value: '93.4 %',
			},
			startsAt: '2026-11-20T03:04:16.123Z',
			endsAt: '0001-01-01T00:00:00Z',
			generatorURL: 'http://prometheus.example.com:9090/graph?g0.expr=mem+%3E+90&g0.tab=1',
			fingerprint: 'bec72890cc2c7b4a',
		},
		{
			status: 'resolved',
			labels: { alertname: 'HighMemory', cluster: 'cn-1', instance: '10.0.0.2:9100', job: 'node', severity: 'warning' },
			annotations: { summary: '内存使用率超过 90 %' },
			startsAt: '2026-11-20T02:00:00Z',
			endsAt: '2026-11-20T03:01:30Z',
			generatorURL: 'http://prometheus.example.com:9090/graph?g0.expr=mem',
			fingerprint: '4a7bc2c90728bec7',
		},
	],
});

export type Alert = ReturnType<typeof alertmanagerBody>['alerts'][number];

/** The same body with one alert, changed. */
export const bodyWith = (alert: unknown) => ({ ...alertmanagerBody(), truncatedAlerts: 0, alerts: [alert] });
