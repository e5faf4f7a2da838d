import { setTimeout as wait } from 'node:timers/promises';

/** What comes, comes within milliseconds; this is for a busy machine. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 3;

/** The SDKs talk over real connections: what they do has come about once it is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
	const end = performance.now() + PATIENCE_MS;
	while (!isSo()) {
		if (performance.now() > end) throw new Error(`Waited ${PATIENCE_MS / 1000} s for this: ${what}`);
		await wait(LOOK_EVERY_MS);
	}
}
