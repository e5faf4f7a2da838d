import fc from 'fast-check';
import { decodeBody } from '../../../../../lib/events/decode';
import type { SubscriptionEvent } from '../../../../../lib/events/types';
import { toNotification } from '../../../../../lib/events/toNotification';
import { InputError } from '../../../../../lib/inputError';
import { holds } from '../../support/property';

const only = (body: object): SubscriptionEvent => {
	const events = decodeBody(body, 'json');
	expect(events).toHaveLength(1);
	return events[0]!;
};
const pairs = ({ fields }: SubscriptionEvent) => fields.map(({ name, value }) => [name, value]);

describe('any JSON object', () => {
	test('is an event: well-known names are understood, everything else is a field', () => {
		const body = {
			id: 4711,
			subject: 'Order delayed',
			message: 'The truck broke down',
			priority: 'high',
			state: 'open',
			created_at: '2026-11-20T03:04:16Z',
			link: 'https://shop.example.com/orders/4711',
			customer: { name: 'Li', vip: true },
			items: ['a', 'b'],
			nothing: null,
		};
		expect(only(body)).toMatchObject({
			source: 'json',
			kind: 'custom',
			title: 'Order delayed',
			summary: 'The truck broke down',
			severity: 'critical',
			status: 'firing',
			startsAt: '2026-11-20T03:04:16.000Z',
			url: 'https://shop.example.com/orders/4711',
			dedupeKey: 'json:4711:firing',
			subjectKey: 'json:4711',
			raw: body,
		});
		expect(pairs(only(body))).toEqual([
			['id', '4711'],
			['customer', '{"name":"Li","vip":true}'],
			['items', '["a","b"]'],
		]);
	});

	test('with several names for the same thing takes the first and shows the others', () => {
		expect(pairs(only({ title: 'T', name: 'N', subject: 'S', summary: 'one', text: 'two', url: 'https://a.example.com', link: 'https://b.example.com' }))).toEqual([
			['name', 'N'],
			['subject', 'S'],
			['text', 'two'],
			['link', 'https://b.example.com'],
		]);
	});

	test.each([
		[{ event: { type: 'created', by: 'Li' } }, 'event', '{"type":"created","by":"Li"}'],
		[{ body: ['x'] }, 'body', '["x"]'],
		[{ url: 'not a link' }, 'url', 'not a link'],
		[{ url: 'javascript:alert(1)' }, 'url', 'javascript:alert(1)'],
		[{ time: 'soon' }, 'time', 'soon'],
		[{ time: 'Order 12' }, 'time', 'Order 12'],
		[{ severity: 'blocker' }, 'severity', 'blocker'],
		[{ level: 7 }, 'level', '7'],
		[{ status: 'half done' }, 'status', 'half done'],
		[{ status: true }, 'status', 'true'],
		[{ status: { code: 5 } }, 'status', '{"code":5}'],
		[{ uuid: 'abc' }, 'uuid', 'abc'],
	])('%j: what was not understood is still shown', (body, name, value) => {
		expect(pairs(only(body))).toContainEqual([name, value]);
	});

	test('loses nothing: every entry is shown, as title, summary, time, link, state or field', () => {
		const names = fc.oneof(fc.constantFrom('title', 'name', 'message', 'text', 'severity', 'level', 'status', 'state', 'time', 'url', 'id', 'event', 'body'), fc.string());
		const words = fc.oneof(fc.constantFrom('critical', 'ok', 'failed', 'word', '2026-11-20', 'https://a.example.com/', ''), fc.string(), fc.integer());
		holds(
			fc.property(fc.dictionary(names, fc.oneof(words, fc.jsonValue())), (given) => {
				const body = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
				const event = only(body);
				const understood = new Set(Object.keys(body));
				for (const { name } of event.fields) understood.delete(name);
				const taken = [...understood].filter((name) => body[name] !== null && body[name] !== '').map((name) => String(body[name]));
				// At most one entry each for title, summary, time and link; severity and status tell by colour and word.
				expect(taken.length).toBeLessThanOrEqual(6);
				for (const text of [event.title, event.summary, event.url].filter((part) => part !== '')) expect(taken).toContain(text);
			}),
			300,
		);
	});

	test.each([
		['firing', 'firing'],
		['PROBLEM', 'firing'],
		[' down ', 'firing'],
		['OK', 'resolved'],
		['recovered', 'resolved'],
		['closed', 'resolved'],
		['pending', 'pending'],
		['In Review', 'pending'],
		['approved', 'approved'],
		['declined', 'rejected'],
		['error', 'failed'],
		['whatever', 'info'],
		['', 'info'],
	])('status %j is %s', (word, status) => {
		expect(only({ status: word }).status).toBe(status);
	});

	test.each([
		['P0', 'critical'],
		['Disaster', 'critical'],
		['warn', 'warning'],
		['P3', 'warning'],
		['notice', 'info'],
		['whatever', 'info'],
	])('severity %j is %s', (word, severity) => {
		expect(only({ severity: word }).severity).toBe(severity);
	});

	test('that is firing is a warning, if it says nothing else', () => {
		expect(only({ status: 'down' }).severity).toBe('warning');
		expect(only({ status: 'down', severity: 'info' }).severity).toBe('info');
	});

	test.each([
		['2026-11-20T11:04:16+08:00', '2026-11-20T03:04:16.000Z'],
		[1_795_143_856_123, '2026-11-20T03:04:16.123Z'],
		[1_795_143_856, '2026-11-20T03:04:16.000Z'],
		['1795143856', '2026-11-20T03:04:16.000Z'],
		[1_795_143_856.5, '2026-11-20T03:04:16.500Z'],
		['Fri, 20 Nov 2026 03:04:16 GMT', '2026-11-20T03:04:16.000Z'],
		['0001-01-01T00:00:00Z', ''],
		['2026-99-99', ''],
		[5, ''],
		[-1, ''],
		[true, ''],
	])('time %j is %j', (timestamp, iso) => {
		expect(only({ timestamp }).startsAt).toBe(iso);
	});

	test('the same content has the same key, another one another, and a new state another', () => {
		const key = (body: object) => only(body).dedupeKey;
		expect(key({ a: 1 })).toBe(key({ a: 1 }));
		expect(key({ a: 1 })).not.toBe(key({ a: 2 }));
		expect(key({ id: 7, status: 'down' })).not.toBe(key({ id: 7, status: 'up' }));
		expect(only({ id: 7, status: 'down' }).subjectKey).toBe(only({ id: 7, status: 'up', more: 1 }).subjectKey);
	});

	test('with hostile names is an event like any other', () => {
		const body = JSON.parse('{"__proto__":{"polluted":true},"constructor":"c","toString":"t","":"empty"}') as object;
		expect(pairs(only(body))).toEqual([
			['__proto__', '{"polluted":true}'],
			['constructor', 'c'],
			['toString', 't'],
			['', 'empty'],
		]);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
		expect(() => toNotification(only(body), { language: 'en', timeZone: 'UTC' })).not.toThrow();
	});
});

describe('a list', () => {
	test('of objects is one event each, in order', () => {
		expect(decodeBody([{ title: 'a' }, { title: 'b' }], 'auto').map(({ title }) => title)).toEqual(['a', 'b']);
	});

	test.each([[], [1], [{ title: 'a' }, 'b'], [[]], 'x', '', 5, true, undefined].map((body) => [body]))('%j is refused', (body) => {
		expect(() => decodeBody(body, 'auto')).toThrow(InputError);
		expect(() => decodeBody(body, 'json')).toThrow(/not a JSON object or a list of objects/);
	});

	test('events share nothing that a workflow could change', () => {
		const [a, b] = decodeBody([{}, {}], 'json');
		a!.labels.x = 'changed';
		a!.recipients.push('changed');
		expect(b!.labels).toEqual({});
		expect(b!.recipients).toEqual([]);
		expect(only({}).labels).toEqual({});
	});
});

test('Any JSON takes an Alertmanager body for what it is: an object', () => {
	expect(decodeBody({ groupKey: 'g', alerts: [] }, 'json')).toHaveLength(1);
	expect(decodeBody({ groupKey: 'g', alerts: [] }, 'auto')).toEqual([]);
});
