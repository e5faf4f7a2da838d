import { createState, replaceSharedState } from '../../../lib/n8n/state';
import type { World } from '../sandboxes';
import { activateTrigger, listenInEditor, type ActiveTrigger, type TriggerTest } from './trigger';
import { serveTrigger } from './webhook';

/** Real milliseconds within which what takes no simulated time has to happen. */
const PATIENCE_MS = 3_000;

/** Triggers in a world whose clock stands still unless a test lets time pass; all are closed after each test. */
export function useTriggers(world: World) {
	const opened: Array<{ close(): Promise<unknown> }> = [];
	let resume = () => {};
	beforeEach(() => {
		resume = world.clock.hold();
	});
	afterEach(async () => {
		resume();
		await Promise.all(opened.splice(0).map((one) => one.close()));
	});
	const kept = <Opened extends { close(): Promise<unknown> }>(one: Opened): Opened => {
		opened.push(one);
		return one;
	};
	/** Lets time pass, from one thing that is waited for to the next, until something has happened. */
	const passing = async <Value>(happening: Promise<Value>): Promise<Value> => {
		resume();
		try {
			return await happening;
		} finally {
			resume = world.clock.hold();
		}
	};
	return {
		activate: async (test: TriggerTest): Promise<ActiveTrigger> => {
			const { close, ...active } = kept(await activateTrigger(test));
			// A connection says what it has to say before it is closed.
			return { ...active, close: async () => await passing(close()) };
		},
		serve: async (test: TriggerTest) => kept(await serveTrigger(test)),
		listenInEditor: (test: TriggerTest) => {
			const listening = listenInEditor(test);
			kept({ close: async () => listening.stop() });
			return listening;
		},
		passing,
		pass: async (ms: number): Promise<void> => {
			await passing(world.clock.sleep(ms));
			await moment();
		},
		/** n8n has been started anew: nothing is in memory any more. */
		restart(): void {
			replaceSharedState(createState(world.clock, () => 0.5));
		},
	};
}

/** What is under way over loopback gets time to arrive; none passes on the simulated clock. */
export const moment = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
	const giveUpAt = Date.now() + PATIENCE_MS;
	while (!isSo()) {
		if (Date.now() > giveUpAt) throw new Error(`It never happened: ${isSo.toString()}`);
		await moment(5);
	}
}
