import { Ledger } from '../../../../lib/delivery/ledger';
import type { Result } from '../../../../lib/delivery/types';
import { InstantClock } from '../support/instantClock';

type Sent = Extract<Result, { status: 'sent' }>;

const HOUR = 3_600_000;

const sent = (messageId: string): Sent => ({
	status: 'sent',
	item: 0,
	targetKey: 'bot', channel: 'feishu',
	target: 'bot',
	attempts: 1,
	apiCalls: 1,
	warnings: [],
	waitedMs: 0,
	sentAt: 0,
	raw: {},
	messageId,
});
const one = (place: string) => new Map([[place, { key: 'k', sent: sent(place) }]]);

describe('what a run with failures came to', () => {
	test('is known to its repetition, and to no other run', () => {
		const ledger = new Ledger(new InstantClock());
		ledger.close('run', one('key'), true);
		expect(ledger.earlier('run', 'key')).toEqual({ key: 'k', sent: sent('key') });
		expect(ledger.earlier('run', 'other key')).toBeUndefined();
		expect(ledger.earlier('other run', 'key')).toBeUndefined();
	});

	test('is forgotten once the run got through', () => {
		const ledger = new Ledger(new InstantClock());
		ledger.close('run', one('key'), true);
		ledger.close('run', one('key'), false);
		expect(ledger.earlier('run', 'key')).toBeUndefined();
	});

	test('is not kept for a run without failures', () => {
		const ledger = new Ledger(new InstantClock());
		ledger.close('run', one('key'), false);
		expect(ledger.earlier('run', 'key')).toBeUndefined();
	});

	test('is kept for an hour', () => {
		const clock = new InstantClock();
		const ledger = new Ledger(clock);
		ledger.close('early', one('key'), true);
		clock.skip(HOUR / 2);
		ledger.close('late', one('key'), true);
		clock.skip(HOUR / 2);
		ledger.close('now', new Map(), true);
		expect(ledger.earlier('early', 'key')).toBeUndefined();
		expect(ledger.earlier('late', 'key')).toBeDefined();
	});

	test('is kept for the last thousand runs, so that memory stays bounded', () => {
		const ledger = new Ledger(new InstantClock());
		for (let run = 0; run < 5000; run++) ledger.close(`run ${run}`, one('key'), true);
		const kept = Array.from({ length: 5000 }, (_, run) => run).filter((run) => ledger.earlier(`run ${run}`, 'key'));
		expect(kept).toEqual(Array.from({ length: 1000 }, (_, run) => run + 4000));
	});

	test('a run that is repeated again and again counts as one, and as recent', () => {
		const ledger = new Ledger(new InstantClock());
		ledger.close('old', one('key'), true);
		for (let run = 0; run < 999; run++) ledger.close(`run ${run}`, one('key'), true);
		ledger.close('old', one('key'), true);
		ledger.close('one more', one('key'), true);
		expect(ledger.earlier('old', 'key')).toBeDefined();
		expect(ledger.earlier('run 0', 'key')).toBeUndefined();
	});
});
