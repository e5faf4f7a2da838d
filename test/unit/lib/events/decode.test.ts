import fc from 'fast-check';
import { botMarkdown } from '../../../../lib/dingtalk/botMarkdown';
import { decodeBody, decodeItem } from '../../../../lib/events/decode';
import { toNotification } from '../../../../lib/events/toNotification';
import { botCard } from '../../../../lib/feishu/botCard';
import type { JsonObject } from '../../../../lib/http';
import { InputError } from '../../../../lib/inputError';
import { alertmanagerBody } from '../support/alertmanagerBody';
import { holds } from '../support/property';

const asItem = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;
const [event] = decodeBody(alertmanagerBody(), 'auto');

describe('an item of a workflow', () => {
	test('that is our own event passes through', () => {
		for (const own of decodeBody(alertmanagerBody(), 'auto')) expect(decodeItem(asItem(own))).toEqual([own]);
		const [row] = decodeItem({ processId: 1, channel: 'orders', payload: { id: 1 }, name: 'notification' });
		expect(decodeItem(asItem(row))).toEqual([row]);
	});

	test.each<[string, object, object]>([
		['numbers in the place of texts', { title: 5, summary: 7, value: 93.4 }, { title: '5', summary: '7', value: '93.4' }],
		['nothing in the place of texts', { title: null, summary: undefined, url: null, startsAt: undefined }, { title: '', summary: '', url: '', startsAt: '' }],
		['an unknown status, kind and severity', { status: 'odd', kind: 'odd', severity: 'odd' }, { status: 'info', kind: 'custom', severity: 'info' }],
		['another severity', { severity: 'P1' }, { severity: 'critical' }],
		['odd fields', { fields: [null, 'x', { name: 'n', value: { a: 1 } }, { name: 5 }] }, { fields: [{ name: 'n', value: '{"a":1}' }, { name: '5', value: '' }] }],
		['odd labels', { labels: { a: 1, b: null }, annotations: { c: [2] } }, { labels: { a: '1', b: '' }, annotations: { c: '[2]' } }],
		['odd counts and recipients', { truncated: 'many', recipients: 'Li' }, { truncated: 0, recipients: [] }],
	])('that is our own event, changed by a workflow: %s', (_, change, expected) => {
		expect(decodeItem(asItem({ ...event, ...change }))).toEqual([expect.objectContaining(expected)]);
	});

	test('of n8n’s Webhook node holds its event in the body', () => {
		const webhook = (body: unknown) => ({ headers: { host: 'n8n' }, params: {}, query: {}, body, webhookUrl: 'http://n8n/webhook/x', executionMode: 'production' });
		expect(decodeItem(asItem(webhook(alertmanagerBody())))).toEqual(decodeBody(alertmanagerBody(), 'auto'));
		expect(decodeItem(webhook({ title: 'x' }))).toEqual(decodeBody({ title: 'x' }, 'auto'));
		expect(() => decodeItem(webhook('text'))).toThrow(InputError);
	});

	test('of n8n’s Postgres Trigger is a change in the database', () => {
		expect(decodeItem({ processId: 1, channel: 'orders', payload: 'x', name: 'notification' })[0]).toMatchObject({ source: 'n8n-postgres', kind: 'dbchange' });
	});

	test('of a database node may hold dates', () => {
		const [row] = decodeItem({ id: 1, created_at: new Date('2026-11-20T03:04:16.123Z'), paid_at: new Date('2026-11-21T00:00:00Z'), never: new Date(NaN) });
		expect(row).toMatchObject({ startsAt: '2026-11-20T03:04:16.123Z', fields: [{ name: 'id', value: '1' }, { name: 'paid_at', value: '2026-11-21T00:00:00.000Z' }] });
	});

	test('of anything else is what the json source makes of it, also if it has a body of its own', () => {
		expect(decodeItem({ title: 'T', body: 'B' })[0]).toMatchObject({ source: 'json', title: 'T', summary: 'B' });
		expect(decodeItem({})[0]).toMatchObject({ source: 'json', fields: [] });
	});

	test('of whatever kind is decoded, told of and drawn on both platforms, or refused as input', () => {
		const word = fc.constantFrom('alert', 'firing', 'critical', 'x', '', '2026-11-20T03:04:16Z', '\uD800', 'constructor', '__proto__');
		const value = fc.oneof(word, fc.jsonValue({ maxDepth: 2 }));
		const like = (shape: object) =>
			fc.dictionary(fc.constantFrom(...Object.keys(shape), 'title', 'url', 'time', 'id', 'other', 'constructor'), value).map((changes) => ({ ...shape, ...changes }));
		const items = fc.oneof(
			like({}),
			like(event!),
			like({ processId: 1, channel: 'c', payload: {} }),
			like({ op: 'u', before: { id: 1 }, after: { id: 2 }, source: { connector: 'mysql', db: 'shop', table: 'orders' } }),
			like({ event_id: 1, table_name: 'orders', operation: 'UPDATE', old_row: { id: 1 }, new_row: '{"id":2}' }),
			like({ topic: 'orders', message: '{"op":"c"}' }),
			like({ headers: {}, query: {}, body: {} }),
			like({ groupKey: 'g', alerts: [{}] }),
			fc.record({ groupKey: fc.constant('g'), alerts: fc.array(fc.oneof(value, like(alertmanagerBody().alerts[0]!))) }),
		);
		holds(
			fc.property(items, fc.constantFrom('en' as const, 'zh' as const), (item, language) => {
				let events;
				try {
					events = decodeItem(asItem(item));
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
					return;
				}
				for (const decoded of events) {
					const notification = toNotification(decoded, { language, timeZone: 'Asia/Shanghai' });
					expect(botCard(notification, ['alert']).body.card).toBeDefined();
					expect(botMarkdown(notification, ['alert']).body.markdown!.text).toContain('alert');
				}
			}),
			500,
		);
	});
});

describe('a body that is not what Source says', () => {
	test.each([
		['auto', 'Automatic', 'text'],
		['alertmanager', 'Alertmanager', { title: 'x' }],
		['debezium', 'Debezium', { title: 'x' }],
		['json', 'Any JSON', null],
		['outbox', 'Outbox Row', { title: 'x' }],
	] as const)('is refused, with Source = %s by its name %s and with the way out', (source, name, body) => {
		expect(() => decodeBody(body, source)).toThrow(
			expect.objectContaining({ message: expect.stringMatching(new RegExp(`^Source is ${name}, and the body is not `)), fix: expect.stringMatching(/^(Send a JSON object|Set Source to Automatic or Any JSON, or )/) }),
		);
	});

	test('is what it looks like to Automatic, and an object like any other to Any JSON', () => {
		const change = { op: 'c', before: null, after: { id: 1 }, source: { connector: 'mysql', db: 'shop', table: 'orders' } };
		const row = { event_id: 1, table_name: 'orders', operation: 'INSERT', old_row: null, new_row: {} };
		expect([change, row, [change, change], alertmanagerBody()].map((body) => decodeBody(body, 'auto')[0]!.source)).toEqual(['debezium', 'outbox', 'debezium', 'alertmanager']);
		expect([change, row, [change, row], alertmanagerBody()].map((body) => decodeBody(body, 'json')[0]!.source)).toEqual(['json', 'json', 'json', 'json']);
	});
});
