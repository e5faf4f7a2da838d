import { ConnectionFailure, Connections, type JoinOptions, type Membership } from '../../../../lib/connection/connections';
import type { Protocol } from '../../../../lib/connection/types';
import type { Failure } from '../../../../lib/delivery/types';
import type { Listener, Taking } from '../../../../lib/inbound/taking';
import type { AppEvent } from '../../../../lib/inbound/types';
import { InputError } from '../../../../lib/inputError';
import { FakePlatform, fakeLog } from './fakePlatform';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const failure = (kind: Failure['class']): Failure => ({ class: kind, code: '1', message: `it was ${kind}`, fix: 'Do something' });

const STORED: Taking = { stored: Promise.resolve(), isRunning: () => false };

/** A trigger, and what it has heard. */
function trigger(take: (event: AppEvent) => Taking | undefined = () => STORED) {
	const heard: string[] = [];
	const failures: Error[] = [];
	const warnings: Error[] = [];
	const listener: Listener = {
		take: (event) => {
			heard.push(event.eventId);
			return take(event);
		},
		fail: (error) => void failures.push(error),
		warn: (error) => void warnings.push(error),
	};
	return { listener, heard, failures, warnings };
}

let platform: FakePlatform;
let connections: Connections;
let memberships: Membership[];
let log: ReturnType<typeof fakeLog>;

beforeEach(() => {
	platform = new FakePlatform();
	connections = new Connections({ clock: platform.clock, random: () => 0.5, open: platform.open });
	memberships = [];
	log = fakeLog();
});

/** Nothing is left when everybody has left. */
afterEach(async () => {
	await Promise.all(memberships.map(({ leave }) => leave()));
	expect(connections.state('app')).toBeUndefined();
	await platform.clock.sleep(20 * SECOND);
	expect(platform.clock.sleeping).toBe(0);
});

async function join(one = trigger(), { protocol, ...options }: Partial<JoinOptions> & { protocol?: Partial<Protocol> } = {}) {
	const membership = await connections.join(platform.protocol(protocol), one.listener, { log, ...options });
	memberships.push(membership);
	return { ...one, ...membership };
}

/** What somebody who joins is told instead. */
const refusedJoin = async (options?: Parameters<typeof join>[1], one = trigger()): Promise<ConnectionFailure> => {
	const error: unknown = await join(one, options).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(ConnectionFailure);
	return error as ConnectionFailure;
};

describe('one connection for all who listen to an app', () => {
	test('each hears everything, and it is closed when the last one leaves', async () => {
		const [first, second] = await Promise.all([join(), join()]);
		expect(platform.sockets).toHaveLength(1);
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect([first.heard, second.heard]).toEqual([['1'], ['1']]);
		expect(platform.socket.heard).toContain('1 taken');
		await first.leave();
		platform.socket.push('event 2');
		await platform.clock.sleep(10);
		expect([first.heard, second.heard]).toEqual([['1'], ['1', '2']]);
		expect(connections.state('app')).toBe('open');
		await second.leave();
		expect(platform.held).toBe(0);
	});

	test('who joins one that is open has joined at once', async () => {
		await join();
		const before = platform.clock.elapsed();
		const second = await join();
		expect(platform.clock.elapsed()).toBe(before);
		expect(platform.sockets).toHaveLength(1);
		platform.socket.push('event 1');
		expect(second.heard).toEqual(['1']);
	});

	test('what comes while a workflow is saved, which leaves and joins again, is repeated for it', async () => {
		const [saved] = await Promise.all([join(), join()]);
		const { socket } = platform;
		await saved.leave();
		socket.push('event 1');
		await platform.clock.sleep(10);
		expect(socket.heard).toContain('1 again');
		// Another one may be away as well.
		await join();
		socket.push('event 2');
		await platform.clock.sleep(10);
		expect(socket.heard).toContain('2 again');
		await platform.clock.sleep(5 * SECOND);
		socket.push('event 2');
		await platform.clock.sleep(10);
		expect(socket.heard).toContain('2 taken');
	});

	test('when n8n starts, what comes before all workflows listen is repeated for those that follow', async () => {
		await join(trigger(), { keepTrying: true });
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard).toContain('1 again');
		await platform.clock.sleep(14 * SECOND);
		const late = await join(trigger(), { keepTrying: true });
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(late.heard).toEqual(['1']);
		await platform.clock.sleep(15 * SECOND);
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard.filter((text) => text !== 'ping')).toEqual(['1 again', '1 again', '1 taken']);
	});

	test('the end of a test run holds up nothing', async () => {
		const [test] = await Promise.all([join(trigger(), { isTest: true }), join()]);
		await test.leave();
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard).toContain('1 taken');
	});

	test('who does not come back holds up nothing for long', async () => {
		const [gone] = await Promise.all([join(), join()]);
		await gone.leave();
		await platform.clock.sleep(5 * SECOND);
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard).toContain('1 taken');
	});

	test('a click is answered also while a workflow is saved: nobody would repeat it', async () => {
		const [saved] = await Promise.all([join(), join()]);
		await saved.leave();
		platform.socket.push('click 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard).toContain('1 taken');
	});

	test('who leaves twice has left once', async () => {
		const [first, second] = await Promise.all([join(), join()]);
		await first.leave();
		await first.leave();
		expect(platform.live).toHaveLength(1);
		await second.leave();
		await second.leave();
		expect(platform.sockets).toHaveLength(1);
	});

	test('each app has its own', async () => {
		await Promise.all([join(), join(trigger(), { protocol: { key: 'other app', app: 'other app' } })]);
		expect(platform.live).toHaveLength(2);
		await Promise.all(memberships.map(({ leave }) => leave()));
		expect(platform.held).toBe(0);
	});

	describe('when the secret of an app was changed', () => {
		const withNewSecret = { protocol: { key: 'new secret' } };

		test('who still listens with the old one goes over to the connection with the new one', async () => {
			const old = await join();
			const fresh = await join(trigger(), withNewSecret);
			await platform.clock.sleep(SECOND);
			expect(platform.live).toEqual([platform.socket]);
			platform.socket.push('event 1');
			expect([old.heard, fresh.heard]).toEqual([['1'], ['1']]);
			await fresh.leave();
			expect(platform.live).toHaveLength(1);
			await old.leave();
			expect(platform.held).toBe(0);
			expect(connections.state('new secret')).toBeUndefined();
		});

		test('what the old connection still gets is to be repeated, for the new one', async () => {
			platform.closesAfterMs = 2 * SECOND;
			let store = () => {};
			await join(trigger(() => ({ stored: new Promise((resolve) => (store = resolve)), isRunning: () => false })));
			const [before] = platform.sockets;
			before!.push('event 1');
			await join(trigger(), withNewSecret);
			before!.push('event 2');
			await platform.clock.sleep(10);
			expect(before!.heard).toContain('2 again');
			store();
			await platform.clock.sleep(10);
			expect(before!.heard).toContain('1 taken');
		});

		test('a wrong one harms nobody', async () => {
			const old = await join();
			platform.answers.push({ failure: failure('permanent') });
			await refusedJoin(withNewSecret);
			platform.socket.push('event 1');
			expect(old.heard).toEqual(['1']);
			expect(platform.sockets).toHaveLength(1);
		});

		test('who is still joining with the old one is told what becomes of that', async () => {
			const refusing = async () => {
				await platform.clock.sleep(2 * SECOND);
				return { failure: failure('permanent') };
			};
			const late = trigger();
			const told: unknown[] = [];
			void connections.join(platform.protocol({ locate: refusing }), late.listener, { log }).catch((error: unknown) => told.push(error));
			const fresh = await join(trigger(), withNewSecret);
			await platform.clock.sleep(5 * SECOND);
			expect(told).toMatchObject([{ failure: { class: 'permanent', message: 'it was permanent' } }]);
			platform.socket.push('event 1');
			expect([late.heard, fresh.heard]).toEqual([[], ['1']]);
			await fresh.leave();
			expect(platform.held).toBe(0);
		});

		test('who joins with the old one, which still holds, is with the others in the end', async () => {
			platform.answers.push({ failure: failure('transient') });
			const old = await join(trigger(), { keepTrying: true });
			const fresh = await join(trigger(), withNewSecret);
			await platform.clock.sleep(2 * MINUTE);
			expect(platform.live).toHaveLength(1);
			platform.live[0]!.push('event 1');
			expect([old.heard, fresh.heard]).toEqual([['1'], ['1']]);
		});
	});

	test('an event that comes right behind the opening is heard, also by who has not been told yet that it has joined', async () => {
		const one = trigger();
		const joining = join(one);
		while (platform.live.length === 0) await platform.clock.sleep(10);
		platform.socket.push('event 1');
		expect(one.heard).toEqual(['1']);
		await joining;
	});

	test('one that fails at an event keeps it from nobody, and the platform repeats it', async () => {
		const failing = trigger(() => {
			throw new Error('broken');
		});
		await Promise.all([join(failing), join()]);
		const other = await join();
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(other.heard).toEqual(['1']);
		expect(platform.socket.heard).toContain('1 again');
	});

	test('one that has no use for an event does not hold it up', async () => {
		await join(trigger(() => undefined));
		platform.socket.push('event 1');
		await platform.clock.sleep(10);
		expect(platform.socket.heard).toContain('1 taken');
	});

	test('what comes when the last one has left is to be repeated, for whoever comes next', async () => {
		let store = () => {};
		const one = await join(trigger(() => ({ stored: new Promise((resolve) => (store = resolve)), isRunning: () => false })));
		const { socket } = platform;
		socket.push('event 1');
		const left = one.leave();
		socket.push('event 2');
		// Nobody can answer it: who clicked is told so.
		socket.push('click 3');
		await platform.clock.sleep(100);
		store();
		await left;
		expect(one.heard).toEqual(['1']);
		expect(socket.heard).toEqual(['ping', '2 again', '3 again', '1 taken']);
	});
});

describe('F25: on and off, five times', () => {
	test.each([
		['at once', 20],
		['slowly', 2 * SECOND],
		['never', undefined],
	])('one socket, then none, within 5 seconds; the server closes %s', async (_, closesAfterMs) => {
		platform.closesAfterMs = closesAfterMs;
		for (let cycle = 0; cycle < 5; cycle++) {
			const one = await join();
			expect(platform.sockets.filter(({ isClosing, state }) => !isClosing && state === 'open')).toHaveLength(1);
			const from = platform.clock.elapsed();
			await one.leave();
			expect(platform.clock.elapsed() - from).toBeLessThan(5 * SECOND);
		}
		expect(platform.sockets.every(({ isClosing }) => isClosing)).toBe(true);
		expect(platform.mostLive).toBe(closesAfterMs === undefined ? 5 : 1);
	});

	test.each([20, 2 * SECOND])('also without waiting for the end of each; the server closes after %d ms', async (closesAfterMs) => {
		platform.closesAfterMs = closesAfterMs;
		const leaving: Array<Promise<void>> = [];
		for (let cycle = 0; cycle < 5; cycle++) {
			const one = await join();
			leaving.push(one.leave());
		}
		const from = platform.clock.elapsed();
		await Promise.all(leaving);
		expect(platform.clock.elapsed() - from).toBeLessThan(5 * SECOND);
		expect(platform.mostLive).toBe(1);
		expect(platform.held).toBe(0);
	});

	test('who joins while it is being closed waits for that, then is the only one', async () => {
		platform.closesAfterMs = 2 * SECOND;
		const first = await join();
		const left = first.leave();
		const [second] = await Promise.all([join(), join()]);
		await left;
		expect(platform.sockets.map(({ state }) => state)).toEqual(['closed', 'open']);
		expect(platform.mostLive).toBe(1);
		platform.socket.push('event 1');
		expect([first.heard, second.heard]).toEqual([[], ['1']]);
	});
});

describe('who can not be connected', () => {
	test('is told why, and nothing is left', async () => {
		platform.answers.push({ failure: failure('permanent') });
		const one = trigger();
		const error = await refusedJoin({}, one);
		expect(error.failure).toEqual(failure('permanent'));
		expect(error.message).toBe("Test app can't be connected: it was permanent");
		expect(one.failures).toEqual([]);
		await join();
		expect(platform.live).toHaveLength(1);
	});

	test('for the moment, either: nobody goes on trying', async () => {
		platform.answers.push({ failure: failure('transient') });
		const error = await refusedJoin();
		expect(error.failure.class).toBe('transient');
		await platform.clock.sleep(HOUR);
		expect(platform.asked).toHaveLength(1);
	});

	test('unless it wants to keep trying', async () => {
		platform.answers.push({ failure: failure('transient') });
		const one = await join(trigger(), { keepTrying: true });
		expect(connections.state('app')).toBe('waiting');
		await platform.clock.sleep(5 * SECOND);
		platform.socket.push('event 1');
		expect(one.heard).toEqual(['1']);
		platform.answers.push({ failure: failure('permanent') });
		expect((await refusedJoin({ keepTrying: true, protocol: { key: 'other app', app: 'other app' } })).failure.class).toBe('permanent');
	});

	test('while others keep trying: it is told at once what the last attempt failed by', async () => {
		platform.refuses = true;
		const one = await join(trigger(), { keepTrying: true });
		await platform.clock.sleep(5 * MINUTE);
		const before = platform.clock.elapsed();
		const error = await refusedJoin();
		expect(error.failure.message).toBe('the server did not accept the connection');
		expect(platform.clock.elapsed()).toBe(before);
		platform.refuses = false;
		await platform.clock.sleep(2 * MINUTE);
		platform.socket.push('event 1');
		expect(one.heard).toEqual(['1']);
	});

	test('who joins while a good connection is coming back waits for it', async () => {
		await join();
		platform.socket.hangUp();
		await platform.clock.sleep(100);
		expect(connections.state('app')).not.toBe('open');
		await join();
		expect(connections.state('app')).toBe('open');
		expect(platform.mostLive).toBe(1);
	});

	test('any more: everybody is told once, and whoever joins then begins anew', async () => {
		const failing = trigger();
		failing.listener.fail = () => {
			throw new Error('broken');
		};
		const [first, , third] = await Promise.all([join(), join(failing), join()]);
		platform.answers.push({ failure: failure('tokenInvalid') });
		platform.socket.hangUp();
		await platform.clock.sleep(HOUR);
		for (const { failures } of [first, third]) {
			expect(failures).toHaveLength(1);
			expect(failures[0]).toBeInstanceOf(ConnectionFailure);
			expect(failures[0]).toMatchObject({ failure: { class: 'tokenInvalid' } });
		}
		expect(log.lines.join('\n')).toContain('a workflow could not be told: broken');
		expect(connections.state('app')).toBeUndefined();
		expect(platform.asked).toHaveLength(2);

		const later = await join();
		// Theirs is over: this one is none of their business.
		await Promise.all([first.leave(), third.leave()]);
		expect(platform.live).toHaveLength(1);
		platform.socket.push('event 1');
		expect([first.heard, later.heard]).toEqual([[], ['1']]);
	});

	test('who joins right when that happens is told so, too', async () => {
		const first = await join();
		platform.answers.push({ failure: failure('permanent') });
		platform.socket.hangUp();
		await platform.clock.sleep(10);
		const late = trigger();
		const [error] = await Promise.all([refusedJoin({}, late), platform.clock.sleep(MINUTE)]);
		expect(error.failure.class).toBe('permanent');
		expect(late.failures).toEqual([]);
		expect(first.failures).toHaveLength(1);
	});
});

describe('another client of the same app', () => {
	test('is counted after half a minute, then every 10 minutes, and anew after each connection', async () => {
		await join();
		const from = platform.clock.elapsed();
		await platform.clock.sleep(25 * MINUTE);
		expect(platform.countedAt.map((at) => Math.round((at - from) / SECOND))).toEqual([30, 630, 1230]);
		platform.socket.hangUp();
		await platform.clock.sleep(MINUTE);
		expect(platform.countedAt).toHaveLength(4);
	});

	test('is warned of when it is there twice, once for as long as it is there', async () => {
		const one = await join();
		platform.clients = 3;
		await platform.clock.sleep(31 * SECOND);
		expect(one.warnings).toEqual([]);
		await platform.clock.sleep(30 * SECOND);
		expect(one.warnings).toHaveLength(1);
		const [warning] = one.warnings as [InputError];
		expect(warning.message).toContain('3 clients of Test app are connected: the platform gives each event to only one of them, chosen at random');
		expect(warning.fix).toContain('or create an app of its own');
		platform.socket.hangUp();
		await platform.clock.sleep(HOUR);
		expect(one.warnings).toHaveLength(1);
		platform.clients = 1;
		await platform.clock.sleep(11 * MINUTE);
		platform.clients = 2;
		await platform.clock.sleep(11 * MINUTE);
		expect(one.warnings).toHaveLength(2);
	});

	test('is not the connection that has just been lost', async () => {
		const one = await join();
		for (let turn = 0; turn < 20; turn++) {
			platform.clients = 2;
			await platform.clock.sleep(31 * SECOND);
			platform.clients = 1;
			await platform.clock.sleep(31 * SECOND);
			platform.socket.hangUp();
			await platform.clock.sleep(2 * SECOND);
		}
		expect(one.warnings).toEqual([]);
		expect(platform.countedAt.length).toBeGreaterThanOrEqual(40);
	});

	test('who joins later is told, too; one that fails at it keeps it from nobody', async () => {
		const failing = trigger();
		failing.listener.warn = () => {
			throw new Error('broken');
		};
		platform.clients = 2;
		await join(failing);
		const first = await join();
		await platform.clock.sleep(2 * MINUTE);
		const second = await join();
		await platform.clock.sleep(11 * MINUTE);
		expect(first.warnings).toHaveLength(1);
		expect(second.warnings).toHaveLength(1);
	});

	test('can not be counted: nothing is said, and nothing breaks', async () => {
		const one = await join();
		for (const clients of [undefined, new Error('refused'), 0]) {
			platform.clients = clients;
			await platform.clock.sleep(HOUR);
		}
		expect(one.warnings).toEqual([]);
		expect(platform.countedAt.length).toBeGreaterThan(16);
		expect(platform.sockets).toHaveLength(1);
		await join(trigger(), { protocol: { key: 'other app', countClients: undefined } });
	});

	test('is not counted when nobody listens any more, even if the answer comes then', async () => {
		let answer: (clients: number) => void = () => {};
		const one = await join(trigger(), { protocol: { countClients: () => new Promise((resolve) => (answer = resolve)) } });
		await platform.clock.sleep(MINUTE);
		await one.leave();
		answer(2);
		await platform.clock.sleep(HOUR);
		expect(one.warnings).toEqual([]);
	});
});
