import { decodeBody, decodeItem } from '../../../../lib/events/decode';
import { toNotification } from '../../../../lib/events/toNotification';
import { emptyEvent, type SubscriptionEvent } from '../../../../lib/events/types';
import type { Language } from '../../../../lib/notification/types';
import { alertmanagerBody, bodyWith } from '../support/alertmanagerBody';

const tell = (event: SubscriptionEvent, language: Language = 'en', timeZone = 'Asia/Shanghai') => toNotification(event, { language, timeZone });
const custom = (parts: Partial<SubscriptionEvent>): SubscriptionEvent => ({
	...emptyEvent(),
	source: 'json',
	kind: 'custom',
	subjectKey: 'json:1',
	dedupeKey: 'json:1:info',
	raw: {},
	...parts,
});
const fieldsOf = (event: SubscriptionEvent, language?: Language, timeZone?: string) =>
	tell(event, language, timeZone).fields.map(({ name, value }) => `${name}: ${value}`);
const [firing, resolved] = decodeBody(alertmanagerBody(), 'auto') as [SubscriptionEvent, SubscriptionEvent];

describe('an alert', () => {
	test('in English', () => {
		expect(tell(firing)).toEqual({
			title: '[FIRING] HighMemory',
			status: 'firing',
			severity: 'critical',
			summary: '内存使用率超过 90 %\nMemory on 10.0.0.1:9100 has been above 90 % for 5 minutes.',
			fields: [
				{ name: 'Severity', value: 'Critical' },
				{ name: 'Value', value: '93.4 %' },
				{ name: 'cluster', value: 'cn-1' },
				{ name: 'instance', value: '10.0.0.1:9100' },
				{ name: 'job', value: 'node' },
				{ name: 'Started', value: '2026-11-20 11:04:16 (Asia/Shanghai)' },
			],
			lines: [],
			links: [
				{ text: 'Source', url: 'http://prometheus.example.com:9090/graph?g0.expr=mem+%3E+90&g0.tab=1' },
				{ text: 'Runbook', url: 'https://runbooks.example.com/memory' },
				{ text: 'Dashboard', url: 'https://grafana.example.com/d/node' },
			],
			footer: 'Alertmanager · 3 more alerts were left out by the sender',
			language: 'en',
			dedupeKey: firing.dedupeKey,
			subjectKey: JSON.stringify([firing.subjectKey, 'HighMemory', '10.0.0.1:9100']),
			mentions: [],
			leftOut: 3,
			line: {
				severity: 'Critical',
				heading: '[FIRING] HighMemory',
				where: '10.0.0.1:9100',
				details: '93.4 % · 内存使用率超过 90 %',
			},
		});
	});

	test('and its end, in Chinese', () => {
		expect(tell(resolved, 'zh')).toMatchObject({
			title: '[已恢复] HighMemory',
			status: 'resolved',
			footer: 'Alertmanager · 发送方另有 3 条告警未列出',
			links: [{ text: '查看来源', url: 'http://prometheus.example.com:9090/graph?g0.expr=mem' }],
		});
		expect(fieldsOf(resolved, 'zh')).toEqual([
			'级别: 警告',
			'cluster: cn-1',
			'instance: 10.0.0.2:9100',
			'job: node',
			'开始时间: 2026-11-20 10:00:00 (Asia/Shanghai)',
			'结束时间: 2026-11-20 11:01:30 (Asia/Shanghai)',
			'持续时长: 1 小时 1 分钟',
		]);
	});

	test('without a name is still a title', () => {
		const [event] = decodeBody(bodyWith({}), 'auto');
		expect(tell(event!).title).toBe('[FIRING] Alert');
		expect(tell(event!, 'zh').title).toBe('[告警中] 告警');
	});

	test('whose severity is a word of its own shows that word', () => {
		const [event] = decodeBody(bodyWith({ labels: { alertname: 'X', severity: 'ticket', level: 'critical' } }), 'auto');
		expect(fieldsOf(event!)).toEqual(['Severity: Warning', 'severity: ticket']);
	});

	test('says its summary once', () => {
		const [event] = decodeBody(bodyWith({ annotations: { summary: 'S' } }), 'auto');
		expect(tell(event!)).toMatchObject({ title: '[FIRING] S', summary: '' });
	});
});

describe('titles', () => {
	test.each<[Partial<SubscriptionEvent>, string, string]>([
		[{ title: 'Backup failed' }, 'Backup failed', 'Backup failed'],
		[{}, 'Message', '消息'],
		[{ title: 'Ticket 7', status: 'pending' }, '[PENDING] Ticket 7', '[待处理] Ticket 7'],
		[{ title: 'Ticket 7', status: 'approved' }, '[APPROVED] Ticket 7', '[已通过] Ticket 7'],
		[{ title: 'Ticket 7', status: 'rejected', kind: 'ticket' }, '[REJECTED] Ticket 7', '[已拒绝] Ticket 7'],
		[{ title: 'Job', status: 'failed' }, '[FAILED] Job', '[失败] Job'],
		[{ title: 'A', status: 'info', kind: 'alert' }, '[INFO] A', '[通知] A'],
		[{ kind: 'dbchange', labels: { channel: 'orders' } }, 'Row change on orders', '数据变更：orders'],
		[{ kind: 'dbchange', title: 'UPDATE orders' }, 'UPDATE orders', 'UPDATE orders'],
	])('%j', (parts, english, chinese) => {
		expect(tell(custom(parts)).title).toBe(english);
		expect(tell(custom(parts), 'zh').title).toBe(chinese);
	});
});

describe('times', () => {
	test.each([
		['2026-11-20T16:30:05Z', 'Asia/Shanghai', '2026-11-21 00:30:05 (Asia/Shanghai)'],
		['2026-07-01T12:00:00Z', 'America/New_York', '2026-07-01 08:00:00 (America/New_York)'],
		['2026-12-01T12:00:00Z', 'America/New_York', '2026-12-01 07:00:00 (America/New_York)'],
		['2026-11-01T05:59:59Z', 'America/New_York', '2026-11-01 01:59:59 (America/New_York)'],
		['2026-11-01T06:00:00Z', 'America/New_York', '2026-11-01 01:00:00 (America/New_York)'],
		['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00:00 (Europe/Berlin)'],
		['2026-01-01T00:00:00Z', 'Asia/Kolkata', '2026-01-01 05:30:00 (Asia/Kolkata)'],
		['2026-01-01T00:00:00Z', 'UTC', '2026-01-01 00:00:00 (UTC)'],
	])('%s in %s', (startsAt, timeZone, shown) => {
		for (const language of ['en', 'zh'] as const) {
			expect(tell(custom({ startsAt }), language, timeZone).fields.map(({ value }) => value)).toEqual([shown]);
		}
	});

	test('in a time zone that does not exist are shown in UTC', () => {
		expect(fieldsOf(custom({ startsAt: '2026-01-01T00:00:00Z' }), 'en', 'Mars/Olympus')).toEqual(['Started: 2026-01-01 00:00:00 (UTC)']);
	});

	test.each(['', 'yesterday', '2026-99-99'])('%j is not shown', (startsAt) => {
		expect(fieldsOf(custom({ startsAt }))).toEqual([]);
	});

	test.each([
		[0, '0 s', '0 秒'],
		[12, '12 s', '12 秒'],
		[60, '1 min', '1 分钟'],
		[61, '1 min 1 s', '1 分钟 1 秒'],
		[3600, '1 h', '1 小时'],
		[3605, '1 h', '1 小时'],
		[3660, '1 h 1 min', '1 小时 1 分钟'],
		[86_400, '1 d', '1 天'],
		[90_061, '1 d 1 h', '1 天 1 小时'],
		[40 * 86_400 + 60, '40 d', '40 天'],
	])('a duration of %d s is %s', (seconds, english, chinese) => {
		const start = Date.parse('2026-11-20T00:00:00Z');
		const event = custom({ startsAt: new Date(start).toISOString(), endsAt: new Date(start + seconds * 1000).toISOString() });
		expect(fieldsOf(event).at(-1)).toBe(`Duration: ${english}`);
		expect(fieldsOf(event, 'zh').at(-1)).toBe(`持续时长: ${chinese}`);
	});

	test('no duration without a start, or when the end is before it', () => {
		expect(fieldsOf(custom({ endsAt: '2026-11-20T00:00:00Z' }))).toHaveLength(1);
		expect(fieldsOf(custom({ startsAt: '2026-11-20T00:00:01Z', endsAt: '2026-11-20T00:00:00Z' }))).toHaveLength(2);
	});
});

describe('fields, links and small print', () => {
	test('of any JSON: its own fields, no severity, no source', () => {
		const [event] = decodeItem({ title: 'Backup failed', severity: 'critical', host: 'db1', url: 'https://a.example.com/' });
		expect(tell(event!)).toMatchObject({ severity: 'critical', fields: [{ name: 'host', value: 'db1' }], links: [{ text: 'Open' }], footer: '' });
	});

	test('of a row: its columns, without the channel', () => {
		const [event] = decodeItem({ processId: 1, channel: 'orders', payload: { id: 42, state: 'paid', note: null } });
		expect(tell(event!)).toMatchObject({
			fields: [
				{ name: 'id', value: '42' },
				{ name: 'state', value: 'paid' },
			],
			footer: 'PostgreSQL',
		});
	});

	test('a silence link, and the other names of runbook and dashboard', () => {
		const event = custom({ silenceUrl: 'https://s.example.com/', annotations: { runbook: 'https://r.example.com/', dashboard: 'https://d.example.com/' } });
		expect(tell(event).links).toEqual([
			{ text: 'Runbook', url: 'https://r.example.com/' },
			{ text: 'Dashboard', url: 'https://d.example.com/' },
			{ text: 'Silence', url: 'https://s.example.com/' },
		]);
	});

	test('an unknown source is named as it is', () => {
		for (const source of ['grafana', 'constructor']) expect(tell(custom({ source })).footer).toBe(source);
	});
});
