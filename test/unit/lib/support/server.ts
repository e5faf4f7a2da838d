import type { Limit } from '../../../../lib/delivery/types';

/**
 * How many calls more than `limit` allows a server sees in the worst window, when it counts the calls at
 * `times` (ms, in any order): 0 when the limit is kept.
 */
export function excess(times: number[], { max, windowMs }: Limit): number {
	const sorted = [...times].sort((a, b) => a - b);
	let worst = 0;
	for (let last = 0, first = 0; last < sorted.length; last++) {
		while (sorted[last]! - sorted[first]! >= windowMs) first++;
		worst = Math.max(worst, last - first + 1);
	}
	return Math.max(0, worst - max);
}
