import type { Person } from '../../inbound/types';

/** Texts and numbers; anything else is no text. */
export const str = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export const personOf = (userId: string, unionId: string): Person => ({ name: '', userId, openId: '', unionId, isBot: false });
