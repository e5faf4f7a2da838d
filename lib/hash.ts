import { createHash } from 'node:crypto';

/** For keys and names that must not show what they stand for. */
export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
