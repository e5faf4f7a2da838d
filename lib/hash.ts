import { createHash } from 'node:crypto';

/** For keys and names that must not show what they stand for. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
