import fc from 'fast-check';
import { decodeBody } from '../../../../lib/events/decode';
import { compileRules } from '../../../../lib/events/rules';
import { KINDS } from '../../../../lib/events/types';
import { SEVERITIES, STATUSES } from '../../../../lib/notification/types';
import { emptyEvent, type SubscriptionEvent } from '../../../../lib/events/types';
import { InputError } from '../../../../lib/inputError';
import { hostileText } from '../support/hostileText';
import { holds } from '../support/property';

const event = (parts: Partial<SubscriptionEvent> = {}): SubscriptionEvent => ({
	...emptyEvent(),
	source: 'alertmanager',
	kind: 'alert',
	status: 'firing',
	severity: 'critical',
	title: 'HighMemory',
	labels: { alertname: 'HighMemory', severity: 'page', instance: '10.0.0.1:9100', team: 'payments', empty: '' },
	annotations: { summary: 'Memory above 90 %', team: 'not this one', runbook: 'https://wiki.example.com/1' },
	fields: [
		{ name: 'team', value: 'nor this one' },
		{ name: 'shard', value: '' },
		{ name: 'shard', value: '7' },
		{ name: 'title', value: 'a field of that name' },
	],
	subjectKey: 's',
	dedupeKey: 'd',
	raw: { customer: { name: 'Li' }, lines: [{ sku: 'a' }], count: 5 },
	...parts,
});

const matchers = (...rows: Array<[name: string, operator: string, value: string]>) => ({
	matchers: { matcher: rows.map(([name, operator, value]) => ({ name, operator, value })) },
});
const passes = (rules: unknown, parts?: Partial<SubscriptionEvent>) => compileRules(rules)(event(parts));

describe('without rules', () => {
	test.each([[undefined], [null], [''], [{}], [{ kinds: [], statuses: [], severities: [], matchers: {} }], [{ matchers: { matcher: [] } }]])(
		'%j lets every event pass',
		(rules) => {
			expect(passes(rules)).toBe(true);
		},
	);
});

describe('kinds, statuses and severities', () => {
	test.each<[string, object, boolean]>([
		['a kind', { kinds: ['alert'] }, true],
		['one of two kinds', { kinds: ['ticket', 'alert'] }, true],
		['another kind', { kinds: ['ticket', 'dbchange'] }, false],
		['a status', { statuses: ['firing', 'resolved'] }, true],
		['another status', { statuses: ['resolved'] }, false],
		['a severity', { severities: ['critical'] }, true],
		['another severity', { severities: ['info', 'warning'] }, false],
		['all three', { kinds: ['alert'], statuses: ['firing'], severities: ['critical'] }, true],
		['two of three', { kinds: ['alert'], statuses: ['firing'], severities: ['info'] }, false],
		['a word in the place of a list', { kinds: 'alert', statuses: 'resolved' }, false],
	])('%s', (_, rules, expected) => {
		expect(passes(rules)).toBe(expected);
	});

	test('take every word that an event can have', () => {
		for (const kind of KINDS) expect(passes({ kinds: [kind] }, { kind })).toBe(true);
		for (const status of STATUSES) expect(passes({ statuses: [status] }, { status })).toBe(true);
		for (const severity of SEVERITIES) expect(passes({ severities: [severity] }, { severity })).toBe(true);
	});
});

describe('a matcher', () => {
	test.each<[name: string, operator: string, value: string, expected: boolean]>([
		['team', 'equal', 'payments', true],
		['team', 'equal', 'Payments', false],
		['team', 'equal', 'pay', false],
		['team', 'equal', '', false],
		['team', 'notEqual', 'payments', false],
		['team', 'notEqual', 'orders', true],
		['team', 'notEqual', '', true],
		['team', 'matches', 'payments|orders', true],
		['team', 'matches', 'pay.*', true],
		['team', 'matches', '(?i)PAYMENTS', true],
		['team', 'notMatches', 'payments|orders', false],
		['team', 'notMatches', 'orders', true],
		// Anchored at both ends.
		['team', 'matches', 'pay', false],
		['team', 'matches', 'ments', false],
		['team', 'notMatches', 'pay', true],
		['team', 'matches', 'a|pay', false],
		// What is absent counts as empty, as what is empty does.
		...['absent', 'empty'].flatMap((name): Array<[string, string, string, boolean]> => [
			[name, 'equal', '', true],
			[name, 'equal', 'x', false],
			[name, 'notEqual', '', false],
			[name, 'notEqual', 'x', true],
			[name, 'matches', '', true],
			[name, 'matches', '.*', true],
			[name, 'matches', '.+', false],
			[name, 'matches', 'x|', true],
			[name, 'notMatches', '.+', true],
			[name, 'notMatches', '.*', false],
			[name, 'notMatches', '', false],
		]),
	])('%s %s %j', (name, operator, value, expected) => {
		expect(passes(matchers([name, operator, value]))).toBe(expected);
	});

	test.each<[name: string, value: string]>([
		['team', 'payments'],
		['severity', 'page'],
		['runbook', 'https://wiki.example.com/1'],
		['shard', '7'],
		['title', 'a field of that name'],
		['source', 'alertmanager'],
		['kind', 'alert'],
		['status', 'firing'],
		['labels.team', 'payments'],
		['annotations.team', 'not this one'],
		['raw.customer.name', 'Li'],
		['raw.lines.0.sku', 'a'],
		['raw.count', '5'],
		[' team ', 'payments'],
		['constructor', ''],
		['__proto__', ''],
		['raw.constructor.name', ''],
		['truncated', '0'],
	])('on %j looks at %j: labels first, then annotations, fields, and the event’s own', (name, value) => {
		expect(passes(matchers([name, 'equal', value]))).toBe(true);
		expect(passes(matchers([name, 'notEqual', value]))).toBe(false);
	});

	test('of several: all must hold', () => {
		expect(passes(matchers(['team', 'equal', 'payments'], ['instance', 'matches', '10\\..*']))).toBe(true);
		expect(passes(matchers(['team', 'equal', 'payments'], ['instance', 'matches', '11\\..*']))).toBe(false);
		expect(passes({ kinds: ['ticket'], ...matchers(['team', 'equal', 'payments']) })).toBe(false);
	});

	test('without an operator or a value is "equals nothing"', () => {
		expect(passes({ matchers: { matcher: [{ name: 'absent' }] } })).toBe(true);
		expect(passes({ matchers: { matcher: [{ name: 'team' }] } })).toBe(false);
		expect(passes({ matchers: { matcher: [{ name: 'raw.count', value: 5 }] } })).toBe(true);
	});

	test('on a changed row sees what it was and what it is', () => {
		const change = (before: object | null, after: object) =>
			decodeBody({ op: before ? 'u' : 'c', before, after, source: { connector: 'postgresql', schema: 'shop', table: 'orders' } }, 'auto')[0]!;
		const becamePaid = compileRules(matchers(['table', 'equal', 'orders'], ['new.state', 'equal', 'paid'], ['old.state', 'notEqual', 'paid']));
		expect(becamePaid(change({ state: 'open' }, { state: 'paid' }))).toBe(true);
		expect(becamePaid(change(null, { state: 'paid' }))).toBe(true);
		expect(becamePaid(change({ state: 'paid' }, { state: 'paid', note: 'x' }))).toBe(false);
		expect(becamePaid(change({ state: 'open' }, { state: 'closed' }))).toBe(false);
	});
});

describe('rules that can’t be meant are an error with the way out', () => {
	test.each<[unknown, RegExp]>([
		['alert', /are no rules/],
		[['alert'], /are no rules/],
		[{ kinds: ['alarm'] }, /Kinds: alarm is none of alert, ticket, dbchange, custom/],
		[{ statuses: 5 }, /Statuses: 5 is none of/],
		[{ severities: ['critical', ''] }, /Severities: {2}is none of/],
		[{ matchers: 'team=payments' }, /is not a list of matchers/],
		[{ matchers: { matcher: { name: 'team' } } }, /is not a list of matchers/],
		[matchers(['team', 'equal', 'x'], ['  ', 'equal', 'x']), /matcher number 2 has no name/],
		[{ matchers: { matcher: [null] } }, /matcher number 1 has no name/],
		[matchers(['team', 'like', 'x']), /the matcher on team has the unknown operator like/],
		[matchers(['team', 'matches', '(']), /the matcher on team: The regular expression \( can't be used: a \( is not closed/],
		[matchers(['team', 'notMatches', '(?!x)']), /the matcher on team: .* not supported/],
	])('%j', (rules, says) => {
		expect(() => compileRules(rules)).toThrow(expect.objectContaining({ message: expect.stringMatching(says), fix: expect.stringMatching(/\.$/) }));
		expect(() => compileRules(rules)).toThrow(InputError);
	});
});

describe('a hostile value', () => {
	test('is looked at only in its first 1,000 characters', () => {
		const long = (end: string) => ({ labels: { note: `${'x'.repeat(1000)}${end}` } });
		expect(passes(matchers(['note', 'matches', 'x*']), long('y'))).toBe(true);
		expect(passes(matchers(['note', 'matches', '.*y']), long('y'))).toBe(false);
		// Equality is of the whole value.
		expect(passes(matchers(['note', 'equal', 'x'.repeat(1000)]), long('y'))).toBe(false);
	});

	test('costs no time, in 10,000 events', () => {
		const rules = compileRules(matchers(['note', 'notMatches', '(x+x+)+y'], ['note', 'notMatches', '(.*,){10}z']));
		const hostile = event({ labels: { note: 'x'.repeat(100_000) } });
		const started = performance.now();
		for (let n = 0; n < 10_000; n++) expect(rules(hostile)).toBe(true);
		expect(performance.now() - started).toBeLessThan(5_000);
	});

	test('is a match or none, and never an error', () => {
		const texts = fc.dictionary(fc.oneof(hostileText(2), fc.constantFrom('team', '__proto__')), hostileText());
		const rules = compileRules(matchers(['team', 'notMatches', '(a|b)+c?'], ['new.state', 'notEqual', 'x'], ['raw.a.b', 'matches', '.*']));
		holds(
			fc.property(texts, texts, fc.jsonValue(), (labels, annotations, raw) => {
				expect(typeof rules(event({ labels, annotations, raw }))).toBe('boolean');
			}),
			300,
		);
	});
});

test('whatever an expression gives as rules, they are rules or a clear error', () => {
	const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom('alert', 'matches', 'equal', '(', '.*'));
	const row = fc.dictionary(fc.constantFrom('name', 'operator', 'value'), value);
	const rules = fc.dictionary(fc.constantFrom('kinds', 'statuses', 'severities', 'matchers'), fc.oneof(value, fc.record({ matcher: fc.oneof(value, fc.array(row)) })));
	holds(
		fc.property(fc.oneof(rules, value), (given) => {
			try {
				expect(typeof compileRules(given)(event())).toBe('boolean');
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
			}
		}),
		500,
	);
});
