import { enc, HmacSHA256 } from 'crypto-js';
import fc from 'fast-check';
import { signBotCall } from '../../../../lib/feishu/signing';
import { holds } from '../support/property';
import { secret } from '../support/secrets';

/** The second opinion: another library, from the words of the documentation. */
const expected = (key: string, seconds: number) => enc.Base64.stringify(HmacSHA256('', `${seconds}\n${key}`));

describe('the signature of a Feishu bot', () => {
	test.each([
		['demo', 1599360473, 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8='],
		['demo', 100, 'jquNHnVOwmDRfw+vqTIrY5dooJAgi5EcRtLsQE4wfXg='],
	])('of secret %s at %d is the published one, by both libraries', (key, seconds, sign) => {
		expect(signBotCall(key, seconds)).toBe(sign);
		expect(expected(key, seconds)).toBe(sign);
	});

	test('is what another library computes, for 1,000 secrets and times', () => {
		holds(
			fc.property(secret, fc.integer({ min: 0, max: 4_102_444_800 }), (key, seconds) => {
				expect(signBotCall(key, seconds)).toBe(expected(key, seconds));
			}),
			1000,
		);
	});
});
