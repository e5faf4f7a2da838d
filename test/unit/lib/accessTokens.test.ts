import { AccessTokens, type AccessToken, type TokenSource } from '../../../lib/accessTokens';
import type { Failure, Outcome } from '../../../lib/delivery/types';
import { InstantClock } from './support/instantClock';

const MINUTE = 60_000;
const LIFE = 120 * MINUTE;

const failure = (more: Partial<Failure> = {}): Failure => ({ class: 'permanent', code: '1', message: 'no', fix: 'none', ...more });
const refused = (more: Partial<Failure>): Outcome => ({ accepted: false, failure: failure(more) });
const DONE: Outcome = { accepted: true, raw: {} };

/** A platform that gives out tokens one after the other, after a second. */
function setUp() {
	const clock = new InstantClock();
	const tokens = new AccessTokens(clock);
	let given = 0;
	const answers: Array<AccessToken | Failure | Error> = [];
	const source = (key = 'app'): TokenSource => ({
		key,
		fetch: async () => {
			const answer = answers.shift() ?? { value: `token ${++given}`, lifeMs: LIFE };
			await clock.sleep(1000);
			if (answer instanceof Error) throw answer;
			return answer;
		},
	});
	const used: string[] = [];
	/** A call that is answered by `judge`. */
	const call = (judge: (token: string) => Outcome = () => DONE, key?: string, signal?: AbortSignal) =>
		tokens.call(
			source(key),
			async (token) => {
				used.push(token);
				await clock.sleep(100);
				return judge(token);
			},
			signal,
		);
	return { clock, tokens, source, call, used, answers, given: () => given };
}

const many = <Value>(count: number, make: (index: number) => Promise<Value>): Promise<Value[]> => Promise.all(Array.from({ length: count }, (_, index) => make(index)));

test('whoever needs a token while another asks for it waits for the same answer', async () => {
	const { call, used, given } = setUp();
	expect(await many(50, () => call())).toEqual(Array(50).fill(DONE));
	expect(given()).toBe(1);
	expect(new Set(used)).toEqual(new Set(['token 1']));
});

test('each app, and each secret of an app, has its own', async () => {
	const { call, used, given } = setUp();
	await many(10, (index) => call(undefined, `app ${index % 2}`));
	expect(given()).toBe(2);
	expect(new Set(used).size).toBe(2);
});

describe('renewed before its end', () => {
	test.each([
		[LIFE, LIFE - 10 * MINUTE],
		// The platform may give out one that it gave to somebody else before.
		[31 * MINUTE, 21 * MINUTE],
		[12 * MINUTE, 6 * MINUTE],
		[2000, 1000],
	])('a token for %d ms is used until %d ms after it was asked for', async (lifeMs, until) => {
		const { clock, tokens, source, answers } = setUp();
		answers.push({ value: 'first', lifeMs });
		const asked = clock.elapsed();
		expect(await tokens.get(source())).toMatchObject({ value: 'first', renewAt: asked + until });
		clock.skip(asked + until - 1 - clock.elapsed());
		if (until > 1000) expect(await tokens.get(source())).toMatchObject({ value: 'first' });
		clock.skip(1);
		expect(await tokens.get(source())).toMatchObject({ value: 'token 1' });
	});

	test('by one for all', async () => {
		const { clock, call, given } = setUp();
		await call();
		clock.skip(LIFE);
		await many(50, () => call());
		expect(given()).toBe(2);
	});
});

describe('a token that is rejected', () => {
	const onlyWith = (good: string) => (token: string) => (token === good ? DONE : refused({ class: 'tokenInvalid' }));

	test('is replaced once for all, and every call is made once more', async () => {
		const { call, used, given } = setUp();
		expect(await many(50, () => call(onlyWith('token 2')))).toEqual(Array(50).fill(DONE));
		expect(given()).toBe(2);
		expect(used.filter((token) => token === 'token 1')).toHaveLength(50);
		expect(used.filter((token) => token === 'token 2')).toHaveLength(50);
	});

	test('is not replaced by somebody who comes late', async () => {
		const { clock, tokens, source, given } = setUp();
		const slow = tokens.call(source(), async (token) => {
			await clock.sleep(token === 'token 1' ? 30_000 : 1);
			return onlyWith('token 2')(token);
		});
		await tokens.call(source(), async (token) => onlyWith('token 2')(token));
		expect(await slow).toEqual(DONE);
		expect(given()).toBe(2);
	});

	test('together with its replacement, is told of, and asked for again after a minute', async () => {
		const { clock, call, used, given } = setUp();
		const never = () => refused({ class: 'tokenInvalid', code: 'rejected' });
		for (let n = 0; n < 10; n++) expect(await call(never)).toMatchObject({ failure: { code: 'rejected' } });
		expect(given()).toBe(2);
		expect(used).toHaveLength(11);
		clock.skip(MINUTE);
		await call(never);
		expect(given()).toBe(3);
	});

	test('and can’t be replaced: the failure of that is told', async () => {
		const { call, answers } = setUp();
		await call();
		answers.push(failure({ code: 'wrong secret' }));
		expect(await call(() => refused({ class: 'tokenInvalid' }))).toMatchObject({ failure: { code: 'wrong secret' } });
	});
});

describe('a permission that is missing', () => {
	const missing = () => refused({ permissionAtFault: true });

	test('may have been granted since: an older token is replaced', async () => {
		const { clock, call, used } = setUp();
		await call();
		clock.skip(MINUTE + 1);
		expect(await call((token) => (token === 'token 2' ? DONE : missing()))).toEqual(DONE);
		expect(used).toEqual(['token 1', 'token 1', 'token 2']);
	});

	test('is not looked for more often than once a minute', async () => {
		const { clock, call, given } = setUp();
		for (let n = 0; n < 10; n++) expect(await call(missing)).toMatchObject({ accepted: false });
		expect(given()).toBe(1);
		clock.skip(MINUTE + 1);
		await many(10, () => call(missing));
		expect(given()).toBe(2);
	});
});

test('any other failure says nothing of the token', async () => {
	const { clock, call, given } = setUp();
	await call();
	clock.skip(MINUTE + 1);
	for (const failureClass of ['permanent', 'transient', 'ambiguous', 'rateLimited', 'quotaExceeded'] as const) await call(() => refused({ class: failureClass }));
	expect(given()).toBe(1);
});

describe('a failed question for a token', () => {
	test('is shared by those who wait, and kept for nobody else', async () => {
		const { call, answers, used, given } = setUp();
		answers.push(failure({ code: 'F' }));
		expect(await many(20, () => call())).toEqual(Array(20).fill({ accepted: false, failure: failure({ code: 'F' }) }));
		expect([used, answers]).toEqual([[], []]);
		expect(given()).toBe(0);
		expect(await call()).toEqual(DONE);
	});

	test('by a defect, too', async () => {
		const { call, answers } = setUp();
		answers.push(new TypeError('defect'));
		const ends = await Promise.allSettled([call(), call()]);
		expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(await call()).toEqual(DONE);
	});
});

test('who is stopped leaves the wait for a token, and the others get it', async () => {
	const { call, clock, given } = setUp();
	const stop = new AbortController();
	const stopped = call(undefined, undefined, stop.signal);
	const other = call();
	stop.abort(new Error('stopped'));
	const before = clock.elapsed();
	await expect(stopped).rejects.toThrow('stopped');
	expect(clock.elapsed()).toBe(before);
	expect(await other).toEqual(DONE);
	expect(given()).toBe(1);
	await expect(call(undefined, undefined, stop.signal)).rejects.toThrow('stopped');
});

describe('for somebody who knows a token already', () => {
	const valueOf = async (pending: ReturnType<AccessTokens['get']>) => ((await pending) as { value: string }).value;

	test('one that was rejected is replaced once for all', async () => {
		const { tokens, source, given } = setUp();
		await tokens.get(source());
		expect(new Set(await many(20, () => valueOf(tokens.get(source(), 'token 1'))))).toEqual(new Set(['token 2']));
		expect(given()).toBe(2);
	});

	test('one that is not the process’s is answered with that', async () => {
		const { tokens, source, given } = setUp();
		await tokens.get(source());
		expect(await valueOf(tokens.get(source(), 'of another process'))).toBe('token 1');
		expect(given()).toBe(1);
	});

	test('one that has just been given out for a rejected one is the latest', async () => {
		const { clock, tokens, source, answers } = setUp();
		answers.push({ value: 'same', lifeMs: LIFE }, { value: 'same', lifeMs: LIFE }, failure({ code: 'too many questions' }));
		for (let n = 0; n < 10; n++) expect(await valueOf(tokens.get(source(), 'same'))).toBe('same');
		clock.skip(MINUTE + 1);
		expect(await tokens.get(source(), 'same')).toMatchObject({ code: 'too many questions' });
	});
});

test('tokens that have ended are forgotten, whoever they belonged to', async () => {
	const { clock, tokens, call } = setUp();
	for (let n = 0; n < 20; n++) await call(undefined, `app ${n}`);
	clock.skip(LIFE);
	await call(undefined, 'another');
	expect((tokens as unknown as { held: Map<string, unknown> }).held.size).toBe(1);
});
