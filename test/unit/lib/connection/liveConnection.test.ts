import { LiveConnection, type ConnectionEvents } from '../../../../lib/connection/liveConnection';
import type { SessionContext, Protocol } from '../../../../lib/connection/types';
import type { Failure } from '../../../../lib/delivery/types';
import type { Reply } from '../../../../lib/inbound/taking';
import { InputError } from '../../../../lib/inputError';
import { InstantClock } from '../support/instantClock';
import { seededRandom } from '../support/random';
import { FakePlatform, fakeLog, TICKET } from './fakePlatform';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A random number that is always as large as can be. */
const ALMOST_ONE = 1 - Number.EPSILON;

const failure = (more: Partial<Failure> = {}): Failure => ({ class: 'transient', code: '1', message: 'it failed', fix: 'Do something', ...more });

interface SetUp {
	protocol?: Partial<Protocol>;
	random?: () => number;
	handle?: ConnectionEvents['handle'];
	platform?: FakePlatform;
}

const running: LiveConnection[] = [];
const clocks: InstantClock[] = [];

function connect({ protocol, random = () => 0.5, handle, platform = new FakePlatform() }: SetUp = {}) {
	const { clock, open } = platform;
	const log = fakeLog();
	const told: string[] = [];
	const events: string[] = [];
	const failures: Failure[] = [];
	const owner: ConnectionEvents = {
		handle: async (event, withinMs, gone) => {
			events.push(event.eventId);
			return (await handle?.(event, withinMs, gone)) ?? { accepted: true };
		},
		opened: () => told.push('opened'),
		lost: () => told.push('lost'),
		failed: (one) => {
			told.push('failed');
			failures.push(one);
		},
	};
	const connection = new LiveConnection(platform.protocol(protocol), { clock, random, open }, owner, log);
	running.push(connection);
	clocks.push(clock);
	return { platform, clock, connection, log, told, events, failures };
}

const opened = async (setUp?: SetUp) => {
	const world = connect(setUp);
	expect(await world.connection.reached()).toBeUndefined();
	return world;
};

/** Every test ends with nobody waiting for anything: no sleep and no timer is left. */
afterEach(async () => {
	await Promise.all(running.splice(0).map((connection) => connection.stop()));
	for (const clock of clocks.splice(0)) {
		// The far ends of the sockets may still be at it.
		await clock.sleep(MINUTE);
		expect(clock.sleeping).toBe(0);
	}
});

describe('connected', () => {
	test('it asks where, opens a socket and speaks over it', async () => {
		const { platform, connection, told, log, events, clock } = connect();
		expect(connection.state).toBe('connecting');
		expect(await connection.reached()).toBeUndefined();
		expect(connection.state).toBe('open');
		platform.socket.push('event 1');
		await clock.sleep(1);
		expect(events).toEqual(['1']);
		expect(platform.socket.heard).toContain('1 taken');
		expect(told).toEqual(['opened']);
		expect(log.lines).toEqual(['Test app: connected']);
	});

	test('a frame that comes right behind the opening is heard', async () => {
		const { platform, clock, events } = connect();
		await clock.sleep(60);
		platform.socket.accept();
		platform.socket.push('event 1');
		expect(events).toEqual(['1']);
	});

	test('its heartbeat beats at once and then every time it is due, and it lives on one socket', async () => {
		const { platform, clock } = await opened();
		expect(platform.socket.heard).toEqual(['ping']);
		await clock.sleep(HOUR + SECOND);
		expect(platform.sockets).toHaveLength(1);
		expect(platform.socket.heard).toHaveLength(1 + 120);
	});

	test('a heartbeat that becomes another one meanwhile is looked up', async () => {
		const platform = new FakePlatform();
		const session = { silenceMs: HOUR, heartbeat: { everyMs: HOUR, frame: () => 'ping' }, receive: () => {} };
		const { clock } = await opened({ platform, protocol: { begin: () => session } });
		session.heartbeat = { everyMs: 15 * SECOND, frame: () => 'ping' };
		await clock.sleep(MINUTE);
		expect(platform.socket.heard.length).toBeGreaterThanOrEqual(4);
	});

	test.each([0, -1, NaN])('a heartbeat every %d ms does not keep the process busy', async (everyMs) => {
		const platform = new FakePlatform();
		platform.heartbeat = { everyMs, frame: () => 'ping' };
		const { clock } = await opened({ platform });
		await clock.sleep(10 * SECOND);
		expect(platform.socket.heard.length).toBeLessThanOrEqual(12);
	});
});

describe('F21: a connection that only looks alive', () => {
	test('is noticed after the time of silence, closed and opened again', async () => {
		const { platform, clock, connection, told, log } = await opened();
		const [first] = platform.sockets;
		await clock.sleep(10 * MINUTE);
		platform.isSilent = true;
		platform.closesAfterMs = undefined;
		const from = clock.elapsed();
		while (!first!.isClosing && clock.elapsed() - from < HOUR) await clock.sleep(SECOND);
		expect(clock.elapsed() - from).toBeLessThanOrEqual(91 * SECOND);
		expect(connection.state).toBe('connecting');
		platform.isSilent = false;
		await clock.sleep(5 * SECOND);
		expect(connection.state).toBe('open');
		expect(platform.sockets).toHaveLength(2);
		expect(told).toEqual(['opened', 'lost', 'opened']);
		expect(log.lines[1]).toMatch(/^Test app: connection lost: nothing was heard of the server for 90 seconds; next attempt in 0\.\d s$/);
		expect(log.lines[2]).toMatch(/^Test app: connected again after 0\.\d s$/);
	});

	test('any frame is a sign of life', async () => {
		const { platform, clock } = await opened();
		platform.isSilent = true;
		for (let minute = 0; minute < 30; minute++) {
			platform.socket.push('event 1');
			await clock.sleep(MINUTE);
		}
		expect(platform.sockets).toHaveLength(1);
	});

	test('a clock that somebody sets is no silence', async () => {
		const { platform, clock } = await opened();
		clock.jump(2 * HOUR);
		await clock.sleep(MINUTE);
		clock.jump(-4 * HOUR);
		await clock.sleep(5 * MINUTE);
		expect(platform.sockets).toHaveLength(1);
	});
});

describe('F22: the server hangs up', () => {
	test('every minute for an hour: few attempts, never two sockets, and an end when it is stopped', async () => {
		const { platform, clock, connection } = await opened({ random: seededRandom(1) });
		for (let minute = 0; minute < 60; minute++) {
			await clock.sleep(MINUTE);
			expect(connection.state).toBe('open');
			platform.socket.hangUp();
		}
		await connection.stop();
		expect(platform.asked).toHaveLength(60);
		expect(platform.mostLive).toBe(1);
		expect(platform.held).toBe(0);
		expect(connection.state).toBe('stopped');
	});

	test('on everybody: they do not come back together', async () => {
		const random = seededRandom(2);
		const worlds = await Promise.all(Array.from({ length: 100 }, () => opened({ random })));
		const back = await Promise.all(
			worlds.map(async ({ platform, clock }) => {
				await clock.sleep(MINUTE - (clock.elapsed() % MINUTE));
				const gone = clock.elapsed();
				platform.socket.hangUp();
				await clock.sleep(2 * SECOND);
				return platform.asked.at(-1)! - gone;
			}),
		);
		const tenths = Array.from({ length: 10 }, (_, tenth) => back.filter((ms) => Math.floor(ms / 100) === tenth).length);
		expect(Math.max(...tenths)).toBeLessThan(25);
		expect(tenths.reduce((sum, count) => sum + count)).toBe(100);
	});

	test('and accepts nobody: the pauses double up to a minute', async () => {
		const platform = new FakePlatform();
		platform.refuses = true;
		const { clock } = connect({ platform, random: () => ALMOST_ONE });
		await clock.sleep(10 * MINUTE);
		const pauses = platform.asked.map((at, n) => Math.round((at - (platform.asked[n - 1] ?? at)) / SECOND));
		expect(pauses.slice(1, 9)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
	});

	test('and accepts nobody: the shortest pauses are long enough', async () => {
		const platform = new FakePlatform();
		platform.refuses = true;
		const { clock } = connect({ platform, random: () => 0 });
		await clock.sleep(MINUTE);
		expect(platform.asked.length).toBeLessThan(60);
	});

	test('right after it has accepted: that was no connection, the pauses go on', async () => {
		const { platform, clock } = await opened({ random: () => ALMOST_ONE });
		for (let second = 0; second < 600; second++) {
			platform.live[0]?.hangUp();
			await clock.sleep(SECOND);
		}
		expect(platform.asked.length).toBeLessThan(20);
	});

	test('after a good connection the pauses start anew', async () => {
		const { platform, clock } = await opened({ random: () => ALMOST_ONE });
		platform.refuses = true;
		platform.socket.hangUp();
		await clock.sleep(5 * MINUTE);
		platform.refuses = false;
		await clock.sleep(2 * MINUTE);
		expect(platform.live).toHaveLength(1);
		platform.socket.hangUp();
		await clock.sleep(1.1 * SECOND);
		expect(platform.live).toHaveLength(1);
	});

	test('as it has announced: it is connected anew, with one socket at a time', async () => {
		const { platform, clock, log } = await opened();
		platform.socket.push('bye');
		await clock.sleep(3 * SECOND);
		expect(platform.sockets.map(({ state }) => state)).toEqual(['closed', 'open']);
		expect(platform.mostLive).toBe(1);
		expect(log.lines[1]).toContain('connection lost: the server says goodbye; next attempt in ');
	});
});

describe('one socket at a time', () => {
	test('the next one is opened when the last one is closed', async () => {
		const { platform, clock } = await opened();
		platform.closesAfterMs = 2 * SECOND;
		platform.socket.push('bye');
		await clock.sleep(1.9 * SECOND);
		expect(platform.sockets).toHaveLength(1);
		await clock.sleep(3 * SECOND);
		expect(platform.live).toHaveLength(1);
		expect(platform.mostLive).toBe(1);
	});

	test('or could not be closed: nothing is heard of it any more, nor told to it', async () => {
		const { platform, clock, events, connection } = await opened();
		const [old] = platform.sockets;
		platform.closesAfterMs = undefined;
		old!.push('bye');
		await clock.sleep(10 * SECOND);
		expect(platform.sockets).toHaveLength(2);
		old!.push('event 1');
		await clock.sleep(MINUTE);
		expect(events).toEqual([]);
		old!.hangUp();
		await clock.sleep(MINUTE);
		expect(old!.lost).toEqual([]);
		expect(connection.state).toBe('open');
		expect(platform.sockets).toHaveLength(2);
	});

	test('what was to be answered on a socket that is gone is answered nowhere', async () => {
		const platform = new FakePlatform();
		let answer: (reply: Reply) => void = () => {};
		const { clock } = await opened({ platform, handle: () => new Promise((resolve) => (answer = resolve)) });
		platform.socket.push('event 1');
		platform.socket.hangUp();
		await clock.sleep(5 * SECOND);
		answer({ accepted: true });
		await clock.sleep(SECOND);
		expect(platform.sockets.map(({ heard, lost }) => [...heard, ...lost])).toEqual([['ping'], ['ping']]);
	});

	test('one that does not open is given up after 15 seconds; if it opens late, it is closed and not heard', async () => {
		const platform = new FakePlatform();
		platform.opensAfterMs = undefined;
		const { clock, connection, events, log } = connect({ platform });
		expect(await connection.reached()).toMatchObject({ class: 'transient', message: 'the server did not answer within 15 seconds' });
		expect(clock.elapsed() - platform.asked[0]!).toBeLessThan(20 * SECOND);
		const [late] = platform.sockets;
		platform.opensAfterMs = 30;
		await clock.sleep(5 * SECOND);
		expect(connection.state).toBe('open');
		late!.state = 'opening';
		late!.isClosing = false;
		late!.accept();
		late!.push('event 1');
		await clock.sleep(SECOND);
		expect(late!.state).toBe('closed');
		expect(events).toEqual([]);
		expect(log.lines.at(-1)).toBe('Test app: connected');
	});

	test('a platform that does not say where to is given up after 15 seconds', async () => {
		const platform = new FakePlatform();
		platform.locateMs = HOUR;
		const { clock, connection } = connect({ platform });
		expect(await connection.reached()).toMatchObject({ class: 'transient', message: 'the platform did not say within 15 seconds where to connect to' });
		platform.locateMs = 50;
		await clock.sleep(5 * SECOND);
		expect(connection.state).toBe('open');
		expect(platform.sockets).toHaveLength(1);
	});
});

describe('failures', () => {
	test.each(['transient', 'ambiguous', 'rateLimited'] as const)('%s: it is tried again', async (kind) => {
		const platform = new FakePlatform();
		platform.answers.push({ failure: failure({ class: kind }) });
		const { clock, connection, told, log } = connect({ platform });
		expect(await connection.reached()).toMatchObject({ class: kind });
		expect(connection.state).toBe('waiting');
		expect(log.lines).toEqual([expect.stringMatching(/^Test app: could not connect: it failed; next attempt in 1\.5 s$/)]);
		await clock.sleep(3 * SECOND);
		expect(connection.state).toBe('open');
		expect(told).toEqual(['opened']);
	});

	test.each(['permanent', 'tokenInvalid', 'quotaExceeded'] as const)('%s: it stops, and says so once', async (kind) => {
		const platform = new FakePlatform();
		platform.answers.push({ failure: failure({ class: kind }) });
		const { clock, connection, failures, log } = connect({ platform });
		expect(await connection.reached()).toMatchObject({ class: kind });
		await clock.sleep(HOUR);
		expect(connection.state).toBe('stopped');
		expect(platform.asked).toHaveLength(1);
		expect(failures).toEqual([failure({ class: kind })]);
		expect(log.lines).toEqual(["Test app: can't connect: it failed. Do something"]);
	});

	test('a limit is waited for as long as the platform says', async () => {
		const platform = new FakePlatform();
		platform.answers.push({ failure: failure({ class: 'rateLimited', retryAfterMs: 5 * MINUTE, jitterMs: 10 * SECOND }) });
		const { clock } = connect({ platform });
		await clock.sleep(10 * MINUTE);
		expect(platform.asked[1]! - platform.asked[0]!).toBe(50 + 5 * MINUTE + 5 * SECOND);
	});

	test('a fatal one that comes later stops it as well', async () => {
		const { platform, clock, connection, told } = await opened();
		platform.answers.push({ failure: failure({ class: 'permanent' }) });
		platform.socket.hangUp();
		await clock.sleep(HOUR);
		expect(connection.state).toBe('stopped');
		expect(told).toEqual(['opened', 'lost', 'failed']);
	});

	test('an error of this package is fatal, and so is a process that has no WebSocket', async () => {
		const platform = new FakePlatform();
		platform.answers.push(new Error('broken'));
		expect(await connect({ platform }).connection.reached()).toMatchObject({ class: 'permanent', message: 'Unexpected error: broken' });
		const old = new FakePlatform();
		old.open = () => {
			throw new InputError('Too old', 'Take a newer one');
		};
		const { connection, failures } = connect({ platform: old });
		expect(await connection.reached()).toMatchObject({ class: 'permanent', message: 'Too old', fix: 'Take a newer one' });
		expect(failures).toHaveLength(1);
	});

	test('an error while a frame is read drops the frame; its text is not shown', async () => {
		const platform = new FakePlatform();
		const protocol = platform.protocol();
		const begin = (line: SessionContext) => {
			const session = protocol.begin(line);
			return {
				...session,
				receive: (frame: string | Uint8Array) => {
					if (frame === 'bad') throw new TypeError('secret');
					session.receive(frame);
				},
			};
		};
		const { clock, events, log } = await opened({ platform, protocol: { begin } });
		platform.socket.push('bad');
		platform.socket.push('event 1');
		await clock.sleep(MINUTE);
		expect(events).toEqual(['1']);
		expect(platform.sockets).toHaveLength(1);
		expect(log.lines).toEqual(['Test app: connected', 'Test app: a frame was dropped: unexpected TypeError']);
	});

	test('an error at the beginning, of a heartbeat or of the socket is a connection that is lost', async () => {
		const throwing = () => {
			throw new Error('secret');
		};
		const begins = [throwing, () => ({ receive: () => {}, silenceMs: MINUTE, heartbeat: { everyMs: SECOND, frame: throwing } })];
		for (const begin of begins) {
			const { clock, connection, platform, log } = connect({ protocol: { begin } });
			await clock.sleep(10 * SECOND);
			expect(connection.state).not.toBe('stopped');
			expect(platform.sockets.length).toBeGreaterThan(1);
			expect(platform.mostLive).toBe(1);
			expect(log.lines.join('\n')).toContain('connection lost: unexpected Error');
			expect(log.lines.join('\n')).not.toContain('secret');
			await connection.stop();
		}
		const platform = new FakePlatform();
		const { open } = platform;
		platform.open = (url, events) => ({ ...open(url, events), send: throwing });
		const { clock } = connect({ platform });
		await clock.sleep(10 * SECOND);
		expect(platform.sockets.length).toBeGreaterThan(1);
	});

	test('nothing that is logged shows the ticket', async () => {
		const { platform, clock, log } = await opened();
		platform.refuses = true;
		platform.socket.hangUp();
		await clock.sleep(MINUTE);
		expect(log.lines.length).toBeGreaterThan(3);
		expect(log.lines.join('\n')).not.toContain(TICKET);
	});
});

describe('stopped', () => {
	const stopTime = async ({ connection, clock }: { connection: LiveConnection; clock: InstantClock }) => {
		const from = clock.elapsed();
		await connection.stop();
		expect(connection.state).toBe('stopped');
		return clock.elapsed() - from;
	};

	test('open: within 5 seconds, also if the socket is never closed', async () => {
		const world = await opened();
		expect(await stopTime(world)).toBeLessThan(100);
		const platform = new FakePlatform();
		platform.closesAfterMs = undefined;
		const stuck = await opened({ platform, handle: () => new Promise(() => {}) });
		platform.socket.push('event 1');
		expect(await stopTime(stuck)).toBeLessThan(5 * SECOND);
		platform.socket.push('event 2');
		expect(stuck.events).toEqual(['1']);
	});

	test('while it opens, while it asks, while it waits, and at once', async () => {
		const opening = connect();
		await opening.clock.sleep(60);
		expect(opening.platform.sockets).toHaveLength(1);
		expect(await stopTime(opening)).toBeLessThan(100);
		expect(opening.told).toEqual([]);

		const asking = connect();
		await asking.clock.sleep(20);
		expect(await stopTime(asking)).toBe(0);
		const { platform } = asking;
		await asking.clock.sleep(MINUTE);
		expect(platform.sockets).toHaveLength(0);

		const deaf = new FakePlatform();
		const never = connect({ platform: deaf, protocol: { locate: () => new Promise(() => {}) } });
		await deaf.clock.sleep(20);
		expect(await stopTime(never)).toBe(0);

		const waiting = await opened({ random: () => ALMOST_ONE });
		waiting.platform.socket.hangUp();
		await waiting.clock.sleep(100);
		expect(waiting.connection.state).toBe('waiting');
		expect(await stopTime(waiting)).toBe(0);

		const atOnce = connect();
		expect(await stopTime(atOnce)).toBe(0);
		expect(atOnce.platform.asked).toEqual([]);
	});

	test('a platform that says where to, too late, is not connected', async () => {
		const platform = new FakePlatform();
		let say: (where: { url: string }) => void = () => {};
		const { clock, connection } = connect({ platform, protocol: { locate: () => new Promise((resolve) => (say = resolve)) } });
		await clock.sleep(SECOND);
		// At the same moment.
		say({ url: 'wss://push.example.com' });
		void connection.stop();
		await clock.sleep(MINUTE);
		expect(platform.sockets).toEqual([]);
	});
});

describe('what is being handled when a connection ends orderly', () => {
	const slow = (ms: number, platform: FakePlatform) => ({
		platform,
		handle: async () => {
			await platform.clock.sleep(ms);
			return { accepted: true };
		},
	});

	test('is answered first', async () => {
		for (const end of ['bye', 'stop']) {
			const platform = new FakePlatform();
			const { clock, connection } = await opened(slow(1500, platform));
			const [first] = platform.sockets;
			first!.push('event 1');
			if (end === 'bye') first!.push('bye');
			else void connection.stop();
			await clock.sleep(1700);
			expect(first!.heard).toContain('1 taken');
			expect(first!.state).toBe('closed');
		}
	});

	test('but holds it up for 2 seconds only', async () => {
		const platform = new FakePlatform();
		const { clock } = await opened(slow(30 * SECOND, platform));
		const [first] = platform.sockets;
		first!.push('event 1');
		first!.push('bye');
		await clock.sleep(2.1 * SECOND);
		expect(first!.state).toBe('closed');
		await clock.sleep(MINUTE);
		expect(platform.live).toHaveLength(1);
	});
});
