import fc from 'fast-check';
import { decodeBody, decodeItem } from '../../../../../lib/events/decode';
import { InputError } from '../../../../../lib/inputError';
import { holds } from '../../support/property';

/** As n8n's Postgres node gives a row of the outbox. */
const row = {
	id: '17',
	event_id: '0f2b6a5e-6a0e-4b57-9d7c-2f6f3d0a6f11',
	table_schema: 'shop',
	table_name: 'orders',
	operation: 'UPDATE',
	row_key: { id: 4711 },
	old_row: { id: 4711, state: 'open', note: null },
	new_row: { id: 4711, state: 'paid', note: null },
	changed_at: '2026-11-20T03:04:16.123Z',
	attempts: 1,
	next_try_at: '2026-11-20T03:14:16.123Z',
	last_error: null,
	sent_at: null,
};

const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
/** As the MySQL node gives one from MariaDB: JSON is text there. */
const asTexts = <Row extends { row_key: unknown; old_row: unknown; new_row: unknown }>(given: Row) => ({
	...given,
	row_key: text(given.row_key),
	old_row: text(given.old_row),
	new_row: text(given.new_row),
});

const only = (body: object) => {
	const events = decodeBody(body, 'outbox');
	expect(events).toHaveLength(1);
	return events[0]!;
};
const pairs = (body: object) => only(body).fields.map(({ name, value }) => `${name}: ${value}`);

describe('a row of the outbox', () => {
	test.each<[string, object]>([
		['with JSON', row],
		['with JSON as text', asTexts(row)],
	])('%s is an event', (_, body) => {
		expect(only(body)).toEqual({
			source: 'outbox',
			kind: 'dbchange',
			status: 'info',
			severity: 'info',
			title: 'UPDATE shop.orders',
			summary: '',
			fields: [
				{ name: 'id', value: '4711' },
				{ name: 'state', value: 'open → paid' },
				{ name: 'note', value: '' },
			],
			labels: { operation: 'UPDATE', table: 'orders', schema: 'shop' },
			annotations: { 'old.id': '4711', 'old.state': 'open', 'old.note': '', 'new.id': '4711', 'new.state': 'paid', 'new.note': '' },
			value: '',
			startsAt: '2026-11-20T03:04:16.123Z',
			endsAt: '',
			url: '',
			silenceUrl: '',
			groupKey: '',
			subjectKey: 'outbox:shop.orders:id=4711',
			dedupeKey: 'outbox:0f2b6a5e-6a0e-4b57-9d7c-2f6f3d0a6f11',
			truncated: 0,
			recipients: [],
			raw: body,
		});
		expect(decodeBody(body, 'auto')).toEqual([only(body)]);
		expect(decodeItem(body as never)).toEqual([only(body)]);
	});

	test.each<[string, Partial<typeof row> | object, string, string[]]>([
		['an inserted row', { operation: 'INSERT', old_row: null }, 'INSERT shop.orders', ['id: 4711', 'state: paid', 'note: ']],
		['a deleted row', { operation: 'DELETE', new_row: null }, 'DELETE shop.orders', ['id: 4711', 'state: open', 'note: ']],
		['an emptied table', { operation: 'TRUNCATE', old_row: null, new_row: null, row_key: null }, 'TRUNCATE shop.orders', []],
		['a row of which only the key was kept', { old_row: null, new_row: null }, 'UPDATE shop.orders', ['id: 4711']],
		['an operation in lower case', { operation: 'insert', old_row: null, table_schema: 'public' }, 'INSERT orders', ['id: 4711', 'state: paid', 'note: ']],
		['a table without a schema', { operation: 'INSERT', old_row: null, table_schema: null }, 'INSERT orders', ['id: 4711', 'state: paid', 'note: ']],
	])('tells %s', (_, change, title, fields) => {
		const body = { ...row, ...change } as typeof row;
		for (const given of [body, asTexts(body)]) {
			expect(only(given).title).toBe(title);
			expect(pairs(given)).toEqual(fields);
		}
	});

	test.each<[string, unknown, string]>([
		['cut off', '{"id":47', '{"id":47'],
		['no object', '[1]', '[1]'],
		['a number', 5, '5'],
		['far too deep', '['.repeat(200), '['.repeat(200)],
	])('of which the row is %s shows what came', (_, new_row, shown) => {
		expect(pairs({ ...row, operation: 'INSERT', old_row: null, new_row })).toEqual(['id: 4711', `new_row: ${shown}`]);
	});

	test.each<[unknown, string]>([
		['2026-11-20T11:04:16.123456+08:00', '2026-11-20T03:04:16.123Z'],
		[new Date('2026-11-20T03:04:16.123Z'), '2026-11-20T03:04:16.123Z'],
		[new Date('never'), ''],
		[1_795_143_856_123, '2026-11-20T03:04:16.123Z'],
		[null, ''],
	])('changed at %p has the time %j', (changed_at, startsAt) => {
		expect(only({ ...row, changed_at }).startsAt).toBe(startsAt);
	});

	test('is known by its ID, and its subject by the key of the row', () => {
		expect(only({ ...row, attempts: 5, last_error: 'x' }).dedupeKey).toBe(only(row).dedupeKey);
		expect(only({ ...row, event_id: 18 }).dedupeKey).toBe('outbox:18');
		expect(only({ ...row, row_key: '{"b":1,"a":2}' }).subjectKey).toBe(only({ ...row, row_key: { a: 2, b: 1 } }).subjectKey);
		expect(only({ ...row, row_key: 4711 }).subjectKey).toBe('outbox:shop.orders:4711');
		for (const row_key of [null, undefined, {}, '']) expect(only({ ...row, row_key }).subjectKey).toBe(only(row).dedupeKey);
	});
});

describe('a list of rows', () => {
	test('is one event each, in order', () => {
		expect(decodeBody([row, { ...row, event_id: 2, operation: 'DELETE' }], 'auto').map(({ title }) => title)).toEqual(['UPDATE shop.orders', 'DELETE shop.orders']);
	});
});

describe('what is no row of the outbox', () => {
	const without = (name: keyof typeof row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));
	test.each<[string, unknown]>([
		['without an ID', without('event_id')],
		['with an empty ID', { ...row, event_id: ' ' }],
		['without a table', without('table_name')],
		['with another operation', { ...row, operation: 'MERGE' }],
		['without both rows', Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'old_row' && key !== 'new_row'))],
		['in a list with something else', [row, {}]],
		['at all', 'text'],
		['but nothing', null],
		['but an empty list', []],
	])('is refused with the way out: one %s', (_, body) => {
		expect(() => decodeBody(body, 'outbox')).toThrow(
			expect.objectContaining({ message: expect.stringContaining('Source is Outbox Row'), fix: expect.stringContaining('Automatic') }),
		);
	});

	test('is any JSON to Automatic', () => {
		expect(decodeBody(without('table_name'), 'auto')[0]).toMatchObject({ source: 'json' });
	});
});

test('whatever it holds, a row is decoded or refused as input', () => {
	const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.json({ maxDepth: 2 }), fc.constantFrom('INSERT', 'delete', '__proto__', '{'));
	const rows = fc.dictionary(fc.constantFrom(...Object.keys(row), '__proto__'), value).map((odd) => ({ ...row, ...odd }));
	holds(
		fc.property(fc.oneof(rows, fc.array(rows, { maxLength: 3 })), (given) => {
			const body = JSON.parse(JSON.stringify(given)) as unknown;
			try {
				for (const event of decodeBody(body, 'outbox')) {
					expect(event.kind).toBe('dbchange');
					expect(event.dedupeKey).toMatch(/^outbox:./);
					for (const { name, value: told } of event.fields) expect([typeof name, typeof told]).toEqual(['string', 'string']);
				}
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
		500,
	);
});
