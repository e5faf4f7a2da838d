import { createHmac } from 'node:crypto';

/**
 * Signature of a custom bot (custom bot usage guide): "timestamp\nsecret" is the *key* of the HMAC-SHA256
 * and the message is empty. DingTalk's is the other way round.
 *
 * @param timestamp seconds since the epoch, at most an hour from the platform's clock
 */
export const signBotCall = (secret: string, timestamp: number): string =>
	createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
