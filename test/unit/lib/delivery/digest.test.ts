import fc from 'fast-check';
import { deliver } from '../../../../lib/delivery/deliver';
import type { Limit, Message, Policy, Result } from '../../../../lib/delivery/types';
import { InstantClock } from '../support/instantClock';
import { accepted, FakePlatform, mergeUpTo, POLICY, refused, stateOf, target } from '../support/messages';
import { holdsAsync } from '../support/property';
import { seededRandom } from '../support/random';
import { excess } from '../support/server';

const MINUTE = 60_000;
/** Ten alone, then digests every six seconds. */
const LIMITS: Limit[] = [{ max: 20, windowMs: MINUTE, reserve: 2 }];
const DIGEST: Policy = { ...POLICY, overLimit: 'digest', maxWaitMs: 90_000 };

function setUp(latency: number | ((call: number) => number) = 30, random?: () => number) {
	const clock = new InstantClock();
	const state = stateOf(clock, random);
	const platform = new FakePlatform(clock, latency);
	const bot = target('bot', LIMITS);
	let runs = 0;
	type Extra = Parameters<FakePlatform['message']>[2];
	const message = (item: number, content: string, extra: Extra = {}): Message =>
		platform.message(item, content, { to: bot, policy: DIGEST, ...extra, digest: extra.digest ?? {} });
	/** One execution with one message. */
	const run = async (content: string, extra: Extra = {}, signal?: AbortSignal): Promise<Result> => {
		const [result] = await deliver([message(0, content, extra)], { id: `run ${runs++}`, signal }, state);
		return result!;
	};
	/** Uses up the share of those who go alone. */
	const fill = () => Promise.all(Array.from({ length: 10 }, (_, n) => run(`alone ${n}`)));
	return { clock, start: clock.now(), state, platform, bot, message, run, fill };
}

const statuses = (results: Result[]) => results.map(({ status }) => status);

describe('one by one or together', () => {
	test('half of the limit goes one by one, the rest together', async () => {
		const { platform, run } = setUp();
		const results = await Promise.all(Array.from({ length: 15 }, (_, n) => run(`${n}`)));
		expect(statuses(results)).toEqual([...Array(10).fill('sent'), ...Array(5).fill('merged')]);
		expect(platform.contents()).toEqual([...Array.from({ length: 10 }, (_, n) => `${n}`), '10|11|12|13|14']);
	});

	test('a run that does not fit into the half goes together as a whole, at once', async () => {
		const { clock, start, state, platform, message } = setUp();
		const results = await deliver(Array.from({ length: 25 }, (_, n) => message(n, `${n}`)), { id: 'run' }, state);
		expect(statuses(results)).toEqual(Array(25).fill('merged'));
		expect(platform.calls.map(({ content }) => content.split('|').length)).toEqual([10, 10, 5]);
		expect(clock.now() - start).toBe(90);
	});

	test('one that waits alone goes as itself', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		expect((await run('late')).status).toBe('sent');
		expect(platform.contents().at(-1)).toBe('late');
	});

	test('each kind has messages of its own', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await Promise.all([run('a1', { digest: { kind: 'a' } }), run('b1', { digest: { kind: 'b' } }), run('a2', { digest: { kind: 'a' } }), run('b2', { digest: { kind: 'b' } })]);
		expect(platform.contents().slice(10).sort()).toEqual(['a1|a2', 'b1|b2']);
	});

	test('others than Digest are never merged, and keep their own way', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		const wait = { policy: { ...DIGEST, overLimit: 'wait' as const } };
		const fail = { policy: { ...DIGEST, overLimit: 'fail' as const } };
		const results = await Promise.all([run('w1', wait), run('w2', wait), run('f', fail)]);
		expect(statuses(results)).toEqual(['sent', 'sent', 'sent']);
		expect(platform.contents().slice(10).sort()).toEqual(['f', 'w1', 'w2']);
	});
});

describe('waves', () => {
	test('what comes while a wave rests is gathered for the next one, six seconds later', async () => {
		const { clock, start, platform, run, fill } = setUp();
		await fill();
		const came = Array.from({ length: 12 }, async (_, n) => {
			await clock.sleep(1000 + n * 800);
			return await run(`${n}`);
		});
		const results = await Promise.all(came);
		expect(statuses(results).filter((status) => status === 'failed')).toEqual([]);
		// The half of 20 a minute is one every 6 seconds.
		expect(platform.calls.slice(10).map(({ at, content }) => [at - start, content])).toEqual([
			[1030, '0'],
			[7030, '1|2|3|4|5|6|7'],
			[13_030, '8|9|10|11'],
		]);
	});

	test('urgent ones stand first, in whatever order they came', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await Promise.all([run('1'), run('2', { digest: { urgent: true } }), run('3'), run('4', { digest: { urgent: true } })]);
		expect(platform.contents().slice(10)).toEqual(['2|4|1|3']);
	});

	test('the last places of the window are kept for the urgent', async () => {
		const { clock, start, state, platform, message, run } = setUp();
		// 18 messages of ten: the limit without the reserve.
		await deliver(Array.from({ length: 180 }, (_, n) => message(n, `${n}`)), { id: 'many' }, state);
		expect(platform.calls).toHaveLength(18);
		const modest = run('modest');
		await clock.sleep(10_000);
		const before = clock.now();
		expect((await run('urgent', { digest: { urgent: true } })).status).toBe('merged');
		expect(clock.now() - before).toBeLessThan(100);
		expect((await modest).status).toBe('merged');
		expect(platform.contents().at(-1)).toBe('urgent|modest');
		expect(clock.now() - start).toBeLessThan(MINUTE);
	});

	test('the reserve is not kept for ever: after twenty seconds it is for everybody', async () => {
		const { clock, state, platform, message, run } = setUp();
		await deliver(Array.from({ length: 180 }, (_, n) => message(n, `${n}`)), { id: 'many' }, state);
		const before = clock.now();
		expect((await run('modest')).status).toBe('sent');
		expect(clock.now() - before).toBeGreaterThanOrEqual(20_000);
		expect(clock.now() - before).toBeLessThan(21_000);
		expect(platform.calls).toHaveLength(19);
	});
});

describe('the end of something', () => {
	const begin = (subject: string) => ({ digest: { subject, phase: 'begin' as const } });
	const end = (subject: string) => ({ digest: { subject, phase: 'end' as const } });

	test('takes the place of its beginning that still waits, and stands for both', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		const results = await Promise.all([run('a fires', begin('a')), run('b fires', begin('b')), run('a ends', end('a'))]);
		expect(platform.contents().slice(10)).toEqual(['b fires|a ends*']);
		expect(statuses(results)).toEqual(['merged', 'merged', 'merged']);
		expect(new Set(results.map((result) => 'mergedInto' in result && result.mergedInto)).size).toBe(1);
	});

	test('leaves a beginning alone that is about something else, or has gone', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await run('a fires', begin('a'));
		await Promise.all([run('b fires', begin('b')), run('a ends', end('a'))]);
		expect(platform.contents().slice(10)).toEqual(['a fires', 'b fires|a ends']);
	});

	test('of which the execution of the beginning is stopped does not bring it back', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		const [stopBegin, stopEnd] = [new AbortController(), new AbortController()];
		const fires = run('a fires', begin('a'), stopBegin.signal);
		const ends = run('a ends', end('a'), stopEnd.signal);
		const other = run('x');
		stopBegin.abort(new Error('stopped'));
		stopEnd.abort(new Error('stopped'));
		await expect(fires).rejects.toThrow('stopped');
		await expect(ends).rejects.toThrow('stopped');
		expect((await other).status).toBe('sent');
		expect(platform.contents().slice(10)).toEqual(['x']);
	});

	test('alone says that it stands for its beginning as well', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await run('first');
		const results = await Promise.all([run('a fires', begin('a')), run('a ends', end('a'))]);
		expect(statuses(results)).toEqual(['merged', 'merged']);
		expect(platform.contents().at(-1)).toBe('a ends*');
	});

	test('gives the place back when its own execution is stopped', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		const stop = new AbortController();
		const fires = run('a fires', begin('a'));
		const ends = run('a ends', end('a'), stop.signal);
		stop.abort(new Error('stopped'));
		await expect(ends).rejects.toThrow('stopped');
		expect((await fires).status).toBe('sent');
		expect(platform.contents().slice(10)).toEqual(['a fires']);
	});
});

describe('what can go wrong', () => {
	test('an entry that the platform does not take fails alone', async () => {
		const { clock, state, run, fill } = setUp();
		await fill();
		const seen: string[] = [];
		const results = await Promise.all(
			Array.from({ length: 9 }, async (_, n) => {
				const one = target('picky', [{ max: 1, windowMs: 10 }]);
				const message: Message = {
					item: 0,
					routes: [
						{
							target: one,
							send: async (body) => {
								const content = String((body as { content: string }).content);
								seen.push(content);
								await clock.sleep(1);
								return content.includes('bad') ? refused('permanent', { messageAtFault: 'content' }) : accepted();
							},
						},
					],
					bodies: { best: { content: n === 4 ? 'bad' : `good ${n}` }, simpler: () => [] },
					idempotent: false,
					policy: DIGEST,
					warnings: [],
					digest: { kind: 'picky', urgent: false, entry: n === 4 ? 'bad' : `good ${n}`, merge: mergeUpTo(10) },
				};
				const [result] = await deliver([message], { id: `picky ${n}` }, state);
				return result!;
			}),
		);
		expect(results.map(({ status }) => status === 'failed')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => n === 4));
		const whole = seen.filter((content) => !content.includes('bad')).flatMap((content) => content.split('|'));
		expect(whole.sort()).toEqual([0, 1, 2, 3, 5, 6, 7, 8].map((n) => `good ${n}`));
		expect((await run('after')).status).not.toBe('failed');
	});

	test('a refusal for a setting of the bot fails them all at once, not one by one', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await run('first');
		const answers = [refused('permanent', { messageAtFault: 'settings' })];
		const results = await Promise.all([run('a', { answers }), run('b', { answers }), run('c', { answers })]);
		expect(statuses(results)).toEqual(['failed', 'failed', 'failed']);
		expect(platform.calls).toHaveLength(12);
	});

	test('F03: the platform blocks the bot: the backlog goes out together when the block is over', async () => {
		const { clock, start, platform, run } = setUp();
		const patient = { policy: { ...DIGEST, maxWaitMs: 20 * MINUTE } };
		const first = run('0', { ...patient, answers: [refused('rateLimited', { retryAfterMs: 10 * MINUTE })] });
		await clock.sleep(1000);
		const others = Array.from({ length: 8 }, async (_, n) => {
			await clock.sleep(n * MINUTE);
			return await run(`${n + 1}`, patient);
		});
		const results = await Promise.all([first, ...others]);
		expect(statuses(results)).toEqual(Array(9).fill('merged'));
		expect(platform.contents()).toEqual(['0', '0|1|2|3|4|5|6|7|8']);
		expect(platform.calls[1]!.at - start).toBeGreaterThanOrEqual(10 * MINUTE);
		// Its first call is counted, too.
		expect(results[0]).toMatchObject({ attempts: 2, apiCalls: 2 });
	});

	test('one that waits alone is repeated within its time like any other', async () => {
		const { clock, platform, run, fill } = setUp();
		await fill();
		const before = clock.now();
		const answers = [refused('rateLimited', { retryAfterMs: 20_000 }), refused('rateLimited', { retryAfterMs: 20_000 })];
		expect(await run('alone', { answers })).toMatchObject({ status: 'sent', attempts: 3 });
		expect(clock.now() - before).toBeGreaterThanOrEqual(40_000);
		expect(platform.contents().slice(10)).toEqual(['alone', 'alone', 'alone']);
	});

	test('with several bots, one that is blocked leaves its work to the others', async () => {
		const { clock, platform, run } = setUp();
		const before = clock.now();
		const to = [target('first', LIMITS), target('second', LIMITS)];
		const answers = [refused('rateLimited', { retryAfterMs: 10 * MINUTE })];
		expect(await run('x', { to, answers })).toMatchObject({ status: 'sent', target: 'bot second', attempts: 2 });
		expect(clock.now() - before).toBeLessThan(100);
		expect((await run('y', { to })).status).toBe('sent');
		expect(platform.calls.map((call) => call.target)).toEqual(['first', 'second', 'second']);
	});

	test('who can not go in time is told at once, with the time from which he could', async () => {
		const { clock, start, run } = setUp();
		const blocked = await run('0', { answers: [refused('rateLimited', { retryAfterMs: 10 * MINUTE })] });
		expect(blocked).toMatchObject({ status: 'failed', failure: { class: 'rateLimited', retryAt: start + 30 + 10 * MINUTE } });
		const before = clock.now();
		expect(await run('1')).toMatchObject({ status: 'failed', failure: { code: 'LIMIT', retryAt: start + 30 + 10 * MINUTE } });
		expect(clock.now()).toBe(before);
		expect(clock.sleeping).toBe(0);
	});

	test('those who wait hear of a block that comes in between', async () => {
		const { clock, platform, run, fill } = setUp();
		await fill();
		await run('first');
		const waiting = run('waits for its wave', { answers: [refused('rateLimited', { retryAfterMs: 10 * MINUTE })] });
		await clock.sleep(7000);
		const before = clock.now();
		expect(await run('late')).toMatchObject({ status: 'failed' });
		expect(await waiting).toMatchObject({ status: 'failed' });
		expect(clock.now() - before).toBeLessThan(1000);
		expect(platform.calls).toHaveLength(12);
	});

	test('a timeout is repeated under the same key, with the same content', async () => {
		const { platform, run, fill } = setUp();
		await fill();
		await run('first');
		const answers = [refused('ambiguous'), refused('transient')];
		const results = await Promise.all([run('a', { answers, idempotent: true }), run('b', { idempotent: true }), run('c', { idempotent: true })]);
		expect(statuses(results)).toEqual(['merged', 'merged', 'merged']);
		const calls = platform.calls.slice(11);
		expect(calls.map(({ content }) => content)).toEqual(['a|b|c', 'a|b|c', 'a|b|c']);
		expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
	});

	test('a defect in merging fails the messages instead of leaving them to wait for ever', async () => {
		const { clock, platform, run, fill } = setUp();
		await fill();
		await run('first');
		const digest = {
			merge: () => {
				throw new TypeError('defect');
			},
		};
		const results = await Promise.all([run('a', { digest }), run('b', { digest })]);
		expect(results).toEqual([expect.objectContaining({ status: 'failed', failure: expect.objectContaining({ code: 'UNEXPECTED' }) }), expect.objectContaining({ status: 'failed' })]);
		// The slot was given back, and the board works on.
		expect(platform.calls).toHaveLength(11);
		expect((await run('later')).status).toBe('sent');
		expect(clock.sleeping).toBe(0);
	});

	test('a retry of the run does not send again what went out with others', async () => {
		const { state, platform, message, fill } = setUp();
		await fill();
		const messages = () => [message(0, 'a'), message(1, 'b'), message(2, 'c', { policy: { ...DIGEST, overLimit: 'fail' }, answers: [refused('permanent')] })];
		const first = await deliver(messages(), { id: 'again' }, state);
		expect(statuses(first)).toEqual(['merged', 'merged', 'failed']);
		const second = await deliver(messages(), { id: 'again' }, state);
		expect(statuses(second)).toEqual(['merged', 'merged', 'failed']);
		expect(second[0]).toEqual(first[0]);
		expect(platform.contents().filter((content) => content === 'a|b')).toHaveLength(1);
	});
});

describe('whoever is in a hurry', () => {
	test('a critical one goes before those who wait one by one on the same bot, however many there are', async () => {
		const { clock, run } = setUp();
		const wait = { policy: { ...DIGEST, overLimit: 'wait' as const, maxWaitMs: 20 * MINUTE } };
		// Twenty a minute use up the limit, and more of them queue.
		const bulk = Array.from({ length: 60 }, async (_, n) => {
			await clock.sleep(n * 2000);
			return await run(`bulk ${n}`, wait);
		});
		const waits: number[] = [];
		const critical = Array.from({ length: 20 }, async (_, n) => {
			await clock.sleep(20_000 + n * 5000);
			const came = clock.now();
			const result = await run(`critical ${n}`, { digest: { urgent: true } });
			waits.push(clock.now() - came);
			return result;
		});
		expect((await Promise.all(critical)).filter(({ status }) => status === 'failed')).toEqual([]);
		expect(statuses(await Promise.all(bulk))).toEqual(Array(60).fill('sent'));
		expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE);
	});

	test('nor does it wait for the queue', async () => {
		const { clock, start, run } = setUp();
		const wait = { policy: { ...DIGEST, overLimit: 'wait' as const, maxWaitMs: 20 * MINUTE } };
		const bulk = Array.from({ length: 50 }, (_, n) => run(`bulk ${n}`, wait));
		await clock.sleep(10_000);
		expect((await run('critical', { digest: { urgent: true } })).status).toBe('sent');
		// Twenty went at once; the next place is free a minute later.
		expect(clock.now() - start).toBeLessThanOrEqual(61_000);
		expect(statuses(await Promise.all(bulk))).toEqual(Array(50).fill('sent'));
	});

	test('a message that is being searched for what the platform refuses holds up nobody', async () => {
		const { clock, state, platform, message, run } = setUp();
		const bad = Array.from({ length: 30 }, (_, n) => message(n, `bad ${n}`));
		const original = bad.map(({ routes }) => routes[0].send);
		bad.forEach(({ routes }, n) => {
			routes[0].send = async (body, key, signal) =>
				// The board sends the critical one on the same route.
				String(body.content).includes('bad')
					? (await original[n]!(body, key, signal)) && refused('permanent', { messageAtFault: 'content' })
					: await original[n]!(body, key, signal);
		});
		const searched = deliver(bad, { id: 'bad' }, state);
		await clock.sleep(3000);
		const before = clock.now();
		expect((await run('critical', { digest: { urgent: true } })).status).toBe('sent');
		expect(clock.now() - before).toBeLessThan(1000);
		expect((await searched).every(({ status }) => status === 'failed')).toBe(true);
		expect(platform.contents()).toContain('critical');
	});
});

describe('when somebody sets the clock', () => {
	test.each([-2 * 3_600_000, 2 * 3_600_000])('by %d ms, nothing is held up, and the limit is kept', async (ms) => {
		const { clock, platform, run } = setUp();
		await Promise.all(Array.from({ length: 20 }, (_, n) => run(`before ${n}`)));
		clock.jump(ms);
		const before = clock.elapsed();
		const results = await Promise.all(Array.from({ length: 30 }, (_, n) => run(`after ${n}`)));
		expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
		expect(clock.elapsed() - before).toBeLessThan(MINUTE);
		expect(excess(platform.calls.map(({ at }) => at), LIMITS[0]!)).toBe(0);
	});

	test('a time to come back is told by the clock as it is now', async () => {
		const { clock, run } = setUp();
		clock.jump(3_600_000);
		const result = await run('x', { answers: [refused('rateLimited', { retryAfterMs: 10 * MINUTE })] });
		expect(result).toMatchObject({ status: 'failed', failure: { retryAt: clock.now() + 10 * MINUTE } });
	});
});

test('a Stop at whatever moment leaves nobody waiting for ever', async () => {
	for (let steps = 0; steps < 40; steps++) {
		const { clock, run, fill } = setUp();
		await fill();
		const stop = new AbortController();
		const stopped = run('stopped', {}, stop.signal).catch(() => 'stopped');
		for (let step = 0; step < steps; step++) await Promise.resolve();
		stop.abort(new Error('stopped'));
		await stopped;
		expect((await run('later')).status).not.toBe('failed');
		await clock.sleep(2 * MINUTE);
		expect(clock.sleeping).toBe(0);
	}
});

describe('what may have arrived', () => {
	test('is repeated as it was by a retry of the run, not merged under another key', async () => {
		const { state, platform, message, run, fill } = setUp();
		const five = Array.from({ length: 5 }, () => refused('ambiguous'));
		const first = await deliver([message(0, 'p', { answers: five, idempotent: true })], { id: 'again' }, state);
		expect(statuses(first)).toEqual(['failed']);
		await fill();
		const others = [run('q'), run('r')];
		const [second] = await deliver([message(0, 'p', { idempotent: true })], { id: 'again' }, state);
		await Promise.all(others);
		expect(second).toMatchObject({ status: 'sent', warnings: [] });
		expect(new Set(platform.calls.filter(({ content }) => content.includes('p')).map(({ key }) => key)).size).toBe(1);
	});

	test('is repeated alone after a refusal by a limit, too', async () => {
		const { platform, run } = setUp();
		const answers = [refused('ambiguous'), refused('rateLimited', { retryAfterMs: 5000 })];
		expect(await run('p', { answers })).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/twice/)] });
		expect(platform.contents()).toEqual(['p', 'p', 'p']);
	});

	test('within a message that others shared may show twice, and says so', async () => {
		const { state, message, run, fill } = setUp();
		await fill();
		await run('first');
		const five = Array.from({ length: 5 }, () => refused('ambiguous'));
		const again = { id: 'again' };
		const first = await deliver([message(0, 'p', { answers: five, idempotent: true }), message(1, 'q', { idempotent: true })], again, state);
		expect(statuses(first)).toEqual(['failed', 'failed']);
		const second = await deliver([message(0, 'p', { idempotent: true }), message(1, 'q', { idempotent: true })], again, state);
		for (const result of second) expect(result).toMatchObject({ status: 'sent', warnings: [expect.stringMatching(/twice/)] });
	});

	test('through one of several bots is repeated through that one, in a retry of the run, too', async () => {
		const { state, platform } = setUp();
		const to = [target('a', LIMITS), target('b', LIMITS)];
		const five = Array.from({ length: 5 }, () => refused('ambiguous'));
		await deliver([platform.message(0, 'x', { to, answers: five, idempotent: true })], { id: 'again' }, state);
		const [second] = await deliver([platform.message(0, 'x', { to: [to[1]!, to[0]!], idempotent: true })], { id: 'again' }, state);
		expect(second!.status).toBe('sent');
		expect(new Set(platform.calls.map((call) => call.target))).toEqual(new Set(['a']));
	});
});

test('20,000 alerts in one run do not hold up n8n', async () => {
	const { state, message } = setUp(0);
	const digest = { merge: mergeUpTo(1000) };
	const before = performance.now();
	const results = await deliver(Array.from({ length: 20_000 }, (_, n) => message(n, `${n}`, { digest, policy: { ...DIGEST, maxWaitMs: 10 * MINUTE } })), { id: 'many' }, state);
	expect(new Set(statuses(results))).toEqual(new Set(['merged']));
	// A time per item that grows with the items would take half a minute.
	expect(performance.now() - before).toBeLessThan(5000);
});

describe('several bots in one group', () => {
	const pool = (count: number, limits = LIMITS) => Array.from({ length: count }, (_, n) => target(`bot ${n}`, limits));

	test('carry more than one: each within its own limit', async () => {
		const { clock, start, state, platform } = setUp(0);
		const messages = Array.from({ length: 100 }, (_, n) => platform.message(n, `${n}`, { to: pool(5) }));
		expect(new Set(statuses(await deliver(messages, { id: 'run' }, state)))).toEqual(new Set(['sent']));
		expect(clock.now() - start).toBeLessThan(1000);
		for (const { key } of pool(5)) expect(platform.contents(key)).toHaveLength(20);
	});

	test('1,000 messages through five robots take at most ten minutes', async () => {
		const { clock, start, state, platform } = setUp();
		const messages = Array.from({ length: 1000 }, (_, n) => platform.message(n, `${n}`, { to: pool(5), policy: { ...POLICY, maxWaitMs: 20 * MINUTE } }));
		expect(new Set(statuses(await deliver(messages, { id: 'run' }, state)))).toEqual(new Set(['sent']));
		expect(clock.now() - start).toBeLessThanOrEqual(600_000);
		for (const { key } of pool(5)) expect(excess(platform.calls.filter((call) => call.target === key).map(({ at }) => at), LIMITS[0]!)).toBe(0);
	});

	test('one that is gone is left out, and its message goes through another', async () => {
		const { state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'x', { to: pool(2), answers: [refused('permanent')] })], { id: 'run' }, state);
		expect(result).toMatchObject({ status: 'sent', target: 'bot bot 1', attempts: 2, warnings: [expect.stringMatching(/bot bot 0 did not take/)] });
	});

	test('one that is blocked leaves its work to the others', async () => {
		const { clock, start, state, platform } = setUp();
		const answers = [refused('rateLimited', { retryAfterMs: 10 * MINUTE })];
		const [result] = await deliver([platform.message(0, 'x', { to: pool(2), answers })], { id: 'run' }, state);
		expect(result).toMatchObject({ status: 'sent', target: 'bot bot 1' });
		expect(clock.now() - start).toBe(60);
	});

	test('who waits for one that is blocked in the meantime goes through another', async () => {
		const { clock, start, state, platform } = setUp();
		const to = pool(2, [{ max: 1, windowMs: MINUTE }]);
		const policy = { ...POLICY, maxWaitMs: 90_000 };
		const send = (content: string) => deliver([platform.message(0, content, { to, policy })], { id: content }, state);
		await Promise.all([send('1'), send('2')]);
		const waiting = send('3');
		await clock.sleep(30_000);
		state.buckets.of(to[0]!).block(clock.elapsed() + 10 * MINUTE);
		expect((await waiting)[0]).toMatchObject({ status: 'sent', target: 'bot bot 1' });
		expect(clock.now() - start).toBeLessThanOrEqual(61_000);
	});

	test('what may have arrived is repeated through the same bot, which knows its key, though another is free', async () => {
		const { clock, state, platform } = setUp();
		const to = pool(2, [{ max: 1, windowMs: MINUTE }]);
		const answers = [refused('ambiguous')];
		const [result] = await deliver([platform.message(0, 'x', { to, answers, idempotent: true, policy: { ...POLICY, maxWaitMs: 2 * MINUTE } })], { id: 'run' }, state);
		expect(result!.status).toBe('sent');
		expect(platform.calls.map((call) => call.target)).toEqual(['bot 0', 'bot 0']);
		expect(clock.elapsed() - platform.calls[0]!.at).toBeGreaterThanOrEqual(MINUTE);
	});

	test('a message that is itself at fault is not tried on the next bot', async () => {
		const { state, platform } = setUp();
		const answers = [refused('permanent', { messageAtFault: 'content' })];
		const [result] = await deliver([platform.message(0, 'x', { to: pool(3), answers })], { id: 'run' }, state);
		expect(result!.status).toBe('failed');
		expect(platform.calls).toHaveLength(1);
	});
});

describe('simpler forms', () => {
	test('are tried one after the other when the platform refuses the form, under keys of their own', async () => {
		const { state, platform, bot } = setUp();
		const answers = [refused('permanent', { messageAtFault: 'form' }), refused('permanent', { messageAtFault: 'form' })];
		const [result] = await deliver([platform.message(0, 'card', { to: bot, simpler: ['post', 'text'], answers })], { id: 'run' }, state);
		expect(result).toMatchObject({ status: 'sent', attempts: 3, warnings: [expect.stringMatching(/simpler/), expect.stringMatching(/simpler/)] });
		expect(platform.contents()).toEqual(['card', 'post', 'text']);
		expect(new Set(platform.calls.map(({ key }) => key)).size).toBe(3);
	});

	test('are not tried for what the message says', async () => {
		const { state, platform, bot } = setUp();
		const answers = [refused('permanent', { messageAtFault: 'content' })];
		const [result] = await deliver([platform.message(0, 'card', { to: bot, simpler: ['post'], answers })], { id: 'run' }, state);
		expect(result!.status).toBe('failed');
		expect(platform.contents()).toEqual(['card']);
	});
});

test('F09: a platform that shuts out the machine is left alone by all its bots, and no other platform is', async () => {
	const { clock, start, state, platform } = setUp();
	const [one, two] = [target('one', LIMITS), target('two', LIMITS)];
	const elsewhere = { ...target('elsewhere', LIMITS), host: 'other.example.com' };
	// `two` is known already, `three` will be new.
	await deliver([platform.message(0, 'x', { to: two })], { id: 'run 0' }, state);
	const answers = [refused('rateLimited', { retryAfterMs: 5 * MINUTE, wholePlatform: true })];
	await deliver([platform.message(0, 'x', { to: one, answers })], { id: 'run 1' }, state);
	const patient = { policy: { ...POLICY, maxWaitMs: 10 * MINUTE } };
	await Promise.all([
		deliver([platform.message(0, 'two', { to: two, ...patient })], { id: 'run 2' }, state),
		deliver([platform.message(0, 'three', { to: target('three', LIMITS), ...patient })], { id: 'run 3' }, state),
		deliver([platform.message(0, 'elsewhere', { to: elsewhere, ...patient })], { id: 'run 4' }, state),
	]);
	const at = (content: string) => platform.calls.find((call) => call.content === content)!.at - start;
	expect(at('elsewhere')).toBeLessThan(1000);
	expect(at('two')).toBeGreaterThanOrEqual(5 * MINUTE);
	expect(at('three')).toBeGreaterThanOrEqual(5 * MINUTE);
	expect(clock.sleeping).toBe(0);
});

test('whatever comes when: every message is told once or fails in time, within the limits, and nothing is left behind', async () => {
	const scenario = fc.record({
		count: fc.integer({ min: 1, max: 80 }),
		spanMs: fc.constantFrom(0, 1000, 30_000, 200_000),
		longestLatency: fc.constantFrom(0, 30, 2000),
		failing: fc.constantFrom(0, 0.05, 0.3),
		seed: fc.integer(),
	});
	await holdsAsync(
		fc.asyncProperty(scenario, async ({ count, spanMs, longestLatency, failing, seed }) => {
			const random = seededRandom(seed);
			const { clock, platform, run } = setUp(() => random() * longestLatency, random);
			const answer = () => {
				const dice = random();
				if (dice > failing) return [];
				return dice < failing / 3 ? [refused('transient')] : dice < failing / 2 ? [refused('rateLimited', { retryAfterMs: 5000 })] : [refused('permanent', { messageAtFault: 'content' })];
			};
			const results = await Promise.all(
				Array.from({ length: count }, async (_, n) => {
					await clock.sleep(random() * spanMs);
					const came = clock.now();
					const stop = random() < 0.05 ? new AbortController() : undefined;
					if (stop) void clock.sleep(random() * 10_000).then(() => stop.abort(new Error('stopped')));
					const phase = (['begin', 'end', undefined] as const)[n % 3];
					const digest = { urgent: random() < 0.3, ...(phase && { subject: String(n % 7), phase }) };
					const result = await run(`<${n}>`, { answers: answer(), digest }, stop?.signal).catch(() => 'stopped' as const);
					return { n, phase, result, waited: clock.now() - came };
				}),
			);
			const told = platform.calls.map(({ content }) => content);
			for (const { n, phase, result, waited } of results) {
				const times = told.filter((content) => content.includes(`<${n}>`)).length;
				if (result === 'stopped') continue;
				if (result.status === 'sent' || result.status === 'merged') {
					// The beginning of something that has ended in the meantime is told by its end.
					if (phase !== 'begin') expect(times).toBeGreaterThan(0);
					else expect(times > 0 || result.status === 'merged').toBe(true);
				}
				expect(waited).toBeLessThanOrEqual(90_000 + 5 * (longestLatency + 20_000));
			}
			expect(excess(platform.calls.map(({ at }) => at), LIMITS[0]!)).toBe(0);
			await clock.sleep(20_000);
			expect(clock.sleeping).toBe(0);
		}),
		80,
	);
});
