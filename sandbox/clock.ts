/** The only reader of time in the sandbox. All values are Unix milliseconds. */
export interface SandboxClock {
	now(): number;
	/** Moves the clock by `ms`, frozen or not. */
	advance(ms: number): void;
	/** Sets the clock to `ms`, frozen or not. */
	set(ms: number): void;
	/** Stops the clock at its current value. */
	freeze(): void;
	/** Lets it run on from where it stands. */
	resume(): void;
	readonly frozen: boolean;
	/** Back to the source, running. */
	reset(): void;
}

const finite = (ms: number): number => {
	if (!Number.isFinite(ms)) throw new TypeError(`Not a number of milliseconds: ${ms}`);
	return ms;
};

/** `source` is what the clock runs on: Date.now, or a simulated time of the caller (ms). */
export function createClock(source: () => number = Date.now): SandboxClock {
	let offset = 0;
	let frozenAt: number | undefined;
	const now = (): number => frozenAt ?? source() + offset;
	const set = (ms: number): void => {
		if (frozenAt === undefined) offset = finite(ms) - source();
		else frozenAt = finite(ms);
	};
	return {
		now,
		set,
		advance: (ms) => set(now() + finite(ms)),
		freeze: () => {
			frozenAt = now();
		},
		resume: () => {
			if (frozenAt === undefined) return;
			offset = frozenAt - source();
			frozenAt = undefined;
		},
		get frozen() {
			return frozenAt !== undefined;
		},
		reset: () => {
			offset = 0;
			frozenAt = undefined;
		},
	};
}
