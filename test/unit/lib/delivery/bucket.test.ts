import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { Bucket, Buckets, type Lane, type Slot } from '../../../../lib/delivery/bucket';
import type { Limit } from '../../../../lib/delivery/types';
import { InstantClock } from '../support/instantClock';
import { holdsAsync } from '../support/property';
import { seededRandom } from '../support/random';
import { excess } from '../support/server';

const MINUTE = 60_000;
const DINGTALK: Limit[] = [{ max: 20, windowMs: MINUTE, atStart: 18 }];
const FEISHU: Limit[] = [
	{ max: 5, windowMs: 1000 },
	{ max: 100, windowMs: MINUTE },
];

const setUp = (limits: Limit[]) => {
	const clock = new InstantClock();
	return { clock, start: clock.now(), bucket: new Bucket(limits, clock) };
};

const isSlot = (answer: Slot | { retryAt: number }): answer is Slot => 'settle' in answer;

async function slot(bucket: Bucket | Lane, deadline = Infinity, signal?: AbortSignal): Promise<Slot> {
	const answer = await bucket.acquire(deadline, signal);
	if (!isSlot(answer)) throw new Error(`refused until ${answer.retryAt}`);
	return answer;
}

/** Takes `count` slots that are free now, each answered at once. */
async function use(bucket: Bucket | Lane, count: number): Promise<void> {
	for (let i = 0; i < count; i++) (await slot(bucket, 0)).settle();
}

describe('the limits are kept at the server', () => {
	const limits = fc.array(
		fc.record({ max: fc.integer({ min: 1, max: 12 }), windowMs: fc.integer({ min: 1, max: 5000 }) }),
		{ minLength: 1, maxLength: 3 },
	);
	const scenario = fc.record({
		limits,
		calls: fc.integer({ min: 1, max: 60 }),
		longestLatency: fc.constantFrom(0, 1, 30, 400, 12_000),
		seed: fc.integer(),
	});

	test('whenever between call and answer it counts them, in any window, with any latency', async () => {
		await holdsAsync(
			fc.asyncProperty(scenario, async ({ limits, calls, longestLatency, seed }) => {
				const { clock, bucket } = setUp(limits);
				const random = seededRandom(seed);
				const counted: number[] = [];
				await Promise.all(
					Array.from({ length: calls }, async () => {
						await clock.sleep(random() < 0.5 ? 0 : random() * 3000);
						const granted = await slot(bucket);
						const sent = clock.now();
						await clock.sleep(random() * longestLatency);
						counted.push(sent + random() * (clock.now() - sent));
						granted.settle();
					}),
				);
				expect(counted).toHaveLength(calls);
				for (const limit of limits) expect(excess(counted, limit)).toBe(0);
			}),
			150,
		);
	});

	test('also when some leave the queue, are refused, or the platform blocks in between', async () => {
		await holdsAsync(
			fc.asyncProperty(scenario, async ({ limits, calls, longestLatency, seed }) => {
				const { clock, bucket } = setUp(limits);
				const random = seededRandom(seed);
				const counted: number[] = [];
				const blocks: Array<[from: number, until: number]> = [];
				await Promise.all(
					Array.from({ length: calls }, async () => {
						await clock.sleep(random() * 3000);
						const controller = new AbortController();
						if (random() < 0.3) void clock.sleep(random() * 4000).then(() => controller.abort());
						if (random() < 0.05) {
							const until = clock.now() + random() * 5000;
							blocks.push([clock.now(), until]);
							bucket.block(until);
						}
						const asked = clock.now();
						const deadline = asked + random() * 20_000;
						const answer = await bucket.acquire(deadline, controller.signal).catch(() => undefined);
						if (!answer) return;
						const sent = clock.now();
						if (!isSlot(answer)) {
							expect(answer.retryAt).toBeGreaterThan(deadline);
							expect(sent).toBeLessThanOrEqual(deadline);
							return;
						}
						expect(sent).toBeLessThanOrEqual(deadline);
						for (const [from, until] of blocks) expect(sent > from && sent < until).toBe(false);
						await clock.sleep(random() * longestLatency);
						counted.push(sent + random() * (clock.now() - sent));
						answer.settle();
					}),
				);
				for (const limit of limits) expect(excess(counted, limit)).toBe(0);
			}),
			150,
		);
	});

	test('after a start, when earlier calls may still count, it begins with two fewer', async () => {
		const { clock, start, bucket } = setUp(DINGTALK);
		await use(bucket, 18);
		expect(clock.now()).toBe(start);
		expect(await bucket.acquire(start + MINUTE - 1)).toEqual({ retryAt: start + MINUTE });
		clock.skip(MINUTE);
		await use(bucket, 20);
		expect(clock.now()).toBe(start + MINUTE);
	});
});

describe('the order', () => {
	test('is the order of asking', async () => {
		await holdsAsync(
			fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer(), async (max, seed) => {
				const { clock, bucket } = setUp([{ max, windowMs: 1000 }]);
				const random = seededRandom(seed);
				const order: number[] = [];
				await Promise.all(
					Array.from({ length: 30 }, async (_, index) => {
						const granted = await slot(bucket);
						order.push(index);
						await clock.sleep(random() * 300);
						granted.settle();
					}),
				);
				expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index));
			}),
			30,
		);
	});

	test('stays so when somebody in front leaves', async () => {
		const { clock, start, bucket } = setUp([{ max: 2, windowMs: MINUTE }]);
		await use(bucket, 1);
		await clock.sleep(10_000);
		await use(bucket, 1);
		const leaving = new AbortController();
		const left = bucket.acquire(Infinity, leaving.signal);
		const order: Array<[string, number]> = [];
		const others = ['second', 'third', 'fourth'].map(async (name) => {
			const granted = await slot(bucket);
			order.push([name, clock.now() - start]);
			granted.settle();
		});
		leaving.abort(new Error('stopped'));
		await expect(left).rejects.toThrow('stopped');
		await Promise.all(others);
		expect(order).toEqual([
			['second', 60_000],
			['third', 70_000],
			['fourth', 120_000],
		]);
	});
});

describe('who would have to wait too long', () => {
	test('is told at once, and from when on there is a slot', async () => {
		const { clock, start, bucket } = setUp([{ max: 2, windowMs: MINUTE }]);
		await use(bucket, 2);
		await clock.sleep(1000);
		const asked = clock.now();
		expect(await bucket.acquire(start + MINUTE - 1)).toEqual({ retryAt: start + MINUTE });
		expect(clock.now()).toBe(asked);
		expect(isSlot(await bucket.acquire(start + MINUTE))).toBe(true);
	});

	test('counts those in front, who have asked earlier', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: MINUTE }]);
		await use(bucket, 1);
		const waiting = [slot(bucket), slot(bucket)];
		expect(await bucket.acquire(start + 2 * MINUTE)).toEqual({ retryAt: start + 3 * MINUTE });
		expect(clock.now()).toBe(start);
		for (const granted of waiting) (await granted).settle();
		expect(clock.now()).toBe(start + 2 * MINUTE);
	});

	test('is not in the way of anybody else', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: MINUTE }]);
		await use(bucket, 1);
		for (let i = 0; i < 50; i++) expect(isSlot(await bucket.acquire(start))).toBe(false);
		await slot(bucket);
		expect(clock.now()).toBe(start + MINUTE);
	});

	test('learns it as soon as a call in front is slower than thought', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: 1000 }]);
		const slow = await slot(bucket);
		const waiting = bucket.acquire(start + 1500);
		await clock.sleep(700);
		slow.settle();
		expect(await waiting).toEqual({ retryAt: start + 1700 });
		expect(clock.now()).toBe(start + 700);
	});

	test('is not held up by a call that is long under way: no slot before its window is over', async () => {
		const { clock, bucket } = setUp([{ max: 1, windowMs: 1000 }]);
		const hanging = await slot(bucket);
		await clock.sleep(5000);
		expect(await bucket.acquire(clock.now())).toEqual({ retryAt: clock.now() + 1000 });
		hanging.settle();
	});

	test('gets a free slot even when the deadline is over: nobody has to wait for it', async () => {
		const { clock, bucket } = setUp([{ max: 1, windowMs: MINUTE }]);
		expect(isSlot(await bucket.acquire(clock.now() - 1))).toBe(true);
		expect(isSlot(await bucket.acquire(clock.now() - 1))).toBe(false);
	});
});

describe('a block by the platform', () => {
	test('holds everybody until it ends', async () => {
		const { clock, start, bucket } = setUp([{ max: 5, windowMs: 1000 }]);
		bucket.block(start + 10 * MINUTE);
		await slot(bucket);
		expect(clock.now()).toBe(start + 10 * MINUTE);
	});

	test('holds those who wait already, and turns away at once whose deadline it passes', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: 1000 }]);
		await use(bucket, 1);
		const patient = slot(bucket);
		const hurried = bucket.acquire(start + 5000);
		await clock.sleep(500);
		bucket.block(start + MINUTE);
		expect(await hurried).toEqual({ retryAt: start + MINUTE + 1000 });
		expect(clock.now()).toBe(start + 500);
		await patient;
		expect(clock.now()).toBe(start + MINUTE);
	});

	test('is not shortened by a second, shorter one', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: 1000 }]);
		bucket.block(start + MINUTE);
		bucket.block(start + 1000);
		await slot(bucket);
		expect(clock.now()).toBe(start + MINUTE);
	});
});

describe('who stops waiting', () => {
	test('gets the reason, gives the place back and leaves nothing on the signal', async () => {
		const { clock, start, bucket } = setUp([{ max: 1, windowMs: MINUTE }]);
		await use(bucket, 1);
		const controllers = Array.from({ length: 100 }, () => new AbortController());
		const waiting = controllers.map(({ signal }) => bucket.acquire(Infinity, signal));
		await clock.sleep(1000);
		controllers.forEach((controller, index) => controller.abort(new Error(`stop ${index}`)));
		const ends = await Promise.allSettled(waiting);
		expect(ends.map((end) => end.status === 'rejected' && String(end.reason))).toEqual(
			controllers.map((_, index) => `Error: stop ${index}`),
		);
		for (const { signal } of controllers) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
		await slot(bucket);
		expect(clock.now()).toBe(start + MINUTE);
	});

	test('before asking gets no slot, though one is free', async () => {
		const { bucket } = setUp([{ max: 1, windowMs: MINUTE }]);
		await expect(bucket.acquire(Infinity, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
		expect(isSlot(await bucket.acquire(0))).toBe(true);
	});

	test('after the slot was granted changes nothing, and no listener is left', async () => {
		const { clock, bucket } = setUp([{ max: 1, windowMs: 1000 }]);
		const controller = new AbortController();
		const first = await slot(bucket, Infinity, controller.signal);
		const second = slot(bucket, Infinity, controller.signal);
		first.settle();
		await second;
		expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
		controller.abort();
		expect(clock.sleeping).toBe(0);
	});
});

describe('how fast it goes', () => {
	async function lastSentAfter(limits: Limit[], count: number, latency: number): Promise<number> {
		const { clock, start, bucket } = setUp(limits);
		let last = 0;
		await Promise.all(
			Array.from({ length: count }, async () => {
				const granted = await slot(bucket);
				last = clock.now() - start;
				await clock.sleep(latency);
				granted.settle();
			}),
		);
		return last / 1000;
	}

	test('1,000 messages at 20 a minute: at most 13 % over the optimum of 2,940 s', async () => {
		expect(await lastSentAfter(DINGTALK, 1000, 30)).toBeLessThanOrEqual(2940 * 1.13);
	});

	test('1,000 messages at 5 a second and 100 a minute: at most 8 % over the optimum of 559 s', async () => {
		expect(await lastSentAfter(FEISHU, 1000, 30)).toBeLessThanOrEqual(559 * 1.08);
	});

	test('1,000 executions that wait at once cost next to nothing', async () => {
		const before = process.cpuUsage();
		await lastSentAfter(DINGTALK, 1000, 30);
		const { user, system } = process.cpuUsage(before);
		expect((user + system) / 1e6).toBeLessThan(2);
	});

	test('calls side by side, up to the limit', async () => {
		const { clock, start, bucket } = setUp([{ max: 3, windowMs: 1000 }]);
		await Promise.all([slot(bucket), slot(bucket), slot(bucket)]);
		expect(clock.now()).toBe(start);
		expect(isSlot(await bucket.acquire(start))).toBe(false);
	});
});

test('a clock that goes on between two readings holds up nobody', async () => {
	let time = 1000;
	const ticking = { now: () => Date.now(), elapsed: () => (time += 0.001), sleep: async () => {} };
	const bucket = new Bucket(FEISHU, ticking);
	for (let n = 0; n < 5; n++) (await slot(bucket, 2000)).settle();
	expect(isSlot(await bucket.acquire(0))).toBe(false);
	expect(bucket.freeAt()).toBeGreaterThan(2000);
});

test('20,000 who ask at once do not hold up n8n: those who can not go in time are told when they could', async () => {
	const { clock, bucket } = setUp([{ max: 20, windowMs: 1000 }]);
	const started = performance.now();
	const start = clock.elapsed();
	const answers = await Promise.all(
		Array.from({ length: 20_000 }, async () => {
			const answer = await bucket.acquire(start + 10_000);
			if (!('retryAt' in answer)) answer.settle();
			return answer;
		}),
	);
	const refusals = answers.flatMap((answer) => ('retryAt' in answer ? [answer.retryAt] : []));
	expect(answers.length - refusals.length).toBe(220);
	expect(Math.min(...refusals)).toBeGreaterThan(start + 10_000);
	// A guard against a look at all for each: that took half a minute.
	expect(performance.now() - started).toBeLessThan(10_000);
});

describe('the buckets of the process', () => {
	const target = (key: string) => ({ channel: 'feishu', name: key, key, host: 'platform.example.com', limits: FEISHU });

	test('one target, one bucket: two senders share its limit', async () => {
		const buckets = new Buckets(new InstantClock());
		await use(buckets.of(target('a')), 5);
		expect(isSlot(await buckets.of(target('a')).acquire(0))).toBe(false);
		expect(isSlot(await buckets.of(target('b')).acquire(0))).toBe(true);
	});

	test('those in use are kept and the idle ones forgotten, however many targets there are', async () => {
		const clock = new InstantClock();
		const buckets = new Buckets(clock);
		await use(buckets.of(target('0')), 5);
		for (let i = 1; i < 1000; i++) buckets.of(target(String(i)));
		await use(buckets.of(target('busy')), 5);
		buckets.of(target('blocked')).block(clock.now() + 5 * MINUTE);
		await clock.sleep(2 * MINUTE);
		await use(buckets.of(target('waiting')), 5);
		const size = () => (buckets as unknown as { byKey: Map<string, unknown> }).byKey.size;
		for (let i = 0; i < 5000; i++) buckets.of(target(`new ${i}`));
		expect(size()).toBeLessThanOrEqual(1003);
		expect(isSlot(await buckets.of(target('blocked')).acquire(0))).toBe(false);
		expect(isSlot(await buckets.of(target('waiting')).acquire(0))).toBe(false);
		expect(isSlot(await buckets.of(target('0')).acquire(0))).toBe(true);
	});

	test('a target that shares a limit with others takes a slot of both, and gives both back', async () => {
		const { clock, buckets, person } = sharing({ max: 3, windowMs: 1000 });
		const [first, second] = [await slot(buckets.of(person('a'))), await slot(buckets.of(person('b')))];
		await slot(buckets.of(person('a')));
		expect(isSlot(await buckets.of(person('c')).acquire(0))).toBe(false);
		first.release();
		expect(isSlot(await buckets.of(person('c')).acquire(0))).toBe(true);
		second.settle();
		await clock.sleep(1000);
		expect(isSlot(await buckets.of(person('c')).acquire(0))).toBe(true);
	});

	test('who waits for the limit that is shared leaves no slot of his own behind', async () => {
		const { buckets, person } = sharing({ max: 1, windowMs: MINUTE });
		await use(buckets.of(person('a')), 1);
		const stop = new AbortController();
		const waiting = buckets.of(person('b')).acquire(Infinity, stop.signal);
		stop.abort(new Error('stopped'));
		await expect(waiting).rejects.toThrow('stopped');
		expect(buckets.of({ ...person('b'), shared: [] }).room()).toBe(2);
	});

	test('a refusal blocks the limit that it is about', async () => {
		const { clock, buckets, person } = sharing({ max: 10, windowMs: 1000 });
		buckets.of(person('a')).block(clock.now() + MINUTE);
		expect(isSlot(await buckets.of(person('a')).acquire(0))).toBe(false);
		expect(isSlot(await buckets.of(person('b')).acquire(0))).toBe(true);
		buckets.of(person('b')).block(clock.now() + MINUTE, true);
		expect(isSlot(await buckets.of(person('c')).acquire(0))).toBe(false);
	});

	/** People with a limit each (5 a second), and the one of the app that writes to them. */
	function sharing(limit: Limit) {
		const clock = new InstantClock();
		const person = (key: string) => ({ ...target(key), limits: [{ max: 5, windowMs: 1000 }], shared: [{ key: 'app', limits: [limit] }] });
		return { clock, buckets: new Buckets(clock), person };
	}

	test('a bucket is idle when its windows are over, and only then', async () => {
		const { clock, bucket } = setUp(FEISHU);
		expect(bucket.isIdle()).toBe(true);
		const granted = await slot(bucket);
		clock.skip(10 * MINUTE);
		expect(bucket.isIdle()).toBe(false);
		granted.settle();
		clock.skip(MINUTE - 1);
		expect(bucket.isIdle()).toBe(false);
		clock.skip(1);
		expect(bucket.isIdle()).toBe(true);
	});
});
