import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { startPostgres, type Postgres } from './support/postgres';
import { describeWith } from './support/servers';
import { until } from './support/until';
import { startWorld, type World } from './support/world';

const EXAMPLE = 'database-change-to-chat';
const notifySql = resolve(__dirname, '..', '..', 'examples', EXAMPLE, 'notify.sql');

describeWith(['postgres', 'initdb', 'psql'], 'Database change to chat', () => {
	let world: World;
	let postgres: Postgres;

	const inEveryGroup = async (...texts: string[]): Promise<void> => {
		await Promise.all(world.groups.map(async (group) => await group.shows(...texts)));
	};

	beforeAll(async () => {
		[world, postgres] = await Promise.all([startWorld(), startPostgres()]);
		await postgres.sql(
			'CREATE TABLE incident (id int PRIMARY KEY, title text, state text)',
			await readFile(notifySql, 'utf8'),
			`CREATE TRIGGER incident_changes AFTER INSERT OR UPDATE OR DELETE ON incident
				FOR EACH ROW EXECUTE FUNCTION notify_table_change()`,
		);
		const data = { ...postgres.connection, ssl: 'disable' };
		await world.activate(EXAMPLE, { name: 'Application database', type: 'postgres', data });
		await until('n8n listens', async () =>
			(await postgres.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")).startsWith('1'),
		);
	});

	afterAll(async () => {
		await world?.close();
		await postgres?.stop();
	});

	it('brings an inserted row into both groups', async () => {
		await postgres.sql("INSERT INTO incident VALUES (1, 'Checkout is slow', 'open')");
		await inEveryGroup('incident', 'INSERT', 'Checkout is slow');
	});

	it('brings an updated row', async () => {
		await postgres.sql("UPDATE incident SET state = 'mitigated' WHERE id = 1");
		await inEveryGroup('incident', 'UPDATE', 'mitigated');
	});

	it('brings a deleted row', async () => {
		await postgres.sql('DELETE FROM incident WHERE id = 1');
		await inEveryGroup('incident', 'DELETE', 'Checkout is slow');
	});

	it('brings a row that is too large for a notification, by its ID', async () => {
		await postgres.sql("INSERT INTO incident VALUES (4711, repeat('long ', 2000), 'open')");
		await inEveryGroup('incident', 'INSERT', '4711');
	});
});
