import { Parts, type Joined } from '../../../../../lib/feishu/connection/parts';
import { InstantClock } from '../../support/instantClock';

const begin = () => {
	const clock = new InstantClock();
	const parts = new Parts(clock);
	const join = (messageId: string, sum: number, seq: number, text = `${seq};`) => parts.join({ messageId, sum, seq }, Buffer.from(text));
	return { clock, parts, join };
};
const WAITING = { waiting: true };
const textOf = (joined: Joined) => ('whole' in joined ? Buffer.from(joined.whole).toString() : joined);

test.each([
	[[0, 1, 2]],
	[[2, 1, 0]],
	[[1, 2, 0]],
	[[0, 0, 1, 1, 0, 2]],
	[[2, 2, 1, 1, 0]],
])('parts that come as %j make one message', (order) => {
	const { join, parts } = begin();
	const joined = order.map((seq) => textOf(join('m1', 3, seq)));
	expect(joined).toEqual([...order.slice(1).map(() => WAITING), '0;1;2;']);
	expect(parts.held).toEqual({ messages: 0, bytes: 0 });
});

test('a message of one part is whole, whatever it is called', () => {
	const { join, parts } = begin();
	expect(textOf(join('', 1, 0, 'all'))).toBe('all');
	expect(parts.held.messages).toBe(0);
});

test('the parts of two messages may come mixed', () => {
	const { join } = begin();
	expect([join('a', 2, 0, 'a0'), join('b', 2, 1, 'b1'), join('b', 2, 0, 'b0'), join('a', 2, 1, 'a1')].map(textOf)).toEqual([WAITING, WAITING, 'b0b1', 'a0a1']);
});

test('a repeated part does not change what is there', () => {
	const { join, parts } = begin();
	join('a', 2, 0, 'first');
	join('a', 2, 0, 'another, much longer');
	expect(parts.held.bytes).toBe(5);
	expect(textOf(join('a', 2, 1, '!'))).toBe('first!');
});

test.each([
	[2, 2],
	[2, -1],
	[0, 0],
	[-1, 0],
	[2, NaN],
	[NaN, 0],
	[1.5, 0],
	[1_001, 0],
])('of %d parts, part %d is dropped, and with it what has come of the message', (sum, seq) => {
	const { join, parts } = begin();
	join('a', 2, 0);
	expect(join('a', sum, seq)).toHaveProperty('dropped');
	expect(parts.held).toEqual({ messages: 0, bytes: 0 });
	expect(join('a', 2, 1)).toEqual(WAITING);
});

test('parts that tell different totals are dropped together', () => {
	const { join, parts } = begin();
	join('a', 3, 0);
	expect(join('a', 2, 1)).toEqual({ dropped: expect.stringContaining('different totals, 3 and 2') });
	expect(parts.held.messages).toBe(0);
});

test('a message in more parts than any is dropped', () => {
	const { join } = begin();
	expect([join('a', 1_001, 0), join('b', 1_000, 0)]).toEqual([{ dropped: 'it is part 0 of 1001' }, WAITING]);
});

test('a part of no message is dropped', () => {
	const { join } = begin();
	expect(join('', 2, 0)).toHaveProperty('dropped');
});

test('parts wait for each other for 10 seconds', () => {
	const { join, clock, parts } = begin();
	join('a', 2, 0);
	clock.skip(9_999);
	join('b', 2, 0);
	expect(parts.held.messages).toBe(2);
	clock.skip(1);
	expect(join('a', 2, 1)).toEqual(WAITING);
	expect(parts.held).toEqual({ messages: 2, bytes: 4 });
	expect(textOf(join('b', 2, 1))).toBe('0;1;');
});

test('a clock that somebody sets makes no difference', () => {
	const { join, clock } = begin();
	join('a', 2, 0);
	clock.jump(3_600_000);
	expect(textOf(join('a', 2, 1))).toBe('0;1;');
});

test('beyond 100 messages the oldest is forgotten', () => {
	const { join, parts } = begin();
	for (let number = 0; number <= 100; number++) join(`m${number}`, 2, 0);
	expect(parts.held).toEqual({ messages: 100, bytes: 200 });
	expect(textOf(join('m1', 2, 1))).toBe('0;1;');
	expect(join('m0', 2, 1)).toEqual(WAITING);
});

test('beyond 16 MB the oldest is forgotten, also if it is the message itself', () => {
	const { join, parts } = begin();
	const large = 'x'.repeat(6 * 1024 * 1024);
	expect(['a', 'b', 'c'].map((name) => join(name, 2, 0, large))).toEqual([WAITING, WAITING, WAITING]);
	expect(parts.held).toEqual({ messages: 2, bytes: 12 * 1024 * 1024 });
	expect(join('a', 2, 1)).toEqual(WAITING);

	const alone = begin();
	expect([0, 1, 2].map((seq) => alone.join('d', 5, seq, large))).toEqual([WAITING, WAITING, { dropped: 'it is too large' }]);
	expect(alone.parts.held).toEqual({ messages: 0, bytes: 0 });
});
