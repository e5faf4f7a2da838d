import type { IncomingMessage } from 'node:http';

export interface RawBody {
	/** All bytes that came. */
	size: number;
	/** The body as text; empty when it is no UTF-8 or larger than what is kept. */
	text: string;
	/** The body as it came; empty when it is larger than what is kept. */
	bytes: Buffer;
}

/** More than this is counted but not kept. */
const MAX_KEPT_BYTES = 40 * 1024 * 1024;
/** A text larger than this is none. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
/** More than this and the connection is cut. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Reads a request body; rejects when the client went away. */
export async function readBody(request: IncomingMessage): Promise<RawBody> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= MAX_KEPT_BYTES) chunks.push(chunk);
		if (size > MAX_BYTES) {
			request.destroy();
			throw new Error('Request body too large');
		}
	}
	const bytes = size > MAX_KEPT_BYTES ? Buffer.alloc(0) : Buffer.concat(chunks);
	return { size, bytes, text: size > MAX_TEXT_BYTES ? '' : decode(bytes) };
}

function decode(bytes: Buffer): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return '';
	}
}
