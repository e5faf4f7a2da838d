import type { Clock } from '../clock';
import { isObject } from '../http';
import { InputError } from '../inputError';
import { isAuthentic, replayKey, type Authentication, type InboundRequest, type ReplayGuard } from './authentication';
import { parseBody } from './body';
import { decodeBody, type SourceName } from './decode';
import type { SubscriptionEvent } from './types';

export interface Reception {
	/** The trigger that the request came to: a repeat is one only there. */
	trigger: string;
	source: SourceName;
	/** Largest body that is read, in bytes. */
	maxBytes: number;
	credential: Authentication;
	/** Whether rows that were there before Debezium came are events. */
	snapshotRows?: boolean;
	/** Reads the rules: whether an event may start the workflow. Only for a sender who may send. */
	rules?(): (event: SubscriptionEvent) => boolean;
}

export type Received =
	| {
			events: SubscriptionEvent[];
			/** How many more events there were, for which the rules have no use. */
			ignored: number;
			/** To be called when the events could not be stored: the sender may repeat the request. */
			release(): void;
	  }
	| { refused: { status: 400 | 401 | 413; message: string } };

/** An HTTP request -> its events, or the answer that refuses it. */
export function receive(
	request: InboundRequest,
	{ trigger, source, maxBytes, credential, snapshotRows = false, rules = () => () => true }: Reception,
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
		const body = bodyOf(request, source);
		const count = eventCount(body);
		if (count > MOST_EVENTS) return refuse(413, `The body holds ${count} events; at most ${MOST_EVENTS} are taken at once`);
		const all = decodeBody(body, source, { receivedAt: clock.now(), snapshotRows });
		const events = all.filter(rules());
		const ignored = all.length - events.length;
		const key = replayKey(credential, request);
		if (key === undefined) return { events, ignored, release: () => {} };
		const claim = `${trigger} ${key}`;
		if (!replays.claim(claim)) return refuse(401, 'Not authorized: this signed request has come before');
		return { events, ignored, release: () => replays.release(claim) };
	} catch (error) {
		if (error instanceof InputError) return refuse(400, `${error.message}. ${error.fix}`);
		throw error;
	}
}

/** Kafka's sinks send a tombstone, which has no value, as an empty body. */
const bodyOf = ({ rawBody, headers }: InboundRequest, source: SourceName): unknown =>
	source === 'debezium' && rawBody.length === 0 ? null : parseBody(rawBody, String(headers['content-type'] ?? ''));

/** Each event becomes an item with a copy of what came: without a cap, 4 MB could become gigabytes. */
const MOST_EVENTS = 10_000;

function eventCount(body: unknown): number {
	if (Array.isArray(body)) return body.length;
	return isObject(body) && Array.isArray(body.alerts) ? body.alerts.length : 1;
}

const refuse = (status: 400 | 401 | 413, message: string): Received => ({ refused: { status, message } });
