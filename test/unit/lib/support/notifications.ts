import fc from 'fast-check';
import type { Notification } from '../../../../lib/notification/types';
import { hostileText } from './hostileText';

export const notification = (parts: Partial<Notification> = {}): Notification => ({
	title: '[FIRING] HighMemory',
	status: 'firing',
	severity: 'critical',
	summary: 'Memory above 90 %',
	fields: [
		{ name: 'Severity', value: 'Critical' },
		{ name: 'instance', value: '10.0.0.1:9100' },
	],
	lines: [],
	links: [{ text: 'Source', url: 'https://prometheus.example.com/graph?g0.expr=up' }],
	footer: 'Alertmanager',
	language: 'en',
	dedupeKey: 'alertmanager:1:firing',
	subjectKey: 'alertmanager:1',
	mentions: [],
	leftOut: 0,
	line: { severity: 'Critical', heading: '[FIRING] HighMemory', where: '10.0.0.1:9100', details: 'Memory above 90 %' },
	...parts,
});

const url = fc.oneof(
	fc.webUrl({ withQueryParameters: true, withFragments: true }),
	fc.constantFrom(
		'javascript:alert(1)',
		'data:text/html,x',
		'',
		'not a url',
		'http://',
		'http://[',
		'ftp://files.example.com/x',
		'https://a.example.com/)[x](http://evil.example.com',
		'https://a.example.com/\\',
		'https://a.example.com/?q=\\)',
		'https://a.example.com/?q=<at id=all></at>&amp;x="y"',
		'https://a.example.com/路径 with spaces',
		'HTTPS://UPPER.example.com/',
		`https://long.example.com/${'x'.repeat(2000)}`,
	),
);

/** Notifications whose every text is hostile, a few of them huge. */
export const hostileNotification: fc.Arbitrary<Notification> = fc.record({
	title: hostileText(),
	status: fc.constantFrom('firing', 'resolved', 'info', 'pending', 'approved', 'rejected', 'failed'),
	severity: fc.constantFrom('critical', 'warning', 'info'),
	summary: fc.oneof({ weight: 5, arbitrary: hostileText(30) }, { weight: 1, arbitrary: hostileText().map((text) => `x${text}`.repeat(3000).slice(0, 100_000)) }),
	fields: fc.oneof(
		{ weight: 5, arbitrary: fc.array(fc.record({ name: hostileText(4), value: hostileText() }), { maxLength: 8 }) },
		{ weight: 1, arbitrary: fc.record({ name: hostileText(4), value: hostileText() }).map((field) => Array(500).fill(field)) },
	),
	lines: fc.oneof(
		{ weight: 5, arbitrary: fc.array(hostileText(), { maxLength: 8 }) },
		{ weight: 1, arbitrary: hostileText().map((line) => Array(500).fill(line)) },
	),
	links: fc.array(fc.record({ text: hostileText(3), url }), { maxLength: 5 }),
	footer: hostileText(5),
	language: fc.constantFrom('en', 'zh'),
	dedupeKey: fc.string(),
	subjectKey: fc.string(),
	mentions: fc.constant([]),
	leftOut: fc.nat({ max: 3 }),
	line: fc.record({ severity: hostileText(2), heading: hostileText(), where: hostileText(), details: hostileText(30) }),
});

export const keywords = fc.array(fc.constantFrom('alert', '告警', '[ops]', 'a_b', '🔔'), { maxLength: 3 });
