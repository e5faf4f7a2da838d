import { sha256 } from '../hash';
import type { JsonLike } from './types';

/**
 * The same for every attempt at the same message, and different for any other: the run (instance,
 * workflow, execution, node, run index), the item, its part and what a reader gets.
 * 32 hexadecimal digits, so that it fits Feishu's `uuid` (50 characters) and DingTalk's `msgUuid`.
 */
export const idempotencyKey = (run: string, item: number, part: number, body: JsonLike): string =>
	digest([run, item, part, body]);

/** Of a simpler form of a message, by the key of its best. */
export const keyOfForm = (key: string, body: JsonLike): string => digest([key, body]);

/** The same for a message that several others share, by their own keys. */
export const keyOfDigest = (keys: string[], body: JsonLike): string => digest([keys, body]);

const digest = (what: unknown[]): string => sha256(JSON.stringify(what)).slice(0, 32);
