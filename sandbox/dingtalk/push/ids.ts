import { createHash } from 'node:crypto';

/** Hex digits that stay the same for the same input. */
export const idOf = (kind: string, id: string): string => createHash('sha256').update(`${kind} ${id}`).digest('hex');

/** How people and robots are called where the documents speak of an "encrypted" ID: `$:LWCP_v1:$...`. */
export const encryptedId = (kind: 'person' | 'robot', id: string): string =>
	`$:LWCP_v1:$${Buffer.from(idOf(kind, id).slice(0, 48), 'hex').toString('base64')}`;
