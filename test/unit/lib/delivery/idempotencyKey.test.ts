import fc from 'fast-check';
import { idempotencyKey } from '../../../../lib/delivery/idempotencyKey';
import { holds } from '../support/property';

const input = fc.tuple(fc.string(), fc.nat(), fc.nat(), fc.record({ text: fc.string({ unit: 'binary' }) }));

describe('the idempotency key', () => {
	test('is the same for the same message, and fits 50 characters', () => {
		holds(
			fc.property(input, (message) => {
				expect(idempotencyKey(...message)).toBe(idempotencyKey(...message));
				expect(idempotencyKey(...message)).toMatch(/^[0-9a-f]{32}$/);
			}),
		);
	});

	test('is another one for another message, however alike the two are written', () => {
		holds(
			fc.property(input, input, (one, other) => {
				fc.pre(JSON.stringify(one) !== JSON.stringify(other));
				expect(idempotencyKey(...one)).not.toBe(idempotencyKey(...other));
			}),
		);
		expect(idempotencyKey('a1', 1, 1, { text: 'x' })).not.toBe(idempotencyKey('a', 11, 1, { text: 'x' }));
		expect(idempotencyKey('a', 1, 11, { text: 'x' })).not.toBe(idempotencyKey('a', 11, 1, { text: 'x' }));
		expect(idempotencyKey('a', 1, 1, { text: '1x' })).not.toBe(idempotencyKey('a', 1, 11, { text: 'x' }));
	});
});
