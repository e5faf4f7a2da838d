import { decodeItem } from '../../../../../lib/events/decode';

const item = (payload: unknown) => ({ processId: 7, channel: 'table_changes', name: 'notification', payload });
const change = (operation: string, rows: object) => item({ schema: 'public', table: 'incident', operation, timestamp: '2026-11-20T03:00:00Z', ...rows });

test('an inserted row shows its columns', () => {
	const [event] = decodeItem(change('INSERT', { new: { id: 1, title: 'Slow', note: null } }));
	expect(event).toMatchObject({ kind: 'dbchange', source: 'n8n-postgres', title: 'INSERT incident', summary: '' });
	expect(event!.fields).toEqual([
		{ name: 'id', value: '1' },
		{ name: 'title', value: 'Slow' },
		{ name: 'note', value: '' },
	]);
});

test('an updated row shows what it was and what it is, where they differ', () => {
	const [event] = decodeItem(change('UPDATE', { old: { id: 1, state: 'open', owner: null }, new: { id: 1, state: 'done', owner: 'Li' } }));
	expect(event!.fields).toEqual([
		{ name: 'id', value: '1' },
		{ name: 'state', value: 'open → done' },
		{ name: 'owner', value: '∅ → Li' },
	]);
});

test('a change tells where and when it was, and what it was before and after', () => {
	const [event] = decodeItem(change('UPDATE', { old: { state: 'open' }, new: { state: 'done' } }));
	expect(event).toMatchObject({
		startsAt: '2026-11-20T03:00:00.000Z',
		labels: { channel: 'table_changes', operation: 'UPDATE', schema: 'public', table: 'incident' },
		annotations: { 'old.state': 'open', 'new.state': 'done' },
	});
});

test('a deleted row shows what it was', () => {
	const [event] = decodeItem(change('DELETE', { old: { id: 1, state: 'done' } }));
	expect(event!.title).toBe('DELETE incident');
	expect(event!.fields).toEqual([
		{ name: 'id', value: '1' },
		{ name: 'state', value: 'done' },
	]);
});

test.each(['INSERT', 'UPDATE', 'DELETE'])('a row too large for a notification shows its ID (%s)', (operation) => {
	const [event] = decodeItem(change(operation, { truncated: true, id: 4711 }));
	expect(event!.fields).toEqual([{ name: 'id', value: '4711' }]);
});

test('the trigger’s own mode: the row alone', () => {
	const [event] = decodeItem(item({ id: 42, state: 'paid', lines: [{ sku: 'a' }] }));
	expect(event).toMatchObject({ title: '', labels: { channel: 'table_changes' } });
	expect(event!.fields.at(-1)).toEqual({ name: 'lines', value: '[{"sku":"a"}]' });
});

test('a row that has columns called operation and table is a row like any other', () => {
	const row = { id: 3, operation: 'booking', table: '12', guests: 4 };
	const [event] = decodeItem(item(row));
	expect(event!.title).toBe('');
	expect(event!.fields.map(({ name, value }) => [name, value])).toEqual([
		['id', '3'],
		['operation', 'booking'],
		['table', '12'],
		['guests', '4'],
	]);
});

test.each([
	['a text', 'backup done', 'backup done'],
	['nothing', null, ''],
])('%s as payload', (_, payload, summary) => {
	const [event] = decodeItem(item(payload));
	expect(event).toMatchObject({ kind: 'dbchange', summary, fields: [] });
});

test('the same change has the same key, another one has another', () => {
	const key = (payload: unknown) => decodeItem(item(payload))[0]!.dedupeKey;
	expect(key({ id: 1 })).toBe(key({ id: 1 }));
	expect(key({ id: 1 })).not.toBe(key({ id: 2 }));
});
