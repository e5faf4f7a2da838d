import fc from 'fast-check';
import { deliver } from '../../../../lib/delivery/deliver';
import type { Failure, Outcome, Policy, Result } from '../../../../lib/delivery/types';
import { InstantClock } from '../support/instantClock';
import { accepted, FakePlatform, POLICY, refused, stateOf, target } from '../support/messages';
import { holdsAsync } from '../support/property';
import { seededRandom } from '../support/random';
import { excess } from '../support/server';

const MINUTE = 60_000;
const RUN = { id: 'run 1' };

function setUp(latency: number | ((call: number) => number) = 30, random?: () => number) {
	const clock = new InstantClock();
	return { clock, start: clock.now(), state: stateOf(clock, random), platform: new FakePlatform(clock, latency) };
}

const statuses = (results: Result[]) => results.map(({ status }) => status);

function failureOf(result: Result | undefined): Failure {
	if (result?.status !== 'failed') throw new Error(`not failed: ${JSON.stringify(result)}`);
	return result.failure;
}

test('a message to somebody who is out of reach is not sent, however many of them there are', async () => {
	const { state, platform } = setUp();
	const { failure: unreachable } = refused('permanent') as { failure: Failure };
	const to = target('nobody', [{ max: 5, windowMs: 1000 }]);
	const results = await deliver(Array.from({ length: 8 }, (_, item) => platform.message(item, 'hello', { to, unreachable })), RUN, state);
	expect(results.map((result) => [failureOf(result).code, result.attempts])).toEqual(Array(8).fill(['permanent', 0]));
	expect(platform.calls).toEqual([]);
});

describe('order', () => {
	test('one result per message, in the order of the messages, whatever the targets do', async () => {
		await holdsAsync(
			fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 60 }), fc.integer(), async (targets, seed) => {
				const random = seededRandom(seed);
				const { clock, state, platform } = setUp(() => random() * 500, random);
				const messages = targets.map((to, item) =>
					platform.message(item, `message ${item}`, {
						to: target(`bot ${to}`, [{ max: 3, windowMs: 1000 }]),
						answers: random() < 0.2 ? [refused('permanent')] : random() < 0.2 ? [refused('transient')] : [],
					}),
				);
				const results = await deliver(messages, RUN, state);
				expect(results.map(({ item, target: name }) => [item, name])).toEqual(messages.map((message) => [message.item, message.routes[0].target.name]));
				for (const to of new Set(targets)) {
					const sent = platform.calls.filter((call) => call.target === `bot ${to}`);
					const firsts = sent.filter((call, index) => sent.findIndex(({ content }) => content === call.content) === index);
					expect(firsts.map(({ content }) => content)).toEqual(targets.flatMap((other, item) => (other === to ? [`message ${item}`] : [])));
					expect(excess(sent.map(({ at }) => at), { max: 3, windowMs: 1000 })).toBe(0);
				}
				expect(clock.sleeping).toBe(0);
			}),
			60,
		);
	});

	test('a message is over before the next one to the same target goes', async () => {
		const { state, platform } = setUp();
		const answers = [refused('transient'), refused('transient')];
		await deliver([platform.message(0, 'a', { answers }), platform.message(1, 'b')], RUN, state);
		expect(platform.contents()).toEqual(['a', 'a', 'a', 'b']);
		expect(platform.mostUnderWay).toBe(1);
	});

	test('targets go side by side, ten at once', async () => {
		const { clock, start, state, platform } = setUp(1000);
		const messages = Array.from({ length: 25 }, (_, item) => platform.message(item, 'x', { to: target(`bot ${item}`) }));
		expect(statuses(await deliver(messages, RUN, state))).toEqual(Array(25).fill('sent'));
		expect(platform.mostUnderWay).toBe(10);
		expect(clock.now() - start).toBe(3000);
	});

	test('a slow target holds up nobody else', async () => {
		const { start, state, platform } = setUp();
		const slow = target('slow', [{ max: 1, windowMs: MINUTE }]);
		await deliver(
			[platform.message(0, 'a', { to: slow }), platform.message(1, 'b', { to: slow }), platform.message(2, 'c', { to: target('quick') })],
			RUN,
			state,
		);
		expect(platform.calls.find(({ content }) => content === 'c')!.at).toBe(start);
	});

	test('no messages, no results', async () => {
		expect(await deliver([], RUN, setUp().state)).toEqual([]);
	});
});

describe('a result', () => {
	test('of a message that was sent: what, where, when, and after how many calls', async () => {
		const { start, state, platform } = setUp();
		const [result] = await deliver(
			[platform.message(7, 'a', { warnings: ['cut'], answers: [refused('transient'), accepted({ messageId: 'om_1', raw: { code: 0 }, warnings: ['late'] })] })],
			RUN,
			state,
		);
		expect(result).toEqual({
			item: 7,
			targetKey: 'bot',
			status: 'sent',
			channel: 'feishu',
			target: 'bot bot',
			attempts: 2,
			apiCalls: 2,
			warnings: ['cut', 'late'],
			waitedMs: 500,
			messageId: 'om_1',
			sentAt: start + 30 + 500 + 30,
			raw: { code: 0 },
		});
	});

	test('of a message that never left: no attempt, no call', async () => {
		const { state, platform } = setUp();
		const to = target('bot', [{ max: 1, windowMs: MINUTE }]);
		const policy: Policy = { ...POLICY, overLimit: 'fail' };
		const [, second] = await deliver([platform.message(0, 'a', { to, policy }), platform.message(1, 'b', { to, policy })], RUN, state);
		expect(second).toMatchObject({ status: 'failed', attempts: 0, apiCalls: 0, waitedMs: 0 });
	});
});

describe('failed attempts', () => {
	test.each(['permanent', 'quotaExceeded', 'tokenInvalid'] as const)('%s: not tried again', async (failureClass) => {
		const { state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'a', { answers: [refused(failureClass)] })], RUN, state);
		expect(failureOf(result)).toMatchObject({ class: failureClass, message: `it was ${failureClass}` });
		expect(platform.calls).toHaveLength(1);
	});

	test('transient: five attempts, ever further apart, at most 1, 2, 4 and 8 s', async () => {
		for (const random of [0, 0.5, 0.999]) {
			const { state, platform } = setUp(30, () => random);
			const answers = Array<Outcome>(9).fill(refused('transient'));
			const [result] = await deliver([platform.message(0, 'a', { answers })], RUN, state);
			expect(failureOf(result).class).toBe('transient');
			expect(result!.attempts).toBe(5);
			const gaps = platform.calls.slice(1).map(({ at }, index) => at - platform.calls[index]!.at - 30);
			expect(gaps.map(Math.round)).toEqual([1000, 2000, 4000, 8000].map((most) => Math.round(most * random)));
		}
	});

	test('transient: the wait is drawn by lot, so that senders that failed together do not come back together', async () => {
		const { state, platform } = setUp(30, seededRandom(1));
		const messages = Array.from({ length: 10 }, (_, item) =>
			platform.message(item, 'a', { to: target(`bot ${item}`), answers: [refused('transient')] }),
		);
		await deliver(messages, RUN, state);
		expect(new Set(platform.calls.slice(10).map(({ at }) => at)).size).toBe(10);
	});

	test('transient: no attempt after the deadline', async () => {
		const { start, state, platform } = setUp();
		const answers = Array<Outcome>(9).fill(refused('transient'));
		const policy = { ...POLICY, maxWaitMs: 1600 };
		const [result] = await deliver([platform.message(0, 'a', { answers, policy })], RUN, state);
		expect(failureOf(result).class).toBe('transient');
		// Waits of 0.5, 1 and 2 s: the fourth attempt would be too late.
		expect(platform.calls.map(({ at }) => at - start)).toEqual([0, 530, 1560]);
	});

	test('a failure is a result: the messages behind it go', async () => {
		const { state, platform } = setUp();
		const results = await deliver([platform.message(0, 'a', { answers: [refused('permanent')] }), platform.message(1, 'b')], RUN, state);
		expect(statuses(results)).toEqual(['failed', 'sent']);
	});
});

describe('rate limits', () => {
	test('a refusal by the platform is waited out, as often as the deadline allows', async () => {
		const { start, state, platform } = setUp();
		const answers = Array<Outcome>(8).fill(refused('rateLimited', { retryAfterMs: 5000 }));
		const [result] = await deliver([platform.message(0, 'a', { answers })], RUN, state);
		expect(result).toMatchObject({ status: 'sent', attempts: 9, waitedMs: 40_000 });
		expect(platform.calls.map(({ at }) => at - start)).toEqual(Array.from({ length: 9 }, (_, call) => call * 5030));
	});

	test('such refusals are no failed attempts', async () => {
		const { state, platform } = setUp();
		const limited = refused('rateLimited', { retryAfterMs: 1000 });
		const answers = [...Array<Outcome>(5).fill(limited), refused('transient')];
		expect(statuses(await deliver([platform.message(0, 'a', { answers })], RUN, state))).toEqual(['sent']);
	});

	test('without a time, a second is waited', async () => {
		const { start, state, platform } = setUp();
		await deliver([platform.message(0, 'a', { answers: [refused('rateLimited')] })], RUN, state);
		expect(platform.calls[1]!.at - start).toBe(1030);
	});

	test('a random part is added where the platform has a rush hour', async () => {
		const { start, state, platform } = setUp(30, () => 0.25);
		await deliver([platform.message(0, 'a', { answers: [refused('rateLimited', { retryAfterMs: 5000, jitterMs: 20_000 })] })], RUN, state);
		expect(platform.calls[1]!.at - start).toBe(10_030);
	});

	test('longer than the deadline allows: the item fails at once and says from when on it can be sent', async () => {
		const { clock, start, state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'a', { answers: [refused('rateLimited', { retryAfterMs: 10 * MINUTE })] })], RUN, state);
		expect(failureOf(result)).toMatchObject({ class: 'rateLimited', retryAt: start + 30 + 10 * MINUTE });
		expect(clock.now()).toBe(start + 30);
	});

	test('a refusal holds back everybody who sends to this target, and nobody else', async () => {
		const { clock, start, state, platform } = setUp();
		const policy = { ...POLICY, maxWaitMs: 20 * MINUTE };
		const limited = [refused('rateLimited', { retryAfterMs: 10 * MINUTE })];
		const first = deliver([platform.message(0, 'a', { answers: limited, policy })], RUN, state);
		await clock.sleep(1000);
		const second = deliver([platform.message(0, 'b', { policy }), platform.message(1, 'c', { to: target('other') })], { id: 'run 2' }, state);
		await Promise.all([first, second]);
		const sentAt = (content: string) => platform.calls.filter((call) => call.content === content).map(({ at }) => at - start);
		expect(sentAt('a')).toEqual([0, 10 * MINUTE + 30]);
		expect(sentAt('b')).toEqual([10 * MINUTE + 30]);
		expect(sentAt('c')).toEqual([1000]);
	});

	test('Fail: over the limit the item fails at once, with the time', async () => {
		const { clock, start, state, platform } = setUp();
		const to = target('bot', [{ max: 2, windowMs: 5000 }]);
		const policy: Policy = { ...POLICY, overLimit: 'fail' };
		const results = await deliver([0, 1, 2].map((item) => platform.message(item, `${item}`, { to, policy })), RUN, state);
		expect(statuses(results)).toEqual(['sent', 'sent', 'failed']);
		expect(failureOf(results[2])).toMatchObject({ class: 'rateLimited', code: 'LIMIT', retryAt: start + 30 + 5000 });
		expect(clock.now()).toBe(start + 60);
	});

	test('Fail: a refusal by the platform is final, with the time', async () => {
		const { start, state, platform } = setUp();
		const policy: Policy = { ...POLICY, overLimit: 'fail' };
		const [result] = await deliver([platform.message(0, 'a', { policy, answers: [refused('rateLimited', { retryAfterMs: 2000 })] })], RUN, state);
		expect(failureOf(result)).toMatchObject({ class: 'rateLimited', retryAt: start + 2030 });
		expect(platform.calls).toHaveLength(1);
	});

	test('Fail: another kind of failure is still tried again', async () => {
		const { state, platform } = setUp();
		const policy: Policy = { ...POLICY, overLimit: 'fail' };
		expect(statuses(await deliver([platform.message(0, 'a', { policy, answers: [refused('transient')] })], RUN, state))).toEqual(['sent']);
	});

	test('Wait: up to the deadline; the rest fail with the time, and nothing is lost', async () => {
		const { state, platform } = setUp();
		const to = target('bot', [{ max: 20, windowMs: MINUTE }]);
		const policy = { ...POLICY, maxWaitMs: 90_000 };
		const results = await deliver(Array.from({ length: 100 }, (_, item) => platform.message(item, `${item}`, { to, policy })), RUN, state);
		expect(statuses(results)).toEqual([...Array(40).fill('sent'), ...Array(60).fill('failed')]);
		for (const result of results.slice(40)) expect(failureOf(result).retryAt).toBe(platform.calls[20]!.at + 30 + MINUTE);
	});

	test.each([0, 1000])('Max Wait %d ms bounds the waiting, not the sending: what needs no wait is sent', async (maxWaitMs) => {
		const { state, platform } = setUp(300);
		const policy = { ...POLICY, maxWaitMs };
		const messages = Array.from({ length: 20 }, (_, item) => platform.message(item, `${item}`, { policy, to: target('bot', [{ max: 100, windowMs: MINUTE }]) }));
		expect(statuses(await deliver(messages, RUN, state))).toEqual(Array(20).fill('sent'));
	});
});

describe('answers that leave open whether the message arrived', () => {
	const lost = refused('ambiguous');

	test('idempotent: sent again, without a word: the platform drops the second one', async () => {
		const { state, platform } = setUp();
		const [result] = await deliver(
			[platform.message(0, 'a', { idempotent: true, answers: [lost], policy: { ...POLICY, onAmbiguous: 'giveUp' } })],
			RUN,
			state,
		);
		expect(result).toMatchObject({ status: 'sent', attempts: 2, warnings: [] });
	});

	test('Send Again: the result says that the chat may show it twice', async () => {
		const { state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'a', { answers: [lost, refused('transient')] })], RUN, state);
		expect(result).toMatchObject({ status: 'sent', attempts: 3, warnings: ['Sent again after a timeout: the chat may show this message twice.'] });
	});

	test("Don't Send Again: one call, and the failure is what it is", async () => {
		const { state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'a', { answers: [lost], policy: { ...POLICY, onAmbiguous: 'giveUp' } })], RUN, state);
		expect(failureOf(result).class).toBe('ambiguous');
		expect(result!.warnings).toEqual([]);
		expect(platform.calls).toHaveLength(1);
	});

	test("Don't Send Again: what surely did not arrive is still tried again", async () => {
		const { state, platform } = setUp();
		const policy: Policy = { ...POLICY, onAmbiguous: 'giveUp' };
		expect(statuses(await deliver([platform.message(0, 'a', { answers: [refused('transient')], policy })], RUN, state))).toEqual(['sent']);
	});

	test.each(['permanent', 'rateLimited'] as const)('a later %s failure does not hide that it may have arrived', async (later) => {
		const { state, platform } = setUp();
		const answers = [lost, refused(later, { retryAfterMs: 10 * MINUTE })];
		const [result] = await deliver([platform.message(0, 'a', { answers })], RUN, state);
		expect(failureOf(result).class).toBe(later);
		expect(result!.warnings).toEqual(['An earlier attempt timed out, so the message may have arrived all the same.']);
	});

	test('nor does a limit that keeps it from being sent again', async () => {
		const { state, platform } = setUp();
		const to = target('bot', [{ max: 1, windowMs: 10 * MINUTE }]);
		const [result] = await deliver([platform.message(0, 'a', { to, answers: [lost] })], RUN, state);
		expect(failureOf(result)).toMatchObject({ class: 'rateLimited', code: 'LIMIT' });
		expect(result!.warnings).toHaveLength(1);
	});

	test('repeated at most five times', async () => {
		const { state, platform } = setUp();
		const [result] = await deliver([platform.message(0, 'a', { answers: Array<Outcome>(9).fill(lost) })], RUN, state);
		expect(failureOf(result).class).toBe('ambiguous');
		expect(platform.calls).toHaveLength(5);
	});
});

describe('idempotency keys', () => {
	const keys = async (build: (platform: FakePlatform) => Parameters<typeof deliver>[0], run = RUN) => {
		const { state, platform } = setUp();
		await deliver(build(platform), run, state);
		return platform.calls.map(({ key }) => key);
	};

	test('are the same for every attempt at a message', async () => {
		const seen = await keys((platform) => [
			platform.message(0, 'a', { answers: [refused('transient'), refused('ambiguous'), refused('rateLimited')] }),
		]);
		expect(seen).toHaveLength(4);
		expect(new Set(seen).size).toBe(1);
	});

	test('are the same when the run is repeated', async () => {
		const build = (platform: FakePlatform) => [platform.message(0, 'a'), platform.message(0, 'a'), platform.message(1, 'a')];
		expect(await keys(build)).toEqual(await keys(build));
	});

	test('differ from item to item, part to part, content to content and run to run', async () => {
		const all = [
			...(await keys((platform) => [platform.message(0, 'a'), platform.message(0, 'a'), platform.message(1, 'a'), platform.message(2, 'b')])),
			...(await keys((platform) => [platform.message(0, 'a2'), platform.message(0, 'a'), platform.message(1, 'a')], { id: 'run 2' })),
			...(await keys((platform) => [platform.message(0, 'c')])),
		];
		expect(new Set(all).size).toBe(8);
	});

	test('fit both platforms: at most 50 letters and digits', async () => {
		for (const key of await keys((platform) => [platform.message(0, '内容'.repeat(1000))])) expect(key).toMatch(/^[0-9a-f]{32}$/);
	});
});

describe('a repeated run', () => {
	test('sends only what was not accepted, and its results tell the whole', async () => {
		const { state, platform } = setUp();
		const build = (failing: boolean) =>
			['a', 'b', 'c'].map((content, item) =>
				platform.message(item, content, { answers: failing && content === 'b' ? [refused('permanent')] : [accepted({ messageId: `om_${content}` })] }),
			);
		const first = await deliver(build(true), RUN, state);
		expect(statuses(first)).toEqual(['sent', 'failed', 'sent']);
		const second = await deliver(build(false), RUN, state);
		expect(platform.contents()).toEqual(['a', 'b', 'c', 'b']);
		expect(statuses(second)).toEqual(['sent', 'sent', 'sent']);
		expect([second[0], second[2]]).toEqual([first[0], first[2]]);
	});

	test('knows the messages of one item apart', async () => {
		const { state, platform } = setUp();
		const build = (answers: Outcome[]) => ['a', 'b', 'c'].map((content) => platform.message(0, content, { answers: content === 'b' ? answers : [] }));
		await deliver(build([refused('permanent')]), RUN, state);
		expect(statuses(await deliver(build([]), RUN, state))).toEqual(['sent', 'sent', 'sent']);
		expect(platform.contents()).toEqual(['a', 'b', 'c', 'b']);
	});

	test('as often as it is repeated', async () => {
		const { state, platform } = setUp();
		const build = () => ['a', 'b', 'c'].map((content, item) => platform.message(item, content, { answers: content === 'b' ? [refused('permanent')] : [] }));
		for (let turn = 0; turn < 4; turn++) expect(statuses(await deliver(build(), RUN, state))).toEqual(['sent', 'failed', 'sent']);
		expect(platform.contents()).toEqual(['a', 'b', 'c', 'b', 'b', 'b']);
	});

	test('does not send again what was accepted and has another content by now', async () => {
		const { state, platform } = setUp();
		await deliver([platform.message(0, 'a'), platform.message(1, 'b', { answers: [refused('permanent')] })], RUN, state);
		await deliver([platform.message(0, 'a, later'), platform.message(1, 'b')], RUN, state);
		expect(platform.contents()).toEqual(['a', 'b', 'b']);
	});

	test('repeats what may have arrived under its first key, even with another content', async () => {
		const { state, platform } = setUp();
		const policy = { ...POLICY, maxWaitMs: 0 };
		const build = (content: string, answers: Array<ReturnType<typeof refused>>) => [platform.message(0, content, { answers, policy, idempotent: true })];
		await deliver(build('at 10:00', [refused('ambiguous')]), RUN, state);
		await deliver(build('at 10:01', []), RUN, state);
		const [first, second] = platform.calls;
		expect(second!.key).toBe(first!.key);
	});

	test('says that what may have arrived, and could not be repeated under a key, may show twice', async () => {
		const { state, platform } = setUp();
		const policy = { ...POLICY, maxWaitMs: 0 };
		await deliver([platform.message(0, 'a', { answers: [refused('ambiguous')], policy, idempotent: false })], RUN, state);
		const [result] = await deliver([platform.message(0, 'a', { policy, idempotent: false })], RUN, state);
		expect(result).toMatchObject({ status: 'sent', warnings: [expect.stringContaining('twice')] });
	});

	test('leaves alone what may have arrived when the user wants it so', async () => {
		const { state, platform } = setUp();
		const policy = { ...POLICY, onAmbiguous: 'giveUp' as const };
		const build = (answers: Array<ReturnType<typeof refused>>) => [platform.message(0, 'a', { answers, policy, idempotent: false })];
		await deliver(build([refused('ambiguous')]), RUN, state);
		const again = await deliver(build([]), RUN, state);
		expect(again[0]).toMatchObject({ status: 'failed', attempts: 0, failure: { class: 'ambiguous' } });
		const third = await deliver(build([]), RUN, state);
		expect(third[0]).toMatchObject({ status: 'failed', attempts: 0 });
		expect(platform.contents()).toEqual(['a']);
	});

	test('repeats what may have arrived where the platform drops the second one, whatever the user wants', async () => {
		const { state, platform } = setUp();
		const policy: Policy = { ...POLICY, maxWaitMs: 0, onAmbiguous: 'giveUp' };
		await deliver([platform.message(0, 'a', { answers: [refused('ambiguous')], policy, idempotent: true })], RUN, state);
		expect(await deliver([platform.message(0, 'a', { policy, idempotent: true })], RUN, state)).toMatchObject([{ status: 'sent', warnings: [] }]);
	});

	test('of another turn, node or execution sends everything', async () => {
		const { state, platform } = setUp();
		const build = () => [platform.message(0, 'a'), platform.message(1, 'b', { answers: [refused('permanent')] })];
		await deliver(build(), RUN, state);
		await deliver(build(), { id: 'run 2' }, state);
		expect(platform.contents()).toEqual(['a', 'b', 'a', 'b']);
	});

	test('of a run without a failure sends everything: a loop may do that on purpose', async () => {
		const { state, platform } = setUp();
		await deliver([platform.message(0, 'a')], RUN, state);
		await deliver([platform.message(0, 'a')], RUN, state);
		expect(platform.contents()).toEqual(['a', 'a']);
	});

	test('of a run in which an item could not even be built does not send the others again', async () => {
		const { state, platform } = setUp();
		await deliver([platform.message(1, 'a')], { ...RUN, incomplete: true }, state);
		await deliver([platform.message(1, 'a')], { ...RUN, incomplete: true }, state);
		expect(platform.contents()).toEqual(['a']);
	});

	test('of a run with a defect does not send again what was accepted', async () => {
		const { state, platform } = setUp();
		const build = (answers: Error[]) => [platform.message(0, 'a'), platform.message(1, 'b', { answers })];
		expect(statuses(await deliver(build([new Error('defect')]), RUN, state))).toEqual(['sent', 'failed']);
		await deliver(build([]), RUN, state);
		expect(platform.contents()).toEqual(['a', 'b', 'b']);
	});
});

describe('the Stop button', () => {
	const stopped = new Error('stopped');

	test('ends a wait for the limit at once; nothing is sent any more', async () => {
		const { clock, start, state, platform } = setUp();
		const controller = new AbortController();
		const to = target('bot', [{ max: 1, windowMs: MINUTE }]);
		const policy = { ...POLICY, maxWaitMs: 2 * MINUTE };
		const messages = [platform.message(0, 'a', { to, policy }), platform.message(1, 'b', { to, policy })];
		const delivery = deliver(messages, { ...RUN, signal: controller.signal }, state);
		void clock.sleep(1000).then(() => controller.abort(stopped));
		await expect(delivery).rejects.toBe(stopped);
		expect(clock.now() - start).toBe(1000);
		await clock.sleep(5 * MINUTE);
		expect(platform.contents()).toEqual(['a']);
	});

	test('ends a wait for the next attempt', async () => {
		const { clock, start, state, platform } = setUp();
		const controller = new AbortController();
		const answers = [refused('rateLimited', { retryAfterMs: 50_000 })];
		const delivery = deliver([platform.message(0, 'a', { answers })], { ...RUN, signal: controller.signal }, state);
		void clock.sleep(1000).then(() => controller.abort(stopped));
		await expect(delivery).rejects.toBe(stopped);
		expect(clock.now() - start).toBe(1000);
	});

	test('lets the call under way end, and sends nothing after it, on no target', async () => {
		const { clock, state, platform } = setUp(100);
		const controller = new AbortController();
		const messages = Array.from({ length: 40 }, (_, item) => platform.message(item, `${item}`, { to: target(`bot ${item % 20}`) }));
		const delivery = deliver(messages, { ...RUN, signal: controller.signal }, state);
		void clock.sleep(50).then(() => controller.abort(stopped));
		await expect(delivery).rejects.toBe(stopped);
		expect(platform.underWay).toBe(0);
		expect(platform.calls).toHaveLength(10);
	});

	test('pressed before the start: nothing is sent', async () => {
		const { state, platform } = setUp();
		await expect(deliver([platform.message(0, 'a')], { ...RUN, signal: AbortSignal.abort(stopped) }, state)).rejects.toBe(stopped);
		expect(platform.calls).toEqual([]);
	});

	test('ends the call that listens to it: that is a stop, not a failure', async () => {
		const { clock, state, platform } = setUp();
		const controller = new AbortController();
		const message = platform.message(0, 'a');
		message.routes[0].send = async (_body, _key, signal) => (await clock.sleep(5000, signal), accepted());
		const delivery = deliver([message], { ...RUN, signal: controller.signal }, state);
		void clock.sleep(1000).then(() => controller.abort(stopped));
		await expect(delivery).rejects.toBe(stopped);
	});

	test('the signal reaches the call', async () => {
		const { state, platform } = setUp();
		const { signal } = new AbortController();
		const seen: unknown[] = [];
		const message = platform.message(0, 'a');
		message.routes[0].send = async (_body, _key, given) => (seen.push(given), accepted());
		await deliver([message], { ...RUN, signal }, state);
		expect(seen).toEqual([signal]);
	});
});

describe('a defect in a client', () => {
	test('fails its message alone, and leaves no slot taken', async () => {
		const { clock, state, platform } = setUp();
		const to = target('bot', [{ max: 1, windowMs: 1000 }]);
		const messages = [
			platform.message(0, 'a', { to, answers: [new TypeError('defect')] }),
			platform.message(1, 'b', { to: target('other') }),
			platform.message(2, 'c', { to: target('other') }),
		];
		const results = await deliver(messages, RUN, state);
		expect(statuses(results)).toEqual(['failed', 'sent', 'sent']);
		expect(results[0]).toMatchObject({ failure: { class: 'permanent', code: 'UNEXPECTED', message: expect.stringContaining('defect') } });
		const before = clock.now();
		expect(statuses(await deliver([platform.message(0, 'd', { to })], { id: 'run 2' }, state))).toEqual(['sent']);
		expect(clock.now() - before).toBeLessThanOrEqual(1030);
	});
});

test('a thousand messages through a DingTalk robot and a Feishu bot at once: none refused, both near their optimum', async () => {
	const { start, state, platform } = setUp();
	const dingtalk = target('dingtalk', [{ max: 20, windowMs: MINUTE, atStart: 18 }]);
	const feishu = target('feishu', [
		{ max: 5, windowMs: 1000 },
		{ max: 100, windowMs: MINUTE },
	]);
	const policy = { ...POLICY, maxWaitMs: 3_600_000 };
	const messages = [dingtalk, feishu].flatMap((to, bot) =>
		Array.from({ length: 1000 }, (_, index) => platform.message(1000 * bot + index, `${index}`, { to, policy })),
	);
	const results = await deliver(messages, RUN, state);
	expect(new Set(statuses(results))).toEqual(new Set(['sent']));
	const lastTo = (key: string) => Math.max(...platform.calls.filter((call) => call.target === key).map(({ at }) => (at - start) / 1000));
	expect(lastTo('dingtalk')).toBeLessThanOrEqual(2940 * 1.13);
	expect(lastTo('feishu')).toBeLessThanOrEqual(559 * 1.08);
	for (const { key, limits } of [dingtalk, feishu]) {
		const times = platform.calls.filter((call) => call.target === key).map(({ at }) => at);
		for (const limit of limits) expect(excess(times, limit)).toBe(0);
	}
});
