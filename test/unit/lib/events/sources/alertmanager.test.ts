import { decodeBody } from '../../../../../lib/events/decode';
import type { SubscriptionEvent } from '../../../../../lib/events/types';
import { InputError } from '../../../../../lib/inputError';
import { alertmanagerBody, bodyWith } from '../../support/alertmanagerBody';

const only = (alert: unknown): SubscriptionEvent => {
	const events = decodeBody(bodyWith(alert), 'auto');
	expect(events).toHaveLength(1);
	return events[0]!;
};
const [firing] = alertmanagerBody().alerts;

describe('an Alertmanager body', () => {
	test('is one event per alert, with all that a reader and a workflow need', () => {
		const body = alertmanagerBody();
		const [first, second] = decodeBody(body, 'alertmanager');
		expect(first).toEqual({
			source: 'alertmanager',
			kind: 'alert',
			status: 'firing',
			severity: 'critical',
			title: 'HighMemory',
			summary: '内存使用率超过 90 %\nMemory on 10.0.0.1:9100 has been above 90 % for 5 minutes.',
			fields: [],
			labels: { alertname: 'HighMemory', cluster: 'cn-1', instance: '10.0.0.1:9100', job: 'node', severity: 'critical' },
			annotations: body.alerts[0]!.annotations,
			value: '93.4 %',
			startsAt: '2026-11-20T03:04:16.123Z',
			endsAt: '',
			url: 'http://prometheus.example.com:9090/graph?g0.expr=mem+%3E+90&g0.tab=1',
			silenceUrl: '',
			groupKey: body.groupKey,
			subjectKey: 'alertmanager:bec72890cc2c7b4a:2026-11-20T03:04:16.123Z',
			dedupeKey: 'alertmanager:bec72890cc2c7b4a:2026-11-20T03:04:16.123Z:firing',
			truncated: 3,
			recipients: [],
			raw: body.alerts[0],
		});
		expect(second).toMatchObject({ status: 'resolved', severity: 'warning', endsAt: '2026-11-20T03:01:30.000Z', truncated: 3 });
	});

	test('is recognised by itself', () => {
		expect(decodeBody(alertmanagerBody(), 'auto')).toEqual(decodeBody(alertmanagerBody(), 'alertmanager'));
	});

	test('keeps the key of an alert when it is delivered again, and gives its end another one for the same subject', () => {
		const before = only(firing);
		const again = only({ ...firing, annotations: { summary: 'other words' } });
		const end = only({ ...firing, status: 'resolved', endsAt: '2026-11-20T04:00:00Z' });
		expect(again.dedupeKey).toBe(before.dedupeKey);
		expect(end.dedupeKey).not.toBe(before.dedupeKey);
		expect(end.subjectKey).toBe(before.subjectKey);
		expect(only({ ...firing, startsAt: '2026-11-21T00:00:00Z' }).subjectKey).not.toBe(before.subjectKey);
	});

	test('with no alerts is no events', () => {
		expect(decodeBody({ ...alertmanagerBody(), alerts: [] }, 'auto')).toEqual([]);
	});

	test('with nothing but alerts that are none is refused: it would pass for a delivery without alerts', () => {
		for (const source of ['auto', 'alertmanager'] as const) {
			expect(() => decodeBody({ ...alertmanagerBody(), alerts: ['x', null] }, source)).toThrow(InputError);
		}
	});

	test('leaves out alerts that are none', () => {
		const body = { ...alertmanagerBody(), alerts: [null, 'x', 5, [], firing] };
		expect(decodeBody(body, 'auto').map(({ title }) => title)).toEqual(['HighMemory']);
	});

	test.each([{ title: 'x' }, { alerts: [] }, { groupKey: 'x' }, { groupKey: 5, alerts: [] }, { groupKey: 'x', alerts: {} }, [], null, 'x', 5])(
		'is required when the source says so: %j is refused with the way out',
		(body) => {
			expect(() => decodeBody(body, 'alertmanager')).toThrow(InputError);
			expect(() => decodeBody(body, 'alertmanager')).toThrow(/groupKey or alerts is missing/);
		},
	);
});

describe('an alert', () => {
	test('without labels, annotations, times and fingerprint is still told of', () => {
		expect(only({ status: 'firing' })).toMatchObject({
			title: '',
			summary: '',
			labels: {},
			annotations: {},
			severity: 'warning',
			startsAt: '',
			endsAt: '',
			subjectKey: expect.stringMatching(/^alertmanager:[0-9a-f]{16}:$/),
		});
	});

	test('without a fingerprint is known by its labels, in any order', () => {
		const key = (labels: object) => only({ ...firing, fingerprint: undefined, labels }).subjectKey;
		expect(key({ a: '1', b: '2' })).toBe(key({ b: '2', a: '1' }));
		expect(key({ a: '1', b: '2' })).not.toBe(key({ a: '1', b: '3' }));
	});

	test('with the zero time as its end has not ended, whatever its status', () => {
		expect(only(firing).endsAt).toBe('');
		expect(only({ ...firing, status: 'resolved' }).endsAt).toBe('');
		expect(only({ ...firing, status: 'resolved' }).status).toBe('resolved');
	});

	test('that is firing has no end, even when Alertmanager tells when it would give it up', () => {
		expect(only({ ...firing, endsAt: '2026-11-20T03:10:00Z' }).endsAt).toBe('');
	});

	test('with nested or odd values in labels and annotations shows them as text', () => {
		expect(only({ ...firing, labels: { alertname: 'X', n: 5, list: ['a', 1], nested: { a: { b: null } }, nothing: null, yes: true } }).labels).toEqual({
			alertname: 'X',
			n: '5',
			list: '["a",1]',
			nested: '{"a":{"b":null}}',
			nothing: '',
			yes: 'true',
		});
		expect(only({ ...firing, labels: 'x', annotations: ['y'] })).toMatchObject({ labels: {}, annotations: {} });
	});

	test.each([
		[{ severity: 'critical' }, 'critical'],
		[{ severity: ' Warning ' }, 'warning'],
		[{ severity: 'none' }, 'info'],
		[{ level: 'P1' }, 'critical'],
		[{ priority: 'low' }, 'info'],
		[{ severity: 'ticket' }, 'warning'],
		[{}, 'warning'],
	])('labelled %j is %s', (labels, severity) => {
		expect(only({ ...firing, labels }).severity).toBe(severity);
	});

	test.each([
		[{ labels: {}, annotations: { title: 'T', summary: 'S' } }, 'T', 'S'],
		[{ labels: {}, annotations: { summary: 'S' } }, 'S', 'S'],
		[{ labels: { alertname: 'A' }, annotations: { summary: 'S', message: 'S', description: ' ' } }, 'A', 'S'],
		[{ labels: { alertname: 'A' }, annotations: { message: 'M', description: 'D' } }, 'A', 'M\nD'],
	])('%j: title and summary without repetition', (parts, title, summary) => {
		expect(only({ ...firing, ...parts })).toMatchObject({ title, summary });
	});

	test('of an unknown status is firing: better a message too many', () => {
		expect(only({ ...firing, status: 'suppressed' }).status).toBe('firing');
		expect(only({ ...firing, status: undefined }).status).toBe('firing');
	});
});
