import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Schedule } from './schedule';

/** What more an answer has is not read. */
const MAX_ANSWER = 1_048_576;

/** What came of a request. */
export type Posted =
	| { kind: 'answer'; status: number; body: string }
	/** No URL, or none that can be asked. */
	| { kind: 'noUrl' }
	| { kind: 'noAddress' }
	| { kind: 'noConnection' }
	| { kind: 'timeout' };

export interface Posting {
	url: string;
	headers: Record<string, string>;
	body: string;
	/** How long an answer may take, ms; without it as long as it wants. */
	withinMs?: number | undefined;
	/** How long until there is a connection, ms. */
	connectWithinMs?: number;
}

/** The platforms as clients of HTTP. */
export class Poster {
	/** How to give up what is under way. */
	private readonly running = new Set<() => void>();

	constructor(private readonly schedule: Schedule) {}

	/**
	 * Redirects are not followed. Too late is what is too late by the sandbox clock or by the real one: somebody may have
	 * stopped the first.
	 */
	post({ url: address, headers, body, withinMs, connectWithinMs }: Posting): Promise<Posted> {
		const url = URL.canParse(address) ? new URL(address) : undefined;
		if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return Promise.resolve({ kind: 'noUrl' });
		const ask = url.protocol === 'https:' ? secureRequest : plainRequest;
		return new Promise((resolve) => {
			const bytes = Buffer.from(body);
			const request = ask(url, { method: 'POST', agent: false, headers: { 'content-length': bytes.length, ...headers } });
			const stops: Array<() => void> = [];
			const end = (posted: Posted): void => {
				for (const stop of stops.splice(0)) stop();
				this.running.delete(giveUp);
				resolve(posted);
				request.destroy();
			};
			const giveUp = (): void => end({ kind: 'noConnection' });
			const limit = (ms: number | undefined, posted: Posted, isOver = (): boolean => true): void => {
				if (ms === undefined) return;
				const late = (): void => (isOver() ? end(posted) : undefined);
				const timer = setTimeout(late, ms).unref();
				stops.push(() => clearTimeout(timer), this.schedule.after(ms, late));
			};
			this.running.add(giveUp);
			limit(withinMs, { kind: 'timeout' });
			limit(connectWithinMs, { kind: 'noConnection' }, () => request.socket?.connecting !== false);
			request.on('response', (response) => void read(response).then((text) => end({ kind: 'answer', status: response.statusCode ?? 0, body: text }), giveUp));
			request.on('error', ({ code }: NodeJS.ErrnoException) => end({ kind: code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'noAddress' : 'noConnection' }));
			request.end(bytes);
		});
	}

	clear(): void {
		for (const giveUp of [...this.running]) giveUp();
	}
}

async function read(response: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size <= MAX_ANSWER) chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
