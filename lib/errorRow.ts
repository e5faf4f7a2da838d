import type { Failure } from './delivery/types';

/** What a code of a platform means: what happened, and what to do next. */
export type ErrorRow = Omit<Failure, 'code'>;

/** By code. */
export type ErrorTable = Record<string, ErrorRow>;

/** How most rows are made: each says by its name what is at fault. */

export const permanent = (message: string, fix: string): ErrorRow => ({ class: 'permanent', message, fix });

/** What the message or card says. */
export const content = (message: string, fix: string): ErrorRow => ({ ...permanent(message, fix), messageAtFault: 'content' });

/** How it says it. */
export const form = (message: string, fix: string): ErrorRow => ({ ...permanent(message, fix), messageAtFault: 'form' });

export const transient = (message: string, fix = 'Try again later.'): ErrorRow => ({ class: 'transient', message, fix });

export const quota = (message: string, fix: string): ErrorRow => ({ class: 'quotaExceeded', message, fix });
