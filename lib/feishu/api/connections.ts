import type { JsonObject } from '../../http';
import { dataOf, type FeishuCall } from '../appClient';

/** How many clients of the app are connected over long connections. No public document describes it; the platform's own Node.js SDK has it. */
export const connectionCount: FeishuCall = { method: 'GET', path: '/open-apis/event/v1/connection' };

/** Undefined if the platform does not tell. */
export function connectionCountOf(answer: JsonObject): number | undefined {
	const { online_instance_cnt: count } = dataOf(answer);
	return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}
