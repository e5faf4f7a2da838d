import { createHash } from 'node:crypto';

/**
 * The same for every attempt at the same message, and different for any other: the run (instance,
 * workflow, execution, node, run index), the item, its part and what a reader gets.
 * 32 hexadecimal digits, so that it fits Feishu's `uuid` (50 characters) and DingTalk's `msgUuid`.
 */
export function idempotencyKey(run: string, item: number, part: number, content: string): string {
	return createHash('sha256')
		.update(JSON.stringify([run, item, part, content]))
		.digest('hex')
		.slice(0, 32);
}
