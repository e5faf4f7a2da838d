import fc from 'fast-check';
import { decodeBody, decodeItem } from '../../../../../lib/events/decode';
import { InputError } from '../../../../../lib/inputError';
import { holds } from '../../support/property';

const customer = { id: 1004, first_name: 'Anne', last_name: 'Kretchmar', email: 'annek@example.com' };

/** As the MySQL connector reports changes. */
const mysql = (op: string, before: object | null, after: object | null, source = {}) => ({
	before,
	after,
	source: {
		version: '3.2.0.Final',
		connector: 'mysql',
		name: 'shop-db',
		ts_ms: 1_795_143_856_000,
		snapshot: 'false',
		db: 'inventory',
		sequence: null,
		table: 'customers',
		server_id: 223_344,
		gtid: null,
		file: 'mysql-bin.000003',
		pos: 484,
		row: 0,
		thread: 7,
		query: null,
		...source,
	},
	transaction: null,
	op,
	ts_ms: 1_795_143_856_523,
});

/** As the PostgreSQL connector reports changes. */
const postgres = (op: string, before: object | null, after: object | null, source = {}) => ({
	before,
	after,
	source: {
		version: '3.2.0.Final',
		connector: 'postgresql',
		name: 'shop',
		ts_ms: 1_795_143_856_000,
		snapshot: 'false',
		db: 'app',
		sequence: '["24023119","24023128"]',
		schema: 'shop',
		table: 'orders',
		txId: 555,
		lsn: 24_023_128,
		xmin: null,
		...source,
	},
	op,
	ts_ms: 1_795_143_856_437,
});

const sqlServer = mysql('u', { ID: 1, state: 'a' }, { ID: 1, state: 'b' }, {
	connector: 'sqlserver',
	name: 'erp',
	db: 'erp',
	schema: 'dbo',
	table: 'invoices',
	file: undefined,
	pos: undefined,
	row: undefined,
	change_lsn: '00000027:00000758:0003',
	commit_lsn: '00000027:00000758:0005',
	event_serial_no: 2,
});

const schema = { type: 'struct', name: 'shop-db.inventory.customers.Envelope', optional: false, fields: [] };
const withSchema = (payload: unknown) => ({ schema, payload });

const decode = (body: unknown) => decodeBody(body, 'debezium');
const only = (body: unknown) => {
	const events = decode(body);
	expect(events).toHaveLength(1);
	return events[0]!;
};
const pairs = (body: unknown) => only(body).fields.map(({ name, value }) => `${name}: ${value}`);

describe('a change', () => {
	test.each([
		['bare', (payload: object) => payload],
		['beside its schema', withSchema],
		['in a list', (payload: object) => [payload]],
		['beside its schema in a list', (payload: object) => [withSchema(payload)]],
	])('is an event, %s', (_, wrap) => {
		const payload = mysql('u', customer, { ...customer, first_name: 'Anne Marie' });
		expect(only(wrap(payload))).toEqual({
			source: 'debezium',
			kind: 'dbchange',
			status: 'info',
			severity: 'info',
			title: 'UPDATE inventory.customers',
			summary: '',
			fields: [
				{ name: 'id', value: '1004' },
				{ name: 'first_name', value: 'Anne → Anne Marie' },
				{ name: 'last_name', value: 'Kretchmar' },
				{ name: 'email', value: 'annek@example.com' },
			],
			labels: { operation: 'UPDATE', database: 'inventory', table: 'customers', connector: 'mysql', server: 'shop-db' },
			annotations: {
				'old.id': '1004',
				'old.first_name': 'Anne',
				'old.last_name': 'Kretchmar',
				'old.email': 'annek@example.com',
				'new.id': '1004',
				'new.first_name': 'Anne Marie',
				'new.last_name': 'Kretchmar',
				'new.email': 'annek@example.com',
			},
			value: '',
			startsAt: '2026-11-20T03:04:16.000Z',
			endsAt: '',
			url: '',
			silenceUrl: '',
			groupKey: '',
			subjectKey: 'debezium:shop-db:inventory.customers:1004',
			dedupeKey: expect.stringMatching(/^debezium:shop-db:mysql-bin\.000003:484:0:[0-9a-f]{16}$/),
			truncated: 0,
			recipients: [],
			raw: payload,
		});
		expect(decodeBody(wrap(payload), 'auto')).toEqual(decode(wrap(payload)));
	});

	test.each<[string, object, string, string[]]>([
		['a row that came', mysql('c', null, customer), 'INSERT inventory.customers', ['id: 1004', 'first_name: Anne', 'last_name: Kretchmar', 'email: annek@example.com']],
		['a row that went', mysql('d', { id: 7, name: 'Li' }, null), 'DELETE inventory.customers', ['id: 7', 'name: Li']],
		['an emptied table', postgres('t', null, null), 'TRUNCATE shop.orders', []],
		['PostgreSQL’s schema', postgres('c', null, { id: 1 }), 'INSERT shop.orders', ['id: 1']],
		['PostgreSQL’s usual schema, which tells nothing', postgres('c', null, { id: 1 }, { schema: 'public' }), 'INSERT orders', ['id: 1']],
		['SQL Server', sqlServer, 'UPDATE invoices', ['ID: 1', 'state: a → b']],
		[
			'an update of which PostgreSQL does not log what was before',
			postgres('u', null, { id: 1, state: 'paid' }),
			'UPDATE shop.orders',
			['id: 1', 'state: paid'],
		],
		[
			'an update of which it logs the key alone',
			postgres('u', { id: 1 }, { id: 2, state: 'paid' }),
			'UPDATE shop.orders',
			['id: 1 → 2', 'state: paid'],
		],
		[
			'a large value that did not change, and so is not logged',
			postgres('u', { id: 1, state: 'open', text: '__debezium_unavailable_value' }, { id: 1, state: 'paid', text: '__debezium_unavailable_value' }),
			'UPDATE shop.orders',
			['id: 1', 'state: open → paid'],
		],
		['a value that came and one that went', mysql('u', { a: null, b: 1 }, { a: 5, b: null }), 'UPDATE inventory.customers', ['a: ∅ → 5', 'b: 1 → ∅']],
		['nested and odd values', mysql('c', null, { tags: ['a'], point: { x: 1 }, ok: false, none: null }), 'INSERT inventory.customers', ['tags: ["a"]', 'point: {"x":1}', 'ok: false', 'none: ']],
	])('tells %s', (_, payload, title, fields) => {
		expect(only(payload).title).toBe(title);
		expect(pairs(payload)).toEqual(fields);
	});

	test('has a message of PostgreSQL’s own shown as it is', () => {
		const message = { ...postgres('m', null, null, { schema: '', table: '' }), message: { prefix: 'audit', content: 'Ymfy' } };
		expect(only(message).title).toBe('MESSAGE app');
		expect(pairs(message)).toEqual(['prefix: audit', 'content: Ymfy']);
	});

	test('of the schema tells the statement, unless it only repeats what was there before', () => {
		const { source } = mysql('c', null, null);
		const ddl = { source, ts_ms: 1, databaseName: 'inventory', schemaName: null, ddl: 'ALTER TABLE customers ADD vip bool', tableChanges: [] };
		expect(only(withSchema(ddl))).toMatchObject({ kind: 'dbchange', title: 'DDL inventory.customers', summary: 'ALTER TABLE customers ADD vip bool' });
		expect(decode({ ...ddl, source: { ...source, snapshot: 'true' } })).toEqual([]);
	});
});

describe('no news', () => {
	const read = postgres('r', null, { id: 1 }, { snapshot: 'first' });

	test.each<[string, unknown]>([
		['a tombstone', null],
		['a tombstone beside its schema', { schema: null, payload: null }],
		['tombstones', [null, null]],
		['a row that was there before', read],
		['a heartbeat', { ts_ms: 1_795_143_856_000 }],
		['a heartbeat of a newer version', withSchema({ ts_ms: 1, ts_us: 1000, ts_ns: 1_000_000 })],
		['the begin of a transaction', { status: 'BEGIN', id: '571', ts_ms: 1, event_count: null, data_collections: null }],
		['the end of one', { status: 'END', id: '571', ts_ms: 1, event_count: 2, data_collections: [] }],
	])('is %s', (_, body) => {
		expect(decode(body)).toEqual([]);
		expect(decodeBody(body, 'auto')).toEqual([]);
	});

	test('does not keep the others of a list from being told', () => {
		expect(decode([postgres('d', { id: 1 }, null), null, read, postgres('c', null, { id: 2 })]).map(({ title }) => title)).toEqual([
			'DELETE shop.orders',
			'INSERT shop.orders',
		]);
	});

	test('are rows that were there before, if nobody asks for them', () => {
		expect(decodeBody(read, 'auto', { snapshotRows: true }).map(({ title }) => title)).toEqual(['READ shop.orders']);
	});
});

describe('identity', () => {
	const key = (payload: object) => only(payload).dedupeKey;
	const subject = (payload: object) => only(payload).subjectKey;
	const change = postgres('c', null, { id: 1 });

	test('is the same for the same change, delivered again', () => {
		expect(key({ ...change, ts_ms: 1_999_999_999_999 })).toBe(key(change));
		expect(key(withSchema(change))).toBe(key(change));
	});

	test.each<[string, object]>([
		['at another place in the log', postgres('c', null, { id: 1 }, { lsn: 24_023_129 })],
		['of another row in the same place of the log', postgres('c', null, { id: 2 })],
		['of another kind', postgres('d', { id: 1 }, null)],
		['of another table', postgres('c', null, { id: 1 }, { table: 'parcels' })],
		['of another database', postgres('c', null, { id: 1 }, { name: 'other' })],
	])('is another one for a change %s', (_, other) => {
		expect(key(other)).not.toBe(key(change));
	});

	test('is the place in the log that each database has', () => {
		expect(key(change)).toMatch(/^debezium:shop:24023128:/);
		expect(key(mysql('c', null, {}, { row: 3 }))).toMatch(/^debezium:shop-db:mysql-bin\.000003:484:3:/);
		expect(key(sqlServer)).toMatch(/^debezium:erp:00000027:00000758:0005:00000027:00000758:0003:2:/);
		const gtid = { file: undefined, pos: undefined, row: undefined, gtid: 'b7a3:42' };
		expect(key(mysql('c', null, {}, gtid))).toMatch(/^debezium:shop-db:b7a3:42:/);
	});

	test('of a row is the same through all its changes, by what is a key by custom', () => {
		expect(subject(postgres('u', { id: 1, state: 'open' }, { id: 1, state: 'paid' }))).toBe(subject(change));
		expect(subject(postgres('d', { id: 1 }, null, { lsn: 9 }))).toBe(subject(change));
		expect(subject(postgres('c', null, { id: 2 }))).not.toBe(subject(change));
		expect(subject(postgres('c', null, { orders_id: 5, x: 1 }))).toBe('debezium:shop:shop.orders:5');
		expect(subject(sqlServer)).toBe('debezium:erp:invoices:1');
	});

	test('of a row without such a column is that of the change', () => {
		const nameless = postgres('c', null, { a: 1 });
		expect(subject(nameless)).toBe(key(nameless));
	});
});

describe('what is no change event', () => {
	test.each([
		[{}],
		[{ title: 'x' }],
		[{ op: 'c' }],
		[{ op: 'c', source: 'shop' }],
		[{ op: 'x', source: { connector: 'mysql' } }],
		[{ ts_ms: 1, title: 'x' }],
		[{ ts_ms: 'soon' }],
		[{ status: 'BEGIN', id: 7 }],
		[[]],
		[[mysql('c', null, {}), { title: 'x' }]],
		['text'],
		[7],
	])('%j is refused with the way out', (body) => {
		expect(() => decode(body)).toThrow(expect.objectContaining({ message: expect.stringContaining('Source is Debezium'), fix: expect.stringContaining('Automatic') }));
	});

	test('is any JSON to Automatic', () => {
		expect(decodeBody({ op: 'c', title: 'Operation' }, 'auto')[0]).toMatchObject({ source: 'json', title: 'Operation' });
		expect(decodeBody({ ts_ms: 1, title: 'x' }, 'auto')[0]).toMatchObject({ source: 'json' });
	});
});

describe('an item of n8n’s Kafka Trigger', () => {
	const payload = postgres('c', null, { id: 1 });

	test.each<[string, object]>([
		['parsed', { message: payload, topic: 'shop.orders' }],
		['with headers', { headers: { id: '1' }, message: withSchema(payload), topic: 'shop.orders' }],
		['as text', { message: JSON.stringify(withSchema(payload)), topic: 'shop.orders' }],
		['alone', payload],
	])('holds a change, %s', (_, item) => {
		expect(decodeItem(item as never)).toEqual(decode(payload));
	});

	test.each([[null], [undefined], ['null']])('with the tombstone %j is no news', (message) => {
		expect(decodeItem({ message, topic: 'shop.orders' })).toEqual([]);
	});

	test.each([['plain text'], ['{"title":"x"'], ['{"title":"x"}'], ['['.repeat(5000)]])('with the message %j is any JSON', (message) => {
		expect(decodeItem({ message, topic: 'news' })[0]).toMatchObject({ source: 'json', summary: message });
	});
});

test('whatever it holds, a body is decoded or refused as input', () => {
	const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('c', 'u', 'd', 'r', 't', 'm', 'BEGIN', '__debezium_unavailable_value', '__proto__'));
	const row = fc.oneof(value, fc.dictionary(fc.constantFrom('id', 'uuid', 'orders_id', '__proto__', 'constructor', 'x'), value));
	const change = fc
		.dictionary(fc.constantFrom('op', 'before', 'after', 'source', 'ts_ms', 'message', 'ddl', 'payload', 'schema'), row)
		.map((odd) => ({ ...postgres('u', { id: 1 }, { id: 2 }), ...odd }));
	const source = fc.dictionary(fc.constantFrom('connector', 'name', 'db', 'schema', 'table', 'lsn', 'ts_ms', 'snapshot'), value);
	const message = fc.oneof(change, change.map(withSchema), source.map((odd) => postgres('c', null, {}, odd)), value);
	holds(
		fc.property(fc.oneof(message, fc.array(message, { maxLength: 3 })), fc.boolean(), (given, snapshotRows) => {
			const body = JSON.parse(JSON.stringify(given)) as unknown;
			try {
				for (const event of decodeBody(body, 'debezium', { snapshotRows })) {
					expect(event.kind).toBe('dbchange');
					expect(event.title).not.toBe('');
					expect(event.dedupeKey).toMatch(/^debezium:/);
					for (const { name, value: text } of event.fields) expect([typeof name, typeof text]).toEqual(['string', 'string']);
				}
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
		500,
	);
});
