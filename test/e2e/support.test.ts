import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startAlertmanager, type Alertmanager } from './support/alertmanager';
import { openBrowser } from './support/browser';
import { startPostgres } from './support/postgres';
import { ALERT_NAME, startPrometheus, type Prometheus } from './support/prometheus';
import { describeWith } from './support/servers';
import { until } from './support/until';

interface AlertmanagerCall {
	headers: IncomingHttpHeaders;
	body: { version: string; status: string; alerts: Array<{ status: string; labels: Record<string, string> }> };
}

describeWith(['prometheus', 'alertmanager'], 'Prometheus and Alertmanager', () => {
	const calls: AlertmanagerCall[] = [];
	let receiver: Server;
	let alertmanager: Alertmanager;
	let prometheus: Prometheus;

	beforeAll(async () => {
		receiver = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk) => (text += chunk));
			request.on('end', () => {
				calls.push({ headers: request.headers, body: JSON.parse(text) as AlertmanagerCall['body'] });
				response.end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		const { port } = receiver.address() as AddressInfo;
		alertmanager = await startAlertmanager({ url: `http://127.0.0.1:${port}/`, bearerToken: 'made-up-token' });
		prometheus = await startPrometheus(alertmanager.url);
	});

	afterAll(async () => {
		await Promise.all([prometheus?.stop(), alertmanager?.stop()]);
		receiver.close();
		receiver.closeAllConnections();
	});

	it('fire an alert, with the authorization set, and resolve it', async () => {
		prometheus.gauge.set('db-1', 3);
		const firing = await until('firing', () => calls.find(({ body }) => body.status === 'firing'));
		expect(firing.headers.authorization).toBe('Bearer made-up-token');
		expect(firing.body.version).toBe('4');
		expect(firing.body.alerts).toHaveLength(1);
		expect(firing.body.alerts[0]?.labels).toMatchObject({ alertname: ALERT_NAME, host: 'db-1', severity: 'critical' });

		prometheus.gauge.set('db-1', 50);
		const resolved = await until('resolved', () => calls.find(({ body }) => body.status === 'resolved'));
		expect(resolved.body.alerts[0]?.status).toBe('resolved');
	});
});

describeWith(['postgres', 'initdb', 'psql'], 'PostgreSQL', () => {
	it('stores rows and passes notifications on', async () => {
		const postgres = await startPostgres();
		try {
			await postgres.sql('CREATE TABLE incident (id int, title text)', "INSERT INTO incident VALUES (1, 'disk')");
			expect(await postgres.sql('SELECT title FROM incident')).toBe('disk\n');
			expect(await postgres.sql('LISTEN news', "NOTIFY news, 'hello'")).toContain('"news" with payload "hello"');
		} finally {
			await postgres.stop();
		}
	});
});

describeWith(['chromium'], 'Chromium', () => {
	it('renders Chinese text', async () => {
		const browser = await openBrowser();
		try {
			const page = await browser.newPage();
			await page.setContent('<h1>磁盘告警</h1>');
			expect(await page.locator('h1').innerText()).toBe('磁盘告警');
		} finally {
			await browser.close();
		}
	});
});
