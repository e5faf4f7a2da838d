import { handOut, type Listener, type Taking } from '../../../../lib/inbound/taking';
import type { JsonObject } from '../../../../lib/http';
import { eventOf } from '../connection/fakePlatform';
import { InstantClock } from '../support/instantClock';

const SECOND = 1000;

const clock = new InstantClock();
const never = new Promise<never>(() => {});
const after = async <Value>(ms: number, value: Value): Promise<Value> => {
	await clock.sleep(ms);
	return value;
};
const failing = async (ms = 0): Promise<never> => {
	await clock.sleep(ms);
	throw new Error('the database is locked');
};

const taking = (parts: Partial<Taking> = {}): Taking => ({ stored: Promise.resolve(), isRunning: () => false, ...parts });
const listener = (take: Taking | undefined | (() => Taking)): Listener => ({
	take: () => (typeof take === 'function' ? take() : take),
	fail: () => {},
	warn: () => {},
});

/** What the platform is told, and after how many ms. */
async function told(takings: Array<Parameters<typeof listener>[0]>, kind: 'event' | 'cardAction' = 'event') {
	const from = clock.elapsed();
	const reply = await handOut(eventOf('e1', kind), takings.map(listener), { withinMs: 3 * SECOND }, clock);
	const ms = clock.elapsed() - from;
	return { ...reply, ms };
}

/** No deadline is left running. */
afterEach(async () => {
	await clock.sleep(10 * SECOND);
	expect(clock.sleeping).toBe(0);
});

describe('an event', () => {
	test('is taken once everybody has stored it', async () => {
		expect(await told([taking(), taking({ stored: after(800, undefined) })])).toEqual({ accepted: true, ms: 800 });
	});

	test('that nobody has a use for is taken', async () => {
		expect(await told([undefined, undefined])).toEqual({ accepted: true, ms: 0 });
		expect(await told([undefined, taking({ stored: failing() })])).toMatchObject({ accepted: false });
	});

	test('is to be repeated if somebody could not store it, as soon as that is known of all', async () => {
		expect(await told([taking({ stored: failing(500) }), taking()])).toEqual({ accepted: false, ms: 500 });
	});

	test('is taken at the deadline if the workflow is seen to run, and to be repeated if n8n may be stuck', async () => {
		expect(await told([taking({ stored: never, isRunning: () => true })])).toEqual({ accepted: true, ms: 3 * SECOND });
		expect(await told([taking({ stored: never, isRunning: () => true }), taking({ stored: never })])).toEqual({ accepted: false, ms: 3 * SECOND });
	});

	test('it is looked at the deadline whether the workflow runs', async () => {
		let isRunning = false;
		const reply = told([taking({ stored: never, isRunning: () => isRunning })]);
		await clock.sleep(2 * SECOND);
		isRunning = true;
		expect(await reply).toEqual({ accepted: true, ms: 3 * SECOND });
	});

	test('reaches everybody, though one of them fails at once; it is to be repeated', async () => {
		const reached: string[] = [];
		const throwing = () => {
			throw new Error('broken');
		};
		const working = () => {
			reached.push('working');
			return taking({ stored: after(100, undefined) });
		};
		expect(await told([working, throwing, working])).toEqual({ accepted: false, ms: 100 });
		expect(reached).toHaveLength(2);
		expect(await told([taking({ stored: never, isRunning: throwing })])).toEqual({ accepted: false, ms: 3 * SECOND });
	});
});

describe('a click', () => {
	const click = (...takings: Taking[]) => told(takings, 'cardAction');
	const fixed = { toast: 'noted' };
	const own = { toast: 'approved' };

	test('is answered at once when it is stored, with what is answered in any case', async () => {
		expect(await click(taking({ answer: fixed }))).toEqual({ accepted: true, answer: fixed, ms: 0 });
		expect(await click(taking())).toEqual({ accepted: true, ms: 0 });
		// A form that was left empty silences no other.
		expect(await click(taking({ answer: {} }), taking({ answer: fixed }))).toEqual({ accepted: true, answer: fixed, ms: 0 });
		expect(await click(taking({ answer: {} }))).toEqual({ accepted: true, answer: {}, ms: 0 });
	});

	test('that takes long to store is answered all the same, unless that goes wrong soon', async () => {
		expect(await click(taking({ stored: never, answer: fixed }))).toEqual({ accepted: true, answer: fixed, ms: 300 });
		expect(await click(taking({ stored: failing(200), answer: fixed }))).toMatchObject({ accepted: false, ms: 200 });
		expect(await click(taking({ stored: failing(400), answer: fixed }))).toEqual({ accepted: true, answer: fixed, ms: 300 });
	});

	test("is answered by the workflow when it answers in time, though it runs on and others' answers are fixed", async () => {
		expect(await click(taking({ stored: never, ownAnswer: after(1200, own) }), taking({ answer: fixed }))).toEqual({ accepted: true, answer: own, ms: 1200 });
	});

	test('is answered as in any case when the workflow does not answer', async () => {
		expect(await click(taking({ answer: fixed, ownAnswer: after(1000, undefined) }))).toEqual({ accepted: true, answer: fixed, ms: 1000 });
		expect(await click(taking({ answer: fixed, ownAnswer: never }))).toEqual({ accepted: true, answer: fixed, ms: 3 * SECOND });
		expect(await click(taking({ stored: never, answer: fixed, ownAnswer: after(5000, own) }))).toEqual({ accepted: true, answer: fixed, ms: 3 * SECOND });
		expect(await click(taking({ answer: fixed, ownAnswer: failing(100) as Promise<JsonObject> }))).toEqual({ accepted: true, answer: fixed, ms: 100 });
	});

	test('gets the first of several answers', async () => {
		const answers = [after(100, undefined), after(900, own), after(600, { toast: 'rejected' })];
		expect(await click(...answers.map((ownAnswer) => taking({ ownAnswer })))).toEqual({ accepted: true, answer: { toast: 'rejected' }, ms: 600 });
	});

	test('whose run could not be stored waits for no answer of it', async () => {
		expect(await click(taking({ stored: failing(100), ownAnswer: never }))).toMatchObject({ accepted: false, ms: 100 });
	});
});
