import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gauge {
	/** host:port, as a scrape target. */
	target: string;
	/** The free disk space a host reports, in percent. */
	set(host: string, percent: number): void;
	close(): void;
}

/** The smallest possible exporter: one metric, a value per host, set by the test. */
export async function startGauge(): Promise<Gauge> {
	const values = new Map<string, number>();
	const server = createServer((_request, response) => {
		const lines = [...values].map(([host, percent]) => `disk_free_percent{host="${host}"} ${percent}`);
		response.setHeader('content-type', 'text/plain; version=0.0.4');
		response.end(`# TYPE disk_free_percent gauge\n${lines.join('\n')}\n`);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		target: `127.0.0.1:${port}`,
		set: (host, percent) => values.set(host, percent),
		close: () => {
			server.close();
			server.closeAllConnections();
		},
	};
}
