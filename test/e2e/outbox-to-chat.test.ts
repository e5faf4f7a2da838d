import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import type { Workflow } from '../../host/n8nApi';

import { startMariadb } from './support/mariadb';
import { startPostgres } from './support/postgres';
import { describeWith, type Program } from './support/servers';
import { until } from './support/until';
import { startWorld, type Group, type World } from './support/world';

const example = async (file: string): Promise<string> =>
	await readFile(resolve(__dirname, '..', '..', 'examples', 'outbox-to-chat', file), 'utf8');

/**
 * A database with the outbox and a watched table `orders`, as the comments in the SQL files tell users to make them.
 */
interface Database {
	/** Of n8n's user, who has the rights that the comments name and no others. */
	connection: { host: string; port: number; database: string; user: string; password: string };
	sql(script: string): Promise<string>;
	/** As an application that has rights on orders alone. */
	write(script: string): Promise<string>;
	stop(): Promise<void>;
}

const ORDERS = 'CREATE TABLE orders (id int PRIMARY KEY, customer varchar(50), state varchar(20));';

/** What the comments of an SQL file tell users to run, with a word in it. */
const advice = async (file: string, word: string): Promise<string> =>
	(await example(file))
		.split('\n')
		.filter((line) => line.startsWith('--      ') && line.includes(word))
		.map((line) => line.slice(2))
		.join('\n');

async function postgres(): Promise<Database> {
	const { connection, sql, stop } = await startPostgres();
	await sql(
		await example('postgres.sql'),
		ORDERS,
		'CREATE TRIGGER orders_outbox AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION add_to_notification_outbox()',
		'CREATE ROLE n8n LOGIN; CREATE ROLE shop; GRANT ALL ON orders TO shop',
		await advice('postgres.sql', 'GRANT'),
	);
	return {
		connection: { ...connection, user: 'n8n' },
		sql: async (script) => await sql(script),
		write: async (script) => await sql('SET ROLE shop', script),
		stop,
	};
}

async function mariadb(): Promise<Database> {
	const { connection, sql, stop } = await startMariadb();
	const n8n = { user: 'n8n', password: 'made-up-password' };
	const shop = { user: 'shop', password: 'another-made-up-password' };
	await sql(`${await example('mysql.sql')}\n${ORDERS}`);
	await sql(await sql("CALL notification_outbox_triggers('orders')"));
	for (const { user, password } of [n8n, shop]) await sql(`CREATE USER ${user} IDENTIFIED BY '${password}'`);
	await sql(`GRANT ALL ON orders TO ${shop.user}; ${await advice('mysql.sql', 'GRANT')}`);
	return { connection: { ...connection, ...n8n }, sql, write: async (script) => await sql(script, shop), stop };
}

const databases: Array<[name: string, needs: Program[], start: () => Promise<Database>, workflow: string, credential: string]> = [
	['PostgreSQL', ['postgres', 'initdb', 'psql'], postgres, 'workflow.json', 'postgres'],
	['MariaDB', ['mariadbd', 'mariadb', 'mariadb-install-db'], mariadb, 'workflow.mysql.json', 'mySql'],
];

for (const [name, needs, start, file, credential] of databases) {
	describeWith(needs, `Outbox in ${name} to chat`, () => {
		let world: World;
		let database: Database;
		let group: Group;

		const told = (...texts: string[]): number =>
			group.texts().reduce((count, text) => count + (texts.every((part) => text.includes(part)) ? 1 : 0), 0);
		const open = async (): Promise<number> =>
			Number(await database.sql('SELECT count(*) FROM notification_outbox WHERE sent_at IS NULL'));
		const allSent = async (): Promise<void> => void (await until('every row is marked as sent', async () => (await open()) === 0));

		beforeAll(async () => {
			[world, database] = await Promise.all([startWorld(), start()]);
			group = world.groups.find(({ name: groupName }) => groupName.startsWith('Feishu'))!;
			const data = { ...database.connection, ...(credential === 'postgres' ? { ssl: 'disable' } : { ssl: false }) };
			for (const one of [...world.demo.credentials, { name: 'Application database', type: credential, data }]) {
				await world.api.createOrUpdateCredential(one);
			}
			const { id } = await world.api.createWorkflow(JSON.parse(await example(file)) as Workflow);
			await world.api.activate(id);
		});

		afterAll(async () => {
			await world?.close();
			await database?.stop();
		});

		it('brings an inserted, an updated and a deleted row, with what an update changed', async () => {
			await database.write("INSERT INTO orders VALUES (1, 'Li', 'open')");
			await group.shows('INSERT', 'orders', 'Li', 'open');
			await database.write("UPDATE orders SET state = 'paid' WHERE id = 1");
			await group.shows('UPDATE', 'orders', 'open → paid');
			await database.write('DELETE FROM orders WHERE id = 1');
			await group.shows('DELETE', 'orders', 'paid');
			await allSent();
		});

		it('brings nothing of a transaction that is rolled back, and nothing of an update that changes nothing', async () => {
			await database.write(
				"BEGIN; INSERT INTO orders VALUES (2, 'Rolled back', 'open'); ROLLBACK; INSERT INTO orders VALUES (3, 'Committed', 'open')",
			);
			await database.write("UPDATE orders SET state = 'open' WHERE id = 3");
			await group.shows('INSERT', 'Committed');
			await allSent();
			expect(told('Rolled back')).toBe(0);
			expect(told('UPDATE', 'Committed')).toBe(0);
		});

		it('keeps a row that the platform refuses, with the reason, and brings it at a later turn', async () => {
			const { token } = world.sandbox.state().groups.find(({ name: groupName }) => groupName === group.name)!.bots[0]!;
			world.sandbox.disableBot(token);
			await database.write("INSERT INTO orders VALUES (4, 'Patience', 'open')");
			const reason = await until('the reason stands in the outbox', async () =>
				(await database.sql('SELECT last_error FROM notification_outbox WHERE sent_at IS NULL AND last_error IS NOT NULL')).trim() || undefined,
			);
			expect(reason).toMatch(/bot/i);
			expect(told('Patience')).toBe(0);
			world.sandbox.enableBot(token);
			await until('the row has come', () => told('Patience') === 1, 150_000);
			await allSent();
		});

		it('loses no change that is made while n8n is down', async () => {
			await world.n8n.stop();
			await database.write("INSERT INTO orders VALUES (5, 'Night shift', 'open')");
			await database.write("UPDATE orders SET state = 'sent' WHERE id = 5");
			await world.n8n.start();
			await group.shows('INSERT', 'Night shift');
			await group.shows('UPDATE', 'open → sent');
			await allSent();
		});

		it('tells every change once, and of an empty outbox nothing', async () => {
			const rows = Number(await database.sql('SELECT count(*) FROM notification_outbox'));
			expect(rows).toBe(7);
			const count = group.texts().reduce((sum, text) => sum + (text.match(/INSERT|UPDATE|DELETE/g) ?? []).length, 0);
			expect(count).toBe(rows);
			expect(group.texts().filter((text) => !/INSERT|UPDATE|DELETE/.test(text))).toEqual([]);
		});
	});
}
