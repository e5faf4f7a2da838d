import { callCount, deliverBatched, RECIPIENT_LIMIT } from '../../../../lib/delivery/batch';
import type { Failure, FailureClass, JsonLike, Message, Outcome, Policy, Result } from '../../../../lib/delivery/types';
import { InstantClock } from '../support/instantClock';
import { accepted, mergeUpTo, POLICY, refused, stateOf, target } from '../support/messages';

const RUN = { id: 'run' };

const failure = (failureClass: FailureClass, code: string): Failure => ({ class: failureClass, code, message: `it was ${code}`, fix: 'none' });
const unknown = failure('permanent', 'unknown');
const busy = failure('rateLimited', RECIPIENT_LIMIT);

interface Given extends Partial<Omit<Message, 'batch'>> {
	kind?: string;
	most?: number;
}

/** A platform that takes one content for several readers, and answers as it is told. */
function setUp() {
	const clock = new InstantClock();
	const state = stateOf(clock);
	const calls: Array<{ to: string[]; content: string; key: string; at: number }> = [];
	const answers: Array<Outcome | ((to: string[]) => Outcome)> = [];
	const send = async (body: JsonLike, key: string): Promise<Outcome> => {
		const { to = [], content = '' } = body as { to?: string[]; content?: string };
		calls.push({ to, content, key, at: clock.now() });
		await clock.sleep(30);
		const answer = answers.shift() ?? accepted();
		return typeof answer === 'function' ? answer(to) : answer;
	};
	const message = (item: number, recipient: string, { kind = 'kind', most = 20, ...rest }: Given = {}): Message => ({
		item,
		routes: [{ target: target(recipient), send }],
		bodies: { best: { content: 'hello' }, simpler: () => [] },
		idempotent: false,
		policy: POLICY,
		warnings: [],
		batch: { kind, recipient, most, to: (to, body) => ({ ...body, to }) },
		...rest,
	});
	/** Refuses these of a call's readers. */
	const refuse = (reason: Failure, ...who: string[]) => (to: string[]) => accepted({ refused: new Map(to.filter((one) => who.includes(one)).map((one) => [one, reason])) });
	const deliver = (messages: Message[], run = RUN) => deliverBatched(messages, run, state);
	return { clock, state, calls, answers, message, refuse, deliver };
}

const statuses = (results: Result[]) => results.map(({ status }) => status);
const codes = (results: Result[]) => results.map((result) => (result.status === 'failed' ? result.failure.code : result.status));
const readers = (calls: Array<{ to: string[] }>) => calls.map(({ to }) => to);
const named = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);

describe('who is known to be out of reach', () => {
	test('keeps the reason, takes no call, and is no hindrance to the others', async () => {
		const { calls, message, deliver } = setUp();
		const messages = named(8).map((recipient, index) => message(index, recipient, index === 7 ? {} : { unreachable: unknown }));
		expect(callCount(messages)).toBe(1);
		const results = await deliver(messages);
		expect(codes(results)).toEqual([...Array<string>(7).fill('unknown'), 'sent']);
		expect(results[0]).toMatchObject({ attempts: 0, apiCalls: 0, mayHaveArrived: false });
		expect(readers(calls)).toEqual([['user7']]);
	});
});

describe('what goes together', () => {
	test('messages of one kind, as many as a call takes, also of several items', async () => {
		const { calls, message, deliver } = setUp();
		const messages = named(45).map((recipient, index) => message(index % 3, recipient));
		expect(callCount(messages)).toBe(3);
		const results = await deliver(messages);
		expect(statuses(results)).toEqual(Array(45).fill('sent'));
		expect(readers(calls)).toEqual([named(45).slice(0, 20), named(45).slice(20, 40), named(45).slice(40)]);
		expect(results.map(({ item, target: name }) => [item, name])).toEqual(messages.map(({ item, routes }) => [item, routes[0].target.name]));
	});

	test('another kind is another call', async () => {
		const { calls, message, deliver } = setUp();
		await deliver([message(0, 'a'), message(1, 'b', { kind: 'other' }), message(2, 'c')]);
		expect(readers(calls)).toEqual([['a', 'c'], ['b']]);
	});

	test('nobody gets two messages by the same call', async () => {
		const { calls, message, deliver } = setUp();
		expect(statuses(await deliver([message(0, 'a'), message(1, 'a'), message(2, 'b')]))).toEqual(['sent', 'sent', 'sent']);
		expect(readers(calls)).toEqual([['a'], ['a', 'b']]);
	});

	test('messages that can not share a call go beside them, in their places', async () => {
		const { calls, message, deliver } = setUp();
		const single = { batch: undefined } as object;
		const results = await deliver([message(0, 'a'), message(1, 'x', single), message(2, 'b'), message(3, 'y', single)]);
		expect(results.map(({ item, status, target: name }) => [item, status, name])).toEqual([[0, 'sent', 'bot a'], [1, 'sent', 'bot x'], [2, 'sent', 'bot b'], [3, 'sent', 'bot y']]);
		expect(calls).toHaveLength(3);
	});

	test('a call counts for the first of its messages only', async () => {
		const { message, deliver } = setUp();
		const results = await deliver([message(0, 'a'), message(1, 'b'), message(2, 'c')]);
		expect(results.map(({ apiCalls, attempts }) => [apiCalls, attempts])).toEqual([[1, 1], [0, 1], [0, 1]]);
	});

	test('a call to many takes from a limit that one to few does not', async () => {
		const { clock, calls, message, deliver } = setUp();
		const shared = (count: number) => (count > 1 ? [{ key: 'many', limits: [{ max: 1, windowMs: 10_000 }] }] : []);
		const to = (recipient: string, most: number, kind: string): Message => {
			const one = message(0, recipient, { kind, most });
			return { ...one, batch: { ...one.batch!, shared } };
		};
		const started = clock.now();
		await deliver([to('a', 2, 'x'), to('b', 2, 'x'), to('c', 2, 'x'), to('d', 2, 'x'), to('e', 1, 'y'), to('f', 1, 'y')]);
		const at = (reader: string) => calls.find((call) => call.to.includes(reader))!.at - started;
		expect([at('a'), at('e'), at('f')]).toEqual([0, 0, 0]);
		expect(at('c')).toBeGreaterThanOrEqual(10_000);
	});
});

describe('what may have arrived', () => {
	test('is repeated apart from what has not, by the same readers together, and knows so', async () => {
		const { calls, answers, message, deliver } = setUp();
		const repeated: unknown[] = [];
		const own = (item: number, recipient: string, kind: string): Message => {
			const one = message(item, recipient, { kind, policy: { ...POLICY, onAmbiguous: 'resend', maxWaitMs: 0 } });
			const [{ target: to, send }] = one.routes;
			return { ...one, routes: [{ target: to, send: (body, key, signal, mayHaveArrived) => (repeated.push(mayHaveArrived), send(body, key, signal)) }] };
		};
		answers.push({ accepted: false, failure: failure('ambiguous', 'ETIMEDOUT') }, { accepted: false, failure: unknown });
		const first = await deliver([own(0, 'a', 'x'), own(1, 'b', 'x'), own(2, 'c', 'y')]);
		expect(codes(first)).toEqual(['ETIMEDOUT', 'ETIMEDOUT', 'unknown']);
		// By now all three would share a call.
		expect(statuses(await deliver([own(0, 'a', 'x'), own(1, 'b', 'x'), own(2, 'c', 'x')]))).toEqual(['sent', 'sent', 'sent']);
		expect(readers(calls)).toEqual([['a', 'b'], ['c'], ['a', 'b'], ['c']]);
		expect(repeated).toEqual([false, false, true, false]);
	});
});

describe('who is left out', () => {
	test('has failed, and nobody else', async () => {
		const { answers, message, refuse, deliver } = setUp();
		answers.push(refuse(unknown, 'user3', 'user7'));
		const results = await deliver(named(20).map((recipient, item) => message(item, recipient)));
		expect(codes(results)).toEqual(named(20).map((name) => (['user3', 'user7'].includes(name) ? 'unknown' : 'sent')));
		expect(results[3]).toMatchObject({ mayHaveArrived: false, target: 'bot user3' });
		expect(results[3]).not.toHaveProperty('messageId');
	});

	test('by a limit of their own: asked again, only they, until they are served', async () => {
		const { clock, calls, answers, message, refuse, deliver } = setUp();
		answers.push(refuse(busy, 'b', 'c'), refuse(busy, 'c'));
		const started = clock.now();
		const results = await deliver(['a', 'b', 'c'].map((recipient, item) => message(item, recipient)));
		expect(statuses(results)).toEqual(['sent', 'sent', 'sent']);
		expect(readers(calls)).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
		expect(results.map(({ attempts, apiCalls }) => [attempts, apiCalls])).toEqual([[1, 1], [2, 1], [3, 1]]);
		expect(calls.map(({ at }) => at - started)).toEqual([0, 5_030, 10_060]);
	});

	test.each<[string, Partial<Policy>, number]>([
		['as long as there is time', { maxWaitMs: 13_000 }, 3],
		['not at all without any', { maxWaitMs: 0 }, 1],
		['not at all if limits are to fail', { overLimit: 'fail' }, 1],
	])('%s', async (_name, policy, expected) => {
		const { calls, answers, message, refuse, deliver } = setUp();
		answers.push(...Array<(to: string[]) => Outcome>(99).fill(refuse(busy, 'b')));
		const results = await deliver(['a', 'b'].map((recipient, item) => message(item, recipient, { policy: { ...POLICY, ...policy } })));
		expect(codes(results)).toEqual(['sent', RECIPIENT_LIMIT]);
		expect(calls).toHaveLength(expected);
	});

	test('a call that is refused as a whole fails for all of them', async () => {
		const { calls, answers, message, deliver } = setUp();
		answers.push(refused('permanent', { code: 'no' }));
		expect(codes(await deliver(['a', 'b'].map((recipient, item) => message(item, recipient))))).toEqual(['no', 'no']);
		expect(calls).toHaveLength(1);
	});

	test('what the platform does not take in its form goes in a simpler one, to the same people', async () => {
		const { calls, answers, message, deliver } = setUp();
		answers.push(refused('permanent', { messageAtFault: 'form' }));
		const bodies = { best: { content: 'card' }, simpler: () => [{ content: 'text' }] };
		expect(statuses(await deliver(['a', 'b'].map((recipient, item) => message(item, recipient, { bodies }))))).toEqual(['sent', 'sent']);
		expect(calls).toMatchObject([{ content: 'card', to: ['a', 'b'] }, { content: 'text', to: ['a', 'b'] }]);
	});
});

test('messages that are merged go to all of their readers', async () => {
	const { calls, message, deliver } = setUp();
	const digest = (entry: string): Message['digest'] => ({ kind: 'digest', urgent: false, entry, merge: mergeUpTo(10) });
	const limited = (name: string) => ({ ...target(name), limits: [{ max: 2, windowMs: 1_000 }] });
	const messages = [1, 2, 3, 4].flatMap((n) =>
		['a', 'b'].map((recipient): Message => {
			const one = message(n, recipient, { kind: `text ${n}`, policy: { ...POLICY, overLimit: 'digest' }, digest: digest(`text ${n}`) });
			return { ...one, routes: [{ ...one.routes[0], target: limited('a') }] };
		}),
	);
	const results = await deliver(messages);
	expect(statuses(results)).toEqual(Array(8).fill('merged'));
	expect(calls).toMatchObject([{ content: 'text 1|text 2|text 3|text 4', to: ['a', 'b'] }]);
});

describe('a second try of the run', () => {
	test('sends only what was not accepted, to whom it was not', async () => {
		const { calls, answers, message, refuse, deliver } = setUp();
		const messages = () => ['a', 'b', 'c'].map((recipient, item) => message(item, recipient));
		answers.push(refuse(unknown, 'b'));
		expect(codes(await deliver(messages()))).toEqual(['sent', 'unknown', 'sent']);
		expect(statuses(await deliver(messages()))).toEqual(['sent', 'sent', 'sent']);
		expect(readers(calls)).toEqual([['a', 'b', 'c'], ['b']]);
	});

	test('also if somebody has been served in a later round, and if the calls are composed otherwise', async () => {
		const { calls, answers, message, deliver } = setUp();
		answers.push((to) => accepted({ refused: new Map([['b', busy], ['c', unknown]].filter(([who]) => to.includes(who as string)) as Array<[string, Failure]>) }));
		expect(codes(await deliver(['a', 'b', 'c'].map((recipient, item) => message(item, recipient))))).toEqual(['sent', 'sent', 'unknown']);
		const more = [message(0, 'a'), message(1, 'x'), message(1, 'b'), message(2, 'c')];
		expect(statuses(await deliver(more))).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(readers(calls)).toEqual([['a', 'b', 'c'], ['b'], ['x', 'c']]);
	});

	test('asks again whom a limit has kept from it', async () => {
		const { calls, answers, message, refuse, deliver } = setUp();
		const policy = { ...POLICY, maxWaitMs: 0 };
		answers.push(refuse(busy, 'b'));
		expect(codes(await deliver(['a', 'b'].map((recipient, item) => message(item, recipient, { policy }))))).toEqual(['sent', RECIPIENT_LIMIT]);
		expect(statuses(await deliver(['a', 'b'].map((recipient, item) => message(item, recipient, { policy }))))).toEqual(['sent', 'sent']);
		expect(readers(calls)).toEqual([['a', 'b'], ['b']]);
	});

	test('the same message twice to one person is two messages', async () => {
		const { calls, answers, message, refuse, deliver } = setUp();
		answers.push(accepted(), refuse(unknown, 'a'));
		const messages = () => [message(0, 'a'), message(0, 'a')];
		expect(codes(await deliver(messages()))).toEqual(['sent', 'unknown']);
		expect(statuses(await deliver(messages()))).toEqual(['sent', 'sent']);
		expect(calls).toHaveLength(3);
	});

	test.each<[Policy['onAmbiguous'], number, string[]]>([
		['resend', 2, ['sent', 'sent']],
		['giveUp', 1, ['failed', 'failed']],
	])('what may have arrived: %s', async (onAmbiguous, expected, second) => {
		const { calls, answers, message, deliver } = setUp();
		answers.push(refused('ambiguous'));
		const messages = (policy: Policy) => ['a', 'b'].map((recipient, item) => message(item, recipient, { policy }));
		expect(statuses(await deliver(messages({ ...POLICY, onAmbiguous: 'giveUp' })))).toEqual(['failed', 'failed']);
		const results = await deliver(messages({ ...POLICY, onAmbiguous }));
		expect(statuses(results)).toEqual(second);
		expect(results.map(({ warnings }) => warnings.length)).toEqual(onAmbiguous === 'resend' ? [1, 1] : [0, 0]);
		expect(results.every((result) => result.status !== 'failed' || result.mayHaveArrived)).toBe(true);
		expect(calls).toHaveLength(expected);
	});

	test('a run without a failure is not kept, and another run knows nothing of it', async () => {
		const { calls, message, deliver } = setUp();
		await deliver([message(0, 'a')]);
		await deliver([message(0, 'a')]);
		await deliver([message(0, 'a')], { id: 'other' });
		expect(calls).toHaveLength(3);
	});
});

test('a stopped execution ends the wait for another round', async () => {
	const { state, calls, answers, message, refuse } = setUp();
	const stop = new AbortController();
	const busyThenStopped = (to: string[]) => {
		stop.abort(new Error('stopped'));
		return refuse(busy, 'a')(to);
	};
	answers.push(refuse(busy, 'a'), busyThenStopped);
	await expect(deliverBatched([message(0, 'a')], { id: 'run', signal: stop.signal }, state)).rejects.toThrow('stopped');
	expect(calls).toHaveLength(2);
});

describe('what may have arrived', () => {
	const GIVE_UP: Policy = { ...POLICY, maxWaitMs: 0 };

	test('is repeated by a retry of the run under its first key, whatever other calls there are then', async () => {
		const { calls, answers, message, deliver } = setUp();
		const messages = named(25).map((recipient) => message(0, recipient, { most: 10, idempotent: true, policy: GIVE_UP }));
		answers.push(accepted(), refused('ambiguous'), accepted());
		expect(statuses(await deliver(messages)).filter((status) => status === 'failed')).toHaveLength(10);
		expect(statuses(await deliver(messages))).toEqual(Array(25).fill('sent'));
		const [, lost, , again, ...more] = calls;
		expect(more).toEqual([]);
		expect(again).toMatchObject({ to: lost!.to, key: lost!.key });
		expect(new Set(calls.map(({ key }) => key)).size).toBe(3);
	});

	test('in a simpler form of which the platform takes a second one is left alone if that is wanted, by a retry as well', async () => {
		const { calls, answers, message, deliver } = setUp();
		const isRepeatShown = ({ content }: JsonLike) => content === 'plain';
		const policy: Policy = { ...POLICY, onAmbiguous: 'giveUp' };
		const one = message(0, 'a', { idempotent: true, isRepeatShown, policy, bodies: { best: { content: 'card' }, simpler: () => [{ content: 'plain' }] } });
		answers.push(refused('permanent', { messageAtFault: 'form' }), refused('ambiguous'));
		for (let turn = 0; turn < 2; turn++) {
			expect(await deliver([one])).toMatchObject([{ status: 'failed', mayHaveArrived: true }]);
			expect(calls.map(({ content }) => content)).toEqual(['card', 'plain']);
		}
	});

	test('in such a form is sent again with a warning if that is wanted', async () => {
		const { answers, message, deliver } = setUp();
		const isRepeatShown = ({ content }: JsonLike) => content === 'plain';
		const one = message(0, 'a', { idempotent: true, isRepeatShown, bodies: { best: { content: 'card' }, simpler: () => [{ content: 'plain' }] } });
		answers.push(refused('permanent', { messageAtFault: 'form' }), refused('ambiguous'));
		const [result] = await deliver([one]);
		expect(result).toMatchObject({ status: 'sent', warnings: expect.arrayContaining([expect.stringContaining('twice')]) });
	});
});

test('everybody gets his messages in their order, whoever else they are for', async () => {
	const { calls, answers, message, deliver } = setUp();
	answers.push(refused('transient'));
	const messages = [message(0, 'user0', { kind: 'firing' }), message(0, 'user1', { kind: 'firing' }), message(1, 'user1', { kind: 'resolved' })];
	expect(statuses(await deliver(messages))).toEqual(['sent', 'sent', 'sent']);
	expect(readers(calls)).toEqual([['user0', 'user1'], ['user0', 'user1'], ['user1']]);
});
