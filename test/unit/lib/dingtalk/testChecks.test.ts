import type { Failure } from '../../../../lib/delivery/types';
import { testChecks, type Steps } from '../../../../lib/dingtalk/testChecks';

const failed = (code: string, more: Partial<Failure> = {}) => ({ failure: { class: 'permanent' as const, code, message: `It was ${code}`, fix: 'Mend it.', ...more } });
const found = { userId: 'lilei' };
const oks = (steps: Omit<Steps, 'name'>) => testChecks({ name: 'Li Lei', ...steps }).map(({ ok }) => ok);

/** Access Token, Permissions, Person Found, Robot, Sent. */
test.each<[string, Omit<Steps, 'name'>, Array<boolean | null>]>([
	['all is well', { lookUp: found, sent: { messageId: '1' } }, [true, true, true, true, true]],
	['without a look-up', { sent: { messageId: '1' } }, [true, true, true, true, true]],
	['a wrong secret', { lookUp: failed('invalidClientIdOrSecret', { tokenAtFault: true }) }, [false, null, null, null, null]],
	['a token that is refused', { lookUp: failed('40014', { class: 'tokenInvalid' }) }, [false, null, null, null, null]],
	['no answer to the question for a token', { lookUp: failed('ECONNREFUSED', { tokenAtFault: true }) }, [false, null, null, null, null]],
	['no answer to the look-up', { lookUp: failed('ECONNRESET') }, [true, null, false, null, null]],
	['no answer to the message', { lookUp: found, sent: failed('ECONNRESET', { class: 'ambiguous' }) }, [true, null, true, null, false]],
	['a gateway in front of the message, without a look-up', { sent: failed('HTTP 503') }, [true, null, null, null, false]],
	['an address that is not listed', { sent: failed('Forbidden.AccessDenied.IpNotInWhiteList') }, [false, null, null, null, null]],
	['no permission to look up', { lookUp: failed('60011', { permissionAtFault: true }) }, [true, false, null, null, null]],
	['no permission to send', { lookUp: found, sent: failed('x', { permissionAtFault: true }) }, [true, false, true, null, null]],
	['nobody with this mobile', { lookUp: failed('60121') }, [true, null, false, null, null]],
	['nobody with this user ID', { sent: failed('invalidStaffIdList') }, [true, true, false, true, null]],
	['no such robot', { lookUp: found, sent: failed('invalidParameter.robotCode.notExsit') }, [true, true, true, false, null]],
	['a robot that may not', { sent: failed('chatbotId.notAllow.sendOTO') }, [true, true, null, false, null]],
	['anything else', { lookUp: found, sent: failed('contain.notAllowed.text') }, [true, true, true, true, false]],
])('%s', (_name, steps, expected) => {
	expect(oks(steps)).toEqual(expected);
});

test('what failed says what to do, and what is not known yet that it waits for that, wherever it stands', () => {
	const checks = testChecks({ name: 'Li Lei', lookUp: failed('60121') });
	expect(checks.find(({ ok }) => ok === false)).toEqual({ check: 'Person Found', ok: false, detail: 'It was 60121. Mend it.' });
	expect(checks.filter(({ ok }) => ok === null).every(({ detail }) => detail === 'Not known yet: first mend the step that failed')).toBe(true);
});
