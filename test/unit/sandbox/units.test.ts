import { createClock } from '../../../sandbox/clock';
import { ipAllowed, isIpRule, toIpv4 } from '../../../sandbox/ipRules';
import { MAX_DEPTH, nesting, parseJson } from '../../../sandbox/json';
import { countWithin, newRateState, recordSent } from '../../../sandbox/rate';
import { dingtalkSign, feishuSign } from '../../../sandbox/signatures';
import { isLoopbackHost } from '../../../sandbox/http/guard';

describe('signatures', () => {
	it.each([
		['demo', '1599360473', 'l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8='],
		['demo', '100', 'jquNHnVOwmDRfw+vqTIrY5dooJAgi5EcRtLsQE4wfXg='],
	])('signs for Feishu: %s at %s', (secret, timestamp, sign) => {
		expect(feishuSign(timestamp, secret)).toBe(sign);
	});

	it('signs for DingTalk', () => {
		expect(dingtalkSign('1700000000000', 'SECexampleexample')).toBe('jbNuYAHcXiEEFnVr8QEVVEVmXZ3vG2rWMBYAKxZz0mg=');
	});
});

describe('the clock', () => {
	it('runs on its source', () => {
		let source = 1_000;
		const clock = createClock(() => source);
		expect(clock.now()).toBe(1_000);
		source = 1_500;
		expect(clock.now()).toBe(1_500);
		clock.advance(60_000);
		expect(clock.now()).toBe(61_500);
		clock.set(5);
		source = 1_600;
		expect(clock.now()).toBe(105);
	});

	it('stands still while frozen and goes on from there', () => {
		let source = 1_000;
		const clock = createClock(() => source);
		clock.freeze();
		source = 9_000;
		expect([clock.now(), clock.frozen]).toEqual([1_000, true]);
		clock.advance(10);
		expect(clock.now()).toBe(1_010);
		clock.set(7);
		clock.resume();
		clock.resume();
		expect([clock.now(), clock.frozen]).toEqual([7, false]);
		source = 9_001;
		expect(clock.now()).toBe(8);
		clock.reset();
		expect(clock.now()).toBe(9_001);
	});

	it('takes numbers only', () => {
		const clock = createClock(() => 0);
		expect(() => clock.advance(Number.NaN)).toThrow(TypeError);
		expect(() => clock.set(Number.POSITIVE_INFINITY)).toThrow(TypeError);
	});
});

describe('IP allow lists', () => {
	it.each([
		['127.0.0.1', '127.0.0.1', true],
		['127.0.0.1', '127.0.0.2', false],
		['::ffff:127.0.0.1', '127.0.0.1', true],
		['::1', '127.0.0.1', true],
		['123.12.1.9', '123.12.1.*', true],
		['123.12.2.9', '123.12.1.*', false],
		['123.1.1.200', '123.1.1.1/24', true],
		['123.1.2.200', '123.1.1.1/24', false],
		['223.255.255.255', '0.0.0.0/0', true],
		['10.0.0.1', '10.0.0.1/32', true],
		['10.0.0.2', '10.0.0.1/32', false],
		['fe80::1', '0.0.0.0/0', false],
	])('%s against %s: %s', (address, rule, allowed) => {
		expect(ipAllowed(address, [rule])).toBe(allowed);
	});

	it('is passed by any of its entries', () => {
		expect(ipAllowed('10.1.1.1', ['127.0.0.1', '10.*.*.*'])).toBe(true);
	});

	it('takes addresses and ranges only', () => {
		expect(['1.1.1.1', '1.1.1.0/24'].every((rule) => isIpRule(rule, false))).toBe(true);
		expect(isIpRule('1.1.1.*', false)).toBe(false);
		expect(isIpRule('1.1.1.*', true)).toBe(true);
		expect(['', 'x', '256.1.1.1', '1.1.1', '1.1.1.1/33', '::1'].some((rule) => isIpRule(rule, true))).toBe(false);
		expect(toIpv4('8.8.8.8')).toBe('8.8.8.8');
	});
});

describe('sliding windows', () => {
	it('leave out what is as old as the window', () => {
		const state = newRateState();
		for (const at of [0, 400, 999]) recordSent(state, at);
		expect([countWithin(state, 999, 1_000), countWithin(state, 1_000, 1_000), countWithin(state, 1_400, 1_000)]).toEqual([
			3, 2, 1,
		]);
	});

	it('forget what is older than a minute', () => {
		const state = newRateState();
		for (let at = 0; at < 200_000; at += 1_000) recordSent(state, at);
		expect(state.sentAt.length).toBe(60);
	});
});

describe('JSON', () => {
	it('is measured without recursion, strings aside', () => {
		expect(nesting('{"a":["]","\\"[[[",[1]]}')).toBe(3);
		expect(nesting('['.repeat(1_000_000))).toBe(1_000_000);
	});

	it('is refused when malformed or nested too deep', () => {
		expect(parseJson('{')).toBeUndefined();
		expect(parseJson(`${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`)).toBeDefined();
		expect(parseJson(`${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`)).toBeUndefined();
	});
});

describe('Host headers', () => {
	it.each(['localhost', 'localhost:8787', '127.0.0.1:1', '127.8.8.8', '[::1]:80', 'LOCALHOST'])('take %s', (host) => {
		expect(isLoopbackHost(host)).toBe(true);
	});

	it.each([undefined, '', 'evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:80', '0.0.0.0', '10.0.0.1'])(
		'refuse %s',
		(host) => {
			expect(isLoopbackHost(host)).toBe(false);
		},
	);
});
