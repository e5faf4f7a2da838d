import { Claims, type Claimant } from '../../../../lib/inbound/claims';
import { InstantClock } from '../support/instantClock';

const HOUR = 3_600_000;

const at = (workflow: string, node = 'trigger', way: Claimant['way'] = 'connection'): Claimant => ({ workflow, node, way });

function setUp() {
	const clock = new InstantClock();
	return { clock, claims: new Claims(clock) };
}

test('a trigger takes an event once, also when it comes again hours later', () => {
	const { clock, claims } = setUp();
	expect(claims.claim('e1', at('w'))).toBe(true);
	expect(claims.claim('e1', at('w'))).toBe(false);
	expect(claims.claim('e2', at('w'))).toBe(true);
	clock.skip(7.5 * HOUR);
	expect(claims.claim('e1', at('w'))).toBe(false);
});

test('of two ways the first one counts', () => {
	const { claims } = setUp();
	expect(claims.claim('e1', at('w', 'a', 'http'))).toBe(true);
	expect(claims.claim('e1', at('w', 'b', 'connection'))).toBe(false);
	expect(claims.claim('e1', at('w', 'a', 'connection'))).toBe(false);
	expect(claims.claim('e1', at('other', 'b', 'connection'))).toBe(true);
});

test('several triggers of a workflow that hear it the same way take it each, other workflows as well', () => {
	const { claims } = setUp();
	const all = [at('w', 'a'), at('w', 'b'), at('v', 'a')];
	expect(all.map((one) => claims.claim('e1', one))).toEqual([true, true, true]);
	expect(all.map((one) => claims.claim('e1', one))).toEqual([false, false, false]);
});

test('what came to nothing is news again: to that trigger, and by any way when nobody else has it', () => {
	const { claims } = setUp();
	claims.claim('e1', at('w', 'a'));
	claims.claim('e1', at('w', 'b'));
	claims.release('e1', at('w', 'a'));
	expect(claims.claim('e1', at('w', 'b'))).toBe(false);
	expect(claims.claim('e1', at('w', 'c', 'http'))).toBe(false);
	expect(claims.claim('e1', at('w', 'a'))).toBe(true);
	claims.release('e1', at('w', 'a'));
	claims.release('e1', at('w', 'b'));
	claims.release('e1', at('w', 'b'));
	expect(claims.claim('e1', at('w', 'c', 'http'))).toBe(true);
});

test('who has taken nothing releases nothing', () => {
	const { claims } = setUp();
	claims.claim('e1', at('w', 'a'));
	claims.release('e1', at('w', 'b'));
	claims.release('e2', at('w', 'a'));
	expect(claims.claim('e1', at('w', 'a'))).toBe(false);
});

test('they are kept for 12 hours, and of at most 50,000 events', () => {
	const { clock, claims } = setUp();
	claims.claim('old', at('w'));
	clock.skip(12 * HOUR);
	claims.claim('new', at('w'));
	expect(claims.claim('old', at('w'))).toBe(true);
	expect(claims.claim('new', at('w'))).toBe(false);
	for (let index = 0; index < 49_999; index++) claims.claim(`e${index}`, at('w'));
	expect(claims.claim('e0', at('w'))).toBe(false);
	expect(claims.claim('e49998', at('w'))).toBe(false);
	expect(claims.claim('new', at('w'))).toBe(true);
});
