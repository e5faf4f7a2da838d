import { setTimeout as sleep } from 'node:timers/promises';

import { ALERT_TOKEN } from '../../host/demo';

import { startAlertmanager, type Alertmanager } from './support/alertmanager';
import { ALERT_NAME, startPrometheus, type Prometheus } from './support/prometheus';
import { describeWith } from './support/servers';
import { startWorld, type World } from './support/world';

const OUTAGE_MS = 60_000;
/** Prometheus tells Alertmanager of an alert once a minute: what is lost between the two comes with the next. */
const AFTER_OUTAGE_MS = 150_000;
const FINE = 50;

describeWith(['prometheus', 'alertmanager'], 'Alertmanager to chat', () => {
	let world: World;
	let alertmanager: Alertmanager;
	let prometheus: Prometheus;

	const inEveryGroup = async (...texts: string[]): Promise<void> => {
		await Promise.all(world.groups.map(async (group) => await group.shows(...texts)));
	};

	beforeAll(async () => {
		world = await startWorld();
		const { webhook } = await world.activate('alertmanager-to-chat');
		alertmanager = await startAlertmanager({ url: `${world.n8n.url}${webhook}`, bearerToken: ALERT_TOKEN });
		prometheus = await startPrometheus(alertmanager.url);
	});

	afterAll(async () => {
		await Promise.all([prometheus?.stop(), alertmanager?.stop(), world?.close()]);
	});

	it('brings a firing alert into both groups', async () => {
		prometheus.gauge.set('db-1', 3);
		await inEveryGroup(ALERT_NAME, '[FIRING]', 'db-1');
	});

	it('brings a second instance that joins the group', async () => {
		prometheus.gauge.set('db-2', 2);
		await inEveryGroup(ALERT_NAME, '[FIRING]', 'db-2');
	});

	it('brings the news that all is resolved', async () => {
		prometheus.gauge.set('db-1', FINE);
		prometheus.gauge.set('db-2', FINE);
		await inEveryGroup(ALERT_NAME, '[RESOLVED]', 'db-1');
		await inEveryGroup(ALERT_NAME, '[RESOLVED]', 'db-2');
	});

	it('misses no alert that fires while n8n is down for a minute', async () => {
		await world.n8n.stop();
		prometheus.gauge.set('db-3', 1);
		await sleep(OUTAGE_MS);
		expect(world.groups.flatMap((group) => group.texts()).join()).not.toContain('db-3');
		await world.n8n.start();
		await Promise.all(world.groups.map(async (group) => await group.showsWithin(AFTER_OUTAGE_MS, ALERT_NAME, '[FIRING]', 'db-3')));
	});

	it('sends nothing that a platform refuses', () => {
		expect(world.sandbox.calls().filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
	});
});
