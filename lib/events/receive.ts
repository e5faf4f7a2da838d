import type { Clock } from '../clock';
import { isObject } from '../http';
import { InputError } from '../inputError';
import { isAuthentic, replayKey, type Authentication, type InboundRequest, type ReplayGuard } from './authentication';
import { parseJson } from './body';
import { decodeBody, type SourceName } from './decode';
import type { SubscriptionEvent } from './types';

export interface Reception {
	/** The trigger that the request came to: a repeat is one only there. */
	trigger: string;
	source: SourceName;
	/** Largest body that is read, in bytes. */
	maxBytes: number;
	credential: Authentication;
}

export type Received =
	| {
			events: SubscriptionEvent[];
			/** To be called when the events could not be stored: the sender may repeat the request. */
			release(): void;
	  }
	| { refused: { status: 400 | 401 | 413; message: string } };

/** An HTTP request -> its events, or the answer that refuses it. `parsedBody` is used for forms only. */
export function receive(
	request: InboundRequest & { parsedBody: unknown },
	{ trigger, source, maxBytes, credential }: Reception,
	clock: Clock,
	replays: ReplayGuard,
): Received {
	if (request.rawBody.length > maxBytes) {
		return refuse(413, `The body is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`);
	}
	if (!isAuthentic(credential, request, clock)) {
		return refuse(401, 'Not authorized: the secret is missing or wrong');
	}
	try {
		const isForm = String(request.headers['content-type'] ?? '').includes('form-urlencoded');
		const body = isForm && isObject(request.parsedBody) ? request.parsedBody : parseJson(request.rawBody);
		const events = decodeBody(body, source);
		const key = replayKey(credential, request);
		if (key === undefined) return { events, release: () => {} };
		const claim = `${trigger} ${key}`;
		if (!replays.claim(claim)) return refuse(401, 'Not authorized: this signed request has come before');
		return { events, release: () => replays.release(claim) };
	} catch (error) {
		if (error instanceof InputError) return refuse(400, `${error.message}. ${error.fix}`);
		throw error;
	}
}

const refuse = (status: 400 | 401 | 413, message: string): Received => ({ refused: { status, message } });
