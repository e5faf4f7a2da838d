import type { BotMessage } from '../../../../lib/dingtalk/botClient';

/** "message too long, exceed 20000 bytes", the idempotency key included. */
export const MOST_BYTES = 20_000;

/** A message's size as it goes over the wire. */
export const wireBytes = (body: BotMessage): number =>
	Buffer.byteLength(JSON.stringify({ ...body, msgUuid: '0123456789abcdef0123456789abcdef' }));
