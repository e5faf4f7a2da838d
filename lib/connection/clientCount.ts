import type { Clock } from '../clock';
import type { Protocol } from './types';

/** For some time after the end of a connection the platform may still count it. */
const SETTLED_MS = 30_000;
const EVERY_MS = 10 * 60 * 1000;

/**
 * Asks now and then how many clients of an app are connected, until `signal` is aborted. Tells of more than one when it was
 * more than one twice in a row.
 */
export async function watchClients(protocol: Protocol, clock: Clock, signal: AbortSignal, tell: (clients: number) => void): Promise<void> {
	if (!protocol.countClients) return;
	let wereSeveral = false;
	for (let pauseMs = SETTLED_MS; await isOver(clock.sleep(pauseMs, signal)); ) {
		const clients = (await count(protocol)) ?? 0;
		if (signal.aborted) return;
		const areSeveral = clients > 1;
		if (clients === 1 || (areSeveral && wereSeveral)) tell(clients);
		pauseMs = areSeveral && !wereSeveral ? SETTLED_MS : EVERY_MS;
		wereSeveral = areSeveral;
	}
}

/** False if it was cut short. */
const isOver = async (sleep: Promise<void>): Promise<boolean> =>
	await sleep.then(
		() => true,
		() => false,
	);

/** It is only of interest: that it can't be had troubles nobody. */
async function count(protocol: Protocol): Promise<number | undefined> {
	try {
		return await protocol.countClients?.();
	} catch {
		return undefined;
	}
}
