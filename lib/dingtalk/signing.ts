import { createHmac } from 'node:crypto';

/**
 * Signature of a custom robot (custom robot security settings): HMAC-SHA256 with the secret as key over
 * "timestamp\nsecret", in Base64. It goes, URL-encoded once, into the query. Feishu's is the other way round.
 *
 * @param timestamp milliseconds since the epoch, at most an hour from the platform's clock
 */
export const signBotCall = (secret: string, timestamp: number): string =>
	createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
